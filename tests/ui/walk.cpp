// Every screen in both languages, as the program describes it: no control whose words are cut off, none that stays in the other
// language.
#include "desktop.hpp"
#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

using ui_test::Desktop;

namespace {

/// What is the program's own word, not what people have written in their records.
bool is_control(Desktop::Element const& one)
{
    static std::set<std::string> const roles{"button", "link", "tab", "toggle", "choice", "field"};
    return roles.contains(one.role) && !one.label.empty();
}

/// Words that are the same in both languages.
bool is_shared(std::string const& label)
{
    static std::set<std::string> const shared{"Modules", "Transactions", "Inclusion", "Documents", "Contacts", "Organisations", "English", "Français", "Financement", "Date", "Description", "Pilot"};
    bool const word = std::any_of(label.begin(), label.end(), [](char letter) { return (letter >= 'a' && letter <= 'z') || (letter & 0x80) != 0; });
    return !word || shared.contains(label) || label.find("https://") != std::string::npos;
}

std::string without_numbers(std::string words)
{
    std::erase_if(words, [](char letter) { return letter >= '0' && letter <= '9'; });
    return words;
}

} // namespace

TEST_CASE("no screen has a control that is cut off or stays in the other language")
{
    std::string missing;
    if (!ui_test::can_run(missing)) {
        MESSAGE("skipped, not here: " << missing);
        return;
    }
    Desktop desktop;
    REQUIRE(desktop.ready());
    auto const file = (desktop.folder() / "essai.passerelle").string();
    REQUIRE(desktop.console("new '" + file + "' --demo").status == 0);
    auto const first = [&](char const* entity) {
        auto const output = desktop.console("--portfolio '" + file + "' list " + entity + " --format json");
        return std::to_string(nlohmann::json::parse(output.text)[0]["id"].get<std::int64_t>());
    };
    std::string const project = "projects.activity:" + first("projects.activity");
    std::vector<std::string> const screens{"home",
                                           "projects.activity",
                                           "funding.transaction",
                                           "inclusion.indicator",
                                           project + "#form",
                                           project + "#documents",
                                           project + "#comments",
                                           project + "#history",
                                           project + "#org.passerelle.projects/overview",
                                           project + "#org.passerelle.funding/financing",
                                           project + "#org.passerelle.inclusion/logframe",
                                           "core.organisation:" + first("core.organisation"),
                                           project + "#org.passerelle.projects/schedule",
                                           project + "#org.passerelle.projects/risks",
                                           project + "#org.passerelle.inclusion/inclusion",
                                           "org.passerelle.projects/map",
                                           "org.passerelle.projects/timeline",
                                           "org.passerelle.projects/late",
                                           "org.passerelle.funding/donors",
                                           "org.passerelle.funding/cash",
                                           "org.passerelle.inclusion/dashboard",
                                           "import",
                                           "report",
                                           "modules",
                                           "settings"};
    // People's own words, in one language: names of milestones and risks, which links bear; also cut.
    std::set<std::string> written;
    for (char const* const entity : {"projects.milestone", "projects.risk"})
        for (auto const& record : nlohmann::json::parse(desktop.console("--portfolio '" + file + "' list " + entity + " --format json").text))
            for (auto const& value : record)
                if (value.is_string())
                    written.insert(value.get<std::string>());
    auto const is_written = [&](std::string const& label) {
        auto const cut = label.find("…");
        return written.contains(label) ||
               (cut != std::string::npos && std::any_of(written.begin(), written.end(), [&](std::string const& words) { return words.starts_with(label.substr(0, cut)); }));
    };
    for (auto const& screen : screens) {
        CAPTURE(screen);
        std::map<std::string, std::set<std::string>> labels; // by language
        for (char const* const language : {"fr", "en"})
            for (char const* const zoom : {"1", "1.5"}) {
                CAPTURE(language);
                CAPTURE(zoom);
                REQUIRE(desktop.start({file, "--lang", language, "--zoom", zoom, "--today", "2026-03-15", "--screen", screen, "--size", "1366x768", "--picture", (desktop.folder() / "picture.ppm").string()}));
                REQUIRE(desktop.ended());
                auto const all = desktop.elements();
                CHECK(all.size() > 20);
                for (auto const& one : all)
                    if (is_control(one)) {
                        bool const whole = !one.cut && one.x >= -1 && one.x + one.width <= 1367;
                        CHECK_MESSAGE(whole, one.role << " is cut: " << one.label);
                        labels[language].insert(one.label);
                    }
            }
        for (auto const& label : labels["fr"]) {
            bool const translated = !labels["en"].contains(label) || is_shared(without_numbers(label)) || is_written(label);
            CHECK_MESSAGE(translated, "the same in both languages: " << label);
        }
    }
}
