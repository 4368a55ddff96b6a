#include "host/base/text.hpp"
#include "host/base/trim.hpp"
#include "host/model/query.hpp"
#include "host/model/relative_date.hpp"
#include "passerelle/value/decimal.hpp"
#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

namespace passerelle::model {

namespace {

Error unreadable(std::string_view text)
{
    std::string const shown = shortened(cleaned(text), 60);
    return {Status::invalid,
            {fmt::format("La condition « {} » ne se lit pas. Écrivez par exemple\u00A0: status = 2, value >= 1000000, title ~ marché, end < 2025-06-30, end < today-30d, city is null, status in 1,2.", shown),
             fmt::format("The condition “{}” cannot be read. Write for example: status = 2, value >= 1000000, title ~ market, end < 2025-06-30, end < today-30d, city is null, status in 1,2.", shown)}};
}

Error unsuited(Field const& field, std::string_view text)
{
    std::string const shown = shortened(cleaned(text), 60);
    return {Status::invalid, {fmt::format("« {} » ne se compare pas à « {} ».", field.label.fr, shown), fmt::format("“{}” cannot be compared with “{}”.", field.label.en, shown)}};
}

std::optional<std::int64_t> whole(std::string_view text)
{
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

/// "1000000 XOF", "12.50 EUR": the amount in units; without a currency, in minor units of whatever the record holds.
std::optional<Value> money(std::string_view text)
{
    auto const space = text.rfind(' ');
    if (space != std::string_view::npos) {
        auto const amount = psl::parse_money(trimmed(text.substr(0, space)), text.substr(space + 1));
        return amount ? std::optional{Value{*amount}} : std::nullopt;
    }
    auto const minor = whole(text);
    return minor ? std::optional{Value{*minor}} : std::nullopt;
}

Result<Value> value_from_text(Field const& field, std::string_view text, std::string_view today)
{
    std::optional<Value> value;
    switch (field.type) {
    case FieldType::text:
    case FieldType::long_text:
    case FieldType::translatable:
    case FieldType::choice:
    case FieldType::choices:
    case FieldType::file:
        value = std::string{text};
        break;
    case FieldType::integer:
    case FieldType::count:
        if (auto const number = whole(text))
            value = *number;
        break;
    case FieldType::decimal:
    case FieldType::percent:
        if (auto const number = psl::parse_scaled_exactly(text, field.scale))
            value = Scaled{*number, field.scale};
        break;
    case FieldType::money:
        value = money(text);
        break;
    case FieldType::date:
    case FieldType::period:
        if (auto const date = text.starts_with("today") ? relative_date(text, today) : psl::Date::parse(text))
            value = *date;
        break;
    case FieldType::boolean:
        if (text == "true" || text == "1" || text == "yes" || text == "oui")
            value = true;
        else if (text == "false" || text == "0" || text == "no" || text == "non")
            value = false;
        break;
    case FieldType::link:
    case FieldType::links:
        if (auto const id = whole(text))
            value = RecordId{*id};
        break;
    case FieldType::point:
        break;
    }
    if (!value)
        return unsuited(field, text);
    return *value;
}

struct Operator {
    std::string_view text;
    Comparison comparison;
};
/// Longer ones first.
constexpr std::array<Operator, 8> operators{{{">=", Comparison::greater_or_equal},
                                             {"<=", Comparison::less_or_equal},
                                             {"!=", Comparison::not_equal},
                                             {"<>", Comparison::not_equal},
                                             {"=", Comparison::equal},
                                             {"<", Comparison::less},
                                             {">", Comparison::greater},
                                             {"~", Comparison::contains}}};

} // namespace

std::vector<PathStep> path_of(Registry const& registry, Entity const& entity, std::string_view path)
{
    std::vector<PathStep> steps;
    Entity const* at = &entity;
    while (at && steps.size() <= static_cast<std::size_t>(longest_path)) {
        auto const dot = path.find('.');
        auto const name = path.substr(0, dot);
        Field const* const field = at->field(name);
        if (dot == std::string_view::npos) {
            if (!field && name != "id")
                return {};
            steps.push_back({at, field});
            return steps;
        }
        if (!field || field->type != FieldType::link)
            return {};
        steps.push_back({at, field});
        at = registry.entity(field->to);
        path.remove_prefix(dot + 1);
    }
    return {};
}

Result<Filter> parse_filter(Registry const& registry, Entity const& entity, std::string_view text, std::string_view today)
{
    std::string_view const all = trimmed(text);
    std::size_t end = 0;
    while (end < all.size() && ((all[end] >= 'a' && all[end] <= 'z') || (all[end] >= '0' && all[end] <= '9') || all[end] == '_' || all[end] == '.'))
        ++end;
    Filter filter;
    filter.field = std::string{all.substr(0, end)};
    std::string_view rest = trimmed(all.substr(end));
    Field id_field;
    id_field.id = "id";
    id_field.label = {"id", "id"};
    id_field.type = FieldType::integer;
    auto const path = path_of(registry, entity, filter.field);
    Field const* const field = path.empty() ? nullptr : path.back().field ? path.back().field : &id_field;
    if (filter.field.empty())
        return unreadable(all);
    if (!field) {
        std::string known;
        for (auto const& each : entity.fields)
            known += (known.empty() ? "" : ", ") + each.id;
        return Error{Status::invalid, {fmt::format("{}\u00A0: aucun champ ne s’appelle « {} ». Champs\u00A0: {}.", entity.plural.fr, filter.field, known),
                                       fmt::format("{}: no field is called “{}”. Fields: {}.", entity.plural.en, filter.field, known)}};
    }
    if (rest == "is null" || rest == "is not null") {
        filter.comparison = rest == "is null" ? Comparison::is_null : Comparison::is_not_null;
        return filter;
    }
    if (rest.starts_with("in ") || rest.starts_with("in(")) {
        filter.comparison = Comparison::any_of;
        rest = trimmed(rest.substr(2));
        if (rest.starts_with('(') && rest.ends_with(')'))
            rest = rest.substr(1, rest.size() - 2);
        while (!rest.empty()) {
            auto const comma = rest.find(',');
            auto value = value_from_text(*field, trimmed(rest.substr(0, comma)), today);
            if (!value)
                return value.error();
            filter.values.push_back(std::move(*value));
            rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
        }
        if (filter.values.empty() || filter.values.size() > 1000)
            return unreadable(all);
        return filter;
    }
    for (auto const& [symbol, comparison] : operators)
        if (rest.starts_with(symbol)) {
            filter.comparison = comparison;
            std::string_view typed = trimmed(rest.substr(symbol.size()));
            if (typed.size() >= 2 && (typed.front() == '"' || typed.front() == '\'') && typed.back() == typed.front())
                typed = typed.substr(1, typed.size() - 2);
            auto value = value_from_text(*field, typed, today);
            if (!value)
                return value.error();
            filter.values.push_back(std::move(*value));
            return filter;
        }
    return unreadable(all);
}

Result<std::string> absolute_condition(Registry const& registry, Entity const& entity, std::string_view text, std::string_view today)
{
    auto const filter = parse_filter(registry, entity, text, today);
    if (!filter)
        return filter.error();
    std::string dates;
    for (auto const& value : filter->values)
        if (auto const* const date = std::get_if<psl::Date>(&value))
            dates += (dates.empty() ? "" : ",") + date->iso();
    if (dates.empty() || text.find("today") == std::string_view::npos)
        return std::string{text};
    if (filter->comparison == Comparison::any_of)
        return fmt::format("{} in {}", filter->field, dates);
    auto const symbol = std::find_if(operators.begin(), operators.end(), [&](Operator const& one) { return one.comparison == filter->comparison; });
    return fmt::format("{} {} {}", filter->field, symbol->text, dates);
}

} // namespace passerelle::model
