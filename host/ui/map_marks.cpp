#include "host/ui/map_marks.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <cmath>

namespace passerelle::ui {

void draw_line(Context const& context, ImDrawList* draw, std::vector<ImVec2> const& points, ImU32 colour, float thickness, int dash)
{
    if (dash == 0) {
        draw->AddPolyline(points.data(), static_cast<int>(points.size()), colour, 0, thickness);
        return;
    }
    // Dashes run on along the curve, from one of its points to the next.
    float const mark = context.px(dash == 1 ? 8.0f : dash == 2 ? 2.0f : 4.0f), gap = context.px(dash == 1 ? 4.0f : 3.0f);
    ImVec2 const least = draw->GetClipRectMin(), most = draw->GetClipRectMax();
    float along = 0;
    for (std::size_t at = 1; at < points.size(); ++at) {
        ImVec2 const from = points[at - 1], to = points[at];
        float const length = std::hypot(to.x - from.x, to.y - from.y);
        if (std::max(from.x, to.x) < least.x || std::min(from.x, to.x) > most.x || std::max(from.y, to.y) < least.y || std::min(from.y, to.y) > most.y) {
            along += length; // out of sight: seen from near, a curve would be thousands of dashes long
            continue;
        }
        for (float done = 0; done < length;) {
            float const phase = std::fmod(along, mark + gap), left = phase < mark ? mark - phase : mark + gap - phase;
            float const step = std::min(std::max(left, 0.1f), length - done);
            if (phase < mark)
                draw->AddLine({from.x + (to.x - from.x) * done / length, from.y + (to.y - from.y) * done / length},
                              {from.x + (to.x - from.x) * (done + step) / length, from.y + (to.y - from.y) * (done + step) / length}, colour, thickness);
            done += step;
            along += step;
        }
    }
}

void draw_dot(Context const& context, ImDrawList* draw, ImVec2 at, float radius, DotStyle style)
{
    Theme const& theme = *context.theme;
    float const around = context.px(1.5f), hole = radius - context.px(2);
    ImU32 const colour = style.lit || style.chosen ? theme.accent_text : theme.chart[0];
    auto const square = [&](float half, ImU32 fill) { draw->AddRectFilled({at.x - half, at.y - half}, {at.x + half, at.y + half}, fill); };
    if (style.chosen) {
        float const ring = radius + context.px(5);
        draw->AddCircleFilled(at, ring + around, theme.surface);
        draw->AddCircle(at, ring, theme.accent_text, 0, context.px(2));
    }
    if (style.square) {
        square(radius + around, theme.surface);
        square(radius, colour);
        if (style.hollow)
            square(hole, theme.surface);
        return;
    }
    draw->AddCircleFilled(at, radius + around, theme.surface);
    draw->AddCircleFilled(at, radius, colour);
    if (style.hollow)
        draw->AddCircleFilled(at, hole, theme.surface);
}

namespace {

constexpr float swatch_width = 28, legend_pad = 10, legend_row = 20;

/// One line of the legend; `y` is its middle.
void legend_line(Context const& context, ImDrawList* draw, exchange::LegendLine const& line, float x, float y)
{
    Theme const& theme = *context.theme;
    float const swatch = context.px(swatch_width);
    if (line.line)
        draw_line(context, draw, {{x, y}, {x + swatch, y}}, theme.chart[line.series], context.px(2), line.dash);
    else
        draw_dot(context, draw, {x + swatch / 2, y}, context.px(5), {line.square, line.square || line.hollow});
    ImVec2 const at(x + swatch + context.px(8), y - font_size(context.fonts.caption) / 2);
    draw_text(draw, context.fonts.caption, at, theme.text, line.label);
    tell_words(Role::text, line.label, at, {at.x + text_width(context.fonts.caption, line.label), at.y + context.px(legend_row)});
}

float legend_width(Context const& context, exchange::LegendLine const& line)
{
    return context.px(swatch_width + 8) + text_width(context.fonts.caption, line.label);
}

} // namespace

ImVec2 map_legend_size(Context const& context, std::vector<exchange::LegendLine> const& lines)
{
    if (lines.empty())
        return {};
    float wide = 0;
    for (auto const& line : lines)
        wide = std::max(wide, legend_width(context, line));
    return {wide + context.px(legend_pad * 2), context.px(legend_row) * static_cast<float>(lines.size()) + context.px(legend_pad * 2)};
}

void draw_map_legend(Context const& context, ImDrawList* draw, std::vector<exchange::LegendLine> const& lines, ImVec2 corner)
{
    Theme const& theme = *context.theme;
    ImVec2 const size = map_legend_size(context, lines), from(corner.x, corner.y - size.y), to(corner.x + size.x, corner.y);
    if (lines.empty())
        return;
    draw->AddRectFilled(from, to, theme.surface, context.px(8));
    draw->AddRect(from, to, theme.border, context.px(8));
    float y = from.y + context.px(legend_pad + legend_row / 2);
    for (auto const& line : lines) {
        legend_line(context, draw, line, from.x + context.px(legend_pad), y);
        y += context.px(legend_row);
    }
}

void map_legend_below(Context const& context, std::vector<exchange::LegendLine> const& lines)
{
    ImVec2 const at = ImGui::GetCursorScreenPos();
    float const right = at.x + ImGui::GetContentRegionAvail().x, row = context.px(legend_row);
    float x = at.x, y = at.y + row / 2;
    for (auto const& line : lines) {
        float const wide = legend_width(context, line);
        if (x > at.x && x + wide > right) {
            x = at.x;
            y += row;
        }
        legend_line(context, ImGui::GetWindowDrawList(), line, x, y);
        x += wide + context.px(20);
    }
    if (!lines.empty())
        ImGui::Dummy({1, y + row / 2 - at.y});
}

std::string words_of(exchange::Map const& map, exchange::MapLink const& link)
{
    std::string words = link.label.empty() ? map.places[link.from].label + " – " + map.places[link.to].label : link.label;
    if (link.kind < map.kinds.size())
        words += "\n" + map.kinds[link.kind].label;
    return words;
}

} // namespace passerelle::ui
