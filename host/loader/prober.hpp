// Before the program loads a library that it has not seen, a child process tries it: a crash, a hang or a refusal there holds the
// module here, with a sentence that says what happened. What was tried is remembered by path, size, time and SHA-256 of the library
// and of plugin.json, so that the next start costs nothing.
#pragma once
#include "host/loader/modules.hpp"
#include <chrono>
#include <filesystem>
#include <vector>

namespace passerelle::loader {

struct ProberOptions {
    std::filesystem::path validator = {};              ///< the program plugin-validator; empty: beside the running program
    std::filesystem::path cache = {};                  ///< file of what was tried; its folder is made; empty: nothing is remembered
    std::vector<std::filesystem::path> trusted = {};   ///< folders whose modules are not tried; empty: those that came with the program
    std::vector<std::filesystem::path> beside = {};    ///< folders where the module's own requirements are found
    std::chrono::milliseconds within{10'000};
};

/// A gate for SearchPaths::gates. Modules without code and the program's own are left alone. Without the validator program a module
/// that is not the program's own is held: an installation that lost it must not load unseen code in silence, and a sentence says
/// which file is missing. Where the system cannot start children yet (can_probe() is false: Windows) the gate holds nothing.
[[nodiscard]] Gate probe(ProberOptions);
[[nodiscard]] bool can_probe();
/// "plugin-validator" beside the running program.
[[nodiscard]] std::filesystem::path validator_program();

} // namespace passerelle::loader
