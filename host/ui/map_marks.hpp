// What a map draws its places and links with, on the ground, in the legend and in the list beside it. [main]
#pragma once
#include "host/exchange/map_layout.hpp"
#include "host/ui/context.hpp"

namespace passerelle::ui {

struct DotStyle {
    bool square = false, hollow = false;
    bool lit = false;    ///< under the mouse, or where the keyboard is
    bool chosen = false; ///< with a ring around it
};
void draw_dot(Context const&, ImDrawList*, ImVec2 centre, float radius, DotStyle);
/// dash as ChartLine::dash
void draw_line(Context const&, ImDrawList*, std::vector<ImVec2> const&, ImU32 colour, float thickness, int dash);
/// What lines and shapes stand for: as a box whose lower left corner is given, or at the cursor, side by side.
[[nodiscard]] ImVec2 map_legend_size(Context const&, std::vector<exchange::LegendLine> const&);
void draw_map_legend(Context const&, ImDrawList*, std::vector<exchange::LegendLine> const&, ImVec2 corner);
void map_legend_below(Context const&, std::vector<exchange::LegendLine> const&);
/// Its name, and on a second line its kind.
[[nodiscard]] std::string words_of(exchange::Map const&, exchange::MapLink const&);

} // namespace passerelle::ui
