// new, import, report, export: what comes into a portfolio and what leaves it.
#include "host/app/cli/commands.hpp"
#include "host/app/cli/print.hpp"
#include "host/base/format.hpp"
#include "host/bridge/demo.hpp"
#include "host/exchange/writers.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <future>
#include <optional>

namespace passerelle::cli {

namespace {

void print_report(Console const& console, bridge::Session& session, bridge::ImportReport const& report)
{
    TextTable table{{console.in({"Registre", "Register"}), console.in({"Nouvelles", "New"}), console.in({"Modifiées", "Changed"}),
                     console.in({"Inchangées", "Unchanged"}), console.in({"Retirées", "Removed"})},
                    {false, true, true, true, true},
                    {}};
    auto const add = [&](std::string const& name, std::int64_t created, std::int64_t changed, std::int64_t unchanged, std::int64_t removed) {
        Language const language = console.language();
        table.rows.push_back({name, format_integer(created, language), format_integer(changed, language), format_integer(unchanged, language),
                              format_integer(removed, language)});
    };
    for (auto const& [id, counts] : report.entities) {
        auto const* entity = session.registry().entity(id);
        add(entity ? fmt::format("{} ({})", console.in(entity->plural.empty() ? entity->label : entity->plural), id) : id, counts.created, counts.changed,
            counts.unchanged, counts.removed);
    }
    add(console.in({"Total", "Total"}), report.created, report.changed, report.unchanged, report.removed);
    print(console, table);
    for (auto const& problem : report.problems) {
        char const* mark = problem.level == model::IssueLevel::error ? "■" : problem.level == model::IssueLevel::warning ? "▲" : "◆";
        std::string where;
        if (problem.line > 0)
            where = console.language() == Language::fr ? fmt::format("ligne {}", problem.line) : fmt::format("line {}", problem.line);
        if (!problem.identifier.empty())
            where += (where.empty() ? "" : ", ") + problem.identifier;
        console.line(fmt::format("{} {}{}{}", mark, where, where.empty() ? "" : " – ", problem.sentence));
    }
    if (report.problems_total > static_cast<std::int64_t>(report.problems.size()))
        console.line(Phrase{fmt::format("Et {} autres points.", report.problems_total - static_cast<std::int64_t>(report.problems.size())),
                            fmt::format("And {} more points.", report.problems_total - static_cast<std::int64_t>(report.problems.size()))});
}

/// What --scope, --period, --as-of and --currency say; nothing: it was said what is wrong, and `status` is the exit status.
std::optional<bridge::Scope> read_scope(Console const& console, bridge::Session& session, ScopeOptions const& options, int& status)
{
    auto const misused = [&](Phrase const& sentence) {
        status = console.misused(sentence);
        return std::nullopt;
    };
    auto scope = session.parse_scope(options.scope);
    if (!scope) {
        status = console.refuse(scope.error());
        return std::nullopt;
    }
    auto const is_date = [](std::string const& text) { return psl::Date::parse(text).has_value(); };
    if (!options.period.empty()) {
        auto const dots = options.period.find("..");
        if (dots == std::string::npos)
            return misused({"La période s’écrit DÉBUT..FIN, par exemple 2025-01-01..2025-12-31.", "A period is written FROM..TO, for example 2025-01-01..2025-12-31."});
        scope->from = options.period.substr(0, dots);
        scope->to = options.period.substr(dots + 2);
        if ((!scope->from.empty() && !is_date(scope->from)) || (!scope->to.empty() && !is_date(scope->to)) ||
            (!scope->from.empty() && !scope->to.empty() && scope->to < scope->from))
            return misused({"La période compte une date qui n’existe pas, ou la fin précède le début. Écrivez AAAA-MM-JJ..AAAA-MM-JJ.",
                            "The period holds a date that does not exist, or its end precedes its start. Write YYYY-MM-DD..YYYY-MM-DD."});
    }
    scope->as_of = options.as_of;
    if (!options.as_of.empty() && !is_date(options.as_of))
        return misused({"La date d’arrêté s’écrit AAAA-MM-JJ.", "The as-of date is written YYYY-MM-DD."});
    if (options.currency.size() != 3)
        return misused({"La devise s’écrit en trois lettres, par exemple EUR.", "A currency is three letters, for example EUR."});
    scope->currency = options.currency;
    return *scope;
}

} // namespace

int make_new(Console const& console, Options options, std::filesystem::path const& file, bool demo)
{
    Result<std::unique_ptr<bridge::Session>> created = bridge::Session::create(file, options.session);
    if (!created)
        return console.refuse(created.error());
    if (demo) {
        auto loaded = bridge::load_demo(**created);
        if (!loaded) {
            (*created).reset(); // the new file holds nothing yet: it goes, so that the same command can be given again
            std::error_code ignored;
            std::filesystem::remove(file, ignored);
            return console.refuse(loaded.error());
        }
        console.line(Phrase{fmt::format("Portefeuille de démonstration créé\u00A0: {} fiches, toutes fictives.", *loaded),
                            fmt::format("Demonstration portfolio made: {} records, all fictitious.", *loaded)});
    } else {
        console.line(Phrase{"Portefeuille créé.", "Portfolio made."});
    }
    return exit_done;
}

int import_files(Console const& console, bridge::Session& session, std::vector<std::filesystem::path> const& files, std::string const& format, bool preview)
{
    int status = exit_done;
    for (auto const& file : files) {
        Result<bridge::ImportReport> imported = [&] {
            ProgressBar bar(console, {"Import", "Import"});
            return session.import_file(file, format, preview ? bridge::ImportMode::preview : bridge::ImportMode::apply, bar.progress());
        }();
        console.line(fmt::format("{}", file.filename().string()));
        if (!imported) {
            status = console.refuse(imported.error());
            continue;
        }
        print_report(console, session, *imported);
        if (preview)
            console.line(Phrase{"Aperçu\u00A0: rien n’a été écrit.", "Preview: nothing was written."});
        else if (imported->created + imported->changed + imported->removed == 0)
            console.line(Phrase{"Tout était déjà à jour\u00A0: rien n’a changé.", "Everything was up to date: nothing changed."});
        else
            console.line(Phrase{"Import enregistré. « passerelle-cli undo » l’annule.", "Import saved. passerelle-cli undo takes it back."});
    }
    return status;
}

int dashboard(Console const& console, bridge::Session& session)
{
    auto document = session.dashboard(console.language());
    if (!document)
        return console.refuse(document.error());
    print(console, *document);
    return exit_done;
}

int report(Console const& console, bridge::Session& session, ReportOptions const& options)
{
    int status = exit_done;
    auto const scope = read_scope(console, session, options.scope, status);
    if (!scope)
        return status;
    auto const templates = session.report_templates();
    for (auto const& refused : templates.refused)
        console.note(refused.sentence);
    auto const form = std::find_if(templates.all.begin(), templates.all.end(), [&](model::ReportTemplate const& one) { return one.id == options.form; });
    if (form == templates.all.end()) {
        std::string known;
        for (auto const& one : templates.all)
            known += (known.empty() ? "" : ", ") + one.id;
        return console.misused({fmt::format("Aucun modèle de rapport ne s’appelle «\u00A0{}\u00A0». Choisissez parmi\u00A0: {}.", options.form, known),
                                fmt::format("No report template is called “{}”. Choose one of: {}.", options.form, known)});
    }

    Result<exchange::Document> document = [&] {
        ProgressBar bar(console, {"Rapport", "Report"});
        return session.report(*scope, options.language.value_or(form->language.value_or(console.language())), bar.progress(), *form);
    }();
    if (!document)
        return console.refuse(document.error());
    auto const written = options.format == "pdf"    ? exchange::write_pdf(*document, options.out)
                         : options.format == "html" ? exchange::write_html(*document, options.out)
                                                    : exchange::write_xlsx(*document, options.out);
    if (!written)
        return console.refuse(written.error());
    console.line(Phrase{fmt::format("Rapport écrit\u00A0: {}", options.out.string()), fmt::format("Report written: {}", options.out.string())});
    return exit_done;
}

int export_file(Console const& console, bridge::Session& session, ExportOptions const& options)
{
    int status = exit_done;
    auto const scope = read_scope(console, session, options.scope, status);
    if (!scope)
        return status;
    auto const written = [&] {
        ProgressBar bar(console, {"Export", "Export"});
        return session.export_file(options.format, *scope, console.language(), options.out, bar.progress());
    }();
    if (!written)
        return console.refuse(written.error());
    console.line(Phrase{fmt::format("Fichier écrit\u00A0: {}", options.out.string()), fmt::format("File written: {}", options.out.string())});
    return exit_done;
}

int run_command(Console const& console, bridge::Session& session, CommandOptions const& options)
{
    if (options.command.empty()) {
        for (auto const& command : session.commands({}))
            console.line(fmt::format("{}  {}", command.id, console.in(command.label)));
        return exit_done;
    }
    int status = exit_done;
    auto const scope = read_scope(console, session, options.scope, status);
    if (!scope)
        return status;
    auto const told = [&] {
        ProgressBar bar(console, {"Commande", "Command"});
        // On a worker's thread, as in the window: the module may wait there for what it writes.
        return std::async(std::launch::async, [&] { return session.run_command(options.command, *scope, console.language(), bar.progress()); }).get();
    }();
    (void)session.pump();
    if (!told)
        return console.refuse(told.error());
    for (auto const& one : *told)
        console.line(one.sentence);
    console.line(Phrase{"Commande terminée. « passerelle-cli undo » annule sa dernière écriture.", "Command done. passerelle-cli undo takes back what it wrote last."});
    return exit_done;
}

} // namespace passerelle::cli
