// The journal's entries as rows of columns. Any thread with its own connection.
#pragma once
#include "host/base/result.hpp"
#include "host/store/connection.hpp"
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace passerelle::model {

/// What stands in one column.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;
/// Columns by name; what is absent is NULL where the entry holds a whole row.
using Columns = std::map<std::string, Cell, std::less<>>;

[[nodiscard]] Result<Columns> read_columns(std::string_view json);
/// Of two images of one row, leaves in both the columns that differ, those that one lacks as NULL.
void keep_changes(Columns& before, Columns& after);

/// One insertion of an entry 'B'; borrowed from its text.
struct BatchedRow {
    std::string_view table;
    std::int64_t row = 0;
    std::string_view image;
};
[[nodiscard]] Result<std::vector<BatchedRow>> read_batch(std::string_view json);

void bind_cell(store::Statement&, int at, Cell const&);
[[nodiscard]] Cell read_cell(store::Statement const&, int at);
/// {"fr": ..., "en": ...} of core_transaction.label.
[[nodiscard]] Phrase read_label(std::string_view json);

} // namespace passerelle::model
