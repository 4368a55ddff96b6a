#include "host/model/schema.hpp"
#include "host/model/columns.hpp"
#include "host/model/schema_sql.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <sstream>

namespace passerelle::model {

namespace {

/// Raised when the SQL made from an unchanged declaration changes: triggers, indexes and search are then made anew.
constexpr int generator = 3;

constexpr std::string_view no_pending = "9223372036854775807";

/// What a table was made from, one line for each field: "f <id> <type> <scale> <to>". Compared as a whole first.
struct Shape {
    struct OldField {
        std::string type, scale, to;
    };
    std::string text, rest; ///< rest: what only indexes, triggers and search depend on
    std::string searched;
    std::map<std::string, OldField> fields;
};

std::string scale_of(Field const& field)
{
    return field.type == FieldType::decimal || field.type == FieldType::percent ? std::to_string(field.scale) : "-";
}

std::string joined(std::vector<std::string> const& parts)
{
    std::string text;
    for (auto const& part : parts)
        text += (text.empty() ? "" : ",") + part;
    return text;
}

std::string searched_text(Entity const& entity)
{
    std::string text;
    for (Field const* const field : searched_fields(entity))
        text += (text.empty() ? "" : ",") + field->id;
    return text;
}

std::string shape_text(Entity const& entity)
{
    std::string unique;
    std::string text = fmt::format("v {}\nmodule {}\n", generator, entity.module);
    for (auto const& field : entity.fields) {
        text += fmt::format("f {} {} {} {}\n", field.id, name_of(field.type), scale_of(field), field.to.empty() ? "-" : field.to);
        unique += field.unique ? ' ' + field.id : "";
    }
    return text + fmt::format("k {}\nu{}\ns {}\nw {}\n", joined(entity.key), unique, entity.shape.sort.empty() ? "" : entity.shape.sort.front(), searched_text(entity));
}

Shape read_shape(std::string const& text)
{
    Shape shape;
    shape.text = text;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string kind, id;
        words >> kind;
        if (kind == "f") {
            Shape::OldField field;
            words >> id >> field.type >> field.scale >> field.to;
            shape.fields[id] = field;
        } else if (kind == "w")
            words >> shape.searched;
    }
    return shape;
}

struct Conversion {
    Field const* field;
    Field former; ///< as it was declared, under its present id
};

struct Step {
    Entity const* entity;
    std::string sql;
    bool grows = false; ///< an existing table changes
    std::vector<Conversion> conversions = {};
};

/// What one transaction does.
struct Plan {
    std::vector<Step> steps;
    std::vector<MigrationFile> migrations;
    store::WriteLabel label;
    [[nodiscard]] bool converts() const
    {
        return !migrations.empty() || std::any_of(steps.begin(), steps.end(), [](Step const& step) { return !step.conversions.empty(); });
    }
};

Phrase refusal(Entity const& entity, std::string const& field, std::string_view fr, std::string_view en)
{
    return {fmt::format("« {} », champ « {} »\u00A0: {}", entity.id, field, fr), fmt::format("“{}”, field “{}”: {}", entity.id, field, en)};
}

/// Columns of a field under another id, in the same order.
std::vector<std::string> columns_named(Field field, std::string const& id)
{
    field.id = id;
    return Entity::columns_of(field);
}

Result<bool> table_exists(store::Connection& reader, std::string_view table)
{
    auto statement = reader.prepare("SELECT 1 FROM sqlite_schema WHERE type='table' AND name=?");
    if (!statement)
        return statement.error();
    return statement->bind(1, table).step();
}

Step creation(Entity const& entity)
{
    Step step{&entity, create_table_sql(entity)};
    for (auto const& field : entity.fields)
        if (field.type == FieldType::count)
            step.sql += create_cells_sql(entity, field) + create_cells_total_sql(entity, field);
    for (auto const& index : indexes_of(entity))
        step.sql += index.sql + ";\n";
    step.sql += create_search_sql(entity) + create_triggers_sql(entity);
    return step;
}

/// Growing an entity whose table is there. Refusals are added; the step then counts for nothing.
Step growth(Entity const& entity, Shape const& old, std::vector<Phrase>& refusals)
{
    Step step{&entity, drop_triggers_sql(entity), true};
    std::set<std::string> kept;
    std::string const table = sql_name(entity.table);
    for (auto const& field : entity.fields) {
        auto found = old.fields.find(field.id);
        bool const renamed = found == old.fields.end() && !field.was.empty() && old.fields.contains(field.was);
        if (renamed)
            found = old.fields.find(field.was);
        if (found == old.fields.end()) {
            if (field.type == FieldType::count)
                step.sql += create_cells_sql(entity, field);
            auto const columns = Entity::columns_of(field);
            auto const types = column_types(field);
            for (std::size_t at = 0; at < columns.size(); ++at)
                step.sql += fmt::format("ALTER TABLE {} ADD COLUMN {} {};\n", table, sql_name(columns[at]), types[at]);
            continue;
        }
        kept.insert(found->first);
        auto const& was = found->second;
        bool const other_kind = was.type != name_of(field.type) || was.scale != scale_of(field);
        auto const former_type = field_type_named(was.type);
        if (other_kind && former_type && field.converted_from == was.type && can_convert(*former_type, field.type)) {
            Field former = field;
            former.type = *former_type;
            if (was.scale != "-")
                former.scale = std::stoi(was.scale);
            bool const as_stored = (*former_type == FieldType::text || *former_type == FieldType::long_text) && (field.type == FieldType::text || field.type == FieldType::long_text);
            if (!as_stored)
                step.conversions.push_back({&field, std::move(former)});
        } else if (was.type != name_of(field.type))
            refusals.push_back(refusal(entity, field.id, fmt::format("son type était {}, il ne peut pas devenir {} sans \"converted_from\". Ajoutez un autre champ, ou déclarez la conversion.", was.type, name_of(field.type)),
                                       fmt::format("its type was {} and cannot become {} without \"converted_from\". Add another field, or declare the conversion.", was.type, name_of(field.type))));
        else if (was.scale != scale_of(field))
            refusals.push_back(refusal(entity, field.id, fmt::format("ses décimales étaient {}, elles ne peuvent pas devenir {}.", was.scale, scale_of(field)),
                                       fmt::format("its scale was {} and cannot become {}.", was.scale, scale_of(field))));
        else if (was.to != (field.to.empty() ? "-" : field.to))
            refusals.push_back(refusal(entity, field.id, fmt::format("il menait à « {} », il ne peut pas mener à « {} ».", was.to, field.to),
                                       fmt::format("it led to “{}” and cannot lead to “{}”.", was.to, field.to)));
        if (renamed) {
            auto const before = columns_named(field, field.was), after = Entity::columns_of(field);
            for (std::size_t at = 0; at < before.size(); ++at)
                step.sql += fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {};\n", table, sql_name(before[at]), sql_name(after[at]));
            if (field.type == FieldType::count)
                step.sql += fmt::format("DROP TABLE IF EXISTS {};\nALTER TABLE {} RENAME TO {};\n", sql_name(entity.table + "__" + field.was + "__total"),
                                        sql_name(entity.table + "__" + field.was), sql_name(entity.cells_table(field)));
        }
    }
    for (auto const& field : entity.fields)
        if (field.type == FieldType::count)
            step.sql += create_cells_total_sql(entity, field);
    for (auto const& [id, was] : old.fields)
        if (!kept.contains(id))
            refusals.push_back(refusal(entity, id, "il n’est plus déclaré alors que des fiches peuvent le remplir. Déclarez-le avec \"hidden\": true.",
                                       "it is no longer declared although records may hold it. Declare it with \"hidden\": true."));
    return step;
}

/// Records that would break a unique index that the entity gains; checked before anything is written.
Result<void> check_unique(store::Connection& reader, Entity const& entity, Shape const& old, std::vector<Phrase>& refusals)
{
    for (auto const& index : indexes_of(entity)) {
        if (!index.sql.starts_with("CREATE UNIQUE"))
            continue;
        std::string columns, present;
        bool all_there = true;
        std::istringstream ids(index.fields);
        for (std::string id; std::getline(ids, id, ',');) {
            id.erase(0, id.find_first_not_of(' '));
            Field const* const field = entity.field(id);
            std::string const stored = old.fields.contains(id) ? id : field->was;
            all_there = all_there && old.fields.contains(stored);
            for (auto const& column : columns_named(*field, stored)) {
                columns += (columns.empty() ? "" : ",") + sql_name(column);
                present += (present.empty() ? "" : " AND ") + sql_name(column) + " IS NOT NULL";
            }
        }
        if (!all_there)
            continue; // a column that is added is empty everywhere
        auto statement = reader.prepare(fmt::format("SELECT 1 FROM {} WHERE {} GROUP BY {} HAVING count(*)>1 LIMIT 1", sql_name(entity.table), present, columns));
        if (!statement)
            return statement.error();
        auto const row = statement->step();
        if (!row)
            return row.error();
        if (*row)
            refusals.push_back(refusal(entity, index.fields, "plusieurs fiches y portent la même valeur, il ne peut pas devenir unique.",
                                       "several records hold the same value there, it cannot become unique."));
    }
    return {};
}

Result<std::map<std::string, Shape>> stored_shapes(store::Connection& reader)
{
    std::map<std::string, Shape> shapes;
    auto const there = table_exists(reader, "core_schema");
    if (!there)
        return there.error();
    if (!*there)
        return shapes;
    auto statement = reader.prepare("SELECT entity, shape FROM core_schema");
    if (!statement)
        return statement.error();
    while (true) {
        auto const row = statement->step();
        if (!row)
            return row.error();
        if (!*row)
            return shapes;
        std::string const entity{statement->text(0)};
        shapes[entity] = read_shape(std::string{statement->text(1)});
    }
}

Result<void> drop_indexes(store::Connection& writer, Entity const& entity)
{
    std::vector<std::string> names;
    {
        auto statement = writer.prepare("SELECT name FROM sqlite_schema WHERE type='index' AND tbl_name=? AND sql IS NOT NULL");
        if (!statement)
            return statement.error();
        statement->bind(1, std::string_view{entity.table});
        while (true) {
            auto const row = statement->step();
            if (!row)
                return row.error();
            if (!*row)
                break;
            names.emplace_back(statement->text(0));
        }
    }
    for (auto const& name : names)
        PASSERELLE_TRY(writer.execute("DROP INDEX " + sql_name(name)));
    return {};
}

/// The table as declared, journalled and searched; its old indexes rest on it still.
Result<void> grow(store::Connection& writer, Step const& step, std::map<std::string, Shape> const& shapes)
{
    Entity const& entity = *step.entity;
    PASSERELLE_TRY(writer.execute(step.sql));
    if (!step.grows)
        return {};
    bool const other_text = shapes.at(entity.id).searched != searched_text(entity);
    if (other_text)
        PASSERELLE_TRY(writer.execute(fmt::format("DROP TABLE IF EXISTS {};{}", sql_name(search_table(entity)), create_search_sql(entity))));
    PASSERELLE_TRY(writer.execute(create_triggers_sql(entity)));
    return other_text ? writer.execute(fill_search_sql(entity)) : Result<void>{};
}

Result<void> finish(store::Connection& writer, Registry const& registry, Step const& step, bool changed, std::map<std::string, Shape> const& shapes)
{
    Entity const& entity = *step.entity;
    if (step.grows) {
        PASSERELLE_TRY(drop_indexes(writer, entity));
        for (auto const& conversion : step.conversions)
            PASSERELLE_TRY(convert_field(writer, registry, entity, *conversion.field, conversion.former));
        if (changed) { // else it was checked before the transaction
            std::vector<Phrase> refusals;
            Shape as_declared = shapes.at(entity.id);
            for (auto const& field : entity.fields)
                as_declared.fields[field.id];
            PASSERELLE_TRY(check_unique(writer, entity, as_declared, refusals));
            if (!refusals.empty())
                return Error{Status::invalid, refusals.front()};
        }
        for (auto const& index : indexes_of(entity))
            PASSERELLE_TRY(writer.execute(index.sql));
    }
    auto note = writer.prepare("INSERT INTO core_schema(entity, shape) VALUES(?1, ?2) ON CONFLICT(entity) DO UPDATE SET shape=?2");
    if (!note)
        return note.error();
    std::string const shape = shape_text(entity);
    return note->bind(1, std::string_view{entity.id}).bind(2, std::string_view{shape}).run();
}

Result<void> run(store::WriteTransaction& transaction, Registry const& registry, Plan const& plan, std::map<std::string, Shape> const& shapes)
{
    auto& writer = transaction.connection();
    PASSERELLE_TRY(writer.execute(fmt::format("CREATE TABLE IF NOT EXISTS core_schema(entity TEXT PRIMARY KEY, shape TEXT NOT NULL) WITHOUT ROWID;"
                                              "CREATE TABLE IF NOT EXISTS core_search_pending(singleton INTEGER PRIMARY KEY CHECK (singleton=1), from_id INTEGER NOT NULL);"
                                              "INSERT OR IGNORE INTO core_search_pending VALUES(1,{})",
                                              no_pending)));
    for (auto const& step : plan.steps)
        PASSERELLE_TRY(grow(writer, step, shapes));
    if (!plan.migrations.empty())
        PASSERELLE_TRY(run_migrations(transaction, registry, plan.label.module, plan.migrations));
    for (auto const& step : plan.steps)
        PASSERELLE_TRY(finish(writer, registry, step, plan.converts(), shapes));
    return plan.migrations.empty() ? Result<void>{} : check_migrated(writer, registry, plan.label.module);
}

store::WriteLabel label_of(std::string const& module, Phrase const& name, std::vector<MigrationFile> const& files)
{
    std::string numbers;
    for (auto const& file : files)
        numbers += (numbers.empty() ? " (" : ", ") + file.name;
    numbers += numbers.empty() ? "" : ")";
    return {{fmt::format("conversion des données du module «\u00A0{}\u00A0»{}", name.fr, numbers), fmt::format("conversion of the data of the module “{}”{}", name.en, numbers)},
            store::WriteKind::schema, 0, module};
}

} // namespace

Result<void> apply_schema(store::Portfolio& portfolio, Registry const& registry, std::vector<ModuleMigrations> const& migrations)
{
    auto& reader = portfolio.reader();
    auto const shapes = stored_shapes(reader);
    if (!shapes)
        return shapes.error();
    std::map<std::string, Plan> by_module;
    std::map<std::string, std::vector<Phrase>> refused;
    for (auto const& module : migrations) {
        auto pending = pending_migrations(reader, module);
        if (!pending)
            refused[module.module].push_back(pending.error().sentence);
        else if (!pending->empty())
            by_module[module.module].migrations = std::move(*pending);
    }
    for (auto const& entity : registry.entities()) {
        auto& plan = by_module[entity.module];
        auto const found = shapes->find(entity.id);
        if (found == shapes->end()) {
            plan.steps.push_back(creation(entity));
            continue;
        }
        if (found->second.text == shape_text(entity))
            continue;
        auto& refusals = refused[entity.module];
        auto const before = refusals.size();
        auto step = growth(entity, found->second, refusals);
        if (refusals.size() == before && plan.migrations.empty() && step.conversions.empty())
            PASSERELLE_TRY(check_unique(reader, entity, found->second, refusals));
        plan.steps.push_back(std::move(step));
    }
    Plan together; // of the modules that convert nothing
    together.label = {{"registres des modules", "registers of the modules"}, store::WriteKind::schema, 0, ""};
    std::vector<Plan> plans;
    Phrase sentence;
    for (auto& [module, plan] : by_module) {
        if (!refused[module].empty() || (plan.steps.empty() && plan.migrations.empty()))
            continue;
        if (!plan.converts()) {
            std::move(plan.steps.begin(), plan.steps.end(), std::back_inserter(together.steps));
            continue;
        }
        auto const named = std::find_if(migrations.begin(), migrations.end(), [&, id = module](ModuleMigrations const& one) { return one.module == id; });
        plan.label = label_of(module, named == migrations.end() ? Phrase{module, module} : named->name, plan.migrations);
        plans.push_back(std::move(plan));
    }
    for (auto const& [module, refusals] : refused)
        for (auto const& each : refusals) {
            sentence.fr += (sentence.fr.empty() ? "" : " ") + each.fr;
            sentence.en += (sentence.en.empty() ? "" : " ") + each.en;
        }
    if (!together.steps.empty())
        plans.insert(plans.begin(), std::move(together));
    if (!plans.empty()) {
        if (portfolio.read_only())
            return Error{Status::read_only, {"Ce portefeuille est en lecture seule\u00A0: ses registres ne peuvent pas être complétés pour les modules présents.",
                                             "This portfolio is read-only: its registers cannot be completed for the modules at hand."}};
        bool const changes = std::any_of(plans.begin(), plans.end(), [](Plan const& plan) {
            return plan.converts() || std::any_of(plan.steps.begin(), plan.steps.end(), [](Step const& step) { return step.grows; });
        });
        if (changes && !shapes->empty()) // a new portfolio has nothing to keep
            if (auto const backup = portfolio.backup_now(); !backup)
                return backup.error();
        for (auto const& plan : plans) {
            auto const written = portfolio.write(plan.label, [&](store::WriteTransaction& transaction) { return run(transaction, registry, plan, *shapes); });
            if (!written)
                return written.error();
        }
    }
    if (!sentence.empty())
        return Error{Status::invalid, sentence};
    return {};
}

bool schema_fits(store::Portfolio& portfolio, Registry const& registry, std::string const& module)
{
    auto const shapes = stored_shapes(portfolio.reader());
    return shapes && std::all_of(registry.entities().begin(), registry.entities().end(), [&](Entity const& entity) {
        auto const found = shapes->find(entity.id);
        return entity.module != module || (found != shapes->end() && found->second.text == shape_text(entity));
    });
}

Result<void> index_pending_text(store::Portfolio& portfolio, Registry const& registry)
{
    constexpr std::int64_t rows_at_once = 20'000;
    store::WriteLabel const label{{"index de recherche", "search index"}, store::WriteKind::schema, 0, ""};
    auto& reader = portfolio.reader();
    while (true) {
        auto pending = reader.prepare("SELECT from_id FROM core_search_pending");
        if (!pending)
            return pending.error();
        auto const row = pending->step();
        if (!row)
            return row.error();
        if (!*row || pending->text(0) == no_pending)
            return {};
        pending->reset();
        auto const written = portfolio.write(label, [&](store::WriteTransaction& transaction) -> Result<void> {
            auto& writer = transaction.connection();
            auto mark = writer.prepare("SELECT from_id FROM core_search_pending");
            if (!mark)
                return mark.error();
            if (auto const there = mark->step(); !there || !*there)
                return there ? Result<void>{} : there.error();
            std::int64_t const from = mark->integer(0);
            mark->reset();
            // The end of this stretch: the lowest id that has rows_at_once rows of one table before it.
            std::int64_t to = INT64_MAX;
            for (auto const& entity : registry.entities()) {
                auto end = writer.prepare(fmt::format("SELECT \"id\" FROM {} WHERE \"id\">=?1 ORDER BY \"id\" LIMIT 1 OFFSET {}", sql_name(entity.table), rows_at_once));
                if (!end)
                    return end.error();
                auto const there = end->bind(1, from).step();
                if (!there)
                    return there.error();
                if (*there)
                    to = std::min(to, end->integer(0));
            }
            for (auto const& entity : registry.entities()) {
                if (searched_fields(entity).empty())
                    continue;
                auto index = writer.prepare(index_range_sql(entity));
                if (!index)
                    return index.error();
                PASSERELLE_TRY(index->bind(1, from).bind(2, to).run());
            }
            auto moved = writer.prepare("UPDATE core_search_pending SET from_id=?1");
            if (!moved)
                return moved.error();
            return moved->bind(1, to).run();
        });
        if (!written)
            return written.error();
    }
}

} // namespace passerelle::model
