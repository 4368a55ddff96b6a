// A window over a fresh demonstration, and the console beside it to see what was written.
#pragma once
#include "desktop.hpp"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace ui_test {

inline bool skipped()
{
    std::string missing;
    if (can_run(missing))
        return false;
    MESSAGE("skipped, not here: " << missing);
    return true;
}

struct Office {
    Desktop desktop;
    std::string file = (desktop.folder() / "essai.passerelle").string();
    Office()
    {
        REQUIRE(desktop.ready());
        auto const made = desktop.console("new '" + file + "' --demo");
        REQUIRE_MESSAGE(made.status == 0, made.text);
    }
    [[nodiscard]] nlohmann::json list(std::string const& register_and_options) const
    {
        auto const output = desktop.console("--portfolio '" + file + "' list " + register_and_options + " --format json");
        REQUIRE_MESSAGE(output.status == 0, output.text);
        return nlohmann::json::parse(output.text);
    }
    [[nodiscard]] std::string identifier(std::size_t at) const { return list("projects.activity --sort identifier")[at]["identifier"]; }
    [[nodiscard]] std::int64_t project(std::size_t at) const { return list("projects.activity --sort identifier")[at]["id"]; }
    [[nodiscard]] bool becomes(std::size_t at, std::string const& wanted) const
    {
        return desktop.until([&] { return identifier(at) == wanted; }, 20);
    }
};

} // namespace ui_test
