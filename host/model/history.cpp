#include "host/model/history.hpp"
#include "host/model/columns.hpp"
#include "host/model/journal_reader.hpp"
#include "host/model/value_json.hpp"
#include "host/store/packing.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace passerelle::model {

namespace {

struct Row {
    std::int64_t transaction, record;
    std::string table;
    char operation;
    Columns before, after;
};

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
    static Cell const none;
    auto const cell = [](Columns const& side, std::string const& name) -> Cell const& {
        auto const found = side.find(name);
        return found == side.end() ? none : found->second;
    };
    std::vector<FieldChange> changes;
    for (auto const& field : entity.fields) {
        auto columns = Entity::columns_of(field);
        auto const differs = [&] {
            return std::any_of(columns.begin(), columns.end(), [&](std::string const& column) { return cell(row.before, column) != cell(row.after, column); });
        };
        if (!field.was.empty() && !differs()) {
            Field former = field;
            former.id = field.was;
            columns = Entity::columns_of(former);
        }
        if (columns.empty() || !differs())
            continue;
        std::vector<Cell> before, after;
        for (auto const& column : columns) {
            before.push_back(cell(row.before, column));
            after.push_back(cell(row.after, column));
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

/// Puts rows, latest first, together into entries.
/// What was taken back or done again bears the words of the change itself.
Phrase described(Phrase label, std::string_view kind)
{
    if (kind == "undo")
        return {"annulation\u00A0– " + label.fr, "undone: " + label.en};
    if (kind == "redo")
        return {"rétablissement\u00A0– " + label.fr, "done again: " + label.en};
    return label;
}

class Listing {
public:
    Listing(store::Connection& connection, Registry const& registry, std::size_t most, std::size_t skip)
        : m_connection(connection), m_registry(registry), m_most(most), m_skip(skip)
    {
    }

    struct Origin {
        std::string_view at, author, module, label, kind;
        bool foreign = false;
    };

    /// False: there are enough.
    bool add(Row const& row, Origin const& origin)
    {
        Entity const* const entity = m_registry.entity_of_table(row.table);
        // The cells of a record and its row, changed in one transaction, are one entry.
        bool const same = !origin.foreign && row.transaction == m_transaction && row.record == m_record && entity && entity == m_entity;
        if (!same) {
            if (entries.size() == m_most)
                return false;
            m_skipping = m_passed < m_skip;
            ++m_passed;
            m_transaction = row.transaction;
            m_record = row.record;
            m_entity = entity;
            if (!m_skipping) {
                HistoryEntry entry;
                entry.transaction = row.transaction;
                entry.at = std::string{origin.at};
                entry.author = std::string{origin.author};
                entry.module = std::string{origin.module};
                if (!origin.label.empty())
                    entry.label = described(read_label(origin.label), origin.kind);
                entry.foreign = origin.foreign;
                entry.entity = entity ? entity->id : row.table;
                entry.record = row.record;
                entries.push_back(std::move(entry));
            }
        }
        if (m_skipping)
            return true;
        auto& entry = entries.back();
        if (!entity)
            entry.operation = row.operation;
        else if (row.table == entity->table) {
            entry.operation = same && entry.operation == 'D' ? 'D' : row.operation;
            for (auto& change : changes_of(m_connection, *entity, row)) {
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
        return true;
    }

    std::vector<HistoryEntry> entries;

private:
    store::Connection& m_connection;
    Registry const& m_registry;
    std::size_t m_most, m_skip, m_passed = 0;
    std::int64_t m_transaction = -1, m_record = -1;
    Entity const* m_entity = nullptr;
    bool m_skipping = false;
};

Columns columns_in(std::string_view json)
{
    auto read = read_columns(json);
    return read ? std::move(*read) : Columns{};
}

} // namespace

Result<std::vector<HistoryEntry>> history(store::Connection& connection, Registry const& registry, std::string_view entity_id, std::int64_t record, std::size_t most,
                                          std::size_t skip)
{
    std::vector<std::string> tables; // empty: all
    if (!entity_id.empty()) {
        Entity const* const entity = registry.entity(entity_id);
        if (!entity)
            return Error{Status::not_found, {fmt::format("Le registre « {} » n’existe pas.", entity_id), fmt::format("There is no register “{}”.", entity_id)}};
        tables.push_back(entity->table);
        for (auto const& field : entity->fields)
            if (field.type == FieldType::count)
                tables.push_back(entity->cells_table(field));
    }
    constexpr std::string_view columns = "SELECT j.sequence,j.tx,j.entity_table,j.\"row\",j.operation,j.before,j.after,t.at,t.author,t.module,t.label,t.kind "
                                         "FROM core_journal AS j LEFT JOIN core_transaction AS t ON t.id=j.tx";
    std::string const sql = tables.empty() ? fmt::format("{} ORDER BY j.sequence DESC", columns)
                                           : fmt::format("{0} WHERE j.\"row\"=?1 AND j.entity_table IN ('{1}') UNION ALL "
                                                         "{0} WHERE j.last_row>=?1 AND j.\"row\"<=?1 AND j.operation='B' ORDER BY 1 DESC",
                                                         columns, fmt::join(tables, "','"));
    auto rows = connection.prepare(sql);
    if (!rows)
        return rows.error();
    if (!tables.empty())
        rows->bind(1, record);
    Listing listing{connection, registry, most, skip};
    while (true) {
        auto const there = rows->step();
        if (!there)
            return there.error();
        if (!*there)
            return std::move(listing.entries);
        Listing::Origin const origin{rows->text(7), rows->text(8), rows->text(9), rows->text(10), rows->text(11), rows->is_null(1)};
        if (rows->text(4) != "B") {
            Row const row{rows->integer(1), rows->integer(3), std::string{rows->text(2)}, rows->text(4).empty() ? 'U' : rows->text(4).front(), columns_in(rows->text(5)),
                          columns_in(rows->text(6))};
            if (!listing.add(row, origin))
                return std::move(listing.entries);
            continue;
        }
        auto const text = store::unpack(rows->text(6));
        if (!text)
            return text.error();
        auto const batch = read_batch(*text);
        if (!batch)
            return batch.error();
        for (auto each = batch->rbegin(); each != batch->rend(); ++each) {
            bool const wanted = tables.empty() || (each->row == record && std::find(tables.begin(), tables.end(), each->table) != tables.end());
            if (wanted && !listing.add({rows->integer(1), each->row, std::string{each->table}, 'I', {}, columns_in(each->image)}, origin))
                return std::move(listing.entries);
        }
    }
}

Value taken_back(Value const& now, FieldChange const& change)
{
    auto const* const before = std::get_if<psl::Cells>(&change.before);
    auto const* const after = std::get_if<psl::Cells>(&change.after);
    if (!before && !after)
        return change.before;
    auto const* const held = std::get_if<psl::Cells>(&now);
    psl::Cells cells = held ? *held : psl::Cells{};
    if (after)
        for (auto const& [key, count] : after->counts)
            cells.counts.erase(key);
    if (before)
        for (auto const& [key, count] : before->counts)
            cells.counts[key] = count;
    return cells.counts.empty() ? Value{} : Value{std::move(cells)};
}

Result<std::optional<Record>> record_as_of(store::Connection& connection, Registry const& registry, Entity const& entity, std::int64_t id, std::string_view until)
{
    constexpr std::size_t at_once = 500;
    Record record{&entity, id, {}, {}};
    bool there = false;
    if (auto now = read_record(connection, registry, entity, id)) {
        record = std::move(*now);
        there = true;
    } else if (now.error().status != Status::not_found)
        return now.error();
    for (std::size_t skip = 0;; skip += at_once) {
        auto const entries = history(connection, registry, entity.id, id, at_once, skip);
        if (!entries)
            return entries.error();
        for (auto const& entry : *entries) {
            if (std::string_view(entry.at).substr(0, until.size()) <= until)
                return there ? std::optional(std::move(record)) : std::nullopt;
            there = entry.operation != 'I';
            for (auto const& change : entry.changes) {
                auto const found = record.fields.find(change.field);
                auto value = taken_back(found == record.fields.end() ? Value{} : found->second, change);
                if (is_null(value))
                    record.fields.erase(change.field);
                else
                    record.fields.insert_or_assign(change.field, std::move(value));
            }
        }
        if (entries->size() < at_once)
            return there ? std::optional(std::move(record)) : std::nullopt;
    }
}

} // namespace passerelle::model
