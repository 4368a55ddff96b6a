// The real program on a virtual screen: open, go to a project, change a field, see it in the store, take it back, rest.
#include "desktop.hpp"
#include <doctest/doctest.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <thread>

using ui_test::Desktop;

namespace {

nlohmann::json projects(Desktop const& desktop, std::string const& file)
{
    auto const output = desktop.console("--portfolio '" + file + "' list projects.activity --sort identifier --format json");
    REQUIRE_MESSAGE(output.status == 0, output.text);
    return nlohmann::json::parse(output.text);
}

struct Picture {
    int width = 0, height = 0;
    std::vector<unsigned char> pixels;
};

Picture read_picture(std::filesystem::path const& file)
{
    Picture picture;
    std::ifstream in(file, std::ios::binary);
    std::string kind;
    int most = 0;
    in >> kind >> picture.width >> picture.height >> most;
    in.get();
    REQUIRE(kind == "P6");
    REQUIRE(most == 255);
    picture.pixels.resize(static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height) * 3);
    in.read(reinterpret_cast<char*>(picture.pixels.data()), static_cast<std::streamsize>(picture.pixels.size()));
    REQUIRE(in.gcount() == static_cast<std::streamsize>(picture.pixels.size()));
    return picture;
}

bool skipped()
{
    std::string missing;
    if (ui_test::can_run(missing))
        return false;
    MESSAGE("skipped, not here: " << missing);
    return true;
}

} // namespace

TEST_CASE("a person opens a project, changes a field, and takes it back")
{
    if (skipped())
        return;
    Desktop desktop;
    REQUIRE(desktop.ready());
    auto const file = (desktop.folder() / "essai.passerelle").string();
    auto const made = desktop.console("new '" + file + "' --demo");
    REQUIRE_MESSAGE(made.status == 0, made.text);
    auto const before = projects(desktop, file);
    REQUIRE(before.size() == 12);
    std::string const identifier = before[0]["identifier"];

    auto const stored = [&](std::string const& expected) {
        return desktop.until([&] { return projects(desktop, file)[0]["identifier"] == expected; });
    };
    REQUIRE(desktop.open({file, "--lang", "fr", "--screen", "projects.activity"}));
    std::string const name = before[0]["title"]["fr"];
    auto const shows = [&](std::string const& words, std::function<void()> const& act) {
        return desktop.until([&] {
            if (desktop.title().find(words) != std::string::npos)
                return true;
            act();
            return false;
        });
    };
    REQUIRE(shows(name, [&] { (void)desktop.press(name.substr(0, 20), "cell"); })); // once the rows have been read
    REQUIRE(shows("• ", [&] {
        desktop.key("ctrl+e"); // edit the record: the first field has the focus
        desktop.key("End");
        desktop.type("-BIS");
    }));
    CHECK(stored(identifier)); // typed is not saved
    REQUIRE(desktop.until([&] {
        desktop.key("ctrl+s");
        return desktop.title().find("• ") == std::string::npos;
    }));
    CHECK(stored(identifier + "-BIS"));
    CHECK(projects(desktop, file).size() == before.size());

    // Saved: the field has let go, the keys are the window's again. Pressed once more only where nothing came of it for ten seconds.
    auto const pressed = [&](char const* keys, std::string const& expected) {
        for (int tries = 0; tries < 3; ++tries) {
            desktop.key(keys);
            if (desktop.until([&] { return projects(desktop, file)[0]["identifier"] == expected; }, 10))
                return true;
            MESSAGE("nothing came of " << keys);
        }
        return false;
    };
    CHECK(pressed("ctrl+z", identifier));
    bool const back = projects(desktop, file) == before; // a CHECK of both would print both portfolios
    CHECK(back);
    CHECK(pressed("ctrl+y", identifier + "-BIS"));
    CHECK(desktop.running());

    // What happened is in the record's history, signed and in words.
    auto const history = desktop.console("--portfolio '" + file + "' history projects.activity '" + std::to_string(before[0]["id"].get<std::int64_t>()) + "'");
    CHECK(history.status == 0);
    CHECK(history.text.find("-BIS") != std::string::npos);
    CHECK(desktop.console("--portfolio '" + file + "' verify").status == 0);
}

TEST_CASE("a record is deleted after a question and comes back; a new portfolio takes the window over")
{
    if (skipped())
        return;
    Desktop desktop;
    REQUIRE(desktop.ready());
    auto const file = (desktop.folder() / "essai.passerelle").string();
    REQUIRE(desktop.console("new '" + file + "' --demo").status == 0);
    auto const documents = [&] {
        auto const output = desktop.console("--portfolio '" + file + "' list core.document --format json");
        REQUIRE_MESSAGE(output.status == 0, output.text);
        return nlohmann::json::parse(output.text);
    };
    auto const before = documents();
    REQUIRE(before.size() == 2);
    auto const count_is = [&](std::size_t wanted) { return desktop.until([&] { return documents().size() == wanted; }); };
    REQUIRE(desktop.open({file, "--lang", "en", "--screen", "core.document:" + std::to_string(before[0]["id"].get<std::int64_t>())}));
    REQUIRE(desktop.press("Delete the record", "button")); // the bin asks first
    CHECK(documents().size() == 2);
    REQUIRE(desktop.shows("Delete the record?"));
    REQUIRE(desktop.press("Delete", "button"));
    CHECK(count_is(1));
    REQUIRE(desktop.rest());
    desktop.key("ctrl+z");
    CHECK(count_is(2));
    CHECK((documents() == before));
    desktop.close();

    auto const fresh = desktop.folder() / "portefeuille.passerelle"; // in the person's own folder
    REQUIRE(desktop.open({file, "--lang", "en", "--screen", "settings"}));
    CHECK(desktop.until([&] {
        if (std::filesystem::exists(fresh))
            return true;
        return !desktop.press("New portfolio", "button") || (desktop.press("Create", "button") && false);
    }));
    CHECK(desktop.until([&] { return desktop.title().find("Settings") == std::string::npos; })); // it opens on its home
    CHECK(desktop.running());
    auto const listed = desktop.console("--portfolio '" + fresh.string() + "' list projects.activity --format json");
    CHECK(listed.status == 0);
    CHECK(nlohmann::json::parse(listed.text).empty());
}

TEST_CASE("an idle window draws nothing, and follows what another program changes")
{
    if (skipped())
        return;
    Desktop desktop;
    REQUIRE(desktop.ready());
    auto const file = (desktop.folder() / "essai.passerelle").string();
    REQUIRE(desktop.console("new '" + file + "' --demo").status == 0);
    REQUIRE(desktop.open({file, "--lang", "fr", "--screen", "projects.activity"}));
    REQUIRE(desktop.rest(1.5));
    auto const before = desktop.frames();
    std::this_thread::sleep_for(std::chrono::seconds(2));
    CHECK(desktop.frames() == before);

    // The console takes the demonstration back: within a few seconds the window draws the new state, then rests again.
    REQUIRE(desktop.console("--portfolio '" + file + "' undo").status == 0);
    for (int tries = 0; tries < 80 && desktop.frames() == before; ++tries)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    CHECK(desktop.frames() > before);
    CHECK(desktop.rest(1.5));
    CHECK(desktop.running());
}

TEST_CASE("screens are drawn in both languages and sizes")
{
    if (skipped())
        return;
    for (char const* const size : {"1366x768", "1920x1080"}) {
        Desktop desktop(size);
        REQUIRE(desktop.ready());
        auto const file = (desktop.folder() / "essai.passerelle").string();
        REQUIRE(desktop.console("new '" + file + "' --demo").status == 0);
        std::set<std::size_t> different;
        for (char const* const language : {"fr", "en"})
            for (char const* const screen : {"home", "projects.activity", "modules", "settings"}) {
                CAPTURE(size);
                CAPTURE(language);
                CAPTURE(screen);
                auto const picture_file = desktop.folder() / "picture.ppm";
                std::string const width = std::string(size).substr(0, 4), height = std::string(size).substr(5);
                REQUIRE(desktop.start({file, "--lang", language, "--screen", screen, "--size", size, "--picture", picture_file.string()}));
                CHECK(desktop.ended());
                auto const picture = read_picture(picture_file);
                CHECK(std::to_string(picture.width) == width);
                CHECK(std::to_string(picture.height) == height);
                std::set<unsigned> colours;
                for (std::size_t at = 0; at + 2 < picture.pixels.size(); at += 3)
                    colours.insert(static_cast<unsigned>(picture.pixels[at]) << 16 | static_cast<unsigned>(picture.pixels[at + 1]) << 8 | picture.pixels[at + 2]);
                CHECK(colours.size() > 60); // letters are smoothed: a blank or broken screen has a handful
                different.insert(std::hash<std::string_view>()({reinterpret_cast<char const*>(picture.pixels.data()), picture.pixels.size()}));
                std::filesystem::remove(picture_file);
            }
        CHECK(different.size() == 8);
    }
}
