#include "host/model/manifest_reader.hpp"
#include "host/base/text.hpp"
#include <algorithm>

namespace passerelle::model::reading {

namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// How far two words are from each other as slips of the keyboard go: two letters exchanged are the least, 1; a letter too many, too few
/// or another one, 2 (optimal string alignment).
std::size_t distance(std::string_view left, std::string_view right)
{
    constexpr std::size_t letter = 2, exchange = 1;
    std::vector<std::size_t> before(right.size() + 1), row(right.size() + 1), next(right.size() + 1);
    for (std::size_t to = 0; to <= right.size(); ++to)
        row[to] = letter * to;
    for (std::size_t at = 1; at <= left.size(); ++at) {
        next[0] = letter * at;
        for (std::size_t to = 1; to <= right.size(); ++to) {
            next[to] = std::min({row[to] + letter, next[to - 1] + letter, row[to - 1] + (left[at - 1] == right[to - 1] ? 0 : letter)});
            if (at > 1 && to > 1 && left[at - 1] == right[to - 2] && left[at - 2] == right[to - 1])
                next[to] = std::min(next[to], before[to - 2] + exchange);
        }
        before.swap(row);
        row.swap(next);
    }
    return row.back();
}

} // namespace

bool is_plain_id(std::string_view id)
{
    return !id.empty() && id.size() <= 40 && is_lower(id.front()) && id.back() != '_' && id.find("__") == std::string_view::npos &&
           std::all_of(id.begin(), id.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

bool is_namespace(std::string_view ns)
{
    return ns.size() >= 3 && ns.size() <= 16 && is_lower(ns.front()) && std::all_of(ns.begin(), ns.end(), [](char c) { return is_lower(c) || is_digit(c); });
}

bool is_qualified_id(std::string_view id)
{
    auto const dot = id.find('.');
    return dot != std::string_view::npos && is_namespace(id.substr(0, dot)) && is_plain_id(id.substr(dot + 1));
}

bool is_module_id(std::string_view id)
{
    if (id.size() > 100)
        return false;
    std::size_t parts = 0;
    while (true) {
        auto const dot = id.find('.');
        auto const part = id.substr(0, dot);
        if (part.empty() || !is_lower(part.front()) || part.back() == '-' ||
            !std::all_of(part.begin(), part.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '-'; }))
            return false;
        ++parts;
        if (dot == std::string_view::npos)
            return parts >= 2;
        id.remove_prefix(dot + 1);
    }
}

std::string nearest(std::string_view word, std::vector<std::string_view> const& known)
{
    std::string_view best;
    std::size_t least = std::string_view::npos;
    if (word.size() <= 60)
        for (auto const each : known)
            if (auto const far = distance(word, each); far < least) {
                least = far;
                best = each;
            }
    return std::string{best};
}

void Reader::refuse(JsonNode const& at, std::string_view fr, std::string_view en)
{
    if (!m_error)
        m_error = Error{Status::invalid, {fmt::format("{}, ligne {} : {}", m_name, at.line, fr), fmt::format("{}, line {}: {}", m_name, at.line, en)}};
}

bool Reader::object(JsonNode const& node, std::initializer_list<std::string_view> keys)
{
    if (node.kind != JsonNode::Kind::object) {
        refuse(node, "un objet { } est attendu ici.", "an object { } is expected here.");
        return false;
    }
    for (auto const& [key, value] : node.members)
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
            auto const shown = shortened(cleaned(key), 60), near = nearest(key, keys);
            refuse(value, fmt::format("la clé « {} » n’est pas connue. La plus proche est « {} ».", shown, near),
                   fmt::format("the key “{}” is not known. The nearest is “{}”.", shown, near));
            return false;
        }
    return true;
}

bool Reader::list(JsonNode const& node, std::string_view key, std::size_t most)
{
    if (node.kind != JsonNode::Kind::list)
        refuse(node, fmt::format("« {} » attend une liste [ ].", key), fmt::format("“{}” expects a list [ ].", key));
    else if (node.items.size() > most)
        refuse(node, fmt::format("« {} » compte plus de {} éléments.", key, most), fmt::format("“{}” has more than {} items.", key, most));
    else
        return true;
    return false;
}

JsonNode const* Reader::required(JsonNode const& object, std::string_view key)
{
    auto const* const found = object.member(key);
    if (!found)
        refuse(object, fmt::format("la clé « {} » manque.", key), fmt::format("the key “{}” is missing.", key));
    return found;
}

std::string Reader::text(JsonNode const& node, std::string_view key, std::size_t most)
{
    if (node.kind != JsonNode::Kind::text)
        refuse(node, fmt::format("« {} » attend un texte entre guillemets.", key), fmt::format("“{}” expects a text in quotation marks.", key));
    else if (node.text.size() > most)
        refuse(node, fmt::format("« {} » dépasse {} octets.", key, most), fmt::format("“{}” is longer than {} bytes.", key, most));
    else if (cleaned(node.text) != node.text)
        refuse(node, fmt::format("« {} » contient un signe invisible.", key), fmt::format("“{}” holds an invisible character.", key));
    else
        return node.text;
    return {};
}

std::string Reader::optional_text(JsonNode const& object, std::string_view key, std::size_t most)
{
    auto const* const found = object.member(key);
    return found ? text(*found, key, most) : std::string{};
}

bool Reader::optional_bool(JsonNode const& object, std::string_view key, bool otherwise)
{
    auto const* const found = object.member(key);
    if (!found)
        return otherwise;
    if (found->kind != JsonNode::Kind::boolean)
        refuse(*found, fmt::format("« {} » attend true ou false.", key), fmt::format("“{}” expects true or false.", key));
    return found->boolean;
}

std::int64_t Reader::whole(JsonNode const& node, std::string_view key, std::int64_t least, std::int64_t most)
{
    auto const value = node.integer();
    if (!value || *value < least || *value > most) {
        refuse(node, fmt::format("« {} » attend un nombre entier de {} à {}.", key, least, most), fmt::format("“{}” expects a whole number from {} to {}.", key, least, most));
        return least;
    }
    return *value;
}

std::int64_t Reader::optional_whole(JsonNode const& object, std::string_view key, std::int64_t otherwise, std::int64_t least, std::int64_t most)
{
    auto const* const found = object.member(key);
    return found ? whole(*found, key, least, most) : otherwise;
}

std::vector<std::string> Reader::texts(JsonNode const& node, std::string_view key, std::size_t most)
{
    std::vector<std::string> all;
    if (!list(node, key, most))
        return all;
    for (auto const& item : node.items) {
        all.push_back(text(item, key, 100));
        if (!refused() && std::count(all.begin(), all.end(), all.back()) > 1)
            refuse(item, fmt::format("« {} » : « {} » figure deux fois.", key, all.back()), fmt::format("“{}”: “{}” stands twice.", key, all.back()));
    }
    return all;
}

std::set<std::string> Reader::text_set(JsonNode const& node, std::string_view key, std::size_t most)
{
    auto all = texts(node, key, most);
    return {all.begin(), all.end()};
}

Phrase Reader::label(JsonNode const& node, std::string_view key, std::size_t most)
{
    if (!object(node, {"fr", "en"}))
        return {};
    Phrase phrase{optional_text(node, "fr", most), optional_text(node, "en", most)};
    if (phrase.fr.empty())
        refuse(node, fmt::format("« {} » demande un texte français, clé « fr ».", key), fmt::format("“{}” needs a French text, key “fr”.", key));
    if (phrase.en.empty())
        phrase.en = phrase.fr;
    return phrase;
}

Phrase Reader::optional_label(JsonNode const& object, std::string_view key, std::size_t most)
{
    auto const* const found = object.member(key);
    return found ? label(*found, key, most) : Phrase{};
}

} // namespace passerelle::model::reading
