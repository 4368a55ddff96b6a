#include "host/model/change_writer.hpp"
#include "host/base/text.hpp"
#include "host/model/columns.hpp"
#include "host/model/record_reader.hpp"
#include "host/model/value_json.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::model {

namespace {

bool has_error(std::vector<Issue> const& issues, std::size_t from)
{
    return std::any_of(issues.begin() + static_cast<std::ptrdiff_t>(from), issues.end(), [](Issue const& issue) { return issue.level == IssueLevel::error; });
}

Issue about_record(std::string fr, std::string en) { return {0, "", IssueLevel::error, {std::move(fr), std::move(en)}}; }

Issue gone(Entity const& entity, std::int64_t id)
{
    return about_record(fmt::format("{}\u00A0: la fiche {} n’existe plus. Rien n’a été modifié.", entity.plural.fr, id),
                        fmt::format("{}: the record {} no longer exists. Nothing was changed.", entity.plural.en, id));
}

} // namespace

void ChangeWriter::announce(std::vector<Change> const& changes)
{
    m_new_ids.assign(changes.size(), 0);
    for (std::size_t at = 0; at < changes.size(); ++at)
        if (changes[at].kind == ChangeKind::insert) {
            m_new_ids[at] = m_transaction.new_id();
            m_validator.coming.insert(m_new_ids[at]);
        }
    for (auto const& change : changes)
        if (change.kind == ChangeKind::remove)
            if (Entity const* const entity = m_registry.entity(change.entity))
                m_leaving.insert({entity, real_id(change.id)});
}

std::int64_t ChangeWriter::real_id(std::int64_t id) const
{
    if (id >= 0)
        return id;
    auto const position = static_cast<std::uint64_t>(-(id + 1));
    return position < m_new_ids.size() ? m_new_ids[position] : 0;
}

Value ChangeWriter::resolved(Value value) const
{
    if (auto* const link = std::get_if<RecordId>(&value); link && link->value < 0)
        link->value = real_id(link->value);
    if (auto* const links = std::get_if<Ids>(&value))
        for (auto& id : *links)
            id = real_id(id);
    return value;
}

bool ChangeWriter::merge(Entity const& entity, Change const& change, Record& after, std::set<Field const*>& touched, std::vector<Issue>& issues) const
{
    for (auto const& [id, given] : change.fields) {
        Field const* const field = entity.field(id);
        if (!field) {
            issues.push_back(about_record(fmt::format("{}\u00A0: aucun champ ne s’appelle « {} ».", entity.label.fr, shortened(cleaned(id), 60)),
                                          fmt::format("{}: no field is called “{}”.", entity.label.en, shortened(cleaned(id), 60))));
            return false;
        }
        auto value = stored_form(*field, resolved(given));
        if (!suits(*field, value)) {
            issues.push_back(type_issue(*field));
            return false;
        }
        if (after.at(id) == value)
            continue;
        touched.insert(field);
        if (is_null(value))
            after.fields.erase(id);
        else
            after.fields.insert_or_assign(id, std::move(value));
    }
    return true;
}

void ChangeWriter::check_expected(Entity const& entity, Change const& change, Record const& stored, std::vector<Issue>& issues) const
{
    for (auto const& [id, wanted] : change.expected) {
        Field const* const field = entity.field(id);
        if (!field || stored.at(id) == stored_form(*field, wanted))
            continue;
        auto const given = std::find_if(change.fields.begin(), change.fields.end(), [&](auto const& one) { return one.first == id; });
        if (given == change.fields.end() || stored.at(id) == stored_form(*field, resolved(given->second)))
            continue; // somebody else had the same idea
        issues.push_back({0, id, IssueLevel::error,
                          {fmt::format("{}\u00A0: une autre saisie a été enregistrée entre-temps. Rien n’a été remplacé\u00A0; choisissez la valeur à garder.", field->label.fr),
                           fmt::format("{}: another edit was saved meanwhile. Nothing was replaced; choose the value to keep.", field->label.en)},
                          stored.at(id)});
    }
}

void ChangeWriter::check_by_module(Record const& after, Record const* before, std::vector<Issue>& issues) const
{
    auto const check = m_checks.find(after.entity->id);
    if (check != m_checks.end() && check->second)
        check->second(after, before, issues);
}

Result<void> replace_cells(store::Connection& writer, std::string const& cells_table, std::int64_t owner, psl::Cells const& before, psl::Cells const& after)
{
    std::string const table = sql_name(cells_table);
    auto const run = [&](std::string const& sql, psl::CellKey const& key, std::optional<std::int64_t> n) -> Result<void> {
        auto statement = writer.prepare(sql);
        if (!statement)
            return statement.error();
        statement->bind(1, owner).bind(2, psl::code_of(key.sex)).bind(3, psl::code_of(key.age)).bind(4, psl::code_of(key.disability));
        if (n)
            statement->bind(5, *n);
        return statement->run();
    };
    for (auto const& [key, n] : before.counts)
        if (!after.counts.contains(key))
            PASSERELLE_TRY(run(fmt::format("DELETE FROM {} WHERE \"owner\"=?1 AND \"sex\"=?2 AND \"age\"=?3 AND \"disability\"=?4", table), key, std::nullopt));
    for (auto const& [key, n] : after.counts) {
        auto const was = before.counts.find(key);
        if (was == before.counts.end())
            PASSERELLE_TRY(run(fmt::format("INSERT INTO {}(\"owner\",\"sex\",\"age\",\"disability\",\"n\") VALUES(?1,?2,?3,?4,?5)", table), key, n));
        else if (was->second != n)
            PASSERELLE_TRY(run(fmt::format("UPDATE {} SET \"n\"=?5 WHERE \"owner\"=?1 AND \"sex\"=?2 AND \"age\"=?3 AND \"disability\"=?4", table), key, n));
    }
    return {};
}

Result<void> ChangeWriter::write_cells(Entity const& entity, Field const& field, std::int64_t owner, Value const& before, Value const& after)
{
    static psl::Cells const none;
    auto const* const was = std::get_if<psl::Cells>(&before);
    auto const* const now = std::get_if<psl::Cells>(&after);
    return replace_cells(m_transaction.connection(), entity.cells_table(field), owner, was ? *was : none, now ? *now : none);
}

Result<std::int64_t> ChangeWriter::insert(Entity const& entity, Change const& change, std::int64_t id, std::vector<Issue>& issues)
{
    Record after{&entity, id, change.origin, {}};
    for (auto const& field : entity.fields)
        if (!field.default_json.empty())
            if (auto value = value_from_json(field, field.default_json); value && !is_null(*value))
                after.fields.emplace(field.id, std::move(*value));
    std::set<Field const*> touched;
    std::size_t const first = issues.size();
    if (!merge(entity, change, after, touched, issues))
        return std::int64_t{0};
    m_validator.check_record(after, nullptr, issues);
    check_by_module(after, nullptr, issues);
    if (has_error(issues, first))
        return std::int64_t{0};
    std::string columns = "\"id\",\"origin\"", places = "?1,?2";
    int at = 3;
    for (auto const& field : entity.fields)
        for (auto const& column : Entity::columns_of(field)) {
            columns += ',' + sql_name(column);
            places += fmt::format(",?{}", at++);
        }
    auto statement = m_transaction.connection().prepare(fmt::format("INSERT INTO {}({}) VALUES({})", sql_name(entity.table), columns, places));
    if (!statement)
        return statement.error();
    statement->bind(1, id);
    if (change.origin.empty())
        statement->bind_null(2);
    else
        statement->bind(2, std::string_view{change.origin});
    at = 3;
    for (auto const& field : entity.fields) {
        bind_field(*statement, at, field, after.at(field.id));
        at += static_cast<int>(column_types(field).size());
    }
    PASSERELLE_TRY(statement->run());
    for (auto const& field : entity.fields)
        if (field.type == FieldType::count)
            PASSERELLE_TRY(write_cells(entity, field, id, {}, after.at(field.id)));
    return id;
}

Result<std::int64_t> ChangeWriter::update(Entity const& entity, Change const& change, std::vector<Issue>& issues)
{
    auto& writer = m_transaction.connection();
    std::int64_t const id = real_id(change.id);
    auto found = RecordReader{writer, entity}.find(id);
    if (!found)
        return found.error();
    if (!*found) {
        issues.push_back(gone(entity, id));
        return std::int64_t{0};
    }
    Record const& before = **found;
    Record after = before;
    std::set<Field const*> touched;
    std::size_t const first = issues.size();
    check_expected(entity, change, before, issues);
    if (has_error(issues, first))
        return std::int64_t{0};
    if (!merge(entity, change, after, touched, issues))
        return std::int64_t{0};
    if (touched.empty())
        return id;
    // What was not touched is not held against the change: it may be from before a rule was added.
    for (Field const* const field : touched)
        m_validator.check_field(entity, *field, after.at(field->id), &before, issues);
    auto const counts = [&](std::string const& field_id) { return touched.contains(entity.field(field_id)); };
    if (std::any_of(entity.key.begin(), entity.key.end(), counts) || std::any_of(touched.begin(), touched.end(), [](Field const* field) { return field->unique; }))
        m_validator.check_unique(after, issues);
    check_by_module(after, &before, issues);
    if (has_error(issues, first))
        return std::int64_t{0};
    std::string assignments;
    int at = 2;
    for (Field const* const field : touched)
        for (auto const& column : Entity::columns_of(*field))
            assignments += fmt::format("{}{}=?{}", assignments.empty() ? "" : ",", sql_name(column), at++);
    if (!assignments.empty()) {
        auto statement = writer.prepare(fmt::format("UPDATE {} SET {} WHERE \"id\"=?1", sql_name(entity.table), assignments));
        if (!statement)
            return statement.error();
        statement->bind(1, id);
        at = 2;
        for (Field const* const field : touched) {
            bind_field(*statement, at, *field, after.at(field->id));
            at += static_cast<int>(column_types(*field).size());
        }
        PASSERELLE_TRY(statement->run());
    }
    for (Field const* const field : touched)
        if (field->type == FieldType::count)
            PASSERELLE_TRY(write_cells(entity, *field, id, before.at(field->id), after.at(field->id)));
    return id;
}

Result<std::int64_t> ChangeWriter::make(Change const& change, std::size_t position, std::vector<Issue>& issues)
{
    std::size_t const first = issues.size();
    auto const placed = [&](Result<std::int64_t> result) {
        for (std::size_t at = first; at < issues.size(); ++at)
            issues[at].change = position;
        return result;
    };
    Entity const* const entity = m_registry.entity(change.entity);
    if (!entity) {
        issues.push_back(about_record(fmt::format("Le registre « {} » n’existe pas. Vérifiez que son module est actif.", shortened(cleaned(change.entity), 60)),
                                      fmt::format("There is no register “{}”. Check that its module is active.", shortened(cleaned(change.entity), 60))));
        return placed(std::int64_t{0});
    }
    if (change.kind == ChangeKind::insert)
        return placed(insert(*entity, change, position < m_new_ids.size() && m_new_ids[position] != 0 ? m_new_ids[position] : m_transaction.new_id(), issues));
    if (change.kind == ChangeKind::update)
        return placed(update(*entity, change, issues));
    std::int64_t const id = real_id(change.id);
    auto exists = m_transaction.connection().prepare(fmt::format("SELECT 1 FROM {} WHERE \"id\"=?1", sql_name(entity->table)));
    if (!exists)
        return exists.error();
    auto const there = exists->bind(1, id).step();
    if (!there)
        return there.error();
    exists->reset();
    if (!*there) {
        // Gone with another record of the same set: that is what was asked.
        if (m_leaving.size() < 2)
            issues.push_back(gone(*entity, id));
        return placed(m_leaving.size() < 2 ? 0 : id);
    }
    auto const removed = remove_record(m_transaction.connection(), m_registry, {entity, id}, m_leaving, issues);
    if (!removed)
        return removed.error();
    return placed(*removed > 0 ? id : 0);
}

} // namespace passerelle::model
