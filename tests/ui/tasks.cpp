// Whole tasks in the real program, with keyboard and mouse: cells of a register, edits that meet, a program killed while a form is
// open, an item put off, what is spoken.
#include "office.hpp"
#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>

using ui_test::Desktop, ui_test::Office, ui_test::skipped;

TEST_CASE("a cell of a register is edited in place, refused in place, and taken back")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--screen", "projects.activity", "--today", "2026-03-15"}));
    REQUIRE(desktop.press("XX-DEMO-P02", "cell"));
    desktop.key("F2");
    desktop.key("ctrl+a");
    desktop.type("XX-DEMO-P02B");
    desktop.key("Return");
    CHECK(office.becomes(1, "XX-DEMO-P02B"));
    REQUIRE(desktop.shows("XX-DEMO-P02B"));
    // Enter has gone one row down: letters write over what stands there, a fault is said at the cell and nothing is written.
    auto const date = desktop.find("31/05/2027", "cell"); // the planned end of the third project
    REQUIRE(date);
    desktop.double_click(*date);
    desktop.key("ctrl+a");
    desktop.type("31/02/2027");
    desktop.key("Return");
    CHECK(desktop.shows("31/02/2027"));
    CHECK(office.list("projects.activity --sort identifier")[2]["planned_end"] == "2027-05-31");
    desktop.key("Escape");
    desktop.key("ctrl+z");
    CHECK(office.becomes(1, "XX-DEMO-P02"));
    CHECK(desktop.running());
}

TEST_CASE("several records are changed at once, and taken back as one step")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    auto const before = office.list("projects.milestone --sort name");
    REQUIRE(before.size() > 3);
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--screen", "projects.milestone", "--today", "2026-03-15"}));
    desktop.key("space");
    desktop.key("Down");
    desktop.key("Down");
    desktop.key("shift+space");
    REQUIRE(desktop.shows("3 fiches choisies"));
    REQUIRE(desktop.press("Modifier…", "button"));
    REQUIRE(desktop.press("Rubrique à modifier", "choice"));
    desktop.type("Responsable");
    REQUIRE(desktop.press("Responsable", "line"));
    REQUIRE(desktop.shows("Nouvelle valeur, la même partout"));
    desktop.key("Tab");
    desktop.type("Service technique");
    REQUIRE(desktop.shows("Service technique"));
    REQUIRE(desktop.press("Appliquer à 3 fiches", "button"));
    auto const changed = [&] {
        std::size_t count = 0;
        for (auto const& one : office.list("projects.milestone"))
            count += one.contains("responsible") && one["responsible"] == "Service technique";
        return count;
    };
    CHECK(desktop.until([&] { return changed() == 3; }, 20));
    desktop.key("ctrl+z");
    CHECK(desktop.until([&] { return changed() == 0; }, 20));
    CHECK((office.list("projects.milestone --sort name") == before));
}

TEST_CASE("the program is killed while a form is open: place and text are there again, and can be saved")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    auto const id = office.list("projects.activity --sort identifier")[0]["id"].get<std::int64_t>();
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--screen", "projects.activity:" + std::to_string(id)}));
    desktop.key("ctrl+e");
    desktop.key("End");
    desktop.type("-COUPURE");
    REQUIRE(desktop.shows("Modifications non enregistrées"));
    (void)desktop.rest(2);
    desktop.kill();
    CHECK(office.identifier(0) == "XX-DEMO-P01"); // typed is not saved

    REQUIRE(desktop.open({office.file, "--lang", "fr"})); // no word about where: the place itself is found again
    REQUIRE(desktop.press("Fiche", "tab"));
    REQUIRE(desktop.shows("XX-DEMO-P01-COUPURE"));
    CHECK(desktop.shows("Saisie retrouvée"));
    REQUIRE(desktop.press("Enregistrer", "button"));
    CHECK(office.becomes(0, "XX-DEMO-P01-COUPURE"));
    CHECK(desktop.until([&] { return !desktop.find("Saisie retrouvée"); }));
}

TEST_CASE("two edits of one field meet in an open form: both values stand there, one is chosen")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    auto const id = office.list("projects.activity --sort identifier")[0]["id"].get<std::int64_t>();
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--screen", "projects.activity:" + std::to_string(id)}));
    desktop.key("ctrl+e");
    desktop.key("End");
    desktop.type("-A");
    desktop.key("ctrl+s");
    REQUIRE(office.becomes(0, "XX-DEMO-P01-A"));
    desktop.key("ctrl+e");
    desktop.key("End");
    desktop.type("-B");
    // Meanwhile, from the console, the first change is taken back.
    REQUIRE(desktop.console("--portfolio '" + office.file + "' undo").status == 0);
    REQUIRE(desktop.shows("Autre saisie"));
    CHECK(desktop.find("XX-DEMO-P01-A-B", "field")); // what was typed stands
    desktop.key("ctrl+s");
    CHECK(desktop.shows("Autre saisie"));
    CHECK(office.identifier(0) == "XX-DEMO-P01"); // nothing was replaced unasked
    REQUIRE(desktop.press("Garder la mienne", "button"));
    REQUIRE(desktop.press("Enregistrer", "button"));
    CHECK(office.becomes(0, "XX-DEMO-P01-A-B"));
}

TEST_CASE("an item is put off with a reason, seen by the console, and brought back")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    auto const count = [&](std::string const& words) {
        auto const output = desktop.console("--lang fr --today 2026-03-15 --portfolio '" + office.file + "' check");
        return output.text.find(words) != std::string::npos;
    };
    REQUIRE(count("Monnaie instable"));
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--screen", "home", "--today", "2026-03-15"}));
    auto const line = desktop.find("Monnaie instable");
    REQUIRE(line);
    desktop.hover(*line);
    REQUIRE(desktop.press("Reporter…", "button"));
    REQUIRE(desktop.shows("Reporter à plus tard"));
    desktop.key("Return"); // without a reason nothing is put off
    CHECK(desktop.shows("Dites pourquoi"));
    desktop.type("attend le bailleur");
    REQUIRE(desktop.press("Reporter", "button"));
    CHECK(desktop.until([&] { return count("Reportés à plus tard") && !count("Monnaie instable"); }, 20));
    REQUIRE(desktop.press("Reportés 1", "toggle"));
    REQUIRE(desktop.shows("attend le bailleur"));
    desktop.hover(*desktop.find("attend le bailleur"));
    REQUIRE(desktop.press("Reprendre", "button"));
    CHECK(desktop.until([&] { return count("Monnaie instable"); }, 20));
}

TEST_CASE("a key figure opens its definition and exactly the records behind it; what is to be done opens its field")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--screen", "home", "--today", "2026-11-22"}));
    REQUIRE(desktop.press("Engagements", "button"));
    REQUIRE(desktop.shows("Les promesses et les garanties n’y sont pas"));
    REQUIRE(desktop.press("Voir dans le registre", "button"));
    auto const committed = office.list("funding.transaction --where 'type = 2'").size();
    CHECK(committed > 1);
    CHECK(committed < office.list("funding.transaction").size());
    CHECK(desktop.shows(std::to_string(committed) + " fiches"));
    REQUIRE(desktop.press("Engagements", "button")); // the word of the filter: pressed, the whole register is there
    CHECK(desktop.shows(std::to_string(office.list("funding.transaction").size()) + " fiches"));
    desktop.key("alt+Left");
    REQUIRE(desktop.press("Ville", "tab"));
    REQUIRE(desktop.press("Dar Zitoun (fictive)", "line"));
    REQUIRE(desktop.shows("Un projet compte pour sa ville partenaire"));
    REQUIRE(desktop.press("Voir dans le registre", "button"));
    CHECK(desktop.shows(std::to_string(office.list("funding.transaction --where 'type in 2,3' --where 'activity.identifier = XX-DEMO-P04'").size()) + " fiches"));
    desktop.key("alt+Left");
    REQUIRE(desktop.press("Envoyer le rapport intermédiaire n°\u00A02 à Bailleur B (démonstration)"));
    CHECK(desktop.until([&] {
        auto const field = desktop.find("Envoyé le", "field");
        return field && field->focused;
    }, 20));
}

TEST_CASE("what the keyboard reaches is spoken: role, name, value")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    auto const log = desktop.folder() / "parole.txt";
    auto const id = office.list("projects.activity --sort identifier")[0]["id"].get<std::int64_t>();
    auto const said = [&](std::string const& words) {
        return desktop.until([&] {
            std::ifstream in(log);
            return std::string(std::istreambuf_iterator<char>(in), {}).find(words) != std::string::npos;
        }, 20);
    };
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--screen", "home", "--today", "2026-03-15", "--speech-log", log.string()}));
    for (int steps = 0; steps < 5; ++steps)
        desktop.key("Down");
    CHECK(said("Lien\u00A0: Jalons en retard"));
    desktop.close();
    REQUIRE(desktop.open({office.file, "--lang", "en", "--screen", "projects.activity:" + std::to_string(id), "--today", "2026-03-15", "--speech-log", log.string()}));
    desktop.key("ctrl+e");
    CHECK(said("Field: Identifier, XX-DEMO-P01"));
    desktop.key("ctrl+a");
    desktop.key("Delete");
    desktop.key("ctrl+s");
    CHECK(said(", error: "));
}

TEST_CASE("twenty rows of a spreadsheet are pasted after a look at them, and taken back as one step")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    auto const count = [&] { return office.list("core.organisation").size(); };
    auto const before = count();
    std::string rows = "Nom\tSigle\tPays ou gouvernement\r\n";
    for (int at = 1; at <= 20; ++at)
        rows += "Coopérative d’essai " + std::to_string(at) + "\tCE" + std::to_string(at) + "\tTogo\r\n";
    desktop.copy_elsewhere(rows);
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--screen", "core.organisation"}));
    desktop.key("ctrl+v");
    REQUIRE(desktop.shows("Importer 20 lignes"));
    CHECK(count() == before); // looked at, not written
    REQUIRE(desktop.press("Importer 20 lignes", "button"));
    CHECK(desktop.until([&] { return count() == before + 20; }, 30));
    auto const all = office.list("core.organisation");
    CHECK(std::any_of(all.begin(), all.end(), [](auto const& one) { return one.contains("abbreviation") && one["abbreviation"] == "CE20" && one["country"] == "TG" && one["name"]["fr"] == "Coopérative d’essai 20"; }));
    for (int tries = 0; tries < 3 && count() != before; ++tries)
        desktop.key("ctrl+z");
    CHECK(desktop.until([&] { return count() == before; }, 30));
}

TEST_CASE("cells without heads go over the cells from the cursor down, French dates understood")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    auto const before = office.list("projects.milestone --sort planned");
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--screen", "projects.milestone", "--today", "2026-03-15"}));
    REQUIRE(desktop.press("01/02/2025", "cell")); // the planned date of the first
    desktop.key("Right"); // its revised one
    desktop.copy_elsewhere("15/02/2025\n16/02/2025\n");
    desktop.key("ctrl+v");
    REQUIRE(desktop.shows("Remplacer les cellules"));
    REQUIRE(desktop.press("Importer 2 lignes", "button"));
    auto const revised = [&](std::size_t at) {
        auto const all = office.list("projects.milestone --sort planned");
        return all[at].contains("revised") && all[at]["revised"].is_string() ? all[at]["revised"].get<std::string>() : std::string();
    };
    CHECK(desktop.until([&] { return revised(0) == "2025-02-15" && revised(1) == "2025-02-16"; }, 20));
    CHECK(office.list("projects.milestone").size() == before.size());
}

TEST_CASE("the first start asks for language and name and begins; the second does not ask")
{
    if (skipped())
        return;
    Desktop desktop;
    REQUIRE(desktop.ready());
    REQUIRE(desktop.open({}));
    REQUIRE(desktop.shows("Bienvenue dans Passerelle"));
    REQUIRE(desktop.press("English", "toggle"));
    REQUIRE(desktop.shows("Welcome to Passerelle"));
    REQUIRE(desktop.press("Your name", "field"));
    desktop.type("Service cooperation");
    REQUIRE(desktop.press("Start my portfolio", "button"));
    REQUIRE(desktop.until([&] { return !desktop.find("Welcome to Passerelle"); }));
    REQUIRE(desktop.press("Organisations", "link"));
    desktop.key("ctrl+n");
    REQUIRE(desktop.shows("new record"));
    REQUIRE(desktop.press("Name", "field"));
    desktop.type("Atelier");
    desktop.key("ctrl+s");
    auto const file = desktop.folder() / "data" / "passerelle" / "portefeuille.passerelle";
    CHECK(desktop.until([&] { return desktop.console("--portfolio '" + file.string() + "' list core.organisation --format json").text.find("Atelier") != std::string::npos; }, 20));
    // The name that was given signs the very first change.
    CHECK(desktop.console("--lang en --portfolio '" + file.string() + "' history").text.find("Service cooperation") != std::string::npos);
    desktop.kill();
    REQUIRE(desktop.open({"--lang", "en"}));
    CHECK(desktop.shows("Passerelle"));
}
