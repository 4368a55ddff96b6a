// Per-record history and the list of all changes, read from the journal.
#pragma once
#include "host/model/record.hpp"
#include <optional>

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

/// The record as it stood at the end of a day ("2026-03-15", UTC) or at an instant ("2026-03-15T10:30:00.000Z"): what came later is taken
/// back, field by field. Nothing: it was not there.
/// What was changed with another tool counts like the rest.
[[nodiscard]] Result<std::optional<Record>> record_as_of(store::Connection&, Registry const&, Entity const&, std::int64_t record, std::string_view until);
/// A field's value with one change taken back: all of it, or of counts those cells that the change touched.
[[nodiscard]] Value taken_back(Value const& now, FieldChange const&);

} // namespace passerelle::model
