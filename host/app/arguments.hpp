// What the desktop program was told on its command line. [main]
#pragma once
#include "host/bridge/session.hpp"
#include <filesystem>
#include <optional>
#include <string>

namespace passerelle::app {

struct Arguments {
    bool go_on = true; ///< false: end at once with `status` (help, wrong usage)
    int status = 0;
    std::filesystem::path portfolio;
    bool demo = false;
    std::optional<Language> language;
    std::string page = "home"; ///< "modules", "settings", a register's id, "entity:id"
    long frames = 0;           ///< end after so many frames; 0: when the window is closed
    bool tell_frames = false;
    bridge::SessionOptions session;
};

[[nodiscard]] Arguments read_arguments(int count, char** words);

} // namespace passerelle::app
