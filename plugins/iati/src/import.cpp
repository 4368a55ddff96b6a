#include "import.hpp"
#include "passerelle/value/currency.hpp"
#include <algorithm>
#include <charconv>

namespace iati {
namespace {

constexpr char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

/// Bytes that a text takes in JSON, without quotes.
std::size_t json_size(std::string_view text)
{
    std::size_t size = text.size();
    for (char const letter : text) {
        auto const byte = static_cast<unsigned char>(letter);
        if (byte < 0x20)
            size += 5;
        else if (letter == '"' || letter == '\\')
            ++size;
    }
    return size;
}
char* append_json(char* to, std::string_view text)
{
    static constexpr char digits[] = "0123456789abcdef";
    for (char const letter : text) {
        auto const byte = static_cast<unsigned char>(letter);
        if (byte < 0x20) {
            std::memcpy(to, "\\u00", 4);
            to[4] = digits[byte >> 4];
            to[5] = digits[byte & 15];
            to += 6;
            continue;
        }
        if (letter == '"' || letter == '\\')
            *to++ = '\\';
        *to++ = letter;
    }
    return to;
}

} // namespace

std::string_view Import::language_of(std::string_view tag)
{
    if (tag.empty())
        return {};
    bool clean = tag.size() <= 35;
    for (char const letter : tag)
        clean = clean && ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '-' || letter == '_');
    if (!clean)
        return "und";
    std::size_t const main = std::min(tag.find_first_of("-_"), tag.size());
    if (main < 2 || main > 3)
        return "und";
    std::string_view const first = tag.substr(0, main);
    if (std::none_of(first.begin(), first.end(), [](char letter) { return letter >= 'A' && letter <= 'Z'; }))
        return first;
    char* const to = arena.take(main);
    std::transform(first.begin(), first.end(), to, lower);
    return {to, main};
}

void Import::collect(Element of, std::string_view inherited)
{
    std::string_view const own = language_of(of[Name::lang]);
    std::string_view const here = own.empty() ? inherited : own;
    auto const add = [&](std::string_view tag, std::string_view text) {
        if (text.empty())
            return;
        if (tag.empty())
            tag = language.empty() ? (file_language.empty() ? std::string_view("und") : std::string_view(file_language)) : std::string_view(language);
        for (auto& [known, before] : m_texts)
            if (known == tag) {
                if (before != text) { // the same language twice: both are kept
                    char* const to = arena.take(before.size() + 1 + text.size());
                    std::memcpy(to, before.data(), before.size());
                    to[before.size()] = '\n';
                    std::memcpy(to + before.size() + 1, text.data(), text.size());
                    before = {to, before.size() + 1 + text.size()};
                }
                return;
            }
        m_texts.emplace_back(tag, text);
    };
    add(here, of.text());
    for (Element at = of.first(); at; at = at.next())
        if (at.name() == Name::narrative) {
            std::string_view const tag = language_of(at[Name::lang]);
            add(tag.empty() ? here : tag, at.text());
        }
}

psl_value Import::collected()
{
    if (m_texts.empty())
        return {};
    // In the order of the languages' codes, as the portfolio keeps them: the host need not write them anew.
    std::sort(m_texts.begin(), m_texts.end());
    std::size_t size = 2;
    for (auto const& [tag, text] : m_texts)
        size += tag.size() + json_size(text) + 6;
    char* const begin = arena.take(size);
    char* to = begin;
    *to++ = '{';
    for (auto const& [tag, text] : m_texts) {
        if (to != begin + 1)
            *to++ = ',';
        *to++ = '"';
        to = std::copy(tag.begin(), tag.end(), to);
        *to++ = '"';
        *to++ = ':';
        *to++ = '"';
        to = append_json(to, text);
        *to++ = '"';
    }
    *to++ = '}';
    return text_value({begin, static_cast<std::size_t>(to - begin)});
}

psl_value Import::texts(Element of)
{
    m_texts.clear();
    if (of)
        collect(of, {});
    return collected();
}

psl_value Import::texts(Element parent, Name child)
{
    m_texts.clear();
    std::string_view const inherited = language_of(parent[Name::lang]);
    for (Element at = parent.child(child); at; at = at.next_same())
        collect(at, inherited);
    return collected();
}

std::string_view Import::plain_text(Element of)
{
    if (std::string_view const own = of.text(); !own.empty())
        return own;
    for (Element at = of.first(); at; at = at.next())
        if (at.name() == Name::narrative && !at.text().empty())
            return at.text();
    return {};
}

psl_value Import::date(Element of)
{
    if (!of)
        return {};
    if (!of.has(Name::iso_date) && before_2() && read_date(of.text()).date)
        return date(of, Name::narrative); // 1.0x without iso-date: the text says it
    return date(of, Name::iso_date);
}

psl_value Import::date(Element of, Name attribute)
{
    std::string_view const written = attribute == Name::narrative ? of.text() : of[attribute];
    if (written.empty())
        return {};
    DateReading const reading = read_date(written);
    if (reading.reading == Reading::unreadable) {
        warning(of, "« {} » n’est pas une date au format AAAA-MM-JJ : la date de « {} » n’est pas reprise.",
                "“{}” is not a date as YYYY-MM-DD: the date of “{}” is not taken over.", shown(written), text_of(of.name()));
        return {};
    }
    if (reading.reading == Reading::interpreted)
        note(of, "« {} » porte une heure : seul le jour est repris.", "“{}” holds a time of day: only the day is taken over.", shown(written));
    return text_value(written.substr(0, 10));
}

psl_value Import::boolean(Element of, Name attribute)
{
    std::string_view const written = of[attribute];
    if (written.empty())
        return {};
    auto const value = read_boolean(written);
    if (!value)
        warning(of, "« {} » n’est ni 1 ni 0 : l’attribut « {} » n’est pas repris.", "“{}” is neither 1 nor 0: the attribute “{}” is not taken over.",
                shown(written), text_of(attribute));
    return boolean_value(value);
}

psl_value Import::scaled(std::int64_t number, int scale)
{
    char digits[24];
    bool const negative = number < 0;
    std::uint64_t rest = negative ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
    while (scale > 0 && rest % 10 == 0) { // 50.00 is 50
        rest /= 10;
        --scale;
    }
    char* const end = std::to_chars(digits, digits + sizeof digits, rest).ptr;
    auto const count = static_cast<std::size_t>(end - digits);
    auto const places = static_cast<std::size_t>(scale);
    std::size_t const zeros = count <= places ? places + 1 - count : 0;
    char* const begin = arena.take(count + zeros + 2);
    char* to = begin;
    if (negative)
        *to++ = '-';
    std::size_t const whole = count + zeros - places;
    for (std::size_t at = 0; at < count + zeros; ++at) {
        if (at == whole)
            *to++ = '.';
        *to++ = at < zeros ? '0' : digits[at - zeros];
    }
    return text_value({begin, static_cast<std::size_t>(to - begin)});
}

psl_value Import::decimal(Element of, Name attribute, int scale) { return decimal(of, of[attribute], scale, attribute); }

psl_value Import::decimal(Element at, std::string_view written, int scale, Name named)
{
    if (written.empty())
        return {};
    NumberReading const reading = read_number(written, scale);
    if (reading.reading == Reading::unreadable) {
        warning(at, "« {} » n’est pas un nombre : « {} » n’est pas repris.", "“{}” is not a number: “{}” is not taken over.", shown(written),
                text_of(named));
        return {};
    }
    psl_value const value = scaled(reading.number, scale);
    if (reading.reading == Reading::interpreted)
        warning(at, "« {} » est lu comme {}.", "“{}” is read as {}.", shown(written), psl::from_c(value.as.s));
    return value;
}

Amount Import::amount(Element value)
{
    if (!value)
        return {};
    return amount(value, value.text(), value[Name::currency], date(value, Name::value_date));
}

Amount Import::amount(Element holder, std::string_view written, std::string_view currency_text, psl_value value_date)
{
    Amount out;
    if (written.empty()) {
        warning(holder, "Ce montant est vide : il reste non renseigné.", "This amount is empty: it stays not reported.");
        return out;
    }
    char buffer[4] = {};
    std::string_view code = currency_code(currency_text, buffer);
    if (!currency_text.empty() && code.empty())
        warning(holder, "« {} » n’est pas un code de devise : la devise par défaut est prise.", "“{}” is not a currency code: the default currency is taken.",
                shown(currency_text));
    if (code.empty())
        code = currency;
    if (code.empty()) {
        error(holder, "Le montant {} n’a pas de devise, et la fiche n’a pas de devise par défaut : il reste non renseigné.",
              "The amount {} has no currency, and the record has no default currency: it stays not reported.", shown(written));
        return out;
    }
    NumberReading const reading = read_number(written, psl::minor_units(code));
    if (reading.reading == Reading::unreadable) {
        error(holder, "« {} » n’est pas un montant : il reste non renseigné.", "“{}” is not an amount: it stays not reported.", shown(written));
        return out;
    }
    if (reading.reading == Reading::interpreted)
        warning(holder, "Le montant « {} » est lu comme {} {}.", "The amount “{}” is read as {} {}.", shown(written),
                psl::from_c(scaled(reading.number, psl::minor_units(code)).as.s), code);
    if (reading.reading == Reading::rounded)
        ++rounded_amounts;
    out.minor = integer_value(reading.number);
    out.currency = text_value(arena.keep(code));
    out.value_date = value_date;
    out.read = true;
    return out;
}

psl_value Import::short_text(Element at, std::string_view text, std::size_t most)
{
    if (text.size() <= most)
        return text_value(text);
    std::size_t characters = 0, cut = 0;
    for (std::size_t byte = 0; byte < text.size(); ++byte)
        if ((static_cast<unsigned char>(text[byte]) & 0xC0) != 0x80 && characters++ == most)
            cut = byte;
    if (characters <= most)
        return text_value(text);
    warning(at, "« {} » dépasse {} caractères : le texte est coupé.", "“{}” is longer than {} characters: the text is cut.", shown(text, 40), std::to_string(most));
    return text_value(text.substr(0, cut));
}

psl_value Import::code(Element at, std::string_view written, std::string_view allowed)
{
    if (written.empty())
        return {};
    if (written.size() == 1 && allowed.find(written[0]) != std::string_view::npos)
        return text_value(written);
    warning(at, "« {} » n’est pas un code de « {} » : il n’est pas repris.", "“{}” is not a code of “{}”: it is not taken over.", shown(written),
            text_of(at.name()));
    return {};
}

void Import::aid_type(Element at, psl_value& main, psl_value& others)
{
    std::string_view const written = at[Name::code], vocabulary = at[Name::vocabulary];
    if (written.empty())
        return;
    if (main.kind == PSL_NULL && (vocabulary.empty() || vocabulary == "1")) {
        main = short_text(at, written, 20);
        return;
    }
    std::string all(psl::from_c(others.kind == PSL_TEXT ? others.as.s : psl_str{}));
    all += (all.empty() ? "" : ";") + std::string(vocabulary.empty() ? std::string_view("1") : vocabulary) + ':' + std::string(written);
    others = short_text(at, arena.keep(all), 1000);
}

psl_value Import::web_file(Element link)
{
    std::string_view url = link[Name::url];
    if (url.empty()) {
        warning(link, "Ce document n’a pas d’adresse.", "This document has no address.");
        return {};
    }
    if (!url.starts_with("http://") && !url.starts_with("https://")) {
        std::string_view scheme = "http://", rest = url;
        bool known = url.starts_with("www.");
        for (auto const& [wrong, right] : {std::pair<std::string_view, std::string_view>{"https:", "https://"}, {"http:", "http://"}})
            if (!known && url.size() > wrong.size() && std::equal(wrong.begin(), wrong.end(), url.begin(), [](char a, char b) { return a == lower(b); })) {
                known = true;
                scheme = right;
                rest.remove_prefix(wrong.size());
                rest.remove_prefix(std::min(rest.find_first_not_of('/'), rest.size()));
            }
        if (!known || rest.empty()) {
            warning(link, "« {} » n’est pas une adresse web : le document est repris sans lien.",
                    "“{}” is not a web address: the document is taken over without a link.", shown(url, 200));
            return {};
        }
        char* const repaired = arena.take(scheme.size() + rest.size());
        std::copy(rest.begin(), rest.end(), std::copy(scheme.begin(), scheme.end(), repaired));
        warning(link, "L’adresse « {} » est lue comme {}.", "The address “{}” is read as {}.", shown(url, 200),
                shown({repaired, scheme.size() + rest.size()}, 200));
        url = {repaired, scheme.size() + rest.size()};
    }
    std::string_view name = plain_text(link.child(Name::title));
    if (name.empty())
        name = url;
    name = name.substr(0, name.find('\n'));
    static constexpr std::string_view open = "{\"name\":\"", between = "\",\"url\":\"", close = "\"}";
    std::size_t const size = open.size() + json_size(name) + between.size() + json_size(url) + close.size();
    char* const begin = arena.take(size);
    char* to = std::copy(open.begin(), open.end(), begin);
    to = append_json(to, name);
    to = std::copy(between.begin(), between.end(), to);
    to = append_json(to, url);
    to = std::copy(close.begin(), close.end(), to);
    return text_value({begin, static_cast<std::size_t>(to - begin)});
}

psl_value Import::codes_json(Element parent, Name child)
{
    key.clear();
    for (Element at = parent.child(child); at; at = at.next_same())
        if (std::string_view const one = at[Name::code]; !one.empty()) {
            std::string quoted(json_size(one) + 2, '"');
            append_json(quoted.data() + 1, one);
            if (key.find(quoted) != std::string::npos)
                continue;
            key += key.empty() ? "[" : ",";
            key += quoted;
        }
    if (key.empty())
        return {};
    key += ']';
    return text_value(arena.keep(key));
}

psl_value Import::joined(Element parent, Name child, Name attribute, std::size_t most)
{
    Element const first = parent.child(child);
    if (!first)
        return {};
    if (!first.next_same())
        return short_text(first, first[attribute], most);
    key.clear();
    for (Element at = first; at; at = at.next_same())
        if (std::string_view const one = at[attribute]; !one.empty())
            key.append(key.empty() ? "" : ", ").append(one);
    return short_text(first, arena.keep(key), most);
}

psl_value Import::texts_of_type(Element parent, Name child, std::string_view type)
{
    m_texts.clear();
    std::string_view const inherited = language_of(parent[Name::lang]);
    for (Element at = parent.child(child); at; at = at.next_same())
        if (at[Name::type] == type)
            collect(at, inherited);
    return collected();
}

Amount Import::amount_of(Element parent)
{
    Element const value = parent.child(Name::value);
    if (!value)
        warning(parent, "« {} » n’a pas de montant : il reste non renseigné.", "“{}” has no amount: it stays not reported.", text_of(parent.name()));
    return amount(value);
}

void Import::check_order(Element at, psl_value const& from, psl_value const& to)
{
    if (from.kind == PSL_TEXT && to.kind == PSL_TEXT && psl::from_c(to.as.s) < psl::from_c(from.as.s))
        warning(at, "Cette période finit ({}) avant de commencer ({}).", "This period ends ({}) before it starts ({}).", psl::from_c(to.as.s),
                psl::from_c(from.as.s));
}

psl_value Import::text_json(std::string_view text)
{
    m_texts.clear();
    if (!text.empty())
        m_texts.emplace_back(language.empty() ? std::string_view("und") : std::string_view(language), text);
    return collected();
}

} // namespace iati
