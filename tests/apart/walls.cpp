// What holds a hostile module in. Each attempt is first seen to succeed in the program's own process, so that what refuses it apart is
// the wall and not chance.
#include "tests/apart/support.hpp"
#include <doctest/doctest.h>
#include <fcntl.h>
#include <map>
#include <sstream>
#include <unistd.h>

using namespace contract;

namespace {

std::map<std::string, std::string> attempts(Portfolio& portfolio)
{
    bridge::Progress progress;
    bridge::Scope scope;
    scope.currency = portfolio.file().string();
    auto const report = portfolio.session().report(scope, Language::en, progress);
    REQUIRE(report);
    std::map<std::string, std::string> all;
    std::istringstream lines(words_of(*report));
    for (std::string line; std::getline(lines, line);)
        if (auto const colon = line.find(": "); colon != std::string::npos && line.front() != '#')
            all[line.substr(0, colon)] = line.substr(colon + 2);
    return all;
}

bool has_landlock(Portfolio& portfolio)
{
    for (auto const& line : portfolio.session().log())
        if (line.text.find("closed by Landlock") != std::string::npos)
            return true;
    return false;
}

} // namespace

TEST_CASE("what a hostile module attempts succeeds in the program's process and is refused apart")
{
    std::map<std::string, std::string> here, there;
    bool landlock = false;
    std::vector<int> left_open; // as a careless library of the program's would
    for (int at = 0; at < 32; ++at)
        left_open.push_back(::open("/etc/passwd", O_RDONLY));
    {
        Portfolio portfolio({"hostile"}, false);
        here = attempts(portfolio);
    }
    {
        Portfolio portfolio({"hostile"}, true);
        REQUIRE(portfolio.module("org.example.hostile").state == loader::State::active);
        there = attempts(portfolio);
        landlock = has_landlock(portfolio);
    }
    for (int const one : left_open)
        ::close(one);
    for (char const* const path : {"/tmp/passerelle-hostile", "/tmp/passerelle-hostile-load", "/tmp/passerelle-hostile-target"})
        std::filesystem::remove(path);
    REQUIRE(here.size() >= 20);
    CHECK(here.size() == there.size());
    MESSAGE("Landlock: " << landlock);
    for (auto const& [what, came] : here) {
        CAPTURE(what);
        CHECK(came == "done");
    }
    std::map<std::string, std::string> const walls{
        // After the library is open nothing is opened: seccomp, whatever Landlock says.
        {"read", "EACCES"}, {"portfolio", "EACCES"}, {"list", "EACCES"}, {"look", "EACCES"},
        // Opening for writing, and every other call that is not named, is not allowed at any time.
        {"portfolio written", "EACCES"}, {"write", "EACCES"}, {"temporary", "EACCES"}, {"own library", "EACCES"}, {"write at load", "EPERM"},
        {"remove", "EPERM"}, {"socket 1", "EPERM"}, {"socket 2", "EPERM"}, {"socket 16", "EPERM"}, {"fork", "EPERM"}, {"exec", "EPERM"},
        {"signal", "EPERM"}, {"limits", "EPERM"}, {"memory file", "EPERM"}, {"pipe", "EPERM"}, {"space", "ENOMEM"}, {"environment", "none"},
        {"descriptors", "EBADF"}};
    for (auto const& [what, came] : walls) {
        CAPTURE(what);
        REQUIRE(there.contains(what));
        CHECK(there.at(what) == came);
    }
    if (landlock) // while the library is opened, files can be: Landlock closes all but the libraries
        CHECK(there.at("read at load") == "EACCES");
}

TEST_CASE("a module that cannot be run apart is held with a sentence; it is never run in process instead")
{
    loader::Module module;
    module.manifest.id = "org.example.garden";
    module.manifest.name = {"Jardins", "Gardens"};
    module.manifest.library = "garden";
    module.manifest.folder = std::filesystem::path(PASSERELLE_BUILD) / "contract" / "good" / "garden";
    module.state = loader::State::allowed;
    apart::Options options{{[](psl_job const*) { return false; }, [](psl_statement const*) { return 0; }, [](psl_host const*, std::string_view) {}}};

    SUBCASE("the program is not installed whole")
    {
        options.program = "/nowhere/passerelle-module";
        apart::load(module, options);
        CHECK(module.reason.fr.find("«\u00a0passerelle-module\u00a0»") != std::string::npos);
    }
    SUBCASE("what is started in its place says nothing")
    {
        options.program = "/bin/true";
        apart::load(module, options);
        CHECK(module.reason.fr.find("ne s’ouvre pas") != std::string::npos);
    }
    SUBCASE("what is started in its place does not end")
    {
        options.program = "/bin/cat";
        options.limits.start = {std::chrono::milliseconds(300), std::chrono::milliseconds(300)};
        apart::load(module, options);
        CHECK(module.reason.fr.find("ne s’ouvre pas") != std::string::npos);
    }
    CHECK(module.state == loader::State::held);
    CHECK(module.entry == nullptr);
    CHECK_FALSE(module.reason.en.empty());
}
