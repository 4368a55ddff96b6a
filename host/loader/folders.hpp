// Folders that appear, change and go in one step, so that a power cut leaves the old one or the new one. [any]
#pragma once
#include "host/base/result.hpp"
#include <filesystem>

namespace passerelle::loader {

/// A new empty folder beside those of `parent`, under a hidden name that no search finds. The parent is made where it is missing.
[[nodiscard]] Result<std::filesystem::path> make_staging(std::filesystem::path const& parent);
/// Everything below is on the disk, then `staged` takes the name `target`; what stood there is gone afterwards.
[[nodiscard]] Result<void> put_in_place(std::filesystem::path const& staged, std::filesystem::path const& target);
/// Out of sight in one step, then deleted.
[[nodiscard]] Result<void> take_away(std::filesystem::path const& folder);
/// Finishes or takes back what was cut short: called before modules are looked for. Leaves alone what another process may be doing.
void settle(std::filesystem::path const& parent);

} // namespace passerelle::loader
