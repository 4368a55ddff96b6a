// What the benchmarks stand on: settings, stress portfolios made once and kept open, whole processes, paired timings. Main thread.
#pragma once
#include "host/bridge/session.hpp"
#include "tests/bench/promises.hpp"
#include <benchmark/benchmark.h>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

struct sqlite3;

namespace bench {

struct Settings {
    bool quick = false;           ///< small inputs, one round: does it work at all?
    std::filesystem::path folder; ///< inputs and throw-away portfolios
    std::string build;            ///< the build folder
};

/// What a stress portfolio holds; also its name in the folder.
struct Size {
    int projects = 300;
    std::int64_t transactions = 20'000;
    friend auto operator<=>(Size const&, Size const&) = default;
};

class Stage {
public:
    explicit Stage(Settings);
    ~Stage();
    Stage(Stage const&) = delete;
    Stage& operator=(Stage const&) = delete;

    [[nodiscard]] Settings const& settings() const { return m_settings; }
    [[nodiscard]] Promises& promises() { return m_promises; }
    [[nodiscard]] std::string program(std::string const& name) const { return m_settings.build + "/bin/" + name; }
    /// Made by make-stress where the folder has none of this size and of the declarations of this build. Throws what went wrong.
    [[nodiscard]] std::filesystem::path portfolio(Size);
    /// Open until another size is asked: two large ones would not share the memory that a person's machine has.
    [[nodiscard]] passerelle::bridge::Session& session(Size);
    /// Raw SQLite on the portfolio of session(size).
    [[nodiscard]] sqlite3* raw(Size);

    [[nodiscard]] bool failed() const { return m_failed; }
    /// Registers a benchmark whose body may throw: it is then reported as an error and the program ends with status 2.
    benchmark::internal::Benchmark* add(std::string const& name, std::function<void(benchmark::State&)> body);

private:
    void close();
    Settings m_settings;
    Promises m_promises;
    Size m_open{};
    std::unique_ptr<passerelle::bridge::Session> m_session;
    sqlite3* m_raw = nullptr;
    bool m_failed = false;
};

struct Measured {
    double seconds = 0, cpu_seconds = 0;
    double peak_mb = 0;
    int status = -1;
    std::string printed;
};
/// A command as a whole process: wall time, processor time, peak resident memory, what it printed.
[[nodiscard]] Measured run_process(std::vector<std::string> const& words);

[[nodiscard]] inline double median(std::vector<double> all)
{
    if (all.empty())
        return 0;
    std::sort(all.begin(), all.end());
    return all[all.size() / 2];
}
template<typename Body>
[[nodiscard]] double seconds(Body&& body)
{
    auto const start = std::chrono::steady_clock::now();
    body();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}
/// Times `ours` beside `baseline`, round by round so that both meet the same machine; gives the median ratio. The benchmark's own
/// time is ours (use UseManualTime), the counters hold the baseline and the ratio. `lasting_ms`: the median of the baseline.
template<typename Baseline, typename Ours>
[[nodiscard]] double paired(benchmark::State& state, double& baseline_ms, Baseline&& baseline, Ours&& ours)
{
    std::vector<double> ratios, baselines;
    for (auto _ : state) {
        double const theirs = seconds(baseline), mine = seconds(ours);
        state.SetIterationTime(mine);
        ratios.push_back(mine / theirs);
        baselines.push_back(1000 * theirs);
    }
    baseline_ms = median(baselines);
    double const ratio = median(ratios);
    state.counters["baseline_ms"] = baseline_ms;
    state.counters["ratio"] = ratio;
    return ratio;
}
/// Times `body`; the median in ms.
template<typename Body>
[[nodiscard]] double timed(benchmark::State& state, Body&& body)
{
    std::vector<double> all;
    for (auto _ : state) {
        double const one = seconds(body);
        state.SetIterationTime(one);
        all.push_back(1000 * one);
    }
    state.counters["median_ms"] = median(all);
    return median(all);
}

void add_import(Stage&);
void add_registers(Stage&);
void add_searches(Stage&);
void add_dashboard_and_reports(Stage&);
void add_memory(Stage&);
void add_micro(Stage&);
void add_window(Stage&);
void add_screens(Stage&);
void add_boundary(Stage&);

/// What `bench_passerelle --resident FILE` does in a process of its own: opens the portfolio, uses it as a person would, prints
/// the resident memory in MB then and at most.
int tell_resident(std::filesystem::path const&);

} // namespace bench

#include <algorithm>
