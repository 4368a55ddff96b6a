// The names of systems in packages: "linux-x86_64", "windows-x86_64", "macos-arm64". [any]
#pragma once
#include <string>

namespace passerelle::loader {

[[nodiscard]] std::string this_system();
/// The ending of a library there: ".so", ".dll", ".dylib"; empty where the name is not one of a system.
[[nodiscard]] std::string library_ending(std::string const& system);

} // namespace passerelle::loader
