// A register of a million rows: its order against raw SQLite, pages, search.
#include "host/bridge/session.hpp"
#include "host/model/query.hpp"
#include "tests/bench/promises.hpp"
#include <random>
#include <sqlite3.h>
#include <stdexcept>

namespace bench {

namespace {

struct Case {
    char const* name;
    std::vector<passerelle::model::Filter> filters;
    std::vector<passerelle::model::Sort> sorts;
    char const* raw; ///< the same ids by hand
};

std::size_t raw_ids(sqlite3* db, char const* sql)
{
    std::vector<std::int64_t> ids;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) != SQLITE_OK)
        throw std::runtime_error(sqlite3_errmsg(db));
    while (sqlite3_step(statement) == SQLITE_ROW)
        ids.push_back(sqlite3_column_int64(statement, 0));
    sqlite3_finalize(statement);
    return ids.size();
}

} // namespace

void bench_registers(Settings const& settings, Promises& promises)
{
    using namespace passerelle;
    auto const file = stress_portfolio(settings, settings.quick ? 300 : 1'000'000);
    bridge::SessionOptions options;
    options.store.automatic_backups = false;
    auto session = bridge::Session::open(file, options);
    if (!session)
        throw std::runtime_error(session.error().sentence.en);
    auto const* activity = (*session)->registry().entity("projects.activity");
    auto& reader = (*session)->portfolio().reader();

    sqlite3* raw = nullptr;
    if (sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK)
        throw std::runtime_error("raw SQLite cannot open the portfolio");
    std::vector<Case> const cases{
        {"all, by identifier", {}, {{"identifier", false}}, "SELECT id FROM projects_activity ORDER BY identifier IS NULL, identifier, id"},
        {"all, by planned end, descending", {}, {{"planned_end", true}}, "SELECT id FROM projects_activity ORDER BY planned_end IS NULL, planned_end DESC, id"},
        {"status 2, by planned start",
         {{"status", model::Comparison::equal, {model::Value(std::string("2"))}}},
         {{"planned_start", false}},
         "SELECT id FROM projects_activity WHERE status = '2' ORDER BY planned_start IS NULL, planned_start, id"},
        {"end before 2026, by status then identifier",
         {{"planned_end", model::Comparison::less, {model::Value(*psl::Date::parse("2026-01-01"))}}},
         {{"status", false}, {"identifier", true}},
         "SELECT id FROM projects_activity WHERE planned_end < '2026-01-01' ORDER BY status IS NULL, status, identifier IS NULL, identifier DESC, id"},
    };
    std::vector<std::int64_t> ids;
    for (auto const& one : cases) {
        model::Query const query{activity, one.filters, "", one.sorts};
        std::size_t raw_count = 0;
        std::vector<double> ratios;
        for (int round = 0; round < 3; ++round) {
            double const baseline = median_seconds(1, [&] { raw_count = raw_ids(raw, one.raw); });
            double const ours = median_seconds(1, [&] {
                auto found = model::order(reader, (*session)->registry(), query);
                if (!found)
                    throw std::runtime_error(found.error().sentence.en);
                ids = std::move(*found);
            });
            ratios.push_back(ours / baseline);
        }
        if (ids.size() != raw_count)
            throw std::runtime_error(std::string("the order and raw SQLite disagree: ") + one.name);
        std::sort(ratios.begin(), ratios.end());
        promises.add({std::string("order of the register: ") + one.name, ratios[1], 1.3, "x", "raw SQLite, same ids"});
    }
    sqlite3_close(raw);

    std::mt19937 random(7);
    double const page_ms = 1000 * median_seconds(50, [&] {
        std::size_t const from = ids.size() > 100 ? random() % (ids.size() - 100) : 0;
        auto page = model::page(reader, (*session)->registry(), *activity, {ids.data() + from, std::min<std::size_t>(100, ids.size())});
        if (!page)
            throw std::runtime_error(page.error().sentence.en);
    });
    promises.add({"a page of 100 rows anywhere", page_ms, 2.0, "ms", ""});
    double worst = 0;
    for (char const* words : {"m", "ma", "mar", "march", "marche", "marche co", "equite nouakchott", "artis"}) {
        double const ms = 1000 * median_seconds(5, [&] {
            if (auto hits = model::search(reader, (*session)->registry(), words, 50); !hits)
                throw std::runtime_error(hits.error().sentence.en);
        });
        worst = std::max(worst, ms);
    }
    promises.add({"search as you type, first 50 hits, slowest keystroke", worst, 20.0, "ms", ""});
}

} // namespace bench
