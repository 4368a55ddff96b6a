#include "desktop.hpp"
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace ui_test {

namespace {

std::filesystem::path program(char const* name) { return std::filesystem::path(PASSERELLE_BUILD) / "bin" / name; }

void sleep_for(double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }

std::string quoted(std::string const& word)
{
    std::string made = "'";
    for (char const letter : word)
        made += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    return made + "'";
}

void end(pid_t& process)
{
    if (process <= 0)
        return;
    kill(process, SIGTERM);
    for (int tries = 0; tries < 100; ++tries) {
        if (waitpid(process, nullptr, WNOHANG) == process) {
            process = -1;
            return;
        }
        sleep_for(0.02);
    }
    kill(process, SIGKILL);
    waitpid(process, nullptr, 0);
    process = -1;
}

} // namespace

Output run(std::string const& command)
{
    Output output;
    FILE* const pipe = popen((command + " 2>&1").c_str(), "r");
    if (!pipe)
        return output;
    std::array<char, 4096> block{};
    while (auto const count = fread(block.data(), 1, block.size(), pipe))
        output.text.append(block.data(), count);
    int const status = pclose(pipe);
    output.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return output;
}

bool can_run(std::string& missing)
{
    for (char const* const tool : {"Xvfb", "xdotool", "xclip"})
        if (run(std::string("command -v ") + tool).status != 0)
            missing += std::string(missing.empty() ? "" : ", ") + tool;
    for (char const* const name : {"passerelle", "passerelle-cli"})
        if (!std::filesystem::exists(program(name)))
            missing += std::string(missing.empty() ? "" : ", ") + name;
    return missing.empty();
}

Desktop::Desktop(std::string const& size)
{
    m_folder = std::filesystem::temp_directory_path() / ("passerelle-ui-" + std::to_string(getpid()) + "-" + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
    std::filesystem::create_directories(m_folder);
    int ends[2];
    if (pipe(ends) != 0)
        return;
    m_screen = fork();
    if (m_screen == 0) {
        // The server says by itself which display number is free.
        ::close(ends[0]);
        int const quiet = ::open("/dev/null", O_WRONLY);
        dup2(quiet, 1);
        dup2(quiet, 2);
        auto const number = std::to_string(ends[1]);
        auto const screen = size + "x24";
        execlp("Xvfb", "Xvfb", "-displayfd", number.c_str(), "-screen", "0", screen.c_str(), "-nolisten", "tcp", nullptr);
        _exit(127);
    }
    ::close(ends[1]);
    std::string number;
    char letter = 0;
    while (read(ends[0], &letter, 1) == 1 && letter != '\n')
        number += letter;
    ::close(ends[0]);
    if (!number.empty())
        m_display = ":" + number;
}

Desktop::~Desktop()
{
    close();
    end(m_screen);
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
}

std::string Desktop::environment() const
{
    auto const folder = m_folder.string();
    return "DISPLAY=" + m_display + " LIBGL_ALWAYS_SOFTWARE=1 HOME=" + quoted(folder) + " XDG_CONFIG_HOME=" + quoted(folder + "/config") + " XDG_DATA_HOME=" + quoted(folder + "/data") + " ";
}

bool Desktop::open(std::vector<std::string> const& arguments)
{
    if (!start(arguments))
        return false;
    for (int tries = 0; tries < 1200 && frames() == 0; ++tries) {
        if (!running())
            return false;
        sleep_for(0.05);
    }
    return frames() > 0 && rest();
}

bool Desktop::start(std::vector<std::string> const& arguments)
{
    close();
    std::error_code ignored;
    std::filesystem::remove(m_folder / "elements.json", ignored);
    m_window = fork();
    if (m_window == 0) {
        auto const folder = m_folder.string();
        setenv("DISPLAY", m_display.c_str(), 1);
        setenv("LIBGL_ALWAYS_SOFTWARE", "1", 1);
        // Under the sanitizers: the graphics driver is unloaded before leaks are looked for, and what it kept has no name then.
        setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
        setenv("HOME", folder.c_str(), 1);
        setenv("XDG_CONFIG_HOME", (folder + "/config").c_str(), 1);
        setenv("XDG_DATA_HOME", (folder + "/data").c_str(), 1);
        int const log = ::open((folder + "/window.log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        dup2(log, 1);
        dup2(log, 2);
        std::vector<std::string> words{program("passerelle").string()};
        words.insert(words.end(), arguments.begin(), arguments.end());
        words.insert(words.end(), {"--frame-log", folder + "/frames", "--elements", folder + "/elements.json"});
        std::vector<char*> pointers;
        for (auto& word : words)
            pointers.push_back(word.data());
        pointers.push_back(nullptr);
        execv(pointers[0], pointers.data());
        _exit(127);
    }
    return m_window > 0;
}

bool Desktop::running() { return m_window > 0 && !ended(0); }

bool Desktop::ended(double most)
{
    for (double waited = 0;; waited += 0.05) {
        int status = 0;
        if (m_window <= 0)
            return m_status == 0;
        if (waitpid(m_window, &status, WNOHANG) == m_window) {
            m_window = -1;
            m_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
            return m_status == 0;
        }
        if (waited >= most)
            return false;
        sleep_for(0.05);
    }
}

bool Desktop::until(std::function<bool()> const& holds, double most) const
{
    auto const end = std::chrono::steady_clock::now() + std::chrono::duration<double>(most);
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        sleep_for(0.1);
    }
    return true;
}

void Desktop::close() { end(m_window); }

Output Desktop::console(std::string const& arguments) const { return run(environment() + quoted(program("passerelle-cli").string()) + " " + arguments); }

void Desktop::key(std::string const& keys) const
{
    (void)run(environment() + "xdotool key --delay 60 " + keys);
    (void)rest();
}

void Desktop::type(std::string const& text) const
{
    (void)run(environment() + "xdotool type --delay 60 -- " + quoted(text));
    (void)rest();
}

void Desktop::copy_elsewhere(std::string const& text) const
{
    auto const file = m_folder / "copied.txt";
    std::ofstream(file, std::ios::binary) << text;
    (void)run(environment() + "xclip -selection clipboard -i " + quoted(file.string()) + " >/dev/null 2>&1");
}

std::string Desktop::copied_picture() const
{
    auto const file = m_folder / "pasted.png";
    (void)run(environment() + "xclip -selection clipboard -o -t image/png >" + quoted(file.string()) + " 2>/dev/null");
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

bool Desktop::drop(std::filesystem::path const& file) const
{
    auto const window = run(environment() + "xdotool search --onlyvisible --name Passerelle 2>/dev/null").text;
    auto const dragged = run(environment() + quoted(std::string(PASSERELLE_BUILD) + "/bin/drag_file") + " " + window.substr(0, window.find('\n')) + " 700 400 " + quoted(file.string()));
    (void)rest();
    return dragged.status == 0;
}

void Desktop::press_cross() const
{
    auto const window = run(environment() + "xdotool search --onlyvisible --name Passerelle 2>/dev/null").text;
    (void)run(environment() + quoted(std::string(PASSERELLE_BUILD) + "/bin/drag_file") + " " + window.substr(0, window.find('\n')) + " close");
}

void Desktop::click(int x, int y) const
{
    (void)run(environment() + "xdotool mousemove " + std::to_string(x) + " " + std::to_string(y) + " sleep 0.2 click 1");
    (void)rest();
}

void Desktop::scroll_down(int lines) const
{
    (void)run(environment() + "xdotool mousemove 800 500 click --repeat " + std::to_string(lines) + " --delay 60 5");
    (void)rest();
}

std::vector<Desktop::Element> Desktop::elements() const
{
    std::ifstream in(m_folder / "elements.json");
    auto const json = nlohmann::json::parse(in, nullptr, false);
    std::vector<Element> all;
    if (json.is_array())
        for (auto const& one : json)
            all.push_back({one["role"], one["label"], one["value"], one["error"], one["x"], one["y"], one["width"], one["height"], one["focused"], one["cut"]});
    return all;
}

std::optional<Desktop::Element> Desktop::find(std::string const& words, std::string const& role) const
{
    std::optional<Element> last;
    for (auto& one : elements()) {
        if (!role.empty() && one.role != role)
            continue;
        if (one.label == words || one.value == words)
            return one;
        if (one.label.find(words) != std::string::npos || one.value.find(words) != std::string::npos)
            last = one; // a dialog is described after the page under it
    }
    return last;
}

void Desktop::hover(Element const& one) const
{
    (void)run(environment() + "xdotool mousemove " + std::to_string(static_cast<int>(one.x + one.width / 2)) + " " + std::to_string(static_cast<int>(one.y + one.height / 2)));
    (void)rest();
}

bool Desktop::press(std::string const& words, std::string const& role, double most) const
{
    std::optional<Element> found;
    if (!until([&] { return (found = find(words, role)).has_value(); }, most))
        return false;
    // At its beginning: a title opens by its words, not by the empty rest of its cell.
    click(static_cast<int>(found->x + std::min(found->width / 2, 24.0)), static_cast<int>(found->y + found->height / 2));
    return true;
}

bool Desktop::shows(std::string const& words, double most) const
{
    return until([&] { return find(words).has_value(); }, most);
}

void Desktop::double_click(Element const& one) const
{
    (void)run(environment() + "xdotool mousemove " + std::to_string(static_cast<int>(one.x + one.width / 2)) + " " + std::to_string(static_cast<int>(one.y + one.height / 2)) + " sleep 0.2 click --repeat 2 --delay 120 1");
    (void)rest();
}

void Desktop::kill()
{
    if (m_window > 0) {
        ::kill(m_window, SIGKILL);
        (void)waitpid(m_window, nullptr, 0);
    }
    m_window = -1;
}

std::string Desktop::title() const
{
    auto const output = run(environment() + "xdotool search --name Passerelle getwindowname 2>/dev/null");
    return output.text.substr(0, output.text.find('\n'));
}

long Desktop::frames() const
{
    std::ifstream in(m_folder / "frames");
    long count = 0;
    for (std::string line; std::getline(in, line);)
        ++count;
    return count;
}

bool Desktop::rest(double seconds, double most) const
{
    double waited = 0, still = 0;
    for (long before = frames(); waited < most; waited += 0.05) {
        sleep_for(0.05);
        auto const now = frames();
        still = now == before ? still + 0.05 : 0;
        before = now;
        if (still >= seconds)
            return true;
    }
    return false;
}

} // namespace ui_test
