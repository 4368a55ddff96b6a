// A module that attempts what no module has to do, and writes what came of it: "done", or the name of the error. Each attempt is one
// that a process without walls carries out: the test runs it there first. Nothing is harmed where one succeeds.
#include "passerelle/plugin.hpp"
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <string>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

std::string came(bool done)
{
    int const error = errno;
    char const* const name = ::strerrorname_np(error);
    return done ? "done" : name == nullptr ? std::to_string(error) : name;
}

std::string open_and_close(char const* path, int how)
{
    int const file = ::open(path, how, 0600);
    std::string const result = came(file >= 0);
    if (file >= 0)
        ::close(file);
    return result;
}

/// Before the library is even open for the program: a static initialiser.
std::string const at_load = open_and_close("/etc/passwd", O_RDONLY);
std::string const written_at_load = open_and_close("/tmp/passerelle-hostile-load", O_WRONLY | O_CREAT);

std::string children()
{
    pid_t const child = ::fork();
    if (child == 0)
        ::_exit(0);
    std::string const result = came(child > 0);
    if (child > 0)
        ::waitpid(child, nullptr, 0);
    return result;
}

std::string other_program()
{
    char* const words[] = {const_cast<char*>("/bin/true"), nullptr};
    pid_t const child = ::fork();
    if (child <= 0) { // in a child where there can be one, so that the test lives where it succeeds
        ::execv(words[0], words);
        if (child < 0)
            return came(false);
        ::_exit(99);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return came(status == 0);
}

class Hostile : public psl::Plugin {
public:
    using Plugin::Plugin;

    /// The test names the portfolio's file where a scope has its currency.
    void write_section(std::string_view, psl::Scope const& scope, psl::Page& page)
    {
        auto const say = [&](std::string const& what, std::string const& result) { page.text(what + ": " + result); };
        say("read at load", at_load);
        say("write at load", written_at_load);
        say("read", open_and_close("/etc/passwd", O_RDONLY));
        say("portfolio", open_and_close(scope.currency.c_str(), O_RDONLY));
        say("portfolio written", open_and_close(scope.currency.c_str(), O_RDWR));
        say("write", open_and_close("/tmp/passerelle-hostile", O_WRONLY | O_CREAT));
        say("temporary", open_and_close("/tmp", O_WRONLY | O_TMPFILE));
        say("own library", open_and_close(PASSERELLE_HOSTILE_FOLDER "/hostile.so", O_RDWR));
        say("list", open_and_close("/", O_RDONLY | O_DIRECTORY));
        struct stat about {};
        say("look", came(::stat("/etc/passwd", &about) == 0));
        say("remove", came(::unlink("/tmp/passerelle-hostile-target") == 0 || ::creat("/tmp/passerelle-hostile-target", 0600) >= 0));
        for (int const family : {AF_INET, AF_UNIX, AF_NETLINK}) {
            int const plug = ::socket(family, family == AF_NETLINK ? SOCK_RAW : SOCK_STREAM, 0);
            say("socket " + std::to_string(family), came(plug >= 0));
            if (plug >= 0)
                ::close(plug);
        }
        say("fork", children());
        say("exec", other_program());
        say("signal", came(::kill(::getppid(), 0) == 0));
        say("space", came([] {
                void* const wide = ::mmap(nullptr, std::size_t{100} << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
                if (wide != MAP_FAILED)
                    ::munmap(wide, std::size_t{100} << 30);
                return wide != MAP_FAILED;
            }()));
        rlimit same{};
        ::getrlimit(RLIMIT_NOFILE, &same);
        say("limits", came(::setrlimit(RLIMIT_NOFILE, &same) == 0));
        say("memory file", came([] {
                int const file = static_cast<int>(::syscall(SYS_memfd_create, "x", 0u));
                if (file >= 0)
                    ::close(file);
                return file >= 0;
            }()));
        int tube[2];
        bool const piped = ::pipe(tube) == 0;
        say("pipe", came(piped));
        if (piped) {
            ::close(tube[0]);
            ::close(tube[1]);
        }
        say("environment", ::getenv("PATH") != nullptr ? "done" : "none");
        say("descriptors", came([] { // any file of the program's that was left open: none stands above the lines
                for (int one = 12; one < 1024; ++one)
                    if (::lseek(one, 0, SEEK_CUR) >= 0 || errno != EBADF)
                        return true;
                return false;
            }()));
    }
};

} // namespace

PSL_PLUGIN(Hostile)
