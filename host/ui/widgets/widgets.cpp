#include "host/ui/widgets/widgets.hpp"
#include "host/base/format.hpp"
#include "host/exchange/facts.hpp"
#include "host/ui/widgets/focus.hpp"
#include <algorithm>
#include <imgui_internal.h>
#include <cfloat>
#include <cmath>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

std::string cut(std::string_view whole, float width)
{
    if (ImGui::CalcTextSize(whole.data(), whole.data() + whole.size()).x <= width)
        return std::string(whole);
    float const ellipsis = ImGui::CalcTextSize("…").x;
    std::size_t end = whole.size();
    while (end > 0) {
        do
            --end;
        while (end > 0 && (static_cast<unsigned char>(whole[end]) & 0xC0) == 0x80);
        if (ImGui::CalcTextSize(whole.data(), whole.data() + end).x + ellipsis <= width)
            break;
    }
    return std::string(whole.substr(0, end)) + "…";
}

std::string first_line(std::string_view whole)
{
    std::string line(whole);
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

void focus_ring(Context const& context, Touch const& touch, float rounding = 6)
{
    if (touch.focused)
        ImGui::GetWindowDrawList()->AddRect(touch.min, touch.max, context.theme->focus, context.px(rounding), 0, context.px(2));
}

/// What is drawn over it comes after; then its ring.
Touch touched(char const* id, ImVec2 size)
{
    Touch touch;
    touch.pressed = tab_stop(id, size);
    touch.hovered = ImGui::IsItemHovered();
    touch.focused = has_keyboard();
    touch.pressed |= touch.focused && key_pressed(ImGuiKey_Enter) && !ImGui::GetIO().KeyCtrl; // with Ctrl: the dialog's own
    touch.min = ImGui::GetItemRectMin();
    touch.max = ImGui::GetItemRectMax();
    return touch;
}

} // namespace

float font_size(ImFont const* font)
{
#if IMGUI_VERSION_NUM >= 19200
    return font->LegacySize;
#else
    return font->FontSize;
#endif
}

float text_width(ImFont const* font, std::string_view words)
{
    return const_cast<ImFont*>(font)->CalcTextSizeA(font_size(font), FLT_MAX, 0, words.data(), words.data() + words.size()).x;
}

bool needs_shaping(std::string_view words)
{
    for (std::size_t at = 0; at + 1 < words.size(); ++at) {
        auto const lead = static_cast<unsigned char>(words[at]), next = static_cast<unsigned char>(words[at + 1]);
        if ((lead >= 0xD8 && lead <= 0xDD) || (lead == 0xE1 && (next == 0x9E || next == 0x9F))) // U+0600–077F, U+1780–17FF
            return true;
    }
    return false;
}

namespace {

/// A dotted line beneath letters that stand side by side here and are joined on paper.
void mark_unshaped(ImDrawList* list, ImVec2 from, float width, ImU32 colour)
{
    for (float x = from.x; x < from.x + width; x += 4)
        list->AddLine({x, from.y}, {std::min(x + 2, from.x + width), from.y}, colour);
}

} // namespace

void draw_text(ImDrawList* list, ImFont const* font, ImVec2 at, ImU32 colour, std::string_view words)
{
    if (words.empty())
        return;
    list->AddText(const_cast<ImFont*>(font), font_size(font), {std::floor(at.x), std::floor(at.y)}, colour, words.data(), words.data() + words.size());
    if (needs_shaping(words))
        mark_unshaped(list, {at.x, at.y + font_size(font)}, text_width(font, words), colour);
}

std::string elided(ImFont const* font, std::string_view words, float most)
{
    auto const line = words.substr(0, words.find('\n'));
    if (line.size() == words.size() && text_width(font, line) <= most)
        return std::string(line);
    char const* stop = nullptr;
    (void)const_cast<ImFont*>(font)->CalcTextSizeA(font_size(font), std::max(most - text_width(font, "…"), 1.0f), 0, line.data(), line.data() + line.size(), &stop);
    auto kept = static_cast<std::size_t>((stop ? stop : line.data()) - line.data());
    if (kept < line.size())
        if (auto const word = line.substr(0, kept).rfind(' '); word != std::string_view::npos && word * 2 > kept)
            kept = word;
    while (kept > 0 && (line[kept - 1] == ' ' || line[kept - 1] == ','))
        --kept;
    return std::string(line.substr(0, kept)) + "…";
}

void draw_icon(Context const& context, ImDrawList* list, ImVec2 centre, std::string_view icon, ImU32 colour)
{
    if (context.fonts.icon) {
        float const half = font_size(context.fonts.icon) / 2;
        draw_text(list, context.fonts.icon, {centre.x - half, centre.y - half}, colour, icon);
    }
}

void tooltip(Context const& context, std::string_view words)
{
    if (ImGui::IsItemHovered())
        tooltip_here(context, words);
}

void tooltip_here(Context const& context, std::string_view words)
{
    if (words.empty())
        return;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.px(10), context.px(6)));
    ImGui::BeginTooltip();
    ImGui::PushTextWrapPos(context.px(420));
    text(context, context.theme->text, words, context.fonts.caption);
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
    ImGui::PopStyleVar();
}

std::string size_in_words(std::int64_t bytes, Language language)
{
    char const* const unit = language == Language::fr ? "ko" : "kB";
    return bytes < 1'000'000 ? fmt::format("{}\u00A0{}", format_integer((bytes + 999) / 1000, language), unit)
                             : fmt::format("{}\u00A0{}", format_decimal(bytes / 100'000, 1, language), language == Language::fr ? "Mo" : "MB");
}

Touch pressable(Context const& context, char const* id, ImVec2 size, float rounding)
{
    Touch const touch = touched(id, size);
    focus_ring(context, touch, rounding);
    return touch;
}

void begin_region(char const* id, ImVec2 size, ImGuiWindowFlags flags)
{
#if IMGUI_VERSION_NUM >= 19009
    ImGui::BeginChild(id, size, ImGuiChildFlags_NavFlattened, flags);
#else
    ImGui::BeginChild(id, size, false, flags | ImGuiWindowFlags_NavFlattened);
#endif
}

bool begin_dialog(Context const& context, char const* id, float width, float height)
{
    ImVec2 const screen = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowSize({std::min(context.px(width), screen.x - 40), height > 0 ? std::min(context.px(height), screen.y - 40) : 0});
    ImGui::SetNextWindowPos({screen.x / 2, screen.y / 2}, ImGuiCond_Always, {0.5f, 0.5f});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.px(24), context.px(20)));
    // Dear ImGui gives a modal the edge of a window; on a dark surface that is none.
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, context.px(10));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
    ImGui::PushStyleColor(ImGuiCol_Border, context.theme->border_strong);
    bool const open = ImGui::BeginPopupModal(id, nullptr, ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar(3);
    return open;
}

float chip_width(Context const& context, std::string_view words) { return text_width(context.fonts.caption, words) + context.px(28); }

void draw_chip(Context const& context, ImDrawList* list, ImVec2 at, exchange::Tone tone, std::string_view words, bool accent)
{
    Theme const& theme = *context.theme;
    auto const& colours = theme.of(tone);
    ImVec2 const end{at.x + chip_width(context, words), at.y + context.px(22)};
    list->AddRectFilled(at, end, accent ? theme.accent_tint : colours.tint, context.px(4));
    ImVec2 const centre{at.x + context.px(12), (at.y + end.y) / 2};
    if (accent)
        list->AddCircleFilled(centre, context.px(4), theme.accent);
    else {
        ImVec2 const before = ImGui::GetCursorScreenPos();
        ImGui::SetCursorScreenPos({centre.x - context.px(4), centre.y - ImGui::GetTextLineHeight() / 2});
        tone_mark(context, tone, 8);
        ImGui::SetCursorScreenPos(before);
    }
    draw_text(list, context.fonts.caption, {at.x + context.px(21), at.y + (context.px(22) - font_size(context.fonts.caption) * 1.2f) / 2}, accent ? theme.accent_text : colours.text, words);
}

bool removable_chip(Context const& context, char const* id, std::string_view label, std::string_view value)
{
    Theme const& theme = *context.theme;
    float const before = label.empty() ? 0 : text_width(context.fonts.body, label) + context.px(4);
    auto const touch = pressable(context, id, {before + text_width(context.fonts.body, value) + context.px(38), context.px(28)});
    ImDrawList* const list = ImGui::GetWindowDrawList();
    list->AddRectFilled(touch.min, touch.max, touch.hovered ? theme.hover : theme.accent_tint, context.px(6));
    list->AddRect(touch.min, touch.max, touch.focused ? theme.focus : theme.border, context.px(6));
    tell_element(Role::button, label.empty() ? value : label, label.empty() ? std::string_view() : value);
    float const y = touch.min.y + context.px(6);
    draw_text(list, context.fonts.body, {touch.min.x + context.px(9), y}, theme.text_2, label);
    draw_text(list, context.fonts.body, {touch.min.x + context.px(9) + before, y}, theme.text, value);
    float const r = context.px(4), x = touch.max.x - context.px(13), middle = (touch.min.y + touch.max.y) / 2;
    list->AddLine({x - r, middle - r}, {x + r, middle + r}, theme.text_2, context.px(1.5f));
    list->AddLine({x - r, middle + r}, {x + r, middle - r}, theme.text_2, context.px(1.5f));
    return touch.pressed;
}

void draw_tick(Context const& context, ImDrawList* list, ImVec2 at, float side, bool ticked)
{
    Theme const& theme = *context.theme;
    ImVec2 const to{at.x + side, at.y + side};
    list->AddRectFilled(at, to, ticked ? theme.accent : theme.surface, context.px(3));
    list->AddRect(at, to, ticked ? theme.accent : theme.border_strong, context.px(3));
    if (!ticked)
        return;
    list->AddLine({at.x + side * 0.22f, at.y + side * 0.52f}, {at.x + side * 0.42f, at.y + side * 0.72f}, theme.on_accent, context.px(1.8f));
    list->AddLine({at.x + side * 0.42f, at.y + side * 0.72f}, {at.x + side * 0.78f, at.y + side * 0.3f}, theme.on_accent, context.px(1.8f));
}

bool menu_line(Context const& context, char const* id, std::string_view label, std::string_view beside, bool selected, float width)
{
    Theme const& theme = *context.theme;
    auto const touch = pressable(context, id, {width, context.px(30)}, 4);
    ImDrawList* const list = ImGui::GetWindowDrawList();
    if (touch.hovered || touch.focused || selected)
        list->AddRectFilled(touch.min, touch.max, selected ? theme.selected : theme.hover, context.px(4));
    float const right = beside.empty() ? 0 : text_width(context.fonts.caption, beside) + context.px(16);
    auto const shown = elided(context.fonts.body, label, width - context.px(20) - right);
    draw_text(list, context.fonts.body, {touch.min.x + context.px(10), touch.min.y + context.px(7)}, theme.text, shown);
    tell_element(Role::line, label, beside, shown != label);
    if (!beside.empty())
        draw_text(list, context.fonts.caption, {touch.max.x - right + context.px(6), touch.min.y + context.px(8)}, theme.muted, beside);
    if (shown != label)
        tooltip(context, label);
    return touch.pressed;
}

void notice(Context const& context, exchange::Tone tone, std::string_view sentence)
{
    auto const& colours = context.theme->of(tone);
    float const wide = ImGui::GetContentRegionAvail().x, room = wide - context.px(48);
    ImVec2 const at = ImGui::GetCursorScreenPos();
    ImFont* const font = context.fonts.body;
    float const height = font->CalcTextSizeA(font_size(font), FLT_MAX, room, sentence.data(), sentence.data() + sentence.size()).y + context.px(20);
    ImDrawList* const list = ImGui::GetWindowDrawList();
    list->AddRectFilled(at, {at.x + wide, at.y + height}, colours.tint, context.px(6));
    tell_words(Role::text, sentence, at, {at.x + wide, at.y + height});
    ImVec2 const after{at.x, at.y};
    ImGui::SetCursorScreenPos({at.x + context.px(14), at.y + context.px(10)});
    tone_mark(context, tone);
    list->AddText(font, font_size(font), {at.x + context.px(34), at.y + context.px(10)}, colours.text, sentence.data(), sentence.data() + sentence.size(), room);
    ImGui::SetCursorScreenPos(after);
    ImGui::Dummy({wide, height});
}

void text(std::string_view words)
{
    ImGui::TextUnformatted(words.data(), words.data() + words.size());
    tell_words(Role::text, words, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
}

void text(Context const& context, ImU32 colour, std::string_view words, ImFont* font)
{
    if (font)
        ImGui::PushFont(font);
    ImGui::PushStyleColor(ImGuiCol_Text, colour);
    text(words);
    ImGui::PopStyleColor();
    if (font)
        ImGui::PopFont();
    if (needs_shaping(words)) {
        ImVec2 const from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
        mark_unshaped(ImGui::GetWindowDrawList(), {from.x, to.y}, to.x - from.x, colour);
        tooltip(context, context.tr("Écriture montrée lettre à lettre à l’écran\u202F; les rapports la mettent en forme.", "Letters are shown one by one on the screen; reports join them."));
    }
}

void fitted_text(Context const& context, ImU32 colour, std::string_view words, float width, ImFont* font)
{
    if (font)
        ImGui::PushFont(font);
    std::string const line = first_line(words);
    std::string const shown = cut(line, width);
    ImGui::PushStyleColor(ImGuiCol_Text, colour);
    ImGui::TextUnformatted(shown.data(), shown.data() + shown.size());
    tell_words(Role::text, line, ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), shown != line);
    ImGui::PopStyleColor();
    if (shown.size() != words.size() && ImGui::IsItemHovered()) {
        ImGui::BeginTooltip();
        ImGui::PushTextWrapPos(context.px(420));
        text(words);
        ImGui::PopTextWrapPos();
        ImGui::EndTooltip();
    }
    if (font)
        ImGui::PopFont();
}

void right_text(Context const& context, ImU32 colour, std::string_view words, float width)
{
    float const own = ImGui::CalcTextSize(words.data(), words.data() + words.size()).x;
    if (own < width)
        ImGui::SetCursorPosX(ImGui::GetCursorPosX() + width - own);
    text(context, colour, words);
}

bool button(Context const& context, ButtonKind kind, char const* id, std::string_view label, float width)
{
    Theme const& theme = *context.theme;
    ImVec2 const words = ImGui::CalcTextSize(label.data(), label.data() + label.size());
    ImVec2 const size(width > 0 ? width : words.x + context.px(24), context.px(32));
    Touch const touch = touched(id, size);
    bool const hovered = touch.hovered, active = ImGui::IsItemActive();
    ImVec2 const from = touch.min, to = touch.max;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    ImU32 const fill = kind == ButtonKind::accent ? active ? theme.accent_pressed : hovered ? theme.accent_hover : theme.accent
                       : active                   ? theme.pressed
                       : hovered                  ? theme.hover
                       : kind == ButtonKind::outline ? theme.surface
                                                     : IM_COL32(0, 0, 0, 0);
    draw->AddRectFilled(from, to, fill, context.px(6));
    if (kind == ButtonKind::outline)
        draw->AddRect(from, to, theme.border_strong, context.px(6));
    draw->AddText({from.x + (size.x - words.x) / 2, from.y + (size.y - words.y) / 2}, kind == ButtonKind::accent ? theme.on_accent : theme.text, label.data(), label.data() + label.size());
    tell_element(Role::button, label);
    focus_ring(context, touch);
    return touch.pressed;
}

bool nav_line(Context const& context, char const* id, std::string_view icon, std::string_view label, std::string_view badge, bool active)
{
    Theme const& theme = *context.theme;
    float const width = ImGui::GetContentRegionAvail().x;
    bool const rail = width < context.px(80);
    auto const touch = pressable(context, id, {width, context.px(32)});
    ImDrawList* const list = ImGui::GetWindowDrawList();
    if (active || touch.hovered)
        list->AddRectFilled(touch.min, touch.max, active ? theme.selected : theme.hover, context.px(6));
    if (touch.focused)
        list->AddRect(touch.min, touch.max, theme.focus, context.px(6), 0, context.px(2));
    float const middle = (touch.min.y + touch.max.y) / 2;
    ImU32 const ink = active ? theme.accent_text : theme.text_2;
    bool const drawn = context.fonts.icon && !icon.empty();
    if (drawn)
        draw_icon(context, list, {rail ? (touch.min.x + touch.max.x) / 2 : touch.min.x + context.px(17), middle}, icon, ink);
    if (rail) {
        tell_element(Role::link, label, badge);
        if (!drawn)
            draw_text(list, context.fonts.caption, {touch.min.x + context.px(4), middle - context.px(8)}, ink, elided(context.fonts.caption, label, width - context.px(8)));
        tooltip(context, label);
        return touch.pressed;
    }
    ImFont const* const font = active ? context.fonts.strong : context.fonts.body;
    float const y = middle - font_size(font) * 0.58f, from = touch.min.x + context.px(drawn ? 34 : 12);
    float const badge_width = badge.empty() ? 0 : text_width(font, badge) + context.px(16);
    auto const shown = elided(font, label, touch.max.x - from - badge_width - context.px(6));
    tell_element(Role::link, label, badge, shown != label);
    draw_text(list, font, {from, y}, active ? theme.text : theme.text_2, shown);
    if (!badge.empty())
        draw_text(list, font, {touch.max.x - badge_width + context.px(6), y}, theme.muted, badge);
    if (shown != label)
        tooltip(context, label);
    return touch.pressed;
}

bool tab(Context const& context, char const* id, std::string_view label, bool active)
{
    Theme const& theme = *context.theme;
    if (active)
        ImGui::PushFont(context.fonts.strong);
    ImVec2 const words = ImGui::CalcTextSize(label.data(), label.data() + label.size());
    Touch const touch = touched(id, {words.x + context.px(4), context.px(34)});
    ImVec2 const from = touch.min, to = touch.max;
    ImGui::GetWindowDrawList()->AddText({from.x + context.px(2), from.y + context.px(7)}, active || ImGui::IsItemHovered() ? theme.text : theme.text_2, label.data(), label.data() + label.size());
    if (active)
        ImGui::GetWindowDrawList()->AddRectFilled({from.x, to.y - context.px(2)}, to, theme.accent);
    if (active)
        ImGui::PopFont();
    tell_element(Role::tab, label, active ? context.tr("ouvert", "open") : "");
    focus_ring(context, touch);
    return touch.pressed;
}

bool link(Context const& context, char const* id, std::string_view label)
{
    ImVec2 const words = ImGui::CalcTextSize(label.data(), label.data() + label.size());
    Touch const touch = touched(id, {std::max(words.x, 1.0f), ImGui::GetTextLineHeight()});
    ImVec2 const from = touch.min, to = touch.max;
    ImGui::GetWindowDrawList()->AddText(from, context.theme->accent_text, label.data(), label.data() + label.size());
    if (ImGui::IsItemHovered())
        ImGui::GetWindowDrawList()->AddLine({from.x, to.y}, to, context.theme->accent_text);
    tell_element(Role::link, label);
    focus_ring(context, touch);
    return touch.pressed;
}

void tone_mark(Context const& context, exchange::Tone tone, float size)
{
    float const s = context.px(size), line = ImGui::GetTextLineHeight();
    ImVec2 const at = ImGui::GetCursorScreenPos();
    ImVec2 const from(at.x, at.y + (line - s) / 2);
    ImU32 const colour = context.theme->of(tone).mark;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    switch (tone) {
    case exchange::Tone::good: draw->AddCircleFilled({from.x + s / 2, from.y + s / 2}, s / 2, colour); break;
    case exchange::Tone::warn: draw->AddTriangleFilled({from.x + s / 2, from.y}, {from.x + s, from.y + s}, {from.x, from.y + s}, colour); break;
    case exchange::Tone::bad: draw->AddRectFilled(from, {from.x + s, from.y + s}, colour, context.px(1)); break;
    case exchange::Tone::info:
        draw->AddQuadFilled({from.x + s / 2, from.y - 1}, {from.x + s + 1, from.y + s / 2}, {from.x + s / 2, from.y + s + 1}, {from.x - 1, from.y + s / 2}, colour);
        break;
    default: draw->AddCircle({from.x + s / 2, from.y + s / 2}, s / 2, colour, 0, context.px(1.5f));
    }
    ImGui::Dummy({s, line});
}

void chip(Context const& context, exchange::Tone tone, std::string_view label)
{
    auto const& colours = context.theme->of(tone);
    ImVec2 const words = ImGui::CalcTextSize(label.data(), label.data() + label.size());
    float const height = ImGui::GetTextLineHeight() + context.px(4);
    ImVec2 const at = ImGui::GetCursorScreenPos();
    ImVec2 const to(at.x + words.x + context.px(26), at.y + height);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(at, to, colours.tint, context.px(4));
    tell_words(Role::text, label, at, to);
    ImVec2 const before = ImGui::GetCursorPos();
    ImGui::SetCursorScreenPos({at.x + context.px(7), at.y + context.px(2)});
    tone_mark(context, tone, 8);
    ImGui::SetCursorPos(before);
    draw->AddText({at.x + context.px(20), at.y + context.px(2)}, colours.text, label.data(), label.data() + label.size());
    ImGui::Dummy({to.x - at.x, height});
}

void hairline(Context const& context)
{
    ImVec2 const at = ImGui::GetCursorScreenPos();
    ImGui::GetWindowDrawList()->AddLine(at, {at.x + ImGui::GetContentRegionAvail().x, at.y}, context.theme->border);
    ImGui::Dummy({0, 1});
}

void heading(Context const& context, std::string_view title, std::string_view beside)
{
    text(context, context.theme->text, title, context.fonts.title);
    if (!beside.empty()) {
        ImGui::SameLine(0, context.px(10));
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() + context.px(4));
        text(context, context.theme->muted, beside);
    }
}

void empty_state(Context const& context, std::string_view sentence)
{
    ImGui::Dummy({0, context.px(12)});
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + std::min(ImGui::GetContentRegionAvail().x, context.px(560)));
    text(context, context.theme->muted, sentence);
    ImGui::PopTextWrapPos();
}

} // namespace passerelle::ui
