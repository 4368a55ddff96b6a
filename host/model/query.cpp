#include "host/model/query.hpp"
#include "host/model/columns.hpp"
#include "host/model/order_keys.hpp"
#include "host/model/query_sql.hpp"
#include "host/model/record_reader.hpp"
#include "host/model/stop.hpp"
#include "host/model/value_json.hpp"
#include <fmt/format.h>
#include <map>
#include <optional>

namespace passerelle::model {

namespace {

Result<store::Statement> prepared(store::Connection& connection, std::string const& sql, std::vector<Cell> const& bindings)
{
    auto statement = connection.prepare(sql);
    if (!statement)
        return statement.error();
    for (std::size_t at = 0; at < bindings.size(); ++at)
        bind_cell(*statement, static_cast<int>(at) + 1, bindings[at]);
    return statement;
}

Result<std::vector<std::int64_t>> ids_of(store::Connection& connection, QuerySql const& sql, std::atomic<bool> const* stop)
{
    auto statement = prepared(connection, fmt::format("SELECT a.\"id\" FROM {}{}{}", sql.from, sql.where, sql.order), sql.bindings);
    if (!statement)
        return statement.error();
    std::vector<std::int64_t> ids;
    while (true) {
        auto const there = statement->step();
        if (!there)
            return there.error();
        if (!*there)
            return ids;
        ids.push_back(statement->integer(0));
        if ((ids.size() & 0xFFF) == 0 && is_set(stop))
            return stopped();
    }
}

/// SQLite reads the rows along an index that has the order: nothing is faster.
Result<bool> has_index(store::Connection& connection, QuerySql const& sql)
{
    auto statement = prepared(connection, fmt::format("EXPLAIN QUERY PLAN SELECT a.\"id\" FROM {}{}{}", sql.from, sql.where, sql.order), sql.bindings);
    if (!statement)
        return statement.error();
    while (true) {
        auto const there = statement->step();
        if (!there)
            return there.error();
        if (!*there)
            return true;
        if (statement->text(3).find("TEMP B-TREE") != std::string_view::npos)
            return false;
    }
}

/// One kept place for the text of a JSON string with escapes.
class Translation {
public:
    explicit Translation(Language language) : m_wanted(language == Language::fr ? "fr" : "en"), m_second(language == Language::fr ? "en" : "fr") { m_field.type = FieldType::translatable; }

    /// The text of the language, else of the other of the program's two, else any. Nothing where there is none.
    std::optional<std::string_view> of(std::string_view json)
    {
        if (auto const plain = scanned(json))
            return *plain;
        auto const value = value_from_json(m_field, json);
        auto const* const translations = value ? std::get_if<Translations>(&*value) : nullptr;
        if (!translations || translations->texts.empty())
            return std::nullopt;
        auto found = translations->texts.find(m_wanted);
        if (found == translations->texts.end())
            found = translations->texts.find(m_second);
        m_text = found == translations->texts.end() ? translations->texts.begin()->second : found->second;
        return m_text;
    }

private:
    /// {"fr":"...","en":"..."} as this program writes it, without escapes: read where it lies.
    std::optional<std::string_view> scanned(std::string_view json) const
    {
        std::optional<std::string_view> second, any;
        std::size_t at = 1;
        if (json.size() < 2 || json[0] != '{' || json.find('\\') != std::string_view::npos)
            return std::nullopt;
        while (at < json.size() && json[at] == '"') {
            std::size_t const name_end = json.find('"', at + 1);
            if (name_end == std::string_view::npos || json.substr(name_end, 3) != "\":\"")
                return std::nullopt;
            std::size_t const end = json.find('"', name_end + 3);
            if (end == std::string_view::npos || end + 1 >= json.size())
                return std::nullopt;
            std::string_view const name = json.substr(at + 1, name_end - at - 1), text = json.substr(name_end + 3, end - name_end - 3);
            if (name == m_wanted)
                return text;
            if (name == m_second)
                second = text;
            if (!any)
                any = text;
            if (json[end + 1] != ',')
                break;
            at = end + 2;
        }
        return second ? second : any;
    }

    std::string m_wanted, m_second, m_text;
    Field m_field;
};

/// Every row with what its sorts compare, put in order here.
Result<std::vector<std::int64_t>> keyed_order(store::Connection& connection, QuerySql const& sql, Language language, std::atomic<bool> const* stop)
{
    std::string columns;
    for (auto const& key : sql.keys)
        columns += ',' + key.sql;
    auto statement = prepared(connection, fmt::format("SELECT a.\"id\"{} FROM {}{}", columns, sql.from, sql.where), sql.bindings);
    if (!statement)
        return statement.error();
    Translation translation(language);
    std::vector<std::map<std::string, std::int64_t, std::less<>>> ranks(sql.keys.size());
    for (std::size_t at = 0; at < sql.keys.size(); ++at)
        if (auto const* const list = sql.keys[at].list)
            for (std::size_t rank = 0; rank < list->codes.size(); ++rank)
                ranks[at].emplace(list->codes[rank].code, static_cast<std::int64_t>(rank));
    OrderKeys keys(sql.ids_descend() ? OrderKeys::Ties::latest_first : OrderKeys::Ties::latest_last);
    while (true) {
        auto const there = statement->step();
        if (!there)
            return there.error();
        if (!*there)
            break;
        keys.begin(statement->integer(0));
        for (std::size_t at = 0; at < sql.keys.size(); ++at) {
            int const column = static_cast<int>(at) + 1;
            auto const& key = sql.keys[at];
            auto const kind = statement->kind(column);
            if (kind == store::ColumnKind::null) {
                keys.add_null();
                continue;
            }
            using enum SortKey::Kind;
            switch (key.kind) {
            case value:
                if (kind == store::ColumnKind::integer)
                    keys.add_integer(statement->integer(column), key.descending);
                else if (kind == store::ColumnKind::real)
                    keys.add_real(statement->real(column), key.descending);
                else
                    keys.add_bytes(statement->text(column), key.descending);
                break;
            case date:
                keys.add_date(statement->text(column), key.descending);
                break;
            case text:
                keys.add_text(statement->text(column), key.descending);
                break;
            case translated:
                if (auto const shown = translation.of(statement->text(column)))
                    keys.add_text(*shown, key.descending);
                else
                    keys.add_null();
                break;
            case choice: { // a code that its list does not have comes after those that it has
                auto const found = ranks[at].find(statement->text(column));
                keys.add_integer(found == ranks[at].end() ? static_cast<std::int64_t>(ranks[at].size()) : found->second, key.descending);
                break;
            }
            }
        }
        keys.end();
        if ((keys.size() & 0xFFF) == 0 && is_set(stop))
            return stopped();
    }
    auto ids = keys.sorted(stop);
    if (is_set(stop))
        return stopped();
    return ids;
}

} // namespace

Result<std::vector<std::int64_t>> order(store::Connection& connection, Registry const& registry, Query const& query, std::atomic<bool> const* stop)
{
    auto const sql = query_sql(registry, query);
    if (!sql)
        return sql.error();
    StopWatch const watch(connection, stop);
    if (!sql->order.empty()) {
        auto const quick = sql->keys.empty() ? Result<bool>{true} : has_index(connection, *sql);
        if (!quick)
            return quick.error();
        if (*quick)
            return ids_of(connection, *sql, stop);
    }
    return keyed_order(connection, *sql, query.language, stop);
}

Result<std::vector<Record>> page(store::Connection& connection, Registry const&, Entity const& entity, std::span<std::int64_t const> ids)
{
    std::vector<Record> records;
    records.reserve(ids.size());
    RecordReader reader{connection, entity};
    for (auto const id : ids) {
        auto found = reader.find(id);
        if (!found)
            return found.error();
        // Deleted since the order was made: its place stays, empty, until the order is made again.
        records.push_back(*found ? std::move(**found) : Record{&entity, id, {}, {}});
    }
    return records;
}

Result<std::int64_t> count(store::Connection& connection, Registry const& registry, Query const& query)
{
    Query unsorted = query;
    unsorted.sorts.clear();
    auto const sql = query_sql(registry, unsorted);
    if (!sql)
        return sql.error();
    auto statement = prepared(connection, fmt::format("SELECT count(*) FROM {}{}", sql->from, sql->where), sql->bindings);
    if (!statement)
        return statement.error();
    auto const there = statement->step();
    if (!there)
        return there.error();
    return *there ? statement->integer(0) : std::int64_t{0};
}

} // namespace passerelle::model
