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

std::string journal_triggers_sql(std::string_view table, std::string_view row_column, std::vector<JournalColumn> const& columns) {
    std::string const name = quoted(table), row = quoted(row_column);
    auto const trigger = [&](std::string_view kind) { return quoted(fmt::format("{}__journal_{}", table, kind)); };
    std::string sql = fmt::format("CREATE TRIGGER {} AFTER INSERT ON {} BEGIN INSERT INTO core_journal(tx,entity_table,row,operation,after) "
                                  "VALUES((SELECT tx FROM core_current),{},NEW.{},'I',{}); END;\n",
                                  trigger("insert"), name, literal(table), row, row_image_sql("NEW", columns));
    sql += fmt::format("CREATE TRIGGER {} AFTER DELETE ON {} BEGIN INSERT INTO core_journal(tx,entity_table,row,operation,before) "
                       "VALUES((SELECT tx FROM core_current),{},OLD.{},'D',{}); END;\n",
                       trigger("delete"), name, literal(table), row, row_image_sql("OLD", columns));
    std::vector<JournalColumn> watched(columns);
    watched.push_back({std::string(row_column), false}); // a record that another tool renumbers
    // The images are compared as bytes: a collation that folds case must not hide a change.
    sql += fmt::format("CREATE TRIGGER {} AFTER UPDATE ON {} BEGIN INSERT INTO core_journal(tx,entity_table,row,operation,before,after) "
                       "SELECT (SELECT tx FROM core_current),{},OLD.{},'U',b,a FROM (SELECT {} AS b,{} AS a) WHERE a IS NOT b; END;\n",
                       trigger("update"), name, literal(table), row, row_image_sql("OLD", watched), row_image_sql("NEW", watched));
    return sql;
}

} // namespace passerelle::store
