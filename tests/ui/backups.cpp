// A portfolio that does not open says so in the window, and its backups are a press away; so are those of the open one.
#include "office.hpp"
#include <fstream>

using ui_test::Office;
using ui_test::skipped;

TEST_CASE("a damaged portfolio says why in the window, and goes back to its backup")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    auto const backup = desktop.console("--portfolio '" + office.file + "' backup");
    REQUIRE_MESSAGE(backup.status == 0, backup.text);
    auto const identifier = office.identifier(0);
    std::filesystem::resize_file(office.file, 200'000); // as a copy that a full stick has cut off
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--today", "2026-03-15", "--size", "1366x768"}));
    CHECK(desktop.shows("Ce portefeuille ne s’ouvre pas"));
    CHECK(desktop.shows("Ses sauvegardes"));
    CHECK(std::filesystem::file_size(office.file) == 200'000); // nobody has touched it yet

    SUBCASE("the backup")
    {
        REQUIRE(desktop.press("Revenir au", "line"));
        REQUIRE(desktop.press("Revenir à la sauvegarde", "button"));
        REQUIRE(desktop.shows("points"));
        CHECK_FALSE(desktop.find("Ce portefeuille ne s’ouvre pas"));
        desktop.close();
        CHECK(office.identifier(0) == identifier);
        // What was there is kept, byte for byte.
        bool kept = false;
        for (auto const& one : std::filesystem::directory_iterator(office.file + "-sauvegardes"))
            kept = kept || std::filesystem::file_size(one.path()) == 200'000;
        CHECK(kept);
    }
    SUBCASE("or the end")
    {
        REQUIRE(desktop.press("Quitter Passerelle", "button"));
        CHECK(desktop.ended());
        CHECK(std::filesystem::file_size(office.file) == 200'000);
    }
}

TEST_CASE("the settings make a backup and go back to it")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    auto const before = office.identifier(0);
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--today", "2026-03-15", "--screen", "settings", "--size", "1366x768"}));
    REQUIRE(desktop.press("Sauvegarder maintenant", "button"));
    REQUIRE(desktop.shows("Sauvegardé"));
    REQUIRE(desktop.shows("Revenir au"));
    REQUIRE(desktop.press("Contrôler le portefeuille", "button"));
    CHECK(desktop.shows("Aucune anomalie"));
    auto const id = std::to_string(office.project(0));
    desktop.close();
    REQUIRE(desktop.console("--portfolio '" + office.file + "' undo").status == 0); // the demonstration is gone
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--today", "2026-03-15", "--screen", "settings", "--size", "1366x768"}));
    REQUIRE(office.list("projects.activity").empty());
    // Under the page: the way there is the keyboard's.
    REQUIRE(desktop.press("Revenir au", "line"));
    REQUIRE(desktop.press("Revenir à la sauvegarde", "button"));
    CHECK(desktop.until([&] { return !office.list("projects.activity").empty(); }));
    CHECK(office.identifier(0) == before);
    CHECK(std::to_string(office.project(0)) == id);
}
