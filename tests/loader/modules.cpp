// Which modules may run, and why not. No code is run here: the modules are declarations only, but one.
#include "host/loader/modules.hpp"
#include <doctest/doctest.h>
#include <fstream>
#include <random>

using namespace passerelle;
using namespace passerelle::loader;

namespace {

class Folder {
public:
    Folder() : m_path(std::filesystem::temp_directory_path() / ("passerelle-loader-" + std::to_string(std::random_device{}())))
    {
        std::filesystem::create_directories(m_path);
    }
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    /// extra: further keys of the manifest, beginning with a comma.
    void module(std::string const& name, std::string const& version = "1.0.0", std::string const& extra = "", std::string const& within = "",
                std::string const& ns = "")
    {
        text(within + name,
             R"({"manifest": 1, "id": "org.example.)" + name + R"(", "version": ")" + version + R"(", "namespace": ")" + (ns.empty() ? name : ns) +
                 R"(", "name": {"fr": "Module )" + name + R"(", "en": "Module )" + name + R"("}, "license": "MIT")" + extra + "}");
    }
    void text(std::string const& folder, std::string const& manifest)
    {
        std::filesystem::create_directories(m_path / folder);
        std::ofstream(m_path / folder / "plugin.json") << manifest;
    }
    std::vector<Module> find(SearchPaths paths = {}) const
    {
        if (paths.folders.empty())
            paths.folders = {m_path};
        return find_modules(paths, {{"psl.db", 1}});
    }
    std::filesystem::path const& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

Module const& named(std::vector<Module> const& modules, std::string const& name)
{
    for (Module const& module : modules)
        if (module.manifest.id == "org.example." + name)
            return module;
    FAIL("no such module: " << name);
    std::abort();
}

} // namespace

TEST_CASE("modules are ordered by what they require")
{
    Folder folder;
    folder.module("alpha", "1.0.0", R"(, "requires": {"org.example.gamma": "^1.0"})");
    folder.module("beta");
    folder.module("gamma", "1.4.0", R"(, "requires": {"org.example.beta": "^1.0"})");
    auto const modules = folder.find();
    REQUIRE(modules.size() == 3);
    CHECK(modules[0].manifest.ns == "beta");
    CHECK(modules[1].manifest.ns == "gamma");
    CHECK(modules[2].manifest.ns == "alpha");
    for (Module const& module : modules)
        CHECK_MESSAGE(module.state == State::allowed, module.reason.en);
}

TEST_CASE("what a module lacks is named, and holds those that require it")
{
    Folder folder;
    folder.module("needy", "1.0.0", R"(, "needs": {"psl.db": 2})");
    folder.module("hopeful", "1.0.0", R"(, "uses": {"psl.db": 2, "psl.future": 1})");
    folder.module("lonely", "1.0.0", R"(, "requires": {"org.example.absent": "^1.0"})");
    folder.module("second", "1.0.0", R"(, "requires": {"org.example.needy": "^1.0"})");
    folder.module("third", "1.0.0", R"(, "requires": {"org.example.second": "^1.0"})");
    folder.module("newer", "1.0.0", R"(, "requires": {"org.example.hopeful": "^2.0"})");
    auto const modules = folder.find();
    CHECK(named(modules, "needy").state == State::held);
    CHECK(named(modules, "needy").reason.fr.find("«\u00a0psl.db/2\u00a0»") != std::string::npos);
    CHECK(named(modules, "needy").readable); // its records stay visible
    CHECK(named(modules, "hopeful").state == State::allowed);
    CHECK(named(modules, "lonely").reason.en.find("org.example.absent") != std::string::npos);
    CHECK(named(modules, "second").state == State::held);
    CHECK(named(modules, "third").state == State::held);
    CHECK(named(modules, "newer").reason.en.find("version 1.0.0 is installed") != std::string::npos);
}

TEST_CASE("modules that turn in a circle are held")
{
    Folder folder;
    folder.module("one", "1.0.0", R"(, "requires": {"org.example.two": "^1.0"})");
    folder.module("two", "1.0.0", R"(, "requires": {"org.example.one": "^1.0"})");
    folder.module("apart");
    auto const modules = folder.find();
    CHECK(named(modules, "one").state == State::held);
    CHECK(named(modules, "two").state == State::held);
    CHECK(named(modules, "apart").state == State::allowed);
}

TEST_CASE("a namespace belongs to one module, core to the host")
{
    Folder folder;
    folder.module("aaa", "1.0.0", "", "", "same");
    folder.module("bbb", "1.0.0", "", "", "same");
    folder.module("intruder", "1.0.0", "", "", "core");
    auto const modules = folder.find();
    CHECK(named(modules, "aaa").state == State::allowed);
    CHECK(named(modules, "bbb").state == State::held);
    CHECK_FALSE(named(modules, "bbb").readable);
    bool core_held = false; // refused by the declaration's own rules or by the clash
    for (Module const& module : modules)
        core_held = core_held || (module.manifest.folder.filename() == "intruder" && module.state == State::held && !module.readable);
    CHECK(core_held);
}

TEST_CASE("an earlier folder wins, a broken declaration is held under its folder's name")
{
    Folder folder;
    folder.module("twice", "2.0.0", "", "first/");
    folder.module("twice", "1.0.0", "", "second/");
    folder.text("second/broken", "{ not json");
    SearchPaths paths;
    paths.folders = {folder.path() / "first", folder.path() / "second", folder.path() / "missing"};
    auto const modules = folder.find(paths);
    REQUIRE(modules.size() == 2);
    CHECK(modules[0].manifest.version == "2.0.0");
    CHECK(modules[1].manifest.id == "broken");
    CHECK(modules[1].state == State::held);
    CHECK_FALSE(modules[1].reason.fr.empty());
}

TEST_CASE("left aside on request, and without code")
{
    Folder folder;
    folder.module("plain");
    folder.module("coded", "1.0.0", R"(, "library": "coded")");
    SearchPaths paths;
    paths.folders = {folder.path()};
    paths.without = {"org.example.plain"};
    CHECK(named(folder.find(paths), "plain").state == State::held);
    paths.without.clear();
    paths.safe_mode = true;
    auto const safe = folder.find(paths);
    CHECK(named(safe, "plain").state == State::allowed);
    CHECK(named(safe, "coded").state == State::held);
}

TEST_CASE("loading: nothing to load, a library that is missing, and one that is none")
{
    Folder folder;
    folder.module("plain");
    folder.module("gone", "1.0.0", R"(, "library": "gone")");
    folder.module("noise", "1.0.0", R"(, "library": "noise")");
    std::ofstream(folder.path() / "noise" / "noise.so") << "this is no library";
    auto modules = folder.find();
    for (Module& module : modules)
        load(module);
    CHECK(named(modules, "plain").state == State::loaded);
    CHECK(named(modules, "gone").state == State::held);
    CHECK(named(modules, "gone").reason.en.find("missing") != std::string::npos);
    CHECK(named(modules, "noise").state == State::held);
}
