// list, show, find: reading records.
#include "host/app/cli/commands.hpp"
#include "host/app/cli/print.hpp"
#include "host/exchange/csv.hpp"
#include "host/exchange/export.hpp"
#include "host/model/record.hpp"
#include "host/model/value_json.hpp"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <span>

namespace passerelle::cli {

namespace {

constexpr std::size_t page_size = 500;

std::string shown(Console const& console, bridge::Session& session, model::Field const& field, model::Value const& value)
{
    std::string const text = model::displayed(session.portfolio().reader(), session.registry(), field, value, console.language());
    return text.empty() ? console.in({"n.\u00A0r.", "n/r"}) : text;
}

Error no_register(bridge::Session& session, std::string const& id)
{
    std::string known;
    for (auto const& entity : session.registry().entities())
        if (!entity.hidden)
            known += (known.empty() ? "" : ", ") + entity.id;
    return {Status::not_found, {fmt::format("Aucun registre « {} ». Registres\u00A0: {}", id, known), fmt::format("There is no register {}. Registers: {}", id, known)}};
}

/// Calls `each` with every page of records, in order; stops at the first error.
template<typename Each>
Result<void> for_each_page(bridge::Session& session, model::Entity const& entity, std::vector<std::int64_t> const& ids, Each&& each)
{
    auto& reader = session.portfolio().reader();
    for (std::size_t from = 0; from < ids.size(); from += page_size) {
        std::span<std::int64_t const> const some(ids.data() + from, std::min(page_size, ids.size() - from));
        auto records = model::page(reader, session.registry(), entity, some);
        if (!records)
            return records.error();
        for (auto const& record : *records)
            each(record);
    }
    return {};
}

} // namespace

Result<std::int64_t> find_record(bridge::Session& session, model::Entity const& entity, std::string const& name)
{
    auto& reader = session.portfolio().reader();
    if (entity.key.size() == 1) {
        auto found = model::find_by_key(reader, entity, {model::Value(name)});
        if (!found)
            return found.error();
        if (*found)
            return **found;
    }
    std::int64_t id = 0;
    auto const [end, fault] = std::from_chars(name.data(), name.data() + name.size(), id);
    if (fault == std::errc() && end == name.data() + name.size()) {
        auto record = model::read_record(reader, session.registry(), entity, id);
        if (record)
            return id;
    }
    return Error{Status::not_found, {fmt::format("{}\u00A0: aucune fiche « {} ».", entity.label.fr, name), fmt::format("{}: there is no record “{}”.", entity.label.en, name)}};
}

int list(Console const& console, bridge::Session& session, ListOptions const& options)
{
    auto const* entity = session.registry().entity(options.entity);
    if (!entity)
        return console.refuse(no_register(session, options.entity));
    model::Query query{entity, {}, options.search, {}};
    for (auto const& text : options.where) {
        auto filter = model::parse_filter(session.registry(), *entity, text, session.today());
        if (!filter)
            return console.refuse(filter.error());
        query.filters.push_back(std::move(*filter));
    }
    auto const sorts = options.sort.empty() ? entity->shape.sort : options.sort;
    for (auto const& sort : sorts) {
        bool const descending = sort.starts_with('-');
        query.sorts.push_back({descending ? sort.substr(1) : sort, descending});
        if (query.sorts.back().field != "id" && !entity->field(query.sorts.back().field))
            return console.refuse({Status::not_found,
                                   {fmt::format("Tri\u00A0: le registre {} n’a pas de champ « {} ».", entity->id, query.sorts.back().field),
                                    fmt::format("Sort: register {} has no field “{}”.", entity->id, query.sorts.back().field)}});
    }
    auto& reader = session.portfolio().reader();
    if (auto began = reader.begin_read(); !began)
        return console.refuse(began.error());
    auto ids = model::order(reader, session.registry(), query);
    if (!ids) {
        reader.end_read();
        return console.refuse(ids.error());
    }
    if (options.most > 0 && ids->size() > static_cast<std::size_t>(options.most))
        ids->resize(static_cast<std::size_t>(options.most));

    Result<void> done;
    if (options.format == "json") {
        bool first = true;
        std::fputs("[", stdout);
        done = for_each_page(session, *entity, *ids, [&](model::Record const& record) {
            fmt::print("{}\n{{\"id\":{}", first ? "" : ",", record.id);
            for (auto const& field : entity->fields)
                fmt::print(",\"{}\":{}", field.id, model::value_to_json(record.at(field.id)));
            std::fputs("}", stdout);
            first = false;
        });
        std::fputs("\n]\n", stdout);
    } else if (options.format == "csv") {
        done = exchange::write_csv(reader, session.registry(), *entity, *ids, console.language(),
                                   [](std::string_view bytes) { return std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size(); });
    } else {
        TextTable table{{"id"}, {true}, {}};
        std::vector<model::Field const*> fields;
        for (auto const& column : entity->shape.columns)
            if (auto const* field = entity->field(column))
                fields.push_back(field);
        if (fields.empty())
            for (auto const& field : entity->fields)
                if (!field.hidden)
                    fields.push_back(&field);
        for (auto const* field : fields) {
            table.columns.push_back(console.in(field->label));
            table.right.push_back(field->type == model::FieldType::money || field->type == model::FieldType::integer || field->type == model::FieldType::decimal ||
                                  field->type == model::FieldType::percent);
        }
        done = for_each_page(session, *entity, *ids, [&](model::Record const& record) {
            std::vector<std::string> row{std::to_string(record.id)};
            for (auto const* field : fields)
                row.push_back(shown(console, session, *field, record.at(field->id)));
            table.rows.push_back(std::move(row));
        });
        if (done) {
            print(console, table);
            console.line(Phrase{fmt::format("{} {}", ids->size(), ids->size() < 2 ? "fiche" : "fiches"), fmt::format("{} {}", ids->size(), ids->size() == 1 ? "record" : "records")});
        }
    }
    reader.end_read();
    return done ? exit_done : console.refuse(done.error());
}

int show(Console const& console, bridge::Session& session, std::string const& entity_id, std::string const& name)
{
    auto const* entity = session.registry().entity(entity_id);
    if (!entity)
        return console.refuse(no_register(session, entity_id));
    auto const id = find_record(session, *entity, name);
    if (!id)
        return console.refuse(id.error());
    auto& reader = session.portfolio().reader();
    auto const record = model::read_record(reader, session.registry(), *entity, *id);
    if (!record)
        return console.refuse(record.error());
    console.line(fmt::format("{} – {}", console.in(entity->label), model::title_of(reader, session.registry(), *entity, *id, console.language())));
    for (auto const& field : entity->fields)
        if (!field.hidden)
            console.line(fmt::format("  {}{}: {}", console.in(field.label), console.language() == Language::fr ? "\u00A0" : "",
                                     shown(console, session, field, record->at(field.id))));
    for (auto const& incoming : session.registry().links_to(entity->id)) {
        if (incoming.entity->hidden || incoming.field->type != model::FieldType::link)
            continue;
        auto const linked = model::count(reader, session.registry(), {incoming.entity, {{incoming.field->id, model::Comparison::equal, {model::RecordId{*id}}}}, "", {}});
        if (linked && *linked > 0)
            console.line(fmt::format("  {} ({}){}: {}", console.in(incoming.entity->plural), incoming.entity->id, console.language() == Language::fr ? "\u00A0" : "", *linked));
    }
    return exit_done;
}

int find(Console const& console, bridge::Session& session, std::string const& words)
{
    auto& reader = session.portfolio().reader();
    if (auto const indexed = session.index_text(); !indexed)
        return console.refuse(indexed.error());
    auto const hits = model::search(reader, session.registry(), words);
    if (!hits)
        return console.refuse(hits.error());
    if (hits->empty()) {
        console.line(Phrase{"Aucune fiche ne contient ces mots.", "No record holds these words."});
        return exit_done;
    }
    TextTable table{{console.in({"Registre", "Register"}), "id", console.in({"Fiche", "Record"})}, {false, true, false}, {}};
    for (auto const& hit : *hits)
        table.rows.push_back({console.in(hit.entity->label), std::to_string(hit.id), model::title_of(reader, session.registry(), *hit.entity, hit.id, console.language())});
    print(console, table);
    return exit_done;
}

} // namespace passerelle::cli
