// An officer's days in the real program: a project with its partners and its budget, the language and the size of the letters.
#include "office.hpp"

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
    REQUIRE(desktop.press("Ajouter\u00A0: Organisation participante", "button"));
    REQUIRE(desktop.shows("nouvelle fiche"));
    REQUIRE(desktop.press("Organisation", "choice"));
    desktop.type("Rivesable");
    REQUIRE(desktop.press("Ville de Rivesable", "line"));
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

    desktop.key("alt+Left");
    REQUIRE(desktop.press("Financement", "tab"));
    REQUIRE(desktop.press("Ajouter\u00A0: Ligne budgétaire", "button"));
    REQUIRE(desktop.press("Montant", "field"));
    desktop.type("12500,50");
    REQUIRE(desktop.shows("12500,50"));
    desktop.key("ctrl+s");
    CHECK(desktop.until([&] { return of_project("funding.budget").size() == 1; }, 20));
    CHECK(of_project("funding.budget")[0]["value"]["amount"] == "12500.50");
    CHECK(desktop.running());
}

TEST_CASE("language and size of the letters change at once, and are found again")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    REQUIRE(desktop.open({office.file, "--screen", "home", "--lang", "fr", "--today", "2026-03-15"}));
    REQUIRE(desktop.shows("À traiter"));
    desktop.close();
    REQUIRE(desktop.open({office.file, "--today", "2026-03-15"}));
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
    REQUIRE(desktop.open({office.file, "--today", "2026-03-15"}));
    REQUIRE(desktop.shows("Settings"));
    CHECK(desktop.find("Settings", "link")->height == large);
}
