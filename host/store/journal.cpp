#include "host/store/journal.hpp"
#include <fmt/format.h>

namespace passerelle::store {

namespace {

std::string quoted(std::string_view name) {
    std::string out = "\"";
    for (char const c : name) {
        out += c;
        if (c == '"')
            out += c;
    }
    return out + '"';
}

std::string literal(std::string_view text) {
    std::string out = "'";
    for (char const c : text) {
        out += c;
        if (c == '\'')
            out += c;
    }
    return out + '\'';
}

// `,"column":value`. A real gets the 17 digits that bring back the same number; json_quote would give 15.
std::string json_member(std::string_view side, std::string_view column) {
    std::string const value = fmt::format("{}.{}", side, quoted(column));
    std::string const key = literal(fmt::format(",\"{}\":", column));
    return fmt::format("CASE WHEN {0} IS NULL THEN '' WHEN typeof({0})='real' THEN {1}||printf('%!.17g',{0}) ELSE {1}||json_quote({0}) END",
                       value, key);
}

std::string json_object_of(std::string_view side, std::vector<std::string> const& columns) {
    if (columns.empty())
        return "'{}'";
    std::string members;
    for (auto const& column : columns)
        members += (members.empty() ? "" : "||") + json_member(side, column);
    return fmt::format("'{{'||substr({},2)||'}}'", members);
}

// Compared as bytes: a collation that folds case must not hide a change.
std::string differs(std::string_view column) {
    return fmt::format("OLD.{0} IS NOT NEW.{0} COLLATE BINARY", quoted(column));
}

std::string changed_columns_of(std::string_view side, std::vector<std::string> const& columns) {
    std::string members;
    for (auto const& column : columns) {
        std::string const value = fmt::format("{}.{}", side, quoted(column));
        std::string const key = literal(fmt::format(",\"{}\":", column));
        members += members.empty() ? "" : "||";
        members += fmt::format("CASE WHEN {0} THEN {1}||CASE typeof({2}) WHEN 'real' THEN printf('%!.17g',{2}) ELSE json_quote({2}) END ELSE '' END",
                               differs(column), key, value);
    }
    return fmt::format("'{{'||substr({},2)||'}}'", members);
}

} // namespace

std::string journal_triggers_sql(std::string_view table, std::string_view row_column, std::vector<std::string> const& columns) {
    std::string const name = quoted(table), row = quoted(row_column);
    auto const trigger = [&](std::string_view kind) { return quoted(fmt::format("{}__journal_{}", table, kind)); };
    // The rows of a cell table share their owner: an entry needs every column to say which cell it means.
    bool const rows_are_single = row_column == "id";
    std::string sql = fmt::format("CREATE TRIGGER {} AFTER INSERT ON {} BEGIN INSERT INTO core_journal(tx,entity_table,row,operation,after) "
                                  "VALUES((SELECT tx FROM core_current),{},NEW.{},'I',{}); END;\n",
                                  trigger("insert"), name, literal(table), row, json_object_of("NEW", columns));
    sql += fmt::format("CREATE TRIGGER {} AFTER DELETE ON {} BEGIN INSERT INTO core_journal(tx,entity_table,row,operation,before) "
                       "VALUES((SELECT tx FROM core_current),{},OLD.{},'D',{}); END;\n",
                       trigger("delete"), name, literal(table), row, json_object_of("OLD", columns));
    std::vector<std::string> watched(columns);
    watched.emplace_back(row_column); // a record that another tool renumbers
    std::string when;
    for (auto const& column : watched)
        when += (when.empty() ? "" : " OR ") + differs(column);
    sql += fmt::format("CREATE TRIGGER {} AFTER UPDATE ON {} WHEN {} BEGIN INSERT INTO core_journal(tx,entity_table,row,operation,before,after) "
                       "VALUES((SELECT tx FROM core_current),{},OLD.{},'U',{},{}); END;\n",
                       trigger("update"), name, when, literal(table), row,
                       rows_are_single ? changed_columns_of("OLD", watched) : json_object_of("OLD", watched),
                       rows_are_single ? changed_columns_of("NEW", watched) : json_object_of("NEW", watched));
    return sql;
}

} // namespace passerelle::store
