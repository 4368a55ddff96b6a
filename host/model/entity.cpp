#include "host/model/entity.hpp"
#include <algorithm>
#include <array>

namespace passerelle::model {

namespace {
constexpr std::array<std::string_view, 17> type_names{"text",    "long_text", "translatable", "integer", "decimal", "money", "percent", "date", "period",
                                                      "boolean", "choice",    "choices",      "link",    "links",   "point", "file",    "count"};
}

Field const* Entity::field(std::string_view field_id) const
{
    auto const found = std::find_if(fields.begin(), fields.end(), [&](Field const& each) { return each.id == field_id; });
    return found == fields.end() ? nullptr : &*found;
}

std::vector<std::string> Entity::columns_of(Field const& field)
{
    switch (field.type) {
    case FieldType::money:
        return {field.id + "_minor", field.id + "_currency"};
    case FieldType::period:
        return {field.id + "_from", field.id + "_to"};
    case FieldType::point:
        return {field.id + "_lat", field.id + "_lon"};
    case FieldType::count:
        return {};
    default:
        return {field.id};
    }
}

std::string Entity::cells_table(Field const& field) const { return table + "__" + field.id; }

std::optional<FieldType> field_type_named(std::string_view name)
{
    auto const found = std::find(type_names.begin(), type_names.end(), name);
    return found == type_names.end() ? std::nullopt : std::optional{static_cast<FieldType>(found - type_names.begin())};
}

bool can_convert(FieldType from, FieldType to)
{
    using enum FieldType;
    switch (from) {
    case text:
    case long_text:
        return to == text || to == long_text || to == integer || to == decimal || to == percent || to == date || to == choice || to == boolean;
    case integer:
        return to == decimal || to == percent || to == text || to == long_text || to == choice;
    case decimal:
    case percent:
        return to == decimal || to == percent;
    case boolean:
        return to == integer;
    case date:
        return to == text || to == long_text;
    case choice:
        return to == choices || to == text || to == long_text;
    case link:
        return to == links;
    default:
        return false;
    }
}

std::string_view name_of(FieldType type) { return type_names[static_cast<std::size_t>(type)]; }

} // namespace passerelle::model
