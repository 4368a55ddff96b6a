// The import and the report in the real window: mouse and keyboard through the whole task.
#include "desktop.hpp"
#include <doctest/doctest.h>
#include <fstream>
#include <nlohmann/json.hpp>

using ui_test::Desktop;

namespace {

bool skipped()
{
    std::string missing;
    if (ui_test::can_run(missing))
        return false;
    MESSAGE("skipped, not here: " << missing);
    return true;
}

std::size_t organisations(Desktop const& desktop, std::string const& file)
{
    auto const output = desktop.console("--portfolio '" + file + "' list core.organisation --format json");
    REQUIRE_MESSAGE(output.status == 0, output.text);
    return nlohmann::json::parse(output.text).size();
}

} // namespace

TEST_CASE("a person imports a table, corrects a line, and takes the import back")
{
    if (skipped())
        return;
    Desktop desktop;
    REQUIRE(desktop.ready());
    auto const file = (desktop.folder() / "essai.passerelle").string();
    REQUIRE(desktop.console("new '" + file + "'").status == 0);
    auto const table = (desktop.folder() / "partenaires.csv").string();
    std::ofstream(table) << "Partenaires de 2026;;\nNom;Sigle;Pays\nAtelier Wou;AW;Togo\nÉnergie du Golfe;EG;Pays inconnu\nTotal;;\n";
    REQUIRE(organisations(desktop, file) == 0);
    REQUIRE(desktop.open({file, "--lang", "fr", "--size", "1366x768", "--screen", "core.organisation"}));
    auto const shows = [&](std::string const& words) { return desktop.until([&] { return desktop.title().find(words) != std::string::npos; }); };

    // The file is chosen by its path, the register is the one that one came from, the columns are recognised.
    desktop.click(1062, 23);
    REQUIRE(shows("Importer"));
    REQUIRE(desktop.rest());
    desktop.type(table);
    desktop.key("Return");
    REQUIRE(desktop.rest(1.0));
    desktop.key("ctrl+Return"); // columns
    REQUIRE(desktop.rest());
    desktop.key("ctrl+Return"); // every line
    REQUIRE(desktop.rest(1.0));
    CHECK(organisations(desktop, file) == 0); // looked at, not written

    // One line is right, one is in error (its field stands below it), one is a total.
    desktop.click(900, 316);
    desktop.key("ctrl+a");
    desktop.type("Togo");
    desktop.key("Return");
    REQUIRE(desktop.rest(1.0));
    desktop.key("ctrl+Return");
    REQUIRE(desktop.until([&] { return organisations(desktop, file) == 2; }));
    REQUIRE(desktop.rest(1.0));
    // From anywhere: the whole import is one step. Pressed once more only where nothing came of it for ten seconds.
    bool back = false;
    for (int tries = 0; tries < 3 && !back; ++tries) {
        desktop.key("ctrl+z");
        back = desktop.until([&] { return organisations(desktop, file) == 0; }, 10);
    }
    REQUIRE(back);
    auto const history = desktop.console("--lang fr --portfolio '" + file + "' history --limit 5");
    CHECK(history.text.find("Import de partenaires.csv") != std::string::npos);
    CHECK(desktop.running());
}

TEST_CASE("a person looks at a report's pages, then writes it")
{
    if (skipped())
        return;
    Desktop desktop;
    REQUIRE(desktop.ready());
    auto const file = (desktop.folder() / "essai.passerelle").string();
    REQUIRE(desktop.console("new '" + file + "' --demo").status == 0);
    REQUIRE(desktop.open({file, "--lang", "fr", "--size", "1366x768", "--today", "2026-03-15", "--screen", "report"}));
    REQUIRE(desktop.press("Union européenne (INTPA) – rapport intermédiaire", "line"));
    auto const report = desktop.folder() / "rapport-2026-03-15.pdf";
    desktop.key("ctrl+Return"); // period
    REQUIRE(desktop.rest());
    desktop.key("ctrl+Return"); // pages
    REQUIRE(desktop.rest(2.0));
    desktop.key("Next");
    REQUIRE(desktop.rest());
    CHECK_FALSE(std::filesystem::exists(report)); // looked at, not written
    CHECK(desktop.shows("2.3. Cadre logique actualisé")); // in the donor's words
    CHECK_FALSE(desktop.find("Rapport d’avancement"));
    desktop.key("ctrl+Return");
    CHECK(desktop.until([&] { return std::filesystem::exists(report); }));
    CHECK(desktop.running());
}
