#ifndef _WIN32
#include "host/loader/child_process.hpp"
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

extern char** environ;

namespace passerelle::loader {

namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
    int read = -1, write = -1;
    Pipe()
    {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) == 0) {
            read = ends[0];
            write = ends[1];
        }
    }
    ~Pipe()
    {
        close_end(read);
        close_end(write);
    }
    Pipe(Pipe const&) = delete;
    Pipe& operator=(Pipe const&) = delete;
    static void close_end(int& end)
    {
        if (end >= 0)
            ::close(end);
        end = -1;
    }
};

/// True at the end of the stream.
bool take(int& end, std::string& into, std::size_t most)
{
    std::array<char, 1 << 14> part;
    auto const count = ::read(end, part.data(), part.size());
    if (count > 0) {
        into.append(part.data(), std::min(static_cast<std::size_t>(count), most - std::min(most, into.size())));
        return false;
    }
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return false;
    Pipe::close_end(end);
    return true;
}

pid_t start(ChildCall const& call, Pipe const& out, Pipe const& error)
{
    std::string const program = call.program.string();
    std::vector<char*> words{const_cast<char*>(program.c_str())};
    for (auto const& one : call.arguments)
        words.push_back(const_cast<char*>(one.c_str()));
    words.push_back(nullptr);
    std::vector<std::string> own;
    for (auto const& [name, value] : call.environment)
        own.push_back(name + "=" + value);
    std::vector<char*> variables;
    for (char** at = environ; *at != nullptr; ++at) {
        std::string_view const name = std::string_view(*at).substr(0, std::string_view(*at).find('='));
        bool replaced = false;
        for (auto const& one : call.environment)
            replaced |= one.first == name;
        if (!replaced)
            variables.push_back(*at);
    }
    for (auto& one : own)
        variables.push_back(one.data());
    variables.push_back(nullptr);

    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&how);
    ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&files, out.write, 1);
    ::posix_spawn_file_actions_adddup2(&files, error.write, 2);
#if defined __GLIBC__ && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 34)
    ::posix_spawn_file_actions_addclosefrom_np(&files, 3); // the portfolio's files are none of the child's business
#endif
    sigset_t none, all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&how, &none);
    ::posix_spawnattr_setsigdefault(&how, &all);
    ::posix_spawnattr_setpgroup(&how, 0); // a group of its own, so that its children go with it
    ::posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t child = -1;
    if (::posix_spawn(&child, program.c_str(), &files, &how, words.data(), variables.data()) != 0)
        child = -1;
    ::posix_spawn_file_actions_destroy(&files);
    ::posix_spawnattr_destroy(&how);
    return child;
}

} // namespace

ChildEnd run_child(ChildCall const& call)
{
    ChildEnd end;
    Pipe out, error;
    auto const from = Clock::now();
    pid_t const child = out.read < 0 || error.read < 0 ? -1 : start(call, out, error);
    if (child <= 0)
        return end;
    Pipe::close_end(out.write);
    Pipe::close_end(error.write);
    auto const deadline = from + call.within;
    int state = 0;
    bool gone = false;
    while (!gone && Clock::now() < deadline) {
        // Each end is awaited for a moment only: a child may close its output and go on, or leave it to a child of its own.
        pollfd waiting[] = {{out.read, POLLIN, 0}, {error.read, POLLIN, 0}};
        bool const open = out.read >= 0 || error.read >= 0;
        if (open && ::poll(waiting, 2, 10) > 0) {
            if (waiting[0].revents != 0 && out.read >= 0)
                take(out.read, end.out, call.most_output);
            if (waiting[1].revents != 0 && error.read >= 0)
                take(error.read, end.error, call.most_output);
        } else if (!open)
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        pid_t const ended = ::waitpid(child, &state, WNOHANG);
        gone = ended == child || (ended < 0 && errno != EINTR);
    }
    if (!gone)
        ::kill(-child, SIGKILL);
    while (!gone && ::waitpid(child, &state, 0) < 0 && errno == EINTR) {
    }
    ::kill(-child, SIGKILL); // what it left behind
    for (auto const& [pipe, into] : {std::pair{&out, &end.out}, std::pair{&error, &end.error}})
        while (pipe->read >= 0) {
            pollfd rest{pipe->read, POLLIN, 0};
            if (::poll(&rest, 1, 100) <= 0 || take(pipe->read, *into, call.most_output))
                break;
        }
    end.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - from);
    if (!gone)
        end.how = ChildEnd::How::too_long;
    else if (WIFSIGNALED(state)) {
        end.how = ChildEnd::How::signalled;
        end.code = WTERMSIG(state);
    } else {
        end.how = ChildEnd::How::exited;
        end.code = WEXITSTATUS(state);
    }
    return end;
}

std::string signal_name(int number)
{
    switch (number) {
    case SIGSEGV: return "SIGSEGV";
    case SIGABRT: return "SIGABRT";
    case SIGBUS: return "SIGBUS";
    case SIGFPE: return "SIGFPE";
    case SIGILL: return "SIGILL";
    case SIGKILL: return "SIGKILL";
    case SIGTERM: return "SIGTERM";
    case SIGTRAP: return "SIGTRAP";
    case SIGSYS: return "SIGSYS";
    case SIGPIPE: return "SIGPIPE";
    case SIGXFSZ: return "SIGXFSZ";
    case SIGXCPU: return "SIGXCPU";
    default: return "signal " + std::to_string(number);
    }
}

} // namespace passerelle::loader
#endif
