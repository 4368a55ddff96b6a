// Registers of 300, 10,000 and 1,000,000 rows: the order of all ids against raw SQLite, and pages anywhere in it.
#include "host/model/query.hpp"
#include "tests/bench/stage.hpp"
#include <fmt/format.h>
#include <random>
#include <sqlite3.h>
#include <stdexcept>

namespace bench {

using namespace passerelle;

namespace {

/// Whether the raw statement gives the very sequence, or the same ids in bytes' order where people expect that of the alphabet.
enum class Same { sequence, ids };

struct Case {
    char const* name;
    std::vector<model::Filter> filters;
    std::vector<model::Sort> sorts;
    char const* raw; ///< the same by hand, as plainly as one would write it
    Same same = Same::sequence;
};

std::vector<std::int64_t> raw_ids(sqlite3* db, std::string const& sql)
{
    std::vector<std::int64_t> ids;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
        throw std::runtime_error(sqlite3_errmsg(db));
    while (sqlite3_step(statement) == SQLITE_ROW)
        ids.push_back(sqlite3_column_int64(statement, 0));
    sqlite3_finalize(statement);
    return ids;
}

void check(Case const& one, std::vector<std::int64_t> ours, std::vector<std::int64_t> theirs)
{
    if (one.same == Same::ids) {
        std::sort(ours.begin(), ours.end());
        std::sort(theirs.begin(), theirs.end());
    }
    if (ours != theirs)
        throw std::runtime_error(fmt::format("{}: the order and raw SQLite disagree ({} and {} ids)", one.name, ours.size(), theirs.size()));
}

model::Value text(char const* value) { return model::Value(std::string(value)); }
model::Value day(char const* value) { return model::Value(*psl::Date::parse(value)); }

std::vector<Case> activity_cases()
{
    using enum model::Comparison;
    return {
        {"id", {}, {}, "SELECT id FROM projects_activity ORDER BY id"},
        {"identifier", {}, {{"identifier", false}}, "SELECT id FROM projects_activity ORDER BY identifier"},
        {"identifier_descending", {}, {{"identifier", true}}, "SELECT id FROM projects_activity ORDER BY identifier DESC"},
        {"title", {}, {{"title", false}}, "SELECT id FROM projects_activity ORDER BY json_extract(title,'$.fr')", Same::ids},
        {"title_descending", {}, {{"title", true}}, "SELECT id FROM projects_activity ORDER BY json_extract(title,'$.fr') DESC", Same::ids},
        {"status", {}, {{"status", false}}, "SELECT id FROM projects_activity ORDER BY status,id"},
        {"start", {}, {{"planned_start", false}}, "SELECT id FROM projects_activity ORDER BY planned_start,id"},
        {"end_descending", {}, {{"planned_end", true}}, "SELECT id FROM projects_activity ORDER BY planned_end DESC,id DESC"},
        {"city_name", {}, {{"city", false}},
         "SELECT a.id FROM projects_activity a LEFT JOIN core_territory t ON t.id=a.city ORDER BY json_extract(t.name,'$.fr')", Same::ids},
        {"status_then_end_descending_then_title", {}, {{"status", false}, {"planned_end", true}, {"title", false}},
         "SELECT id FROM projects_activity ORDER BY status,planned_end DESC,json_extract(title,'$.fr')", Same::ids},
        {"empty_field", {}, {{"actual_end", false}}, "SELECT id FROM projects_activity ORDER BY actual_end,id"},
        {"equals_by_start", {{"status", equal, {text("2")}}}, {{"planned_start", false}}, "SELECT id FROM projects_activity WHERE status='2' ORDER BY planned_start,id"},
        {"between_by_status_identifier", {{"planned_end", greater_or_equal, {day("2025-01-01")}}, {"planned_end", less, {day("2026-01-01")}}},
         {{"status", false}, {"identifier", true}},
         "SELECT id FROM projects_activity WHERE planned_end>='2025-01-01' AND planned_end<'2026-01-01' ORDER BY status,identifier DESC"},
        {"contains_by_title", {{"title", contains, {text("handicap")}}}, {{"title", false}},
         "SELECT id FROM projects_activity WHERE EXISTS(SELECT 1 FROM json_each(title) WHERE value LIKE '%handicap%') ORDER BY json_extract(title,'$.fr')", Same::ids},
        {"is_empty_by_end", {{"actual_end", is_null, {}}}, {{"planned_end", false}}, "SELECT id FROM projects_activity WHERE actual_end IS NULL ORDER BY planned_end,id"},
        {"is_not_empty", {{"actual_end", is_not_null, {}}}, {{"planned_end", false}}, "SELECT id FROM projects_activity WHERE actual_end IS NOT NULL ORDER BY planned_end,id"},
        {"along_link_by_identifier", {{"city.country", equal, {text("TG")}}}, {{"identifier", false}},
         "SELECT a.id FROM projects_activity a WHERE EXISTS(SELECT 1 FROM core_territory t WHERE t.id=a.city AND t.country='TG') ORDER BY identifier"},
    };
}

std::vector<Case> transaction_cases()
{
    using enum model::Comparison;
    return {
        {"amount", {}, {{"value", false}}, "SELECT id FROM funding_transaction ORDER BY value_currency,value_minor,id"},
        {"amount_descending", {}, {{"value", true}}, "SELECT id FROM funding_transaction ORDER BY value_currency,value_minor DESC,id DESC"},
        {"date_descending", {}, {{"date", true}}, "SELECT id FROM funding_transaction ORDER BY date DESC"},
        {"type", {}, {{"type", false}}, nullptr},
        {"project_title", {}, {{"activity", false}},
         "SELECT t.id FROM funding_transaction t LEFT JOIN projects_activity a ON a.id=t.activity ORDER BY json_extract(a.title,'$.fr')", Same::ids},
        {"provider_then_date", {}, {{"provider", false}, {"date", false}},
         "SELECT t.id FROM funding_transaction t LEFT JOIN core_organisation o ON o.id=t.provider ORDER BY json_extract(o.name,'$.fr'),t.date", Same::ids},
        {"amount_over_by_amount", {{"value", greater, {model::Value(std::int64_t{5'000'000})}}}, {{"value", true}},
         "SELECT id FROM funding_transaction WHERE value_minor>5000000 ORDER BY value_currency,value_minor DESC,id DESC"},
    };
}

void add_order(Stage& stage, char const* entity, Size size, std::int64_t rows, Case one)
{
    bool const promised = rows >= 1'000'000 || stage.settings().quick;
    stage.add(fmt::format("order/{}/{}/{}", entity, rows, one.name), [&stage, entity = std::string(entity), size, one, promised](benchmark::State& state) {
             auto& session = stage.session(size);
             auto& reader = session.portfolio().reader();
             model::Query const query{session.registry().entity(entity), one.filters, "", one.sorts, Language::fr};
             std::vector<std::int64_t> ours, theirs;
             // The statement by hand where none is given: the order of a choice is that of its list, which only the registry knows.
             std::string const sql = one.raw ? one.raw : "SELECT id FROM funding_transaction ORDER BY type,id";
             double baseline_ms = 0;
             auto const mine = [&] {
                 auto found = model::order(reader, session.registry(), query);
                 if (!found)
                     throw std::runtime_error(found.error().sentence.en);
                 ours = std::move(*found);
             };
             mine();
             theirs = raw_ids(stage.raw(size), sql);
             Case const& checked = one;
             check(one.raw ? checked : Case{one.name, {}, {}, "", Same::ids}, ours, theirs);
             double const ratio = paired(state, baseline_ms, [&] { theirs = raw_ids(stage.raw(size), sql); }, mine);
             state.counters["ids"] = static_cast<double>(ours.size());
             if (promised)
                 stage.promises().add({fmt::format("order of 1,000,000 rows: {} {}", entity, one.name), ratio, 1.3, "x", baseline_ms, "raw SQLite, same ids"});
         })
        ->UseManualTime()
        ->Unit(benchmark::kMillisecond)
        ->Iterations(stage.settings().quick ? 1 : rows >= 1'000'000 ? 3 : 25);
}

void add_pages(Stage& stage, char const* entity, Size size, std::int64_t rows)
{
    bool const promised = rows >= 1'000'000 || stage.settings().quick;
    stage.add(fmt::format("page/{}/{}", entity, rows), [&stage, entity = std::string(entity), size, promised](benchmark::State& state) {
             auto& session = stage.session(size);
             auto& reader = session.portfolio().reader();
             auto const* declared = session.registry().entity(entity);
             auto const ids = model::order(reader, session.registry(), {declared, {}, "", {{declared->fields.front().id, false}}, Language::fr});
             if (!ids || ids->empty())
                 throw std::runtime_error("no order to page in");
             std::mt19937 random(7);
             double const ms = timed(state, [&] {
                 std::size_t const from = ids->size() > 100 ? random() % (ids->size() - 100) : 0;
                 auto page = model::page(reader, session.registry(), *declared, {ids->data() + from, std::min<std::size_t>(100, ids->size())});
                 if (!page)
                     throw std::runtime_error(page.error().sentence.en);
                 benchmark::DoNotOptimize(page);
             });
             if (promised)
                 stage.promises().add({fmt::format("page of 100 rows anywhere in 1,000,000: {}", entity), ms, 2.0, "ms", 0, ""});
         })
        ->UseManualTime()
        ->Unit(benchmark::kMillisecond)
        ->Iterations(stage.settings().quick ? 5 : 200);
}

} // namespace

void add_registers(Stage& stage)
{
    std::vector<Size> sizes{{300, 20'000}};
    if (!stage.settings().quick)
        sizes = {{300, 20'000}, {10'000, 20'000}, {1'000'000, 20'000}};
    else
        sizes = {{20, 1'340}};
    for (auto const& size : sizes) {
        for (auto& one : activity_cases())
            add_order(stage, "projects.activity", size, size.projects, std::move(one));
        add_pages(stage, "projects.activity", size, size.projects);
    }
    Size const payments = stage.settings().quick ? Size{20, 1'340} : Size{300, 1'000'000};
    for (auto& one : transaction_cases())
        add_order(stage, "funding.transaction", payments, payments.transactions, std::move(one));
    add_pages(stage, "funding.transaction", payments, payments.transactions);
}

} // namespace bench
