#if defined __linux__
#include "host/apart/process.hpp"
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace passerelle::apart {

namespace {

/// Ends of sockets that close themselves.
struct Ends {
    std::array<int, lines> all{};
    Ends() { all.fill(-1); }
    ~Ends()
    {
        for (int const one : all)
            if (one >= 0)
                ::close(one);
    }
    Ends(Ends const&) = delete;
    Ends& operator=(Ends const&) = delete;
};

Error no_process(int fault)
{
    return {Status::io, {fmt::format("Le processus à part où ce module doit tourner ne démarre pas. Relancez le programme, ou installez-le de nouveau. Vos "
                                     "données sont intactes. Détail technique\u00a0: {}", std::strerror(fault)),
                         fmt::format("The separate process that this module must run in does not start. Start the program again, or install it again. "
                                     "Your data is intact. Technical detail: {}", std::strerror(fault))}};
}

/// Above all numbers that the process will have, so that giving them their places overwrites none of them.
constexpr int high = 64;

} // namespace

Result<Process> start_process(std::filesystem::path const& program, std::filesystem::path const& library, std::uint64_t address_space)
{
    Ends ours, theirs;
    for (std::size_t at = 0; at < lines; ++at) {
        int pair[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
            return no_process(errno);
        ours.all[at] = pair[0];
        theirs.all[at] = ::fcntl(pair[1], F_DUPFD_CLOEXEC, high);
        int const fault = errno;
        ::close(pair[1]);
        if (theirs.all[at] < 0)
            return no_process(fault);
    }
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    if (int const fault = ::posix_spawn_file_actions_init(&actions); fault != 0)
        return no_process(fault);
    if (int const fault = ::posix_spawnattr_init(&attributes); fault != 0) {
        ::posix_spawn_file_actions_destroy(&actions);
        return no_process(fault);
    }
    int fault = 0;
    for (int const standard : {0, 1, 2})
        if (fault == 0)
            fault = ::posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0);
    for (std::size_t at = 0; at < lines && fault == 0; ++at)
        fault = ::posix_spawn_file_actions_adddup2(&actions, theirs.all[at], first_descriptor + static_cast<int>(at));
    if (fault == 0)
        fault = ::posix_spawn_file_actions_addclosefrom_np(&actions, first_descriptor + lines);
    // Signals as a new program expects them, in a group of its own: what a terminal sends to the program is not for the module.
    sigset_t none, all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    std::vector<std::string> words{program.string(), std::filesystem::absolute(library).string(), std::to_string(address_space), std::to_string(::getpid())};
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    char* const no_environment[] = {nullptr};
    pid_t id = -1;
    if (fault == 0)
        fault = ::posix_spawn(&id, words.front().c_str(), &actions, &attributes, arguments.data(), no_environment);
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
    if (fault != 0)
        return no_process(fault);
    Process process{id, ours.all};
    ours.all.fill(-1);
    return process;
}

int end_process(pid_t id, std::chrono::milliseconds grace)
{
    auto const end = std::chrono::steady_clock::now() + grace;
    int status = -1;
    for (;;) {
        pid_t const ended = ::waitpid(id, &status, WNOHANG);
        if (ended == id)
            return status;
        if (ended < 0 && errno != EINTR)
            return -1;
        if (std::chrono::steady_clock::now() >= end)
            break;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ::kill(id, SIGKILL);
    while (::waitpid(id, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return status;
}

} // namespace passerelle::apart
#endif
