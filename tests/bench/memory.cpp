// Resident memory with a stress portfolio open, in a process of its own: this program has held others before.
#include "host/model/query.hpp"
#include "tests/bench/stage.hpp"
#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace bench {

namespace {

double status_mb(std::string const& name)
{
    std::ifstream status("/proc/self/status");
    std::string word;
    while (status >> word)
        if (word == name + ":") {
            double kb = 0;
            status >> kb;
            return kb / 1024;
        }
    return 0;
}

} // namespace

int tell_resident(std::filesystem::path const& file)
{
    using namespace passerelle;
    bridge::SessionOptions options;
    options.store.automatic_backups = false;
    options.today = "2026-11-22";
    auto session = bridge::Session::open(file, options);
    if (!session)
        return 1;
    auto& reader = (*session)->portfolio().reader();
    auto const& registry = (*session)->registry();
    auto const* entity = registry.entity("projects.activity");
    if (auto const made = (*session)->dashboard(Language::fr); !made)
        return 1;
    // What a person does first: the register in its own order, by title, a page, a search.
    std::vector<std::int64_t> shown;
    for (char const* sort : {"identifier", "title"}) {
        auto ids = model::order(reader, registry, {entity, {}, "", {{sort, false}}, Language::fr});
        if (!ids)
            return 1;
        shown = std::move(*ids);
    }
    auto const page = model::page(reader, registry, *entity, {shown.data() + shown.size() / 2, std::min<std::size_t>(100, shown.size() / 2)});
    auto const hits = model::search(reader, registry, "marché co", 50);
    if (!page || !hits)
        return 1;
    std::printf("%.1f %.1f\n", status_mb("VmRSS"), status_mb("VmHWM"));
    return 0;
}

void add_memory(Stage& stage)
{
    Size const size = stage.settings().quick ? Size{20, 1'340} : Size{1'000'000, 20'000};
    stage.add("memory/stress_portfolio_open", [&stage, size](benchmark::State& state) {
             auto const file = stage.portfolio(size);
             double resident = 0, most = 0;
             for (auto _ : state) {
                 auto const told = run_process({stage.program("bench_passerelle"), "--resident", file.string()});
                 if (told.status != 0 || std::sscanf(told.printed.c_str(), "%lf %lf", &resident, &most) != 2)
                     throw std::runtime_error("the process did not tell its memory");
             }
             state.counters["resident_mb"] = resident;
             state.counters["most_mb"] = most;
             stage.promises().add({"resident memory, stress portfolio open, register shown", resident, 150.0, "MB", 0, ""});
             stage.promises().add({"the same at its peak, while an order by title is made", most, 150.0, "MB", 0, ""});
         })
        ->Unit(benchmark::kMillisecond)
        ->Iterations(1);
}

} // namespace bench
