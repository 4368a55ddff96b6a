// Words and numbers inside sentences: translated fields, names of codes, figures as people write them. Pure; any thread.
#pragma once
#include "passerelle/value/currency.hpp"
#include "passerelle/value/decimal.hpp"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace psl {

namespace words_detail {

inline void append_utf8(std::string& out, unsigned code)
{
    if (code < 0x80)
        out += static_cast<char>(code);
    else if (code < 0x800) {
        out += static_cast<char>(0xC0 | (code >> 6));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0 | (code >> 12));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (code >> 18));
        out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    }
}

/// Four hexadecimal digits at `at`; 0xFFFFFFFF where there are none.
[[nodiscard]] inline unsigned hexadecimal(std::string_view text, std::size_t at)
{
    unsigned code = 0;
    for (std::size_t end = at + 4; at < end; ++at) {
        char const c = at < text.size() ? text[at] : ' ';
        unsigned const digit = c >= '0' && c <= '9'   ? static_cast<unsigned>(c - '0')
                               : c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a' + 10)
                               : c >= 'A' && c <= 'F' ? static_cast<unsigned>(c - 'A' + 10)
                                                      : 16;
        if (digit == 16)
            return 0xFFFFFFFF;
        code = code * 16 + digit;
    }
    return code;
}

/// The JSON string that starts after the quote at `at`; leaves `at` after the closing quote. False where it does not close.
inline bool json_text(std::string_view json, std::size_t& at, std::string& out)
{
    out.clear();
    while (at < json.size()) {
        char const c = json[at++];
        if (c == '"')
            return true;
        if (c != '\\') {
            out += c;
            continue;
        }
        char const escaped = at < json.size() ? json[at++] : ' ';
        if (escaped == 'u') {
            unsigned code = hexadecimal(json, at);
            at += 4;
            if (code >= 0xD800 && code < 0xDC00 && json.substr(at, 2) == "\\u") {
                unsigned const low = hexadecimal(json, at + 2);
                if (low >= 0xDC00 && low < 0xE000) {
                    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                    at += 6;
                }
            }
            append_utf8(out, code > 0x10FFFF || (code >= 0xD800 && code < 0xE000) ? 0xFFFD : code);
        } else
            out += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped == 'r' ? '\r' : escaped == 'b' ? '\b' : escaped == 'f' ? '\f' : escaped;
    }
    return false;
}

} // namespace words_detail

/// A translatable field ({"fr": "...", "en": "..."}) in the reader's language, else in the other of the two, else the first
/// that there is: an untranslated title is still a title. Nothing where the field is empty.
[[nodiscard]] inline std::optional<std::string> translated(std::string_view json, bool french)
{
    std::optional<std::string> wanted, other, first;
    std::string name, text;
    std::size_t at = json.find('"');
    while (at != std::string_view::npos && ++at < json.size()) {
        if (!words_detail::json_text(json, at, name))
            break;
        at = json.find('"', at);
        if (at == std::string_view::npos || !words_detail::json_text(json, ++at, text))
            break;
        if (!text.empty()) {
            if (name == (french ? "fr" : "en"))
                wanted = text;
            else if (name == (french ? "en" : "fr"))
                other = text;
            if (!first)
                first = text;
        }
        at = json.find('"', at);
    }
    return wanted ? wanted : other ? other : first;
}

/// The name of a code in a list file (code;fr;en, header line); nothing where the list does not hold it.
[[nodiscard]] inline std::optional<std::string> name_in(std::string_view csv, std::string_view code, bool french)
{
    while (!csv.empty()) {
        auto const end = csv.find('\n');
        std::string_view const line = csv.substr(0, end);
        csv = end == std::string_view::npos ? std::string_view{} : csv.substr(end + 1);
        if (line.size() <= code.size() || line[code.size()] != ';' || !line.starts_with(code))
            continue;
        std::string_view const names = line.substr(code.size() + 1);
        auto const middle = names.find(';');
        if (french || middle == std::string_view::npos)
            return std::string(names.substr(0, middle));
        std::string_view const english = names.substr(middle + 1);
        return std::string(english.substr(0, english.find(';'))); // further columns (parent, withdrawn) are no name
    }
    return std::nullopt;
}

/// number / 10^scale as people write it: 1 234,5 or 1,234.5. French groups with U+202F.
[[nodiscard]] inline std::string number_text(std::int64_t number, int scale, bool french)
{
    std::string const plain = psl::plain_decimal(number, scale);
    auto const dot = plain.find('.');
    std::string const whole = plain.substr(number < 0 ? 1 : 0, dot == std::string::npos ? dot : dot - (number < 0 ? 1 : 0));
    std::string out = number < 0 ? (french ? "\u2212" : "-") : "";
    for (std::size_t at = 0; at < whole.size(); ++at) {
        if (at > 0 && (whole.size() - at) % 3 == 0)
            out += french ? "\u202f" : ",";
        out += whole[at];
    }
    if (dot != std::string::npos)
        out += (french ? "," : ".") + plain.substr(dot + 1);
    return out;
}

/// "63,8 %" or "63.8%": number / 10^scale.
[[nodiscard]] inline std::string percent_text(std::int64_t number, int scale, bool french)
{
    return number_text(number, scale, french) + (french ? "\u00a0%" : "%");
}

/// "15 244,90 EUR": the code, since XOF and XAF share a symbol.
[[nodiscard]] inline std::string money_text(std::int64_t minor, std::string_view currency, bool french)
{
    return number_text(minor, psl::minor_units(currency), french) + "\u00a0" + std::string(currency);
}

/// 01/03/2025 or 2025-03-01.
[[nodiscard]] inline std::string date_text(std::string_view iso, bool french)
{
    if (!french || iso.size() != 10)
        return std::string(iso);
    return std::string(iso.substr(8, 2)) + "/" + std::string(iso.substr(5, 2)) + "/" + std::string(iso.substr(0, 4));
}

/// "1 jour", "97 jours"; French counts 0 and 1 as singular.
[[nodiscard]] inline std::string days_text(std::int64_t days, bool french)
{
    return french ? number_text(days, 0, true) + (days > 1 ? "\u00a0jours" : "\u00a0jour")
                  : number_text(days, 0, false) + (days == 1 ? " day" : " days");
}

/// {1}, {2}… replaced by the parts: a sentence is written whole, never built from pieces.
[[nodiscard]] inline std::string filled(std::string sentence, std::initializer_list<std::string_view> parts)
{
    std::string out;
    for (std::size_t at = 0; at < sentence.size(); ++at) {
        if (sentence[at] == '{' && at + 2 < sentence.size() && sentence[at + 2] == '}' && sentence[at + 1] >= '1' &&
            static_cast<std::size_t>(sentence[at + 1] - '1') < parts.size()) {
            out += *(parts.begin() + (sentence[at + 1] - '1'));
            at += 2;
        } else
            out += sentence[at];
    }
    return out;
}

} // namespace psl
