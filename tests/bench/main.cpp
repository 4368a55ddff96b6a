// bench_passerelle [--quick] [--folder DIR] [google-benchmark's own options]
#include "tests/bench/promises.hpp"
#include <benchmark/benchmark.h>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bench {

int Promises::print() const
{
    int passed_limits = 0;
    std::printf("\n%-62s %12s %12s  %s\n", "promise", "measured", "limit", "");
    for (auto const& promise : m_all) {
        bool const holds = promise.figure <= promise.limit;
        passed_limits += !holds;
        std::printf("%-62s %9.2f %-3s %8.2f %-3s  %s%s%s\n", promise.what.c_str(), promise.figure, promise.unit.c_str(), promise.limit, promise.unit.c_str(),
                    holds ? "holds" : "FALLS SHORT", promise.against.empty() ? "" : "; baseline: ", promise.against.c_str());
    }
    return passed_limits;
}

Measured run_process(std::vector<std::string> const& words)
{
    std::vector<char*> arguments;
    for (auto const& word : words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    auto const start = std::chrono::steady_clock::now();
    pid_t const child = fork();
    if (child == 0) {
        int const nothing = open("/dev/null", O_WRONLY);
        dup2(nothing, STDOUT_FILENO);
        dup2(nothing, STDERR_FILENO);
        execvp(arguments[0], arguments.data());
        _exit(127);
    }
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    Measured measured;
    measured.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    measured.peak_mb = static_cast<double>(usage.ru_maxrss) / 1024.0;
    measured.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    return measured;
}

std::filesystem::path stress_portfolio(Settings const& settings, int projects)
{
    auto const path = settings.folder / ("stress-" + std::to_string(projects) + ".passerelle");
    if (!std::filesystem::exists(path)) {
        auto const made = run_process({settings.build + "/bin/make-stress", "--projects", std::to_string(projects), "--seed", "1", "--out", path.string()});
        if (made.status != 0)
            throw std::runtime_error("make-stress did not make " + path.string());
    }
    return path;
}

} // namespace bench

int main(int count, char** words)
{
    bench::Settings settings;
    settings.build = PASSERELLE_BUILD;
    settings.folder = std::filesystem::path(PASSERELLE_BUILD) / "bench";
    std::vector<char*> others{words[0]};
    for (int at = 1; at < count; ++at) {
        if (std::strcmp(words[at], "--quick") == 0)
            settings.quick = true;
        else if (std::strcmp(words[at], "--folder") == 0 && at + 1 < count)
            settings.folder = words[++at];
        else
            others.push_back(words[at]);
    }
    if (settings.quick)
        settings.folder /= "quick";
    std::filesystem::create_directories(settings.folder);
    int others_count = static_cast<int>(others.size());
    benchmark::Initialize(&others_count, others.data());

    bench::Promises promises;
    try {
        bench::bench_import(settings, promises);
        bench::bench_registers(settings, promises);
        bench::bench_dashboard_and_reports(settings, promises);
    } catch (std::exception const& fault) {
        std::fprintf(stderr, "%s\n", fault.what());
        return 2;
    }
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    int const passed_limits = promises.print();
    return settings.quick ? 0 : passed_limits > 0;
}
