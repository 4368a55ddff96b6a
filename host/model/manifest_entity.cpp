#include "host/model/manifest_reader.hpp"
#include "host/model/value_json.hpp"
#include "passerelle/value/date.hpp"
#include "passerelle/value/decimal.hpp"
#include "passerelle/value/suppression.hpp"
#include <algorithm>
#include <array>

namespace passerelle::model::reading {

namespace {

constexpr std::array<std::string_view, 17> type_names{"text",    "long_text", "translatable", "integer", "decimal", "money", "percent", "date", "period",
                                                      "boolean", "choice",    "choices",      "link",    "links",   "point", "file",    "count"};
/// Columns that every table has, and names that SQLite gives to its row number.
constexpr std::array<std::string_view, 5> taken_ids{"id", "origin", "rowid", "oid", "owner"};

bool is_choice(FieldType type) { return type == FieldType::choice || type == FieldType::choices; }
bool is_link(FieldType type) { return type == FieldType::link || type == FieldType::links; }

/// "min" and "max" on the field's own scale: text in characters, dates in days since 1970.
std::optional<std::int64_t> bound(Reader& reader, JsonNode const& object, std::string_view key, Field const& field)
{
    auto const* const node = object.member(key);
    if (!node)
        return std::nullopt;
    std::optional<std::int64_t> value;
    switch (field.type) {
    case FieldType::date:
        if (auto const date = node->kind == JsonNode::Kind::text ? psl::Date::parse(node->text) : std::nullopt)
            value = date->days_since_1970();
        break;
    case FieldType::decimal:
    case FieldType::percent:
        if (node->kind == JsonNode::Kind::number)
            value = psl::parse_scaled_exactly(node->text, field.scale);
        break;
    case FieldType::text:
    case FieldType::long_text:
    case FieldType::translatable:
        value = node->integer();
        if (key == "min" || (value && (*value < 1 || *value > 1'000'000)))
            value.reset();
        break;
    case FieldType::integer:
        value = node->integer();
        break;
    default:
        break;
    }
    if (!value)
        reader.refuse(*node, fmt::format("« {} » ne convient pas à un champ de type {}.", key, name_of(field.type)),
                      fmt::format("“{}” does not suit a field of type {}.", key, name_of(field.type)));
    return value;
}

void only_for(Reader& reader, JsonNode const& object, std::string_view key, bool allowed, Field const& field)
{
    if (auto const* const node = object.member(key); node && !allowed)
        reader.refuse(*node, fmt::format("la clé « {} » ne convient pas à un champ de type {}.", key, name_of(field.type)),
                      fmt::format("the key “{}” does not suit a field of type {}.", key, name_of(field.type)));
}

void read_transitions(Reader& reader, JsonNode const& node, Field& field)
{
    if (node.kind != JsonNode::Kind::object) {
        reader.refuse(node, "« transitions » attend un objet { }.", "“transitions” expects an object { }.");
        return;
    }
    for (auto const& [from, to] : node.members)
        field.transitions[from] = reader.texts(to, "transitions");
}

Field read_field(Reader& reader, JsonNode const& node)
{
    Field field;
    if (!reader.object(node, {"id", "type", "label", "help", "required", "unique", "hidden", "search", "scale", "min", "max", "list", "to",
                              "on_delete", "was", "converted_from", "default", "transitions", "by", "suppress_below", "total", "total_reason"}))
        return field;
    if (auto const* const id = reader.required(node, "id")) {
        field.id = reader.text(*id, "id", 100);
        if (!is_plain_id(field.id) || std::find(taken_ids.begin(), taken_ids.end(), field.id) != taken_ids.end())
            reader.refuse(*id, fmt::format("« {} » ne peut pas nommer un champ : minuscules, chiffres et _ seulement, hors noms réservés.", field.id),
                          fmt::format("“{}” cannot name a field: lower case, digits and _ only, no reserved name.", field.id));
    }
    if (auto const* const type = reader.required(node, "type")) {
        auto const name = reader.text(*type, "type", 100);
        if (auto const known = field_type_named(name))
            field.type = *known;
        else
            reader.refuse(*type, fmt::format("le type « {} » n’est pas connu. Le plus proche est « {} ».", name, nearest(name, {type_names.begin(), type_names.end()})),
                          fmt::format("the type “{}” is not known. The nearest is “{}”.", name, nearest(name, {type_names.begin(), type_names.end()})));
    }
    if (auto const* const label = reader.required(node, "label"))
        field.label = reader.label(*label, "label");
    field.help = reader.optional_label(node, "help", 1000);
    field.required = reader.optional_bool(node, "required", false);
    field.unique = reader.optional_bool(node, "unique", false);
    field.hidden = reader.optional_bool(node, "hidden", false);
    field.search = reader.optional_bool(node, "search", true);

    bool const scaled = field.type == FieldType::decimal || field.type == FieldType::percent;
    only_for(reader, node, "scale", scaled, field);
    field.scale = static_cast<int>(reader.optional_whole(node, "scale", 2, 0, 9));
    field.min = bound(reader, node, "min", field);
    field.max = bound(reader, node, "max", field);
    if (field.min && field.max && *field.min > *field.max)
        reader.refuse(*node.member("min"), "« min » dépasse « max ».", "“min” is above “max”.");

    only_for(reader, node, "list", is_choice(field.type), field);
    if (is_choice(field.type))
        if (auto const* const list = reader.required(node, "list")) {
            field.list = reader.text(*list, "list", 100);
            if (!is_qualified_id(field.list))
                reader.refuse(*list, fmt::format("« {} » n’est pas un nom de liste, par exemple projects.status.", field.list),
                              fmt::format("“{}” is not the id of a list, for example projects.status.", field.list));
        }
    only_for(reader, node, "to", is_link(field.type), field);
    only_for(reader, node, "on_delete", is_link(field.type), field);
    if (is_link(field.type)) {
        if (auto const* const to = reader.required(node, "to")) {
            field.to = reader.text(*to, "to", 100);
            if (!is_qualified_id(field.to))
                reader.refuse(*to, fmt::format("« {} » n’est pas un nom de registre, par exemple core.territory.", field.to),
                              fmt::format("“{}” is not the id of an entity, for example core.territory.", field.to));
        }
        if (auto const* const policy = node.member("on_delete")) {
            auto const name = reader.text(*policy, "on_delete");
            if (name == "clear")
                field.on_delete = OnDelete::clear;
            else if (name == "delete")
                field.on_delete = OnDelete::remove;
            else if (name != "refuse")
                reader.refuse(*policy, "« on_delete » attend refuse, clear ou delete.", "“on_delete” expects refuse, clear or delete.");
            if (field.type == FieldType::link && field.required && field.on_delete == OnDelete::clear)
                reader.refuse(*policy, "un lien obligatoire ne peut pas être vidé (clear).", "a required link cannot be cleared.");
        }
    }
    if (auto const* const was = node.member("was")) {
        field.was = reader.text(*was, "was", 100);
        if (!is_plain_id(field.was) || field.was == field.id)
            reader.refuse(*was, "« was » attend l’ancien nom du champ.", "“was” expects the former id of the field.");
    }
    if (auto const* const from = node.member("converted_from")) {
        field.converted_from = reader.text(*from, "converted_from", 100);
        if (auto const former = field_type_named(field.converted_from); !reader.refused() && (!former || !can_convert(*former, field.type)))
            reader.refuse(*from, fmt::format("« converted_from » : un champ de type {} ne se convertit pas en {}. Ajoutez un autre champ.", field.converted_from, name_of(field.type)),
                          fmt::format("“converted_from”: a field of type {} does not convert to {}. Add another field.", field.converted_from, name_of(field.type)));
    }
    only_for(reader, node, "transitions", field.type == FieldType::choice, field);
    if (auto const* const moves = node.member("transitions"); moves && !reader.refused())
        read_transitions(reader, *moves, field);

    only_for(reader, node, "by", field.type == FieldType::count, field);
    for (std::string_view const key : {"suppress_below", "total", "total_reason"})
        only_for(reader, node, key, field.type == FieldType::count, field);
    if (field.type == FieldType::count) {
        field.by = {"sex", "age", "disability"};
        if (auto const* const by = node.member("by")) {
            field.by = reader.texts(*by, "by");
            for (auto const& each : field.by)
                if (each != "sex" && each != "age" && each != "disability")
                    reader.refuse(*by, "« by » attend sex, age ou disability.", "“by” expects sex, age or disability.");
        }
        field.suppress_below = reader.optional_whole(node, "suppress_below", psl::default_threshold, psl::default_threshold, 1000);
        if (auto const* const total = node.member("total"))
            field.total = reader.text(*total, "total", 100);
        if (auto const* const reason = node.member("total_reason")) {
            field.total_reason = reader.text(*reason, "total_reason", 100);
            if (field.total.empty())
                reader.refuse(*reason, "« total_reason » ne va pas sans « total ».", "“total_reason” needs “total”.");
        }
        if (field.required || field.unique)
            reader.refuse(node, "un effectif n’est ni obligatoire ni unique.", "a count is neither required nor unique.");
    }
    if (auto const* const value = node.member("default"); value && !reader.refused()) {
        field.default_json = write_json(*value);
        auto const read = value_from_json(field, field.default_json);
        if (!read || is_null(*read))
            reader.refuse(*value, fmt::format("« default » ne convient pas à un champ de type {}.", name_of(field.type)),
                          fmt::format("“default” does not suit a field of type {}.", name_of(field.type)));
    }
    return field;
}

void must_be_field(Reader& reader, JsonNode const& at, Entity const& entity, std::string_view key, std::string_view id)
{
    if (entity.field(id) || reader.refused())
        return;
    std::vector<std::string_view> known;
    for (auto const& field : entity.fields)
        known.push_back(field.id);
    reader.refuse(at, fmt::format("« {} » cite le champ « {} », absent de {}. Le plus proche est « {} ».", key, id, entity.id, nearest(id, known)),
                  fmt::format("“{}” names the field “{}”, which {} does not have. The nearest is “{}”.", key, id, entity.id, nearest(id, known)));
}

/// Every {field} of a title pattern exists; braces are balanced.
void check_title(Reader& reader, JsonNode const& at, Entity const& entity)
{
    std::string_view rest = entity.title;
    while (true) {
        auto const open = rest.find_first_of("{}");
        if (open == std::string_view::npos)
            return;
        auto const close = rest.find('}', open);
        if (rest[open] == '}' || close == std::string_view::npos) {
            reader.refuse(at, "« title » : une accolade n’est pas fermée.", "“title”: a brace is not closed.");
            return;
        }
        must_be_field(reader, at, entity, "title", rest.substr(open + 1, close - open - 1));
        rest.remove_prefix(close + 1);
    }
}

void check_columns(Reader& reader, JsonNode const& at, Entity const& entity)
{
    std::set<std::string> columns, ids;
    for (auto const& field : entity.fields) {
        bool good = ids.insert(field.id).second;
        for (auto const& column : Entity::columns_of(field))
            good = columns.insert(column).second && good;
        if (!good)
            reader.refuse(at, fmt::format("{} : deux champs occupent le nom « {} ».", entity.id, field.id), fmt::format("{}: two fields take the name “{}”.", entity.id, field.id));
    }
    for (auto const& field : entity.fields)
        if (!field.was.empty() && ids.contains(field.was))
            reader.refuse(at, fmt::format("{} : « {} » est encore le nom d’un champ.", entity.id, field.was), fmt::format("{}: “{}” is still the id of a field.", entity.id, field.was));
}

/// What a count adds up to is a number of the same record, and its reason a text.
void check_totals(Reader& reader, JsonNode const& at, Entity const& entity)
{
    for (auto const& field : entity.fields) {
        if (field.total.empty())
            continue;
        must_be_field(reader, at, entity, "total", field.total);
        if (auto const* const total = entity.field(field.total); total && total->type != FieldType::integer && total->type != FieldType::decimal)
            reader.refuse(at, fmt::format("« total » attend un champ de type integer ou decimal, non {}.", name_of(total->type)),
                          fmt::format("“total” expects a field of type integer or decimal, not {}.", name_of(total->type)));
        if (field.total_reason.empty())
            continue;
        must_be_field(reader, at, entity, "total_reason", field.total_reason);
        if (auto const* const reason = entity.field(field.total_reason); reason && reason->type != FieldType::text && reason->type != FieldType::long_text)
            reader.refuse(at, fmt::format("« total_reason » attend un champ de type text ou long_text, non {}.", name_of(reason->type)),
                          fmt::format("“total_reason” expects a field of type text or long_text, not {}.", name_of(reason->type)));
    }
}

} // namespace

Entity read_entity(Reader& reader, JsonNode const& node, Manifest const& manifest)
{
    Entity entity;
    entity.module = manifest.id;
    if (!reader.object(node, {"id", "label", "plural", "group", "title", "hidden", "key", "parent", "fields", "table", "form", "scope"}))
        return entity;
    if (auto const* const id = reader.required(node, "id")) {
        entity.id = reader.text(*id, "id", 100);
        if (!is_qualified_id(entity.id) || !entity.id.starts_with(manifest.ns + "."))
            reader.refuse(*id, fmt::format("« {} » : un registre de ce module se nomme {}.nom.", entity.id, manifest.ns),
                          fmt::format("“{}”: an entity of this module is named {}.name.", entity.id, manifest.ns));
        entity.table = entity.id;
        std::replace(entity.table.begin(), entity.table.end(), '.', '_');
    }
    if (auto const* const label = reader.required(node, "label"))
        entity.label = reader.label(*label, "label");
    entity.plural = reader.optional_label(node, "plural");
    if (entity.plural.empty())
        entity.plural = entity.label;
    entity.group = reader.optional_label(node, "group");
    entity.hidden = reader.optional_bool(node, "hidden", false);

    if (auto const* const fields = reader.required(node, "fields"); fields && reader.list(*fields, "fields", 200)) {
        if (fields->items.empty())
            reader.refuse(*fields, "« fields » ne contient aucun champ.", "“fields” holds no field.");
        for (auto const& item : fields->items) {
            if (reader.refused())
                return entity;
            entity.fields.push_back(read_field(reader, item));
        }
    }
    check_columns(reader, node, entity);
    check_totals(reader, node, entity);
    if (auto const* const title = node.member("title")) {
        entity.title = reader.text(*title, "title");
        check_title(reader, *title, entity);
    }
    if (auto const* const key = node.member("key")) {
        entity.key = reader.texts(*key, "key", 8);
        for (auto const& id : entity.key) {
            must_be_field(reader, *key, entity, "key", id);
            if (auto const* const field = entity.field(id); field && Entity::columns_of(*field).size() != 1)
                reader.refuse(*key, fmt::format("« key » : un champ de type {} ne sert pas de clé.", name_of(field->type)),
                              fmt::format("“key”: a field of type {} cannot be a key.", name_of(field->type)));
        }
    }
    if (auto const* const parent = node.member("parent")) {
        entity.parent = reader.text(*parent, "parent", 100);
        must_be_field(reader, *parent, entity, "parent", entity.parent);
        if (auto const* const field = entity.field(entity.parent); field && field->type != FieldType::link)
            reader.refuse(*parent, "« parent » attend un champ de type link.", "“parent” expects a field of type link.");
    }
    if (auto const* const table = node.member("table"); table && reader.object(*table, {"columns", "sort"})) {
        if (auto const* const columns = table->member("columns")) {
            entity.shape.columns = reader.texts(*columns, "columns");
            for (auto const& id : entity.shape.columns)
                must_be_field(reader, *columns, entity, "columns", id);
        }
        if (auto const* const sort = table->member("sort")) {
            entity.shape.sort = reader.texts(*sort, "sort", 8);
            for (auto const& id : entity.shape.sort)
                must_be_field(reader, *sort, entity, "sort", std::string_view{id}.substr(id.starts_with('-') ? 1 : 0));
        }
    }
    if (auto const* const form = node.member("form"); form && reader.list(*form, "form", 200)) {
        std::set<std::string> placed;
        for (auto const& row : form->items) {
            entity.form.push_back(reader.texts(row, "form", 8));
            for (auto const& id : entity.form.back()) {
                must_be_field(reader, row, entity, "form", id);
                if (!placed.insert(id).second)
                    reader.refuse(row, fmt::format("« form » place deux fois le champ « {} ».", id), fmt::format("“form” places the field “{}” twice.", id));
            }
        }
    }
    return entity;
}

} // namespace passerelle::model::reading
