#include "host/model/value_text.hpp"
#include "host/base/format.hpp"
#include "host/base/text.hpp"
#include "host/base/trim.hpp"
#include "host/model/value_json.hpp"
#include "passerelle/value/money.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace passerelle::model {

namespace {

constexpr std::string_view dash = " – ";

Error refused(Field const& field, std::string_view fr, std::string_view en)
{
    return {Status::invalid, {fmt::format("{} : {}", field.label.fr, fr), fmt::format("{}: {}", field.label.en, en)}};
}
Error named(Field const& field, Error const& error) { return refused(field, error.sentence.fr, error.sentence.en); }

std::string name_of_code(Field const& field, std::string const& code, Registry const& registry, Language language)
{
    auto const* const list = registry.list(field.list);
    return list ? list->name_of(code, language) : code;
}

template<typename Range, typename Write>
std::string joined(Range const& range, Write const& write)
{
    std::string text;
    for (auto const& each : range)
        text += (text.empty() ? "" : ", ") + write(each);
    return text;
}

/// No zeros at the end: "141", "17,5".
std::string decimal_in_words(Scaled value, Language language)
{
    while (value.scale > 0 && value.number % 10 == 0)
        value = {value.number / 10, value.scale - 1};
    return format_decimal(value.number, value.scale, language);
}

/// Six decimals at most (a tenth of a metre), no zeros at the end.
std::string degrees_in_words(double value, Language language)
{
    auto number = static_cast<std::int64_t>(std::llround(value * 1e6));
    int scale = 6;
    while (scale > 0 && number % 10 == 0) {
        number /= 10;
        --scale;
    }
    return format_decimal(number, scale, language);
}

Result<std::string> code_of(Field const& field, std::string_view typed, Registry const& registry)
{
    auto const* const list = registry.list(field.list);
    if (!list || list->find(typed))
        return std::string{typed};
    auto const wanted = fold(typed);
    std::string found;
    for (auto const& code : list->codes)
        if (fold(code.code) == wanted || fold(code.name.fr) == wanted || fold(code.name.en) == wanted) {
            if (!found.empty())
                return refused(field, fmt::format("« {} » désigne plusieurs codes. Saisissez le code.", typed), fmt::format("“{}” names several codes. Type the code.", typed));
            found = code.code;
        }
    if (!found.empty())
        return found;
    if (list->open && typed.size() <= 100 && typed.find(' ') == std::string_view::npos)
        return std::string{typed}; // the list grows elsewhere: the check of the record warns
    return refused(field, fmt::format("« {} » ne figure pas dans la liste « {} ». Choisissez une valeur de la liste.", shortened(typed, 60), list->label.fr),
                   fmt::format("“{}” is not in the list “{}”. Choose a value of the list.", shortened(typed, 60), list->label.en));
}

Result<Value> money_from_text(Field const& field, std::string_view typed, Language language, std::string_view currency)
{
    std::string code{currency};
    auto const split = typed.find_last_of("0123456789.,");
    auto const unit = trimmed(split == std::string_view::npos ? typed : typed.substr(split + 1));
    if (unit == "€")
        code = "EUR";
    else if (unit.size() == 3) {
        code = unit;
        std::transform(code.begin(), code.end(), code.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    } else if (!unit.empty())
        code.clear();
    if (!psl::is_currency_code(code))
        return refused(field, "indiquez la monnaie après le montant, par exemple 1 234,56 EUR.", "give the currency after the amount, for example 1,234.56 EUR.");
    auto const minor = parse_scaled(typed.substr(0, split == std::string_view::npos ? 0 : split + 1), psl::minor_units(code), language);
    if (!minor)
        return named(field, minor.error());
    return Value{psl::Money{*minor, code}};
}

Result<Value> period_from_text(Field const& field, std::string_view typed, Language language)
{
    std::string text{typed};
    auto const replace = [&](std::string_view from, std::string_view to) {
        if (auto const at = text.find(from); at != std::string::npos)
            text.replace(at, from.size(), to);
    };
    replace("\u00A0–\u00A0", "–");
    replace(" au ", "–");
    replace(" to ", "–");
    replace(" - ", "–");
    for (std::string_view const word : {"du ", "Du ", "from ", "From "})
        if (text.starts_with(word))
            text.erase(0, word.size());
    auto const split = text.find("–");
    if (split == std::string::npos)
        return refused(field, "saisissez deux dates, par exemple 01/01/2025 – 31/12/2025.", "type two dates, for example 01/01/2025 – 31/12/2025.");
    Period period;
    for (auto const& [part, into] : {std::pair{trimmed(std::string_view{text}.substr(0, split)), &period.from},
                                     std::pair{trimmed(std::string_view{text}.substr(split + std::string_view{"–"}.size())), &period.to}}) {
        if (part.empty() || part == "…")
            continue;
        auto const iso = parse_date(part, language);
        if (!iso)
            return named(field, iso.error());
        *into = psl::Date::parse(*iso);
    }
    if (!period.from && !period.to)
        return Value{};
    if (period.from && period.to && *period.to < *period.from)
        return refused(field, fmt::format("la fin ({}) précède le début ({}). Corrigez l’une des deux dates.", format_date(period.to->iso(), language), format_date(period.from->iso(), language)),
                       fmt::format("the end ({}) comes before the start ({}). Correct one of them.", format_date(period.to->iso(), language), format_date(period.from->iso(), language)));
    return Value{period};
}

Result<Value> point_from_text(Field const& field, std::string_view typed, Language language)
{
    auto split = typed.find(';');
    if (split == std::string_view::npos) {
        split = typed.find(", ");
        if (split == std::string_view::npos && std::count(typed.begin(), typed.end(), ',') == 1)
            split = typed.find(',');
    }
    if (split == std::string_view::npos)
        return refused(field, "saisissez la latitude, un point-virgule, puis la longitude : 14,6937 ; -17,4441.", "type latitude and longitude: 14.6937, -17.4441.");
    auto const part = [&](std::string_view text) -> Result<std::int64_t> {
        auto const whole = trimmed(text);
        return parse_scaled(whole, 7, whole.find('.') != std::string_view::npos ? Language::en : language);
    };
    auto const latitude = part(typed.substr(0, split)), longitude = part(typed.substr(split + 1));
    if (!latitude || !longitude)
        return named(field, !latitude ? latitude.error() : longitude.error());
    if (std::abs(*latitude) > 900'000'000 || std::abs(*longitude) > 1'800'000'000)
        return refused(field, "la latitude va de -90 à 90, la longitude de -180 à 180.", "latitude goes from -90 to 90, longitude from -180 to 180.");
    return Value{Point{static_cast<double>(*latitude) / 1e7, static_cast<double>(*longitude) / 1e7}};
}

Result<Value> list_from_text(Field const& field, std::string_view typed, Registry const& registry)
{
    Codes codes;
    Ids ids;
    char const separator = typed.find(';') != std::string_view::npos ? ';' : ',';
    while (true) {
        auto const split = typed.find(separator);
        if (auto const item = trimmed(typed.substr(0, split)); !item.empty()) {
            if (field.type == FieldType::links) {
                auto const id = parse_scaled(item.starts_with('#') ? item.substr(1) : item, 0, Language::fr);
                if (!id)
                    return named(field, id.error());
                ids.push_back(*id);
            } else {
                auto code = code_of(field, item, registry);
                if (!code)
                    return code.error();
                if (std::find(codes.begin(), codes.end(), *code) == codes.end())
                    codes.push_back(std::move(*code));
            }
        }
        if (split == std::string_view::npos)
            break;
        typed.remove_prefix(split + 1);
    }
    if (field.type == FieldType::links)
        return ids.empty() ? Value{} : Value{ids};
    return codes.empty() ? Value{} : Value{codes};
}

Result<Value> boolean_from_text(Field const& field, std::string_view typed)
{
    auto const word = fold(typed);
    for (std::string_view const yes : {"oui", "yes", "vrai", "true", "1", "o", "y"})
        if (word == yes)
            return Value{true};
    for (std::string_view const no : {"non", "no", "faux", "false", "0", "n"})
        if (word == no)
            return Value{false};
    return refused(field, "répondez par oui ou non.", "answer yes or no.");
}

} // namespace

std::string value_in_words(Field const& field, Value const& value, Registry const& registry, Language language)
{
    if (auto const* const text = std::get_if<std::string>(&value))
        return field.type == FieldType::choice ? name_of_code(field, *text, registry, language) : *text;
    if (auto const* const whole = std::get_if<std::int64_t>(&value))
        return format_integer(*whole, language);
    if (auto const* const yes = std::get_if<bool>(&value))
        return language == Language::fr ? (*yes ? "Oui" : "Non") : (*yes ? "Yes" : "No");
    if (auto const* const scaled = std::get_if<Scaled>(&value))
        return field.type == FieldType::percent ? format_percent(scaled->number, scaled->scale, language) : decimal_in_words(*scaled, language);
    if (auto const* const money = std::get_if<psl::Money>(&value))
        return format_money(money->minor, money->currency, language);
    if (auto const* const date = std::get_if<psl::Date>(&value))
        return format_date(date->iso(), language);
    if (auto const* const period = std::get_if<Period>(&value)) {
        auto const end = [&](std::optional<psl::Date> const& date) { return date ? format_date(date->iso(), language) : std::string{"…"}; };
        return end(period->from) + std::string{dash} + end(period->to);
    }
    if (auto const* const point = std::get_if<Point>(&value))
        return degrees_in_words(point->latitude, language) + (language == Language::fr ? "\u202F; " : ", ") + degrees_in_words(point->longitude, language);
    if (auto const* const translations = std::get_if<Translations>(&value))
        return translations->in(language);
    if (auto const* const file = std::get_if<FileRef>(&value))
        return !file->name.empty() ? file->name : file->url;
    if (auto const* const link = std::get_if<RecordId>(&value))
        return fmt::format("#{}", link->value);
    if (auto const* const ids = std::get_if<Ids>(&value))
        return joined(*ids, [](std::int64_t id) { return fmt::format("#{}", id); });
    if (auto const* const codes = std::get_if<Codes>(&value))
        return joined(*codes, [&](std::string const& code) { return name_of_code(field, code, registry, language); });
    if (auto const* const cells = std::get_if<psl::Cells>(&value))
        return format_integer(psl::total(*cells).value_or(0), language);
    return {};
}

Result<Value> value_from_text(Field const& field, std::string_view typed, Registry const& registry, Language language, std::string_view currency)
{
    auto const text = trimmed(typed);
    if (text.empty())
        return Value{};
    if (!is_valid_utf8(text))
        return refused(field, "le texte contient des octets illisibles.", "the text holds unreadable bytes.");
    switch (field.type) {
    case FieldType::text:
    case FieldType::long_text:
        return Value{cleaned(text)};
    case FieldType::translatable:
        return Value{Translations{{{language == Language::fr ? "fr" : "en", cleaned(text)}}}};
    case FieldType::integer: {
        auto const number = parse_scaled(text, 0, language);
        return number ? Result<Value>{Value{*number}} : named(field, number.error());
    }
    case FieldType::decimal:
    case FieldType::percent: {
        auto const number = parse_scaled(text.ends_with('%') ? trimmed(text.substr(0, text.size() - 1)) : text, field.scale, language);
        return number ? Result<Value>{Value{Scaled{*number, field.scale}}} : named(field, number.error());
    }
    case FieldType::money:
        return money_from_text(field, text, language, currency);
    case FieldType::date: {
        auto const iso = parse_date(text, language);
        return iso ? Result<Value>{Value{*psl::Date::parse(*iso)}} : named(field, iso.error());
    }
    case FieldType::period:
        return period_from_text(field, text, language);
    case FieldType::boolean:
        return boolean_from_text(field, text);
    case FieldType::choice: {
        auto code = code_of(field, text, registry);
        return code ? Result<Value>{Value{std::move(*code)}} : code.error();
    }
    case FieldType::choices:
    case FieldType::links:
        return list_from_text(field, text, registry);
    case FieldType::link: {
        auto const id = parse_scaled(text.starts_with('#') ? text.substr(1) : text, 0, Language::fr);
        return id ? Result<Value>{Value{RecordId{*id}}} : named(field, id.error());
    }
    case FieldType::point:
        return point_from_text(field, text, language);
    case FieldType::file:
        if (!text.starts_with("https://") && !text.starts_with("http://"))
            return refused(field, "saisissez une adresse web, par exemple https://example.org, ou choisissez un fichier.",
                           "type a web address, for example https://example.org, or choose a file.");
        return Value{FileRef{.name = {}, .sha256 = {}, .media = {}, .url = std::string{text}, .size = 0}};
    case FieldType::count:
        return value_from_json(field, text);
    }
    return Value{};
}

} // namespace passerelle::model
