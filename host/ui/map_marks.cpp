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
    float along = 0;
    for (std::size_t at = 1; at < points.size(); ++at) {
        ImVec2 const from = points[at - 1], to = points[at];
        float const length = std::hypot(to.x - from.x, to.y - from.y);
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

void draw_map_legend(Context const& context, ImDrawList* draw, exchange::Map const& map, ImVec2 corner)
{
    Theme const& theme = *context.theme;
    auto const lines = exchange::legend_of(map, context.language);
    if (lines.empty())
        return;
    float wide = 0;
    float const row = context.px(20), pad = context.px(10), swatch = context.px(28);
    for (auto const& line : lines)
        wide = std::max(wide, text_width(context.fonts.caption, line.label));
    float const height = row * static_cast<float>(lines.size()) + pad * 2;
    ImVec2 const from(corner.x, corner.y - height), to(corner.x + pad * 2 + swatch + context.px(8) + wide, corner.y);
    draw->AddRectFilled(from, to, theme.surface, context.px(8));
    draw->AddRect(from, to, theme.border, context.px(8));
    float y = from.y + pad + row / 2;
    for (auto const& line : lines) {
        float const x = from.x + pad;
        if (line.line)
            draw_line(context, draw, {{x, y}, {x + swatch, y}}, theme.chart[line.series], context.px(2), line.dash);
        else
            draw_dot(context, draw, {x + swatch / 2, y}, context.px(5), {line.square, line.square});
        ImVec2 const at(x + swatch + context.px(8), y - font_size(context.fonts.caption) / 2);
        draw_text(draw, context.fonts.caption, at, theme.text, line.label);
        tell_words(Role::text, line.label, at, {at.x + text_width(context.fonts.caption, line.label), at.y + row});
        y += row;
    }
}

std::string words_of(exchange::Map const& map, exchange::MapLink const& link)
{
    std::string words = link.label.empty() ? map.places[link.from].label + " – " + map.places[link.to].label : link.label;
    if (link.kind < map.kinds.size())
        words += "\n" + map.kinds[link.kind].label;
    return words;
}

} // namespace passerelle::ui
