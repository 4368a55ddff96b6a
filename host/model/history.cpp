#include "host/model/history.hpp"
#include "host/model/columns.hpp"
#include "host/model/journal_reader.hpp"
#include "host/model/value_json.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace passerelle::model {

namespace {

struct Row {
    std::int64_t sequence, transaction, record;
    std::string table;
    char operation;
    Columns before, after;
};

/// The column as it stood just before an entry, where the entry itself does not say: the change before it does.
Cell earlier(store::Connection& connection, Row const& row, std::string const& column)
{
    auto statement = connection.prepare("SELECT json_extract(after,?4) FROM core_journal WHERE \"row\"=?1 AND entity_table=?2 AND sequence<?3 "
                                        "AND json_type(after,?4) IS NOT NULL ORDER BY sequence DESC LIMIT 1");
    if (!statement)
        return {};
    std::string const path = fmt::format("$.\"{}\"", column);
    auto const there = statement->bind(1, row.record).bind(2, std::string_view{row.table}).bind(3, row.sequence).bind(4, std::string_view{path}).step();
    return there && *there ? read_cell(*statement, 0) : Cell{};
}

/// One value from its columns. SQLite makes the row, so that there is one reader of rows.
Value value_of(store::Connection& connection, Field const& field, std::vector<Cell> const& cells)
{
    auto statement = connection.prepare(cells.size() == 1 ? "SELECT ?1" : "SELECT ?1,?2");
    if (!statement)
        return {};
    for (std::size_t at = 0; at < cells.size(); ++at)
        bind_cell(*statement, static_cast<int>(at) + 1, cells[at]);
    auto const there = statement->step();
    return there && *there ? read_field(*statement, 0, field) : Value{};
}

std::vector<FieldChange> changes_of(store::Connection& connection, Entity const& entity, Row const& row)
{
    std::vector<FieldChange> changes;
    for (auto const& field : entity.fields) {
        auto columns = Entity::columns_of(field);
        auto const named = [&](Columns const& side) {
            return std::any_of(columns.begin(), columns.end(), [&](std::string const& column) { return side.contains(column); });
        };
        if (!field.was.empty() && !named(row.before) && !named(row.after)) {
            Field former = field;
            former.id = field.was;
            columns = Entity::columns_of(former);
        }
        if (columns.empty() || (!named(row.before) && !named(row.after)))
            continue;
        std::vector<Cell> before, after;
        for (auto const& column : columns) {
            auto const was = row.before.find(column), is = row.after.find(column);
            if (row.operation == 'U' && was == row.before.end() && is == row.after.end()) {
                before.push_back(earlier(connection, row, column));
                after.push_back(before.back());
                continue;
            }
            before.push_back(was == row.before.end() ? Cell{} : was->second);
            after.push_back(is == row.after.end() ? Cell{} : is->second);
        }
        changes.push_back({field.id, row.operation == 'I' ? Value{} : value_of(connection, field, before), row.operation == 'D' ? Value{} : value_of(connection, field, after)});
    }
    return changes;
}

void add_cell(std::vector<FieldChange>& changes, std::string const& field, Row const& row)
{
    auto change = std::find_if(changes.begin(), changes.end(), [&](FieldChange const& each) { return each.field == field; });
    if (change == changes.end())
        change = changes.insert(changes.end(), {field, {}, {}});
    auto const put = [](Value& value, Columns const& columns, bool replace) {
        auto const text = [&](char const* name) {
            auto const found = columns.find(name);
            auto const* const held = found == columns.end() ? nullptr : std::get_if<std::string>(&found->second);
            return held ? *held : std::string{};
        };
        auto const key = psl::cell_coded(text("sex") + '|' + text("age") + '|' + text("disability"));
        auto const n = columns.find("n");
        if (!key || n == columns.end() || !std::holds_alternative<std::int64_t>(n->second))
            return;
        if (is_null(value))
            value = psl::Cells{};
        auto& counts = std::get<psl::Cells>(value).counts;
        if (replace)
            counts[*key] = std::get<std::int64_t>(n->second);
        else
            counts.try_emplace(*key, std::get<std::int64_t>(n->second));
    };
    // Entries come latest first: the first `after` and the last `before` stand.
    put(change->before, row.before, true);
    put(change->after, row.after, false);
}

} // namespace

Result<std::vector<HistoryEntry>> history(store::Connection& connection, Registry const& registry, std::string_view entity_id, std::int64_t record, std::size_t most,
                                          std::size_t skip)
{
    std::vector<HistoryEntry> entries;
    std::string where;
    if (!entity_id.empty()) {
        Entity const* const entity = registry.entity(entity_id);
        if (!entity)
            return Error{Status::not_found, {fmt::format("Le registre « {} » n’existe pas.", entity_id), fmt::format("There is no register “{}”.", entity_id)}};
        where = fmt::format("WHERE j.\"row\"=?1 AND j.entity_table IN ('{}'", entity->table);
        for (auto const& field : entity->fields)
            if (field.type == FieldType::count)
                where += fmt::format(",'{}'", entity->cells_table(field));
        where += ')';
    }
    auto rows = connection.prepare(fmt::format("SELECT j.sequence,j.tx,j.entity_table,j.\"row\",j.operation,j.before,j.after,t.at,t.author,t.module,t.label "
                                               "FROM core_journal AS j LEFT JOIN core_transaction AS t ON t.id=j.tx {} ORDER BY j.sequence DESC",
                                               where));
    if (!rows)
        return rows.error();
    if (!where.empty())
        rows->bind(1, record);
    std::size_t passed = 0;
    std::int64_t last_transaction = -1, last_record = -1;
    Entity const* last_entity = nullptr;
    bool skipping = false;
    while (true) {
        auto const there = rows->step();
        if (!there)
            return there.error();
        if (!*there)
            return entries;
        Row row{rows->integer(0), rows->integer(1), rows->integer(3), std::string{rows->text(2)}, rows->text(4).empty() ? 'U' : rows->text(4).front(), {}, {}};
        bool const foreign = rows->is_null(1);
        Entity const* const entity = registry.entity_of_table(row.table);
        // The cells of a record and its row, changed in one transaction, are one entry.
        bool const same = !foreign && row.transaction == last_transaction && row.record == last_record && entity && entity == last_entity;
        if (!same) {
            if (entries.size() == most)
                return entries;
            skipping = passed < skip;
            ++passed;
            last_transaction = row.transaction;
            last_record = row.record;
            last_entity = entity;
            if (!skipping) {
                HistoryEntry entry;
                entry.transaction = row.transaction;
                entry.at = std::string{rows->text(7)};
                entry.author = std::string{rows->text(8)};
                entry.module = std::string{rows->text(9)};
                if (!rows->is_null(10))
                    entry.label = read_label(rows->text(10));
                entry.foreign = foreign;
                entry.entity = entity ? entity->id : row.table;
                entry.record = row.record;
                entries.push_back(std::move(entry));
            }
        }
        if (skipping)
            continue;
        auto& entry = entries.back();
        auto before = read_columns(rows->text(5)), after = read_columns(rows->text(6));
        if (before)
            row.before = std::move(*before);
        if (after)
            row.after = std::move(*after);
        if (!entity)
            entry.operation = row.operation;
        else if (row.table == entity->table) {
            entry.operation = same && entry.operation == 'D' ? 'D' : row.operation;
            for (auto& change : changes_of(connection, *entity, row)) {
                auto const known = std::find_if(entry.changes.begin(), entry.changes.end(), [&](FieldChange const& each) { return each.field == change.field; });
                if (known == entry.changes.end())
                    entry.changes.push_back(std::move(change));
                else
                    known->before = std::move(change.before);
            }
        } else
            for (auto const& field : entity->fields)
                if (field.type == FieldType::count && entity->cells_table(field) == row.table)
                    add_cell(entry.changes, field.id, row);
    }
}

} // namespace passerelle::model
