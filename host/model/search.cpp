#include "host/base/text.hpp"
#include "host/model/columns.hpp"
#include "host/model/query.hpp"
#include "host/model/query_sql.hpp"
#include "host/model/schema_sql.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace passerelle::model {

namespace {

constexpr std::size_t read_at_most = 200; ///< candidates whose text is read to rank them
constexpr std::size_t excerpt_bytes = 160;

bool is_letter(char c)
{
    auto const byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

struct Candidate {
    Entity const* entity;
    std::int64_t id;
    std::size_t order; ///< of its entity
    int score = 0;
    std::string excerpt;
};

/// Marks the words that were searched for and cuts the text around the first of them.
struct Marked {
    std::string excerpt;
    std::size_t found = 0, exact = 0;
    std::size_t first = std::string::npos;
};

Marked marked(std::string_view text, std::vector<std::string> const& words)
{
    Marked result;
    std::vector<std::pair<std::size_t, std::size_t>> spots;
    std::vector<bool> seen(words.size());
    for (std::size_t at = 0; at < text.size();) {
        if (!is_letter(text[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && is_letter(text[end]))
            ++end;
        std::string const folded = fold(text.substr(at, end - at));
        for (std::size_t word = 0; word < words.size(); ++word) {
            // A non-breaking space or a curly apostrophe is folded inside what looks like one word here.
            bool const prefix = folded.starts_with(words[word]);
            bool const inside = !prefix && folded.size() != end - at && folded.find(words[word]) != std::string::npos;
            if (!prefix && !inside)
                continue;
            result.exact += folded == words[word] ? 1 : 0;
            seen[word] = true;
            spots.emplace_back(at, end);
            break;
        }
        at = end;
    }
    result.found = static_cast<std::size_t>(std::count(seen.begin(), seen.end(), true));
    result.first = spots.empty() ? std::string::npos : spots.front().first;
    std::size_t from = 0;
    if (!spots.empty() && spots.front().first > excerpt_bytes / 3) {
        from = spots.front().first - excerpt_bytes / 3;
        while (from < spots.front().first && text[from] != ' ')
            ++from;
        if (from < spots.front().first)
            ++from;
    }
    std::size_t to = std::min(text.size(), from + excerpt_bytes);
    if (to < text.size())
        while (to > from && text[to] != ' ')
            --to;
    if (to <= from)
        to = text.size();
    std::size_t at = from;
    result.excerpt = from > 0 ? "… " : "";
    for (auto const& [begin, end] : spots) {
        if (begin < at || end > to)
            continue;
        result.excerpt += text.substr(at, begin - at);
        result.excerpt += '\x02';
        result.excerpt += text.substr(begin, end - begin);
        result.excerpt += '\x03';
        at = end;
    }
    result.excerpt += text.substr(at, to - at);
    result.excerpt += to < text.size() ? " …" : "";
    return result;
}

/// The field that the title shows first, if its text is searched.
Field const* title_field(Entity const& entity)
{
    auto const open = entity.title.find('{'), close = entity.title.find('}');
    Field const* const field = open == std::string::npos || close == std::string::npos || close < open ? nullptr : entity.field(std::string_view{entity.title}.substr(open + 1, close - open - 1));
    auto const searched = searched_fields(entity);
    return field && std::find(searched.begin(), searched.end(), field) != searched.end() ? field : nullptr;
}

std::string readable(Value const& value)
{
    if (auto const* const text = std::get_if<std::string>(&value))
        return *text;
    std::string all;
    if (auto const* const translations = std::get_if<Translations>(&value))
        for (auto const& [language, text] : translations->texts)
            all += (all.empty() ? "" : " / ") + text;
    return all;
}

Result<void> rank(store::Connection& connection, Candidate& candidate, std::vector<std::string> const& words)
{
    Entity const& entity = *candidate.entity;
    Field const* const title = title_field(entity);
    auto fields = searched_fields(entity);
    if (title)
        std::stable_partition(fields.begin(), fields.end(), [&](Field const* field) { return field == title; });
    std::string columns;
    for (Field const* const field : fields)
        columns += (columns.empty() ? "" : ",") + sql_name(field->id);
    auto statement = connection.prepare(fmt::format("SELECT {} FROM {} WHERE \"id\"=?1", columns, sql_name(entity.table)));
    if (!statement)
        return statement.error();
    auto const there = statement->bind(1, candidate.id).step();
    if (!there)
        return there.error();
    if (!*there) {
        candidate.score = -1;
        return {};
    }
    std::string whole;
    for (std::size_t at = 0; at < fields.size(); ++at) {
        auto const text = readable(read_field(*statement, static_cast<int>(at), *fields[at]));
        if (text.empty())
            continue;
        auto const hits = marked(text, words);
        candidate.score += static_cast<int>(hits.found) * (fields[at] == title ? 20 : 2) + static_cast<int>(std::min<std::size_t>(hits.exact, 3)) * (fields[at] == title ? 10 : 1);
        if (candidate.excerpt.empty() && hits.found > 0)
            candidate.excerpt = hits.excerpt;
    }
    return {};
}

} // namespace

Result<std::vector<Hit>> search(store::Connection& connection, Registry const& registry, std::string_view typed, std::size_t most)
{
    std::vector<Hit> hits;
    auto const words = search_words(typed);
    auto const match = match_expression(typed);
    if (words.empty() || most == 0)
        return hits;
    std::vector<Entity const*> entities;
    for (auto const& entity : registry.entities())
        if (!entity.hidden && !searched_fields(entity).empty())
            entities.push_back(&entity);
    std::stable_sort(entities.begin(), entities.end(), [](Entity const* left, Entity const* right) { return left->parent.empty() && !right->parent.empty(); });
    std::vector<Candidate> candidates;
    for (std::size_t order = 0; order < entities.size(); ++order) {
        std::string const table = sql_name(search_table(*entities[order]));
        auto statement = connection.prepare(fmt::format("SELECT rowid FROM {0} WHERE {0} MATCH ?1 ORDER BY rowid DESC LIMIT ?2", table));
        if (!statement)
            return statement.error();
        statement->bind(1, std::string_view{match}).bind(2, static_cast<std::int64_t>(most));
        while (true) {
            auto const there = statement->step();
            if (!there)
                return there.error();
            if (!*there)
                break;
            candidates.push_back({entities[order], statement->integer(0), order, 0, {}});
        }
    }
    // Their text is read for the first of each register, so that none hides the others.
    if (candidates.size() > read_at_most) {
        std::map<Entity const*, std::size_t> taken;
        std::vector<std::pair<std::size_t, Candidate>> ranked;
        for (auto& candidate : candidates)
            ranked.emplace_back(taken[candidate.entity]++, std::move(candidate));
        std::stable_sort(ranked.begin(), ranked.end(), [](auto const& left, auto const& right) { return left.first < right.first; });
        ranked.resize(read_at_most);
        candidates.clear();
        for (auto& [place, candidate] : ranked)
            candidates.push_back(std::move(candidate));
    }
    for (auto& candidate : candidates)
        PASSERELLE_TRY(rank(connection, candidate, words));
    std::erase_if(candidates, [](Candidate const& candidate) { return candidate.score < 0; });
    std::stable_sort(candidates.begin(), candidates.end(), [](Candidate const& left, Candidate const& right) {
        if (left.score != right.score)
            return left.score > right.score;
        if (left.order != right.order)
            return left.order < right.order;
        return left.id > right.id;
    });
    for (auto& candidate : candidates) {
        if (hits.size() == most)
            break;
        hits.push_back({candidate.entity, candidate.id, std::move(candidate.excerpt)});
    }
    return hits;
}

} // namespace passerelle::model
