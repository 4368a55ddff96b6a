// What a person has a module do by name: it writes in one step that can be undone, it can be stopped, and its faults change nothing.
#include "tests/contract/support.hpp"
#include <doctest/doctest.h>
#include <future>
#include <thread>

using namespace contract;

namespace {

/// On a thread of its own, as a job has.
Result<std::vector<bridge::ToldByCommand>> run(Bench& bench, std::string const& command, bridge::Scope const& scope = {}, Language language = Language::fr)
{
    bridge::Progress progress;
    return std::async(std::launch::async, [&] { return bench.session().run_command(command, scope, language, progress); }).get();
}

} // namespace

TEST_CASE("a command writes in one step, tells what it did with the worst first, and is undone")
{
    Bench bench({"good"});
    auto const told = run(bench, "water");
    REQUIRE_MESSAGE(told, told.error().sentence.en);
    REQUIRE(told->size() == 2);
    CHECK((*told)[0].tone == exchange::Tone::warn);
    CHECK((*told)[0].sentence == "Le puits baisse.");
    CHECK((*told)[1].tone == exchange::Tone::good);
    CHECK((*told)[1].sentence == "Deux parcelles arrosées.");
    CHECK(bench.count("garden_bed") == 2);
    auto const step = bench.session().editor().next_undo();
    REQUIRE(step);
    CHECK(step->label.fr == "arrosage");
    REQUIRE(bench.session().editor().undo());
    CHECK(bench.count("garden_bed") == 0);
    CHECK((*run(bench, "org.example.garden/water", {}, Language::en))[1].sentence == "Two beds watered.");
}

TEST_CASE("a command is known by its declaration: its name, its module, and what it is for")
{
    Bench bench({"good"});
    auto const all = bench.session().commands({});
    REQUIRE(all.size() == 4);
    CHECK(all[0].id == "org.example.garden/water");
    CHECK(all[0].label.en == "Water the beds");
    CHECK(bench.session().commands("project").size() == 1);
    CHECK(bench.session().commands("donor").empty());
    auto const unknown = run(bench, "plough");
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().sentence.fr == "Aucun module actif n’a de commande «\u00a0plough\u00a0». Rien n’a été changé.");
    CHECK_FALSE(run(bench, "org.example.guest/water"));
    bridge::Scope project;
    project.kind = "project";
    auto const wrong = run(bench, "water", project);
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().sentence.en.find("cannot be started on this kind of record") != std::string::npos);
    CHECK(bench.count("garden_bed") == 0);
}

TEST_CASE("a command that refuses, falls over or takes what is not its own changes nothing")
{
    Bench bench({"good"});
    bridge::Scope project;
    project.kind = "project";
    auto const refused = run(bench, "fail", project);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().sentence.fr == "Ce projet n’a pas de parcelle.");
    auto const fell = run(bench, "fail");
    REQUIRE_FALSE(fell);
    CHECK(fell.error().sentence.fr.find("Vos données sont intactes") != std::string::npos);
    auto const stolen = run(bench, "steal");
    REQUIRE_FALSE(stolen);
    CHECK(stolen.error().sentence.fr.find("n’a pas la permission d’écrire") != std::string::npos);
    CHECK(bench.count("garden_bed") == 0);
    CHECK(bench.module("org.example.garden").state == loader::State::active);
}

TEST_CASE("a command stops when it is told to")
{
    Bench bench({"good"});
    bridge::Progress progress;
    std::atomic<int> reports = 0;
    progress.report = [&](double, std::string const&) { ++reports; };
    auto running = std::async(std::launch::async, [&] { return bench.session().run_command("dawdle", {}, Language::fr, progress); });
    while (reports == 0)
        std::this_thread::yield();
    progress.cancel = true;
    auto const stopped = running.get();
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().status == passerelle::Status::cancelled);
}
