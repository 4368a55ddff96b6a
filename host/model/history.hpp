// Per-record history and the list of all changes, read from the journal.
#pragma once
#include "host/model/record.hpp"

namespace passerelle::model {

struct FieldChange {
    std::string field;
    Value before, after;
};
struct HistoryEntry {
    std::int64_t transaction = 0;
    std::string at, author, module; ///< at: UTC, ISO 8601
    Phrase label;                   ///< says so where it takes another change back or does it again
    bool foreign = false;           ///< made with another tool
    std::string entity;
    std::int64_t record = 0;
    char operation = 'U';           ///< I, U, D
    std::vector<FieldChange> changes;
};
/// Latest first. entity empty: of the whole portfolio.
[[nodiscard]] Result<std::vector<HistoryEntry>> history(store::Connection&, Registry const&, std::string_view entity, std::int64_t record,
                                                        std::size_t most = 200, std::size_t skip = 0);

} // namespace passerelle::model
