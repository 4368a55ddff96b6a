#include "host/base/text.hpp"
#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace passerelle {

namespace {

bool is_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

/// Length of the UTF-8 sequence at `at` if it is well formed (RFC 3629), else 0.
std::size_t sequence_length(std::string_view bytes, std::size_t at, std::uint32_t& point)
{
    auto const byte = [&](std::size_t index) { return static_cast<unsigned char>(bytes[index]); };
    unsigned const lead = byte(at);
    std::size_t const length = lead < 0x80 ? 1 : lead >= 0xC2 && lead <= 0xDF ? 2 : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
    if (length == 0 || at + length > bytes.size())
        return 0;
    point = length == 1 ? lead : lead & (0xFFu >> (length + 1));
    for (std::size_t index = 1; index < length; ++index) {
        unsigned const next = byte(at + index);
        if ((next & 0xC0u) != 0x80u)
            return 0;
        point = (point << 6) | (next & 0x3Fu);
    }
    bool const overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    return overlong || (point >= 0xD800 && point <= 0xDFFF) || point > 0x10FFFF ? 0 : length;
}

/// Feminine endings as they follow an inclusive sign: "élu·e·s", "directeur·rice", "citoyen(ne)s".
constexpr std::array<std::string_view, 24> feminine{"e",   "ne",   "le",  "te",  "se",   "re",   "ere",  "rice", "trice", "euse", "teuse", "ice",
                                                    "esse", "elle", "enne", "ienne", "ive", "ve", "ale", "onne", "tte", "sse", "che", "iere"};

bool is_feminine(std::string_view ending) { return std::find(feminine.begin(), feminine.end(), ending) != feminine.end(); }

std::size_t letters_from(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    while (end < text.size() && is_letter(text[end]))
        ++end;
    return end;
}

void add_plural(std::string& word)
{
    if (!word.empty() && word.back() != 's' && word.back() != 'x')
        word += 's';
}

/// Folded text whose middle dots were made U+00B7, as the reader without inclusive signs would write it.
std::string without_inclusive_signs(std::string_view text)
{
    constexpr std::string_view dot = "\u00B7";
    std::string result;
    result.reserve(text.size());
    std::size_t at = 0;
    while (at < text.size()) {
        bool const after_letter = !result.empty() && is_letter(result.back());
        bool const is_dot = text.substr(at).starts_with(dot);
        if (after_letter && (is_dot || text[at] == '-')) {
            std::string_view const sign = is_dot ? dot : text.substr(at, 1);
            std::size_t const end = letters_from(text.substr(0, std::min(text.size(), text.find(dot, at + sign.size()))), at + sign.size());
            std::string_view const ending = text.substr(at + sign.size(), end - at - sign.size());
            bool const second = text.substr(end).starts_with(sign) && letters_from(text, end + sign.size()) == end + sign.size() + 1 &&
                                text[end + sign.size()] == 's';
            std::string_view const singular = ending.ends_with('s') ? ending.substr(0, ending.size() - 1) : ending;
            if (second && is_feminine(ending)) { // élu·e·s, élu-e-s
                add_plural(result);
                at = end + sign.size() + 1;
                continue;
            }
            bool const at_end = end == text.size() || !text.substr(end).starts_with(sign);
            if (is_dot && at_end && (ending == "s" || is_feminine(ending) || is_feminine(singular))) { // élu·es, élu·e, projet·s
                if (ending.ends_with('s'))
                    add_plural(result);
                at = end;
                continue;
            }
            if (!is_dot && at_end && ending == "e") { // chargé-e
                at = end;
                continue;
            }
        }
        if (after_letter && text[at] == '(') { // élu(e)s, projet(s), citoyen(ne)s
            std::size_t const end = letters_from(text, at + 1);
            std::string_view const ending = text.substr(at + 1, end - at - 1);
            std::string_view const singular = ending.ends_with('s') ? ending.substr(0, ending.size() - 1) : ending;
            if (end < text.size() && text[end] == ')' && (ending == "s" || is_feminine(ending) || is_feminine(singular))) {
                if (ending.ends_with('s'))
                    add_plural(result);
                at = end + 1;
                continue;
            }
        }
        result += text[at++];
    }
    return result;
}

} // namespace

bool is_valid_utf8(std::string_view bytes)
{
    std::uint32_t point = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        auto const length = sequence_length(bytes, at, point);
        if (length == 0)
            return false;
        at += length;
    }
    return true;
}

bool is_clean(std::string_view bytes)
{
    std::uint32_t point = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        auto const byte = static_cast<unsigned char>(bytes[at]);
        if (byte >= 0x20 && byte < 0x7F) {
            ++at;
            continue;
        }
        auto const length = sequence_length(bytes, at, point);
        if (length == 0 || (point < 0x20 && point != '\t' && point != '\n') || (point >= 0x7F && point <= 0x9F))
            return false;
        at += length;
    }
    return true;
}

std::string cleaned(std::string_view bytes)
{
    constexpr std::string_view replacement = "\uFFFD";
    std::string result;
    result.reserve(bytes.size());
    std::uint32_t point = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        auto const length = sequence_length(bytes, at, point);
        if (length == 0) {
            result += replacement;
            ++at;
            continue;
        }
        if (point == '\r') { // both kinds of line end become one line feed
            if (at + 1 >= bytes.size() || bytes[at + 1] != '\n')
                result += '\n';
        } else if ((point < 0x20 && point != '\t' && point != '\n') || (point >= 0x7F && point <= 0x9F))
            result += replacement;
        else
            result += bytes.substr(at, length);
        at += length;
    }
    return result;
}

std::string fold(std::string_view utf8)
{
    std::string folded;
    if (is_ascii(utf8)) {
        folded.reserve(utf8.size());
        for (char const c : utf8)
            folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    } else {
        UErrorCode status = U_ZERO_ERROR;
        auto const* const casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
        auto const* const decompose = icu::Normalizer2::getNFKDInstance(status);
        auto text = icu::UnicodeString::fromUTF8(icu::StringPiece{utf8.data(), static_cast<int32_t>(utf8.size())});
        if (U_SUCCESS(status))
            text = decompose->normalize(casefold->normalize(text, status), status);
        icu::UnicodeString plain;
        for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
            UChar32 const point = text.char32At(at);
            if (u_charType(point) == U_NON_SPACING_MARK)
                continue;
            if (u_isUWhiteSpace(point) && point != '\n')
                plain.append(UChar32{' '});
            else
                switch (point) {
                case 0x0153: plain.append(UChar32{'o'}).append(UChar32{'e'}); break;
                case 0x00E6: plain.append(UChar32{'a'}).append(UChar32{'e'}); break;
                case 0x2018: case 0x2019: case 0x02BC: case 0x02B9: case 0x2032: case 0xFF07: plain.append(UChar32{'\''}); break;
                case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2212: plain.append(UChar32{'-'}); break;
                case 0x2022: case 0x2027: case 0x22C5: case 0x30FB: case 0x2219: plain.append(UChar32{0x00B7}); break;
                default: plain.append(point);
                }
        }
        plain.toUTF8String(folded);
    }
    if (folded.find_first_of("(-") == std::string::npos && folded.find("\u00B7") == std::string::npos)
        return folded;
    return without_inclusive_signs(folded);
}

int collate(std::string_view left, std::string_view right)
{
    static std::unique_ptr<icu::Collator const> const collator = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Collator> made{icu::Collator::createInstance(icu::Locale::getFrench(), status)};
        if (U_FAILURE(status))
            made.reset();
        else
            made->setAttribute(UCOL_NUMERIC_COLLATION, UCOL_ON, status); // "Lot 2" before "Lot 10"
        return std::unique_ptr<icu::Collator const>{std::move(made)};
    }();
    if (!collator)
        return left < right ? -1 : left > right ? 1 : 0;
    UErrorCode status = U_ZERO_ERROR;
    auto const order = collator->compareUTF8(icu::StringPiece{left.data(), static_cast<int32_t>(left.size())},
                                             icu::StringPiece{right.data(), static_cast<int32_t>(right.size())}, status);
    return order == UCOL_LESS ? -1 : order == UCOL_GREATER ? 1 : 0;
}

std::string shortened(std::string_view utf8, std::size_t most)
{
    std::size_t count = 0, end = utf8.size(), last_space = 0;
    std::uint32_t point = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        auto const length = std::max<std::size_t>(1, sequence_length(utf8, at, point));
        if (++count == most)
            end = at; // the last character's place goes to "…"
        if (count <= most && utf8[at] == ' ')
            last_space = at;
        at += length;
    }
    if (count <= most)
        return std::string{utf8};
    if (most == 0)
        return {};
    std::string_view cut = utf8.substr(0, utf8[end] == ' ' || last_space == 0 ? end : last_space);
    while (!cut.empty() && (cut.back() == ' ' || cut.back() == ',' || cut.back() == ';' || cut.back() == ':'))
        cut.remove_suffix(1);
    for (std::string_view const space : {"\u00A0", "\u202F"})
        if (cut.ends_with(space))
            cut.remove_suffix(space.size());
    return std::string{cut} + "…";
}

} // namespace passerelle
