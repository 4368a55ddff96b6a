// The only file that opens a shared library.
#include "host/loader/crash_journal.hpp"
#include "host/loader/library.hpp"
#include "host/loader/symbols.hpp"
#include "host/loader/system.hpp"
#include <boost/dll/runtime_symbol_info.hpp>
#include <boost/dll/shared_library.hpp>
#include <fmt/format.h>
#include <mutex>

namespace passerelle::loader {

namespace {

/// Code that ran may have left threads, handlers or pointers behind: a library stays until the process ends. This list is the
/// one process-wide fact of the room; it is never destroyed, so that no library goes while the process is leaving.
void keep_for_ever(std::shared_ptr<void> const& handle)
{
    static auto* const kept = new std::vector<std::shared_ptr<void>>;
    static auto* const guard = new std::mutex;
    std::lock_guard const lock(*guard);
    kept->push_back(handle);
}

} // namespace

std::filesystem::path library_of(model::Manifest const& manifest)
{
    std::string const suffix = boost::dll::shared_library::suffix().string();
    for (auto const& folder : {manifest.folder, manifest.folder / "lib" / this_system()})
        for (std::string const& prefix : {std::string(), std::string("lib")}) {
            auto path = folder / (prefix + manifest.library + suffix);
            std::error_code ignored;
            if (!manifest.library.empty() && std::filesystem::is_regular_file(path, ignored))
                return path;
        }
    return {};
}

Phrase not_opened(std::string_view detail)
{
    return {fmt::format("La bibliothèque du module ne s’ouvre pas sur ce poste. Installez la version faite pour ce système. Détail technique\u00a0: {}", detail),
            fmt::format("The module’s library does not open on this machine. Install the version made for this system. Technical detail: {}", detail)};
}

Phrase no_entry()
{
    return {"La bibliothèque n’est pas celle d’un module\u00a0: son point d’entrée manque. Demandez une version corrigée du module.",
            "The library is not that of a module: its entry point is missing. Ask for a corrected version of the module."};
}

Phrase other_contract(unsigned abi)
{
    return {fmt::format("Le module est fait pour une autre version du programme (contrat {}, ici {}). Installez une version compatible.", abi, PSL_ABI),
            fmt::format("The module is made for another version of the program (contract {}, here {}). Install a compatible version.", abi, PSL_ABI)};
}

Phrase empty_entry()
{
    return {"Le point d’entrée du module est vide. Demandez une version corrigée du module.",
            "The module’s entry point is empty. Ask for a corrected version of the module."};
}

bool find_library(Module& module)
{
    std::string const& name = module.manifest.library;
    if (name.find_first_of("/\\:") != std::string::npos || name.find("..") != std::string::npos) {
        module.hold({fmt::format("Le nom de bibliothèque «\u00a0{}\u00a0» sort du dossier du module. Demandez une version corrigée du module.", name),
                     fmt::format("The library name “{}” leaves the module’s folder. Ask for a corrected version of the module.", name)});
        return false;
    }
    module.library = library_of(module.manifest);
    if (module.library.empty()) {
        module.hold({fmt::format("La bibliothèque «\u00a0{}\u00a0» manque dans le dossier du module. Installez de nouveau le module.", name),
                     fmt::format("The library “{}” is missing from the module’s folder. Install the module again.", name)});
        return false;
    }
    if (brings_sqlite(module.library)) {
        module.hold({"Le module contient sa propre copie de SQLite, qui peut endommager le portefeuille. Demandez une version corrigée du module.",
                     "The module brings its own copy of SQLite, which can damage the portfolio. Ask for a corrected version of the module."});
        return false;
    }
    return true;
}

void load(Module& module)
{
    if (module.state != State::allowed)
        return;
    // A gate has opened it already, or there are declarations only: nothing to load.
    if (module.entry != nullptr || module.manifest.library.empty()) {
        module.state = State::loaded;
        return;
    }
    try {
        if (!find_library(module))
            return;
        module.mark = mark_of(module);
        Entered const entered(module.mark, Phase::load, module.library.filename().string()); // static initialisers are its code already
        auto library = std::make_shared<boost::dll::shared_library>();
        boost::dll::fs::error_code fault;
        library->load(boost::dll::fs::path(std::filesystem::absolute(module.library).string()),
                      boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local, fault);
        if (fault || !library->is_loaded())
            return module.hold(not_opened(fault.message()));
        module.handle = library;
        keep_for_ever(library);
        if (!library->has("psl_plugin_entry"))
            return module.hold(no_entry());
        auto const* const entry = &library->get<psl_entry const>("psl_plugin_entry");
        if (entry->abi != PSL_ABI) // read before any code of the module runs
            return module.hold(other_contract(entry->abi));
        if (entry->create == nullptr)
            return module.hold(empty_entry());
        place_library(module.mark, entry);
        module.entry = entry;
        module.state = State::loaded;
    } catch (std::exception const& error) {
        module.hold({fmt::format("La bibliothèque du module ne s’ouvre pas. Installez de nouveau le module. Détail technique\u00a0: {}", error.what()),
                     fmt::format("The module’s library does not open. Install the module again. Technical detail: {}", error.what())});
    }
}

std::filesystem::path program_folder()
{
    boost::dll::fs::error_code fault;
    auto const program = boost::dll::program_location(fault);
    return fault ? std::filesystem::path{} : std::filesystem::path(program.string()).parent_path();
}

std::vector<std::filesystem::path> program_modules()
{
    auto const program = program_folder();
    return {program / ".." / "modules", program / ".." / "lib" / "passerelle" / "modules"};
}

std::filesystem::path program_core()
{
    auto const program = program_folder();
    for (auto const& folder : {program / ".." / "data" / "core", program / ".." / "share" / "passerelle" / "core",
                               program / ".." / ".." / "data" / "core", program / ".." / ".." / ".." / "data" / "core"}) {
        std::error_code ignored;
        if (std::filesystem::exists(folder / "core.json", ignored))
            return folder;
    }
    return {};
}

} // namespace passerelle::loader
