#include "host/ui/page.hpp"
#include <algorithm>

namespace passerelle::ui {

void page_title(Gui const& gui, std::string_view title, std::string_view after, float buttons)
{
    ImVec2 const at = ImGui::GetCursorScreenPos();
    float const width = ImGui::GetContentRegionAvail().x;
    float const room = width - buttons - gui.px(16);
    auto* const list = ImGui::GetWindowDrawList();
    auto const shown = elided(gui.title, title, room);
    draw_text(list, gui.title, {at.x, at.y + gui.px(5)}, gui.colours().text, shown);
    float const used = text_width(gui.title, shown) + gui.px(10);
    if (!after.empty() && used + gui.px(60) < room)
        draw_text(list, gui.body, {at.x + used, at.y + gui.px(9)}, gui.colours().muted, elided(gui.body, after, room - used));
    if (buttons > 0)
        ImGui::SetCursorScreenPos({at.x + std::max(0.0f, width - buttons), at.y});
    else
        ImGui::Dummy({width, gui.px(32)});
}

void begin_scroll(Gui const& gui, char const* id, ImVec2 size)
{
    (void)gui;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::BeginChild(id, size, false);
    ImGui::PopStyleVar();
}

} // namespace passerelle::ui
