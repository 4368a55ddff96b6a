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
    std::string page; ///< empty: as last time; "home", "modules", "settings", a register's id, "entity:id"
    long frames = 0;           ///< end after so many frames; 0: when the window is closed
    bool tell_frames = false;
    std::filesystem::path frame_log; ///< a line for each frame: the milliseconds that building it took
    std::filesystem::path picture;   ///< PPM of the first screen at rest; then the program ends
    std::filesystem::path elements;  ///< what stands on the screen, as JSON, whenever it is at rest
    std::filesystem::path speech_log; ///< what is spoken, a line each; speaking is then on
    int width = 0, height = 0;       ///< of the window; 0: as last time
    std::optional<std::string> theme; ///< "light", "dark", "contrast"
    float zoom = 0;                  ///< 0: as last time
    std::vector<std::string> approved; ///< modules agreed to for this start alone
    bridge::SessionOptions session;    ///< modules.folders: those of --plugin-dir
};

[[nodiscard]] Arguments read_arguments(int count, char** words);

} // namespace passerelle::app
