// What modules that were agreed to declared, kept so that their records stay visible and exportable when they are gone, changed or
// refused: plugin.json, lists/, locale/ and migrations/, never code. [any]
#pragma once
#include "host/model/manifest.hpp"

namespace passerelle::loader {

/// Takes the place of what was kept for this id, in one step. folder empty: nothing is kept.
[[nodiscard]] Result<void> keep_declaration(std::filesystem::path const& folder, model::Manifest const&);
[[nodiscard]] Result<model::Manifest> kept_declaration(std::filesystem::path const& folder, std::string const& id);

} // namespace passerelle::loader
