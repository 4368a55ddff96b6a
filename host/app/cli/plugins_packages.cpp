// plugins pack, install, update, remove, purge.
#include "host/app/cli/plugins.hpp"
#include "host/app/cli/print.hpp"
#include "host/bridge/purge.hpp"
#include "host/loader/installation.hpp"
#include "host/loader/packing.hpp"
#include <fmt/format.h>

namespace passerelle::cli {

int PluginCommands::pack() const
{
    loader::PackOptions wanted;
    wanted.key = m_key;
    wanted.publisher = m_name;
    for (auto const& library : m_libraries) {
        auto const sign = library.find('=');
        if (sign == std::string::npos || sign == 0 || sign + 1 == library.size())
            return m_console.misused({"--library attend SYSTÈME=FICHIER, par exemple linux-x86_64=build/libincub.so", "--library expects SYSTEM=FILE, for example linux-x86_64=build/libincub.so"});
        wanted.libraries[library.substr(0, sign)] = library.substr(sign + 1);
    }
    auto const packed = loader::pack_module(m_file, m_out, wanted);
    if (!packed)
        return m_console.refuse(packed.error());
    std::string left_out, systems;
    for (auto const& name : packed->left_out)
        left_out += (left_out.empty() ? "" : ", ") + name;
    for (auto const& system : packed->systems)
        systems += (systems.empty() ? "" : ", ") + system;
    m_console.line(Phrase{fmt::format("Paquet écrit : {}", m_out.string()), fmt::format("Package written: {}", m_out.string())});
    m_console.line(systems.empty() ? Phrase{"Sans programme : il convient à tous les systèmes.", "Without a program: it suits every system."}
                                   : Phrase{fmt::format("Systèmes : {}", systems), fmt::format("Systems: {}", systems)});
    m_console.line(packed->is_signed ? Phrase{"Signé.", "Signed."} : Phrase{"Non signé : « plugins sign » le signe.", "Not signed: “plugins sign” signs it."});
    if (!left_out.empty())
        m_console.line(Phrase{fmt::format("Laissé de côté, n’a pas sa place dans un paquet : {}", left_out), fmt::format("Left aside, does not belong in a package: {}", left_out)});
    return exit_done;
}

int PluginCommands::install(Options const& options, bool only_update) const
{
    auto const package = loader::open_package(options.places, m_file);
    if (!package)
        return m_console.refuse(package.error());
    auto& found = **package;
    if (only_update && found.effect == loader::Effect::install)
        return m_console.refuse({Status::not_found, {fmt::format("Le module {} n’est pas installé : il n’y a rien à mettre à jour. Installez-le : plugins install.", found.manifest.id),
                                                     fmt::format("The module {} is not installed: there is nothing to update. Install it: plugins install.", found.manifest.id)}});
    print_request(found.request);
    if (found.effect != loader::Effect::downgrade && // refused below, without a question
        !agreed(found.effect == loader::Effect::install ? Phrase{"Installer ce module ?", "Install this module?"} : Phrase{"Remplacer la version installée ?", "Replace the version that is installed?"}))
        return m_console.refuse({Status::cancelled, {"Rien n’a été installé. Dans un script, donnez votre accord par --yes.", "Nothing was installed. In a script, agree with --yes."}});
    auto const done = loader::install(options.places, found);
    return changed(done, found.effect == loader::Effect::update
                             ? Phrase{fmt::format("Module mis à jour : {} {}. Les portefeuilles suivent à leur prochaine ouverture, après une sauvegarde.", found.manifest.id, found.manifest.version),
                                      fmt::format("Module updated: {} {}. Portfolios follow at their next opening, after a backup.", found.manifest.id, found.manifest.version)}
                             : Phrase{fmt::format("Module installé : {} {}", found.manifest.id, found.manifest.version), fmt::format("Module installed: {} {}", found.manifest.id, found.manifest.version)});
}

int PluginCommands::remove(Options const& options) const
{
    return changed(loader::remove(options.places, m_id),
                   {"Module retiré. Ses fiches restent dans les portefeuilles : elles se lisent et s’exportent.", "Module removed. Its records stay in the portfolios: they can be read and exported."});
}

int PluginCommands::purge(Options const& options) const
{
    if (options.portfolio.empty())
        return m_console.misused({"Indiquez le portefeuille : --portfolio FICHIER", "Name the portfolio: --portfolio FILE"});
    auto const opened = [&] {
        Waiting const waiting(m_console, {"Ouverture", "Opening"});
        return bridge::Session::open(options.portfolio, options.session);
    }();
    if (!opened)
        return m_console.refuse(opened.error());
    auto const holdings = bridge::holdings_of(**opened, m_id);
    if (!holdings)
        return m_console.refuse(holdings.error());
    std::int64_t all = 0;
    for (auto const& one : *holdings) {
        m_console.line(fmt::format("{}  {}", one.records, m_console.in(one.label)));
        all += one.records;
    }
    if (all == 0) {
        m_console.line(Phrase{"Ce module n’a aucune fiche dans ce portefeuille.", "This module has no record in this portfolio."});
        return exit_done;
    }
    if (!agreed({"Supprimer toutes ces fiches de ce portefeuille ? Il sera d’abord sauvegardé.", "Delete all these records from this portfolio? It will be backed up first."}))
        return m_console.refuse({Status::cancelled, {"Rien n’a été supprimé. Dans un script, donnez votre accord par --yes.", "Nothing was deleted. In a script, agree with --yes."}});
    auto const done = [&] {
        Waiting const waiting(m_console, {"Suppression", "Deleting"});
        return bridge::purge(**opened, m_id);
    }();
    if (!done)
        return m_console.refuse(done.error());
    m_console.line(Phrase{fmt::format("Fiches supprimées : {}. Sauvegarde faite avant : {}", done->records, done->backup.string()),
                          fmt::format("Records deleted: {}. Backup made before: {}", done->records, done->backup.string())});
    return exit_done;
}

} // namespace passerelle::cli
