// Where the parts of a chart stand, as plain shapes: the PDF, the HTML file and the window draw the same layout.
// Draws nothing itself; no Cairo, no ImGui. Units are the caller's (points, pixels), origin top left, y downwards. Any thread.
#pragma once
#include "host/exchange/document.hpp"
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::exchange {

enum class Ink { series, text, muted, axis, grid, today };
enum class Anchor { start, middle, end };
enum class BarFill { solid, outline, hatched };
enum class MarkShape { circle, square, triangle, diamond, ring, box, hollow_diamond }; ///< series take the first four in this order; ring: planned; box: a hollow square

struct ChartPoint {
    double x = 0, y = 0;
};
struct ChartBar {
    double x = 0, y = 0, width = 0, height = 0;
    int series = 0;
    BarFill fill = BarFill::solid;
};
struct ChartLine {
    std::vector<ChartPoint> points;
    Ink ink = Ink::axis;
    int series = -1;
    double thickness = 1;
    int dash = 0; ///< 0 solid, 1 long dashes, 2 dots, 3 short dashes
};
struct ChartMark {
    double x = 0, y = 0, radius = 3;
    int series = 0;
    MarkShape shape = MarkShape::circle;
};
struct ChartText {
    double x = 0, y = 0; ///< y: the middle of the line
    Anchor anchor = Anchor::start;
    Ink ink = Ink::text;
    bool strong = false;
    std::string text;
};
struct ChartArea {
    std::vector<ChartPoint> points; ///< closed by its first point; may be concave
    bool water = false;             ///< else land
};
struct ChartLayout {
    double width = 0, height = 0;
    std::vector<ChartArea> areas; ///< of a map: drawn first, in order
    std::vector<ChartBar> bars;
    std::vector<ChartLine> lines;
    std::vector<ChartMark> marks;
    std::vector<ChartText> texts;
};

struct ChartFrame {
    double width = 0;     ///< of the whole chart
    double font_size = 0; ///< of all texts; spacing follows it
    std::function<double(std::string_view text, bool strong)> text_width;
    std::string today;    ///< timeline: ISO date of the dotted line; empty: none
    std::size_t first = 0, count = static_cast<std::size_t>(-1); ///< which labels (timeline: rows) are drawn; the scale is that of all
};

/// Cut at the end of a word with "…" so that it fits.
[[nodiscard]] std::string fitted(std::string const&, double width, ChartFrame const&);
[[nodiscard]] ChartLayout layout_chart(Chart const&, Language, ChartFrame const&);
/// Rows of a chart that can be cut for paper: labels for bars, 1 for lines.
[[nodiscard]] std::size_t rows_of(Chart const&);

} // namespace passerelle::exchange
