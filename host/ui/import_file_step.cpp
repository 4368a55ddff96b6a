#include "host/ui/import_state.hpp"
#include "host/base/format.hpp"
#include "host/ui/widgets/elements.hpp"
#include "host/ui/wizard.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

void label(Context const& context, char const* fr, char const* en) { text(context, context.theme->text_2, context.tr(fr, en), context.fonts.caption); }

void draw_module_report(Context& context, ImportStatePtr const& state)
{
    auto const& report = *state->module_report;
    text(context, context.theme->text, state->module_applied ? context.tr("Import enregistré", "Import saved") : context.tr("Ce que l’import changerait", "What the import would change"), context.fonts.strong);
    if (ImGui::BeginTable("counts", 5, ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_SizingStretchProp | ImGuiTableFlags_NoSavedSettings)) {
        ImGui::TableNextRow();
        ImGui::TableNextColumn();
        ImGui::PushFont(context.fonts.caption);
        text(context, context.theme->muted, context.tr("Registre", "Register"));
        for (char const* column : {context.tr("Nouvelles", "New"), context.tr("Modifiées", "Changed"), context.tr("Inchangées", "Unchanged"), context.tr("Retirées", "Removed")}) {
            ImGui::TableNextColumn();
            right_text(context, context.theme->muted, column, ImGui::GetContentRegionAvail().x - context.px(8));
        }
        ImGui::PopFont();
        auto const line = [&](std::string const& name, std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t d) {
            ImGui::TableNextRow();
            ImGui::TableNextColumn();
            text(name);
            for (auto const n : {a, b, c, d}) {
                ImGui::TableNextColumn();
                right_text(context, context.theme->text, format_integer(n, context.language), ImGui::GetContentRegionAvail().x - context.px(8));
            }
        };
        for (auto const& [id, counts] : report.entities) {
            auto const* entity = context.session.registry().entity(id);
            line(entity ? context.in(entity->plural) : id, counts.created, counts.changed, counts.unchanged, counts.removed);
        }
        line(context.tr("Total", "Total"), report.created, report.changed, report.unchanged, report.removed);
        ImGui::EndTable();
    }
    for (auto const& problem : report.problems) {
        tone_mark(context, problem.level == model::IssueLevel::error ? exchange::Tone::bad : problem.level == model::IssueLevel::warning ? exchange::Tone::warn : exchange::Tone::info);
        ImGui::SameLine();
        ImGui::PushTextWrapPos(0);
        text(context, context.theme->text_2, fmt::format("{} {} – {}", problem.line > 0 ? fmt::format("{} {}", context.tr("ligne", "line"), problem.line) : "", problem.identifier, problem.sentence), context.fonts.caption);
        ImGui::PopTextWrapPos();
    }
}

void draw_register_choice(Context& context, ImportStatePtr const& state)
{
    std::size_t lines = 0;
    for (auto const& sheet : state->book->sheets)
        lines += sheet.rows.size();
    auto const sheets = state->book->sheets.size();
    std::string about = fmt::format("{} {}", format_integer(static_cast<std::int64_t>(lines), context.language), lines > 1 ? context.tr("lignes", "lines") : context.tr("ligne", "line"));
    if (sheets > 1)
        about += fmt::format(", {} {}", sheets, context.tr("feuilles", "sheets"));
    if (state->book->format == exchange::BookFormat::csv)
        about += fmt::format(", {} {}, {} «\u00A0{}\u00A0»", context.tr("codage", "encoding"), state->book->encoding, context.tr("séparateur", "separator"), state->book->separator == '\t' ? "tab" : std::string(1, state->book->separator));
    tone_mark(context, exchange::Tone::good);
    ImGui::SameLine(0, context.px(8));
    text(context, context.theme->text, about);
    ImGui::Dummy({0, context.px(12)});
    label(context, "Registre à remplir", "Register to fill");
    float const width = std::min(context.px(460), ImGui::GetContentRegionAvail().x);
    if (Named const name(context.tr("Registre à remplir", "Register to fill")); select_box(context, "register", state->entity ? context.in(state->entity->plural.empty() ? state->entity->label : state->entity->plural) : std::string{}, context.tr("Choisir un registre", "Choose a register"), width))
        ImGui::OpenPopup("registers");
    ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + context.px(2)}, ImGuiCond_Appearing);
    ImGui::SetNextWindowSizeConstraints({0, 0}, {width + context.px(40), context.px(360)});
    if (begin_menu(context, "registers")) {
        for (auto const& [id, fits] : state->registers) {
            auto const* entity = context.session.registry().entity(id);
            if (!entity)
                continue;
            ImGui::PushID(id.c_str());
            std::string const beside = fits == 0 ? std::string{} : fmt::format("{} {}", fits, fits > 1 ? context.tr("colonnes reconnues", "columns recognised") : context.tr("colonne reconnue", "column recognised"));
            if (menu_line(context, "line", context.in(entity->plural.empty() ? entity->label : entity->plural), beside, entity == state->entity, width)) {
                choose_register(context, state, id);
                ImGui::CloseCurrentPopup();
            }
            ImGui::PopID();
        }
        ImGui::EndPopup();
    }
    if (state->entity) {
        auto const fits = exchange::fitting_columns(state->mapping);
        ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
        text(context, context.theme->text_2,
             state->recalled ? context.tr("Le modèle d’import enregistré pour ces colonnes est repris.", "The import template kept for these columns was taken.")
             : fits == 0     ? context.tr("Aucune colonne n’est reconnue\u00A0: vous les associerez à l’étape suivante.", "No column is recognised: you will join them in the next step.")
                             : fmt::format("{} {} {}", fits, context.tr("sur", "of"), state->mapping.columns.size()) + context.tr(" colonnes sont déjà associées à un champ.", " columns are joined to a field already."),
             context.fonts.caption);
        ImGui::PopTextWrapPos();
    }
}

} // namespace

void draw_file_step(Context& context, ImportStatePtr const& state)
{
    float const foot = wizard_foot_height(context);
    ImGui::BeginChild("file", {0, ImGui::GetContentRegionAvail().y - foot});
    ImGui::Dummy({0, context.px(6)});
    label(context, "Fichier à importer", "File to import");
    std::string const browse = context.tr("Parcourir…", "Browse…");
    float const width = std::min(context.px(720), ImGui::GetContentRegionAvail().x - text_width(context.fonts.body, browse) - context.px(44));
    {
        Named const name(context.tr("Fichier à importer", "File to import"));
        text_field(context, "##path", state->path, width, context.tr("Choisissez un fichier, ou déposez-le sur la fenêtre", "Choose a file, or drop it on the window"), 1, ImGui::IsWindowAppearing() && !state->book);
        if (ImGui::IsItemDeactivatedAfterEdit() && key_pressed(ImGuiKey_Enter) && !state->path.empty())
            read_import_file(context, state);
    }
    ImGui::SameLine(0, context.px(8));
    if (button(context, ButtonKind::outline, "browse", browse) && !state->run)
        state->files.open({{"Choisir le fichier à importer", "Choose the file to import"}, {"Choisir", "Choose"}, {".xlsx", ".ods", ".csv", ".tsv", ".txt", ".xml"}, {}});
    if (auto const chosen = state->files.draw(context)) {
        state->path = chosen->string();
        state->as_table = false;
        read_import_file(context, state);
    }
    text(context, context.theme->muted, context.tr("Tableaux XLSX, ODS, CSV\u202F; fichiers IITA (IATI) et taux de change de la BCE", "XLSX, ODS and CSV tables; IATI files and exchange rates of the ECB"), context.fonts.caption);
    ImGui::Dummy({0, context.px(16)});
    if (state->module_report)
        draw_module_report(context, state);
    else if (state->book)
        draw_register_choice(context, state);
    else if (!state->run && !state->fault)
        empty_state(context, context.tr("Rien n’est écrit avant que vous ayez vu ce qui changerait.", "Nothing is written before you have seen what would change."));
    ImGui::EndChild();

    wizard_foot_line(context);
    float const y = ImGui::GetCursorPosY();
    ImGui::SetCursorPosY(y + context.px(7));
    if (state->run) {
        text(context, context.theme->text_2, context.in(state->doing));
        ImGui::SameLine(0, context.px(12));
        ImGui::SetCursorPosY(y + context.px(13));
        progress_bar(context, state->run->thousandths / 1000.0, context.px(120));
        ImGui::SameLine(0, context.px(8));
        ImGui::SetCursorPosY(y);
        if (button(context, ButtonKind::ghost, "stop", context.tr("Interrompre", "Stop")))
            state->run->stop = true;
    } else if (state->fault) {
        tone_mark(context, exchange::Tone::bad);
        ImGui::SameLine(0, context.px(8));
        ImGui::SetCursorPosY(y + context.px(7));
        fitted_text(context, context.theme->bad.text, context.in(*state->fault), ImGui::GetContentRegionAvail().x * 0.75f);
    } else {
        text(context, context.theme->text_2, state->module_applied ? std::string_view{} : context.tr("Rien n’est encore écrit.", "Nothing is written yet."));
    }
    ImGui::SameLine();
    ImGui::SetCursorPosY(y);
    if (state->module_report && !state->run) {
        std::string const undo = context.tr("Annuler cet import", "Take this import back"), table = context.tr("Lire comme un tableau", "Read as a table"), apply = context.tr("Importer", "Import");
        if (state->module_applied) {
            to_the_right(context, {undo});
            if (state->module_report->transaction != 0 && button(context, ButtonKind::outline, "undo", undo))
                undo_import(context, state);
            return;
        }
        bool const something = state->module_report->created + state->module_report->changed + state->module_report->removed > 0;
        to_the_right(context, something ? std::vector<std::string>{table, apply} : std::vector<std::string>{table});
        if (button(context, ButtonKind::outline, "table", table)) {
            state->as_table = true;
            read_import_file(context, state);
        }
        if (something) {
            ImGui::SameLine();
            if (button(context, ButtonKind::accent, "apply", apply))
                apply_module_import(context, state);
        }
        return;
    }
    std::string const next = context.tr("Continuer", "Continue"), read = context.tr("Lire le fichier", "Read the file");
    bool const ready = state->book && state->entity && !state->run;
    to_the_right(context, {ready ? next : read});
    if (ready) {
        if (button(context, ButtonKind::accent, "next", next) || (ImGui::GetIO().KeyCtrl && key_pressed(ImGuiKey_Enter)))
            state->step = ImportStep::columns;
    } else if (button(context, ButtonKind::accent, "read", read) && !state->run && !state->path.empty()) {
        read_import_file(context, state);
    }
}

} // namespace passerelle::ui
