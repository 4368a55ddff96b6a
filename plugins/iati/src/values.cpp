#include "values.hpp"
#include "tree.hpp"
#include <charconv>
#include <cmath>

namespace iati {
namespace {

constexpr bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

/// Digits and at most one dot, no sign; the exponent moves the dot.
NumberReading decimal(std::string_view text, int scale, bool negative, int exponent)
{
    NumberReading out;
    std::int64_t number = 0;
    bool any = false, after_dot = false, round_up = false, cut = false;
    int room = scale + exponent; // digits after the dot that still fit
    if (room < 0)
        return out; // 1E-30: nothing of it fits
    bool first_cut = true;
    for (char const letter : text) {
        if (letter == '.') {
            if (after_dot)
                return out;
            after_dot = true;
            continue;
        }
        if (!is_digit(letter))
            return out;
        any = true;
        int const digit = letter - '0';
        if (after_dot && room == 0) {
            if (first_cut)
                round_up = digit >= 5;
            first_cut = false;
            cut = cut || digit != 0;
            continue;
        }
        if (number > (INT64_MAX - digit) / 10)
            return out;
        number = number * 10 + digit;
        if (after_dot)
            --room;
    }
    if (!any)
        return out;
    for (; room > 0; --room) {
        if (number > INT64_MAX / 10)
            return out;
        number *= 10;
    }
    if (round_up) {
        if (number == INT64_MAX)
            return out;
        ++number;
    }
    out.number = negative ? -number : number;
    out.reading = cut ? Reading::rounded : Reading::plain;
    return out;
}

/// Takes white space, no-break spaces and apostrophes out from between digits: what people put between thousands.
bool without_thousands_spaces(std::string_view text, std::string& out)
{
    bool removed = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::string_view const rest = text.substr(at);
        std::size_t skip = 0;
        if (is_space(text[at]) || text[at] == '\'')
            skip = 1;
        else if (rest.starts_with("\xC2\xA0"))
            skip = 2;
        else if (rest.starts_with("\xE2\x80\xAF") || rest.starts_with("\xE2\x80\x89") || rest.starts_with("\xE2\x80\x99"))
            skip = 3;
        if (skip == 0) {
            out += text[at];
            continue;
        }
        removed = true;
        at += skip - 1;
    }
    return removed;
}

} // namespace

DateReading read_date(std::string_view text)
{
    text = trimmed(text);
    DateReading out;
    if (text.size() < 10)
        return out;
    out.date = psl::Date::parse(text.substr(0, 10));
    if (!out.date)
        return out;
    std::string_view rest = text.substr(10);
    auto const zone = [](std::string_view part) { return part.empty() || part == "Z" || (part.size() == 6 && (part[0] == '+' || part[0] == '-') && part[3] == ':'); };
    if (zone(rest))
        out.reading = Reading::plain;
    else if (rest[0] == 'T' || rest[0] == ' ')
        out.reading = Reading::interpreted;
    else
        out.date.reset();
    return out;
}

NumberReading read_number(std::string_view text, int scale)
{
    text = trimmed(text);
    bool negative = false;
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
        negative = text[0] == '-';
        text.remove_prefix(1);
    }
    if (text.empty() || text.size() > 64)
        return {};
    NumberReading plain = decimal(text, scale, negative, 0);
    if (plain.reading != Reading::unreadable)
        return plain;

    std::string clean;
    bool changed = without_thousands_spaces(text, clean);
    if (!clean.empty() && clean.back() == '%') {
        clean.pop_back();
        changed = true;
    }
    int exponent = 0;
    if (std::size_t const mark = clean.find_first_of("eE"); mark != std::string::npos && mark > 0) {
        std::size_t const sign = mark + 1 < clean.size() && clean[mark + 1] == '+' ? 1 : 0;
        char const* const begin = clean.data() + mark + 1 + sign;
        char const* const end = clean.data() + clean.size();
        auto const [stop, error] = std::from_chars(begin, end, exponent);
        if (error != std::errc{} || stop != end || exponent < -18 || exponent > 18)
            return {};
        clean.resize(mark);
        changed = true;
    }
    std::size_t const comma = clean.rfind(','), dot = clean.rfind('.');
    if (comma != std::string::npos) {
        changed = true;
        auto const groups_of_three = [&](char mark, std::size_t end) {
            std::size_t digits = 0;
            bool seen = false;
            for (std::size_t at = 0; at < end; ++at) {
                if (clean[at] == mark) {
                    if (digits == 0 || (seen ? digits != 3 : digits > 3))
                        return false;
                    seen = true;
                    digits = 0;
                } else if (is_digit(clean[at]))
                    ++digits;
                else
                    return false;
            }
            return !seen || digits == 3;
        };
        auto const drop = [&](char mark) { std::erase(clean, mark); };
        std::size_t const after = clean.size() - comma - 1;
        if (dot != std::string::npos && dot > comma) { // 10,000.00
            if (!groups_of_three(',', dot))
                return {};
            drop(',');
        } else if (dot != std::string::npos) { // 1.234,56
            if (!groups_of_three('.', comma))
                return {};
            drop('.');
            clean[clean.rfind(',')] = '.';
        } else if (after == 3 || clean.find(',') != comma) { // 61,199
            if (!groups_of_three(',', clean.size()))
                return {};
            drop(',');
        } else // 12,5
            clean[comma] = '.';
    }
    if (!changed)
        return {};
    NumberReading out = decimal(clean, scale, negative, exponent);
    if (out.reading != Reading::unreadable)
        out.reading = Reading::interpreted;
    return out;
}

std::optional<bool> read_boolean(std::string_view text)
{
    text = trimmed(text);
    if (text == "1" || text == "true" || text == "True" || text == "TRUE" || text == "yes")
        return true;
    if (text == "0" || text == "false" || text == "False" || text == "FALSE" || text == "no")
        return false;
    return std::nullopt;
}

std::optional<double> read_degrees(std::string_view text)
{
    text = trimmed(text);
    if (!text.empty() && text[0] == '+')
        text.remove_prefix(1);
    double degrees = 0;
    auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), degrees);
    if (error != std::errc{} || stop != text.data() + text.size() || !std::isfinite(degrees))
        return std::nullopt;
    return degrees;
}

std::string_view currency_code(std::string_view text, char (&buffer)[4])
{
    text = trimmed(text);
    if (text.size() != 3)
        return {};
    for (std::size_t at = 0; at < 3; ++at) {
        char const letter = text[at];
        if (letter >= 'A' && letter <= 'Z')
            buffer[at] = letter;
        else if (letter >= 'a' && letter <= 'z')
            buffer[at] = static_cast<char>(letter - 'a' + 'A');
        else
            return {};
    }
    return {buffer, 3};
}

} // namespace iati
