// Processes that end badly within a module's code, and what the next one reads of them.
#include "host/loader/crash_journal.hpp"
#include "host/loader/modules.hpp"
#include "tests/folder.hpp"
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <doctest/doctest.h>
#include <functional>
#include <thread>
#if defined(__unix__) && !defined(__SANITIZE_ADDRESS__)
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace passerelle;
using namespace passerelle::loader;
using namespace std::chrono_literals;

namespace {

Module gardens()
{
    Module module;
    module.manifest.id = "org.example.gardens";
    module.manifest.version = "1.0.0";
    module.manifest.name = {"Jardins", "Gardens"};
    module.manifest.library = "gardens";
    return module;
}

/// Runs `body` in a process of its own with a journal in `folder`; how that process ended, as waitpid tells it.
int in_a_process(std::filesystem::path const& folder, std::function<void(std::uint16_t)> const& body)
{
    pid_t const child = fork();
    if (child == 0) {
        rlimit const none{0, 0};
        setrlimit(RLIMIT_CORE, &none);
        for (int const signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT}) // those of the test program itself
            std::signal(signal, SIG_DFL);
        auto const journal = CrashJournal::open({folder, "1.0.0", true, {}});
        if (!journal)
            _exit(99);
        CrashJournal::log("a line before the end");
        body(mark_of(gardens()));
        const_cast<std::unique_ptr<CrashJournal>&>(*journal).reset();
        _exit(0);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    return status;
}

/// What a next start is told.
std::vector<Incident> told_after(std::filesystem::path const& folder)
{
    auto const before = Incidents::read(folder).all().size();
    CHECK(WIFEXITED(in_a_process(folder, [](std::uint16_t) {})));
    auto const all = Incidents::read(folder).all();
    return {all.begin() + static_cast<std::ptrdiff_t>(before), all.end()};
}

void crash()
{
    int volatile* nowhere = nullptr;
    *nowhere = 1;
}

} // namespace

TEST_CASE("a crash names the module, the phase and the view; nested calls name the inner one; the record goes with the next start")
{
    Folder const folder;
    int const status = in_a_process(folder.path, [](std::uint16_t mark) {
        Entered const outer(mark, Phase::section, "budget");
        {
            Entered const inner(mark, Phase::answer, "metrics");
        }
        Entered const again(mark, Phase::draw, "overview");
        crash();
    });
    REQUIRE(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == SIGSEGV); // the system's own end, as without a journal
    auto const told = told_after(folder.path);
    REQUIRE(told.size() == 1);
    CHECK(told[0].module == "org.example.gardens");
    CHECK(told[0].phase == Phase::draw);
    CHECK(told[0].what == "overview");
    CHECK(told[0].end == End::crash);
    CHECK(told[0].signal == SIGSEGV);
    CHECK(told[0].log == "a line before the end\n");
    CHECK(told[0].at.size() == 16);
    CHECK_FALSE(told[0].stack.empty());
    CHECK(told_after(folder.path).empty()); // once
}

TEST_CASE("after the inner call has come back the outer one is at work again; after both nothing is")
{
    Folder const folder;
    in_a_process(folder.path, [](std::uint16_t mark) {
        Entered const outer(mark, Phase::section, "budget");
        {
            Entered const inner(mark, Phase::answer, "metrics");
        }
        std::abort();
    });
    in_a_process(folder.path, [](std::uint16_t mark) {
        {
            Entered const outer(mark, Phase::section, "budget");
        }
        std::abort();
    });
    auto const told = told_after(folder.path);
    auto const all = Incidents::read(folder.path).all();
    REQUIRE(all.size() == 2);
    CHECK(told.size() == 1); // the first was gathered when the second process began
    CHECK(all[0].what == "budget");
    CHECK(all[0].signal == SIGABRT);
    CHECK(all[1].module.empty()); // the program's own fault names nobody
}

TEST_CASE("exit, a killed process, a proper end, and a crash beside a call that was innocent")
{
    Folder const folder;
    in_a_process(folder.path, [](std::uint16_t mark) {
        Entered const entered(mark, Phase::init, "");
        std::exit(3);
    });
    auto told = told_after(folder.path);
    REQUIRE(told.size() == 1);
    CHECK(told[0].end == End::left);
    CHECK(told[0].phase == Phase::init);

    in_a_process(folder.path, [](std::uint16_t mark) {
        Entered const entered(mark, Phase::job, "");
        _exit(0);
    });
    told = told_after(folder.path);
    REQUIRE(told.size() == 1);
    CHECK(told[0].end == End::cut);

    CHECK(in_a_process(folder.path, [](std::uint16_t mark) { Entered const entered(mark, Phase::draw, "view"); }) == 0);
    CHECK(told_after(folder.path).empty());

    in_a_process(folder.path, [](std::uint16_t mark) {
        std::thread innocent([mark] {
            Entered const entered(mark, Phase::import_file, "long");
            std::this_thread::sleep_for(30s);
        });
        std::this_thread::sleep_for(100ms);
        crash();
    });
    told = told_after(folder.path);
    REQUIRE(told.size() == 1);
    CHECK(told[0].module.empty());
}

TEST_CASE("a view that hangs is named while it hangs, and forgotten when it comes back; a job may take its time")
{
    Folder const folder;
    int const status = in_a_process(folder.path, [](std::uint16_t mark) {
        std::thread slow([mark] {
            Entered const entered(mark, Phase::draw, "overview");
            std::this_thread::sleep_for(5s);
        });
        std::thread job([mark] {
            Entered const entered(mark, Phase::job, "");
            std::this_thread::sleep_for(5s);
        });
        std::this_thread::sleep_for(1s);
        if (!hanging().empty())
            _exit(1);
        std::this_thread::sleep_for(3s);
        auto const now = hanging();
        if (now.size() != 1 || now[0].module != "org.example.gardens" || now[0].phase != Phase::draw || now[0].what != "overview" || now[0].since < 3s)
            _exit(2);
        slow.join();
        job.join();
        std::this_thread::sleep_for(1s);
        if (!hanging().empty())
            _exit(3);
        std::thread for_ever([mark] {
            Entered const entered(mark, Phase::draw, "stuck");
            std::this_thread::sleep_for(60s);
        });
        for_ever.detach();
        std::this_thread::sleep_for(3s);
    });
    CHECK(WEXITSTATUS(status) == 0);
    auto const told = told_after(folder.path);
    REQUIRE(told.size() == 1); // a proper end, but for the call that never came back
    CHECK(told[0].end == End::hang);
    CHECK(told[0].what == "stuck");
}

TEST_CASE("files that are no journal do no harm, and a folder that cannot be written is said")
{
    Folder const folder;
    std::ofstream(folder.path / "x.running") << "not a journal";
    std::ofstream(folder.path / "incidents.json") << "{\"incidents\": 7";
    CHECK(told_after(folder.path).empty());
    CHECK_FALSE(std::filesystem::exists(folder.path / "x.running"));
    CHECK(std::filesystem::exists(folder.path / "incidents.damaged.json")); // kept
    std::ofstream(folder.path / "file") << "x";
    auto const refused = CrashJournal::open({folder.path / "file" / "below", "1.0.0", true, {}});
    REQUIRE_FALSE(refused);
    CHECK_FALSE(refused.error().sentence.fr.empty());
}
#endif
