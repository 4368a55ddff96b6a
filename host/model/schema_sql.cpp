#include "host/model/schema_sql.hpp"
#include "host/model/columns.hpp"
#include "host/store/journal.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::model {

namespace {

std::string list_of(std::vector<std::string> const& columns)
{
    std::string list;
    for (auto const& column : columns)
        list += (list.empty() ? "" : ",") + sql_name(column);
    return list;
}

/// The first column of the table's unique key: an index on it alone would repeat the key's.
std::string first_key_column(Entity const& entity)
{
    Field const* const field = entity.key.empty() ? nullptr : entity.field(entity.key.front());
    auto const columns = field ? Entity::columns_of(*field) : std::vector<std::string>{};
    return columns.empty() ? std::string{} : columns.front();
}

bool is_searched(Field const& field)
{
    return field.search && (field.type == FieldType::text || field.type == FieldType::long_text || field.type == FieldType::translatable);
}

} // namespace

std::string create_table_sql(Entity const& entity)
{
    std::string sql = fmt::format("CREATE TABLE {}(\"id\" INTEGER PRIMARY KEY,\"origin\" TEXT", sql_name(entity.table));
    for (auto const& field : entity.fields) {
        auto const columns = Entity::columns_of(field);
        auto const types = column_types(field);
        for (std::size_t at = 0; at < columns.size(); ++at)
            sql += fmt::format(",{} {}", sql_name(columns[at]), types[at]);
    }
    return sql + ");\n";
}

std::string create_cells_sql(Entity const& entity, Field const& field)
{
    return fmt::format("CREATE TABLE {}(\"owner\" INTEGER NOT NULL,\"sex\" TEXT NOT NULL,\"age\" TEXT NOT NULL,\"disability\" TEXT NOT NULL,"
                       "\"n\" INTEGER NOT NULL,PRIMARY KEY(\"owner\",\"sex\",\"age\",\"disability\")) WITHOUT ROWID;\n",
                       sql_name(entity.cells_table(field)));
}

std::string cells_total_table(Entity const& entity, Field const& field) { return entity.cells_table(field) + "__total"; }

std::string create_cells_total_sql(Entity const& entity, Field const& field)
{
    return fmt::format("DROP TABLE IF EXISTS {0};\nCREATE TABLE {0}(\"sex\" TEXT NOT NULL,\"age\" TEXT NOT NULL,\"disability\" TEXT NOT NULL,\"n\" INTEGER NOT NULL,"
                       "PRIMARY KEY(\"sex\",\"age\",\"disability\")) WITHOUT ROWID;\n"
                       "INSERT INTO {0} SELECT \"sex\",\"age\",\"disability\",sum(\"n\") FROM {1} GROUP BY 1,2,3;\n",
                       sql_name(cells_total_table(entity, field)), sql_name(entity.cells_table(field)));
}

namespace {

/// INSERT and UPDATE apart: an outer INSERT OR REPLACE would hand its own way of resolving conflicts to any clause of ours.
std::string cells_total_triggers_sql(Entity const& entity, Field const& field)
{
    std::string const cells = entity.cells_table(field), total = sql_name(cells_total_table(entity, field));
    auto const same = [](std::string_view side) { return fmt::format("\"sex\"={0}.\"sex\" AND \"age\"={0}.\"age\" AND \"disability\"={0}.\"disability\"", side); };
    std::string const put = fmt::format("INSERT INTO {0} SELECT NEW.\"sex\",NEW.\"age\",NEW.\"disability\",0 WHERE NOT EXISTS(SELECT 1 FROM {0} WHERE {1});"
                                        "UPDATE {0} SET \"n\"=\"n\"+NEW.\"n\" WHERE {1};",
                                        total, same("NEW"));
    std::string const take = fmt::format("UPDATE {} SET \"n\"=\"n\"-OLD.\"n\" WHERE {};", total, same("OLD"));
    auto const trigger = [&](std::string_view kind, std::string_view event, std::string const& body) {
        return fmt::format("CREATE TRIGGER {} AFTER {} ON {} BEGIN {} END;\n", sql_name(fmt::format("{}__{}", cells, kind)), event, sql_name(cells), body);
    };
    return trigger("total_insert", "INSERT", put) + trigger("total_update", "UPDATE", take + put) + trigger("total_delete", "DELETE", take);
}

} // namespace

std::string add_to_cells_total_sql(std::string const& cells_table)
{
    return fmt::format("INSERT INTO {} VALUES(?1,?2,?3,?4) ON CONFLICT DO UPDATE SET \"n\"=\"n\"+excluded.\"n\"", sql_name(cells_table + "__total"));
}

std::vector<Index> indexes_of(Entity const& entity)
{
    std::vector<Index> indexes;
    auto const add = [&](std::string const& kind, std::string const& name, std::vector<std::string> const& columns, std::string const& fields) {
        std::string const index = fmt::format("{}__{}", entity.table, name);
        if (std::none_of(indexes.begin(), indexes.end(), [&](Index const& each) { return each.name == index; }))
            indexes.push_back({index, fmt::format("CREATE {} {} ON {}({})", kind, sql_name(index), sql_name(entity.table), list_of(columns)), fields});
    };
    std::vector<std::string> key;
    std::string key_fields;
    for (auto const& id : entity.key)
        if (Field const* const field = entity.field(id)) {
            for (auto& column : Entity::columns_of(*field))
                key.push_back(std::move(column));
            key_fields += (key_fields.empty() ? "" : ", ") + id;
        }
    if (!key.empty())
        add("UNIQUE INDEX", "key", key, key_fields);
    std::string const leading = first_key_column(entity);
    for (auto const& field : entity.fields) {
        auto const columns = Entity::columns_of(field);
        if (field.unique && !columns.empty() && !(key.size() == 1 && key.front() == columns.front()))
            add("UNIQUE INDEX", "only_" + field.id, columns, field.id);
        // Most links are empty in most records: the index holds only those that are not.
        else if (field.type == FieldType::link && field.id != leading) {
            std::string const index = fmt::format("{}__by_{}", entity.table, field.id);
            indexes.push_back({index, fmt::format("CREATE INDEX {0} ON {1}({2}) WHERE {2} IS NOT NULL", sql_name(index), sql_name(entity.table), sql_name(field.id)), field.id});
        }
    }
    if (!entity.shape.sort.empty()) {
        std::string id = entity.shape.sort.front();
        if (id.starts_with('-'))
            id.erase(0, 1);
        Field const* const field = entity.field(id);
        if (field && !field->unique && field->type != FieldType::link && field->type != FieldType::links && field->type != FieldType::choice &&
            field->type != FieldType::choices && field->type != FieldType::translatable && field->type != FieldType::count && field->id != leading)
            add("INDEX", "by_" + id, Entity::columns_of(*field), id);
    }
    return indexes;
}

std::string search_table(Entity const& entity) { return "core_search_" + entity.table; }

std::vector<Field const*> searched_fields(Entity const& entity)
{
    std::vector<Field const*> fields;
    for (auto const& field : entity.fields)
        if (is_searched(field))
            fields.push_back(&field);
    return fields;
}

namespace {

std::string search_text_sql(Entity const& entity)
{
    std::string parts;
    for (Field const* const field : searched_fields(entity)) {
        std::string const column = sql_name(entity.table) + '.' + sql_name(field->id);
        parts += parts.empty() ? "" : "||";
        if (field->type == FieldType::translatable)
            parts += fmt::format("ifnull((SELECT group_concat(value,' ') FROM json_each({0}))||' ','')", column);
        else
            parts += fmt::format("ifnull({}||' ','')", column);
    }
    // unicode61 folds accents but not the ligature, and cuts words at the middle dot of inclusive spelling.
    return parts.empty() ? "NULL" : fmt::format("replace(replace(replace(replace({},'œ','oe'),'Œ','oe'),'·e·s','s'),'·e','')", parts);
}

std::string has_text(Entity const& entity)
{
    std::string any;
    for (Field const* const field : searched_fields(entity))
        any += fmt::format("{}{}.{} IS NOT NULL", any.empty() ? "" : " OR ", sql_name(entity.table), sql_name(field->id));
    return '(' + any + ')';
}

/// The view of what belongs in the index now: id and text of each record that has text and lies below the mark of what an import
/// has left to index_pending_text(). One text of it for all triggers: every connection reads the whole schema when it opens.
std::string indexed_view(Entity const& entity) { return sql_name("core_indexed_" + entity.table); }

std::string put_in_sql(Entity const& entity, std::string_view where)
{
    return fmt::format("INSERT INTO {}(rowid,text) SELECT \"id\",\"text\" FROM {} WHERE \"id\"={}", sql_name(search_table(entity)), indexed_view(entity), where);
}
std::string take_out_sql(Entity const& entity, std::string_view where)
{
    return fmt::format("INSERT INTO {0}({0},rowid,text) SELECT 'delete',\"id\",\"text\" FROM {1} WHERE \"id\"={2}", sql_name(search_table(entity)), indexed_view(entity), where);
}

/// A row leaves the index before it changes, while the view still shows the text that it entered with.
std::string search_triggers_sql(Entity const& entity)
{
    if (searched_fields(entity).empty())
        return {};
    std::string const table = sql_name(entity.table);
    std::string watched = "\"id\"";
    for (Field const* const field : searched_fields(entity))
        watched += ',' + sql_name(field->id);
    auto const trigger = [&](std::string_view kind, std::string const& event, std::string const& body) {
        return fmt::format("CREATE TRIGGER {} {} ON {} BEGIN {}; END;\n", sql_name(fmt::format("{}__search_{}", entity.table, kind)), event, table, body);
    };
    return fmt::format("CREATE VIEW {}(\"id\",\"text\") AS SELECT \"id\",{} FROM {} WHERE {} AND \"id\"<(SELECT \"from_id\" FROM core_search_pending);\n", indexed_view(entity),
                       search_text_sql(entity), table, has_text(entity)) +
           trigger("insert", "AFTER INSERT", put_in_sql(entity, "NEW.\"id\"")) + trigger("delete", "BEFORE DELETE", take_out_sql(entity, "OLD.\"id\"")) +
           trigger("leave", "BEFORE UPDATE OF " + watched, take_out_sql(entity, "OLD.\"id\"")) + trigger("enter", "AFTER UPDATE OF " + watched, put_in_sql(entity, "NEW.\"id\""));
}

} // namespace

std::string create_search_sql(Entity const& entity)
{
    if (searched_fields(entity).empty())
        return {};
    return fmt::format("CREATE VIRTUAL TABLE {0} USING fts5(text,content='',detail=none,columnsize=0,prefix='1 2 3',tokenize='unicode61 remove_diacritics 2');\n"
                       "INSERT INTO {0}({0},rank) VALUES('hashsize',4194304);\n",
                       sql_name(search_table(entity)));
}

std::string fill_search_sql(Entity const& entity)
{
    return searched_fields(entity).empty()
               ? ""
               : fmt::format("INSERT INTO {}(rowid,text) SELECT \"id\",\"text\" FROM {} ORDER BY \"id\";\n", sql_name(search_table(entity)), indexed_view(entity));
}

std::vector<store::JournalColumn> journal_columns(Entity const& entity)
{
    std::vector<store::JournalColumn> columns{{"origin"}};
    for (auto const& field : entity.fields) {
        auto const names = Entity::columns_of(field);
        auto const types = column_types(field);
        for (std::size_t at = 0; at < names.size(); ++at)
            columns.push_back({names[at], types[at] == "REAL"});
    }
    return columns;
}

std::string drop_triggers_sql(Entity const& entity)
{
    std::string sql;
    auto const drop = [&](std::string const& table) {
        for (auto const* const kind : {"journal_insert", "journal_update", "journal_delete", "search_insert", "search_update", "search_delete", "search_leave", "search_enter", "total_insert", "total_update",
                                "total_delete"})
            sql += fmt::format("DROP TRIGGER IF EXISTS {};\n", sql_name(fmt::format("{}__{}", table, kind)));
    };
    drop(entity.table);
    sql += fmt::format("DROP VIEW IF EXISTS {};\nDROP VIEW IF EXISTS {};\n", sql_name(store::image_view(entity.table)), indexed_view(entity));
    for (auto const& field : entity.fields)
        if (field.type == FieldType::count) {
            drop(entity.cells_table(field));
            if (!field.was.empty())
                drop(entity.table + "__" + field.was);
        }
    return sql;
}

std::string create_triggers_sql(Entity const& entity)
{
    std::string sql = store::journal_triggers_sql(entity.table, "id", journal_columns(entity));
    for (auto const& field : entity.fields)
        if (field.type == FieldType::count)
            sql += store::journal_triggers_sql(entity.cells_table(field), "owner", {{"sex"}, {"age"}, {"disability"}, {"n"}}) + cells_total_triggers_sql(entity, field);
    return sql + search_triggers_sql(entity);
}

std::string unindex_row_sql(Entity const& entity) { return searched_fields(entity).empty() ? "" : take_out_sql(entity, "?1"); }

std::string index_row_sql(Entity const& entity) { return searched_fields(entity).empty() ? "" : put_in_sql(entity, "?1"); }

std::string index_range_sql(Entity const& entity)
{
    std::string const table = sql_name(entity.table);
    return fmt::format("INSERT INTO {0}(rowid,text) SELECT \"id\",{1} FROM {2} WHERE \"id\">=?1 AND \"id\"<?2 AND {3} ORDER BY \"id\"", sql_name(search_table(entity)),
                       search_text_sql(entity), table, has_text(entity));
}

} // namespace passerelle::model
