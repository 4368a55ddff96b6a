// What a file is and how it may be opened, learnt without changing a byte of it or leaving anything beside it. Any thread.
#pragma once
#include "host/base/result.hpp"
#include <cstdint>
#include <filesystem>
#include <optional>

namespace passerelle::store {

struct Probe {
    std::int64_t schema_version = 0;  ///< user_version in the file's header; a pending WAL may hold another
    bool has_pending_changes = false; ///< a WAL with content lies beside the file
    bool in_use = false;              ///< some program has it open, or ended without closing it
    std::optional<Phrase> read_only;  ///< why it may only be read
};

/// Refuses what is missing, no portfolio, or cut short.
[[nodiscard]] Result<Probe> probe(std::filesystem::path const&);
/// integrity_check (`thorough`) or quick_check, and the tables of the store. Nobody may be writing to the file.
enum class Depth { quick, thorough };
[[nodiscard]] Result<void> check_content(std::filesystem::path const&, Depth);
/// Copies file and pending changes as they are into `folder`; gives the copy's path. Safe beside open connections.
[[nodiscard]] Result<std::filesystem::path> copy_as_is(std::filesystem::path const& file, std::filesystem::path const& folder);

[[nodiscard]] Error damaged_error(std::string const& detail);

} // namespace passerelle::store
