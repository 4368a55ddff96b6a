// The files in which a publisher keeps keys. [any]
#pragma once
#include "host/base/result.hpp"
#include <filesystem>
#include <string>

namespace passerelle::loader {

/// The 32 bytes that the secret key is made from, and the publisher's name beside them. Whoever calls wipes them after use.
[[nodiscard]] Result<std::string> secret_seed(std::filesystem::path const& file, std::string& publisher_name);

} // namespace passerelle::loader
