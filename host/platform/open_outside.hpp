// Shows a file or folder in the program that the person's desktop uses for it. [any]
#pragma once
#include "host/base/result.hpp"
#include <filesystem>

namespace passerelle::platform {

[[nodiscard]] Result<void> open_outside(std::filesystem::path const&);

} // namespace passerelle::platform
