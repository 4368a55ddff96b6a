#include "host/base/text.hpp"
#include "host/model/columns.hpp"
#include "host/model/order_keys.hpp"
#include "host/model/query.hpp"
#include "host/model/query_sql.hpp"
#include "host/model/schema_sql.hpp"
#include "host/model/stop.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace passerelle::model {

namespace {

constexpr std::size_t read_at_most = 200;  ///< candidates whose text is read to rank them
/// A first look into a register gathers so many of the latest records, and reads so many texts, whatever its size.
constexpr std::size_t looked_at_most = 12'000, probed_at_most = 600;
constexpr std::size_t tried_at_most = 400; ///< rows whose text is read to see whether it holds the words
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

/// Whether the text of a record holds all words, the last as a beginning: what the index would say, asked of one row.
class TextProbe {
public:
    TextProbe(store::Connection& connection, Entity const& entity, std::vector<std::string> const& words)
        : m_words(words), m_fields(searched_fields(entity)), m_statement(connection.prepare(sql(entity, m_fields)))
    {
    }

    Result<bool> holds(std::int64_t id)
    {
        if (!m_statement)
            return m_statement.error();
        m_statement->reset();
        auto const there = m_statement->bind(1, id).step();
        if (!there || !*there)
            return there;
        m_found.assign(m_words.size(), false);
        for (std::size_t at = 0; at < m_fields.size(); ++at) {
            auto const text = m_statement->text(static_cast<int>(at));
            if (text.empty())
                continue;
            if (m_fields[at]->type != FieldType::translatable)
                mark(text);
            else if (text.find('\\') != std::string_view::npos)
                mark(readable(read_field(*m_statement, static_cast<int>(at), *m_fields[at])));
            else // {"fr":"...","en":"..."}: every second string is a text, the others are names of languages
                for (std::size_t quote = text.find('"'), count = 0; quote != std::string_view::npos; ++count) {
                    std::size_t const end = text.find('"', quote + 1);
                    if (end == std::string_view::npos)
                        break;
                    if (count % 2 == 1)
                        mark(text.substr(quote + 1, end - quote - 1));
                    quote = text.find('"', end + 1);
                }
        }
        return std::find(m_found.begin(), m_found.end(), false) == m_found.end();
    }

private:
    static std::string sql(Entity const& entity, std::vector<Field const*> const& fields)
    {
        std::string columns;
        for (Field const* const field : fields)
            columns += (columns.empty() ? "" : ",") + sql_name(field->id);
        return fmt::format("SELECT {} FROM {} WHERE \"id\"=?1", columns, sql_name(entity.table));
    }

    void mark(std::string_view text)
    {
        m_folded.clear();
        append_folded(m_folded, text);
        std::string_view word;
        for (std::size_t at = 0; next_word(m_folded, at, word);)
            for (std::size_t one = 0; one < m_words.size(); ++one)
                if (one + 1 == m_words.size() ? word.starts_with(m_words[one]) : word == m_words[one])
                    m_found[one] = true;
    }

    std::vector<std::string> const& m_words;
    std::vector<Field const*> m_fields;
    Result<store::Statement> m_statement;
    std::vector<bool> m_found;
    std::string m_folded;
};

/// Ids that an expression finds, the latest first, given to `take` until it says enough.
template<typename Take>
Result<void> latest(store::Connection& connection, Entity const& entity, std::string const& match, std::atomic<bool> const* stop, Take&& take)
{
    auto statement = connection.prepare(fmt::format("SELECT rowid FROM {0} WHERE {0} MATCH ?1 ORDER BY rowid DESC", sql_name(search_table(entity))));
    if (!statement)
        return statement.error();
    statement->bind(1, std::string_view{match});
    while (!is_set(stop)) {
        auto const there = statement->step();
        if (!there)
            return there.error();
        if (!*there)
            return {};
        auto const go_on = take(statement->integer(0));
        if (!go_on)
            return go_on.error();
        if (!*go_on)
            return {};
    }
    return stopped();
}

/// The latest records of one register that hold the words. A long last word as a beginning is dear where many records hold it: the
/// index then gathers them all first. So records that hold it whole are taken first; then those that have its first letters, which
/// the index has ready, are read one by one: where the beginning is frequent, few are needed. What is rare, the index finds at once.
Result<std::vector<std::int64_t>> latest_of(store::Connection& connection, Entity const& entity, std::vector<std::string> const& words, std::size_t most, std::atomic<bool> const* stop)
{
    std::vector<std::int64_t> ids;
    auto const take = [&](std::int64_t id) -> Result<bool> {
        if (std::find(ids.begin(), ids.end(), id) == ids.end())
            ids.push_back(id);
        return ids.size() < most;
    };
    if (beginning(words.back(), indexed_letters) == words.back()) {
        PASSERELLE_TRY(latest(connection, entity, match_expression(words, LastWord::beginning), stop, take));
        return ids;
    }
    PASSERELLE_TRY(latest(connection, entity, match_expression(words, LastWord::whole), stop, take));
    if (ids.size() >= most)
        return ids;
    TextProbe probe(connection, entity, words);
    std::size_t tried = 0;
    PASSERELLE_TRY(latest(connection, entity, match_expression(words, LastWord::few_letters), stop, [&](std::int64_t id) -> Result<bool> {
        if (++tried > tried_at_most)
            return false;
        auto const holds = probe.holds(id);
        if (!holds || !*holds)
            return holds ? Result<bool>{true} : holds;
        return take(id);
    }));
    if (tried > tried_at_most && ids.size() < most)
        PASSERELLE_TRY(latest(connection, entity, match_expression(words, LastWord::beginning), stop, take));
    return ids;
}

/// All that hold the words, or the latest `most` of them.
Result<std::vector<std::int64_t>> found_ids(store::Connection& connection, Entity const& entity, std::string const& match, std::size_t most, std::atomic<bool> const* stop)
{
    std::vector<std::int64_t> ids;
    PASSERELLE_TRY(latest(connection, entity, match, stop, [&](std::int64_t id) -> Result<bool> {
        ids.push_back(id);
        return ids.size() < most;
    }));
    return ids;
}

/// Ids, asked one after the other whether they are among these: open addressing, half empty, behind bits that say no at once and
/// stay in the processor's cache where the places do not.
class IdSet {
public:
    explicit IdSet(std::vector<std::int64_t> const& ids)
    {
        std::size_t size = 16;
        while (size < ids.size() * 2)
            size *= 2;
        m_places.assign(size, 0); // 0 is nobody's id
        for (auto const id : ids) {
            auto const bit = hash(id) >> (64 - bits_log2);
            m_bits[bit / 64] |= std::uint64_t{1} << (bit % 64);
            std::size_t at = place(id);
            while (m_places[at] != 0)
                at = (at + 1) & (m_places.size() - 1);
            m_places[at] = id;
        }
    }
    [[nodiscard]] bool holds(std::int64_t id) const
    {
        auto const bit = hash(id) >> (64 - bits_log2);
        if ((m_bits[bit / 64] >> (bit % 64) & 1) == 0)
            return false;
        for (std::size_t at = place(id); m_places[at] != 0; at = (at + 1) & (m_places.size() - 1))
            if (m_places[at] == id)
                return true;
        return false;
    }

private:
    static constexpr int bits_log2 = 19;
    static std::uint64_t hash(std::int64_t id) { return static_cast<std::uint64_t>(id) * 0x9E3779B97F4A7C15u; }
    [[nodiscard]] std::size_t place(std::int64_t id) const { return static_cast<std::size_t>(hash(id) >> 20) & (m_places.size() - 1); }
    std::vector<std::uint64_t> m_bits = std::vector<std::uint64_t>((std::size_t{1} << bits_log2) / 64);
    std::vector<std::int64_t> m_places;
};

} // namespace

Result<std::vector<Hit>> search(store::Connection& connection, Registry const& registry, std::string_view typed, std::size_t most, std::atomic<bool> const* stop)
{
    std::vector<Hit> hits;
    auto const words = search_words(typed);
    if (words.empty() || most == 0)
        return hits;
    std::vector<Entity const*> entities;
    for (auto const& entity : registry.entities())
        if (!entity.hidden && !searched_fields(entity).empty())
            entities.push_back(&entity);
    std::stable_sort(entities.begin(), entities.end(), [](Entity const* left, Entity const* right) { return left->parent.empty() && !right->parent.empty(); });
    std::vector<Candidate> candidates;
    for (std::size_t order = 0; order < entities.size(); ++order) {
        auto const ids = latest_of(connection, *entities[order], words, most, stop);
        if (!ids)
            return ids.error();
        for (auto const id : *ids)
            candidates.push_back({entities[order], id, order, 0, {}});
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
    for (auto& candidate : candidates) {
        if (is_set(stop))
            return stopped();
        PASSERELLE_TRY(rank(connection, candidate, words));
    }
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

Result<std::vector<std::int64_t>> narrowed(store::Connection& connection, Entity const& entity, std::string_view typed, std::span<std::int64_t const> order, std::size_t most,
                                           std::atomic<bool> const* stop)
{
    auto const words = search_words(typed);
    std::vector<std::int64_t> ids;
    if (words.empty()) {
        ids.assign(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(std::min(most, order.size())));
        return ids;
    }
    if (searched_fields(entity).empty())
        return ids;
    auto const first_among = [&](std::vector<std::int64_t> const& found, TextProbe* probe) -> Result<bool> {
        IdSet const among(found);
        ids.clear();
        std::size_t tried = 0;
        for (std::size_t at = 0; at < order.size() && ids.size() < most; ++at) {
            if ((at & 0xFFFF) == 0 && is_set(stop))
                return stopped();
            if (!among.holds(order[at]))
                continue;
            if (probe) {
                if (++tried > probed_at_most)
                    return false;
                auto const holds = probe->holds(order[at]);
                if (!holds)
                    return holds.error();
                if (!*holds)
                    continue;
            }
            ids.push_back(order[at]);
        }
        return true;
    };
    StopWatch const watch(connection, most > tried_at_most ? stop : nullptr);
    auto const all = match_expression(words, LastWord::beginning);
    if (most > tried_at_most) {
        auto const found = found_ids(connection, entity, all, static_cast<std::size_t>(-1), stop);
        if (!found)
            return found.error();
        PASSERELLE_TRY(first_among(*found, nullptr));
        return ids;
    }
    // A first look. Frequent words: the first rows of the order already hold enough.
    TextProbe probe(connection, entity, words);
    for (std::size_t at = 0; at < std::min(order.size(), tried_at_most / 2) && ids.size() < most; ++at) {
        if (is_set(stop))
            return stopped();
        auto const holds = probe.holds(order[at]);
        if (!holds)
            return holds.error();
        if (*holds)
            ids.push_back(order[at]);
    }
    if (ids.size() == most || order.size() <= tried_at_most / 2)
        return ids;
    // Rare: these are all that there are.
    auto const few = latest_of(connection, entity, words, most, stop);
    if (!few)
        return few.error();
    if (few->size() < most) {
        PASSERELLE_TRY(first_among(*few, nullptr));
        return ids;
    }
    // Frequent, but further down. As in latest_of(): a long last word whole, then by its first letters, then as the index has it.
    if (beginning(words.back(), indexed_letters) != words.back()) {
        auto const whole = found_ids(connection, entity, match_expression(words, LastWord::whole), looked_at_most, stop);
        if (!whole)
            return whole.error();
        if (whole->size() >= most) {
            PASSERELLE_TRY(first_among(*whole, nullptr));
            return ids;
        }
        auto const letters = found_ids(connection, entity, match_expression(words, LastWord::few_letters), looked_at_most, stop);
        if (!letters)
            return letters.error();
        auto const enough = first_among(*letters, &probe);
        if (!enough)
            return enough.error();
        if (*enough && (ids.size() == most || letters->size() < looked_at_most))
            return ids;
    }
    auto const found = found_ids(connection, entity, all, looked_at_most, stop);
    if (!found)
        return found.error();
    PASSERELLE_TRY(first_among(*found, nullptr));
    return ids;
}

} // namespace passerelle::model
