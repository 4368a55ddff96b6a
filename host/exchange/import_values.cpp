#include "host/exchange/import_values.hpp"
#include "host/base/text.hpp"
#include "passerelle/value/date.hpp"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <vector>

namespace passerelle::exchange {
namespace {

constexpr std::array<std::string_view, 12> months_fr{"janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"};
constexpr std::array<std::string_view, 12> months_en{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"};

bool digit(char letter) { return letter >= '0' && letter <= '9'; }
bool small_letter(char letter) { return letter >= 'a' && letter <= 'z'; }

/// 1 to 12, or 0: whole names, and beginnings of three letters or more that fit one month alone ("janv", "sept", "mar").
int month_named(std::string_view word)
{
    if (word.size() < 3)
        return 0;
    int found = 0;
    for (auto const* names : {&months_fr, &months_en})
        for (std::size_t at = 0; at < 12; ++at)
            if ((*names)[at].starts_with(word)) {
                if (found && found != static_cast<int>(at) + 1)
                    return 0;
                found = static_cast<int>(at) + 1;
            }
    return found;
}

int full_year(int written, std::size_t digits)
{
    return digits == 4 ? written : written < 70 ? 2000 + written : 1900 + written;
}

std::optional<psl::Date> date_of(DateText const& text, DateOrder order)
{
    auto const& p = text.parts;
    if (text.named_month)
        return psl::Date::of(p[2], static_cast<unsigned>(p[1]), static_cast<unsigned>(p[0]));
    if (text.year_at == 0)
        return psl::Date::of(p[0], static_cast<unsigned>(p[1]), static_cast<unsigned>(p[2]));
    bool const day_first = order == DateOrder::day_first;
    return psl::Date::of(p[2], static_cast<unsigned>(day_first ? p[1] : p[0]), static_cast<unsigned>(day_first ? p[0] : p[1]));
}

} // namespace

bool DateText::says_day_first() const { return !named_month && year_at == 2 && date_of(*this, DateOrder::day_first) && !date_of(*this, DateOrder::month_first); }
bool DateText::says_month_first() const { return !named_month && year_at == 2 && date_of(*this, DateOrder::month_first) && !date_of(*this, DateOrder::day_first); }

std::optional<DateText> read_date_text(std::string_view typed)
{
    if (typed.size() > 60)
        return std::nullopt;
    auto const text = fold(typed);
    struct Token {
        int number = 0;
        std::size_t digits = 0;
        int month = 0;
    };
    std::vector<Token> tokens;
    std::size_t at = 0;
    bool time = false;
    while (at < text.size() && tokens.size() < 3 && !time) {
        char const letter = text[at];
        if (digit(letter)) {
            Token token;
            while (at < text.size() && digit(text[at]) && token.digits < 5) {
                token.number = token.number * 10 + (text[at++] - '0');
                ++token.digits;
            }
            if (token.digits > 4)
                return std::nullopt;
            if (token.number == 1 && text.substr(at).starts_with("er"))
                at += 2;
            tokens.push_back(token);
        } else if (small_letter(letter)) {
            auto const from = at;
            while (at < text.size() && small_letter(text[at]))
                ++at;
            auto const word = std::string_view{text}.substr(from, at - from);
            if (word == "le" || word == "du" || word == "on" || word == "th" || word == "st" || word == "nd" || word == "rd" || word == "of")
                continue;
            // A day of the week may stand before the day.
            constexpr std::array<std::string_view, 14> days{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
            if (tokens.empty() && std::any_of(days.begin(), days.end(), [&](std::string_view day) { return day == word; }))
                continue;
            int const month = month_named(word);
            if (month == 0)
                return std::nullopt;
            tokens.push_back({0, 0, month});
        } else if (letter == '/' || letter == '.' || letter == '-' || letter == ' ' || letter == ',') {
            ++at;
        } else {
            return std::nullopt;
        }
    }
    if (tokens.size() != 3)
        return std::nullopt;
    // A time of day may follow: "T14:05:00Z", " 14 h 05", " 1:00 PM".
    for (; at < text.size(); ++at)
        if (!digit(text[at]) && std::string_view{" :.htzapmsin,+-"}.find(text[at]) == std::string_view::npos)
            return std::nullopt;
    DateText date;
    auto const named = std::find_if(tokens.begin(), tokens.end(), [](Token const& token) { return token.month != 0; });
    if (named != tokens.end()) {
        if (std::count_if(tokens.begin(), tokens.end(), [](Token const& token) { return token.month != 0; }) != 1 || named == tokens.end() - 1)
            return std::nullopt;
        auto const& day = named == tokens.begin() ? tokens[1] : tokens[0];
        auto const& year = tokens[2];
        if (day.digits > 2 || (year.digits != 2 && year.digits != 4))
            return std::nullopt;
        date.named_month = true;
        date.parts = {day.number, named->month, full_year(year.number, year.digits)};
        return date;
    }
    if (tokens[0].digits == 4 && tokens[1].digits <= 2 && tokens[2].digits <= 2) {
        date.year_at = 0;
        date.parts = {tokens[0].number, tokens[1].number, tokens[2].number};
        return date;
    }
    if (tokens[0].digits > 2 || tokens[1].digits > 2 || (tokens[2].digits != 4 && tokens[2].digits != 2))
        return std::nullopt;
    date.parts = {tokens[0].number, tokens[1].number, full_year(tokens[2].number, tokens[2].digits)};
    return date;
}

Result<std::string> iso_of(DateText const& text, DateOrder order, std::string_view typed)
{
    if (auto const date = date_of(text, order))
        return date->iso();
    auto const shown = shortened(cleaned(typed), 40);
    bool const day_first = text.named_month || order == DateOrder::day_first;
    int const day = text.year_at == 0 && !text.named_month ? text.parts[2] : day_first ? text.parts[0] : text.parts[1];
    int const month = text.year_at == 0 || day_first ? text.parts[1] : text.parts[0];
    if (month >= 1 && month <= 12 && day >= 29 && day <= 31) {
        constexpr std::array<std::string_view, 12> fr{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"};
        constexpr std::array<std::string_view, 12> en{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
        auto const at = static_cast<std::size_t>(month - 1);
        int const year = text.year_at == 0 && !text.named_month ? text.parts[0] : text.parts[2];
        bool const leap = month == 2 && day == 29;
        return Error{Status::invalid, {leap ? fmt::format("Le 29\u00A0février {} n’existe pas. Corrigez la date ou ignorez la ligne.", year) : fmt::format("Le {}\u00A0{} n’existe pas. Corrigez la date ou ignorez la ligne.", day, fr[at]),
                                       leap ? fmt::format("29 February {} does not exist. Correct the date or ignore the line.", year) : fmt::format("{} {} does not exist. Correct the date or ignore the line.", day, en[at])}};
    }
    return Error{Status::invalid, {fmt::format("«\u00A0{}\u00A0» n’est pas une date. Écrivez le jour, le mois et l’année, par exemple 01/03/2025.", shown),
                                   fmt::format("“{}” is not a date. Write day, month and year, for example 01/03/2025.", shown)}};
}

std::optional<NumberText> read_number_text(std::string_view typed)
{
    if (typed.size() > 120)
        return std::nullopt;
    std::string text;
    for (std::size_t at = 0; at < typed.size();) { // one kind of space, minus and apostrophe
        auto const rest = typed.substr(at);
        auto const take = [&](std::string_view sign, char as) {
            if (!rest.starts_with(sign))
                return false;
            text += as;
            at += sign.size();
            return true;
        };
        if (!take("\u00A0", ' ') && !take("\u202F", ' ') && !take("\u2009", ' ') && !take("\u2007", ' ') && !take("\u2212", '-') && !take("\u2013", '-') && !take("\u2019", '\'') && !take("\t", ' ')) {
            text += typed[at];
            ++at;
        }
    }
    auto const first = text.find_first_of("0123456789"), last = text.find_last_of("0123456789");
    if (first == std::string::npos)
        return std::nullopt;
    std::size_t from = first;
    if (from > 0 && (text[from - 1] == '.' || text[from - 1] == ','))
        --from;
    NumberText number;
    std::string before = text.substr(0, from), after = text.substr(last + 1);
    auto const trim = [](std::string& part) {
        part.erase(0, std::min(part.find_first_not_of(' '), part.size()));
        while (!part.empty() && part.back() == ' ')
            part.pop_back();
    };
    trim(before);
    trim(after);
    if (before.starts_with('(') && after.ends_with(')')) { // accountants' minus
        number.negative = true;
        before.erase(0, 1);
        after.pop_back();
    }
    if (before.ends_with('-') || before.starts_with('-')) {
        number.negative = true;
        before.erase(before.starts_with('-') ? 0 : before.size() - 1, 1);
    } else if (before.ends_with('+') || before.starts_with('+')) {
        before.erase(before.starts_with('+') ? 0 : before.size() - 1, 1);
    }
    if (after == "-" || (after.starts_with('-') && after.size() > 1 && after.find_first_of("0123456789") == std::string::npos && before.empty() && after[1] == ' ')) {
        number.negative = true;
        after.erase(0, 1);
    }
    if (after.starts_with(",-") || after.starts_with(".-")) // Swiss "1'200.-"
        after.erase(0, 2);
    trim(before);
    trim(after);
    if (!before.empty() && !after.empty())
        return std::nullopt;
    number.unit = before.empty() ? after : before;
    for (std::size_t at = from; at <= last; ++at) {
        char const letter = text[at];
        if (letter == ' ' || letter == '\'') { // between thousands only
            std::size_t group = 0;
            while (at + 1 + group <= last && digit(text[at + 1 + group]))
                ++group;
            if (group != 3 || at == from)
                return std::nullopt;
        } else if (digit(letter) || letter == '.' || letter == ',') {
            number.body += letter;
        } else {
            return std::nullopt;
        }
    }
    return number;
}

Evidence evidence_of(NumberText const& number)
{
    auto const& body = number.body;
    auto const dots = std::count(body.begin(), body.end(), '.'), commas = std::count(body.begin(), body.end(), ',');
    if (dots == 0 && commas == 0)
        return Evidence::none;
    if (dots && commas)
        return body.rfind('.') > body.rfind(',') ? Evidence::dot : Evidence::comma;
    if (dots > 1 || commas > 1)
        return dots ? Evidence::comma : Evidence::dot;
    auto const at = body.find_first_of(".,");
    if (body.size() - at == 4 && at >= 1 && at <= 3 && body[0] != '0')
        return Evidence::unclear;
    return dots ? Evidence::dot : Evidence::comma;
}

std::optional<std::string> plain_number(NumberText const& number, DecimalSign sign)
{
    auto const evidence = evidence_of(number);
    bool const comma = evidence == Evidence::comma || (evidence == Evidence::unclear && sign == DecimalSign::comma);
    char const decimal = comma ? ',' : '.', group = comma ? '.' : ',';
    auto const at = number.body.rfind(decimal);
    auto whole = number.body.substr(0, at);
    auto const decimals = at == std::string::npos ? std::string{} : number.body.substr(at + 1);
    if (whole.find(decimal) != std::string::npos || decimals.find(group) != std::string::npos)
        return std::nullopt;
    for (auto mark = whole.find(group); mark != std::string::npos; mark = whole.find(group, mark + 1)) {
        auto const next = std::min(whole.find(group, mark + 1), whole.size());
        if (next - mark != 4 || mark == 0)
            return std::nullopt;
    }
    std::erase(whole, group);
    if (whole.empty())
        whole = "0";
    auto const first = std::min(whole.find_first_not_of('0'), whole.size() - 1);
    return (number.negative ? "-" : "") + whole.substr(first) + (decimals.empty() ? "" : "." + decimals);
}

std::string shifted(std::string_view plain, int powers_of_ten)
{
    if (powers_of_ten <= 0)
        return std::string{plain};
    bool const negative = plain.starts_with('-');
    auto const dot = plain.find('.');
    std::string whole{plain.substr(negative ? 1 : 0, dot == std::string_view::npos ? std::string_view::npos : dot - (negative ? 1 : 0))};
    std::string decimals{dot == std::string_view::npos ? std::string_view{} : plain.substr(dot + 1)};
    auto const count = static_cast<std::size_t>(powers_of_ten);
    if (decimals.size() < count)
        decimals.append(count - decimals.size(), '0');
    whole += decimals.substr(0, count);
    decimals.erase(0, count);
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
    return (negative ? "-" : "") + whole + (decimals.empty() ? "" : "." + decimals);
}

UnitText read_unit(std::string_view typed, std::function<bool(std::string_view)> const& known)
{
    UnitText unit;
    if (typed.size() > 200)
        return unit;
    std::string text = fold(typed);
    std::string words = " ";
    for (std::size_t at = 0; at < text.size();) {
        auto const rest = std::string_view{text}.substr(at);
        if (rest.starts_with("€")) {
            words += " € ";
            at += std::string_view{"€"}.size();
        } else if (rest.starts_with("£")) {
            words += " £ ";
            at += std::string_view{"£"}.size();
        } else {
            char const letter = text[at++];
            words += letter == '$' ? std::string{" $ "} : std::string(1, small_letter(letter) || digit(letter) ? letter : ' ');
        }
    }
    words += ' ';
    auto const has = [&](std::string_view word) { return words.find(fmt::format(" {} ", word)) != std::string::npos; };
    if (has("milliers") || has("millier") || has("thousand") || has("thousands") || has("k") || has("ke") || has("keur") || has("000"))
        unit.factor = 3;
    if (has("millions") || has("million") || has("meur") || (has("m") && (has("€") || has("fcfa") || has("cfa") || has("$"))))
        unit.factor = 6;
    unit.cfa = has("fcfa") || has("cfa") || has("f cfa");
    unit.dollar = has("$") || has("dollars") || has("dollar");
    struct Name {
        std::string_view word, code;
    };
    constexpr std::array<Name, 22> names{{{"€", "EUR"}, {"euro", "EUR"}, {"euros", "EUR"}, {"keur", "EUR"}, {"meur", "EUR"}, {"ke", "EUR"}, {"£", "GBP"}, {"dirham", "MAD"}, {"dirhams", "MAD"}, {"dh", "MAD"}, {"ariary", "MGA"}, {"dong", "VND"}, {"gourdes", "HTG"}, {"gourde", "HTG"}, {"fcfa xof", "XOF"}, {"fcfa xaf", "XAF"}, {"bceao", "XOF"}, {"beac", "XAF"}, {"us", "USD"}, {"cad", "CAD"}, {"fc", "CDF"}, {"leu", "RON"}}};
    for (auto const& name : names)
        if (has(name.word) && (name.word != "us" || unit.dollar))
            unit.currency = name.code;
    // A code stands in capitals: "par" or "sur" in a title is no currency.
    std::string token;
    for (std::size_t at = 0; at <= typed.size(); ++at) {
        char const letter = at < typed.size() ? typed[at] : ' ';
        if (letter >= 'A' && letter <= 'Z') {
            token += letter;
            continue;
        }
        bool const word_goes_on = at < typed.size() && ((letter >= 'a' && letter <= 'z') || ((letter & 0x80) && !typed.substr(at).starts_with("\u00A0")));
        if (token.size() == 3 && !word_goes_on && known(token))
            unit.currency = token;
        token.clear();
    }
    return unit;
}

} // namespace passerelle::exchange
