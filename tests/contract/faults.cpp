// Faulty modules are held with a reason, or their fault is said where their words would stand; the rest goes on.
#include "tests/contract/support.hpp"
#include <algorithm>
#include <doctest/doctest.h>

using namespace contract;

TEST_CASE("a module that cannot start is held with a reason; its records stay visible and refuse changes")
{
    struct Fault {
        char const *group, *id, *reason;
    };
    for (Fault const& fault : std::vector<Fault>{{"wrong_abi", "org.example.wrongabi", "une autre version du programme (contrat 2, ici 1)"},
                                                 {"no_create", "org.example.nocreate", "point d’entrée du module est vide"},
                                                 {"no_entry", "org.example.noentry", "son point d’entrée manque"},
                                                 {"throws_create", "org.example.throwscreate", "s’est arrêté"},
                                                 {"throws_init", "org.example.throwsinit", "init fell over"},
                                                 {"refuses_activate", "org.example.refusesactivate", "Il manque une licence."},
                                                 {"half_made", "org.example.halfmade", "une fonction manque"},
                                                 {"own_sqlite", "org.example.ownsqlite", "sa propre copie de SQLite"}}) {
        CAPTURE(fault.group);
        Bench bench({fault.group, "good"});
        auto const& module = bench.module(fault.id);
        CHECK(module.state == loader::State::held);
        CHECK_MESSAGE(module.reason.fr.find(fault.reason) != std::string::npos, module.reason.fr);
        CHECK_FALSE(module.reason.en.empty());
        CHECK(bench.module("org.example.garden").state == loader::State::active); // the others go on
        std::string const entity = module.manifest.ns + ".thing";
        REQUIRE(bench.session().registry().entity(entity) != nullptr);
        CHECK(bench.count(module.manifest.ns + "_thing") == 0);
        model::Change change;
        change.kind = model::ChangeKind::insert;
        change.entity = entity;
        change.fields = {{"name", std::string("x")}};
        auto const outcome = bench.session().editor().apply({"essai", "test"}, {change});
        CHECK(std::holds_alternative<model::Refusal>(outcome));
        bridge::Progress progress;
        auto const report = bench.session().report({}, Language::fr, progress);
        REQUIRE(report);
        CHECK(words_of(*report).find("# Faute\nDonnées non disponibles (module absent)\n") != std::string::npos);
    }
}

TEST_CASE("an unbalanced page is put right and logged as misbehaviour")
{
    Bench bench({"unbalanced"});
    CHECK(bench.module("org.example.unbalanced").state == loader::State::active);
    bridge::Progress progress;
    auto const report = bench.session().report({}, Language::fr, progress);
    REQUIRE(report);
    auto const tables = tables_of(*report);
    REQUIRE(tables.size() == 3);
    REQUIRE(tables[0].rows.size() == 2); // three cells in two columns: the last is filled up
    CHECK(tables[0].rows[0][0].fact == exchange::Fact{exchange::FactKind::count, 0, 7, ""});
    CHECK(tables[0].rows[0][1].fact.kind == exchange::FactKind::not_computable);
    CHECK(tables[0].rows[1][0].fact.kind == exchange::FactKind::not_computable);
    CHECK(tables[0].rows[1][1].fact.kind == exchange::FactKind::not_reported);
    CHECK(tables[0].total_rows == 2); // five were announced
    CHECK(tables[2].rows.size() == 1);
    // What is behind a figure: a sense is kept, conditions that no register understands are not; a row keeps its own.
    std::vector<exchange::Figure> figures;
    for (auto const& block : report->blocks)
        if (auto const* const figure = std::get_if<exchange::Figure>(&block))
            if (figure->label == "F" || figure->label == "G")
                figures.push_back(*figure);
    REQUIRE(figures.size() == 2);
    CHECK(figures[0].behind.definition == "Sense");
    CHECK(figures[0].behind.entity.empty());
    CHECK(figures[0].behind.filter.empty());
    CHECK(figures[1].behind.empty());
    CHECK(!tables[1].bars);
    REQUIRE(tables[1].behind.size() == 1);
    CHECK(tables[1].behind.at(0).entity == "core.organisation");
    CHECK(tables[1].behind.at(0).filter == "id = 5\nid in 1,2");
    CHECK(words_of(*report).find("# one") != std::string::npos); // in a report, which may leave the machine, a tab is a heading
    CHECK(std::none_of(report->blocks.begin(), report->blocks.end(), [](auto const& block) { return std::holds_alternative<exchange::Tab>(block); }));
    auto const drawn = std::find_if(report->blocks.begin(), report->blocks.end(), [](auto const& block) { return std::holds_alternative<exchange::Timeline>(block); });
    REQUIRE(drawn != report->blocks.end());
    auto const& timeline = std::get<exchange::Timeline>(*drawn);
    REQUIRE(timeline.rows.size() == 1);
    CHECK(timeline.rows[0].planned_from == "2026-01-01");
    CHECK(timeline.rows[0].planned_to.empty());
    REQUIRE(timeline.rows[0].moments.size() == 1);
    CHECK(timeline.rows[0].moments[0].planned == "2026-03-01");
    CHECK(timeline.rows[0].moments[0].actual.empty());
    CHECK(timeline.rows[0].moments[0].id == 3);
    CHECK(words_of(*report).find("café \uFFFD\uFFFD bad") != std::string::npos);
    auto const log = bench.session().log();
    CHECK(std::count_if(log.begin(), log.end(), [](auto const& line) { return line.text.find("misbehaviour") != std::string::npos; }) >= 4);
}

TEST_CASE("a section that throws leaves its sentence in its place and the report whole")
{
    Bench bench({"throws_section", "good"});
    bridge::Progress progress;
    auto const report = bench.session().report({}, Language::fr, progress);
    REQUIRE(report);
    std::string const words = words_of(*report);
    CHECK(words.find("section fell over") != std::string::npos);
    CHECK(words.find("# Parcelles") != std::string::npos);
    CHECK(words.find("# Rapport financier") != std::string::npos);
}

TEST_CASE("a module that goes away leaves its records readable, and finds them again")
{
    Bench bench({"good"});
    bench.insert("garden.bed", {{"name", std::string("verger")}});
    bench.reopen({});
    CHECK(bench.session().modules().empty());
    CHECK(bench.count("garden_bed") == 1);
    bench.reopen({"good"});
    CHECK(bench.module("org.example.garden").state == loader::State::active);
    CHECK(bench.count("garden_bed") == 1);
}
