// Sections, views, alerts and answers of a good module, in both languages.
#include "tests/contract/support.hpp"
#include <algorithm>
#include <doctest/doctest.h>

using namespace contract;

TEST_CASE("a section fills a report, in the language and at the date of the report")
{
    Bench bench({"good"});
    auto const bed = bench.insert("garden.bed", {{"name", std::string("verger")}, {"value", psl::Money{1250, "EUR"}}});
    bench.insert("garden.bed", {{"name", std::string("serre")}});
    bridge::Progress progress;
    bridge::Scope scope;
    scope.as_of = "2024-12-31";
    scope.currency = "XOF";
    auto const report = bench.session().report(scope, Language::en, progress);
    REQUIRE(report);
    CHECK(report->date == "2024-12-31");
    CHECK(words_of(*report).find("# Beds\n2024-12-31 XOF leaves\n") != std::string::npos);
    auto const tables = tables_of(*report);
    REQUIRE(tables.size() == 1);
    CHECK(tables[0].columns == std::vector<std::string>{"Name", "Value"});
    REQUIRE(tables[0].rows.size() == 2);
    CHECK(tables[0].rows[0][0].fact.text == "serre");
    CHECK(tables[0].rows[0][1].fact.kind == exchange::FactKind::not_reported); // never 0
    CHECK(tables[0].rows[1][0].entity == "garden.bed");
    CHECK(tables[0].rows[1][0].id == bed);
    CHECK(tables[0].rows[1][1].fact == exchange::Fact{exchange::FactKind::money, 0, 1250, "EUR"});

    auto const home = bench.session().dashboard(Language::fr);
    REQUIRE(home);
    CHECK(words_of(*home).find("# Parcelles\n2025-06-30 EUR stays\n") != std::string::npos);
}

TEST_CASE("a report says which modules are absent, in the order of the sections")
{
    Bench bench({});
    bridge::Progress progress;
    auto const report = bench.session().report({}, Language::fr, progress);
    REQUIRE(report);
    std::string const words = words_of(*report);
    CHECK(words.find("# Résultats\u00a0: matrice du cadre logique\nDonnées non disponibles (module absent)\n") != std::string::npos);
    CHECK(words.find("Résultats") < words.find("Rapport financier"));
    auto const home = bench.session().dashboard(Language::fr);
    REQUIRE(home);
    CHECK(home->blocks.empty());
}

TEST_CASE("a cancelled report is an error, not half a document")
{
    Bench bench({"good"});
    bridge::Progress progress;
    progress.cancel = true;
    auto const report = bench.session().report({}, Language::fr, progress);
    REQUIRE_FALSE(report);
    CHECK(report.error().status == passerelle::Status::cancelled);
}

TEST_CASE("a view is a list of elements that a test can press and type into")
{
    Bench bench({"good"});
    auto const view = bench.session().view("org.example.garden", "beds", {});
    auto const state = [&] { return words_of(view->elements()); };
    CHECK(state() == "state 77 made 0 sunny 0 rows 3 kind 0 name potager saved 0\n");
    view->set("sunny", true);
    view->set("rows", std::int64_t{50}); // beyond the bounds: the nearest is taken
    view->choose("kind", 1);
    view->choose("kind", 7); // no such item
    view->set("name", std::string_view("un nom bien trop long pour le champ"));
    CHECK(state().find("sunny 1 rows 9 kind 1 name un nom bien trop lon saved 0") != std::string::npos);
    view->saved("garden.bed", 12);
    CHECK(state().find("saved 1") != std::string::npos);
    view->press("nothing of that name");
    CHECK(state().find("saved 1") != std::string::npos);
    // Groups are balanced.
    int depth = 0;
    for (auto const& element : view->elements())
        depth += std::holds_alternative<bridge::GroupBegin>(element) ? 1 : std::holds_alternative<bridge::GroupEnd>(element) ? -1 : 0;
    CHECK(depth == 0);
    bench.session().set_language(Language::en);
    view->refresh();
    auto const& elements = view->elements();
    CHECK(std::any_of(elements.begin(), elements.end(), [](auto const& element) {
        auto const* button = std::get_if<bridge::Button>(&element);
        return button != nullptr && button->id == "add" && button->label == "Add";
    }));
}

TEST_CASE("a view of a module that is not there says so")
{
    Bench bench({});
    auto const view = bench.session().view("org.example.garden", "beds", {});
    CHECK(words_of(view->elements()) == "Données non disponibles (module absent)\n");
}

TEST_CASE("alerts come worst first, in the session's language")
{
    Bench bench({"good"});
    bench.insert("garden.bed", {{"name", std::string("verger")}, {"area", model::Scaled{50, 2}}});
    auto alerts = bench.session().alerts();
    REQUIRE(alerts.size() == 2);
    CHECK(alerts[0].rule == "small");
    CHECK(alerts[0].tone == exchange::Tone::bad);
    CHECK(alerts[0].due == "2025-01-31");
    CHECK(alerts[1].what == "Dater la parcelle");
    CHECK(alerts[1].entity == "garden.bed");
    CHECK(alerts[1].field == "opened");
    bench.session().set_language(Language::en);
    alerts = bench.session().alerts();
    REQUIRE(alerts.size() == 2);
    CHECK(alerts[1].what == "Date the bed");
}

TEST_CASE("a module asks those that provide the service it names; an unnamed service is refused")
{
    Bench bench({"good"});
    bridge::Progress progress;
    auto const report = bench.session().report({}, Language::fr, progress);
    REQUIRE(report);
    CHECK(words_of(*report).find("answered 1 harvest0guest harvest1guest ") != std::string::npos);
    CHECK(words_of(*report).find("unnamed -2") != std::string::npos);
}

TEST_CASE("scopes are read by number and by identifier")
{
    Bench bench({"good"});
    auto const city = bench.insert("core.territory", {{"name", model::Translations{{{"fr", "Lomé"}}}}, {"identifier", std::string("TG-LOME")}});
    auto const by_number = bench.session().parse_scope("city:" + std::to_string(city));
    REQUIRE(by_number);
    CHECK(by_number->id == city);
    auto const by_name = bench.session().parse_scope("city:TG-LOME");
    REQUIRE(by_name);
    CHECK(by_name->id == city);
    auto const country = bench.session().parse_scope("country:TG");
    REQUIRE(country);
    CHECK(country->code == "TG");
    CHECK(bench.session().parse_scope("portfolio"));
    for (char const* const bad : {"", "city", "city:", "city:nowhere", "donor:1", "country:QQ", "planet:1", "portfolio:1", "project:1"}) {
        CAPTURE(bad);
        CHECK_FALSE(bench.session().parse_scope(bad));
    }
}
