#include "host/platform/speech.hpp"
#include <algorithm>
#include <cstdlib>
#include <string_view>
#ifndef _WIN32
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
extern char** environ;
#endif

namespace passerelle::platform {

namespace {

constexpr std::size_t longest = 1000; ///< bytes: nobody listens to more at once
constexpr std::size_t most_children = 8;

#ifndef _WIN32
/// The program in PATH; empty where it is missing.
std::string speaker()
{
    char const* const path = std::getenv("PATH");
    std::string_view rest = path ? path : "";
    while (!rest.empty()) {
        auto const folder = rest.substr(0, rest.find(':'));
        rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
        std::string const file = std::string(folder) + "/spd-say";
        if (!folder.empty() && access(file.c_str(), X_OK) == 0)
            return file;
    }
    return {};
}

int started(std::string const& program, std::vector<std::string> words)
{
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (int const stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0);
    pid_t child = 0;
    int const failed = posix_spawn(&child, program.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    return failed == 0 ? child : 0;
}
#endif

} // namespace

Speech::Speech(std::filesystem::path const& log)
{
    if (!log.empty())
        m_log.open(log, std::ios::app);
}

Speech::~Speech() { reap(); }

void Speech::reap()
{
#ifndef _WIN32
    std::erase_if(m_children, [](int child) { return waitpid(child, nullptr, WNOHANG) != 0; });
#endif
}

bool Speech::available()
{
#ifndef _WIN32
    return !speaker().empty();
#else
    return false;
#endif
}

void Speech::say(std::string words, Language language)
{
    if (m_log.is_open())
        m_log << words << std::endl;
#ifndef _WIN32
    reap();
    std::string const program = speaker();
    if (program.empty() || m_children.size() >= most_children)
        return;
    if (words.size() > longest)
        words.resize(longest);
    // What was being said is over: the keyboard has moved on.
    if (int const child = started(program, {"spd-say", "--cancel"}))
        m_children.push_back(child);
    if (int const child = started(program, {"spd-say", "--language", language == Language::fr ? "fr" : "en", "--", std::move(words)}))
        m_children.push_back(child);
#else
    (void)language;
#endif
}

} // namespace passerelle::platform
