// An officer's days in the real program: a project with its partners and its budget, the language and the size of the letters.
#include "office.hpp"
#include <fstream>

using ui_test::Office, ui_test::skipped;

TEST_CASE("a project is created with a city, a partner and a budget line")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--screen", "projects.activity", "--today", "2026-03-15"}));
    desktop.key("ctrl+n");
    REQUIRE(desktop.shows("Projet\u00A0: nouvelle fiche"));
    REQUIRE(desktop.press("Identifiant", "field"));
    desktop.type("XX-ESSAI-1");
    REQUIRE(desktop.shows("XX-ESSAI-1"));
    REQUIRE(desktop.press("Titre", "field"));
    desktop.type("Halle du quai");
    REQUIRE(desktop.shows("Halle du quai"));
    desktop.key("ctrl+s");
    auto const created = [&] {
        auto const found = office.list("projects.activity --where 'identifier = XX-ESSAI-1'");
        return found.empty() ? nlohmann::json() : found[0];
    };
    REQUIRE(desktop.until([&] { return !created().is_null(); }, 20));
    CHECK(created()["title"]["fr"] == "Halle du quai");
    auto const id = created()["id"].get<std::int64_t>();

    // A partner, from the sheet: the link to the project is there already.
    REQUIRE(desktop.press("Vue d’ensemble", "tab"));
    desktop.scroll_down(12);
    REQUIRE(desktop.press("Ajouter\u00A0: Organisation participante", "button"));
    REQUIRE(desktop.shows("nouvelle fiche"));
    REQUIRE(desktop.press("Organisation", "choice"));
    desktop.type("Rivesable");
    REQUIRE(desktop.press("Municipalité de Rivesable (démonstration)", "line"));
    REQUIRE(desktop.press("Rôle", "choice"));
    REQUIRE(desktop.press("Mise en œuvre", "line"));
    desktop.key("ctrl+s");
    auto const of_project = [&](std::string const& entity) {
        nlohmann::json found = nlohmann::json::array();
        for (auto const& one : office.list(entity))
            if (one["activity"] == id)
                found.push_back(one);
        return found;
    };
    CHECK(desktop.until([&] { return of_project("projects.participation").size() == 1; }, 20));

    REQUIRE(desktop.open({office.file, "--lang", "fr", "--screen", "projects.activity:" + std::to_string(id) + "#org.passerelle.funding/financing", "--today", "2026-03-15"}));
    desktop.scroll_down(12);
    REQUIRE(desktop.press("Ajouter\u00A0: Ligne budgétaire", "button"));
    REQUIRE(desktop.press("Montant", "field"));
    desktop.type("12500,50");
    REQUIRE(desktop.shows("12500,50"));
    desktop.key("ctrl+s");
    CHECK(desktop.until([&] { return of_project("funding.budget").size() == 1; }, 20));
    CHECK(of_project("funding.budget")[0]["value"]["minor"] == 1250050);
    CHECK(desktop.running());
}

TEST_CASE("language and size of the letters change at once, and are found again")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    REQUIRE(desktop.open({office.file, "--screen", "home", "--today", "2026-03-15"}));
    if (desktop.find("Français", "button")) // the system's language may be another
        REQUIRE(desktop.press("Français", "button"));
    REQUIRE(desktop.shows("À traiter"));
    auto const small = desktop.find("Réglages", "link");
    REQUIRE(small);
    REQUIRE(desktop.press("English", "button"));
    REQUIRE(desktop.shows("Settings"));
    CHECK_FALSE(desktop.find("À traiter"));
    desktop.key("ctrl+plus");
    REQUIRE(desktop.until([&] {
        auto const large = desktop.find("Settings", "link");
        return large && large->height > small->height * 1.05;
    }));
    auto const large = desktop.find("Settings", "link")->height;
    desktop.close();
    REQUIRE(desktop.open({office.file, "--screen", "home", "--today", "2026-03-15"})); // no word about language or size
    REQUIRE(desktop.shows("Settings"));
    CHECK(desktop.find("Settings", "link")->height == large);
}

TEST_CASE("a chart goes to the clipboard as a picture, and into a file")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--screen", "projects.activity:" + std::to_string(office.project(0)) + "#org.passerelle.inclusion/inclusion", "--today", "2026-03-15"}));
    REQUIRE(desktop.shows("Copier l’image"));
    REQUIRE(desktop.press("Copier l’image", "button"));
    REQUIRE(desktop.shows("Image copiée"));
    std::string picture;
    CHECK(desktop.until([&] { return !(picture = desktop.copied_picture()).empty(); }, 20));
    CHECK(picture.substr(0, 8) == "\x89PNG\r\n\x1a\n");
    CHECK(desktop.running());
}

TEST_CASE("a report that the donor sent back is opened from the list of what to do, corrected and sent again")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--screen", "home", "--today", "2026-03-15"}));
    auto const returned = [&] {
        for (auto const& one : office.list("funding.report"))
            if (one["state"] == "returned")
                return one;
        return nlohmann::json();
    };
    auto const before = returned();
    REQUIRE_FALSE(before.is_null());
    REQUIRE(desktop.press("Corriger le rapport"));
    REQUIRE(desktop.shows("Ce qu’il faut corriger"));
    REQUIRE(desktop.press("État", "choice"));
    REQUIRE(desktop.press("Envoyé", "line"));
    REQUIRE(desktop.until([&] { return desktop.find("Envoyé", "choice").has_value(); })); // the menu is closed
    desktop.key("ctrl+s");
    CHECK(desktop.until([&] {
        for (auto const& one : office.list("funding.report"))
            if (one["id"] == before["id"])
                return one["state"] == "sent";
        return false;
    }, 20));
    CHECK(desktop.console("--lang fr --today 2026-03-15 --portfolio '" + office.file + "' check").text.find("Corriger le rapport") == std::string::npos);
}

TEST_CASE("a file dropped on the documents of a project is kept with it, and taken back")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    auto const file = desktop.folder() / "Compte rendu – été 100 %.txt";
    std::ofstream(file) << "Visite du marché";
    auto const project = office.project(0);
    auto const before = office.list("core.document").size();
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--screen", "projects.activity:" + std::to_string(project) + "#documents", "--today", "2026-03-15"}));
    REQUIRE(desktop.drop(file));
    CHECK(desktop.shows("Compte rendu – été 100 %"));
    auto const documents = office.list("core.document");
    CHECK(documents.size() == before + 1);
    std::filesystem::remove(file); // the portfolio has its own copy
    desktop.key("ctrl+z");
    CHECK(desktop.until([&] { return office.list("core.document").size() == before; }, 20));
}
