#include "host/ui/top_bar.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

std::string about(Context const& context, char const* verb, std::optional<model::Editor::Step> const& step, char const* keys)
{
    if (!step)
        return fmt::format("{} ({})", verb, keys);
    return fmt::format("{}{}: {} ({})", verb, context.language == Language::fr ? "\u00A0" : "", context.in(step->label), keys);
}

} // namespace

TopAction TopBar::draw(Context& context, std::vector<PathStep> const& path, bool may_go_back, std::optional<model::Editor::Step> const& undo, std::optional<model::Editor::Step> const& redo)
{
    Theme const& theme = *context.theme;
    auto action = TopAction::none;
    ImVec2 const at = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    ImGui::GetWindowDrawList()->AddLine({at.x, at.y + size.y - 1}, {at.x + size.x, at.y + size.y - 1}, theme.border);

    // From the right: what is always there first, then the search if there is room, then the path with what is left.
    std::string const other = context.language == Language::fr ? "English" : "Français";
    std::string const import_words = context.tr("Importer…", "Import…"), report_words = context.tr("Rapport…", "Report…");
    std::string const undo_words = context.tr("Annuler", "Undo"), redo_words = context.tr("Rétablir", "Redo");
    auto const icon_width = [&](std::string const& words) { return text_width(context.fonts.body, words) + context.px(context.fonts.icon ? 46 : 24); };
    float const gap = context.px(4), margin = context.px(16);
    bool const roomy = size.x > context.px(760);
    float const actions = (roomy ? icon_width(import_words) + icon_width(report_words) : tool_width(context, import_words) + tool_width(context, report_words)) + tool_width(context, undo_words) +
                          tool_width(context, redo_words) + text_width(context.fonts.body, other) + context.px(24) + gap * 4 + margin;
    float const search_width = std::clamp(size.x - actions - context.px(340), context.px(34), context.px(300));
    float const path_room = size.x - actions - search_width - context.px(48);

    float x = context.px(16);
    if (may_go_back) {
        ImGui::SetCursorPos({x, context.px(8)});
        if (tool(context, "back", icons::arrow_left, context.tr("Retour", "Back"), context.tr("Retour (Alt et ←)", "Back (Alt and ←)")))
            action = TopAction::back;
        x += tool_width(context, context.tr("Retour", "Back")) + context.px(4);
    } else {
        x += context.px(8);
    }
    float room = path_room - x;
    ImGui::PushID("path");
    for (std::size_t step = 0; step < path.size(); ++step) {
        ImGui::PushID(static_cast<int>(step));
        bool const last = step + 1 == path.size();
        ImFont const* const font = last ? context.fonts.strong : context.fonts.body;
        // Earlier steps give way where the last needs the room.
        float const wanted = text_width(font, path[step].words), left_over = last ? room : std::min(room * 0.5f, wanted);
        if (left_over < std::min(context.px(40), wanted)) {
            ImGui::PopID();
            continue;
        }
        auto const shown = elided(font, path[step].words, left_over);
        ImGui::SetCursorPos({x, context.px(15)});
        if (path[step].place) {
            if (link(context, "step", shown))
                context.go(*path[step].place);
        } else {
            text(context, last ? theme.text : theme.muted, shown, const_cast<ImFont*>(font));
        }
        if (shown != path[step].words)
            tooltip(context, path[step].words);
        float const used = text_width(font, shown) + context.px(22);
        if (!last) {
            float const cx = at.x + x + used - context.px(12), cy = at.y + context.px(24), s = context.px(3.5f);
            ImGui::GetWindowDrawList()->AddLine({cx - s / 2, cy - s}, {cx + s / 2, cy}, theme.muted, context.px(1.5f));
            ImGui::GetWindowDrawList()->AddLine({cx + s / 2, cy}, {cx - s / 2, cy + s}, theme.muted, context.px(1.5f));
        }
        x += used;
        room -= used;
        ImGui::PopID();
    }
    ImGui::PopID();

    ImGui::SetCursorPos({size.x - actions - search_width - context.px(12), context.px(8)});
    if (search_width < context.px(120)) {
        if (tool(context, "search", icons::magnify, context.tr("Chercher", "Search"), context.tr("Rechercher ou lancer une commande (Ctrl et K)", "Search or run a command (Ctrl and K)")))
            action = TopAction::search;
    } else {
        auto const touch = pressable(context, "search", {search_width, context.px(32)});
        tell_element(Role::button, context.tr("Rechercher partout", "Search everywhere"), "Ctrl K");
        ImDrawList* const list = ImGui::GetWindowDrawList();
        list->AddRectFilled(touch.min, touch.max, touch.hovered ? theme.hover : theme.surface, context.px(6));
        list->AddRect(touch.min, touch.max, touch.focused ? theme.focus : theme.border_strong, context.px(6), 0, touch.focused ? context.px(2) : 1);
        float const middle = (touch.min.y + touch.max.y) / 2;
        draw_icon(context, list, {touch.min.x + context.px(19), middle}, icons::magnify, theme.text_2);
        float const keys = text_width(context.fonts.caption, "Ctrl K") + context.px(12);
        draw_text(list, context.fonts.body, {touch.min.x + context.px(36), middle - font_size(context.fonts.body) * 0.6f}, theme.muted,
                  elided(context.fonts.body, context.tr("Rechercher partout", "Search everywhere"), search_width - context.px(44) - keys));
        draw_text(list, context.fonts.caption, {touch.max.x - keys, middle - font_size(context.fonts.caption) * 0.6f}, theme.muted, "Ctrl K");
        if (touch.pressed)
            action = TopAction::search;
    }

    ImGui::SetCursorPos({size.x - actions, context.px(8)});
    bool const read_only = context.session.portfolio().read_only();
    auto const act = [&](TopAction what, char const* id, std::string_view icon, std::string const& words) {
        bool const pressed = roomy ? icon_button(context, ButtonKind::ghost, id, icon, words) : tool(context, id, icon, words, words);
        if (pressed)
            action = what;
        ImGui::SameLine(0, gap);
    };
    if (!read_only)
        act(TopAction::import, "import", icons::import_, import_words);
    else
        ImGui::SetCursorPosX(size.x - actions + (roomy ? icon_width(import_words) : tool_width(context, import_words)) + gap);
    act(TopAction::report, "report", icons::report, report_words);
    if (tool(context, "undo", icons::undo, undo_words, about(context, undo_words.c_str(), undo, "Ctrl Z"), undo.has_value()))
        action = TopAction::undo;
    ImGui::SameLine(0, gap);
    if (tool(context, "redo", icons::redo, redo_words, about(context, redo_words.c_str(), redo, "Ctrl Y"), redo.has_value()))
        action = TopAction::redo;
    ImGui::SameLine(0, gap);
    if (icon_button(context, ButtonKind::ghost, "language", {}, other))
        action = TopAction::language;
    return action;
}

} // namespace passerelle::ui
