// IATI import with full journal against xmllint --stream on the same file: both as whole processes.
#include "tests/bench/promises.hpp"
#include <stdexcept>

namespace bench {

void bench_import(Settings const& settings, Promises& promises)
{
    auto const file = settings.folder / "import.xml";
    std::string const activities = settings.quick ? "40" : "4000";
    if (!std::filesystem::exists(file) &&
        run_process({settings.build + "/bin/make-iati", "--activities", activities, "--seed", "1", "--out", file.string()}).status != 0)
        throw std::runtime_error("make-iati did not make " + file.string());
    if (!settings.quick && std::filesystem::file_size(file) < 20'000'000)
        throw std::runtime_error("the IATI file for the import is smaller than 20 MB");

    std::string const cli = settings.build + "/bin/passerelle-cli";
    auto const portfolio = settings.folder / "import.passerelle";
    std::vector<double> ratios;
    double peak = 0;
    for (int round = 0; round < (settings.quick ? 1 : 5); ++round) {
        auto const baseline = run_process({"xmllint", "--stream", "--noout", file.string()});
        for (auto const& entry : std::filesystem::directory_iterator(settings.folder))
            if (entry.path().filename().string().starts_with("import.passerelle"))
                std::filesystem::remove_all(entry.path());
        if (run_process({cli, "new", portfolio.string()}).status != 0)
            throw std::runtime_error("no portfolio to import into");
        auto const import = run_process({cli, "--portfolio", portfolio.string(), "import", file.string()});
        if (baseline.status != 0 || import.status != 0)
            throw std::runtime_error("xmllint or the import refused the file");
        ratios.push_back(import.seconds / baseline.seconds);
        peak = std::max(peak, import.peak_mb);
    }
    std::sort(ratios.begin(), ratios.end());
    promises.add({"IATI import, new portfolio, whole process, wall time", ratios[ratios.size() / 2], 4.0, "x", "xmllint --stream --noout"});
    promises.add({"IATI import, peak memory", peak, 200.0, "MB", ""});
}

} // namespace bench
