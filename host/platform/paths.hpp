// Where the system wants a program to keep its settings and a person's files. Any thread.
#pragma once
#include <filesystem>

namespace passerelle::platform {

/// Folder of the settings file; made at need by whoever writes there. Linux: $XDG_CONFIG_HOME/passerelle.
[[nodiscard]] std::filesystem::path settings_folder();
/// Folder of portfolios that the program makes itself (the demonstration). Linux: $XDG_DATA_HOME/passerelle.
[[nodiscard]] std::filesystem::path portfolio_folder();
/// Where a person looks for exported files: the documents folder, else the home folder.
[[nodiscard]] std::filesystem::path documents_folder();

} // namespace passerelle::platform
