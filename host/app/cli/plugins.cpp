// plugins: what is there, what waits for agreement, what is switched off.
#include "host/app/cli/plugins.hpp"
#include "host/app/cli/print.hpp"
#include "host/bridge/tables.hpp"
#include "host/loader/incidents.hpp"
#include "host/loader/installation.hpp"
#include "host/model/registry.hpp"
#include "host/platform/terminal/terminal.hpp"
#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <iostream>

namespace passerelle::cli {

PluginCommands::PluginCommands(Console const& console, CLI::App& plugins) : m_console(console)
{
    auto const tr = [&](char const* fr, char const* en) { return std::string(console.language() == Language::fr ? fr : en); };
    std::string const group = tr("Commandes", "Commands"), options = tr("Options", "Options");
    auto const command = [&](char const* name, std::string const& about) {
        CLI::App* const made = plugins.add_subcommand(name, about);
        made->group(group);
        made->option_defaults()->group(options);
        made->set_help_flag("-h,--help", tr("Affiche cette aide", "Prints this help"));
        m_commands[name] = made;
        return made;
    };
    auto const id = [&](CLI::App* made) { made->add_option("ID", m_id, tr("Identifiant du module", "Id of the module"))->required(); };
    auto const yes = [&](CLI::App* made) { made->add_flag("--yes", m_yes, tr("Accord donné, sans question", "Agreed, without a question")); };
    plugins.require_subcommand(0, 1);
    command("list", tr("Liste les modules et leur état", "Lists the modules and their state"));
    id(command("show", tr("Montre un module et ce qu’il demande", "Shows a module and what it asks for")));
    CLI::App* made = command("approve", tr("Donne votre accord à un module", "Agrees to a module"));
    id(made);
    yes(made);
    id(command("withdraw", tr("Retire votre accord", "Takes your agreement back")));
    id(command("disable", tr("Désactive un module ; ses fiches restent visibles", "Switches a module off; its records stay visible")));
    id(command("enable", tr("Réactive un module", "Switches a module on again")));

    made = command("install", tr("Installe un paquet .passerelle-plugin", "Installs a .passerelle-plugin package"));
    made->add_option("FILE", m_file, tr("Le paquet", "The package"))->required();
    yes(made);
    made = command("update", tr("Met un module à jour depuis un paquet", "Updates a module from a package"));
    made->add_option("FILE", m_file, tr("Le paquet", "The package"))->required();
    yes(made);
    id(command("remove", tr("Retire un module ; ses fiches restent dans les portefeuilles", "Removes a module; its records stay in the portfolios")));
    made = command("purge", tr("Supprime du portefeuille toutes les fiches d’un module", "Deletes all records of a module from the portfolio"));
    id(made);
    yes(made);

    made = command("new", tr("Commence un module dans un nouveau dossier", "Begins a module in a new folder"));
    made->add_option("DIR", m_file, tr("Dossier à créer", "Folder to make"))->required();
    made->add_option("--id", m_id, tr("Identifiant, par exemple sn.dakar.incubateurs", "Id, for example sn.dakar.incubateurs"));
    made->add_option("--tier", m_tier, tr("0 sans code, 1 règles et fichiers, 2 vues et rapports", "0 without code, 1 rules and files, 2 views and reports"));
    made->add_option("--name", m_name, tr("Nom du module, en français", "Name of the module, in French"));
    made->add_flag("--c", m_in_c, tr("En C au lieu de C++ (niveau 1)", "In C instead of C++ (tier 1)"));
    made = command("pack", tr("Fait un paquet d’un dossier", "Makes a package of a folder"));
    made->add_option("DIR", m_file, tr("Le dossier du module", "The module’s folder"))->required();
    made->add_option("--out", m_out, tr("Paquet à écrire", "Package to write"))->required();
    made->add_option("--library", m_libraries, tr("\"linux-x86_64=FICHIER\" ; répétable", "\"linux-x86_64=FILE\"; repeatable"))->allow_extra_args(false);
    made->add_option("--key", m_key, tr("Clé secrète, pour signer", "Secret key, to sign with"));
    made->add_option("--name", m_name, tr("Nom d’éditeur ; sinon celui de la clé", "Publisher’s name; else the key’s"));
    made = command("keygen", tr("Fait une paire de clés pour signer", "Makes a pair of keys to sign with"));
    made->add_option("--out", m_out, tr("Fichier de la clé secrète ; la publique a .pub en plus", "File of the secret key; the public one adds .pub"))->required();
    made->add_option("--name", m_name, tr("Votre nom d’éditeur", "Your name as a publisher"));
    made = command("sign", tr("Signe un dossier ou un paquet", "Signs a folder or a package"));
    made->add_option("MODULE", m_file, tr("Dossier ou paquet", "Folder or package"))->required();
    made->add_option("--key", m_key, tr("Clé secrète", "Secret key"))->required();
    made->add_option("--name", m_name, tr("Nom d’éditeur ; sinon celui de la clé", "Publisher’s name; else the key’s"));
    made = command("verify", tr("Dit qui a signé, et si rien n’a changé depuis", "Says who signed, and whether anything has changed since"));
    made->add_option("MODULE", m_file, tr("Dossier ou paquet", "Folder or package"))->required();
    command("publishers", tr("Liste les éditeurs de confiance", "Lists the trusted publishers"));
    made = command("trust", tr("Ajoute un éditeur de confiance", "Adds a trusted publisher"));
    made->add_option("KEY", m_key, tr("Clé publique, ou son fichier", "Public key, or its file"))->required();
    made->add_option("--name", m_name, tr("Nom sous lequel vous le connaissez", "Name by which you know the publisher"));
    made = command("distrust", tr("Retire un éditeur de la liste", "Takes a publisher off the list"));
    made->add_option("KEY", m_key, tr("Clé publique, son fichier ou le nom de l’éditeur", "Public key, its file or the publisher’s name"))->required();
}

int PluginCommands::run(Options const& options) const
{
    auto const parsed = [&](char const* name) { return m_commands.at(name)->parsed(); };
    if (parsed("show"))
        return show(options);
    if (parsed("approve"))
        return approve(options);
    if (parsed("withdraw"))
        return changed(loader::withdraw(options.places, m_id), {"Accord retiré : ce module ne démarrera plus.", "Agreement taken back: this module no longer starts."});
    if (parsed("disable"))
        return changed(loader::disable(options.places, m_id), {"Module désactivé. Ses fiches restent visibles.", "Module switched off. Its records stay visible."});
    if (parsed("enable"))
        return enable(options);
    if (parsed("install") || parsed("update"))
        return install(options, parsed("update"));
    if (parsed("remove"))
        return remove(options);
    if (parsed("purge"))
        return purge(options);
    if (parsed("new"))
        return make_new();
    if (parsed("pack"))
        return pack();
    if (parsed("keygen"))
        return keygen();
    if (parsed("sign"))
        return sign();
    if (parsed("verify"))
        return verify(options);
    if (parsed("publishers"))
        return publishers(options);
    if (parsed("trust"))
        return trust(options);
    if (parsed("distrust"))
        return distrust(options);
    return list(options);
}

int PluginCommands::changed(Result<void> const& result, Phrase const& done) const
{
    if (!result)
        return m_console.refuse(result.error());
    m_console.line(done);
    return exit_done;
}

/// Also one that is in quarantine: the person wants to try again.
int PluginCommands::enable(Options const& options) const
{
    auto done = loader::enable(options.places, m_id);
    auto incidents = loader::Incidents::read(options.places.incidents);
    if (done && std::any_of(incidents.all().begin(), incidents.all().end(), [&](loader::Incident const& one) { return one.module == m_id; })) {
        incidents.lift(m_id);
        done = incidents.write();
    }
    return changed(done, {"Module réactivé.", "Module switched on again."});
}

/// With a portfolio: as they are at work in it. Without: as they would be at the next start.
int PluginCommands::list(Options const& options) const
{
    TextTable table{{m_console.in({"Module", "Module"}), m_console.in({"Identifiant", "Id"}), m_console.in({"Version", "Version"}), m_console.in({"Éditeur", "Publisher"}),
                     m_console.in({"État", "State"})},
                    {},
                    {}};
    std::vector<std::string> reasons;
    auto const choices = loader::read_choices(options.places.choices).choices;
    auto const add = [&](loader::Module const& module) {
        auto const request = loader::request_of(module.manifest, loader::standing_of(module.manifest, options.places, choices), choices);
        table.rows.push_back({m_console.in(module.manifest.name), module.manifest.id, module.manifest.version, publisher_of(request), m_console.in(loader::name_of(module.state))});
        if (!module.reason.empty())
            reasons.push_back(module.manifest.id + (m_console.language() == Language::fr ? "\u00A0: " : ": ") + m_console.in(module.reason));
        char const* const way_out = module.held == loader::Held::consent ? "approve" : module.held == loader::Held::disabled ? "enable" : nullptr;
        if (way_out != nullptr)
            reasons.push_back(fmt::format("  passerelle-cli plugins {} {}", way_out, module.manifest.id));
    };
    if (options.portfolio.empty()) {
        for (auto const& module : loader::find_modules(options.session.modules, bridge::host_offers()))
            add(module);
    } else {
        auto const opened = [&] {
            Waiting const waiting(m_console, {"Ouverture", "Opening"});
            return bridge::Session::open(options.portfolio, options.session);
        }();
        if (!opened)
            return m_console.refuse(opened.error());
        for (auto const& module : (*opened)->modules())
            add(module);
    }
    print(m_console, table);
    if (!reasons.empty())
        m_console.line("");
    for (auto const& reason : reasons)
        m_console.line(reason);
    return exit_done;
}

std::string PluginCommands::publisher_of(loader::Request const& request) const
{
    if (request.programs_own)
        return "Passerelle";
    if (request.removed)
        return "—";
    if (request.publisher.key.empty())
        return m_console.in({"non signé", "not signed"});
    return request.trusted ? request.publisher.name
                           : fmt::format("{} ({}, {})", request.publisher.name, m_console.in({"pas dans votre liste", "not in your list"}), loader::short_key(request.publisher.key));
}

void PluginCommands::print_request(loader::Request const& request) const
{
    auto const line = [&](Phrase const& label, std::string const& value) {
        if (!value.empty())
            m_console.line(fmt::format("{}{} {}", m_console.in(label), m_console.language() == Language::fr ? "\u00A0:" : ":", value));
    };
    m_console.line(m_console.in(request.name));
    if (!request.about.empty())
        m_console.line(m_console.in(request.about));
    line({"Identifiant", "Id"}, request.id);
    line({"Version", "Version"}, request.version);
    line({"Version précédente", "Version before"}, request.version_before);
    line({"Responsable, selon le module", "Maintainer, as the module says"}, request.maintainer);
    line({"Éditeur", "Publisher"}, publisher_of(request));
    line({"Empreinte", "Fingerprint"}, request.digest);
    m_console.line(Phrase{"Ce module :", "This module:"});
    for (auto const& permission : request.permissions)
        m_console.line("  – " + m_console.in(permission));
    if (!request.more.empty())
        m_console.line(Phrase{"Nouveau depuis votre accord :", "New since you agreed:"});
    for (auto const& permission : request.more)
        m_console.line("  + " + m_console.in(permission));
}

bool PluginCommands::agreed(Phrase const& question) const
{
    if (m_yes)
        return true;
    m_console.note({question.fr + " [oui/non]", question.en + " [yes/no]"});
    std::string answer;
    if (!std::getline(std::cin, answer))
        return false;
    return answer == "o" || answer == "oui" || answer == "Oui" || answer == "y" || answer == "yes" || answer == "Yes" || answer == "O" || answer == "Y";
}

int PluginCommands::show(Options const& options) const
{
    auto const found = loader::module_on_disk(options.places, m_id);
    if (!found)
        return m_console.refuse(found.error());
    auto const choices = loader::read_choices(options.places.choices).choices;
    auto const words = loader::words_of(options.places);
    auto const standing = loader::standing_of(found->manifest, options.places, choices);
    auto const request = loader::request_of(found->manifest, standing, choices, words.get());
    print_request(request);
    m_console.line(fmt::format("{}{} {}", m_console.in({"Dossier", "Folder"}), m_console.language() == Language::fr ? "\u00A0:" : ":", request.folder.string()));
    for (auto const& module : loader::find_modules(options.session.modules, bridge::host_offers()))
        if (module.manifest.id == m_id)
            m_console.line(fmt::format("{}{} {} {}", m_console.in({"État", "State"}), m_console.language() == Language::fr ? "\u00A0:" : ":", m_console.in(loader::name_of(module.state)),
                                       m_console.in(module.reason)));
    return exit_done;
}

int PluginCommands::approve(Options const& options) const
{
    auto const found = loader::module_on_disk(options.places, m_id);
    if (!found)
        return m_console.refuse(found.error());
    auto const choices = loader::read_choices(options.places.choices).choices;
    auto const words = loader::words_of(options.places);
    auto const request = loader::request_of(found->manifest, loader::standing_of(found->manifest, options.places, choices), choices, words.get());
    print_request(request);
    // In a script, the command itself is the person's word.
    if (platform::is_terminal(platform::Stream::error) && !agreed({"Donnez-vous votre accord ?", "Do you agree?"}))
        return m_console.refuse({Status::cancelled, {"Rien n’a changé.", "Nothing has changed."}});
    return changed(loader::approve(options.places, request), {"Accord donné : ce module démarrera à la prochaine ouverture.", "Agreed: this module starts at the next opening."});
}

} // namespace passerelle::cli
