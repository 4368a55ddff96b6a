// What modules cost: a call across the border, one module more at the start, the authorizer on a query.
#include "host/bridge/module_host.hpp"
#include "host/bridge/tables.hpp"
#include "host/loader/crash_journal.hpp"
#include "host/loader/modules.hpp"
#include "host/store/portfolio.hpp"
#include "tests/bench/stage.hpp"
#include <fmt/format.h>
#include <fstream>
#include <sqlite3.h>
#include <stdexcept>

namespace bench {

namespace {

using namespace passerelle;

/// The module of boundary_module/, at work over a context that holds nothing else.
struct Border {
    bridge::Context context;
    Result<std::unique_ptr<loader::CrashJournal>> journal; ///< as the program has one
    std::vector<loader::Module> modules;
    std::unique_ptr<bridge::ModuleHost> host;

    explicit Border(Settings const& settings) : journal(loader::CrashJournal::open({settings.folder / "incidents", "bench", false, {}}))
    {
        std::string const& build = settings.build;
        loader::SearchPaths paths;
        paths.folders = {build + "/bench/modules"};
        modules = loader::find_modules(paths, bridge::host_offers());
        if (modules.size() != 1)
            throw std::runtime_error("the bench's module is missing");
        loader::load(modules[0]);
        if (modules[0].state != loader::State::loaded)
            throw std::runtime_error(modules[0].reason.en);
        context.main_thread = std::this_thread::get_id();
        host = std::make_unique<bridge::ModuleHost>(context, modules[0].manifest, modules[0].entry, modules[0].mark);
        if (auto started = host->start(); !started)
            throw std::runtime_error(started.error().sentence.en);
    }
};

struct Times {
    std::int64_t times;
    psl_row row{this, [](psl_row const* self, psl_str, psl_value* out) -> psl_status {
                    *out = psl_value{PSL_INT, 0, {static_cast<Times const*>(self->impl)->times}};
                    return PSL_OK;
                }};
};

void replace(std::string& text, std::string const& from, std::string const& to)
{
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// A folder of `count` copies of the bench's module under other names, with its library or without.
std::filesystem::path copies(Stage const& stage, int count, bool library)
{
    auto const from = std::filesystem::path(stage.settings().build) / "bench" / "modules" / "boundary";
    auto const folder = stage.settings().folder / fmt::format("modules-{}-{}", count, library ? "code" : "declared");
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    std::ifstream file(from / "plugin.json");
    std::string const original{std::istreambuf_iterator<char>(file), {}};
    for (int at = 0; at < count; ++at) {
        auto const own = folder / fmt::format("copy{}", at);
        std::filesystem::create_directory(own);
        std::string text = original;
        replace(text, "\"boundary.", fmt::format("\"copy{}.", at));
        replace(text, "\"org.example.boundary\"", fmt::format("\"org.example.copy{}\"", at));
        replace(text, "\"namespace\": \"boundary\"", fmt::format("\"namespace\": \"copy{}\"", at));
        if (library)
            std::filesystem::copy_file(from / "boundary.so", own / "boundary.so");
        else
            replace(text, "  \"library\": \"boundary\",\n", "");
        std::ofstream(own / "plugin.json") << text;
    }
    return folder;
}

void add_calls(Stage& stage)
{
    stage.add("modules/call/out", [&stage](benchmark::State& state) {
        Border border(stage.settings());
        constexpr std::int64_t times = 10'000'000;
        Times const question{times};
        double seconds_best = 1e9;
        for (auto _ : state) {
            double const one = seconds([&] {
                bridge::CallScope const scope(bridge::Call{loader::Phase::answer, "spin"});
                if (border.host->answers->answer(border.host->plugin(), psl_str{"spin", 4}, &question.row, nullptr) != PSL_OK)
                    throw std::runtime_error("the module did not answer");
            });
            state.SetIterationTime(one / times);
            seconds_best = std::min(seconds_best, one / times);
        }
        stage.promises().add({"a module's call of the host, in process", 1e9 * seconds_best, 5.0, "ns", 0, ""});
    })->UseManualTime()->Unit(benchmark::kNanosecond)->Iterations(stage.settings().quick ? 1 : 5);

    stage.add("modules/call/in", [&stage](benchmark::State& state) {
        Border border(stage.settings());
        constexpr int times = 1'000'000;
        psl_issues issues{};
        psl_row const row{};
        auto const* const checks = border.host->checks;
        auto* const plugin = border.host->plugin();
        double bare_best = 1e9, guarded_best = 1e9;
        for (auto _ : state) {
            double const bare = seconds([&] {
                for (int at = 0; at < times; ++at)
                    benchmark::DoNotOptimize(checks->check(plugin, psl_str{"boundary.thing", 14}, &row, &issues));
            });
            double const guarded = seconds([&] {
                for (int at = 0; at < times; ++at)
                    benchmark::DoNotOptimize(border.host->call(bridge::Call{loader::Phase::check, "boundary.thing", Language::fr, {}, bridge::Purity::pure},
                                                               [&] { return checks->check(plugin, psl_str{"boundary.thing", 14}, &row, &issues); })
                                                 .ok());
            });
            state.SetIterationTime(bare / times);
            bare_best = std::min(bare_best, bare / times);
            guarded_best = std::min(guarded_best, guarded / times);
        }
        state.counters["guarded_ns"] = 1e9 * guarded_best;
        stage.promises().add({"the host's call of a module, in process", 1e9 * bare_best, 5.0, "ns", 0, ""});
        stage.promises().add({"the same with its guard: exceptions, language, crash journal", 1e9 * guarded_best, 100.0, "ns", 0, ""});
    })->UseManualTime()->Unit(benchmark::kNanosecond)->Iterations(stage.settings().quick ? 1 : 5);
}

void add_start(Stage& stage, bool library, double limit)
{
    stage.add(library ? "modules/start/code" : "modules/start/declared", [&stage, library, limit](benchmark::State& state) {
        int const count = stage.settings().quick ? 2 : 20;
        auto const none = copies(stage, 0, library), many = copies(stage, count, library);
        auto const file = stage.settings().folder / "modules-start.passerelle";
        auto const open = [&](std::filesystem::path const& folder) {
            bridge::SessionOptions options;
            options.modules.folders = {std::filesystem::path(stage.settings().build) / "modules", folder};
            options.store.automatic_backups = false;
            auto session = bridge::Session::open(file, std::move(options));
            if (!session)
                throw std::runtime_error(session.error().sentence.en);
            for (auto const& module : (*session)->modules())
                if (module.state != loader::State::active)
                    throw std::runtime_error(module.manifest.id + ": " + module.reason.en);
        };
        for (char const* rest : {"", "-wal", "-shm"})
            std::filesystem::remove(file.string() + rest);
        {
            bridge::SessionOptions options;
            options.modules.folders = {std::filesystem::path(stage.settings().build) / "modules"};
            auto made = bridge::Session::create(file, std::move(options));
            if (!made)
                throw std::runtime_error(made.error().sentence.en);
        }
        open(many); // their tables are made once
        std::vector<double> each, alone;
        for (auto _ : state) {
            double const without = seconds([&] { open(none); }), with = seconds([&] { open(many); });
            each.push_back(1000 * (with - without) / count);
            alone.push_back(1000 * without);
            state.SetIterationTime(std::max(0.0, with - without) / count);
        }
        state.counters["without_ms"] = median(alone);
        stage.promises().add({library ? "start: one module with code more" : "start: one declared module more", median(each), limit, "ms", median(alone), "the start without it"});
    })->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(stage.settings().quick ? 1 : 9);
}

std::int64_t sum_of(sqlite3* database, std::string const& sql)
{
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
        throw std::runtime_error(sqlite3_errmsg(database));
    std::int64_t sum = 0;
    while (sqlite3_step(statement) == SQLITE_ROW)
        sum += sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return sum;
}

void add_authorizer(Stage& stage)
{
    Size const size = stage.settings().quick ? Size{20, 1'340} : Size{};
    stage.add("modules/authorizer", [&stage, size](benchmark::State& state) {
        auto* const raw = stage.raw(size);
        auto restricted = stage.session(size).portfolio().open_reader();
        if (!restricted)
            throw std::runtime_error(restricted.error().sentence.en);
        store::ReadScope scope;
        scope.may_read = [](std::string_view, std::string_view) { return true; };
        if (auto done = (*restricted)->restrict(scope, 1'000'000'000); !done)
            throw std::runtime_error(done.error().sentence.en);
        std::string const sql = "SELECT sum(value_minor) FROM funding_transaction WHERE value_currency = 'EUR' GROUP BY activity ORDER BY activity";
        std::int64_t theirs = 0, ours = 0;
        int asked = 0; // each text is new: the authorizer is asked when a statement is prepared, and prepared ones are kept
        double baseline = 0;
        double const ratio = paired(
            state, baseline,
            [&] {
                for (int at = 0; at < 10; ++at)
                    theirs += sum_of(raw, sql + fmt::format(" -- {}", ++asked));
            },
            [&] {
                for (int at = 0; at < 10; ++at) {
                    auto statement = (*restricted)->prepare(sql + fmt::format(" -- {}", ++asked));
                    if (!statement)
                        throw std::runtime_error(statement.error().sentence.en);
                    for (auto row = statement->step(); row && *row; row = statement->step())
                        ours += statement->integer(0);
                }
            });
        if (theirs != ours || ours == 0)
            throw std::runtime_error("the two connections do not agree");
        stage.promises().add({"a module's query under its authorizer", ratio, 1.05, "x", baseline, "the same on SQLite alone"});
    })->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(stage.settings().quick ? 1 : 31);
}

} // namespace

void add_boundary(Stage& stage)
{
    add_calls(stage);
    add_start(stage, false, 2.0);
    add_start(stage, true, 5.0);
    add_authorizer(stage);
}

} // namespace bench
