// The logframe filled in as a spreadsheet, in the real program.
#include "office.hpp"

using ui_test::Office, ui_test::skipped;

namespace {

std::string logframe_of(Office const& office) { return "projects.activity:" + std::to_string(office.project(0)) + "#org.passerelle.inclusion/logframe"; }

/// The period of the demonstration's 141 trained persons.
nlohmann::json trained(Office const& office)
{
    for (auto const& one : office.list("inclusion.period"))
        if (one["variance"] == "Neuf désistements.")
            return one;
    return {};
}

} // namespace

TEST_CASE("a disaggregated figure is entered cell by cell, held against its total, explained, and taken back")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    auto const before = trained(office);
    REQUIRE(before["actual"] == 141);
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--screen", logframe_of(office), "--today", "2026-03-15"}));
    REQUIRE(desktop.press("Période saisie", "choice"));
    REQUIRE(desktop.press("du 01/09/2025 au 31/08/2026", "line"));
    REQUIRE(desktop.press("141", "cell"));
    desktop.key("Return");
    REQUIRE(desktop.shows("égale à «\u00A0Valeur réalisée\u00A0»"));
    // The hands stay on the keyboard: two figures, one below the other; the total follows.
    desktop.type("12");
    desktop.key("Return");
    desktop.type("13");
    desktop.key("Return");
    CHECK(desktop.shows("Somme des cases\u00A0: 166, égale à «\u00A0Valeur réalisée\u00A0»."));
    REQUIRE(desktop.press("Valeur réalisée", "field"));
    desktop.key("ctrl+a");
    desktop.type("160");
    CHECK(desktop.shows("6 personnes de trop"));
    desktop.key("ctrl+a");
    desktop.type("170");
    CHECK(desktop.shows("soit 4 de plus"));
    REQUIRE(desktop.press("Enregistrer", "button"));
    CHECK(desktop.shows("compte 166 personnes pour un total de 170"));
    CHECK((trained(office) == before)); // refused: nothing is written
    REQUIRE(desktop.press("Motif d’un total différent", "field"));
    desktop.type("Deux listes perdues");
    REQUIRE(desktop.press("Enregistrer", "button"));
    CHECK(desktop.until([&] { return trained(office)["actual"] == 170; }, 20));
    auto const after = trained(office);
    CHECK(after["total_reason"] == "Deux listes perdues");
    CHECK(after["actual_cells"]["F|0-14|yes"] == 12);
    CHECK(after["actual_cells"]["F|0-14|no"] == 13);
    CHECK(after["actual_cells"]["F|18-24|no"] == 46);
    for (int tries = 0; tries < 3 && trained(office) != before; ++tries)
        desktop.key("ctrl+z");
    CHECK(desktop.until([&] { return trained(office) == before; }, 20)); // one step
}

TEST_CASE("indicators and results are added in the matrix, and a figure of a period that had none")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    auto const indicators = office.list("inclusion.indicator").size(), periods = office.list("inclusion.period").size();
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--screen", logframe_of(office), "--today", "2026-03-15"}));
    REQUIRE(desktop.press("+ Ajouter un indicateur", "cell"));
    desktop.type("Ateliers tenus");
    desktop.key("Return");
    CHECK(desktop.until([&] { return office.list("inclusion.indicator").size() == indicators + 1; }, 20));
    REQUIRE(desktop.press("Ateliers tenus", "cell"));
    for (int steps = 0; steps < 3; ++steps)
        desktop.key("Tab"); // its value
    desktop.type("14");
    desktop.key("Return");
    CHECK(desktop.until([&] { return office.list("inclusion.period").size() == periods + 1; }, 20));
    bool found = false;
    for (auto const& one : office.list("inclusion.period"))
        found = found || (one["actual"] == 14 && one["target"].is_null() && one["period"]["from"] == "2026-01-01" && one["period"]["to"] == "2026-12-31");
    CHECK(found);
}

TEST_CASE("a block copied in a spreadsheet fills in the matrix in one step, is refused whole, and is taken back")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    auto const indicators = office.list("inclusion.indicator");
    auto const periods = office.list("inclusion.period");
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--screen", logframe_of(office), "--today", "2026-03-15"}));
    REQUIRE(desktop.press("2,1", "cell"));
    // A word among figures: nothing is written, and the sentence says where.
    desktop.copy_elsewhere("2,3\t3,5\tbeaucoup\n");
    desktop.key("ctrl+v");
    CHECK(desktop.shows("Rien n’a été collé\u00A0: «\u00A0beaucoup\u00A0»"));
    CHECK((office.list("inclusion.indicator") == indicators));
    CHECK((office.list("inclusion.period") == periods));
    // Two lines, over the heading and the line for a new indicator between them; an empty cell says: not reported.
    desktop.copy_elsewhere("2,3\t3,5\t2,95\n45\t70,0 %\t\n");
    desktop.key("ctrl+v");
    CHECK(desktop.until([&] { return desktop.find("2,95", "cell").has_value(); }, 20));
    CHECK(desktop.find("2,3", "cell"));
    CHECK(desktop.find("3,5", "cell"));
    CHECK(desktop.find("45,0\u00A0%", "cell"));
    desktop.key("ctrl+z");
    CHECK(desktop.until([&] { return office.list("inclusion.indicator") == indicators && office.list("inclusion.period") == periods; }, 20));
}
