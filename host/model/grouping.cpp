#include "host/model/grouping.hpp"
#include "host/base/format.hpp"
#include "host/base/text.hpp"
#include "host/model/columns.hpp"
#include "host/model/query_sql.hpp"
#include "host/model/record.hpp"
#include "host/model/stop.hpp"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <unordered_map>

namespace passerelle::model {

namespace {

/// Adds up one field; an amount that no longer fits stays "too large" rather than wrong.
class Adder {
public:
    explicit Adder(Field const& field) : m_field(&field) {}

    /// The field's columns, from `at` on.
    void add(store::Statement const& row, int at)
    {
        if (row.is_null(at)) {
            ++m_missing;
            return;
        }
        ++m_reported;
        auto const currency = m_field->type == FieldType::money ? row.text(at + 1) : std::string_view();
        auto found = std::find_if(m_parts.begin(), m_parts.end(), [&](Part const& one) { return one.currency == currency; });
        if (found == m_parts.end())
            found = m_parts.insert(m_parts.end(), {std::string(currency), 0, 0, false});
        ++found->records;
        found->too_large |= __builtin_add_overflow(found->sum, row.integer(at), &found->sum);
    }

    [[nodiscard]] Total total() const
    {
        Total total{m_field->id, {}, m_reported, m_missing};
        auto parts = m_parts;
        std::stable_sort(parts.begin(), parts.end(), [](Part const& left, Part const& right) { return left.records > right.records; });
        for (auto const& part : parts)
            total.sums.push_back({part.currency, part.too_large ? std::nullopt : std::optional(part.sum)});
        return total;
    }

private:
    struct Part {
        std::string currency;
        std::int64_t sum, records;
        bool too_large;
    };
    Field const* m_field;
    std::vector<Part> m_parts;
    std::int64_t m_reported = 0, m_missing = 0;
};

struct Building {
    Group group;
    std::vector<Adder> adders;
    std::vector<std::int64_t> ids;
};

std::vector<Total> totals_of(std::vector<Adder> const& adders)
{
    std::vector<Total> totals;
    for (auto const& adder : adders)
        totals.push_back(adder.total());
    return totals;
}

} // namespace

std::string title_of_key(store::Connection& connection, Registry const& registry, Field const& field, std::string const& key, Language language)
{
    if (key.empty())
        return language == Language::fr ? "Non renseigné" : "Not reported";
    std::int64_t number = 0;
    std::from_chars(key.data(), key.data() + key.size(), number);
    switch (field.type) {
    case FieldType::choice:
        if (auto const* const list = registry.list(field.list))
            return list->name_of(key, language);
        return key;
    case FieldType::link:
        if (auto const* const target = registry.entity(field.to))
            return title_of(connection, registry, *target, number, language);
        return key;
    case FieldType::boolean: return number != 0 ? (language == Language::fr ? "Oui" : "Yes") : (language == Language::fr ? "Non" : "No");
    case FieldType::integer: return format_integer(number, language);
    default: return key;
    }
}

std::vector<std::size_t> group_order(Registry const& registry, Field const& field, std::vector<GroupName> const& groups)
{
    std::map<std::string, std::int64_t, std::less<>> ranks;
    if (auto const* const list = field.type == FieldType::choice ? registry.list(field.list) : nullptr)
        for (auto const& code : list->codes)
            ranks.emplace(code.code, static_cast<std::int64_t>(ranks.size()));
    struct Key {
        bool missing;
        std::int64_t number;
        std::string words;
    };
    std::vector<std::pair<Key, std::size_t>> keys;
    for (std::size_t at = 0; at < groups.size(); ++at) {
        auto const& group = groups[at];
        Key key{group.key.empty(), 0, {}};
        if (field.type == FieldType::choice) {
            auto const found = ranks.find(group.key);
            key.number = found == ranks.end() ? static_cast<std::int64_t>(ranks.size()) : found->second;
        } else if (field.type == FieldType::integer || field.type == FieldType::boolean || field.type == FieldType::date) {
            std::from_chars(group.key.data(), group.key.data() + group.key.size(), key.number);
            key.number = field.type == FieldType::boolean ? -key.number : key.number; // yes before no
        }
        if (field.type == FieldType::choice || field.type == FieldType::text || field.type == FieldType::link)
            key.words = fold(group.title);
        keys.emplace_back(std::move(key), at);
    }
    std::sort(keys.begin(), keys.end(), [](auto const& left, auto const& right) {
        return std::tie(left.first.missing, left.first.number, left.first.words, left.second) < std::tie(right.first.missing, right.first.number, right.first.words, right.second);
    });
    std::vector<std::size_t> places;
    for (auto const& [key, at] : keys)
        places.push_back(at);
    return places;
}

bool can_group(Field const& field)
{
    switch (field.type) {
    case FieldType::choice:
    case FieldType::link:
    case FieldType::boolean:
    case FieldType::date:
    case FieldType::text:
    case FieldType::integer: return !field.hidden;
    default: return false;
    }
}

bool can_total(Field const& field) { return !field.hidden && (field.type == FieldType::money || field.type == FieldType::integer || field.type == FieldType::decimal); }

Result<Grouping> grouped(store::Connection& connection, Registry const& registry, Query const& query, std::vector<std::int64_t> ids, std::string const& group, std::vector<std::string> const& totals,
                         std::atomic<bool> const* stop)
{
    Query unsorted = query;
    unsorted.sorts.clear();
    auto const sql = query_sql(registry, unsorted);
    if (!sql)
        return sql.error();
    Field const* const by = group.empty() ? nullptr : query.entity->field(group);
    if (!group.empty() && (!by || !can_group(*by)))
        return Error{Status::invalid, {"Ce registre ne se regroupe pas par cette rubrique. Choisissez-en une autre.", "This register cannot be grouped by that field. Choose another one."}};
    std::string columns;
    int at = 1, key_column = 0;
    if (by) {
        columns += by->type == FieldType::date ? fmt::format(",substr(a.{},1,4)", sql_name(by->id)) : ",a." + sql_name(by->id);
        key_column = at++;
    }
    std::vector<Adder> all;
    std::vector<int> places;
    for (auto const& id : totals)
        if (auto const* const field = query.entity->field(id); field && can_total(*field)) {
            all.emplace_back(*field);
            places.push_back(at);
            for (auto const& column : Entity::columns_of(*field)) {
                columns += ",a." + sql_name(column);
                ++at;
            }
        }
    StopWatch const watch(connection, stop);
    auto statement = connection.prepare(fmt::format("SELECT a.\"id\"{} FROM {}{}", columns, sql->from, sql->where));
    if (!statement)
        return statement.error();
    for (std::size_t each = 0; each < sql->bindings.size(); ++each)
        bind_cell(*statement, static_cast<int>(each) + 1, sql->bindings[each]);
    auto const none = all;
    std::vector<Building> groups;
    std::unordered_map<std::string, std::size_t> known;
    std::vector<std::pair<std::int64_t, std::uint32_t>> members;
    std::int64_t rows = 0;
    while (true) {
        auto const there = statement->step();
        if (!there)
            return there.error();
        if (!*there)
            break;
        if ((++rows & 0xFFF) == 0 && is_set(stop))
            return stopped();
        Building* into = nullptr;
        if (by) {
            auto const key = std::string(statement->text(key_column));
            auto const [found, made] = known.try_emplace(key, groups.size());
            if (made) {
                if (groups.size() == most_groups)
                    return Error{Status::invalid,
                                 {fmt::format("«\u00A0{}\u00A0» a plus de {} valeurs différentes. Regroupez par une autre rubrique, ou filtrez d’abord.", by->label.fr, format_integer(most_groups, Language::fr)),
                                  fmt::format("“{}” has more than {} different values. Group by another field, or filter first.", by->label.en, format_integer(most_groups, Language::en))}};
                groups.push_back({{key, {}, 0, {}}, none, {}});
            }
            into = &groups[found->second];
            ++into->group.records;
            members.emplace_back(statement->integer(0), static_cast<std::uint32_t>(found->second));
        }
        for (std::size_t each = 0; each < all.size(); ++each) {
            all[each].add(*statement, places[each]);
            if (into)
                into->adders[each].add(*statement, places[each]);
        }
    }
    Grouping made;
    made.totals = totals_of(all);
    if (!by) {
        made.ids = std::move(ids);
        return made;
    }
    // The order stays within each group: whoever stands where is looked up by id.
    if (!std::is_sorted(members.begin(), members.end()))
        std::sort(members.begin(), members.end());
    for (auto const id : ids) {
        auto const found = std::lower_bound(members.begin(), members.end(), std::pair{id, std::uint32_t{0}});
        if (found != members.end() && found->first == id) // gone since the order was made: the next reading has it right
            groups[found->second].ids.push_back(id);
    }
    for (auto& one : groups) {
        one.group.title = title_of_key(connection, registry, *by, one.group.key, query.language);
        one.group.totals = totals_of(one.adders);
        one.group.records = static_cast<std::int64_t>(one.ids.size());
    }
    std::vector<GroupName> names;
    for (auto const& one : groups)
        names.push_back({one.group.key, one.group.title});
    made.ids.reserve(ids.size());
    for (auto const place : group_order(registry, *by, names)) {
        auto& one = groups[place];
        made.ids.insert(made.ids.end(), one.ids.begin(), one.ids.end());
        made.groups.push_back(std::move(one.group));
    }
    return made;
}

} // namespace passerelle::model
