// import FILE --to REGISTER: a spreadsheet into a register, as the window's import does it.
#include "host/app/cli/commands.hpp"
#include "host/app/cli/print.hpp"
#include "host/base/format.hpp"
#include "host/base/text.hpp"
#include "host/exchange/import_plan.hpp"
#include "host/exchange/import_template.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::cli {

namespace {

std::string column_name(exchange::ImportMapping const& mapping, std::size_t column)
{
    if (!mapping.columns[column].header.empty())
        return shortened(mapping.columns[column].header, 60);
    std::string letters;
    for (std::size_t n = column + 1; n > 0; n = (n - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (n - 1) % 26));
    return letters;
}

/// "Column=field" of --map and --set; nothing where there is no sign.
std::optional<std::pair<std::string, std::string>> halves(std::string const& word)
{
    auto const sign = word.rfind('=');
    if (sign == std::string::npos || sign == 0)
        return std::nullopt;
    return std::pair{word.substr(0, sign), word.substr(sign + 1)};
}

void print_mapping(Console const& console, exchange::ImportMapping const& mapping, model::Entity const& entity)
{
    auto const targets = exchange::import_targets(entity);
    TextTable table{{console.in({"Colonne", "Column"}), console.in({"Champ", "Field"}), console.in({"Exemple", "Example"}), console.in({"Remarque", "Remark"})}, {false, false, false, false}, {}};
    for (std::size_t c = 0; c < mapping.columns.size(); ++c) {
        auto const& column = mapping.columns[c];
        auto const* target = exchange::find_target(targets, column.target);
        std::string field = target ? fmt::format("{} ({})", console.in(target->label), target->id) : console.in({"(laissée de côté)", "(left out)"});
        if (!column.currency.empty())
            field += ", " + column.currency;
        table.rows.push_back({column_name(mapping, c), std::move(field), column.samples.empty() ? std::string{} : shortened(column.samples.front(), 30), console.in(column.remark)});
    }
    print(console, table);
    for (auto const& [target, text] : mapping.fixed)
        console.line(Phrase{fmt::format("{} = {} pour toutes les lignes", target, text), fmt::format("{} = {} for every line", target, text)});
    std::string fields;
    for (auto const& id : mapping.match)
        fields += (fields.empty() ? "" : ", ") + (entity.field(id) ? console.in(entity.field(id)->label) : id);
    console.line(fields.empty() ? Phrase{"Fiches retrouvées quand toutes leurs valeurs sont égales.", "Records are found where all their values are equal."}
                                : Phrase{fmt::format("Fiches retrouvées par\u00A0: {}", fields), fmt::format("Records are found by: {}", fields)});
}

void print_outcome(Console const& console, exchange::ImportPlan const& plan)
{
    auto const& counts = plan.counts();
    Language const language = console.language();
    auto const number = [&](std::size_t n) { return format_integer(static_cast<std::int64_t>(n), language); };
    TextTable table{{console.in({"Lignes", "Lines"}), console.in({"Nouvelles", "New"}), console.in({"Modifiées", "Changed"}), console.in({"Inchangées", "Unchanged"}), console.in({"À décider", "To decide"}),
                     console.in({"En erreur", "In error"}), console.in({"Ignorées", "Ignored"})},
                    {true, true, true, true, true, true, true},
                    {{number(counts.lines), number(counts.fresh), number(counts.changed), number(counts.unchanged), number(counts.to_decide), number(counts.error), number(counts.ignored)}}};
    print(console, table);
    std::size_t shown = 0;
    constexpr std::size_t most = 100;
    for (auto const& line : plan.lines()) {
        bool const fault = line.outcome == exchange::LineOutcome::error, doubt = line.outcome == exchange::LineOutcome::to_decide;
        if (!fault && !doubt)
            continue;
        if (++shown > most)
            continue;
        auto const place = plan.sheet().rows[line.row].line;
        std::string where = language == Language::fr ? fmt::format("ligne {}", place) : fmt::format("line {}", place);
        if (line.column < plan.input().mapping.columns.size())
            where += ", " + column_name(plan.input().mapping, line.column);
        console.line(fmt::format("{} {} – {}", fault ? "■" : "▲", where, console.in(line.sentence)));
    }
    if (shown > most)
        console.line(Phrase{fmt::format("Et {} autres points.", shown - most), fmt::format("And {} more points.", shown - most)});
}

} // namespace

int import_sheet(Console const& console, bridge::Session& session, SheetOptions const& options)
{
    auto const* entity = session.registry().entity(options.entity);
    if (!entity)
        return console.misused({fmt::format("Aucun module présent ne déclare le registre «\u00A0{}\u00A0».", options.entity), fmt::format("No present module declares the register “{}”.", options.entity)});
    auto read = exchange::read_workbook(options.file);
    if (!read)
        return console.refuse(read.error());
    auto const book = std::make_shared<exchange::Workbook const>(std::move(*read));
    std::size_t sheet = exchange::likely_sheet(*book, *entity);
    if (!options.sheet.empty()) {
        auto const found = std::find_if(book->sheets.begin(), book->sheets.end(), [&](exchange::SheetTable const& one) { return fold(one.name) == fold(options.sheet); });
        if (found == book->sheets.end()) {
            std::string names;
            for (auto const& one : book->sheets)
                names += (names.empty() ? "" : ", ") + one.name;
            return console.misused({fmt::format("Aucune feuille ne s’appelle «\u00A0{}\u00A0». Feuilles du classeur\u00A0: {}", options.sheet, names), fmt::format("No sheet is called “{}”. Sheets of the workbook: {}", options.sheet, names)});
        }
        sheet = static_cast<std::size_t>(found - book->sheets.begin());
    }
    auto const& table = book->sheets[sheet];
    std::size_t header = exchange::likely_header(table, exchange::import_targets(*entity));
    if (options.header >= 0) {
        auto const found = std::find_if(table.rows.begin(), table.rows.end(), [&](exchange::SheetRow const& row) { return row.line == static_cast<std::size_t>(options.header); });
        header = found == table.rows.end() ? exchange::ImportMapping::no_header : static_cast<std::size_t>(found - table.rows.begin());
    }
    auto mapping = exchange::propose_mapping(*book, session.registry(), *entity, console.language(), sheet, header);
    auto& reader = session.portfolio().reader();
    if (exchange::recall_mapping(reader, session.registry(), *entity, mapping))
        console.line(Phrase{"Modèle d’import enregistré repris.", "The import template kept for these columns was taken."});
    auto const targets = exchange::import_targets(*entity);
    for (bool const fixed : {false, true})
        for (auto const& word : fixed ? options.set : options.map) {
            auto const pair = halves(word);
            auto const& target = pair ? (fixed ? pair->first : pair->second) : word;
            if (!pair || (!target.empty() && !exchange::find_target(targets, target)))
                return console.misused(pair ? Phrase{fmt::format("Le registre {} n’a pas de champ «\u00A0{}\u00A0» à remplir.", entity->id, target), fmt::format("The register {} has no field “{}” to fill.", entity->id, target)}
                                            : Phrase{fmt::format("«\u00A0{}\u00A0»\u00A0: écrivez Colonne=champ, ou champ=valeur.", word), fmt::format("“{}”: write Column=field, or field=value.", word)});
            if (fixed) {
                mapping.fixed.emplace_back(pair->first, pair->second);
                continue;
            }
            bool known = false;
            for (std::size_t c = 0; c < mapping.columns.size(); ++c) {
                if (fold(mapping.columns[c].header) == fold(pair->first) || column_name(mapping, c) == pair->first) {
                    mapping.columns[c].target = target;
                    known = true;
                } else if (!target.empty() && mapping.columns[c].target == target) {
                    mapping.columns[c].target.clear(); // one column for a field
                }
            }
            if (!known)
                return console.misused({fmt::format("Aucune colonne ne s’appelle «\u00A0{}\u00A0».", pair->first), fmt::format("No column is called “{}”.", pair->first)});
        }
    exchange::examine_columns(mapping, table, session.registry(), *entity, console.language());
    console.line(fmt::format("{}{}", options.file.filename().string(), table.name.empty() ? "" : " – " + table.name));
    print_mapping(console, mapping, *entity);
    for (auto const* field : exchange::missing_fields(*entity, mapping))
        console.note({fmt::format("{}\u00A0: champ obligatoire, aucune colonne ne le remplit (--map ou --set {}=…).", field->label.fr, field->id),
                      fmt::format("{}: a required field that no column fills (--map or --set {}=…).", field->label.en, field->id)});
    exchange::ImportInput input{book, entity, std::move(mapping), {}, console.language()};
    auto plan = [&] {
        ProgressBar bar(console, {"Vérification", "Check"});
        return exchange::ImportPlan::make(session.portfolio(), session.registry(), session.editor(), std::move(input), {[&](double share) { bar.progress().report(share, {}); }, &bar.progress().cancel});
    }();
    if (!plan)
        return console.refuse(plan.error());
    print_outcome(console, *plan);
    auto const& counts = plan->counts();
    if (options.dry_run) {
        console.line(Phrase{"Aperçu\u00A0: rien n’a été écrit.", "Preview: nothing was written."});
        return exit_done;
    }
    if (counts.error + counts.to_decide > 0 && !options.skip_errors)
        return console.refuse({Status::invalid, {"Des lignes sont en erreur ou à décider\u00A0: rien n’a été écrit. Corrigez le fichier, ou ajoutez --skip-errors pour les laisser de côté.",
                                                 "Some lines are in error or to be decided: nothing was written. Correct the file, or add --skip-errors to leave them aside."}});
    if (counts.to_write() == 0) {
        console.line(Phrase{"Tout était déjà à jour\u00A0: rien n’a changé.", "Everything was up to date: nothing changed."});
        return exit_done;
    }
    auto const done = [&] {
        ProgressBar bar(console, {"Import", "Import"});
        return plan->apply(session.portfolio(), session.editor(), options.file.filename().string(), {[&](double share) { bar.progress().report(share, {}); }, &bar.progress().cancel});
    }();
    if (!done)
        return console.refuse(done.error());
    auto const line = [&](std::size_t n) { return format_integer(static_cast<std::int64_t>(n), console.language()); };
    console.line(Phrase{fmt::format("Import enregistré\u00A0: nouvelles {}, modifiées {}, laissées de côté {}. « passerelle-cli undo » l’annule.", line(done->fresh), line(done->changed), line(counts.aside())),
                        fmt::format("Import saved: new {}, changed {}, left aside {}. passerelle-cli undo takes it back.", line(done->fresh), line(done->changed), line(counts.aside()))});
    if (auto indexed = session.index_text(); !indexed)
        return console.refuse(indexed.error());
    return exit_done;
}

} // namespace passerelle::cli
