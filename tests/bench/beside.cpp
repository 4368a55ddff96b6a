#include "tests/bench/beside.hpp"
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

} // namespace

void wait_ms(int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

Beside::Beside(std::vector<std::string> words, int kept)
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
Beside::~Beside()
{
    kill(m_id, SIGTERM);
    for (int at = 0; at < 50; ++at, wait_ms(20))
        if (waitpid(m_id, nullptr, WNOHANG) != 0)
            return;
    kill(m_id, SIGKILL);
    waitpid(m_id, nullptr, 0);
}
double Beside::resident_mb() const
{
    std::ifstream status(fmt::format("/proc/{}/status", m_id));
    std::string word;
    double kb = 0;
    while (status >> word)
        if (word == "VmRSS:")
            status >> kb;
    return kb / 1024;
}

std::unique_ptr<Screen> Screen::start()
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

Screen::Screen(int told) : m_server({"Xvfb", "-displayfd", std::to_string(told), "-screen", "0", "1366x768x24", "-nolisten", "tcp"}) {}

std::vector<double> lines(std::filesystem::path const& path)
{
    std::ifstream file(path);
    std::vector<double> all;
    for (double one = 0; file >> one;)
        all.push_back(one);
    return all;
}

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

} // namespace bench
