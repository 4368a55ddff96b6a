// The map and the timeline in the real program: every link by the keyboard, what is chosen kept on the way back, a toolbar in reach.
#include "office.hpp"
#include <doctest/doctest.h>
#include <string>
#include <utility>
#include <vector>

using ui_test::Desktop, ui_test::Office, ui_test::skipped;

TEST_CASE("a partnership is found by its name, chosen and opened with the keyboard, and still chosen on the way back")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--screen", "org.passerelle.projects/map", "--today", "2026-03-15"}));
    REQUIRE(desktop.shows("Sur la carte"));
    CHECK(desktop.find("Aïn Safra (fictive)", "line")); // a place in the list, and as a dot
    CHECK(desktop.find("Aïn Safra (fictive)", "button"));
    REQUIRE(desktop.press("Filtrer par nom ou par nature", "field"));
    desktop.type("nord-sud ambohitsara"); // a kind and a part of a name
    REQUIRE(desktop.until([&] { return !desktop.find("Aïn Safra (fictive)", "line"); }));
    desktop.key("Down");
    CHECK(desktop.until([&] {
        auto const line = desktop.find("Lac-Clair et Ambohitsara-Lac", "line");
        return line && line->focused;
    }));
    desktop.key("Return");
    CHECK(desktop.until([&] {
        auto const open = desktop.find("Ouvrir la fiche", "button");
        return open && open->focused;
    }));
    CHECK(desktop.find("Lac-Clair (fictive)", "line")); // its two ends
    desktop.key("Return");
    CHECK(desktop.until([&] { return desktop.title().find("Lac-Clair et Ambohitsara-Lac") != std::string::npos; }));
    desktop.key("alt+Left");
    CHECK(desktop.shows("Revenir à la liste"));
    CHECK(desktop.find("Ouvrir la fiche", "button"));
}

TEST_CASE("Escape leads from what is chosen to its line, and on to the map; a dot is chosen by a click and opened by two")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    REQUIRE(desktop.open({office.file, "--lang", "en", "--screen", "org.passerelle.projects/map", "--today", "2026-03-15"}));
    auto const dot = desktop.find("Sông Bình (fictitious)", "button");
    REQUIRE(dot);
    desktop.click(static_cast<int>(dot->x + dot->width / 2), static_cast<int>(dot->y + dot->height / 2));
    REQUIRE(desktop.shows("Back to the list"));
    REQUIRE(desktop.press("Back to the list", "button"));
    CHECK(desktop.until([&] {
        auto const line = desktop.find("Sông Bình (fictitious)", "line");
        return line && line->focused;
    }));
    desktop.key("Escape");
    CHECK(desktop.until([&] {
        auto const ground = desktop.find("to see all, arrows to move", "button");
        return ground && ground->focused;
    }));
    auto const place = desktop.find("Sông Bình (fictitious)", "button");
    REQUIRE(place);
    desktop.double_click(*place);
    CHECK(desktop.until([&] { return desktop.title().find("Sông Bình") != std::string::npos; }));
}

TEST_CASE("the timeline's toolbar is in reach at every size, and what was put off or suspended is said in words")
{
    if (skipped())
        return;
    for (auto const& [language, zoom] : {std::pair{"fr", "1"}, std::pair{"fr", "1.5"}, std::pair{"fr", "2"}, std::pair{"en", "2"}}) {
        CAPTURE(language);
        CAPTURE(zoom);
        Office office;
        auto& desktop = office.desktop;
        REQUIRE(desktop.open({office.file, "--lang", language, "--zoom", zoom, "--screen", "org.passerelle.projects/timeline", "--today", "2026-03-15"}));
        bool const french = std::string_view(language) == "fr";
        std::vector<Desktop::Element> tools;
        std::vector<std::string> const wanted = french ? std::vector<std::string>{"Aujourd’hui", "Mois", "Trimestre", "Année", "Agrandir l’échelle (Ctrl + molette)", "Réduire l’échelle (Ctrl + molette)"}
                                                       : std::vector<std::string>{"Today", "Month", "Quarter", "Year", "Zoom in (Ctrl + wheel)", "Zoom out (Ctrl + wheel)"};
        for (auto const& words : wanted) {
            CAPTURE(words);
            auto const found = desktop.find(words);
            REQUIRE(found);
            CHECK(found->x >= 0);
            CHECK(found->x + found->width <= 1366);
            tools.push_back(*found);
        }
        for (std::size_t left = 0; left < tools.size(); ++left)
            for (std::size_t right = left + 1; right < tools.size(); ++right) {
                auto const &a = tools[left], &b = tools[right];
                CHECK((a.x + a.width <= b.x + 0.5 || b.x + b.width <= a.x + 0.5 || a.y + a.height <= b.y + 0.5 || b.y + b.height <= a.y + 0.5));
            }
        if (std::string_view(zoom) != "1")
            continue;
        CHECK(desktop.find("suspendu", "line"));
        // Opened by its arrow, a project shows what was put off; the arrows lead from the lines to the toolbar.
        auto const project = desktop.find("Incubateur municipal de l’économie sociale et solidaire", "line");
        REQUIRE(project);
        desktop.click(static_cast<int>(project->x) + 11, static_cast<int>(project->y + project->height / 2));
        CHECK(desktop.shows("reporté au 30"));
        desktop.key("Up");
        desktop.key("Up");
        desktop.key("Up");
        CHECK(desktop.until([&] {
            auto const today = desktop.find("Aujourd’hui", "button");
            return today && today->focused;
        }));
        desktop.key("Down");
        CHECK(desktop.until([&] {
            auto const first = desktop.find("Ateliers de réparation et d’emploi", "line");
            return first && first->focused;
        }));
        desktop.key("Return");
        CHECK(desktop.until([&] { return desktop.title().find("Ateliers de réparation") != std::string::npos; }));
    }
}
