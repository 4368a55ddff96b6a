// The real window under Xvfb: start beside an empty GLFW and ImGui program, drawing a register's frame, rest, memory.
#include "tests/bench/beside.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>
#include <unistd.h>

namespace bench {

namespace {

constexpr char const* start_promise = "start to first frame on the demo, beyond the empty window’s";
/// 1,000,000
std::string grouped(int number)
{
    std::string text = std::to_string(number);
    for (int at = static_cast<int>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}
std::string frame_promise(Size size) { return "drawing a frame of the register of " + grouped(size.projects) + " rows, without driver"; }

} // namespace

void add_window(Stage& stage)
{
    stage.add("window/start_to_first_frame", [&stage](benchmark::State& state) {
             std::string reason = why_not(stage);
             auto const screen = reason.empty() ? Screen::start() : nullptr;
             if (!screen) {
                 for (auto _ : state)
                     state.SetIterationTime(0);
                 state.SetLabel("not measured");
                 return stage.promises().skip(start_promise, reason.empty() ? "Xvfb does not start" : reason);
             }
             away_from_home(stage);
             auto const demo = stage.settings().folder / fmt::format("demo-{}.passerelle", getpid());
             if (run_process({stage.program("passerelle-cli"), "new", demo.string(), "--demo"}).status != 0)
                 throw std::runtime_error("no demonstration");
             std::vector<double> beyond, empty;
             for (auto _ : state) {
                 auto const baseline = run_process({stage.program("empty_window"), "--frames", "1"});
                 auto const ours = run_process({stage.program("passerelle"), demo.string(), "--frames", "1"});
                 if (baseline.status != 0 || ours.status != 0)
                     throw std::runtime_error("a window did not open");
                 state.SetIterationTime(ours.seconds);
                 beyond.push_back(1000 * (ours.seconds - baseline.seconds));
                 empty.push_back(1000 * baseline.seconds);
             }
             std::filesystem::remove(demo);
             state.counters["empty_ms"] = median(empty);
             stage.promises().add({start_promise, median(beyond), 400, "ms", median(empty), "empty GLFW and ImGui window, start to end"});
         })
        ->UseManualTime()
        ->Unit(benchmark::kMillisecond)
        ->Iterations(stage.settings().quick ? 1 : 7);

    auto const sizes = stage.settings().quick ? std::vector<Size>{{20, 1'340}} : std::vector<Size>{{300, 20'000}, {1'000'000, 20'000}};
    for (Size const size : sizes) {
        stage.add(fmt::format("window/register_frames/{}", size.projects), [&stage, size](benchmark::State& state) {
                 std::string reason = why_not(stage);
                 if (reason.empty() && run_process({stage.program("passerelle"), "--help"}).printed.find("--frame-log") == std::string::npos)
                     reason = "the window has no --frame-log";
                 auto const screen = reason.empty() ? Screen::start() : nullptr;
                 if (!screen) {
                     for (auto _ : state)
                         state.SetIterationTime(0);
                     state.SetLabel("not measured");
                     return stage.promises().skip(frame_promise(size), reason.empty() ? "Xvfb does not start" : reason);
                 }
                 away_from_home(stage);
                 auto const file = stage.portfolio(size);
                 auto const log = stage.settings().folder / fmt::format("frames-{}.txt", getpid());
                 double empty_mb = 0;
                 {
                     Beside const empty({stage.program("empty_window")});
                     wait_ms(1500);
                     empty_mb = empty.resident_mb();
                 }
                 for (auto _ : state) {
                     std::filesystem::remove(log);
                     Beside const window({stage.program("passerelle"), file.string(), "--screen", "projects.activity", "--frame-log", log.string()});
                     for (int at = 0; at < 200 && lines(log).empty(); ++at)
                         wait_ms(100);
                     wait_ms(stage.settings().quick ? 1000 : 5000); // the order is made beside the window
                     auto const before = lines(log).size();
                     for (int at = 0; at < (stage.settings().quick ? 5 : 60); ++at) {
                         static_cast<void>(run_process({"xdotool", "mousemove", "700", std::to_string(350 + at % 40 * 5), "click", "5"}));
                         wait_ms(20);
                     }
                     wait_ms(1500);
                     auto all = lines(log);
                     auto const after = all.size();
                     wait_ms(stage.settings().quick ? 500 : 4000);
                     auto const idle = lines(log).size() - after;
                     double const resident = window.resident_mb();
                     all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(before, all.size())));
                     if (all.empty())
                         throw std::runtime_error("the window drew nothing after an event");
                     std::sort(all.begin(), all.end());
                     double const middle = all[all.size() / 2];
                     state.SetIterationTime(middle / 1000);
                     state.counters["frames"] = static_cast<double>(all.size());
                     state.counters["slowest_of_20_ms"] = all[all.size() * 19 / 20];
                     state.counters["idle_frames"] = static_cast<double>(idle);
                     state.counters["resident_mb"] = resident;
                     state.counters["empty_mb"] = empty_mb;
                     stage.promises().add({frame_promise(size), middle, 2, "ms", 0, ""});
                     stage.promises().add({fmt::format("frames drawn in four seconds of rest, {} projects", grouped(size.projects)), static_cast<double>(idle), 0, "", 0, ""});
                     stage.promises().add({fmt::format("resident memory of the window with {} projects, beyond the empty window’s", grouped(size.projects)), resident - empty_mb, 150, "MB", 0, ""});
                 }
                 std::filesystem::remove(log);
             })
            ->UseManualTime()
            ->Unit(benchmark::kMillisecond)
            ->Iterations(1);
    }
}

} // namespace bench
