// Version numbers of modules (MAJOR.MINOR.PATCH) and the ranges of "requires": "^1.2", "~1.2", ">=1", "1.2.3" exactly. [any]
#pragma once
#include <array>
#include <optional>
#include <string_view>

namespace passerelle::loader {

using Version = std::array<int, 3>;

/// One to three numbers; what is absent is 0. A suffix ("-beta") or anything else gives nothing.
[[nodiscard]] std::optional<Version> parse_version(std::string_view);
/// "^1.2": at least 1.2.0 and below 2.0.0; "^0.3": at least 0.3.0 and below 0.4.0 (semver 2, as npm and Cargo read a caret).
/// Nothing where the range itself cannot be read.
[[nodiscard]] std::optional<bool> satisfies(std::string_view version, std::string_view range);

} // namespace passerelle::loader
