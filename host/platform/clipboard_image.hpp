// A picture on the clipboard, for a word processor or a mail. [any]
#pragma once
#include "host/base/result.hpp"
#include <filesystem>

namespace passerelle::platform {

/// png: a file, read before this returns. Status::unsupported with what to do instead, where the system offers no way.
[[nodiscard]] Result<void> copy_image(std::filesystem::path const& png);

} // namespace passerelle::platform
