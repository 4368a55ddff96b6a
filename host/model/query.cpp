#include "host/model/query.hpp"
#include "host/base/text.hpp"
#include "host/model/query_sql.hpp"
#include "host/model/record_reader.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::model {

namespace {

/// Up to so many records, text is put in the order of people (accents and case folded); beyond, in SQLite's.
constexpr std::size_t most_folded = 20'000;

Result<store::Statement> prepared(store::Connection& connection, std::string const& sql, std::vector<Cell> const& bindings)
{
    auto statement = connection.prepare(sql);
    if (!statement)
        return statement.error();
    for (std::size_t at = 0; at < bindings.size(); ++at)
        bind_cell(*statement, static_cast<int>(at) + 1, bindings[at]);
    return statement;
}

Result<std::vector<std::int64_t>> ids_of(store::Connection& connection, QuerySql const& sql)
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
    }
}

/// Ids with the text of the first sort, put in order here; nothing where there are too many.
Result<std::optional<std::vector<std::int64_t>>> folded_order(store::Connection& connection, QuerySql const& sql, bool descending)
{
    std::optional<std::vector<std::int64_t>> const none;
    auto statement = prepared(connection, fmt::format("SELECT a.\"id\",{} FROM {}{} LIMIT {}", sql.text_keys.front(), sql.from, sql.where, most_folded + 1), sql.bindings);
    if (!statement)
        return statement.error();
    struct Keyed {
        bool null;
        std::string key;
        std::int64_t id;
    };
    std::vector<Keyed> rows;
    while (true) {
        auto const there = statement->step();
        if (!there)
            return there.error();
        if (!*there)
            break;
        if (rows.size() == most_folded)
            return none;
        rows.push_back({statement->is_null(1), fold(statement->text(1)), statement->integer(0)});
    }
    std::sort(rows.begin(), rows.end(), [&](Keyed const& left, Keyed const& right) {
        if (left.null != right.null)
            return right.null;
        if (left.key != right.key)
            return descending ? right.key < left.key : left.key < right.key;
        return left.id < right.id;
    });
    std::vector<std::int64_t> ids;
    ids.reserve(rows.size());
    for (auto const& row : rows)
        ids.push_back(row.id);
    return std::optional{std::move(ids)};
}

} // namespace

Result<std::vector<std::int64_t>> order(store::Connection& connection, Registry const& registry, Query const& query)
{
    auto const sql = query_sql(registry, query);
    if (!sql)
        return sql.error();
    if (sql->text_keys.size() == 1 && !sql->text_keys.front().empty()) {
        auto folded = folded_order(connection, *sql, query.sorts.front().descending);
        if (!folded)
            return folded.error();
        if (*folded)
            return std::move(**folded);
    }
    return ids_of(connection, *sql);
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
