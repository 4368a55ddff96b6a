// Finds modules, reads their manifests, decides which may run, loads their libraries. Knows no psl_* table but psl_entry.
// [main] except where said.
#pragma once
#include "host/base/result.hpp"
#include "host/model/manifest.hpp"
#include "passerelle/abi.h"
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace passerelle::loader {

/// FOUND -> READ -> ALLOWED -> LOADED -> ACTIVE, or HELD with a reason. A held module's records stay visible, read-only, exportable.
enum class State { found, read, allowed, loaded, active, held, closed };
[[nodiscard]] Phrase name_of(State);

/// Why a module is held, for those who offer a way out of it.
enum class Held {
    no,
    fault,       ///< of the module or of its surroundings: the reason says what to do
    left_aside,  ///< for this start only (--without, --safe-mode)
    disabled,    ///< by the person, until enabled again
    removed,     ///< by the person; its declaration is kept, so that its records stay visible
    consent,     ///< the person has not agreed to it yet, or it has changed since
    tampered,    ///< its content is not what was signed
    quarantined, ///< it brought the program down
};

struct Module {
    model::Manifest manifest;
    State state = State::found;
    Held held = Held::no;
    Phrase reason; ///< why held, and what to do
    std::filesystem::path library;
    psl_entry const* entry = nullptr;
    std::shared_ptr<void> handle; ///< keeps the library; never unloaded before the process ends
    bool apart = false;           ///< its code runs in a process of its own, without files and network
    std::uint16_t mark = 0;       ///< its number in the crash journal of this process
    bool readable = false;        ///< the manifest could be read: its entities are known even where the module is held

    void hold(Phrase why, Held kind = Held::fault)
    {
        state = State::held;
        held = kind;
        reason = std::move(why);
    }
};

/// Asked of each module whose declaration was read and that nothing holds yet; may hold it. Runs none of its code.
using Gate = std::function<void(Module&)>;

struct SearchPaths {
    std::vector<std::filesystem::path> folders; ///< each holds one folder per module; earlier wins
    std::vector<std::string> without;           ///< ids to hold ("--without")
    bool safe_mode = false;                     ///< hold all code; records stay visible
    std::vector<Gate> gates;                    ///< in this order, after what is said above
};

/// Reads every manifest, holds what clashes or lacks something, orders by `requires`. Runs no module code.
/// Modules that may run come first, each after those that it requires; held ones follow.
[[nodiscard]] std::vector<Module> find_modules(SearchPaths const&, std::map<std::string, int> const& host_offers);
/// Opens the library with Boost.DLL (rtld_now | rtld_local) and checks the ABI number; on any fault the module is held.
void load(Module&);
/// The library of this system in the module's folder or its lib/<system>; empty where there is none.
[[nodiscard]] std::filesystem::path library_of(model::Manifest const&);
/// The folder of the running program, where modules and data are looked for. Empty where the system does not say.
[[nodiscard]] std::filesystem::path program_folder();
[[nodiscard]] std::vector<std::filesystem::path> program_modules(); ///< the folders of modules that came with the program
[[nodiscard]] std::filesystem::path program_core();                 ///< the folder of core.json; empty where there is none

} // namespace passerelle::loader
