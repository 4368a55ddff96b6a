#include "host/ui/registry_screen.hpp"
#include "host/base/format.hpp"
#include "host/ui/page.hpp"
#include "host/ui/widgets/inputs.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

RegistryScreen::RegistryScreen(model::Entity const& entity) : m_table(entity, {}) {}

void RegistryScreen::draw(Desk& desk)
{
    Gui const& gui = desk.gui;
    auto const& entity = m_table.entity();
    m_table.prepare(desk);
    bool const may_edit = desk.may_edit(entity);
    auto const importing = desk.say("Importer…", "Import…"), exporting = desk.say("Exporter…", "Export…"), adding = desk.say("Ajouter", "Add");
    float const buttons = button_width(gui, importing, icons::import_) + button_width(gui, exporting, icons::export_) + button_width(gui, adding, icons::plus) + gui.px(22);
    std::string after;
    bool const narrowed = !m_table.filters.empty() || !m_table.search.empty();
    if (m_table.known()) {
        auto const number = format_integer(m_table.count(), desk.language());
        after = narrowed ? fmt::format("{} {}", number, desk.language() == Language::fr ? (m_table.count() > 1 ? "fiches trouvées" : "fiche trouvée") : (m_table.count() == 1 ? "record found" : "records found"))
                         : fmt::format("{} {}", number, desk.language() == Language::fr ? (m_table.count() > 1 ? "fiches" : "fiche") : (m_table.count() == 1 ? "record" : "records"));
    }
    page_title(gui, desk.in(entity.plural), after, buttons);
    if (button(gui, "import", importing, ButtonKind::ghost, icons::import_))
        desk.open(ImportRequest{});
    ImGui::SameLine(0, gui.px(6));
    if (button(gui, "export", exporting, ButtonKind::ghost, icons::export_, m_table.known()))
        desk.open(ExportRequest{&entity, m_table.ids()});
    ImGui::SameLine(0, gui.px(10));
    if (button(gui, "add", adding, ButtonKind::accent, icons::plus, may_edit))
        desk.go({.place = Route::Place::sheet, .entity = entity.id, .id = 0});
    space(gui, 8);

    bool changed = false;
    float const width = ImGui::GetContentRegionAvail().x;
    float const search = gui.px(240);
    if (text_input(gui, "##search", m_words, {.hint = desk.say("Rechercher dans le registre", "Search this register"), .width = search})) {
        m_table.search = m_words;
        changed = true;
    }
    ImGui::SameLine(0, gui.px(12));
    changed |= m_filters.draw(desk, entity, m_table.filters, width - search - gui.px(12));
    if (changed)
        m_table.reload();
    space(gui, 8);

    float const foot = gui.px(40);
    ImVec2 const room = ImGui::GetContentRegionAvail();
    m_table.draw(desk, {room.x, room.y - foot - ImGui::GetStyle().ItemSpacing.y});
    if (m_table.known() && m_table.count() == 0) {
        ImVec2 const back = ImGui::GetCursorPos();
        ImGui::SetCursorPosY(back.y - room.y + foot + gui.px(60));
        if (narrowed)
            empty_state(gui, icons::filter, desk.say("Aucune fiche ne correspond aux filtres. Retirez un filtre.", "No record matches the filters. Remove a filter."));
        else
            empty_state(gui, icons::folder, desk.say("Aucune fiche pour l’instant. Ajoutez-en une ou importez un fichier.", "No record yet. Add one or import a file."));
        ImGui::SetCursorPos(back);
    }
    footer(desk);
}

void RegistryScreen::footer(Desk& desk)
{
    Gui const& gui = desk.gui;
    auto const& c = gui.colours();
    ImVec2 const at = ImGui::GetCursorScreenPos();
    float const width = ImGui::GetContentRegionAvail().x;
    auto* const list = ImGui::GetWindowDrawList();
    list->AddLine(at, {at.x + width, at.y}, c.border);
    float x = at.x;
    float const y = at.y + gui.px(12);
    auto const legend = desk.say("— non renseigné", "— not reported");
    float const stop = at.x + width - text_width(gui.caption, legend) - gui.px(24);
    auto const words = [&](Face const& face, Colour colour, std::string_view shown) {
        draw_text(list, face, {x, y}, colour, shown);
        x += text_width(face, shown);
    };
    if (m_table.known()) {
        words(gui.caption, c.text, fmt::format("{} {}", format_integer(m_table.count(), desk.language()), desk.language() == Language::fr ? (m_table.count() > 1 ? "fiches" : "fiche") : (m_table.count() == 1 ? "record" : "records")));
        model::Field const* last = nullptr;
        std::size_t left = m_table.totals().size();
        for (auto const& total : m_table.totals()) {
            auto const label = total.field == last ? std::string() : fmt::format("{}{}", desk.in(total.field->label), desk.say("\u00A0: ", ": "));
            float const wide = text_width(gui.caption, label) + text_width(gui.caption, total.text) + gui.px(20);
            if (x + wide > stop - gui.px(70)) {
                x += gui.px(20);
                words(gui.caption, c.muted, fmt::format(fmt::runtime(desk.say("et {} autres", "and {} more")), left));
                break;
            }
            x += gui.px(20);
            words(gui.caption, c.muted, label);
            words(gui.caption, c.text, total.text);
            last = total.field;
            --left;
        }
    } else
        words(gui.caption, c.muted, desk.say("Lecture du registre…", "Reading the register…"));
    draw_text(list, gui.caption, {at.x + width - text_width(gui.caption, legend), y}, c.muted, legend);
    ImGui::Dummy({width, gui.px(32)});
}

} // namespace passerelle::ui
