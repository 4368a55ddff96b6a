// An import is one transaction or nothing; what came earlier in the same way and is gone, goes; what people typed stays.
#include "tests/contract/support.hpp"
#include <doctest/doctest.h>

using namespace contract;

namespace {

constexpr char first_file[] = "GARDEN\n"
                              "bed;verger;2.50;1250;EUR\n"
                              "plant;verger;poirier;300\n"
                              "plant;verger;pommier;250\n"
                              "end;verger\n"
                              "bed;serre;;;\n"
                              "end;serre\n";

bridge::ImportReport import(Bench& bench, std::string const& content, bridge::ImportMode mode = bridge::ImportMode::apply)
{
    bridge::Progress progress;
    auto const report = bench.session().import_file(bench.file("list.beds", content), {}, mode, progress);
    if (!report)
        FAIL(report.error().sentence.en);
    return *report;
}

std::vector<std::string> plants(Bench& bench)
{
    auto statement = bench.session().portfolio().reader().prepare("SELECT name FROM garden_plant ORDER BY name");
    REQUIRE(statement);
    std::vector<std::string> names;
    for (;;) {
        auto const row = statement->step();
        REQUIRE(row);
        if (!*row)
            return names;
        names.emplace_back(statement->text(0));
    }
}

} // namespace

TEST_CASE("preview counts and changes nothing, apply writes, the same again is unchanged")
{
    Bench bench({"good"});
    auto const preview = import(bench, first_file, bridge::ImportMode::preview);
    CHECK(preview.created == 4);
    CHECK(preview.transaction == 0);
    CHECK(bench.count("garden_bed") == 0);

    auto const report = import(bench, first_file);
    CHECK(report.created == 4);
    CHECK(report.changed == 0);
    CHECK(report.transaction != 0);
    CHECK(report.entities.at("garden.plant").created == 2);
    CHECK(report.problems.empty());
    CHECK(bench.count("garden_bed") == 2);

    auto const transactions = bench.count("core_transaction");
    auto const again = import(bench, first_file);
    CHECK(again.created == 0);
    CHECK(again.changed == 0);
    CHECK(again.removed == 0);
    CHECK(again.unchanged == 4);
    CHECK(again.transaction == 0);
    CHECK(bench.count("core_transaction") == transactions); // no empty step in the history
}

TEST_CASE("changed, removed, and typed by a person")
{
    Bench bench({"good"});
    import(bench, first_file);
    {
        auto statement = bench.session().portfolio().reader().prepare("SELECT id FROM garden_bed WHERE name = 'verger'");
        REQUIRE(statement);
        REQUIRE(statement->step());
        bench.insert("garden.plant", {{"bed", model::RecordId{statement->integer(0)}}, {"name", std::string("à la main")}});
    }
    auto const report = import(bench, "GARDEN\nbed;verger;2.75;1250;EUR\nplant;verger;pommier;260\nplant;verger;figuier;\nend;verger\n");
    CHECK(report.created == 1);
    CHECK(report.changed == 2);
    CHECK(report.removed == 1);
    CHECK(plants(bench) == std::vector<std::string>{"figuier", "pommier", "à la main"});
    CHECK(bench.count("garden_bed") == 2); // the other bed was not spoken of
    // One step back and all is as before.
    REQUIRE(bench.session().editor().undo());
    CHECK(plants(bench) == std::vector<std::string>{"poirier", "pommier", "à la main"});
}

TEST_CASE("without complete() nothing is removed")
{
    Bench bench({"good"});
    import(bench, first_file);
    auto const report = import(bench, "GARDEN\nbed;verger;2.50;1250;EUR\n");
    CHECK(report.removed == 0);
    CHECK(plants(bench).size() == 2);
}

TEST_CASE("a file that the module cannot go on with leaves nothing")
{
    Bench bench({"good"});
    bridge::Progress progress;
    for (std::string const last : {"throw\n", "refuse\n", "foreign\n"}) {
        CAPTURE(last);
        auto const report = bench.session().import_file(bench.file("bad.beds", first_file + last), {}, bridge::ImportMode::apply, progress);
        REQUIRE_FALSE(report);
        CHECK_FALSE(report.error().sentence.fr.empty());
        CHECK(bench.count("garden_bed") == 0);
        CHECK(bench.count("garden_plant") == 0);
    }
    auto const refused = bench.session().import_file(bench.file("bad.beds", "GARDEN\nrefuse\n"), {}, bridge::ImportMode::preview, progress);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().sentence.fr == "Le fichier est coupé à la ligne 3.");
}

// What was published is kept as published: a module's rules (here: no negative area) hold people's edits, and its alerts tell.
TEST_CASE("a record that does not fit its declaration is a problem, and the rest is imported")
{
    Bench bench({"good"});
    auto const report = import(bench, "GARDEN\nbed;verger;-1;;\nbed;serre;1.234;;\nbed;potager;1.2;;\nplant;nowhere;x;1\n");
    CHECK(report.created == 2);
    CHECK(report.problems_total == 2); // three decimals where two are kept, a bed that is not there
    CHECK(bench.count("garden_bed") == 2);
}

TEST_CASE("a thousand problems are kept, all are counted")
{
    Bench bench({"good"});
    auto const report = import(bench, "GARDEN\nproblem;attention\n");
    CHECK(report.problems.size() == 1000);
    CHECK(report.problems_total == 1500);
    CHECK(report.problems[0].line == 2);
    CHECK(report.problems[0].sentence == "attention");
}

TEST_CASE("a file that nobody knows, a missing file, a folder, a cancelled import")
{
    Bench bench({"good"});
    bridge::Progress progress;
    using passerelle::Status;
    auto const status = [&](std::filesystem::path const& path, std::string const& format) {
        auto const report = bench.session().import_file(path, format, bridge::ImportMode::apply, progress);
        return report ? Status::internal : report.error().status;
    };
    CHECK(status(bench.file("x.beds", "hello"), "") == Status::unsupported);
    CHECK(status(bench.file("empty.beds", ""), "") == Status::unsupported);
    CHECK(status(bench.file("y.beds", "GARDEN\n"), "no-such-format") == Status::not_found);
    CHECK(status(bench.folder() / "nothing.beds", "") == Status::io);
    CHECK(status(bench.folder(), "garden-list") == Status::io);
    progress.cancel = true;
    CHECK(status(bench.file("z.beds", first_file), "") == Status::cancelled);
    CHECK(bench.count("garden_bed") == 0);
}
