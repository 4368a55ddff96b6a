#include "host/bridge/fields.hpp"
#include "host/bridge/border.hpp"
#include "passerelle/cpp/value.hpp"
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

namespace passerelle::bridge {

namespace {

using model::FieldType;
using Json = nlohmann::json;

constexpr std::array<std::string_view, 4> sexes{"F", "M", "X", "?"};
constexpr std::array<std::string_view, 7> ages{"0-14", "15-17", "18-24", "25-35", "36-59", "60+", "?"};
constexpr std::array<std::string_view, 3> disabilities{"yes", "no", "?"};

template<typename Enum, std::size_t size>
std::optional<Enum> named(std::array<std::string_view, size> const& names, std::string_view name)
{
    for (std::size_t at = 0; at < size; ++at)
        if (names[at] == name)
            return static_cast<Enum>(at);
    return std::nullopt;
}

Error refused(model::Field const& field, std::string_view fr, std::string_view en)
{
    return {Status::invalid, {fmt::format("{}\u00a0: {}", field.label.fr, fr), fmt::format("{}: {}", field.label.en, en)}};
}

std::optional<Json> parsed(std::string const& text)
{
    Json json = Json::parse(text, nullptr, false);
    return json.is_discarded() ? std::nullopt : std::optional(std::move(json));
}

Result<model::Value> cells(model::Field const& field, std::string const& text)
{
    auto const json = parsed(text);
    Error const error = refused(field, "les effectifs ventilés ne se lisent pas.", "the disaggregated counts cannot be read.");
    if (!json || !json->is_object())
        return error;
    psl::Cells cells;
    for (auto const& [key, number] : json->items()) {
        auto const first = key.find('|');
        auto const second = first == std::string::npos ? first : key.find('|', first + 1);
        if (second == std::string::npos || !number.is_number_integer())
            return error;
        std::string_view const all(key);
        auto const sex = named<psl::Sex>(sexes, all.substr(0, first));
        auto const age = named<psl::AgeBand>(ages, all.substr(first + 1, second - first - 1));
        auto const disability = named<psl::Disability>(disabilities, all.substr(second + 1));
        if (!sex || !age || !disability)
            return error;
        cells.counts[{*sex, *age, *disability}] = number.get<std::int64_t>();
    }
    return model::Value(std::move(cells));
}

Result<model::Value> translations(model::Field const& field, std::string const& text)
{
    auto const json = parsed(text);
    Error const error = refused(field, "le texte en plusieurs langues ne se lit pas.", "the text in several languages cannot be read.");
    if (!json || !json->is_object())
        return error;
    model::Translations result;
    for (auto const& [language, words] : json->items()) {
        if (!words.is_string() || language.empty() || language.size() > 35)
            return error;
        result.texts[language] = words.get<std::string>();
    }
    if (result.texts.empty())
        return model::Value{};
    return model::Value(std::move(result));
}

Result<model::Value> file(model::Field const& field, std::string const& text)
{
    auto const json = parsed(text);
    if (!json || !json->is_object())
        return refused(field, "la pièce ne se lit pas.", "the file reference cannot be read.");
    model::FileRef result;
    auto const take = [&](char const* key, std::string& into) {
        if (auto const found = json->find(key); found != json->end() && found->is_string())
            into = found->get<std::string>();
    };
    take("name", result.name);
    take("sha256", result.sha256);
    take("media", result.media);
    take("url", result.url);
    if (auto const size = json->find("size"); size != json->end() && size->is_number_integer())
        result.size = size->get<std::int64_t>();
    return model::Value(std::move(result));
}

/// One psl_value by itself: everything but the compound types.
Result<model::Value> simple(model::Field const& field, psl_value const& raw, LinkByKey const& link_by_key)
{
    if (raw.kind == PSL_NULL)
        return model::Value{};
    bool const is_text = raw.kind == PSL_TEXT;
    bool const is_integer = raw.kind == PSL_INT;
    std::string const text = is_text ? text_of(raw.as.s) : std::string();
    switch (field.type) {
    case FieldType::text:
    case FieldType::long_text:
    case FieldType::choice:
        if (is_integer)
            return model::Value(std::to_string(raw.as.i));
        if (is_text)
            return text.empty() ? model::Value{} : model::Value(text);
        return refused(field, "un texte est attendu.", "a text is expected.");
    case FieldType::integer:
        if (is_integer)
            return model::Value(raw.as.i);
        return refused(field, "un nombre entier est attendu.", "a whole number is expected.");
    case FieldType::boolean:
        if (is_integer && (raw.as.i == 0 || raw.as.i == 1))
            return model::Value(raw.as.i == 1);
        return refused(field, "oui ou non est attendu.", "yes or no is expected.");
    case FieldType::decimal:
    case FieldType::percent: {
        std::string const written = is_integer ? std::to_string(raw.as.i) : text;
        if (auto const number = psl::detail::scaled_number(written, field.scale); (is_text || is_integer) && number)
            return model::Value(model::Scaled{*number, field.scale});
        return refused(field, fmt::format("«\u00a0{}\u00a0» n’est pas un nombre à {} décimales au plus.", written, field.scale),
                       fmt::format("“{}” is not a number with at most {} decimals.", written, field.scale));
    }
    case FieldType::date:
        if (auto const date = psl::Date::parse(text); is_text && date)
            return model::Value(*date);
        return refused(field, fmt::format("«\u00a0{}\u00a0» n’est pas une date (AAAA-MM-JJ).", text),
                       fmt::format("“{}” is not a date (YYYY-MM-DD).", text));
    case FieldType::link:
        if (is_integer)
            return model::Value(model::RecordId{raw.as.i});
        if (is_text && link_by_key) {
            auto const id = link_by_key(field, text);
            if (!id)
                return id.error();
            return model::Value(model::RecordId{*id});
        }
        return refused(field, "le lien vers une autre fiche ne se lit pas.", "the link to another record cannot be read.");
    case FieldType::links:
    case FieldType::choices: {
        auto const json = parsed(text);
        if (!is_text || !json || !json->is_array())
            return refused(field, "la liste ne se lit pas.", "the list cannot be read.");
        model::Ids ids;
        model::Codes codes;
        for (Json const& one : *json) {
            if (field.type == FieldType::links && one.is_number_integer())
                ids.push_back(one.get<std::int64_t>());
            else if (field.type == FieldType::choices && one.is_string())
                codes.push_back(one.get<std::string>());
            else
                return refused(field, "la liste ne se lit pas.", "the list cannot be read.");
        }
        if (json->empty())
            return model::Value{};
        return field.type == FieldType::links ? model::Value(std::move(ids)) : model::Value(std::move(codes));
    }
    case FieldType::translatable:
        if (is_text)
            return text.empty() ? Result<model::Value>(model::Value{}) : translations(field, text);
        return refused(field, "un texte est attendu.", "a text is expected.");
    case FieldType::file:
        if (is_text)
            return file(field, text);
        return refused(field, "la pièce ne se lit pas.", "the file reference cannot be read.");
    case FieldType::count:
        if (is_text)
            return cells(field, text);
        return refused(field, "les effectifs ventilés ne se lisent pas.", "the disaggregated counts cannot be read.");
    case FieldType::money:
    case FieldType::period:
    case FieldType::point: break;
    }
    return refused(field, "cette valeur s’écrit en deux parties.", "this value is written in two parts.");
}

struct Parts {
    psl_value const* first = nullptr;
    psl_value const* second = nullptr;
};

bool is_null(psl_value const* value) { return value == nullptr || value->kind == PSL_NULL; }

std::optional<double> degrees(psl_value const& value)
{
    double const number = value.kind == PSL_REAL ? value.as.r : value.kind == PSL_INT ? static_cast<double>(value.as.i) : NAN;
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

Result<model::Value> compound(model::Field const& field, Parts const& parts)
{
    bool const first_null = is_null(parts.first);
    bool const second_null = is_null(parts.second);
    if (first_null && second_null)
        return model::Value{};
    if (field.type == FieldType::money) {
        if (first_null || second_null || parts.first->kind != PSL_INT || parts.second->kind != PSL_TEXT)
            return refused(field, "un montant se compose d’un nombre et d’une monnaie.", "an amount is a number and a currency.");
        return model::Value(psl::Money{parts.first->as.i, text_of(parts.second->as.s, 16)});
    }
    if (field.type == FieldType::point) {
        auto const latitude = first_null ? std::nullopt : degrees(*parts.first);
        auto const longitude = second_null ? std::nullopt : degrees(*parts.second);
        if (!latitude || !longitude)
            return refused(field, "une position se compose d’une latitude et d’une longitude.", "a position is a latitude and a longitude.");
        return model::Value(model::Point{*latitude, *longitude});
    }
    model::Period period;
    for (auto const& [raw, into] : {std::pair{parts.first, &period.from}, std::pair{parts.second, &period.to}}) {
        if (is_null(raw))
            continue;
        *into = raw->kind == PSL_TEXT ? psl::Date::parse(text_of(raw->as.s, 64)) : std::nullopt;
        if (!*into)
            return refused(field, "une période se compose de deux dates (AAAA-MM-JJ).", "a period is two dates (YYYY-MM-DD).");
    }
    return model::Value(period);
}

/// 1 or 2 for the parts of a compound field, 0 for the whole of a simple one, -1 for no such part.
int part_number(FieldType type, std::string_view part)
{
    switch (type) {
    case FieldType::money: return part == "minor" ? 1 : part == "currency" ? 2 : -1;
    case FieldType::period: return part == "from" ? 1 : part == "to" ? 2 : -1;
    case FieldType::point: return part == "lat" ? 1 : part == "lon" ? 2 : -1;
    default: return part.empty() ? 0 : -1;
    }
}

Error no_such_field(model::Entity const& entity, std::string_view name)
{
    return {Status::not_found, {fmt::format("Les fiches «\u00a0{}\u00a0» n’ont pas de champ «\u00a0{}\u00a0».", entity.label.fr, name),
                                fmt::format("Records of “{}” have no field “{}”.", entity.label.en, name)}};
}

void put_text(std::string text, psl_value& out, std::string& storage)
{
    storage = std::move(text);
    out.kind = PSL_TEXT;
    out.as.s = to_c(std::string_view(storage));
}

void put_integer(std::int64_t number, psl_value& out)
{
    out.kind = PSL_INT;
    out.as.i = number;
}

std::string dumped(Json const& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

} // namespace

Result<FieldValues> read_fields(model::Entity const& entity, psl_str const* names, psl_value const* values, std::uint32_t n,
                                LinkByKey const& link_by_key)
{
    if (n > limits::fields || (n > 0 && (names == nullptr || values == nullptr)))
        return Error{Status::invalid, {"Trop de champs pour une fiche.", "Too many fields for one record."}};
    FieldValues result;
    result.reserve(n);
    std::vector<std::pair<model::Field const*, Parts>> compounds;
    for (std::uint32_t at = 0; at < n; ++at) {
        std::string_view const name = name_in(names[at]);
        auto const dot = name.find('.');
        model::Field const* const field = entity.field(name.substr(0, dot));
        int const part = field == nullptr ? -1 : part_number(field->type, dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1));
        bool const whole_null = field != nullptr && dot == std::string_view::npos && values[at].kind == PSL_NULL;
        if (part < 0 && !whole_null)
            return no_such_field(entity, name.substr(0, 200));
        if (part <= 0) {
            auto value = whole_null ? Result<model::Value>(model::Value{}) : simple(*field, values[at], link_by_key);
            if (!value)
                return value.error();
            result.emplace_back(field->id, std::move(*value));
            continue;
        }
        auto known = std::find_if(compounds.begin(), compounds.end(), [&](auto const& entry) { return entry.first == field; });
        if (known == compounds.end())
            known = compounds.insert(compounds.end(), {field, Parts{}});
        (part == 1 ? known->second.first : known->second.second) = &values[at];
    }
    for (auto const& [field, parts] : compounds) {
        auto value = compound(*field, parts);
        if (!value)
            return value.error();
        result.emplace_back(field->id, std::move(*value));
    }
    return result;
}

bool write_value(model::Value const& value, FieldType type, std::string_view part, psl_value& out, std::string& storage)
{
    out = psl_value{};
    int const number = part_number(type, part);
    if (number < 0 && !part.empty())
        return false;
    bool const first = number != 2; // a compound named as a whole shows its first part: enough to see whether it is null
    if (auto const* integer = std::get_if<std::int64_t>(&value))
        put_integer(*integer, out);
    else if (auto const* truth = std::get_if<bool>(&value))
        put_integer(*truth ? 1 : 0, out);
    else if (auto const* text = std::get_if<std::string>(&value))
        put_text(*text, out, storage);
    else if (auto const* scaled = std::get_if<model::Scaled>(&value))
        put_text(psl::detail::scaled_text(scaled->number, scaled->scale), out, storage);
    else if (auto const* money = std::get_if<psl::Money>(&value))
        first ? put_integer(money->minor, out) : put_text(money->currency, out, storage);
    else if (auto const* date = std::get_if<psl::Date>(&value))
        put_text(date->iso(), out, storage);
    else if (auto const* period = std::get_if<model::Period>(&value)) {
        if (auto const& day = first ? period->from : period->to)
            put_text(day->iso(), out, storage);
    } else if (auto const* point = std::get_if<model::Point>(&value)) {
        out.kind = PSL_REAL;
        out.as.r = first ? point->latitude : point->longitude;
    } else if (auto const* words = std::get_if<model::Translations>(&value))
        put_text(dumped(Json(words->texts)), out, storage);
    else if (auto const* ref = std::get_if<model::FileRef>(&value)) {
        Json json{{"name", ref->name}};
        if (ref->url.empty()) {
            json["sha256"] = ref->sha256;
            json["media"] = ref->media;
            json["size"] = ref->size;
        } else
            json["url"] = ref->url;
        put_text(dumped(json), out, storage);
    } else if (auto const* id = std::get_if<model::RecordId>(&value))
        put_integer(id->value, out);
    else if (auto const* ids = std::get_if<model::Ids>(&value))
        put_text(dumped(Json(*ids)), out, storage);
    else if (auto const* codes = std::get_if<model::Codes>(&value))
        put_text(dumped(Json(*codes)), out, storage);
    else if (auto const* counts = std::get_if<psl::Cells>(&value)) {
        Json json = Json::object();
        for (auto const& [key, people] : counts->counts)
            json[fmt::format("{}|{}|{}", sexes[static_cast<std::size_t>(key.sex)], ages[static_cast<std::size_t>(key.age)],
                             disabilities[static_cast<std::size_t>(key.disability)])] = people;
        put_text(dumped(json), out, storage);
    }
    return true;
}

} // namespace passerelle::bridge
