// The real window under Xvfb: start beside an empty GLFW and ImGui program, drawing a register's frame, rest, memory.
#include "tests/bench/stage.hpp"
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace bench {

namespace {

bool on_path(std::string const& name)
{
    char const* const path = std::getenv("PATH");
    std::string folder;
    for (char const* at = path ? path : "";; ++at) {
        if (*at != ':' && *at != '\0') {
            folder += *at;
            continue;
        }
        if (!folder.empty() && access((folder + '/' + name).c_str(), X_OK) == 0)
            return true;
        if (*at == '\0')
            return false;
        folder.clear();
    }
}

void wait_ms(int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

/// A program beside this one; ended with it.
class Beside {
public:
    explicit Beside(std::vector<std::string> words, int kept = -1)
    {
        std::vector<char*> arguments;
        for (auto& word : words)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        m_id = fork();
        if (m_id == 0) {
            int const nothing = open("/dev/null", O_WRONLY);
            if (kept != STDOUT_FILENO)
                dup2(nothing, STDOUT_FILENO);
            dup2(nothing, STDERR_FILENO);
            execvp(arguments[0], arguments.data());
            _exit(127);
        }
    }
    ~Beside()
    {
        kill(m_id, SIGTERM);
        for (int at = 0; at < 50; ++at, wait_ms(20))
            if (waitpid(m_id, nullptr, WNOHANG) != 0)
                return;
        kill(m_id, SIGKILL);
        waitpid(m_id, nullptr, 0);
    }
    Beside(Beside const&) = delete;
    Beside& operator=(Beside const&) = delete;

    [[nodiscard]] double resident_mb() const
    {
        std::ifstream status(fmt::format("/proc/{}/status", m_id));
        std::string word;
        double kb = 0;
        while (status >> word)
            if (word == "VmRSS:")
                status >> kb;
        return kb / 1024;
    }

private:
    pid_t m_id = -1;
};

/// A screen of its own, so that nothing flickers on a person's. Nothing where Xvfb is missing or does not start.
class Screen {
public:
    static std::unique_ptr<Screen> start()
    {
        int ends[2];
        if (!on_path("Xvfb") || pipe(ends) != 0)
            return nullptr;
        fcntl(ends[0], F_SETFD, FD_CLOEXEC);
        auto screen = std::unique_ptr<Screen>(new Screen(ends[1]));
        close(ends[1]);
        std::string number;
        for (char c = 0; read(ends[0], &c, 1) == 1 && c != '\n';)
            number += c;
        close(ends[0]);
        if (number.empty())
            return nullptr;
        setenv("DISPLAY", (":" + number).c_str(), 1);
        return screen;
    }

private:
    explicit Screen(int told) : m_server({"Xvfb", "-displayfd", std::to_string(told), "-screen", "0", "1366x768x24", "-nolisten", "tcp"}) {}
    Beside m_server;
};

std::vector<double> lines(std::filesystem::path const& path)
{
    std::ifstream file(path);
    std::vector<double> all;
    for (double one = 0; file >> one;)
        all.push_back(one);
    return all;
}

/// Settings of their own: the benchmark changes nothing of the person who runs it.
void away_from_home(Stage& stage)
{
    auto const folder = stage.settings().folder / "settings";
    std::filesystem::create_directories(folder);
    setenv("XDG_CONFIG_HOME", folder.c_str(), 1);
}

std::string why_not(Stage& stage)
{
    for (auto const* program : {"passerelle", "empty_window"})
        if (!std::filesystem::exists(stage.program(program)))
            return fmt::format("{} is not built", program);
    for (auto const* program : {"Xvfb", "xdotool"})
        if (!on_path(program))
            return fmt::format("{} is missing", program);
    return {};
}

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
