#include "host/ui/widgets/widgets.hpp"
#include "host/exchange/facts.hpp"
#include <algorithm>

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

void focus_ring(Context const& context)
{
    if (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible)
        ImGui::GetWindowDrawList()->AddRect(ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), context.theme->focus, context.px(6), 0, context.px(2));
}

} // namespace

void text(std::string_view words) { ImGui::TextUnformatted(words.data(), words.data() + words.size()); }

void text(Context const&, ImU32 colour, std::string_view words, ImFont* font)
{
    if (font)
        ImGui::PushFont(font);
    ImGui::PushStyleColor(ImGuiCol_Text, colour);
    text(words);
    ImGui::PopStyleColor();
    if (font)
        ImGui::PopFont();
}

void fitted_text(Context const& context, ImU32 colour, std::string_view words, float width, ImFont* font)
{
    if (font)
        ImGui::PushFont(font);
    std::string const line = first_line(words);
    std::string const shown = cut(line, width);
    ImGui::PushStyleColor(ImGuiCol_Text, colour);
    text(shown);
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
    bool const pressed = ImGui::InvisibleButton(id, size);
    bool const hovered = ImGui::IsItemHovered(), active = ImGui::IsItemActive();
    ImVec2 const from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
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
    focus_ring(context);
    return pressed;
}

bool nav_line(Context const& context, char const* id, std::string_view label, std::string_view badge, bool active)
{
    Theme const& theme = *context.theme;
    float const width = ImGui::GetContentRegionAvail().x;
    bool const pressed = ImGui::InvisibleButton(id, {width, context.px(32)});
    ImVec2 const from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (active || ImGui::IsItemHovered())
        draw->AddRectFilled(from, to, active ? theme.selected : theme.hover, context.px(6));
    if (active)
        ImGui::PushFont(context.fonts.strong);
    ImVec2 const badge_size = ImGui::CalcTextSize(badge.data(), badge.data() + badge.size());
    std::string const shown = cut(label, width - context.px(30) - badge_size.x);
    float const y = from.y + (context.px(32) - ImGui::GetFontSize()) / 2;
    draw->AddText({from.x + context.px(12), y}, active ? theme.text : theme.text_2, shown.c_str());
    if (!badge.empty())
        draw->AddText({to.x - context.px(10) - badge_size.x, y}, theme.muted, badge.data(), badge.data() + badge.size());
    if (active)
        ImGui::PopFont();
    if (shown.size() != label.size() && ImGui::IsItemHovered()) {
        ImGui::BeginTooltip();
        text(label);
        ImGui::EndTooltip();
    }
    focus_ring(context);
    return pressed;
}

bool tab(Context const& context, char const* id, std::string_view label, bool active)
{
    Theme const& theme = *context.theme;
    if (active)
        ImGui::PushFont(context.fonts.strong);
    ImVec2 const words = ImGui::CalcTextSize(label.data(), label.data() + label.size());
    bool const pressed = ImGui::InvisibleButton(id, {words.x + context.px(4), context.px(34)});
    ImVec2 const from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
    ImGui::GetWindowDrawList()->AddText({from.x + context.px(2), from.y + context.px(7)}, active || ImGui::IsItemHovered() ? theme.text : theme.text_2, label.data(), label.data() + label.size());
    if (active)
        ImGui::GetWindowDrawList()->AddRectFilled({from.x, to.y - context.px(2)}, to, theme.accent);
    if (active)
        ImGui::PopFont();
    focus_ring(context);
    return pressed;
}

bool link(Context const& context, char const* id, std::string_view label)
{
    ImVec2 const words = ImGui::CalcTextSize(label.data(), label.data() + label.size());
    bool const pressed = ImGui::InvisibleButton(id, {std::max(words.x, 1.0f), ImGui::GetTextLineHeight()});
    ImVec2 const from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
    ImGui::GetWindowDrawList()->AddText(from, context.theme->accent_text, label.data(), label.data() + label.size());
    if (ImGui::IsItemHovered())
        ImGui::GetWindowDrawList()->AddLine({from.x, to.y}, to, context.theme->accent_text);
    focus_ring(context);
    return pressed;
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

void figure_card(Context const& context, exchange::Figure const& figure, float width)
{
    Theme const& theme = *context.theme;
    ImVec2 const at = ImGui::GetCursorScreenPos();
    float const height = context.px(92);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(at, {at.x + width, at.y + height}, theme.surface, context.px(8));
    draw->AddRect(at, {at.x + width, at.y + height}, theme.border, context.px(8));
    ImGui::BeginGroup();
    float const inner = width - context.px(24);
    ImGui::SetCursorScreenPos({at.x + context.px(12), at.y + context.px(10)});
    fitted_text(context, theme.muted, figure.label, inner, context.fonts.caption);
    ImGui::SetCursorScreenPos({at.x + context.px(12), at.y + context.px(28)});
    bool const absent = exchange::is_absent(figure.value);
    std::string const value = exchange::fact_text(figure.value, context.language);
    ImGui::PushFont(context.fonts.figure);
    bool const fits = ImGui::CalcTextSize(value.c_str()).x <= inner;
    ImGui::PopFont();
    fitted_text(context, absent ? theme.muted : theme.text, value, inner, fits ? context.fonts.figure : context.fonts.title);
    ImGui::SetCursorScreenPos({at.x + context.px(12), at.y + context.px(66)});
    float used = 0;
    if (figure.tone != exchange::Tone::plain && figure.tone != exchange::Tone::muted) {
        tone_mark(context, figure.tone);
        ImGui::SameLine(0, context.px(6));
        used = context.px(16);
    }
    if (!figure.note.empty())
        fitted_text(context, theme.text_2, figure.note, inner - used, context.fonts.caption);
    ImGui::SetCursorScreenPos(at);
    ImGui::Dummy({width, height});
    ImGui::EndGroup();
}

} // namespace passerelle::ui
