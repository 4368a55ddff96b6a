// The limits that the program promises, gathered while the benchmarks run and printed as a table at the end.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace bench {

struct Settings {
    bool quick = false;
    std::filesystem::path folder; ///< inputs and throw-away portfolios
    std::string build;            ///< the build folder
};

struct Promise {
    std::string what;
    double figure = 0, limit = 0;
    std::string unit; ///< "x" for a ratio to the baseline, "ms", "MB"
    std::string against;
};

class Promises {
public:
    void add(Promise promise) { m_all.push_back(std::move(promise)); }
    /// Prints the table; how many limits are passed.
    int print() const;

private:
    std::vector<Promise> m_all;
};

struct Measured {
    double seconds = 0;
    double peak_mb = 0;
    int status = -1;
};
/// A command as a whole process, its output thrown away: wall time and peak resident memory.
[[nodiscard]] Measured run_process(std::vector<std::string> const& words);
/// Median of `times` runs of `body`, in seconds.
template<typename Body>
[[nodiscard]] double median_seconds(int times, Body&& body);

void bench_import(Settings const&, Promises&);
void bench_registers(Settings const&, Promises&);
void bench_dashboard_and_reports(Settings const&, Promises&);

/// Made once by make-stress; the file's path.
[[nodiscard]] std::filesystem::path stress_portfolio(Settings const&, int projects);

} // namespace bench

#include <algorithm>
#include <chrono>
template<typename Body>
double bench::median_seconds(int times, Body&& body)
{
    std::vector<double> all;
    for (int at = 0; at < times; ++at) {
        auto const start = std::chrono::steady_clock::now();
        body();
        all.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(all.begin(), all.end());
    return all[all.size() / 2];
}
