// bench_passerelle [--quick] [--enforce] [--folder DIR] [google-benchmark's own options, such as --benchmark_filter=order]
#include "tests/bench/stage.hpp"
#include <cstdio>
#include <cstring>
#include <fmt/format.h>
#include <functional>

int main(int count, char** words)
{
    bench::Settings settings;
    settings.build = PASSERELLE_BUILD;
    // Two trees on one machine may declare other tables: each build has its own folder.
    settings.folder = std::filesystem::temp_directory_path() / fmt::format("passerelle-bench-{:08x}", static_cast<std::uint32_t>(std::hash<std::string>{}(settings.build)));
    bool enforce = false;
    std::vector<char*> others{words[0]};
    for (int at = 1; at < count; ++at) {
        if (std::strcmp(words[at], "--quick") == 0)
            settings.quick = true;
        else if (std::strcmp(words[at], "--enforce") == 0)
            enforce = true;
        else if (std::strcmp(words[at], "--resident") == 0 && at + 1 < count)
            return bench::tell_resident(words[at + 1]);
        else if (std::strcmp(words[at], "--folder") == 0 && at + 1 < count)
            settings.folder = words[++at];
        else
            others.push_back(words[at]);
    }
    if (settings.quick)
        settings.folder /= "quick";
    char briefly[] = "--benchmark_min_time=0.01";
    if (settings.quick)
        others.insert(others.begin() + 1, briefly);
    int others_count = static_cast<int>(others.size());
    benchmark::Initialize(&others_count, others.data());
    if (benchmark::ReportUnrecognizedArguments(others_count, others.data()))
        return 2;

    bench::Stage stage(settings);
    bench::add_micro(stage);
    bench::add_import(stage);
    bench::add_dashboard_and_reports(stage);
    bench::add_registers(stage);
    bench::add_searches(stage);
    bench::add_memory(stage);
    bench::add_boundary(stage);
    bench::add_window(stage);
    bench::add_screens(stage);
    auto const run = benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    if (settings.quick)
        std::printf("\nSmall inputs, one round: the figures below only show that the table works.\n");
    int const short_of = stage.promises().print();
    if (run == 0 || stage.failed())
        return 2;
    return enforce && short_of > 0 ? 1 : 0;
}
