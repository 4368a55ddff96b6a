#include "host/ui/wizard.hpp"
#include "host/ui/widgets/elements.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>

namespace passerelle::ui {

std::size_t wizard_head(Context const& context, std::string_view title, std::string_view about, std::vector<std::string> const& steps, std::size_t now)
{
    Theme const& theme = *context.theme;
    ImDrawList* const list = ImGui::GetWindowDrawList();
    float const width = ImGui::GetContentRegionAvail().x, height = context.px(36), disc = context.px(24), gap = context.px(8);
    ImVec2 const start = ImGui::GetCursorScreenPos();
    // Where there is no room for all the words, only the present step has its own.
    auto const needed = [&](bool all) {
        float sum = 0;
        for (std::size_t at = 0; at < steps.size(); ++at)
            sum += disc + (all || at == now ? gap + text_width(at == now ? context.fonts.strong : context.fonts.body, steps[at]) : 0) + (at + 1 < steps.size() ? context.px(56) : 0);
        return sum;
    };
    float const title_width = text_width(context.fonts.title, title);
    bool const all = title_width + context.px(60) + needed(true) < width;
    float const room = needed(all);
    draw_text(list, context.fonts.title, {start.x, start.y + (height - font_size(context.fonts.title)) / 2 - context.px(2)}, theme.text, elided(context.fonts.title, title, width - room - context.px(24)));
    float const beside = width - room - title_width - context.px(40);
    if (beside > context.px(80))
        draw_text(list, context.fonts.body, {start.x + title_width + context.px(10), start.y + (height - font_size(context.fonts.body)) / 2}, theme.text_2, elided(context.fonts.body, about, beside));
    float x = start.x + width - room;
    float const middle = start.y + height / 2;
    std::size_t pressed = now;
    for (std::size_t at = 0; at < steps.size(); ++at) {
        ImFont* const font = at == now ? context.fonts.strong : context.fonts.body;
        bool const words = all || at == now;
        float const wide = disc + (words ? gap + text_width(font, steps[at]) : 0);
        if (at < now) {
            ImGui::SetCursorScreenPos({x - context.px(4), start.y});
            ImGui::PushID(static_cast<int>(at));
            if (pressable(context, "step", {wide + context.px(8), height}).pressed)
                pressed = at;
            tell_element(Role::tab, steps[at]);
            if (!words)
                tooltip(context, steps[at]);
            ImGui::PopID();
        }
        ImVec2 const centre{x + disc / 2, middle};
        if (at == now)
            list->AddCircleFilled(centre, disc / 2, theme.accent, 24);
        else if (at < now)
            list->AddCircleFilled(centre, disc / 2, theme.accent_tint, 24);
        list->AddCircle(centre, disc / 2, at == now ? theme.accent : theme.border_strong, 24);
        if (at < now && context.fonts.icon) {
            draw_icon(context, list, centre, icons::check, theme.accent_text);
        } else {
            std::string const number = std::to_string(at + 1);
            draw_text(list, context.fonts.strong, {centre.x - text_width(context.fonts.strong, number) / 2, middle - font_size(context.fonts.strong) * 0.6f}, at == now ? theme.on_accent : theme.text_2, number);
        }
        if (words)
            draw_text(list, font, {x + disc + gap, middle - font_size(font) * 0.6f}, at == now ? theme.text : theme.text_2, steps[at]);
        x += wide;
        if (at + 1 < steps.size()) {
            list->AddLine({x + context.px(8), middle}, {x + context.px(48), middle}, theme.border_strong);
            x += context.px(56);
        }
    }
    ImGui::SetCursorScreenPos(start);
    ImGui::Dummy({width, height});
    return pressed;
}

float wizard_foot_height(Context const& context) { return context.px(66); }

void wizard_foot_line(Context const& context)
{
    hairline(context);
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + context.px(8));
}

void progress_bar(Context const& context, double share, float width)
{
    ImVec2 const at = ImGui::GetCursorScreenPos();
    float const height = context.px(6);
    ImDrawList* const list = ImGui::GetWindowDrawList();
    list->AddRectFilled(at, {at.x + width, at.y + height}, context.theme->pressed, height / 2);
    float const filled = width * static_cast<float>(std::clamp(share < 0 ? 0.1 : share, 0.0, 1.0));
    if (filled > height)
        list->AddRectFilled(at, {at.x + filled, at.y + height}, context.theme->accent, height / 2);
    ImGui::Dummy({width, height});
}

} // namespace passerelle::ui
