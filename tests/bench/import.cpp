// IATI import with full journal against xmllint --stream on the same file: both as whole processes.
#include "tests/bench/stage.hpp"
#include <stdexcept>

namespace bench {

void add_import(Stage& stage)
{
    stage.add("import/new_portfolio", [&stage](benchmark::State& state) {
             auto const& settings = stage.settings();
             auto const file = settings.folder / "import.xml";
             std::string const activities = settings.quick ? "40" : "4000";
             if (!std::filesystem::exists(file) && run_process({stage.program("make-iati"), "--activities", activities, "--seed", "1", "--out", file.string()}).status != 0)
                 throw std::runtime_error("make-iati did not make " + file.string());
             if (!settings.quick && std::filesystem::file_size(file) < 20'000'000)
                 throw std::runtime_error("the IATI file for the import is smaller than 20 MB");
             auto const portfolio = settings.folder / "import.passerelle";
             std::vector<double> ratios, baselines;
             double peak = 0;
             for (auto _ : state) {
                 auto const baseline = run_process({"xmllint", "--stream", "--noout", file.string()});
                 std::vector<std::filesystem::path> old;
                 for (auto const& entry : std::filesystem::directory_iterator(settings.folder))
                     if (entry.path().filename().string().starts_with("import.passerelle"))
                         old.push_back(entry.path());
                 for (auto const& path : old)
                     std::filesystem::remove_all(path);
                 if (run_process({stage.program("passerelle-cli"), "new", portfolio.string()}).status != 0)
                     throw std::runtime_error("no portfolio to import into");
                 auto const import = run_process({stage.program("passerelle-cli"), "--portfolio", portfolio.string(), "import", file.string()});
                 if (baseline.status != 0 || import.status != 0)
                     throw std::runtime_error("xmllint or the import refused the file");
                 state.SetIterationTime(import.seconds);
                 ratios.push_back(import.seconds / baseline.seconds);
                 baselines.push_back(1000 * baseline.seconds);
                 peak = std::max(peak, import.peak_mb);
             }
             state.counters["ratio"] = median(ratios);
             state.counters["baseline_ms"] = median(baselines);
             state.counters["peak_mb"] = peak;
             stage.promises().add({"IATI import, new portfolio, whole process, wall time", median(ratios), 4.0, "x", median(baselines), "xmllint --stream --noout"});
             stage.promises().add({"IATI import, peak memory", peak, 200.0, "MB", 0, ""});
         })
        ->UseManualTime()
        ->Unit(benchmark::kMillisecond)
        ->Iterations(stage.settings().quick ? 1 : 5);
}

} // namespace bench
