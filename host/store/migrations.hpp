// The tables of the store itself, in numbered steps. user_version is the number of the last step applied.
#pragma once
#include "host/store/connection.hpp"
#include <span>

namespace passerelle::store {

constexpr std::int64_t application_id = 0x50415352; ///< "PASR", at byte 68 of the file

struct Migration {
    std::int64_t number;
    std::string_view name;
    std::string_view sql;
};
/// In order, without gaps, never changed once released.
[[nodiscard]] std::span<Migration const> core_migrations();
[[nodiscard]] std::int64_t schema_version(); ///< the number of the last one

/// Applies the steps above the file's user_version, all in one transaction.
[[nodiscard]] Result<void> migrate(Connection&, std::span<Migration const>);

} // namespace passerelle::store
