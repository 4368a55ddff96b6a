#include "host/loader/modules.hpp"
#include "host/loader/version.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace passerelle::loader {

namespace {

constexpr std::size_t most_modules = 500;

std::vector<std::filesystem::path> folders_with_manifest(std::filesystem::path const& folder)
{
    std::vector<std::filesystem::path> found;
    std::error_code fault;
    for (std::filesystem::directory_iterator at(folder, fault), end; !fault && at != end && found.size() < most_modules; at.increment(fault)) {
        std::error_code ignored;
        if (at->path().filename().string().starts_with('.'))
            continue; // what is being installed or deleted
        if (std::filesystem::is_regular_file(at->path() / "plugin.json", ignored))
            found.push_back(at->path());
    }
    std::sort(found.begin(), found.end()); // the order of a folder is the file system's: ours must not be
    return found;
}

std::string shown_name(Module const& module, Language language)
{
    std::string const& name = module.manifest.name.in(language);
    return name.empty() ? module.manifest.id : name;
}

void hold_for_needs(Module& module, std::map<std::string, int> const& offers)
{
    for (auto const& [interface, version] : module.manifest.needs) {
        auto const offered = offers.find(interface);
        if (offered != offers.end() && offered->second >= version && version >= 1)
            continue;
        module.hold({fmt::format("Le module demande «\u00a0{}/{}\u00a0», que cette version du programme n’offre pas. Mettez le programme à jour.",
                                 interface, version),
                     fmt::format("The module needs “{}/{}”, which this version of the program does not offer. Update the program.", interface,
                                 version)});
        return;
    }
}

void hold_for_namespace(std::vector<Module>& modules)
{
    std::map<std::string, std::string> owners{{"core", "org.passerelle.core"}};
    for (Module& module : modules) {
        if (!module.readable)
            continue;
        auto const [owner, fresh] = owners.try_emplace(module.manifest.ns, module.manifest.id);
        if (fresh)
            continue;
        module.readable = false; // its entities would be mistaken for the other's
        module.hold({fmt::format("L’espace de noms «\u00a0{}\u00a0» appartient déjà au module {}. Retirez l’un des deux modules.", module.manifest.ns,
                                 owner->second),
                     fmt::format("The namespace “{}” already belongs to the module {}. Remove one of the two modules.", module.manifest.ns,
                                 owner->second)});
    }
}

Module const* find(std::vector<Module> const& modules, std::string_view id)
{
    auto const found = std::find_if(modules.begin(), modules.end(), [&](Module const& module) { return module.manifest.id == id; });
    return found == modules.end() ? nullptr : &*found;
}

/// Holding one module may leave another without what it requires: goes on until nothing changes.
void hold_for_requires(std::vector<Module>& modules)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (Module& module : modules) {
            if (module.state == State::held)
                continue;
            for (auto const& [id, range] : module.manifest.requires_) {
                Module const* const other = find(modules, id);
                if (other == nullptr)
                    module.hold({fmt::format("Le module demande le module {} ({}), qui n’est pas installé. Installez-le, puis relancez.", id, range),
                                 fmt::format("The module requires the module {} ({}), which is not installed. Install it, then start again.", id,
                                             range)});
                else if (other->state == State::held)
                    module.hold({fmt::format("Le module demande le module «\u00a0{}\u00a0», qui est suspendu. Rétablissez d’abord celui-ci.",
                                             shown_name(*other, Language::fr)),
                                 fmt::format("The module requires the module “{}”, which is held. Restore that one first.",
                                             shown_name(*other, Language::en))});
                else if (auto const fits = satisfies(other->manifest.version, range); !fits)
                    module.hold({fmt::format("La version demandée du module {} («\u00a0{}\u00a0») ne se lit pas. Demandez une version corrigée du module.",
                                             id, range),
                                 fmt::format("The required version of the module {} (“{}”) cannot be read. Ask for a corrected version of the module.",
                                             id, range)});
                else if (!*fits)
                    module.hold({fmt::format("Le module demande le module {} en version {}, et la version {} est installée. Mettez l’un des deux à jour.",
                                             id, range, other->manifest.version),
                                 fmt::format("The module requires the module {} in version {}, and version {} is installed. Update one of the two.", id,
                                             range, other->manifest.version)});
                if (module.state == State::held) {
                    changed = true;
                    break;
                }
            }
        }
    }
}

/// Each module after those that it requires, else in the order found. What is left over turns in a circle.
std::vector<Module> ordered(std::vector<Module> modules)
{
    std::vector<Module> result;
    std::set<std::string> placed;
    bool changed = true;
    std::vector<bool> done(modules.size(), false);
    while (changed) {
        changed = false;
        for (std::size_t at = 0; at < modules.size(); ++at) {
            Module& module = modules[at];
            if (done[at] || module.state == State::held)
                continue;
            auto const& wanted = module.manifest.requires_;
            if (!std::all_of(wanted.begin(), wanted.end(), [&](auto const& entry) { return placed.contains(entry.first); }))
                continue;
            placed.insert(module.manifest.id);
            module.state = State::allowed;
            result.push_back(std::move(module));
            done[at] = true;
            changed = true;
        }
    }
    for (std::size_t at = 0; at < modules.size(); ++at) {
        if (done[at])
            continue;
        if (modules[at].state != State::held)
            modules[at].hold({"Ce module et un autre se demandent l’un l’autre\u00a0: aucun ne peut commencer. Demandez une version corrigée des deux.",
                              "This module and another require each other: neither can start. Ask for a corrected version of both."});
        result.push_back(std::move(modules[at]));
    }
    return result;
}

} // namespace

Phrase name_of(State state)
{
    switch (state) {
    case State::found: return {"Trouvé", "Found"};
    case State::read: return {"Déclaration lue", "Declaration read"};
    case State::allowed: return {"Autorisé", "Allowed"};
    case State::loaded: return {"Chargé", "Loaded"};
    case State::active: return {"Actif", "Active"};
    case State::held: return {"Suspendu", "Held"};
    case State::closed: return {"Fermé", "Closed"};
    }
    return {"Inconnu", "Unknown"};
}

std::vector<Module> find_modules(SearchPaths const& paths, std::map<std::string, int> const& host_offers)
{
    std::vector<Module> modules;
    for (auto const& folder : paths.folders)
        for (auto const& own : folders_with_manifest(folder)) {
            Module module;
            auto manifest = model::read_manifest(own / "plugin.json");
            if (manifest) {
                module.manifest = std::move(*manifest);
                module.manifest.folder = own;
                if (find(modules, module.manifest.id) != nullptr)
                    continue; // an earlier folder wins
                module.state = State::read;
                module.readable = true;
            } else {
                module.manifest.id = own.filename().string();
                module.manifest.name = {module.manifest.id, module.manifest.id};
                module.manifest.folder = own;
                module.hold(manifest.error().sentence);
            }
            modules.push_back(std::move(module));
        }
    hold_for_namespace(modules);
    for (Module& module : modules) {
        if (module.state == State::held)
            continue;
        if (std::find(paths.without.begin(), paths.without.end(), module.manifest.id) != paths.without.end())
            module.hold({"Laissé de côté à la demande. Relancez sans cette option pour le rétablir.",
                         "Left aside on request. Start again without that option to restore it."},
                        Held::left_aside);
        else if (paths.safe_mode && !module.manifest.library.empty())
            module.hold({"Démarrage sans le code des modules. Relancez normalement pour le rétablir.",
                         "Started without the modules’ code. Start normally to restore it."},
                        Held::left_aside);
        else
            hold_for_needs(module, host_offers);
        for (Gate const& gate : paths.gates)
            if (module.state != State::held)
                gate(module);
    }
    hold_for_requires(modules);
    return ordered(std::move(modules));
}

} // namespace passerelle::loader
