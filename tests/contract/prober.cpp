// Before a library that it has not seen is loaded, the program has it tried in a child; what fell there is held here, with a sentence.
#include "host/loader/child_process.hpp"
#include "host/loader/prober.hpp"
#include "tests/contract/support.hpp"
#include <chrono>
#include <csignal>
#include <doctest/doctest.h>
#include <fstream>
#include <random>
#include <thread>

using namespace contract;

namespace {

std::filesystem::path const built = PASSERELLE_BUILD;

struct Desk {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("passerelle-prober-" + std::to_string(std::random_device{}()));
    loader::ProberOptions options;
    Desk()
    {
        std::filesystem::create_directories(path);
        options.validator = built / "bin" / "plugin-validator";
        options.cache = path / "kept" / "modules-tried.json";
        options.trusted = {built / "modules"};
        options.within = std::chrono::seconds{10};
    }
    ~Desk()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    [[nodiscard]] loader::Module tried(std::filesystem::path const& folder) const
    {
        loader::Module module;
        auto manifest = model::read_manifest(folder / "plugin.json");
        REQUIRE(manifest);
        module.manifest = *manifest;
        module.state = loader::State::read;
        loader::probe(options)(module);
        return module;
    }
};

std::filesystem::path misdeed(std::string const& name) { return built / "contract" / ("misdeed-" + name) / name; }

} // namespace

TEST_CASE("a module that falls at the start is held with what happened; a good one is not")
{
    Desk const desk;
    CHECK(desk.tried(built / "contract/good/garden").state == loader::State::read);
    for (auto const& [name, part] : {std::pair{"segv-create", "(SIGSEGV) pendant «\u00a0create\u00a0»"}, std::pair{"exit-create", "pendant «\u00a0create\u00a0»"},
                                     std::pair{"early-load", "(SIGABRT) pendant «\u00a0load\u00a0»"}, std::pair{"segv-deactivate", "deactivate"}}) {
        auto const module = desk.tried(misdeed(name));
        CAPTURE(name);
        CHECK(module.state == loader::State::held);
        CHECK_MESSAGE(module.reason.fr.find(part) != std::string::npos, module.reason.fr);
        CHECK(module.reason.en.find("Ask for a corrected version") != std::string::npos);
    }
    // What falls later is for the crash journal.
    CHECK(desk.tried(misdeed("segv-draw")).state == loader::State::read);
}

TEST_CASE("what was tried is remembered: the next start tries nothing and costs nothing")
{
    Desk desk;
    auto const garden = built / "contract/good/garden", bad = misdeed("segv-init");
    CHECK(desk.tried(garden).state == loader::State::read);
    CHECK(desk.tried(bad).state == loader::State::held);
    desk.options.validator = desk.path / "missing"; // would hold whatever is tried again
    auto const from = std::chrono::steady_clock::now();
    constexpr int times = 100;
    auto const gate = loader::probe(desk.options);
    for (int round = 0; round < times; ++round) {
        loader::Module module;
        module.manifest = *model::read_manifest(garden / "plugin.json");
        module.state = loader::State::read;
        gate(module);
        CHECK(module.state == loader::State::read);
    }
    auto const each = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count() / times;
    MESSAGE("a known module costs " << each << " ms, its declaration read included");
    CHECK(each < 5);
    auto const again = desk.tried(bad);
    CHECK(again.state == loader::State::held);
    CHECK(again.reason.en.find("SIGSEGV") != std::string::npos);
}

TEST_CASE("a changed library is tried again; without the validator nothing unseen is loaded, and the program’s own modules are")
{
    Desk desk;
    auto const folder = desk.path / "garden";
    std::filesystem::copy(built / "contract/good/garden", folder);
    CHECK(desk.tried(folder).state == loader::State::read);
    desk.options.validator = desk.path / "missing";
    CHECK(desk.tried(folder).state == loader::State::read); // remembered
    std::filesystem::last_write_time(folder / "garden.so", std::filesystem::file_time_type::clock::now() + std::chrono::hours{1});
    CHECK(desk.tried(folder).state == loader::State::read); // touched, but the same bytes
    std::ofstream(folder / "garden.so", std::ios::app | std::ios::binary) << "changed";
    auto const changed = desk.tried(folder);
    CHECK(changed.state == loader::State::held);
    CHECK(changed.reason.fr.find("Installez de nouveau Passerelle") != std::string::npos);
    CHECK(desk.tried(built / "modules/projects").state == loader::State::read); // not asked about
    // A damaged memory is no reason to trust: everything is tried anew.
    desk.options.validator = built / "bin" / "plugin-validator";
    std::ofstream(desk.options.cache) << R"({"format": 1, "tried": [{"path": 3}]})";
    CHECK(desk.tried(misdeed("segv-create")).state == loader::State::held);
}

TEST_CASE("the console stays up where a module falls or hangs at the start, and says why it is held")
{
    Desk const desk;
    loader::ChildCall call;
    call.program = built / "bin" / "passerelle-cli";
    call.environment = {{"XDG_DATA_HOME", desk.path.string()}, {"XDG_CONFIG_HOME", desk.path.string()}, {"LC_ALL", "C.UTF-8"}};
    call.within = std::chrono::seconds{60};
    auto const portfolio = (desk.path / "essai.passerelle").string();
    auto const on = [&](std::vector<std::string> words) {
        call.arguments = std::move(words);
        return loader::run_child(call);
    };
    REQUIRE(on({"new", portfolio}).code == 0);
    for (auto const& [name, part] : {std::pair{"segv-create", "SIGSEGV"}, std::pair{"abort-create", "SIGABRT"}, std::pair{"exit-create", "exit 0"}}) {
        auto const end = on({"--portfolio", portfolio, "--lang", "fr", "--plugin-dir", misdeed(name).parent_path().string(), "plugins"});
        CAPTURE(end.out);
        CAPTURE(end.error);
        CHECK(end.how == loader::ChildEnd::How::exited);
        CHECK(end.code == 0);
        CHECK(end.out.find("Suspendu") != std::string::npos);
        CHECK(end.out.find(part) != std::string::npos);
    }
}

TEST_CASE("modules that throw from any function leave the program up, and a sentence in their place")
{
    for (char const* const phase : {"create", "init", "activate", "get", "deactivate", "destroy", "draw", "section", "check", "alerts", "answer", "export"}) {
        CAPTURE(phase);
        std::string const group = std::string("misdeed-throw-") + phase;
        Bench bench({group, "good"});
        auto const& module = bench.module(std::string("org.example.throw.") + phase);
        CHECK(bench.module("org.example.garden").state == loader::State::active);
        bool const at_start = std::string(phase) == "create" || std::string(phase) == "init" || std::string(phase) == "activate" || std::string(phase) == "get";
        CHECK((module.state == loader::State::held) == at_start);
        if (at_start)
            CHECK_FALSE(module.reason.fr.empty());
        bridge::Progress progress;
        CHECK(bench.session().report({}, Language::fr, progress));
        (void)bench.session().alerts();
        auto const view = bench.session().view(module.manifest.id, "main", {});
        view->press("work");
        if (std::string(phase) == "draw")
            CHECK(words_of(view->elements()).find("thrown in draw") != std::string::npos);
        bench.insert("garden.bed", {{"name", std::string("verger")}});
    }
}

TEST_CASE("ten megabytes of text in a page are cut; the program goes on")
{
    Bench bench({"misdeed-long-always"});
    auto const view = bench.session().view("org.example.long.always", "main", {});
    std::size_t bytes = 0;
    for (auto const& element : view->elements())
        if (auto const* const button = std::get_if<bridge::Button>(&element))
            bytes = std::max(bytes, button->label.size());
    CHECK(bytes > 0);
    CHECK(bytes <= 4096);
    CHECK(words_of(view->elements()).size() < (4u << 20));
}

TEST_CASE("a child is killed with all that it started, and its output is bounded")
{
    using How = loader::ChildEnd::How;
    loader::ChildCall call;
    call.program = "/bin/sh";
    call.within = std::chrono::milliseconds{300};
    call.arguments = {"-c", "sleep 60 & echo $!; sleep 60"};
    auto const late = loader::run_child(call);
    CHECK(late.how == How::too_long);
    CHECK(late.took < std::chrono::seconds{5});
    auto const grandchild = std::stoi(late.out);
    bool gone = false;
    for (int wait = 0; wait < 200 && !gone; ++wait) {
        std::ifstream stat("/proc/" + std::to_string(grandchild) + "/stat");
        std::string text;
        gone = !std::getline(stat, text) || text.find(") Z ") != std::string::npos;
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    CHECK(gone);
    call.within = std::chrono::seconds{20};
    call.arguments = {"-c", "kill -SEGV $$"};
    auto const fallen = loader::run_child(call);
    CHECK(fallen.how == How::signalled);
    CHECK(loader::signal_name(fallen.code) == "SIGSEGV");
    call.arguments = {"-c", "head -c 3000000 /dev/zero; echo end >&2; exit 7"};
    call.most_output = 1000;
    auto const much = loader::run_child(call);
    CHECK(much.how == How::exited);
    CHECK(much.code == 7);
    CHECK(much.out.size() == 1000);
    CHECK(much.error == "end\n");
    call.program = "/no/such/program";
    CHECK(loader::run_child(call).how == How::not_started);
}
