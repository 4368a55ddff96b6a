#include "host/ui/import_state.hpp"
#include "host/base/format.hpp"
#include "host/base/text.hpp"
#include "host/ui/widgets/elements.hpp"
#include "host/ui/wizard.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

using exchange::ImportMapping;

std::string target_label(Context const& context, ImportState const& state, std::string const& id)
{
    auto const* target = exchange::find_target(state.targets, id);
    return target ? context.in(target->label) : std::string{};
}

/// The menu of fields; true when another was chosen.
bool choose_target(Context& context, ImportState& state, std::string& chosen, float width)
{
    bool changed = false;
    ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + context.px(2)}, ImGuiCond_Appearing);
    ImGui::SetNextWindowSizeConstraints({0, 0}, {width + context.px(60), context.px(360)});
    if (!begin_menu(context, "fields"))
        return false;
    if (menu_line(context, "none", context.tr("Laisser de côté", "Leave out"), "", chosen.empty(), width)) {
        changed = !chosen.empty();
        chosen.clear();
        ImGui::CloseCurrentPopup();
    }
    for (auto const& target : state.targets) {
        ImGui::PushID(target.id.c_str());
        bool const used = target.id != chosen && std::any_of(state.mapping.columns.begin(), state.mapping.columns.end(), [&](exchange::ImportColumn const& column) { return column.target == target.id; });
        std::string const beside = target.field->required && target.part.empty() ? context.tr("obligatoire", "required") : used ? context.tr("déjà pris", "taken") : "";
        if (menu_line(context, "line", context.in(target.label), beside, target.id == chosen, width)) {
            for (auto& column : state.mapping.columns)
                if (column.target == target.id)
                    column.target.clear();
            chosen = target.id;
            changed = true;
            ImGui::CloseCurrentPopup();
        }
        ImGui::PopID();
    }
    ImGui::EndPopup();
    return changed;
}

bool choose_currency(Context& context, std::string& currency, float width)
{
    bool changed = false;
    if (select_box(context, "currency", currency, context.tr("Monnaie\u202F?", "Currency?"), width, currency.empty()))
        ImGui::OpenPopup("currencies");
    ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + context.px(2)}, ImGuiCond_Appearing);
    ImGui::SetNextWindowSizeConstraints({0, 0}, {context.px(360), context.px(360)});
    auto const* list = context.session.registry().list("core.currency");
    if (!begin_menu(context, "currencies"))
        return false;
    if (list)
        for (auto const& code : list->codes) {
            ImGui::PushID(code.code.c_str());
            if (!code.withdrawn && menu_line(context, "line", context.in(code.name), code.code, code.code == currency, context.px(320))) {
                currency = code.code;
                changed = true;
                ImGui::CloseCurrentPopup();
            }
            ImGui::PopID();
        }
    ImGui::EndPopup();
    return changed;
}

void draw_place(Context& context, ImportStatePtr const& state)
{
    auto const& book = *state->book;
    if (book.sheets.size() > 1) {
        text(context, context.theme->text_2, context.tr("Feuille", "Sheet"));
        ImGui::SameLine(0, context.px(8));
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() - context.px(7));
        if (select_box(context, "sheet", state->sheet().name, "", context.px(260)))
            ImGui::OpenPopup("sheets");
        ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + context.px(2)}, ImGuiCond_Appearing);
        ImGui::SetNextWindowSizeConstraints({0, 0}, {context.px(480), context.px(360)});
        if (begin_menu(context, "sheets")) {
            for (std::size_t at = 0; at < book.sheets.size(); ++at) {
                ImGui::PushID(static_cast<int>(at));
                if (!book.sheets[at].rows.empty() && menu_line(context, "line", book.sheets[at].name, fmt::format("{} {}", book.sheets[at].rows.size(), context.tr("lignes", "lines")), at == state->mapping.sheet, context.px(420))) {
                    choose_register(context, state, state->entity->id, at);
                    ImGui::CloseCurrentPopup();
                }
                ImGui::PopID();
            }
            ImGui::EndPopup();
        }
        ImGui::SameLine(0, context.px(24));
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() + context.px(7));
    }
    text(context, context.theme->text_2, context.tr("Titres des colonnes", "Column heads"));
    ImGui::SameLine(0, context.px(8));
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() - context.px(7));
    auto const& rows = state->sheet().rows;
    auto const in_words = [&](std::size_t row) {
        if (row == ImportMapping::no_header)
            return std::string{context.tr("Aucun titre", "No heads")};
        std::string words;
        for (auto const& cell : rows[row].cells)
            if (cell.kind != exchange::CellKind::empty && words.size() < 120)
                words += (words.empty() ? "" : " · ") + shortened(cell.text, 24);
        return fmt::format("{} {}{}{}", context.tr("ligne", "line"), rows[row].line, context.tr("\u00A0: ", ": "), words);
    };
    if (select_box(context, "header", in_words(state->mapping.header), "", std::min(context.px(420), ImGui::GetContentRegionAvail().x)))
        ImGui::OpenPopup("headers");
    ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + context.px(2)}, ImGuiCond_Appearing);
    ImGui::SetNextWindowSizeConstraints({0, 0}, {context.px(680), context.px(360)});
    if (begin_menu(context, "headers")) {
        if (menu_line(context, "none", context.tr("Aucun titre", "No heads"), "", state->mapping.header == ImportMapping::no_header, context.px(620))) {
            choose_register(context, state, state->entity->id, state->mapping.sheet, ImportMapping::no_header);
            ImGui::CloseCurrentPopup();
        }
        for (std::size_t row = 0; row < rows.size() && row < 30; ++row) {
            ImGui::PushID(static_cast<int>(row));
            if (menu_line(context, "line", in_words(row), "", state->mapping.header == row, context.px(620))) {
                choose_register(context, state, state->entity->id, state->mapping.sheet, row);
                ImGui::CloseCurrentPopup();
            }
            ImGui::PopID();
        }
        ImGui::EndPopup();
    }
}

void draw_columns(Context& context, ImportState& state)
{
    if (!ImGui::BeginTable("columns", 4, ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_NoSavedSettings | ImGuiTableFlags_PadOuterX))
        return;
    ImGui::TableSetupColumn("a", ImGuiTableColumnFlags_WidthStretch, 1.1f);
    ImGui::TableSetupColumn("b", ImGuiTableColumnFlags_WidthStretch, 1.4f);
    ImGui::TableSetupColumn("c", ImGuiTableColumnFlags_WidthFixed, context.px(400));
    ImGui::TableSetupColumn("d", ImGuiTableColumnFlags_WidthStretch, 1.5f);
    ImGui::TableNextRow();
    for (char const* head : {context.tr("Colonne du fichier", "Column of the file"), context.tr("Exemples", "Examples"), context.tr("Champ à remplir", "Field to fill"), context.tr("Lecture", "Reading")}) {
        ImGui::TableNextColumn();
        text(context, context.theme->muted, head, context.fonts.caption);
    }
    for (std::size_t c = 0; c < state.mapping.columns.size(); ++c) {
        auto& column = state.mapping.columns[c];
        ImGui::PushID(static_cast<int>(c));
        ImGui::TableNextRow(0, context.px(40));
        ImGui::TableNextColumn();
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() + context.px(8));
        fitted_text(context, column.target.empty() ? context.theme->muted : context.theme->text, column_title(state.mapping, c), ImGui::GetContentRegionAvail().x, column.target.empty() ? context.fonts.body : context.fonts.strong);
        ImGui::TableNextColumn();
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() + context.px(8));
        std::string samples;
        for (auto const& sample : column.samples)
            samples += (samples.empty() ? "" : "  ·  ") + sample;
        fitted_text(context, context.theme->text_2, samples, ImGui::GetContentRegionAvail().x);
        ImGui::TableNextColumn();
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() + context.px(2));
        auto const* field = state.entity->field(column.target);
        bool const money = field && field->type == model::FieldType::money;
        bool changed = false;
        if (Named const name(column_title(state.mapping, c)); select_box(context, "target", target_label(context, state, column.target), context.tr("Laisser de côté", "Leave out"), money ? context.px(290) : context.px(392)))
            ImGui::OpenPopup("fields");
        changed |= choose_target(context, state, column.target, context.px(360));
        if (money) {
            ImGui::SameLine(0, context.px(6));
            changed |= choose_currency(context, column.currency, context.px(96));
        }
        ImGui::TableNextColumn();
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() + context.px(4));
        ImGui::PushTextWrapPos(0);
        if (!column.remark.empty())
            text(context, context.theme->warn.text, context.in(column.remark), context.fonts.caption);
        ImGui::PopTextWrapPos();
        ImGui::PopID();
        if (changed) {
            examine_again(context, state);
            break; // the columns may have moved under the loop
        }
    }
    ImGui::EndTable();
}

/// One value for every line: for what the file does not say, above all the fields that must be filled.
void draw_fixed(Context& context, ImportState& state)
{
    auto const missing = exchange::missing_fields(*state.entity, state.mapping);
    auto& fixed = state.mapping.fixed;
    if (missing.empty() && fixed.empty())
        return;
    ImGui::Dummy({0, context.px(10)});
    text(context, context.theme->text, context.tr("La même valeur pour toutes les lignes", "The same value for every line"), context.fonts.strong);
    std::vector<std::string> ids;
    for (auto const& one : fixed)
        ids.push_back(one.first);
    for (auto const* field : missing)
        if (std::find(ids.begin(), ids.end(), field->id) == ids.end())
            ids.push_back(field->id);
    for (auto const& id : ids) {
        auto const* field = state.entity->field(id.substr(0, id.find('.')));
        if (!field)
            continue;
        ImGui::PushID(id.c_str());
        auto there = std::find_if(fixed.begin(), fixed.end(), [&](auto const& one) { return one.first == id; });
        std::string value = there == fixed.end() ? std::string{} : there->second;
        float const y = ImGui::GetCursorPosY();
        ImGui::SetCursorPosY(y + context.px(7));
        fitted_text(context, context.theme->text_2, target_label(context, state, id), context.px(220));
        ImGui::SameLine(context.px(240));
        ImGui::SetCursorPosY(y);
        bool changed = false;
        if (field->type == model::FieldType::link) {
            auto const* to = context.session.registry().entity(field->to);
            std::string shown = value;
            if (to && value.starts_with('#'))
                shown = model::title_of(context.session.portfolio().reader(), context.session.registry(), *to, std::strtoll(value.c_str() + 1, nullptr, 10), context.language);
            if (select_box(context, "pick", shown, context.tr("Choisir une fiche", "Choose a record"), context.px(400), value.empty()) && to) {
                state.picker.id = 0;
                state.picker.open(context, *to);
                state.fixing = id;
                ImGui::OpenPopup("picker");
            }
            ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + context.px(2)}, ImGuiCond_Appearing);
            if (begin_menu(context, "picker")) {
                if (state.picker.draw(context, context.px(400)) && state.fixing == id) {
                    value = fmt::format("#{}", state.picker.id);
                    changed = true;
                    ImGui::CloseCurrentPopup();
                }
                ImGui::EndPopup();
            }
        } else {
            Named const name(target_label(context, state, id));
            changed = text_field(context, "##value", value, context.px(400), field->type == model::FieldType::date ? context.tr("jj/mm/aaaa", "dd/mm/yyyy") : "", 1, false, value.empty());
        }
        ImGui::PopID();
        if (changed) {
            if (there == fixed.end())
                fixed.emplace_back(id, value);
            else
                there->second = value;
            state.mapping.match = exchange::likely_match(state.mapping, state.sheet(), *state.entity);
            state.plan.reset();
            break;
        }
    }
}

void draw_match(Context& context, ImportState& state)
{
    ImGui::Dummy({0, context.px(10)});
    text(context, context.theme->text, context.tr("Retrouver les fiches déjà présentes", "Find the records that are there already"), context.fonts.strong);
    std::string fields;
    for (auto const& id : state.mapping.match)
        fields += (fields.empty() ? "" : " + ") + target_label(context, state, id);
    ImGui::PushTextWrapPos(0);
    text(context, context.theme->text_2, fields.empty() ? context.tr("Aucune colonne n’identifie les fiches\u00A0: une ligne est reconnue quand toutes ses valeurs sont égales à celles d’une fiche.", "No column identifies the records: a line is recognised where all its values equal a record’s.")
                                                        : fmt::format("{} {}", context.tr("Une ligne met à jour la fiche qui a les mêmes valeurs pour\u00A0:", "A line updates the record that has the same values for:"), fields));
    ImGui::PopTextWrapPos();
    std::size_t erase = state.mapping.erase ? 1 : 0;
    text(context, context.theme->text_2, context.tr("Cellule vide", "Empty cell"), context.fonts.caption);
    if (segments(context, "erase", {context.tr("Ne change rien", "Changes nothing"), context.tr("Vide le champ", "Empties the field")}, erase)) {
        state.mapping.erase = erase == 1;
        state.plan.reset();
    }
}

} // namespace

void draw_columns_step(Context& context, ImportStatePtr const& state)
{
    if (!state->book || !state->entity) {
        state->step = ImportStep::file;
        return;
    }
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + context.px(7));
    draw_place(context, state);
    ImGui::BeginChild("mapping", {0, ImGui::GetContentRegionAvail().y - wizard_foot_height(context)});
    draw_columns(context, *state);
    draw_fixed(context, *state);
    draw_match(context, *state);
    ImGui::EndChild();
    std::size_t const fits = exchange::fitting_columns(state->mapping);
    auto const missing = exchange::missing_fields(*state->entity, state->mapping);
    std::string sentence = fits == 0 ? context.tr("Associez au moins une colonne à un champ.", "Join at least one column to a field.") : context.tr("Rien n’est encore écrit.", "Nothing is written yet.");
    if (fits > 0 && !missing.empty())
        sentence = fmt::format("{}{}{}", context.in(missing.front()->label), context.tr("\u00A0: ", ": "), context.tr("champ obligatoire que rien ne remplit encore.", "a required field that nothing fills yet."));
    if (import_foot(context, *state, sentence))
        state->step = ImportStep::file;
    std::string const keep = context.tr("Enregistrer le modèle d’import", "Keep as a template"), next = context.tr("Vérifier les lignes", "Check the lines");
    to_the_right(context, {keep, next});
    if (state->remembered) {
        float const y = ImGui::GetCursorPosY();
        ImGui::SetCursorPosY(y + context.px(7));
        text(context, context.theme->muted, context.tr("Modèle d’import enregistré", "Template kept"));
        ImGui::SameLine();
        ImGui::SetCursorPosY(y);
    } else {
        if (button(context, ButtonKind::ghost, "keep", keep) && fits > 0) {
            keep_template(context, state);
        }
        ImGui::SameLine();
    }
    if ((button(context, ButtonKind::accent, "next", next) || (ImGui::GetIO().KeyCtrl && key_pressed(ImGuiKey_Enter))) && fits > 0 && !state->run) {
        state->step = ImportStep::check;
        if (!state->plan)
            make_plan(context, state);
    }
}

} // namespace passerelle::ui
