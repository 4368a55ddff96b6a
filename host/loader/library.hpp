// The shared library of a module. Any thread.
#pragma once
#include "host/model/manifest.hpp"
#include <filesystem>

namespace passerelle::loader {

/// The library that a declaration names, where it lies in the module's folder; empty: none is named, or it is missing.
[[nodiscard]] std::filesystem::path library_file(model::Manifest const&);

} // namespace passerelle::loader
