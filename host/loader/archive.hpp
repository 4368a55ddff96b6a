// Packages: one .passerelle-plugin file, a ZIP that holds a module's folder and nothing else. What comes in is hostile until proven
// otherwise; what goes out has the same bytes for the same folder, on any day and machine. [any]
#pragma once
#include "host/base/result.hpp"
#include <filesystem>
#include <set>
#include <string>

namespace passerelle::loader {

inline constexpr char const* package_ending = ".passerelle-plugin";

/// Top-level names that a package may hold: plugin.json, signature.json, lists/, locale/, migrations/, lib/<system>/, and the texts
/// README, LICENSE and CHANGELOG (.md, .txt or bare).
[[nodiscard]] bool belongs_in_package(std::string const& name);

/// Everything of the package into an empty folder. Refused, and nothing of use written: names that leave the folder, that a system could
/// read in two ways, that are twice there, or that do not belong; links and special files; encrypted entries; more than the
/// limits of content.hpp or compressed more than 200 times; bytes before, between or after.
[[nodiscard]] Result<void> unpack(std::filesystem::path const& package, std::filesystem::path const& into);
/// Every regular file of the folder, sorted, dated 1980-01-01. The package is replaced in one step.
[[nodiscard]] Result<void> pack(std::filesystem::path const& folder, std::filesystem::path const& package);

} // namespace passerelle::loader
