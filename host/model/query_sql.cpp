#include "host/model/query_sql.hpp"
#include "host/base/text.hpp"
#include "host/model/columns.hpp"
#include "host/model/schema_sql.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::model {

namespace {

Error refused(std::string fr, std::string en) { return {Status::invalid, {std::move(fr), std::move(en)}}; }

Error no_field(Entity const& entity, std::string_view id)
{
    std::string const shown = shortened(cleaned(id), 60);
    return refused(fmt::format("{}\u00A0: aucun champ ne s’appelle « {} ».", entity.plural.fr, shown), fmt::format("{}: no field is called “{}”.", entity.plural.en, shown));
}

Error no_comparison(Field const& field)
{
    return refused(fmt::format("« {} » ne se compare pas de cette façon.", field.label.fr), fmt::format("“{}” cannot be compared that way.", field.label.en));
}

std::string_view symbol(Comparison comparison)
{
    switch (comparison) {
    case Comparison::less:
        return "<";
    case Comparison::less_or_equal:
        return "<=";
    case Comparison::greater:
        return ">";
    case Comparison::greater_or_equal:
        return ">=";
    default:
        return "=";
    }
}

bool is_order(Comparison comparison)
{
    return comparison == Comparison::less || comparison == Comparison::less_or_equal || comparison == Comparison::greater || comparison == Comparison::greater_or_equal;
}

std::string like_pattern(std::string_view text)
{
    std::string pattern = "%";
    for (char const c : text) {
        if (c == '%' || c == '_' || c == '\\')
            pattern += '\\';
        pattern += c;
    }
    return pattern + '%';
}

class Builder {
public:
    Builder(Registry const& registry, Query const& query) : m_registry(registry), m_query(query) {}

    Result<QuerySql> build()
    {
        if (!m_query.entity)
            return refused("Aucun registre n’est choisi.", "No register is chosen.");
        Entity const& entity = *m_query.entity;
        m_sql.from = sql_name(entity.table) + " AS a";
        for (auto const& filter : m_query.filters) {
            auto const condition = one_filter(entity, filter, "a");
            if (!condition)
                return condition.error();
            add(*condition);
        }
        if (!m_query.search.empty()) {
            auto const match = match_expression(search_words(m_query.search), LastWord::beginning);
            if (searched_fields(entity).empty())
                add("0");
            else if (!match.empty()) {
                std::string const table = sql_name(search_table(entity));
                add(fmt::format("a.\"id\" IN (SELECT rowid FROM {0} WHERE {0} MATCH {1})", table, bound(match)));
            }
        }
        for (auto const& sort : m_query.sorts)
            if (auto const made = one_sort(entity, sort); !made)
                return made.error();
        bool const in_sql = std::all_of(m_sql.keys.begin(), m_sql.keys.end(),
                                        [](SortKey const& key) { return key.kind == SortKey::Kind::value || key.kind == SortKey::Kind::date; });
        if (in_sql) {
            for (auto const& key : m_sql.keys)
                m_sql.order += fmt::format("{}{}{}", m_sql.order.empty() ? " ORDER BY " : ",", key.sql, key.descending ? " DESC NULLS LAST" : " ASC NULLS LAST");
            bool const by_id = !m_sql.keys.empty() && m_sql.keys.back().sql == "a.\"id\"";
            if (!by_id)
                m_sql.order += fmt::format("{}a.\"id\"{}", m_sql.order.empty() ? " ORDER BY " : ",", m_sql.ids_descend() ? " DESC" : "");
        }
        return std::move(m_sql);
    }

private:
    void add(std::string const& condition) { m_sql.where += (m_sql.where.empty() ? " WHERE " : " AND ") + condition; }

    std::string bound(Cell cell)
    {
        m_sql.bindings.push_back(std::move(cell));
        return fmt::format("?{}", m_sql.bindings.size());
    }

    Result<std::string> one_filter(Entity const& entity, Filter const& filter, std::string const& alias, int depth = 0)
    {
        auto const dot = filter.field.find('.');
        if (dot != std::string::npos && depth < longest_path) {
            Field const* const link = entity.field(std::string_view{filter.field}.substr(0, dot));
            Entity const* const target = link && link->type == FieldType::link ? m_registry.entity(link->to) : nullptr;
            if (!target)
                return no_field(entity, filter.field);
            Filter further = filter;
            further.field = filter.field.substr(dot + 1);
            std::string const step = fmt::format("l{}", ++m_aliases);
            auto const condition = one_filter(*target, further, step, depth + 1);
            if (!condition)
                return condition.error();
            return fmt::format("EXISTS(SELECT 1 FROM {0} AS {1} WHERE {1}.\"id\"={4}.{2} AND {3})", sql_name(target->table), step, sql_name(link->id), *condition, alias);
        }
        if (filter.field == "id")
            return on_id(filter, alias);
        Field const* const field = entity.field(filter.field);
        if (!field)
            return no_field(entity, filter.field);
        return on_field(entity, *field, filter, alias);
    }

    Result<std::string> on_id(Filter const& filter, std::string const& alias)
    {
        std::vector<std::string> places;
        for (auto const& value : filter.values) {
            auto const* const number = std::get_if<std::int64_t>(&value);
            auto const* const link = std::get_if<RecordId>(&value);
            if (!number && !link)
                return refused("Un numéro de fiche est attendu.", "The number of a record is expected.");
            places.push_back(bound(number ? *number : link->value));
        }
        if (places.empty())
            return std::string{filter.comparison == Comparison::is_null ? "0" : "1"};
        if (filter.comparison == Comparison::any_of)
            return fmt::format("{}.\"id\" IN ({})", alias, fmt::join(places, ","));
        return fmt::format("{}.\"id\"{}{}", alias, filter.comparison == Comparison::not_equal ? "<>" : symbol(filter.comparison), places.front());
    }

    Result<std::string> on_field(Entity const& entity, Field const& field, Filter const& filter, std::string const& alias)
    {
        bool const counts = field.type == FieldType::count;
        auto const columns = Entity::columns_of(field);
        std::string const column = counts ? fmt::format("(SELECT sum(\"n\") FROM {} WHERE \"owner\"={}.\"id\")", sql_name(entity.cells_table(field)), alias)
                                          : alias + '.' + sql_name(columns.front());
        std::string const second = columns.size() > 1 ? alias + '.' + sql_name(columns[1]) : std::string{};
        if (filter.comparison == Comparison::is_null || filter.comparison == Comparison::is_not_null) {
            bool const null = filter.comparison == Comparison::is_null;
            if (field.type == FieldType::period)
                return fmt::format("({0} IS NULL AND {1} IS NULL)={2}", column, second, null ? 1 : 0);
            return column + (null ? " IS NULL" : " IS NOT NULL");
        }
        if (filter.values.empty())
            return no_comparison(field);
        std::vector<std::string> alternatives;
        for (auto const& value : filter.values) {
            auto const condition = one_value(field, column, second, filter.comparison, value);
            if (!condition)
                return condition.error();
            alternatives.push_back(*condition);
            if (filter.comparison != Comparison::any_of)
                break;
        }
        return alternatives.size() == 1 ? alternatives.front() : fmt::format("({})", fmt::join(alternatives, " OR "));
    }

    Result<std::string> one_value(Field const& field, std::string const& column, std::string const& second, Comparison comparison, Value const& value)
    {
        bool const ordered = is_order(comparison), differs = comparison == Comparison::not_equal, contains = comparison == Comparison::contains;
        std::string const equals = differs ? " IS NOT " : "=";
        switch (field.type) {
        case FieldType::text:
        case FieldType::long_text:
        case FieldType::choice: {
            auto const* const text = std::get_if<std::string>(&value);
            if (!text)
                return no_comparison(field);
            if (contains)
                return fmt::format("{} LIKE {} ESCAPE '\\'", column, bound(like_pattern(*text)));
            return ordered ? fmt::format("{}{}{}", column, symbol(comparison), bound(*text)) : column + equals + bound(*text);
        }
        case FieldType::translatable: {
            auto const* const text = std::get_if<std::string>(&value);
            if (!text || ordered)
                return no_comparison(field);
            std::string const inner = contains ? fmt::format("value LIKE {} ESCAPE '\\'", bound(like_pattern(*text))) : "value=" + bound(*text);
            return fmt::format("{}EXISTS(SELECT 1 FROM json_each({}) WHERE {})", differs ? "NOT " : "", column, inner);
        }
        case FieldType::choices:
        case FieldType::links: {
            auto const* const code = std::get_if<std::string>(&value);
            auto const* const number = std::get_if<std::int64_t>(&value);
            auto const* const link = std::get_if<RecordId>(&value);
            if (ordered || (!code && !number && !link))
                return no_comparison(field);
            return fmt::format("{}EXISTS(SELECT 1 FROM json_each({}) WHERE value={})", differs ? "NOT " : "", column,
                               bound(code ? Cell{*code} : Cell{number ? *number : link->value}));
        }
        case FieldType::money: {
            auto const* const money = std::get_if<psl::Money>(&value);
            auto const* const minor = std::get_if<std::int64_t>(&value); // units of whatever currency the record has are not comparable: minor units
            if (contains || (!money && !minor))
                return no_comparison(field);
            std::string const amount = bound(money ? money->minor : *minor);
            std::string const currency = money ? fmt::format(" AND {}={}", second, bound(money->currency)) : "";
            if (differs)
                return fmt::format("({0} IS NOT {1}{2})", column, amount, money ? fmt::format(" OR {} IS NOT {}", second, bound(money->currency)) : "");
            return fmt::format("({}{}{}{})", column, symbol(comparison), amount, currency);
        }
        case FieldType::period:
            return on_period(field, column, second, comparison, value);
        case FieldType::file: {
            auto const* const text = std::get_if<std::string>(&value);
            if (!text || ordered)
                return no_comparison(field);
            return fmt::format("{}json_extract({},'$.name') LIKE {} ESCAPE '\\'", differs ? "NOT " : "", column, bound(like_pattern(*text)));
        }
        case FieldType::point:
            return no_comparison(field);
        default:
            break;
        }
        auto const cell = simple(field, value);
        if (!cell || contains)
            return no_comparison(field);
        return ordered ? fmt::format("{}{}{}", column, symbol(comparison), bound(*cell)) : column + equals + bound(*cell);
    }

    /// A date beside a period: "<" over before it, ">" begins after it, "~" it lies within.
    Result<std::string> on_period(Field const& field, std::string const& from, std::string const& to, Comparison comparison, Value const& value)
    {
        if (auto const* const period = std::get_if<Period>(&value)) {
            if (is_order(comparison) || comparison == Comparison::contains)
                return no_comparison(field);
            auto const end = [](std::optional<psl::Date> const& date) { return date ? Cell{date->iso()} : Cell{}; };
            std::string const both = fmt::format("({} IS {} AND {} IS {})", from, bound(end(period->from)), to, bound(end(period->to)));
            return comparison == Comparison::not_equal ? "NOT " + both : both;
        }
        auto const* const date = std::get_if<psl::Date>(&value);
        if (!date)
            return no_comparison(field);
        std::string const day = bound(date->iso());
        switch (comparison) {
        case Comparison::less:
        case Comparison::less_or_equal:
            return fmt::format("{}{}{}", to, symbol(comparison), day);
        case Comparison::greater:
        case Comparison::greater_or_equal:
            return fmt::format("{}{}{}", from, symbol(comparison), day);
        default: {
            std::string const within = fmt::format("(ifnull({}<={},1) AND ifnull({}>={},1) AND coalesce({},{}) IS NOT NULL)", from, day, to, day, from, to);
            return comparison == Comparison::not_equal ? "NOT " + within : within;
        }
        }
    }

    static std::optional<Cell> simple(Field const& field, Value const& value)
    {
        if (auto const* const number = std::get_if<std::int64_t>(&value)) {
            if (field.type == FieldType::decimal || field.type == FieldType::percent) {
                std::int64_t scaled = *number;
                for (int at = 0; at < field.scale; ++at)
                    if (__builtin_mul_overflow(scaled, std::int64_t{10}, &scaled))
                        return std::nullopt;
                return Cell{scaled};
            }
            return field.type == FieldType::date ? std::nullopt : std::optional{Cell{*number}};
        }
        if (auto const* const yes = std::get_if<bool>(&value))
            return Cell{std::int64_t{*yes}};
        if (auto const* const link = std::get_if<RecordId>(&value))
            return Cell{link->value};
        if (auto const* const date = std::get_if<psl::Date>(&value))
            return Cell{date->iso()};
        auto const moved = stored_form(field, value);
        if (auto const* const scaled = std::get_if<Scaled>(&moved); scaled && scaled->scale == field.scale)
            return Cell{scaled->number};
        return std::nullopt;
    }

    void add_key(std::string column, SortKey::Kind kind, bool descending) { m_sql.keys.push_back({std::move(column), kind, descending, nullptr}); }

    Result<bool> one_sort(Entity const& entity, Sort const& sort)
    {
        if (sort.field == "id") {
            add_key("a.\"id\"", SortKey::Kind::value, sort.descending);
            return true;
        }
        Field const* const field = entity.field(sort.field);
        if (!field)
            return no_field(entity, sort.field);
        return sort_by(entity, *field, "a", sort.descending, 0);
    }

    Result<bool> sort_by(Entity const& entity, Field const& field, std::string const& alias, bool descending, int depth)
    {
        using enum SortKey::Kind;
        auto const columns = Entity::columns_of(field);
        auto const column = [&](std::size_t at) { return alias + '.' + sql_name(columns[at]); };
        switch (field.type) {
        case FieldType::count:
            add_key(fmt::format("(SELECT sum(\"n\") FROM {} WHERE \"owner\"={}.\"id\")", sql_name(entity.cells_table(field)), alias), value, descending);
            return true;
        case FieldType::translatable:
            add_key(column(0), translated, descending);
            return true;
        case FieldType::money: // amounts of different currencies are not compared: by currency, then by amount
            add_key(column(1), value, false);
            add_key(column(0), value, descending);
            return true;
        case FieldType::period:
            add_key(column(0), date, descending);
            add_key(column(1), date, descending);
            return true;
        case FieldType::date:
            add_key(column(0), date, descending);
            return true;
        case FieldType::choice: {
            // In the order of the list, which its author chose, where that is not the order of the codes anyway.
            Codelist const* const list = m_registry.list(field.list);
            bool const by_code = !list || std::is_sorted(list->codes.begin(), list->codes.end(), [](Code const& left, Code const& right) { return left.code < right.code; });
            add_key(column(0), by_code ? value : choice, descending);
            m_sql.keys.back().list = by_code ? nullptr : list;
            return true;
        }
        case FieldType::link:
            return by_title(field, alias, descending, depth);
        default: {
            // What no two records share is a code, not prose: the order of its bytes is that of its index.
            bool const prose = (field.type == FieldType::text || field.type == FieldType::long_text) && !field.unique;
            add_key(column(0), prose ? text : value, descending);
            return true;
        }
        }
    }

    /// By the first field of the linked record's title.
    Result<bool> by_title(Field const& field, std::string const& alias, bool descending, int depth)
    {
        Entity const* const target = m_registry.entity(field.to);
        auto const open = target ? target->title.find('{') : std::string::npos;
        auto const close = open == std::string::npos ? open : target->title.find('}', open);
        Field const* const title = close == std::string::npos ? nullptr : target->field(std::string_view{target->title}.substr(open + 1, close - open - 1));
        if (!title || depth > 1) {
            add_key(alias + '.' + sql_name(field.id), SortKey::Kind::value, descending);
            return true;
        }
        std::string const joined = fmt::format("s{}", ++m_aliases);
        m_sql.from += fmt::format(" LEFT JOIN {0} AS {1} ON {1}.\"id\"={2}.{3}", sql_name(target->table), joined, alias, sql_name(field.id));
        return sort_by(*target, *title, joined, descending, depth + 1);
    }

    Registry const& m_registry;
    Query const& m_query;
    QuerySql m_sql;
    int m_aliases = 0;
};

/// Bytes of the letter or digit at `at` of folded text, 0 where none is there. Signs beyond ASCII part words as the index's
/// tokenizer has it: as one word, "12°30" would be a phrase, which an index without positions refuses.
std::size_t letter_at(std::string_view folded, std::size_t at)
{
    auto const byte = [&](std::size_t further) { return at + further < folded.size() ? static_cast<unsigned char>(folded[at + further]) : 0u; };
    unsigned const c = byte(0);
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 1 : 0;
    bool const sign = c == 0xC2 || (c == 0xC3 && (byte(1) == 0x97 || byte(1) == 0xB7)) || (c == 0xE2 && byte(1) < 0xB0) || (c == 0xE3 && byte(1) == 0x80) ||
                      (c == 0xEF && byte(1) == 0xBF) || (c == 0xF0 && byte(1) == 0x9F);
    return sign ? 0 : 1;
}

} // namespace

bool next_word(std::string_view folded, std::size_t& at, std::string_view& word)
{
    while (at < folded.size() && letter_at(folded, at) == 0) {
        ++at;
        while (at < folded.size() && (static_cast<unsigned char>(folded[at]) & 0xC0) == 0x80)
            ++at;
    }
    std::size_t const from = at;
    while (at < folded.size() && letter_at(folded, at) > 0) {
        ++at;
        while (at < folded.size() && (static_cast<unsigned char>(folded[at]) & 0xC0) == 0x80)
            ++at;
    }
    word = folded.substr(from, at - from);
    return !word.empty();
}

std::vector<std::string> search_words(std::string_view typed)
{
    constexpr std::size_t most_words = 12, longest = 200;
    std::vector<std::string> words;
    std::string const folded = fold(cleaned(typed.substr(0, 1000)));
    std::string_view word;
    for (std::size_t at = 0; next_word(folded, at, word);)
        if (words.size() < most_words && word.size() <= longest)
            words.emplace_back(word);
    return words;
}

std::string match_expression(std::vector<std::string> const& words, LastWord last)
{
    std::string expression;
    for (std::size_t at = 0; at < words.size(); ++at) {
        bool const is_last = at + 1 == words.size();
        std::string_view const word = is_last && last == LastWord::few_letters ? beginning(words[at], indexed_letters) : std::string_view{words[at]};
        expression += fmt::format("{}\"{}\"{}", at == 0 ? "" : " ", word, is_last && last != LastWord::whole ? "*" : "");
    }
    return expression;
}

std::string_view beginning(std::string_view word, std::size_t characters)
{
    std::size_t at = 0;
    for (; at < word.size() && characters > 0; --characters) {
        ++at;
        while (at < word.size() && (static_cast<unsigned char>(word[at]) & 0xC0) == 0x80)
            ++at;
    }
    return word.substr(0, at);
}

Result<QuerySql> query_sql(Registry const& registry, Query const& query) { return Builder{registry, query}.build(); }

} // namespace passerelle::model
