#include "host/base/format.hpp"
#include "host/base/text.hpp"
#include "passerelle/value/currency.hpp"
#include "passerelle/value/date.hpp"
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <unicode/dtfmtsym.h>
#include <unicode/numberformatter.h>
#include <vector>

namespace passerelle {

namespace {

constexpr std::string_view no_break_space = "\u00A0";

icu::Locale locale_of(Language language) { return language == Language::fr ? icu::Locale::getFrench() : icu::Locale::getUK(); }

/// Formatters are immutable and shared: building one costs far more than using it.
icu::number::LocalizedNumberFormatter const& formatter(Language language, int scale)
{
    using icu::number::NumberFormatter;
    using icu::number::Precision;
    static auto const made = [] {
        std::array<std::vector<icu::number::LocalizedNumberFormatter>, 2> all;
        for (auto const lang : {Language::fr, Language::en})
            for (int decimals = 0; decimals <= psl::most_decimals; ++decimals)
                all[static_cast<std::size_t>(lang)].push_back(NumberFormatter::withLocale(locale_of(lang)).precision(Precision::fixedFraction(decimals)));
        return all;
    }();
    return made[static_cast<std::size_t>(language)][static_cast<std::size_t>(scale)];
}

std::string month_name(unsigned month, Language language)
{
    static auto const names = [] {
        std::array<std::array<std::string, 12>, 2> all;
        for (auto const lang : {Language::fr, Language::en}) {
            UErrorCode status = U_ZERO_ERROR;
            icu::DateFormatSymbols const symbols{locale_of(lang), status};
            int32_t count = 0;
            auto const* const months = symbols.getMonths(count, icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::WIDE);
            for (int32_t at = 0; at < count && at < 12; ++at)
                months[at].toUTF8String(all[static_cast<std::size_t>(lang)][static_cast<std::size_t>(at)]);
        }
        return all;
    }();
    return names[static_cast<std::size_t>(language)][month - 1];
}

std::string symbol_of(std::string_view currency)
{
    if (currency == "EUR")
        return "€";
    if (currency == "USD")
        return "$";
    if (currency == "GBP")
        return "£";
    return std::string{currency}; // CLDR's "F CFA" and "FCFA" for XOF and XAF cannot be told apart
}

Error refused(std::string fr, std::string en) { return {Status::invalid, {std::move(fr), std::move(en)}}; }

Error not_a_number(std::string_view typed)
{
    return refused(fmt::format("« {} » n’est pas un nombre. Saisissez par exemple 1 234,56.", shortened(cleaned(typed), 40)),
                   fmt::format("“{}” is not a number. Type for example 1,234.56.", shortened(cleaned(typed), 40)));
}

/// The typed text with one kind of space and apostrophe as ' ', and '-' for every minus; other bytes as they are.
std::string plain_signs(std::string_view typed)
{
    std::string text{typed};
    auto const replace = [&](std::string_view from, std::string_view to) {
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
            text.replace(at, from.size(), to);
    };
    for (std::string_view const space : {"\u00A0", "\u202F", "\u2009", "\u2007", "\t", "'", "’"})
        replace(space, " ");
    replace("\u2212", "-");
    auto const first = text.find_first_not_of(' ');
    return first == std::string::npos ? std::string{} : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// Groups of three after a first group of one to three.
bool is_grouped(std::string_view whole, char separator)
{
    std::size_t group = 0;
    bool first = true;
    for (std::size_t at = 0; at <= whole.size(); ++at) {
        if (at < whole.size() && whole[at] != separator) {
            ++group;
            continue;
        }
        if (first ? group < 1 || group > 3 : group != 3)
            return false;
        first = false;
        group = 0;
    }
    return true;
}

} // namespace

std::string format_integer(std::int64_t number, Language language) { return format_decimal(number, 0, language); }

std::string format_decimal(std::int64_t number, int scale, Language language)
{
    if (scale < 0 || scale > psl::most_decimals)
        scale = 0;
    auto const plain = psl::plain_decimal(number, scale);
    UErrorCode status = U_ZERO_ERROR;
    std::string text;
    formatter(language, scale).formatDecimal(icu::StringPiece{plain.data(), static_cast<int32_t>(plain.size())}, status).toString(status).toUTF8String(text);
    return U_SUCCESS(status) ? text : plain;
}

std::string format_percent(std::int64_t number, int scale, Language language)
{
    return language == Language::fr ? fmt::format("{}{}%", format_decimal(number, scale, language), no_break_space)
                                    : format_decimal(number, scale, language) + "%";
}

std::string format_money(std::int64_t minor, std::string_view currency, Language language, CurrencyStyle style)
{
    auto const amount = format_decimal(minor, psl::minor_units(currency), language);
    if (style == CurrencyStyle::iso_code)
        return fmt::format("{}{}{}", amount, no_break_space, currency);
    auto const symbol = symbol_of(currency);
    if (language == Language::fr || symbol == currency)
        return fmt::format("{}{}{}", amount, no_break_space, symbol);
    return minor < 0 ? fmt::format("-{}{}", symbol, amount.substr(1)) : symbol + amount;
}

std::string format_date(std::string_view iso, Language language, DateStyle style)
{
    auto const date = psl::Date::parse(iso);
    if (!date)
        return std::string{iso};
    if (style == DateStyle::table)
        return fmt::format("{:02}/{:02}/{:04}", date->day(), date->month(), date->year());
    auto const month = month_name(date->month(), language);
    if (language == Language::en)
        return fmt::format("{} {} {}", date->day(), month, date->year());
    return fmt::format("{}{}{} {}", date->day() == 1 ? std::string{"1er"} : std::to_string(date->day()), no_break_space, month, date->year());
}

Result<std::int64_t> parse_scaled(std::string_view typed, int scale, Language language)
{
    if (typed.size() > 80 || scale < 0 || scale > psl::most_decimals)
        return not_a_number(typed);
    std::string text = plain_signs(typed);
    bool const negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.erase(0, 1);
    while (text.starts_with(' '))
        text.erase(0, 1);
    if (text.empty() || text.find_first_not_of("0123456789., ") != std::string::npos)
        return not_a_number(typed);

    auto const count = [&](char c) { return std::count(text.begin(), text.end(), c); };
    auto const dots = count('.'), commas = count(',');
    auto const last_dot = text.rfind('.'), last_comma = text.rfind(',');
    char decimal = '\0', group = '\0';
    if (dots && commas) { // the last of the two is the decimal sign: 1.234,56 or 1,234.56
        decimal = last_dot > last_comma ? '.' : ',';
        group = decimal == '.' ? ',' : '.';
    } else if (dots > 1 || commas > 1)
        group = dots ? '.' : ',';
    else if (dots || commas) {
        char const sign = dots ? '.' : ',';
        auto const at = text.find(sign);
        bool const three_after = text.size() - at == 4 && at >= 1 && at <= 3 && text[0] != '0';
        if (sign == (language == Language::fr ? ',' : '.') || !three_after)
            decimal = sign;
        else if (language == Language::en)
            group = ','; // 1,234 is how English writes a thousand
        else
            return refused(fmt::format("« {} » se lit de deux façons. Écrivez {} ou {}.", text, text.substr(0, at) + "\u202F" + text.substr(at + 1),
                                       text.substr(0, at) + "," + text.substr(at + 1)),
                           fmt::format("“{}” can be read in two ways. Write {} or {}.", text, text.substr(0, at) + text.substr(at + 1),
                                       text.substr(0, at) + "," + text.substr(at + 1)));
    }
    if (decimal && count(decimal) > 1)
        return not_a_number(typed);
    std::string whole = decimal ? text.substr(0, text.find(decimal)) : text;
    std::string const decimals = decimal ? text.substr(text.find(decimal) + 1) : std::string{};
    if (decimals.find_first_not_of("0123456789") != std::string::npos || (decimal && decimals.empty()) || (whole.empty() && decimals.empty()))
        return not_a_number(typed);
    for (char const separator : {group, ' '})
        if (separator && whole.find(separator) != std::string::npos) {
            if (!is_grouped(whole, separator))
                return not_a_number(typed);
            std::erase(whole, separator);
        }
    if (whole.find_first_not_of("0123456789") != std::string::npos)
        return not_a_number(typed);
    auto kept = decimals;
    while (!kept.empty() && kept.size() > static_cast<std::size_t>(scale) && kept.back() == '0')
        kept.pop_back();
    if (kept.size() > static_cast<std::size_t>(scale))
        return scale == 0 ? refused(fmt::format("« {} » : un nombre entier est attendu.", shortened(text, 40)),
                                    fmt::format("“{}”: a whole number is expected.", shortened(text, 40)))
                          : refused(fmt::format("« {} » : au plus {} décimale{}. Arrondissez le nombre.", shortened(text, 40), scale, scale > 1 ? "s" : ""),
                                    fmt::format("“{}”: at most {} decimal{} can be kept. Round the number.", shortened(text, 40), scale, scale > 1 ? "s" : ""));
    auto const plain = (negative ? "-" : "") + (whole.empty() ? std::string{"0"} : whole) + (kept.empty() ? "" : "." + kept);
    auto const number = psl::parse_scaled_exactly(plain, scale);
    if (!number)
        return refused(fmt::format("« {} » est un nombre trop grand.", shortened(text, 40)), fmt::format("“{}” is too large a number.", shortened(text, 40)));
    return *number;
}

Result<std::string> parse_date(std::string_view typed, Language)
{
    std::string text = typed.size() > 40 ? std::string{} : plain_signs(typed);
    if (auto const iso = psl::Date::parse(text))
        return iso->iso();
    std::array<unsigned, 3> parts{};
    std::array<std::size_t, 3> digits{};
    std::size_t part = 0;
    bool good = !text.empty();
    for (char const c : text) {
        if (c >= '0' && c <= '9' && digits[part] < 4) {
            parts[part] = parts[part] * 10 + static_cast<unsigned>(c - '0');
            ++digits[part];
        } else if ((c == '/' || c == '.' || c == '-' || c == ' ') && part < 2 && digits[part] > 0)
            ++part;
        else
            good = false;
        if (!good)
            break;
    }
    if (good && part == 2 && digits[0] <= 2 && digits[1] <= 2 && digits[2] == 4)
        if (auto const date = psl::Date::of(static_cast<int>(parts[2]), parts[1], parts[0]))
            return date->iso();
    auto const shown = shortened(cleaned(typed), 40);
    return refused(fmt::format("« {} » n’est pas une date. Saisissez le jour, le mois et l’année, par exemple 01/03/2025.", shown),
                   fmt::format("“{}” is not a date. Type day, month and year, for example 01/03/2025.", shown));
}

} // namespace passerelle
