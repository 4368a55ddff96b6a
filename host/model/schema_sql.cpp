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

std::string search_text_sql(Entity const& entity, std::string const& side)
{
    std::string parts;
    for (Field const* const field : searched_fields(entity)) {
        std::string const column = side + '.' + sql_name(field->id);
        parts += parts.empty() ? "" : "||";
        if (field->type == FieldType::translatable)
            parts += fmt::format("ifnull((SELECT group_concat(value,' ') FROM json_each({0}))||' ','')", column);
        else
            parts += fmt::format("ifnull({}||' ','')", column);
    }
    // unicode61 folds accents but not the ligature, and cuts words at the middle dot of inclusive spelling.
    return parts.empty() ? "NULL" : fmt::format("replace(replace(replace(replace({},'œ','oe'),'Œ','oe'),'·e·s','s'),'·e','')", parts);
}

namespace {

/// The row is in the index: below the mark of what an import has left to index_pending_text().
std::string is_indexed(std::string const& side) { return fmt::format("{}.\"id\"<(SELECT \"from_id\" FROM core_search_pending)", side); }

std::string search_insert(Entity const& entity, std::string const& side, std::string const& where)
{
    return fmt::format("INSERT INTO {}(rowid,text) SELECT {}.\"id\",{} WHERE {};", sql_name(search_table(entity)), side, search_text_sql(entity, side), where);
}
std::string search_delete(Entity const& entity, std::string const& where)
{
    std::string const name = sql_name(search_table(entity));
    return fmt::format("INSERT INTO {0}({0},rowid,text) SELECT 'delete',OLD.\"id\",{1} WHERE {2};", name, search_text_sql(entity, "OLD"), where);
}
std::string has_text(Entity const& entity, std::string const& side)
{
    std::string any;
    for (Field const* const field : searched_fields(entity))
        any += fmt::format("{}{}.{} IS NOT NULL", any.empty() ? "" : " OR ", side, sql_name(field->id));
    return '(' + any + ')';
}

} // namespace

std::string create_search_sql(Entity const& entity)
{
    if (searched_fields(entity).empty())
        return {};
    std::string const name = sql_name(search_table(entity)), table = sql_name(entity.table);
    return fmt::format("CREATE VIRTUAL TABLE {0} USING fts5(text,content='',detail=none,columnsize=0,prefix='1 2 3',tokenize='unicode61 remove_diacritics 2');\n"
                       "INSERT INTO {0}({0},rank) VALUES('hashsize',4194304);\n"
                       "INSERT INTO {0}(rowid,text) SELECT \"id\",{1} FROM {2} WHERE {3} AND {4} ORDER BY \"id\";\n",
                       name, search_text_sql(entity, table), table, has_text(entity, table), is_indexed(table));
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
        for (auto const* const kind : {"journal_insert", "journal_update", "journal_delete", "search_insert", "search_update", "search_delete", "total_insert", "total_update",
                                "total_delete"})
            sql += fmt::format("DROP TRIGGER IF EXISTS {};\n", sql_name(fmt::format("{}__{}", table, kind)));
    };
    drop(entity.table);
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
    auto const fields = searched_fields(entity);
    if (fields.empty())
        return sql;
    std::string watched = "\"id\"", differs = "OLD.\"id\" IS NOT NEW.\"id\"";
    for (Field const* const field : fields) {
        watched += ',' + sql_name(field->id);
        differs += fmt::format(" OR OLD.{0} IS NOT NEW.{0}", sql_name(field->id));
    }
    std::string const table = sql_name(entity.table);
    auto const trigger = [&](std::string_view kind) { return sql_name(fmt::format("{}__search_{}", entity.table, kind)); };
    sql += fmt::format("CREATE TRIGGER {} AFTER INSERT ON {} WHEN {} AND {} BEGIN {} END;\n", trigger("insert"), table, is_indexed("NEW"),
                       has_text(entity, "NEW"), search_insert(entity, "NEW", "1"));
    sql += fmt::format("CREATE TRIGGER {} AFTER DELETE ON {} WHEN {} AND {} BEGIN {} END;\n", trigger("delete"), table, is_indexed("OLD"),
                       has_text(entity, "OLD"), search_delete(entity, "1"));
    sql += fmt::format("CREATE TRIGGER {} AFTER UPDATE OF {} ON {} WHEN {} BEGIN {} {} END;\n", trigger("update"), watched, table, differs,
                       search_delete(entity, has_text(entity, "OLD") + " AND " + is_indexed("OLD")),
                       search_insert(entity, "NEW", has_text(entity, "NEW") + " AND " + is_indexed("NEW")));
    return sql;
}

std::string unindex_row_sql(Entity const& entity)
{
    std::string const name = sql_name(search_table(entity)), table = sql_name(entity.table);
    return searched_fields(entity).empty() ? "" : fmt::format("INSERT INTO {0}({0},rowid,text) SELECT 'delete',\"id\",{1} FROM {2} WHERE \"id\"=?1 AND {3} AND {4}", name,
                                                              search_text_sql(entity, table), table, has_text(entity, table), is_indexed(table));
}

std::string index_row_sql(Entity const& entity)
{
    std::string const name = sql_name(search_table(entity)), table = sql_name(entity.table);
    return searched_fields(entity).empty() ? "" : fmt::format("INSERT INTO {0}(rowid,text) SELECT \"id\",{1} FROM {2} WHERE \"id\"=?1 AND {3} AND {4}", name,
                                                              search_text_sql(entity, table), table, has_text(entity, table), is_indexed(table));
}

std::string index_range_sql(Entity const& entity)
{
    std::string const table = sql_name(entity.table);
    return fmt::format("INSERT INTO {0}(rowid,text) SELECT \"id\",{1} FROM {2} WHERE \"id\">=?1 AND \"id\"<?2 AND {3} ORDER BY \"id\"", sql_name(search_table(entity)),
                       search_text_sql(entity, table), table, has_text(entity, table));
}

} // namespace passerelle::model
