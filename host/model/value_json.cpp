#include "host/model/value_json.hpp"
#include "host/base/text.hpp"
#include "host/model/strict_json.hpp"
#include "passerelle/value/decimal.hpp"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace passerelle::model {

namespace {

using Kind = JsonNode::Kind;

template<typename... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template<typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

std::optional<double> degrees(JsonNode const* node, double most)
{
    if (!node || node->kind != Kind::number)
        return std::nullopt;
    double value = 0;
    auto const [end, error] = std::from_chars(node->text.data(), node->text.data() + node->text.size(), value);
    return error == std::errc{} && end == node->text.data() + node->text.size() && std::isfinite(value) && std::abs(value) <= most ? std::optional{value} : std::nullopt;
}

bool is_language(std::string_view code)
{
    return code.size() >= 2 && code.size() <= 16 && std::all_of(code.begin(), code.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
           });
}

bool only_keys(JsonNode const& node, std::initializer_list<std::string_view> keys)
{
    return node.kind == Kind::object && std::all_of(node.members.begin(), node.members.end(), [&](auto const& member) {
               return std::find(keys.begin(), keys.end(), member.first) != keys.end();
           });
}

/// An absent or null end is open; anything else must be a date.
bool read_end(JsonNode const* node, std::optional<psl::Date>& into)
{
    if (!node || node->kind == Kind::null)
        return true;
    into = node->kind == Kind::text ? psl::Date::parse(node->text) : std::nullopt;
    return into.has_value();
}

std::optional<Value> read_money(JsonNode const& node)
{
    auto const* const minor = node.member("minor");
    auto const* const currency = node.member("currency");
    if (!only_keys(node, {"minor", "currency"}) || !minor || !currency || !minor->integer() || currency->kind != Kind::text || !psl::is_currency_code(currency->text))
        return std::nullopt;
    return psl::Money{*minor->integer(), currency->text};
}

std::optional<Value> read_period(JsonNode const& node)
{
    Period period;
    if (!only_keys(node, {"from", "to"}) || !read_end(node.member("from"), period.from) || !read_end(node.member("to"), period.to))
        return std::nullopt;
    if (!period.from && !period.to)
        return Value{};
    return period;
}

std::optional<Value> read_file(JsonNode const& node)
{
    if (!only_keys(node, {"name", "sha256", "media", "size", "url"}))
        return std::nullopt;
    FileRef file;
    for (auto const& [key, value] : node.members) {
        if (key == "size") {
            auto const size = value.integer();
            if (!size || *size < 0)
                return std::nullopt;
            file.size = *size;
        } else if (value.kind != Kind::text || value.text.size() > 4000)
            return std::nullopt;
        else
            (key == "name" ? file.name : key == "sha256" ? file.sha256 : key == "media" ? file.media : file.url) = value.text;
    }
    if (file.sha256.empty() == file.url.empty())
        return std::nullopt;
    return file;
}

std::optional<Value> read_cells(JsonNode const& node)
{
    if (node.kind != Kind::object)
        return std::nullopt;
    psl::Cells cells;
    for (auto const& [code, value] : node.members) {
        auto const key = psl::cell_coded(code);
        auto const count = value.integer();
        if (!key || !count || *count < 0 || *count > 10'000'000'000)
            return std::nullopt;
        cells.counts[*key] = *count;
    }
    if (cells.counts.empty())
        return Value{};
    return cells;
}

std::optional<Value> read_list(Field const& field, JsonNode const& node)
{
    if (node.kind != Kind::list)
        return std::nullopt;
    if (node.items.empty())
        return Value{};
    if (field.type == FieldType::links) {
        Ids ids;
        for (auto const& item : node.items) {
            if (!item.integer())
                return std::nullopt;
            ids.push_back(*item.integer());
        }
        return ids;
    }
    Codes codes;
    for (auto const& item : node.items) {
        if (item.kind != Kind::text || item.text.empty())
            return std::nullopt;
        codes.push_back(item.text);
    }
    return codes;
}

std::optional<Value> read_value(Field const& field, JsonNode const& node)
{
    if (node.kind == Kind::null)
        return Value{};
    switch (field.type) {
    case FieldType::text:
    case FieldType::long_text:
    case FieldType::choice:
        if (node.kind != Kind::text)
            return std::nullopt;
        return node.text.empty() ? Value{} : Value{node.text};
    case FieldType::translatable: {
        Translations translations;
        if (node.kind != Kind::object)
            return std::nullopt;
        for (auto const& [language, text] : node.members) {
            if (!is_language(language) || text.kind != Kind::text)
                return std::nullopt;
            if (!text.text.empty())
                translations.texts[language] = text.text;
        }
        return translations.texts.empty() ? Value{} : Value{translations};
    }
    case FieldType::integer:
        return node.integer() ? std::optional{Value{*node.integer()}} : std::nullopt;
    case FieldType::decimal:
    case FieldType::percent: {
        auto const number = node.kind == Kind::number || node.kind == Kind::text ? psl::parse_scaled_exactly(node.text, field.scale) : std::nullopt;
        return number ? std::optional{Value{Scaled{*number, field.scale}}} : std::nullopt;
    }
    case FieldType::money:
        return read_money(node);
    case FieldType::date: {
        auto const date = node.kind == Kind::text ? psl::Date::parse(node.text) : std::nullopt;
        return date ? std::optional{Value{*date}} : std::nullopt;
    }
    case FieldType::period:
        return read_period(node);
    case FieldType::boolean:
        return node.kind == Kind::boolean ? std::optional{Value{node.boolean}} : std::nullopt;
    case FieldType::link:
        return node.integer() ? std::optional{Value{RecordId{*node.integer()}}} : std::nullopt;
    case FieldType::choices:
    case FieldType::links:
        return read_list(field, node);
    case FieldType::point: {
        auto const latitude = degrees(node.member("lat"), 90), longitude = degrees(node.member("lon"), 180);
        return only_keys(node, {"lat", "lon"}) && latitude && longitude ? std::optional{Value{Point{*latitude, *longitude}}} : std::nullopt;
    }
    case FieldType::file:
        return read_file(node);
    case FieldType::count:
        return read_cells(node);
    }
    return std::nullopt;
}

std::string date_json(std::optional<psl::Date> const& date) { return date ? json_quoted(date->iso()) : "null"; }

template<typename Range, typename Write>
std::string joined(Range const& range, char open, char close, Write const& write)
{
    std::string out(1, open);
    for (auto const& each : range)
        out += (out.size() > 1 ? "," : "") + write(each);
    return out + close;
}

} // namespace

std::string value_to_json(Value const& value)
{
    return std::visit(
        Overloaded{
            [](std::monostate) { return std::string{"null"}; },
            [](std::int64_t number) { return std::to_string(number); },
            [](bool yes) { return std::string{yes ? "true" : "false"}; },
            [](std::string const& text) { return json_quoted(text); },
            [](Scaled const& scaled) { return psl::plain_decimal(scaled.number, scaled.scale); },
            [](psl::Money const& money) { return fmt::format(R"({{"minor":{},"currency":{}}})", money.minor, json_quoted(money.currency)); },
            [](psl::Date const& date) { return json_quoted(date.iso()); },
            [](Period const& period) { return fmt::format(R"({{"from":{},"to":{}}})", date_json(period.from), date_json(period.to)); },
            [](Point const& point) { return fmt::format(R"({{"lat":{},"lon":{}}})", point.latitude, point.longitude); },
            [](Translations const& translations) {
                return joined(translations.texts, '{', '}', [](auto const& each) { return json_quoted(each.first) + ':' + json_quoted(each.second); });
            },
            [](FileRef const& file) {
                return file.url.empty() ? fmt::format(R"({{"name":{},"sha256":{},"media":{},"size":{}}})", json_quoted(file.name), json_quoted(file.sha256),
                                                      json_quoted(file.media), file.size)
                                        : fmt::format(R"({{"name":{},"url":{}}})", json_quoted(file.name), json_quoted(file.url));
            },
            [](RecordId const& id) { return std::to_string(id.value); },
            [](Ids const& ids) { return joined(ids, '[', ']', [](std::int64_t id) { return std::to_string(id); }); },
            [](Codes const& codes) { return joined(codes, '[', ']', [](std::string const& code) { return json_quoted(code); }); },
            [](psl::Cells const& cells) {
                return joined(cells.counts, '{', '}', [](auto const& cell) { return json_quoted(psl::code_of(cell.first)) + ':' + std::to_string(cell.second); });
            }},
        value);
}

Result<Value> value_from_json(Field const& field, std::string_view json)
{
    auto const tree = read_json(json, field.label.fr.empty() ? field.id : field.label.fr, {8 * 1024 * 1024, 4});
    if (!tree)
        return tree.error();
    if (auto value = read_value(field, *tree))
        return *value;
    return Error{Status::invalid, {fmt::format("{} : la valeur {} ne convient pas à un champ de type {}.", field.label.fr, shortened(cleaned(json), 60), name_of(field.type)),
                                   fmt::format("{}: the value {} does not suit a field of type {}.", field.label.en, shortened(cleaned(json), 60), name_of(field.type))}};
}

} // namespace passerelle::model
