// Where this person's modules and choices about them lie; the same for the window and the console. [any]
#pragma once
#include "host/loader/consent.hpp"

namespace passerelle::app {

/// further: folders of --plugin-dir; approved_once: ids of --approve.
[[nodiscard]] loader::Places module_places(std::vector<std::filesystem::path> further, std::vector<std::string> approved_once);

} // namespace passerelle::app
