#include "host/store/journal.hpp"
#include <algorithm>
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

// SQLite takes at most 127 arguments to a function.
constexpr std::size_t columns_of_one_object = 60;

// A real gets the 17 digits that bring back the same number; JSON of SQLite gives 15.
std::string member(std::string_view side, JournalColumn const& column) {
    std::string const value = fmt::format("{}.{}", side, quoted(column.name));
    std::string const shown = column.real ? fmt::format("CASE typeof({0}) WHEN 'real' THEN json(printf('%!.17g',{0})) ELSE {0} END", value) : value;
    return fmt::format("{},{}", literal(column.name), shown);
}

} // namespace

std::string row_image_sql(std::string_view side, std::vector<JournalColumn> const& columns) {
    // A merge patch leaves out what is null.
    std::string image = "'{}'";
    for (std::size_t from = 0; from < columns.size(); from += columns_of_one_object) {
        std::string members;
        for (std::size_t at = from; at < std::min(columns.size(), from + columns_of_one_object); ++at)
            members += (members.empty() ? "" : ",") + member(side, columns[at]);
        image = fmt::format("json_patch({},json_object({}))", image, members);
    }
    return image;
}

std::string image_view(std::string_view table) {
    return fmt::format("core_image_{}", table);
}

std::string journal_triggers_sql(std::string_view table, std::string_view row_column, std::vector<JournalColumn> const& columns) {
    std::string const name = quoted(table), row = quoted(row_column), view = quoted(image_view(table));
    bool const has_view = row_column == "id";
    auto const trigger = [&](std::string_view kind, std::string_view event, std::string const& body) {
        return fmt::format("CREATE TRIGGER {} {} ON {} BEGIN INSERT INTO core_journal(tx,entity_table,row,operation,{}; END;\n",
                           quoted(fmt::format("{}__journal_{}", table, kind)), event, name, body);
    };
    auto const of_row = [&](std::string_view side) { return fmt::format("FROM {} WHERE \"id\"={}.\"id\"", view, side); };
    auto const one = [&](std::string_view side, char operation) {
        std::string const start = fmt::format("SELECT (SELECT tx FROM core_current),{},{}.{},'{}',", literal(table), side, row, operation);
        return start + (has_view ? "\"image\" " + of_row(side) : row_image_sql(side, columns));
    };
    std::vector<JournalColumn> watched(columns);
    watched.push_back({std::string(row_column), false}); // a record that another tool renumbers
    std::string const after = has_view ? "(SELECT json_set(\"image\",'$.id',\"id\") " + of_row("NEW") + ')' : row_image_sql("NEW", watched);
    std::string sql = has_view ? fmt::format("CREATE VIEW {}(\"id\",\"image\") AS SELECT \"id\",{} FROM {};\n", view, row_image_sql(name, columns), name) : "";
    sql += trigger("insert", "AFTER INSERT", "after) " + one("NEW", 'I'));
    // The view shows a row only while it is there.
    sql += trigger("delete", has_view ? "BEFORE DELETE" : "AFTER DELETE", "before) " + one("OLD", 'D'));
    // The images are compared as bytes: a collation that folds case must not hide a change.
    sql += trigger("update", "AFTER UPDATE",
                   fmt::format("before,after) SELECT (SELECT tx FROM core_current),{},OLD.{},'U',b,a FROM (SELECT {} AS b,{} AS a) WHERE a IS NOT b", literal(table), row,
                               row_image_sql("OLD", watched), after));
    return sql;
}

} // namespace passerelle::store
