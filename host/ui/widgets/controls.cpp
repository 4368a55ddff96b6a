#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <cfloat>

namespace passerelle::ui {

namespace {

void draw_face(Context const& context, Touch const& touch, ButtonKind kind, bool enabled)
{
    Theme const& theme = *context.theme;
    ImDrawList* const list = ImGui::GetWindowDrawList();
    bool const held = touch.hovered && ImGui::IsItemActive();
    ImU32 const fill = !enabled                   ? IM_COL32(0, 0, 0, 0)
                       : kind == ButtonKind::accent ? held ? theme.accent_pressed : touch.hovered ? theme.accent_hover : theme.accent
                       : held                     ? theme.pressed
                       : touch.hovered            ? theme.hover
                       : kind == ButtonKind::outline ? theme.surface
                                                     : IM_COL32(0, 0, 0, 0);
    list->AddRectFilled(touch.min, touch.max, fill, context.px(6));
    if (kind == ButtonKind::outline)
        list->AddRect(touch.min, touch.max, theme.border_strong, context.px(6));
    if (touch.focused)
        list->AddRect(touch.min, touch.max, theme.focus, context.px(6), 0, context.px(2));
}

float text_top(Touch const& touch, ImFont const* font) { return (touch.min.y + touch.max.y) / 2 - font_size(font) * 0.6f; }

} // namespace

bool icon_button(Context const& context, ButtonKind kind, char const* id, std::string_view icon, std::string_view label, bool enabled)
{
    Theme const& theme = *context.theme;
    bool const drawn = context.fonts.icon && !icon.empty();
    float const before = context.px(drawn ? 34 : 12);
    auto touch = pressable(context, id, {before + text_width(context.fonts.body, label) + context.px(12), context.px(32)});
    draw_face(context, touch, kind, enabled);
    ImU32 const ink = !enabled ? theme.disabled : kind == ButtonKind::accent ? theme.on_accent : theme.text;
    ImDrawList* const list = ImGui::GetWindowDrawList();
    if (drawn)
        draw_icon(context, list, {touch.min.x + context.px(19), (touch.min.y + touch.max.y) / 2}, icon, enabled && kind != ButtonKind::accent ? theme.text_2 : ink);
    draw_text(list, context.fonts.body, {touch.min.x + before, text_top(touch, context.fonts.body)}, ink, label);
    tell_element(Role::button, label, enabled ? std::string_view() : context.tr("indisponible", "unavailable"));
    return touch.pressed && enabled;
}

float tool_width(Context const& context, std::string_view words) { return context.fonts.icon ? context.px(34) : text_width(context.fonts.body, words) + context.px(20); }

bool tool(Context const& context, char const* id, std::string_view icon, std::string_view words, std::string_view about, bool enabled)
{
    auto const touch = pressable(context, id, {tool_width(context, words), context.px(32)});
    tell_element(Role::button, about.empty() ? words : about, enabled ? std::string_view() : context.tr("indisponible", "unavailable"));
    tooltip(context, about.empty() ? words : about);
    draw_face(context, touch, ButtonKind::ghost, enabled);
    ImU32 const ink = enabled ? context.theme->text_2 : context.theme->disabled;
    ImDrawList* const list = ImGui::GetWindowDrawList();
    if (context.fonts.icon)
        draw_icon(context, list, {(touch.min.x + touch.max.x) / 2, (touch.min.y + touch.max.y) / 2}, icon, ink);
    else
        draw_text(list, context.fonts.body, {touch.min.x + context.px(10), text_top(touch, context.fonts.body)}, ink, words);
    return touch.pressed && enabled;
}

bool segments(Context const& context, char const* id, std::vector<std::string_view> const& labels, std::size_t& chosen)
{
    Theme const& theme = *context.theme;
    ImDrawList* const list = ImGui::GetWindowDrawList();
    ImVec2 const from = ImGui::GetCursorScreenPos();
    bool changed = false;
    float width = 0;
    for (auto const label : labels)
        width += text_width(context.fonts.strong, label) + context.px(28);
    list->AddRectFilled(from, {from.x + width, from.y + context.px(32)}, theme.surface, context.px(6));
    ImGui::PushID(id);
    for (std::size_t at = 0; at < labels.size(); ++at) {
        if (at > 0)
            ImGui::SameLine(0, 0);
        ImGui::PushID(static_cast<int>(at));
        auto const touch = pressable(context, "part", {text_width(context.fonts.strong, labels[at]) + context.px(28), context.px(32)});
        ImGui::PopID();
        bool const active = at == chosen;
        tell_element(Role::toggle, labels[at], active ? context.tr("choisi", "chosen") : "");
        if (active || touch.hovered)
            list->AddRectFilled({touch.min.x + context.px(3), touch.min.y + context.px(3)}, {touch.max.x - context.px(3), touch.max.y - context.px(3)}, active ? theme.selected : theme.hover, context.px(4));
        ImFont const* const font = active ? context.fonts.strong : context.fonts.body;
        float const own = text_width(font, labels[at]);
        draw_text(list, font, {(touch.min.x + touch.max.x - own) / 2, text_top(touch, font)}, active ? theme.text : theme.text_2, labels[at]);
        if (touch.pressed && !active) {
            chosen = at;
            changed = true;
        }
    }
    ImGui::PopID();
    list->AddRect(from, {from.x + width, from.y + context.px(32)}, theme.border_strong, context.px(6));
    return changed;
}

bool select_box(Context const& context, char const* id, std::string_view shown, std::string_view empty, float width, bool at_fault)
{
    Theme const& theme = *context.theme;
    auto const touch = pressable(context, id, {width, context.px(32)});
    ImDrawList* const list = ImGui::GetWindowDrawList();
    list->AddRectFilled(touch.min, touch.max, touch.hovered ? theme.hover : theme.surface, context.px(6));
    list->AddRect(touch.min, touch.max, touch.focused ? theme.focus : at_fault ? theme.bad.mark : theme.border_strong, context.px(6), 0, touch.focused ? context.px(2) : 1);
    auto const words = elided(context.fonts.body, shown.empty() ? empty : shown, width - context.px(40));
    draw_text(list, context.fonts.body, {touch.min.x + context.px(10), text_top(touch, context.fonts.body)}, shown.empty() ? theme.muted : theme.text, words);
    tell_field(Role::choice, shown, empty);
    float const x = touch.max.x - context.px(16), y = (touch.min.y + touch.max.y) / 2, s = context.px(4);
    list->AddLine({x - s, y - s / 2}, {x, y + s / 2}, theme.text_2, context.px(1.5f));
    list->AddLine({x, y + s / 2}, {x + s, y - s / 2}, theme.text_2, context.px(1.5f));
    if (!shown.empty() && words != shown)
        tooltip(context, shown);
    return touch.pressed;
}

bool reading_box(Context const& context, char const* id, std::string_view words, float width, bool at_fault)
{
    Theme const& theme = *context.theme;
    ImFont* const font = context.fonts.body;
    float const line = font_size(font), room = width - context.px(22);
    float const wanted = words.empty() ? line : font->CalcTextSizeA(line, FLT_MAX, room, words.data(), words.data() + words.size()).y;
    auto const touch = pressable(context, id, {width, std::clamp(wanted, line * 4, line * 14) + context.px(18)});
    ImDrawList* const list = ImGui::GetWindowDrawList();
    list->AddRectFilled(touch.min, touch.max, touch.hovered ? theme.hover : theme.surface, context.px(6));
    list->AddRect(touch.min, touch.max, touch.focused ? theme.focus : at_fault ? theme.bad.mark : theme.border_strong, context.px(6), 0, touch.focused ? context.px(2) : 1);
    list->PushClipRect(touch.min, {touch.max.x, touch.max.y - context.px(4)}, true);
    if (!words.empty())
        list->AddText(font, line, {touch.min.x + context.px(10), touch.min.y + context.px(9)}, theme.text, words.data(), words.data() + words.size(), room);
    list->PopClipRect();
    tell_field(Role::field, words, {});
    return touch.pressed;
}

void to_the_right(Context const& context, std::vector<std::string> const& labels)
{
    float width = ImGui::GetStyle().ItemSpacing.x * static_cast<float>(labels.size() - 1);
    for (auto const& label : labels)
        width += text_width(context.fonts.body, label) + context.px(24);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0f, ImGui::GetContentRegionAvail().x - width));
}

bool begin_menu(Context const& context, char const* id)
{
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.px(10), context.px(10)));
    bool const open = ImGui::BeginPopup(id);
    ImGui::PopStyleVar();
    if (open && key_pressed(ImGuiKey_Escape)) // at once, also from a list within
        ImGui::CloseCurrentPopup();
    return open;
}

bool group_line(Context const& context, char const* id, std::string_view label, std::string_view beside, bool opened)
{
    Theme const& theme = *context.theme;
    auto const touch = pressable(context, id, {ImGui::GetContentRegionAvail().x, context.px(26)});
    tell_element(Role::line, label, opened ? context.tr("ouvert", "open") : context.tr("fermé", "closed"));
    ImDrawList* const list = ImGui::GetWindowDrawList();
    if (touch.hovered)
        list->AddRectFilled(touch.min, touch.max, theme.hover, context.px(6));
    float const middle = (touch.min.y + touch.max.y) / 2, y = middle - font_size(context.fonts.caption) * 0.6f;
    float const right = text_width(context.fonts.caption, beside) + context.px(30);
    draw_text(list, context.fonts.caption, {touch.min.x + context.px(12), y}, theme.muted, elided(context.fonts.caption, label, touch.max.x - touch.min.x - context.px(14) - right));
    draw_text(list, context.fonts.caption, {touch.max.x - right + context.px(4), y}, theme.muted, beside);
    // Drawn rather than an icon: it must be there without the icon font too.
    float const x = touch.max.x - context.px(14), s = context.px(3.5f);
    if (opened) {
        list->AddLine({x - s, middle - s / 2}, {x, middle + s / 2}, theme.muted, context.px(1.5f));
        list->AddLine({x, middle + s / 2}, {x + s, middle - s / 2}, theme.muted, context.px(1.5f));
    } else {
        list->AddLine({x - s / 2, middle - s}, {x + s / 2, middle}, theme.muted, context.px(1.5f));
        list->AddLine({x + s / 2, middle}, {x - s / 2, middle + s}, theme.muted, context.px(1.5f));
    }
    return touch.pressed;
}

} // namespace passerelle::ui
