// Every screen of the real window on the portfolio of a large network: what drawing a frame costs while a person moves and scrolls, and
// the slowest frame while the screen opens, which is where a query on the window's thread would show.
#include "tests/bench/beside.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>
#include <unistd.h>

namespace bench {

namespace {

constexpr double most_median_ms = 2, most_p99_ms = 4, most_wait_ms = 5; ///< wait: beyond what the frame itself may cost

/// The sheet's tabs of the first project.
std::string first_project(Stage& stage, std::string const& file)
{
    auto const listed = run_process({stage.program("passerelle-cli"), "--portfolio", file, "list", "projects.activity", "--sort", "identifier", "--limit", "1", "--format", "json"});
    auto const at = listed.printed.find("\"id\":");
    if (listed.status != 0 || at == std::string::npos)
        throw std::runtime_error("no project in " + file);
    auto const digits = listed.printed.substr(at + 5);
    return "projects.activity:" + digits.substr(0, digits.find_first_not_of("0123456789"));
}

struct ScreenCosts {
    double median = 0, p99 = 0, opening = 0;
};

ScreenCosts costs_of(Stage& stage, std::string const& file, std::string const& place)
{
    auto const log = stage.settings().folder / fmt::format("frames-{}.txt", getpid());
    std::filesystem::remove(log);
    bool const quick = stage.settings().quick;
    std::vector<double> all;
    std::size_t opened = 0;
    {
        Beside const window({stage.program("passerelle"), file, "--screen", place, "--lang", "fr", "--frame-log", log.string()});
        for (int at = 0; at < 200 && lines(log).empty(); ++at)
            wait_ms(100);
        wait_ms(quick ? 500 : 3000);
        opened = lines(log).size();
        for (int at = 0; at < (quick ? 4 : 100); ++at)
            static_cast<void>(run_process({"xdotool", "mousemove", std::to_string(420 + at % 9 * 90), std::to_string(230 + at % 31 * 15), "click", at % 40 < 20 ? "5" : "4"}));
        wait_ms(500);
        all = lines(log);
    }
    std::filesystem::remove(log);
    if (opened == 0 || all.size() <= opened)
        throw std::runtime_error("the window drew nothing after an event: " + place);
    ScreenCosts costs;
    // The first frame makes the fonts and is the start's, not the screen's.
    for (std::size_t at = 1; at < opened; ++at)
        costs.opening = std::max(costs.opening, all[at]);
    std::vector<double> moving(all.begin() + static_cast<std::ptrdiff_t>(opened), all.end());
    std::sort(moving.begin(), moving.end());
    costs.median = moving[moving.size() / 2];
    costs.p99 = moving[std::min(moving.size() - 1, moving.size() * 99 / 100)];
    return costs;
}

} // namespace

void add_screens(Stage& stage)
{
    bool const quick = stage.settings().quick;
    stage.add("window/screens", [&stage, quick](benchmark::State& state) {
             std::string reason = why_not(stage);
             auto const screen = reason.empty() ? Screen::start() : nullptr;
             if (!screen) {
                 for (auto _ : state)
                     state.SetIterationTime(0);
                 state.SetLabel("not measured");
                 return stage.promises().skip("drawing a frame of each screen", reason.empty() ? "Xvfb does not start" : reason);
             }
             away_from_home(stage);
             auto const file = stage.portfolio(quick ? Size{20, 1'340} : Size{300, 20'000}).string();
             auto const project = first_project(stage, file);
             std::vector<std::string> places{"home", "org.passerelle.projects/map", "org.passerelle.projects/timeline"};
             if (!quick) {
                 for (auto const* page : {"org.passerelle.projects/late", "org.passerelle.funding/donors", "org.passerelle.funding/cash", "org.passerelle.inclusion/dashboard", "projects.activity", "funding.transaction",
                                          "inclusion.period", "core.organisation", "import", "report", "modules", "settings"})
                     places.emplace_back(page);
                 for (auto const* tab : {"org.passerelle.projects/overview", "org.passerelle.projects/schedule", "org.passerelle.funding/financing", "org.passerelle.inclusion/logframe", "org.passerelle.inclusion/inclusion",
                                         "form", "documents", "comments", "history"})
                     places.push_back(project + "#" + tab);
             }
             for (auto _ : state) {
                 double total = 0;
                 for (auto const& place : places) {
                     auto const costs = costs_of(stage, file, place);
                     auto const name = place.starts_with(project) ? "a project’s " + place.substr(place.find('#') + 1) : place;
                     stage.promises().add({"frame, median: " + name, costs.median, most_median_ms, "ms", 0, ""});
                     stage.promises().add({"frame, 99th percentile: " + name, costs.p99, most_p99_ms, "ms", 0, ""});
                     stage.promises().add({"slowest frame while it opens: " + name, costs.opening, most_p99_ms + most_wait_ms, "ms", 0, ""});
                     total += costs.median / 1000;
                 }
                 state.SetIterationTime(total / static_cast<double>(places.size()));
             }
         })
        ->UseManualTime()
        ->Unit(benchmark::kMillisecond)
        ->Iterations(1);
}

} // namespace bench
