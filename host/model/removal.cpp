#include "host/model/removal.hpp"
#include "host/model/columns.hpp"
#include "host/model/value_json.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::model {

namespace {

struct Reference {
    Entity const* entity;
    Field const* field;
    std::int64_t holder, target;
};

Result<std::vector<std::int64_t>> holders(store::Connection& writer, Registry::Incoming const& incoming, std::int64_t target)
{
    std::string const table = sql_name(incoming.entity->table), column = sql_name(incoming.field->id);
    // A list of links has no index: the text narrows it down before the JSON is read.
    auto statement = writer.prepare(incoming.field->type == FieldType::link
                                        ? fmt::format("SELECT \"id\" FROM {} WHERE {}=?1", table, column)
                                        : fmt::format("SELECT a.\"id\" FROM {0} AS a WHERE instr(a.{1},CAST(?1 AS TEXT))>0 AND "
                                                      "EXISTS(SELECT 1 FROM json_each(a.{1}) WHERE value=?1)",
                                                      table, column));
    if (!statement)
        return statement.error();
    statement->bind(1, target);
    std::vector<std::int64_t> ids;
    while (true) {
        auto const row = statement->step();
        if (!row)
            return row.error();
        if (!*row)
            return ids;
        ids.push_back(statement->integer(0));
    }
}

Issue blocked(store::Connection& writer, Registry const& registry, RecordKey const& target, Reference const& by, std::int64_t how_many)
{
    auto const title = [&](Entity const& entity, std::int64_t id, Language language) { return title_of(writer, registry, entity, id, language); };
    std::string const more_fr = how_many > 1 ? fmt::format(" (et {} autres)", how_many - 1) : "", more_en = how_many > 1 ? fmt::format(" (and {} more)", how_many - 1) : "";
    return {0, "", IssueLevel::error,
            {fmt::format("« {} » ne peut pas être supprimé : {} « {} »{} s’en sert (champ « {} »). Modifiez d’abord ce champ ou supprimez cette fiche.",
                         title(*target.entity, target.id, Language::fr), by.entity->label.fr, title(*by.entity, by.holder, Language::fr), more_fr, by.field->label.fr),
             fmt::format("“{}” cannot be deleted: {} “{}”{} uses it (field “{}”). Change that field or delete that record first.",
                         title(*target.entity, target.id, Language::en), by.entity->label.en, title(*by.entity, by.holder, Language::en), more_en, by.field->label.en)}};
}

Result<void> clear(store::Connection& writer, Reference const& reference)
{
    std::string const table = sql_name(reference.entity->table), column = sql_name(reference.field->id);
    if (reference.field->type == FieldType::link) {
        auto statement = writer.prepare(fmt::format("UPDATE {0} SET {1}=NULL WHERE \"id\"=?1 AND {1}=?2", table, column));
        if (!statement)
            return statement.error();
        return statement->bind(1, reference.holder).bind(2, reference.target).run();
    }
    auto read = writer.prepare(fmt::format("SELECT {} FROM {} WHERE \"id\"=?1", column, table));
    if (!read)
        return read.error();
    auto const there = read->bind(1, reference.holder).step();
    if (!there)
        return there.error();
    if (!*there || read->is_null(0))
        return {};
    auto value = value_from_json(*reference.field, read->text(0));
    if (!value)
        return value.error();
    Ids left;
    if (auto const* const ids = std::get_if<Ids>(&*value))
        left = *ids;
    std::erase(left, reference.target);
    read->reset();
    auto write = writer.prepare(fmt::format("UPDATE {} SET {}=?2 WHERE \"id\"=?1", table, column));
    if (!write)
        return write.error();
    write->bind(1, reference.holder);
    bind_field(*write, 2, *reference.field, left.empty() ? Value{} : Value{left});
    return write->run();
}

Result<void> erase(store::Connection& writer, RecordKey const& record)
{
    for (auto const& field : record.entity->fields)
        if (field.type == FieldType::count) {
            auto statement = writer.prepare(fmt::format("DELETE FROM {} WHERE \"owner\"=?1", sql_name(record.entity->cells_table(field))));
            if (!statement)
                return statement.error();
            PASSERELLE_TRY(statement->bind(1, record.id).run());
        }
    auto statement = writer.prepare(fmt::format("DELETE FROM {} WHERE \"id\"=?1", sql_name(record.entity->table)));
    if (!statement)
        return statement.error();
    return statement->bind(1, record.id).run();
}

} // namespace

Result<std::int64_t> remove_record(store::Connection& writer, Registry const& registry, RecordKey record, std::set<RecordKey> const& also, std::vector<Issue>& issues)
{
    std::set<RecordKey> leaving{record};
    std::vector<RecordKey> order{record};
    std::vector<Reference> refusing, clearing;
    for (std::size_t at = 0; at < order.size(); ++at) {
        RecordKey const target = order[at];
        for (auto const& incoming : registry.links_to(target.entity->id)) {
            auto const ids = holders(writer, incoming, target.id);
            if (!ids)
                return ids.error();
            for (auto const id : *ids) {
                Reference const reference{incoming.entity, incoming.field, id, target.id};
                if (incoming.field->on_delete == OnDelete::remove) {
                    if (leaving.insert({incoming.entity, id}).second)
                        order.push_back({incoming.entity, id});
                } else if (incoming.field->on_delete == OnDelete::clear && !incoming.field->required)
                    clearing.push_back(reference);
                else
                    refusing.push_back(reference);
            }
        }
    }
    auto const stays = [&](Reference const& reference) {
        RecordKey const holder{reference.entity, reference.holder};
        return !leaving.contains(holder) && !also.contains(holder);
    };
    std::erase_if(refusing, [&](Reference const& reference) { return !stays(reference); });
    if (!refusing.empty()) {
        auto const& first = refusing.front();
        Entity const& target = *registry.entity(first.field->to);
        issues.push_back(blocked(writer, registry, {&target, first.target}, first, static_cast<std::int64_t>(refusing.size())));
        return std::int64_t{0};
    }
    for (auto const& reference : clearing)
        if (!leaving.contains({reference.entity, reference.holder}))
            PASSERELLE_TRY(clear(writer, reference));
    for (auto at = order.rbegin(); at != order.rend(); ++at)
        PASSERELLE_TRY(erase(writer, *at));
    return static_cast<std::int64_t>(order.size());
}

} // namespace passerelle::model
