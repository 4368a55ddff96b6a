// What BulkWriter knows of one entity and one list of names: where each value goes, and the statements. Writer thread.
#pragma once
#include "host/model/bulk.hpp"
#include "host/model/value.hpp"
#include <array>
#include <deque>

namespace passerelle::model {

/// What goes into one column; text is borrowed from the caller or from the layout's own scratch.
struct BulkCell {
    store::ColumnKind kind = store::ColumnKind::null;
    std::int64_t integer = 0;
    double real = 0;
    std::string_view text;
};

struct BulkField {
    Field const* field = nullptr;
    std::array<int, 2> source{-1, -1};  ///< position in the values of each part; -1: no such part, or not said
    std::array<int, 2> column{-1, -1};  ///< position in the cells of each part
    Codelist const* list = nullptr;
    Entity const* target = nullptr;
    std::string last_code;              ///< that was found in the list
    std::string cells_table;            ///< of a count
};

struct BulkColumn {
    std::string name;
    bool searched = false; ///< part of the record's searchable text
    std::string member;    ///< `,"name":`
};

class BulkLayout {
public:
    Entity const* entity = nullptr;
    bool has_children = false, is_linked = false;
    std::vector<BulkField> fields;
    std::vector<Field const*> left_out; ///< required fields without a name here and without default
    std::vector<int> key_columns;       ///< positions in the cells; empty: records are not matched
    int parent_column = -1;
    bool parent_in_key = false;         ///< records of different parents never have the same key
    std::vector<BulkColumn> columns;
    std::vector<BulkCell> cells;
    std::deque<std::string> scratch;    ///< for texts made here; one for each column
    std::vector<std::pair<BulkField const*, psl::Cells>> counts;
    std::string select_sql, insert_sql, update_sql, image_sql, index_sql, unindex_sql;
    std::string defaults_image;         ///< `,"name":value` of each default
    std::vector<std::pair<Field const*, Value>> defaults; ///< bound after the cells of an insert
    std::optional<store::Statement> select, insert, update, read_image, index, unindex;
};

/// Empty layout of the names, without statements. Issues are errors in the names.
[[nodiscard]] Result<std::unique_ptr<BulkLayout>> make_layout(Registry const&, Entity const&, std::span<std::string_view const> names);

/// "12.5" and 2 -> 1250; no more decimals than the scale, beyond zeros.
[[nodiscard]] std::optional<std::int64_t> scaled_from_text(std::string_view text, int scale);
/// JSON of translations that is already as this program would write it: sorted languages, no blanks, no escapes.
[[nodiscard]] bool is_plain_translations(std::string_view json);

} // namespace passerelle::model
