#include "host/model/register_layout.hpp"
#include "host/model/value_json.hpp"
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace passerelle::model {

namespace {

constexpr std::size_t most_columns = 8, few_columns = 6; ///< at first; a person may add all
constexpr std::size_t most_kept = 200;                   ///< of anything in a file: no declaration has more fields
constexpr float narrowest = 40, widest = 1600;

constexpr std::array<std::pair<Comparison, std::string_view>, 10> comparisons{{{Comparison::equal, "equal"},
                                                                               {Comparison::not_equal, "not_equal"},
                                                                               {Comparison::less, "less"},
                                                                               {Comparison::less_or_equal, "less_or_equal"},
                                                                               {Comparison::greater, "greater"},
                                                                               {Comparison::greater_or_equal, "greater_or_equal"},
                                                                               {Comparison::contains, "contains"},
                                                                               {Comparison::any_of, "any_of"},
                                                                               {Comparison::is_null, "is_null"},
                                                                               {Comparison::is_not_null, "is_not_null"}}};

std::string text_at(nlohmann::json const& json, char const* key)
{
    auto const found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// The items of an array that are objects, at most most_kept.
std::vector<nlohmann::json const*> objects_at(nlohmann::json const& json, char const* key)
{
    std::vector<nlohmann::json const*> found;
    auto const list = json.find(key);
    if (list != json.end() && list->is_array())
        for (auto const& each : *list)
            if (each.is_object() && found.size() < most_kept)
                found.push_back(&each);
    return found;
}

/// A filter compares one code, one linked record or a part of a text, also where its field holds several or translations.
Field single(Field field)
{
    if (field.type == FieldType::choices)
        field.type = FieldType::choice;
    else if (field.type == FieldType::links)
        field.type = FieldType::link;
    else if (field.type == FieldType::translatable)
        field.type = FieldType::text;
    return field;
}

std::optional<Filter> filter_from(Entity const& entity, nlohmann::json const& json)
{
    auto const* const field = entity.field(text_at(json, "field"));
    auto const name = text_at(json, "comparison");
    auto const comparison = std::find_if(comparisons.begin(), comparisons.end(), [&](auto const& one) { return one.second == name; });
    if (!field || comparison == comparisons.end())
        return std::nullopt;
    Filter filter{field->id, comparison->first, {}};
    if (auto const values = json.find("values"); values != json.end() && values->is_array())
        for (auto const& value : *values) {
            if (filter.values.size() == most_kept)
                break;
            auto read = value_from_json(single(*field), value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
            if (!read || is_null(*read))
                return std::nullopt;
            filter.values.push_back(std::move(*read));
        }
    bool const needs_value = filter.comparison != Comparison::is_null && filter.comparison != Comparison::is_not_null;
    if (needs_value && filter.values.empty())
        return std::nullopt;
    return filter;
}

} // namespace

RegisterLayout declared_layout(Entity const& entity, std::string_view without)
{
    RegisterLayout layout;
    for (auto const& sort : entity.shape.sort)
        layout.sorts.push_back({sort.starts_with('-') ? sort.substr(1) : sort, sort.starts_with('-')});
    for (auto const& id : entity.shape.columns)
        if (entity.field(id) && layout.columns.size() < most_columns && id != without)
            layout.columns.push_back({id, 0});
    if (layout.columns.empty())
        for (auto const& field : entity.fields)
            if (!field.hidden && layout.columns.size() < few_columns)
                layout.columns.push_back({field.id, 0});
    return layout;
}

std::string layout_to_json(RegisterLayout const& layout)
{
    nlohmann::json json{{"columns", nlohmann::json::array()}, {"frozen", layout.frozen}, {"sorts", nlohmann::json::array()}, {"filters", nlohmann::json::array()},
                        {"group", layout.group},              {"compact", layout.compact}};
    for (auto const& column : layout.columns)
        json["columns"].push_back({{"field", column.field}, {"width", column.width}});
    for (auto const& sort : layout.sorts)
        json["sorts"].push_back({{"field", sort.field}, {"descending", sort.descending}});
    for (auto const& filter : layout.filters) {
        auto const comparison = std::find_if(comparisons.begin(), comparisons.end(), [&](auto const& one) { return one.first == filter.comparison; });
        nlohmann::json values = nlohmann::json::array();
        for (auto const& value : filter.values)
            values.push_back(nlohmann::json::parse(value_to_json(value)));
        json["filters"].push_back({{"field", filter.field}, {"comparison", std::string(comparison->second)}, {"values", std::move(values)}});
    }
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Result<RegisterLayout> layout_from_json(Entity const& entity, std::string_view text)
{
    auto const json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object())
        return Error{Status::invalid, {"Cette vue enregistrée n’est plus lisible. Supprimez-la, puis enregistrez-la de nouveau.", "This saved view can no longer be read. Delete it, then save it again."}};
    RegisterLayout layout;
    for (auto const* const column : objects_at(json, "columns")) {
        auto const id = text_at(*column, "field");
        bool const twice = std::any_of(layout.columns.begin(), layout.columns.end(), [&](LayoutColumn const& one) { return one.field == id; });
        if (auto const* const field = entity.field(id); !field || field->hidden || twice)
            continue;
        auto const width = column->find("width");
        float const wanted = width != column->end() && width->is_number() ? width->get<float>() : 0;
        layout.columns.push_back({id, wanted > 0 ? std::clamp(wanted, narrowest, widest) : 0});
    }
    if (layout.columns.empty())
        layout.columns = declared_layout(entity).columns;
    for (auto const* const sort : objects_at(json, "sorts"))
        if (auto const id = text_at(*sort, "field"); entity.field(id))
            layout.sorts.push_back({id, sort->contains("descending") && (*sort)["descending"] == true});
    for (auto const* const filter : objects_at(json, "filters"))
        if (auto made = filter_from(entity, *filter))
            layout.filters.push_back(std::move(*made));
    if (auto const group = text_at(json, "group"); entity.field(group))
        layout.group = group;
    layout.compact = json.contains("compact") && json["compact"] == true;
    if (auto const frozen = json.find("frozen"); frozen != json.end() && frozen->is_number_unsigned())
        layout.frozen = std::min<std::size_t>(frozen->get<std::size_t>(), layout.columns.size());
    return layout;
}

bool same_arrangement(RegisterLayout const& left, RegisterLayout const& right)
{
    auto const same_column = [](LayoutColumn const& one, LayoutColumn const& other) { return one.field == other.field; };
    auto const same_sort = [](Sort const& one, Sort const& other) { return one.field == other.field && one.descending == other.descending; };
    auto const same_filter = [](Filter const& one, Filter const& other) { return one.field == other.field && one.comparison == other.comparison && one.values == other.values; };
    return std::equal(left.columns.begin(), left.columns.end(), right.columns.begin(), right.columns.end(), same_column) && left.frozen == right.frozen &&
           std::equal(left.sorts.begin(), left.sorts.end(), right.sorts.begin(), right.sorts.end(), same_sort) &&
           std::equal(left.filters.begin(), left.filters.end(), right.filters.begin(), right.filters.end(), same_filter) && left.group == right.group && left.compact == right.compact;
}

} // namespace passerelle::model
