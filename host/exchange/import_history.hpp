// What the journal says of earlier imports: whether a value was changed by a person since. Any thread with its own reader.
#pragma once
#include "host/base/result.hpp"
#include "host/model/registry.hpp"
#include "host/store/connection.hpp"
#include <string>
#include <vector>

namespace passerelle::exchange {

struct Edit {
    std::string field, author, at; ///< at: UTC, ISO 8601
};
[[nodiscard]] bool portfolio_was_imported_into(store::Connection&);
/// Those of the fields whose last change came from a person, after an import had touched the record.
[[nodiscard]] std::vector<Edit> edits_since_import(store::Connection&, model::Registry const&, model::Entity const&, std::int64_t record, std::vector<std::string> const& fields);

} // namespace passerelle::exchange
