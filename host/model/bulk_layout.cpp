#include "host/model/bulk_layout.hpp"
#include "host/base/text.hpp"
#include "host/model/columns.hpp"
#include "host/model/schema_sql.hpp"
#include "host/model/value_json.hpp"
#include "passerelle/value/decimal.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::model {

namespace {

Error bad_name(Entity const& entity, std::string_view name)
{
    std::string const shown = shortened(cleaned(name), 60);
    return {Status::invalid, {fmt::format("{}\u00A0: aucun champ ne s’appelle « {} ».", entity.label.fr, shown), fmt::format("{}: no field is called “{}”.", entity.label.en, shown)}};
}

std::array<std::string_view, 2> parts_of(Field const& field)
{
    switch (field.type) {
    case FieldType::money:
        return {"minor", "currency"};
    case FieldType::period:
        return {"from", "to"};
    case FieldType::point:
        return {"lat", "lon"};
    default:
        return {"", ""};
    }
}

/// Which field and part a name says.
bool locate(Entity const& entity, std::string_view name, Field const*& field, std::size_t& part)
{
    auto const dot = name.find('.');
    field = entity.field(name.substr(0, dot));
    if (!field)
        return false;
    auto const parts = parts_of(*field);
    if (parts.front().empty()) {
        part = 0;
        return dot == std::string_view::npos;
    }
    if (dot == std::string_view::npos)
        return false;
    auto const found = std::find(parts.begin(), parts.end(), name.substr(dot + 1));
    part = static_cast<std::size_t>(found - parts.begin());
    return found != parts.end();
}

void write_sql(BulkLayout& layout)
{
    Entity const& entity = *layout.entity;
    std::string const table = sql_name(entity.table);
    std::string names, places = "?1,?2", assignments, where;
    int place = 3;
    for (auto const& column : layout.columns) {
        names += ',' + sql_name(column.name);
        assignments += fmt::format("{}{}=?{}", assignments.empty() ? "" : ",", sql_name(column.name), place - 1);
        places += fmt::format(",?{}", place++);
    }
    std::string const selected = names;
    for (auto const& [field, value] : layout.defaults)
        for (auto const& column : Entity::columns_of(*field)) {
            names += ',' + sql_name(column);
            places += fmt::format(",?{}", place++);
        }
    for (std::size_t at = 0; at < layout.key_columns.size(); ++at)
        where += fmt::format("{}{}=?{}", at == 0 ? "" : " AND ", sql_name(layout.columns[static_cast<std::size_t>(layout.key_columns[at])].name), at + 1);
    layout.insert_sql = fmt::format("INSERT INTO {}(\"id\",\"origin\"{}) VALUES({})", table, names, places);
    if (!assignments.empty())
        layout.update_sql = fmt::format("UPDATE {} SET {} WHERE \"id\"=?1", table, assignments);
    if (!where.empty())
        layout.select_sql = fmt::format("SELECT \"id\"{} FROM {} WHERE {}", selected, table, where);
    layout.index_sql = index_row_sql(entity);
    layout.unindex_sql = unindex_row_sql(entity);
}

} // namespace

Result<std::unique_ptr<BulkLayout>> make_layout(Registry const& registry, Entity const& entity, std::span<std::string_view const> names)
{
    auto layout = std::make_unique<BulkLayout>();
    layout->entity = &entity;
    for (auto const& incoming : registry.links_to(entity.id)) {
        layout->is_linked = true;
        layout->has_children = layout->has_children || incoming.entity->parent == incoming.field->id;
    }
    for (std::size_t at = 0; at < names.size(); ++at) {
        Field const* field = nullptr;
        std::size_t part = 0;
        if (!locate(entity, names[at], field, part))
            return bad_name(entity, names[at]);
        auto known = std::find_if(layout->fields.begin(), layout->fields.end(), [&](BulkField const& each) { return each.field == field; });
        if (known == layout->fields.end()) {
            BulkField made;
            made.field = field;
            made.list = field->list.empty() ? nullptr : registry.list(field->list);
            made.target = field->to.empty() ? nullptr : registry.entity(field->to);
            if (field->type == FieldType::count)
                made.cells_table = entity.cells_table(*field);
            known = layout->fields.insert(layout->fields.end(), std::move(made));
        }
        if (known->source[part] >= 0)
            return bad_name(entity, names[at]);
        known->source[part] = static_cast<int>(at);
    }
    auto const searched = searched_fields(entity);
    auto& columns = layout->columns;
    for (auto& each : layout->fields) {
        bool const both = each.field->type == FieldType::money || each.field->type == FieldType::point;
        if (both && (each.source[0] < 0 || each.source[1] < 0))
            return bad_name(entity, each.field->id);
        auto const own = Entity::columns_of(*each.field);
        for (std::size_t part = 0; part < own.size(); ++part)
            if (each.source[part] >= 0) {
                each.column[part] = static_cast<int>(columns.size());
                columns.push_back({own[part], std::find(searched.begin(), searched.end(), each.field) != searched.end(), {}});
            }
        if (each.field->id == entity.parent)
            layout->parent_column = each.column[0];
    }
    layout->cells.resize(columns.size());
    layout->scratch.resize(columns.size());
    bool keyed = !entity.key.empty();
    for (auto const& id : entity.key) {
        auto const found = std::find_if(layout->fields.begin(), layout->fields.end(), [&](BulkField const& each) { return each.field->id == id; });
        keyed = keyed && found != layout->fields.end();
        for (std::size_t part = 0; keyed && part < 2; ++part)
            if (found->column[part] >= 0)
                layout->key_columns.push_back(found->column[part]);
    }
    if (!keyed)
        layout->key_columns.clear();
    layout->parent_in_key = !layout->key_columns.empty() && layout->parent_column >= 0 &&
                            std::find(entity.key.begin(), entity.key.end(), entity.parent) != entity.key.end();
    for (auto const& field : entity.fields) {
        if (std::any_of(layout->fields.begin(), layout->fields.end(), [&](BulkField const& each) { return each.field == &field; }))
            continue;
        auto value = field.default_json.empty() ? Result<Value>{Value{}} : value_from_json(field, field.default_json);
        if (value && !is_null(*value) && field.type != FieldType::count)
            layout->defaults.emplace_back(&field, std::move(*value));
        else if (field.required)
            layout->left_out.push_back(&field);
    }
    write_sql(*layout);
    return layout;
}

std::optional<std::int64_t> scaled_from_text(std::string_view text, int scale)
{
    // The common case in 64 bits; what is longer goes the exact way.
    if (text.empty() || text.size() > 16 || scale < 0 || scale > 9)
        return psl::parse_scaled_exactly(text, scale);
    bool const negative = text.front() == '-';
    std::int64_t number = 0;
    int decimals = -1, whole = 0;
    for (char const c : text.substr(negative ? 1 : 0)) {
        if (c == '.' && decimals < 0 && whole > 0)
            decimals = 0;
        else if (c < '0' || c > '9')
            return std::nullopt;
        else {
            number = number * 10 + (c - '0');
            ++(decimals >= 0 ? decimals : whole);
        }
    }
    if (whole == 0 || decimals == 0)
        return std::nullopt;
    for (int at = std::max(decimals, 0); at < scale; ++at)
        if (__builtin_mul_overflow(number, std::int64_t{10}, &number))
            return std::nullopt;
    for (int at = decimals; at > scale; --at) {
        if (number % 10 != 0)
            return std::nullopt;
        number /= 10;
    }
    return negative ? -number : number;
}

bool is_plain_translations(std::string_view json)
{
    if (json.size() < 9 || json.front() != '{' || json.back() != '}')
        return false;
    std::string_view rest = json.substr(1, json.size() - 2), last;
    auto const take_text = [&](std::string_view& text) {
        if (rest.empty() || rest.front() != '"')
            return false;
        std::size_t end = 1;
        while (end < rest.size() && rest[end] != '"') {
            if (rest[end] == '\\' || static_cast<unsigned char>(rest[end]) < 0x20)
                return false;
            ++end;
        }
        if (end >= rest.size())
            return false;
        text = rest.substr(1, end - 1);
        rest.remove_prefix(end + 1);
        return true;
    };
    while (true) {
        std::string_view language, text;
        if (!take_text(language) || language.size() < 2 || language.size() > 16 || !(last < language))
            return false;
        for (char const c : language)
            if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'))
                return false;
        if (rest.empty() || rest.front() != ':')
            return false;
        rest.remove_prefix(1);
        if (!take_text(text) || text.empty())
            return false;
        last = language;
        if (rest.empty())
            return is_valid_utf8(json);
        if (rest.front() != ',')
            return false;
        rest.remove_prefix(1);
    }
}

} // namespace passerelle::model
