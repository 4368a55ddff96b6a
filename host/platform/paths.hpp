// Where this person's settings and portfolios live. Any thread.
#pragma once
#include <filesystem>

namespace passerelle::platform {

[[nodiscard]] std::filesystem::path settings_folder(); ///< XDG_CONFIG_HOME, APPDATA, ~/Library/Application Support
[[nodiscard]] std::filesystem::path data_folder();     ///< XDG_DATA_HOME, APPDATA, ~/Library/Application Support
[[nodiscard]] std::filesystem::path incidents_folder(); ///< in data_folder(): what modules did to the program
[[nodiscard]] std::filesystem::path home_folder();     ///< HOME, USERPROFILE; else the current folder

} // namespace passerelle::platform
