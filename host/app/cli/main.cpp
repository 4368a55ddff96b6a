// passerelle-cli: everything that the window can do, for scripts and for machines without a screen.
// Exit status: 0 done, 1 refused with a sentence, 2 wrong usage.
#include "host/app/cli/commands.hpp"
#include "host/app/cli/plugins.hpp"
#include "host/app/places.hpp"
#include "host/loader/crash_journal.hpp"
#include "host/loader/gates.hpp"
#include "host/platform/paths.hpp"
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

namespace passerelle::cli {
namespace {

/// The language must be known before the help texts are made: --lang of the program, else LANGUAGE/LANG, else French.
Language language_of(int count, char const* const* words)
{
    for (int at = 1; at < count; ++at) {
        std::string_view const word = words[at];
        if (word == "--lang" && at + 1 < count)
            return std::string_view(words[at + 1]) == "en" ? Language::en : Language::fr;
        if (word.starts_with("--lang="))
            return word.substr(7) == "en" ? Language::en : Language::fr;
    }
    for (char const* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (char const* value = std::getenv(name); value && *value)
            return std::string_view(value).starts_with("en") ? Language::en : Language::fr;
    return Language::fr;
}

int run(int count, char** words)
{
    Console const console(language_of(count, words));
    auto const tr = [&](char const* fr, char const* en) { return std::string(console.language() == Language::fr ? fr : en); };

    CLI::App app(tr("Suivi d’un portefeuille de coopération décentralisée", "Tracks a portfolio of decentralised cooperation"), "passerelle-cli");
    app.set_version_flag("--version", PASSERELLE_VERSION, tr("Affiche la version", "Prints the version"));
    app.set_help_flag("-h,--help", tr("Affiche cette aide", "Prints this help"));
    app.fallthrough();
    app.require_subcommand(1);
    auto const formatter = app.get_formatter();
    formatter->column_width(34);
    if (console.language() == Language::fr)
        for (auto const& [word, french] : std::initializer_list<std::pair<char const*, char const*>>{
                 {"Usage", "Emploi"}, {"OPTIONS", "OPTIONS"}, {"SUBCOMMAND", "COMMANDE"}, {"SUBCOMMANDS", "COMMANDES"}, {"Positionals", "Paramètres"},
                 {"REQUIRED", "obligatoire"}, {"TEXT", "TEXTE"}, {"INT", "NOMBRE"}})
            formatter->label(word, french);
    std::string const options_group = tr("Options", "Options");
    std::string const commands_group = tr("Commandes", "Commands");
    app.option_defaults()->group(options_group);

    Options options;
    std::string language, today;
    std::vector<std::filesystem::path> folders;
    std::vector<std::string> approved;
    app.add_option("--portfolio", options.portfolio, tr("Le portefeuille à ouvrir", "The portfolio to open"))->envname("PASSERELLE_PORTFOLIO");
    app.add_option("--lang", language, tr("Langue des textes : fr ou en", "Language of the texts: fr or en"))->check(CLI::IsMember({"fr", "en"}));
    app.add_option("--author", options.session.store.author, tr("Nom inscrit dans l’historique", "Name written in the history"));
    app.add_option("--backups", options.session.store.backups, tr("Dossier des sauvegardes", "Folder of the backups"));
    app.add_option("--today", today, tr("Date de travail AAAA-MM-JJ au lieu du jour", "Working date YYYY-MM-DD instead of today"));
    app.add_option("--plugin-dir", folders, tr("Dossier où chercher aussi des modules ; répétable", "Folder to search for modules too; repeatable"))->allow_extra_args(false);
    app.add_option("--approve", approved, tr("Accord pour cette fois, identifiant d’un module ; répétable", "Agrees to a module (id) this once; repeatable"))->allow_extra_args(false);
    app.add_option("--without", options.session.modules.without, tr("Module à laisser de côté (identifiant) ; répétable", "Module to leave aside (id); repeatable"))->allow_extra_args(false);
    app.add_flag("--safe-mode", options.session.modules.safe_mode, tr("Sans le code des modules", "Without the modules’ code"));

    auto const command = [&](char const* name, std::string const& about) {
        CLI::App* made = app.add_subcommand(name, about);
        made->group(commands_group);
        made->option_defaults()->group(options_group);
        made->set_help_flag("-h,--help", tr("Affiche cette aide", "Prints this help"));
        return made;
    };

    std::filesystem::path file, out;
    std::vector<std::filesystem::path> files;
    bool demo = false, preview = false;
    std::string format, entity, record, words_to_find;
    std::int64_t most = 50;
    ListOptions list_options;
    ReportOptions report_options;

    CLI::App* new_ = command("new", tr("Crée un portefeuille", "Makes a portfolio"));
    new_->add_option("FILE", file, tr("Fichier à créer", "File to make"))->required();
    new_->add_flag("--demo", demo, tr("Avec les données de démonstration", "With the demonstration data"));

    CLI::App* import = command("import", tr("Importe des fichiers (IATI, taux de la BCE…), tout ou rien", "Imports files (IATI, ECB rates…), all or nothing"));
    import->add_option("FILES", files, tr("Fichiers à importer", "Files to import"))->required();
    import->add_flag("--preview", preview, tr("Montre ce qui changerait, sans rien écrire", "Shows what would change, writes nothing"));
    import->add_option("--as", format, tr("Format, s’il n’est pas reconnu", "Format, where it is not recognised"));

    SheetOptions sheet_options;
    import->add_option("--to", sheet_options.entity, tr("Registre à remplir depuis un tableau CSV, XLSX ou ODS", "Register to fill from a CSV, XLSX or ODS table"));
    import->add_option("--sheet", sheet_options.sheet, tr("Feuille du classeur", "Sheet of the workbook"));
    import->add_option("--header", sheet_options.header, tr("Ligne des titres de colonnes ; 0 : aucune", "Line of the column heads; 0: none"))->check(CLI::NonNegativeNumber);
    import->add_option("--map", sheet_options.map, tr("\"Colonne=champ\" ; répétable", "\"Column=field\"; repeatable"))->allow_extra_args(false);
    import->add_option("--set", sheet_options.set, tr("\"champ=valeur\" pour toutes les lignes ; répétable", "\"field=value\" for every line; repeatable"))->allow_extra_args(false);
    import->add_flag("--dry-run", sheet_options.dry_run, tr("Comme --preview", "As --preview"));
    import->add_flag("--skip-errors", sheet_options.skip_errors, tr("Laisse de côté les lignes en erreur ou à décider", "Leaves lines in error or to be decided aside"));

    CLI::App* list_ = command("list", tr("Liste les fiches d’un registre", "Lists the records of a register"));
    list_->add_option("ENTITY", list_options.entity, tr("Registre, par exemple projects.activity", "Register, for example projects.activity"))->required();
    list_->add_option("--where", list_options.where, tr("Condition, par exemple \"status = 2\" ; répétable", "Condition, for example \"status = 2\"; repeatable"));
    list_->add_option("--search", list_options.search, tr("Mots à trouver, accents ignorés", "Words to find, accents ignored"));
    list_->add_option("--sort", list_options.sort, tr("Champ de tri, -champ pour décroître ; répétable", "Field to sort by, -field to descend; repeatable"))->delimiter(',');
    list_->add_option("--format", list_options.format, "table, csv, json")->check(CLI::IsMember({"table", "csv", "json"}));
    list_->add_option("--limit", list_options.most, tr("Nombre de fiches au plus", "How many records at most"))->check(CLI::NonNegativeNumber);

    CLI::App* show_ = command("show", tr("Affiche une fiche", "Prints a record"));
    show_->add_option("ENTITY", entity, tr("Registre", "Register"))->required();
    show_->add_option("RECORD", record, tr("Numéro ou identifiant", "Number or identifier"))->required();

    CLI::App* find_ = command("find", tr("Cherche des mots partout", "Finds words everywhere"));
    find_->add_option("WORDS", words_to_find, tr("Mots", "Words"))->required();

    CLI::App* check_ = command("check", tr("Liste ce qui est à traiter", "Lists what needs a person"));
    CLI::App* dashboard_ = command("dashboard", tr("Affiche les chiffres du portefeuille", "Prints the portfolio’s figures"));

    CLI::App* report_ = command("report", tr("Écrit un rapport", "Writes a report"));
    report_->add_option("--template", report_options.form, tr("Modèle du bailleur, par exemple eu-intpa ou afd", "The donor’s template, for example eu-intpa or afd"));
    auto const scope_options = [&](CLI::App* to, ScopeOptions& scope) {
        to->add_option("--scope", scope.scope, tr("project:ID, donor:ID, city:ID, country:CODE ou portfolio", "project:ID, donor:ID, city:ID, country:CODE or portfolio"));
        to->add_option("--period", scope.period, tr("DÉBUT..FIN, dates AAAA-MM-JJ", "FROM..TO, dates YYYY-MM-DD"));
        to->add_option("--as-of", scope.as_of, tr("Date d’arrêté AAAA-MM-JJ", "As-of date YYYY-MM-DD"));
        to->add_option("--currency", scope.currency, tr("Devise des totaux", "Currency of the totals"));
    };
    scope_options(report_, report_options.scope);
    report_->add_option("--format", report_options.format, "pdf, html, xlsx")->required()->check(CLI::IsMember({"pdf", "html", "xlsx"}));
    report_->add_option("--out", report_options.out, tr("Fichier à écrire", "File to write"))->required();

    ExportOptions export_options;
    CLI::App* export_ = command("export", tr("Écrit un fichier dans le format d’un module", "Writes a file in a module’s format"));
    export_->add_option("FORMAT", export_options.format, tr("Format, tel que le module le nomme", "Format, as the module names it"))->required();
    scope_options(export_, export_options.scope);
    export_->add_option("--out", export_options.out, tr("Fichier à écrire", "File to write"))->required();
    CommandOptions command_options;
    CLI::App* run_ = command("run", tr("Lance une commande d’un module ; sans nom, les liste", "Runs a command of a module; without a name, lists them"));
    run_->add_option("COMMAND", command_options.command, tr("Commande, telle que le module la nomme", "Command, as the module names it"));
    scope_options(run_, command_options.scope);

    CLI::App* history_ = command("history", tr("Affiche l’historique", "Prints the history"));
    history_->add_option("ENTITY", entity, tr("Registre ; sans lui, tout le portefeuille", "Register; without it, the whole portfolio"));
    history_->add_option("RECORD", record, tr("Numéro ou identifiant", "Number or identifier"));
    history_->add_option("--limit", most, tr("Nombre d’entrées au plus", "How many entries at most"))->check(CLI::PositiveNumber);

    CLI::App* undo_ = command("undo", tr("Annule le dernier changement", "Takes back the last change"));
    CLI::App* redo_ = command("redo", tr("Rétablit le changement annulé", "Does the change again"));
    CLI::App* backup_ = command("backup", tr("Sauvegarde le portefeuille", "Backs the portfolio up"));
    backup_->add_option("--out", out, tr("Fichier à écrire ; sinon une sauvegarde datée", "File to write; else a dated backup"));
    CLI::App* restore_ = command("restore", tr("Revient à une sauvegarde", "Goes back to a backup"));
    restore_->add_option("BACKUP", file, tr("La sauvegarde", "The backup"))->required();
    CLI::App* verify_ = command("verify", tr("Contrôle l’intégrité, l’historique et les liens", "Checks integrity, history and links"));
    CLI::App* plugins_ = command("plugins", tr("Liste, installe et signe les modules", "Lists, installs and signs modules"));
    PluginCommands const plugin_commands(console, *plugins_);

    try {
        app.parse(count, words);
    } catch (CLI::CallForHelp const&) {
        CLI::App const* asked = &app;
        while (!asked->get_subcommands().empty())
            asked = asked->get_subcommands().front();
        fmt::print("{}", asked->help());
        return exit_done;
    } catch (CLI::CallForVersion const&) {
        fmt::print("{}\n", PASSERELLE_VERSION);
        return exit_done;
    } catch (CLI::ParseError const& error) {
        return console.misused({fmt::format("La commande n’est pas comprise. Voyez « passerelle-cli --help ». Détail technique : {}", error.what()),
                                fmt::format("The command is not understood. See passerelle-cli --help. Technical detail: {}", error.what())});
    }

    options.session.language = console.language();
    if (!language.empty())
        report_options.language = console.language();
    options.session.today = today;
    options.session.templates = platform::settings_folder() / "modeles";
    options.places = app::module_places(folders, approved);
    if (auto const notice = loader::guard(options.session.modules, options.places))
        console.note(*notice);
    // Without a journal the command runs all the same: a script on a read-only home must.
    auto const journal = loader::CrashJournal::open({options.places.incidents, PASSERELLE_VERSION, false, [&console] {
                                                         for (auto const& call : loader::hanging())
                                                             console.note({fmt::format("Le module {} ne répond plus depuis {} s. Ctrl C arrête la commande\u00A0; rien ne sera écrit à moitié.", call.module, call.since.count()),
                                                                           fmt::format("The module {} has not answered for {} s. Ctrl C stops the command; nothing will be half written.", call.module, call.since.count())});
                                                     }});
    if (new_->parsed())
        return make_new(console, options, file, demo);
    if (plugins_->parsed())
        return plugin_commands.run(options);
    if (options.portfolio.empty())
        return console.misused({"Indiquez le portefeuille : --portfolio FICHIER", "Name the portfolio: --portfolio FILE"});
    if (restore_->parsed())
        return restore(console, options, file);

    auto opened = [&] {
        Waiting const waiting(console, {"Ouverture", "Opening"});
        return bridge::Session::open(options.portfolio, options.session);
    }();
    if (!opened)
        return console.refuse(opened.error());
    auto const run_on = [&](bridge::Session& session) -> int {
        if (auto const reason = session.portfolio().read_only_reason())
            console.note(*reason);
        if (import->parsed() && !sheet_options.entity.empty()) {
            int status = exit_done;
            sheet_options.dry_run |= preview;
            for (auto const& one : files) {
                sheet_options.file = one;
                status = std::max(status, import_sheet(console, session, sheet_options));
            }
            return status;
        }
        if (import->parsed())
            return import_files(console, session, files, format, preview || sheet_options.dry_run);
        if (list_->parsed())
            return list(console, session, list_options);
        if (show_->parsed())
            return show(console, session, entity, record);
        if (find_->parsed())
            return find(console, session, words_to_find);
        if (check_->parsed())
            return check(console, session);
        if (dashboard_->parsed())
            return dashboard(console, session);
        if (report_->parsed())
            return report(console, session, report_options);
        if (export_->parsed())
            return export_file(console, session, export_options);
        if (run_->parsed())
            return run_command(console, session, command_options);
        if (history_->parsed())
            return history(console, session, entity, record, most);
        if (undo_->parsed())
            return undo(console, session);
        if (redo_->parsed())
            return redo(console, session);
        if (backup_->parsed())
            return backup(console, session, out);
        if (verify_->parsed())
            return verify(console, session);
        return exit_usage;
    };
    int const status = run_on(**opened);
    std::fflush(stdout);
    Waiting const waiting(console, {"Sauvegarde du jour", "Backup of the day"}); // the first opening of a day makes one
    opened->reset();
    return status;
}

} // namespace
} // namespace passerelle::cli

int main(int count, char** words)
{
    try {
        return passerelle::cli::run(count, words);
    } catch (std::exception const& fault) {
        fmt::print(stderr, "Le programme s’est arrêté. Ce qui était enregistré l’est toujours. Détail technique : {}\n", fault.what());
        return passerelle::cli::exit_refused;
    }
}
