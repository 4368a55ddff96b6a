// Everything by the keyboard alone: Tab reaches each control of a page, says its name, and comes round again; grids are entered and
// left; F6 goes from the menu to the page.
#include "office.hpp"
#include <map>
#include <set>

using ui_test::Desktop;
using ui_test::Office;
using ui_test::skipped;

namespace {

std::optional<Desktop::Element> focused(Desktop const& desktop)
{
    for (auto const& one : desktop.elements())
        if (one.focused)
            return one;
    return std::nullopt;
}

/// What has the keyboard after a key that moves it; the description of the screen follows a moment later.
std::optional<Desktop::Element> after(Desktop const& desktop, std::string const& key)
{
    auto const same = [](Desktop::Element const& one, Desktop::Element const& other) { return one.label == other.label && one.role == other.role && one.x == other.x && one.y == other.y && one.value == other.value; };
    auto const before = focused(desktop);
    std::optional<Desktop::Element> now;
    desktop.key(key);
    static_cast<void>(desktop.until([&] { now = focused(desktop); return now && !(before && same(*now, *before)); }, 3));
    return now;
}

std::string name_of(Desktop::Element const& one) { return one.role + " " + one.label; }

} // namespace

TEST_CASE("Tab goes through every control of a page by its name, and comes round")
{
    if (skipped())
        return;
    Office office;
    auto const& desktop = office.desktop;
    std::string const project = "projects.activity:" + std::to_string(office.project(0));
    for (auto const& screen : {std::string("home"), project}) {
        CAPTURE(screen);
        REQUIRE(office.desktop.open({office.file, "--lang", "fr", "--today", "2026-03-15", "--screen", screen, "--size", "1366x768"}));
        auto const menu = after(desktop, "F6");
        REQUIRE(menu);
        CHECK(menu->label == "À traiter");
        auto const top = after(desktop, "F6");
        REQUIRE(top);
        // What a press of the mouse can reach here without scrolling: by its place, in the page.
        std::map<std::string, std::string> wanted;
        for (auto const& one : desktop.elements())
            if ((one.role == "button" || one.role == "link" || one.role == "tab" || one.role == "choice") && one.x > 220 && one.value != "indisponible")
                wanted.emplace(name_of(one), one.value);
        REQUIRE_FALSE(wanted.empty());
        std::set<std::string> met{name_of(*top)};
        bool round = false;
        for (int press = 0; press < 250 && !round; ++press) {
            auto const here = after(desktop, "Tab");
            CAPTURE(press);
            if (!here) {
                FAIL_CHECK("the keyboard is nowhere");
                break;
            }
            CAPTURE(here->role);
            CHECK_FALSE((here->label.empty() && here->role != "cell"));
            round = here->label == "À traiter";
            met.insert(name_of(*here));
        }
        CHECK(round);
        for (auto const& [name, value] : wanted)
            CHECK_MESSAGE(met.contains(name), name);
        office.desktop.close();
    }
}

TEST_CASE("a grid is entered, left at the end of a row and by Escape, and entered again")
{
    if (skipped())
        return;
    Office office;
    auto const& desktop = office.desktop;
    REQUIRE(office.desktop.open({office.file, "--lang", "fr", "--today", "2026-03-15", "--screen", "funding.agreement", "--size", "1366x768"}));
    REQUIRE(desktop.press("Rechercher dans ce registre (Ctrl F)", "field"));
    std::optional<Desktop::Element> here;
    for (int press = 0; press < 8 && !(here && here->role == "cell"); ++press)
        here = after(desktop, "Tab");
    REQUIRE(here);
    REQUIRE(here->role == "cell");
    auto const first = *here;
    here = after(desktop, "Tab");
    REQUIRE(here);
    CHECK(here->role == "cell");
    CHECK(here->label != first.label);
    CHECK(here->y == first.y);

    // Out by Escape: the frame says what it is; the arrows are the page's again.
    here = after(desktop, "Escape");
    REQUIRE(here);
    CHECK(here->label == "Tableau");
    here = after(desktop, "shift+Tab");
    REQUIRE(here);
    CHECK(here->label == "Colonnes");
    here = after(desktop, "Tab");
    REQUIRE(here);
    CHECK(here->role == "cell");

    // The arrow above the first row goes out as well, and Enter on the frame only goes in: it opens no record.
    here = after(desktop, "Up");
    REQUIRE(here);
    CHECK(here->label == "Colonnes");
    static_cast<void>(after(desktop, "Tab"));
    static_cast<void>(after(desktop, "Escape"));
    here = after(desktop, "Return");
    REQUIRE(here);
    CHECK(here->role == "cell");

    // To the end of the row, and on: the menu comes after the page.
    for (int press = 0; press < 20 && here && here->role == "cell"; ++press)
        here = after(desktop, "Tab");
    REQUIRE(here);
    CHECK(here->label == "À traiter");
}

TEST_CASE("an alert is put off by the keyboard alone")
{
    if (skipped())
        return;
    Office office;
    auto const& desktop = office.desktop;
    REQUIRE(office.desktop.open({office.file, "--lang", "fr", "--today", "2026-03-15", "--screen", "home", "--size", "1366x768"}));
    static_cast<void>(after(desktop, "F6"));
    static_cast<void>(after(desktop, "F6"));
    std::optional<Desktop::Element> here = after(desktop, "F6");
    REQUIRE(here);
    CHECK(here->role == "line");
    here = after(desktop, "Tab");
    REQUIRE(here);
    CHECK(here->label == "Reporter…");
    here = after(desktop, "Return");
    REQUIRE(desktop.shows("Reporter à plus tard"));
    here = focused(desktop);
    REQUIRE(here);
    CHECK(here->label == "Pourquoi");
    desktop.type("attend la ville");
    desktop.key("Return");
    CHECK(desktop.shows("Reporté au"));
}

TEST_CASE("a column is sorted from its menu by the keyboard")
{
    if (skipped())
        return;
    Office office;
    auto const& desktop = office.desktop;
    REQUIRE(office.desktop.open({office.file, "--lang", "fr", "--today", "2026-03-15", "--screen", "projects.activity", "--size", "1366x768"}));
    REQUIRE(desktop.press("XX-DEMO-P01", "cell"));
    auto here = after(desktop, "shift+F10");
    for (int press = 0; press < 6 && !(here && here->label == "Trier du plus grand au plus petit"); ++press)
        here = after(desktop, "Down");
    REQUIRE(here);
    REQUIRE(here->label == "Trier du plus grand au plus petit");
    desktop.key("Return");
    CHECK(desktop.until([&] {
        auto const last = desktop.find("XX-DEMO-P12", "cell"), first = desktop.find("XX-DEMO-P01", "cell");
        return last && first && last->y < first->y;
    }));
}
