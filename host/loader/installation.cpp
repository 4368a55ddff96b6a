#include "host/loader/installation.hpp"
#include "host/loader/archive.hpp"
#include "host/loader/declarations.hpp"
#include "host/loader/folders.hpp"
#include "host/loader/system.hpp"
#include "host/loader/version.hpp"
#include "host/model/registry.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::loader {

namespace {

namespace fs = std::filesystem;

Error refused(Status status, std::string const& fr, std::string const& en) { return {status, {fr, en}}; }

/// The person's folder that holds this module; empty: none.
fs::path personal_folder_of(Places const& places, std::string const& id)
{
    SearchPaths paths;
    paths.folders = {places.personal};
    for (auto const& module : find_modules(paths, {}))
        if (module.manifest.id == id) // a damaged declaration stands under its folder's name
            return module.manifest.folder;
    return {};
}

std::set<std::string> systems_in(fs::path const& folder)
{
    std::set<std::string> systems;
    std::error_code fault;
    for (fs::directory_iterator at(folder / "lib", fault), end; !fault && at != end; at.increment(fault))
        systems.insert(at->path().filename().string());
    return systems;
}

Result<void> check_place(Places const& places, model::Manifest const& manifest)
{
    for (auto const& [other, removed] : modules_on_disk(places)) {
        if (other.id == manifest.id && is_programs_own(places, other.folder))
            return refused(Status::conflict, fmt::format("Le module {} fait partie du programme et ne se remplace pas. Demandez à l’éditeur un autre identifiant.", manifest.id),
                           fmt::format("The module {} is part of the program and cannot be replaced. Ask the publisher for another id.", manifest.id));
        if (other.id != manifest.id && other.ns == manifest.ns)
            return refused(Status::conflict,
                           removed ? fmt::format("L’espace de noms « {} » est celui du module {}, retiré, dont les fiches restent dans vos portefeuilles. Demandez à l’éditeur un autre espace de noms.", manifest.ns, other.id)
                                   : fmt::format("L’espace de noms « {} » appartient déjà au module {}. Retirez d’abord celui-ci.", manifest.ns, other.id),
                           removed ? fmt::format("The namespace “{}” is that of the module {}, which was removed and whose records remain in your portfolios. Ask the publisher for another namespace.", manifest.ns, other.id)
                                   : fmt::format("The namespace “{}” already belongs to the module {}. Remove that one first.", manifest.ns, other.id));
    }
    if (manifest.ns == "core")
        return refused(Status::conflict, "L’espace de noms « core » est celui du programme. Demandez à l’éditeur un autre espace de noms.",
                       "The namespace “core” is the program’s. Ask the publisher for another namespace.");
    return {};
}

Result<void> check_library(model::Manifest const& manifest, std::set<std::string> const& systems)
{
    if (manifest.library.empty() || !library_of(manifest).empty())
        return {};
    std::string names;
    for (auto const& system : systems)
        names += (names.empty() ? "" : ", ") + system;
    if (names.empty())
        return refused(Status::unsupported, "Le module annonce un programme que le paquet ne contient pas. Demandez un fichier corrigé à l’éditeur du module.",
                       "The module announces a program that the package does not hold. Ask the module’s publisher for a corrected file.");
    return refused(Status::unsupported, fmt::format("Ce module n’est pas fait pour ce système ({}), mais pour : {}. Demandez à l’éditeur une version pour ce système.", this_system(), names),
                   fmt::format("This module is not made for this system ({}), but for: {}. Ask the publisher for a version for this system.", this_system(), names));
}

/// The version that is there, or that was there before it was removed.
std::string version_there(Places const& places, std::string const& id)
{
    std::string there;
    if (auto const folder = personal_folder_of(places, id); !folder.empty())
        if (auto const manifest = model::read_manifest(folder / "plugin.json"))
            there = manifest->version;
    if (auto const kept = kept_declaration(places.declarations, id); kept && (there.empty() || compare_versions(kept->version, there) > 0))
        there = kept->version;
    return there;
}

Effect effect_of(std::string const& there, std::string const& version)
{
    if (there.empty())
        return Effect::install;
    int const order = compare_versions(version, there);
    return order > 0 ? Effect::update : order < 0 ? Effect::downgrade : Effect::repair;
}

/// An installed module keeps the library of this system only.
void drop_other_systems(fs::path const& folder)
{
    std::error_code ignored;
    for (auto const& system : systems_in(folder))
        if (system != this_system())
            fs::remove_all(folder / "lib" / system, ignored);
}

} // namespace

int compare_versions(std::string const& left, std::string const& right)
{
    auto const number = [](std::string const& text) { return parse_version(std::string_view(text).substr(0, text.find('-'))).value_or(Version{}); };
    auto const suffix = [](std::string const& text) { return text.find('-') == std::string::npos ? std::string() : text.substr(text.find('-') + 1); };
    if (number(left) != number(right))
        return number(left) < number(right) ? -1 : 1;
    auto const one = suffix(left), other = suffix(right);
    if (one.empty() != other.empty())
        return one.empty() ? 1 : -1;
    return one.compare(other);
}

Package::~Package()
{
    std::error_code ignored;
    if (!m_staged.empty())
        fs::remove_all(m_staged, ignored);
}

Result<std::unique_ptr<Package>> open_package(Places const& places, fs::path const& file)
{
    std::unique_ptr<Package> package(new Package);
    settle(places.personal);
    auto staged = make_staging(places.personal);
    if (!staged)
        return staged.error();
    package->m_staged = std::move(*staged);
    PASSERELLE_TRY(unpack(file, package->m_staged));
    auto manifest = model::read_manifest(package->m_staged / "plugin.json");
    if (!manifest)
        return manifest.error();
    package->manifest = std::move(*manifest);
    package->manifest.folder = package->m_staged;
    package->systems = systems_in(package->m_staged);
    PASSERELLE_TRY(check_place(places, package->manifest));
    PASSERELLE_TRY(check_library(package->manifest, package->systems));
    auto const whole = read_content(package->m_staged);
    if (!whole)
        return whole.error();
    package->sealed = check_signature(*whole, package->manifest); // the libraries of other systems are signed too
    if (package->sealed.seal == Seal::broken)
        return Error{Status::denied, package->sealed.fault};
    drop_other_systems(package->m_staged);
    auto const choices = read_choices(places.choices).choices;
    auto const standing = standing_of(package->manifest, places, choices);
    if (standing.fault)
        return Error{Status::invalid, *standing.fault};
    auto words = words_of(places);
    (void)words->add(package->manifest.entities, package->manifest.lists);
    package->request = request_of(package->manifest, standing, choices, words.get());
    package->installed = version_there(places, package->manifest.id);
    package->effect = effect_of(package->installed, package->manifest.version);
    return package;
}

Result<void> install(Places const& places, Package& package)
{
    auto const& id = package.manifest.id;
    PASSERELLE_TRY(check_place(places, package.manifest)); // as things are now
    auto const there = version_there(places, id);
    if (effect_of(there, package.manifest.version) == Effect::downgrade)
        return refused(Status::conflict,
                       fmt::format("La version {} est plus ancienne que la version {}, qui a déjà servi : des données pourraient se perdre. Rien n’a changé. Installez la version {} ou une plus récente.",
                                   package.manifest.version, there, there),
                       fmt::format("Version {} is older than version {}, which was in use: data could be lost. Nothing has changed. Install version {} or a later one.",
                                   package.manifest.version, there, there));
    auto target = personal_folder_of(places, id);
    if (target.empty())
        target = places.personal / id;
    if (auto const other = model::read_manifest(target / "plugin.json"); other && other->id != id)
        return refused(Status::conflict, fmt::format("Le dossier « {} » contient un autre module. Renommez-le, puis recommencez.", target.string()),
                       fmt::format("The folder “{}” holds another module. Rename it, then try again.", target.string()));
    PASSERELLE_TRY(put_in_place(package.m_staged, target));
    package.m_staged.clear();
    package.manifest.folder = package.request.folder = target;
    PASSERELLE_TRY(keep_declaration(places.declarations, package.manifest));
    Approval const approval{package.request.digest, package.manifest.version, package.sealed.publisher.key, model::permissions_of(package.manifest)};
    return change_choices(places.choices, [&](Choices& choices) { choices.approved[id] = approval; });
}

Result<void> disable(Places const& places, std::string const& id)
{
    if (auto const found = module_on_disk(places, id); !found)
        return found.error();
    return change_choices(places.choices, [&](Choices& choices) { choices.disabled.insert(id); });
}

Result<void> enable(Places const& places, std::string const& id)
{
    bool was_disabled = false;
    PASSERELLE_TRY(change_choices(places.choices, [&](Choices& choices) { was_disabled = choices.disabled.erase(id) > 0; }));
    if (auto const found = module_on_disk(places, id); !found && !was_disabled)
        return found.error();
    return {};
}

Result<void> remove(Places const& places, std::string const& id)
{
    auto const folder = personal_folder_of(places, id);
    if (folder.empty()) {
        auto const found = module_on_disk(places, id);
        if (!found)
            return found.error();
        if (found->removed)
            return refused(Status::not_found, fmt::format("Le module {} est déjà retiré.", id), fmt::format("The module {} is removed already.", id));
        return refused(Status::denied, fmt::format("Le module {} n’est pas l’un de ceux que vous avez installés. Désactivez-le plutôt.", id),
                       fmt::format("The module {} is not one of those that you installed. Switch it off instead.", id));
    }
    auto const choices = read_choices(places.choices).choices;
    auto const manifest = model::read_manifest(folder / "plugin.json");
    if (manifest) {
        auto kept = *manifest;
        kept.folder = folder;
        if (standing_of(kept, places, choices).consent == Consent::given)
            PASSERELLE_TRY(keep_declaration(places.declarations, kept));
    }
    PASSERELLE_TRY(take_away(folder));
    return change_choices(places.choices, [&](Choices& changed) {
        changed.approved.erase(id);
        changed.disabled.erase(id);
    });
}

} // namespace passerelle::loader
