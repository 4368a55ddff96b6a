#include "host/ui/import_screen.hpp"
#include "host/ui/import_state.hpp"
#include "host/ui/wizard.hpp"
#include <fmt/format.h>

namespace passerelle::ui {

ImportScreen::ImportScreen() : m_state(std::make_shared<ImportState>()) {}
ImportScreen::~ImportScreen()
{
    if (m_state->run)
        m_state->run->stop = true;
}

void ImportScreen::open(Context& context, std::string path, std::string entity)
{
    if (m_state->run)
        m_state->run->stop = true;
    m_state = std::make_shared<ImportState>();
    m_state->path = std::move(path);
    m_state->wanted_entity = std::move(entity);
    if (!m_state->path.empty())
        read_import_file(context, m_state);
}

void ImportScreen::open_pasted(Context& context, std::string text, std::string entity, std::vector<std::int64_t> ids, std::vector<std::string> fields)
{
    if (m_state->run)
        m_state->run->stop = true;
    m_state = std::make_shared<ImportState>();
    m_state->path = context.tr("Presse-papiers", "Clipboard");
    m_state->wanted_entity = std::move(entity);
    m_state->over = std::move(ids);
    m_state->over_fields = std::move(fields);
    read_pasted(context, m_state, std::move(text));
}

std::string column_title(exchange::ImportMapping const& mapping, std::size_t column)
{
    if (!mapping.columns[column].header.empty())
        return mapping.columns[column].header;
    std::string letters;
    for (std::size_t n = column + 1; n > 0; n = (n - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (n - 1) % 26));
    return letters;
}

bool import_foot(Context& context, ImportState& state, std::string_view sentence)
{
    wizard_foot_line(context);
    bool const back = button(context, ButtonKind::outline, "back", context.tr("Retour", "Back"));
    ImGui::SameLine(0, context.px(16));
    float const y = ImGui::GetCursorPosY();
    ImGui::SetCursorPosY(y + context.px(7));
    if (state.run) {
        text(context, context.theme->text_2, context.in(state.doing));
        ImGui::SameLine(0, context.px(12));
        ImGui::SetCursorPosY(y + context.px(13));
        progress_bar(context, state.run->thousandths / 1000.0, context.px(120));
        ImGui::SameLine(0, context.px(8));
        ImGui::SetCursorPosY(y);
        if (button(context, ButtonKind::ghost, "stop", context.tr("Interrompre", "Stop")))
            state.run->stop = true;
    } else {
        if (state.fault)
            tone_mark(context, exchange::Tone::bad), ImGui::SameLine(0, context.px(8)), ImGui::SetCursorPosY(y + context.px(7));
        fitted_text(context, state.fault ? context.theme->bad.text : context.theme->text_2, state.fault ? context.in(*state.fault) : std::string{sentence}, ImGui::GetContentRegionAvail().x * 0.55f);
    }
    ImGui::SameLine();
    ImGui::SetCursorPosY(y);
    return back;
}

void ImportScreen::draw(Context& context)
{
    if (m_state->again)
        open(context);
    auto const state = m_state;
    std::string const title = state->entity && state->book ? fmt::format("{} – {}", context.tr("Importer", "Import"), context.in(state->entity->plural.empty() ? state->entity->label : state->entity->plural)) : context.tr("Importer un fichier", "Import a file");
    std::string about = state->file_name();
    if (state->book && !state->sheet().name.empty() && state->step != ImportStep::file)
        about += fmt::format(fmt::runtime(context.tr(", feuille «\u00A0{}\u00A0»", ", sheet “{}”")), state->sheet().name);
    auto const now = static_cast<std::size_t>(state->step);
    auto const to = wizard_head(context, title, about, {context.tr("Fichier", "File"), context.tr("Colonnes", "Columns"), context.tr("Vérification", "Check"), context.tr("Import", "Import")}, now);
    if (to != now && !state->run && !state->done)
        state->step = static_cast<ImportStep>(to);
    ImGui::Dummy({0, context.px(6)});
    switch (state->step) {
    case ImportStep::file: draw_file_step(context, state); break;
    case ImportStep::columns: draw_columns_step(context, state); break;
    case ImportStep::check: draw_check_step(context, state); break;
    case ImportStep::done: draw_done_step(context, state); break;
    }
}

} // namespace passerelle::ui
