// Where places, links and labels of a map stand, over the outline of the world: the window, PDF and HTML draw the same layout.
// Draws nothing itself. Units are the caller's (points, pixels), origin top left, y downwards. Any thread.
#pragma once
#include "host/exchange/chart_layout.hpp"
#include "host/exchange/world.hpp"

namespace passerelle::exchange {

/// From the plane of the projection to the drawing: x = left + X * scale, y = top - Y * scale.
struct MapFit {
    double scale = 1, left = 0, top = 0;
    [[nodiscard]] ChartPoint at(MapPoint point) const { return {left + point.x * scale, top - point.y * scale}; }
    [[nodiscard]] MapPoint back(double x, double y) const { return {(x - left) / scale, (top - y) / scale}; }
};
/// The valid places with a margin, never closer than some 25 degrees; the whole world where there is none.
[[nodiscard]] MapFit fit_places(Map const&, double width, double height);
[[nodiscard]] MapFit fit_world(double width, double height);
/// `times` closer (above 1) or farther, the drawing's point (x, y) staying where it is; between half the world and one degree across.
[[nodiscard]] MapFit zoomed(MapFit, double times, double x, double y, double width, double height);

/// Whether it can be shown: latitude and longitude are numbers on the globe.
[[nodiscard]] bool on_earth(Place const&);
/// Moved, and farther away where they stand too wide apart, so that all these points lie within the part of the drawing between two of
/// its corners; as it was where they lie there already.
[[nodiscard]] MapFit brought_into(MapFit, std::vector<MapPoint> const&, ChartPoint least, ChartPoint most);

struct MapDot {
    std::size_t place = 0; ///< of the map
    double x = 0, y = 0, radius = 3;
    bool square = false, hollow = false; ///< hollow: a square, or a value that is not a figure
    std::string label;                   ///< empty where there is no room
    double label_x = 0, label_y = 0;     ///< y: the middle of the line
    Anchor anchor = Anchor::start;
};
struct MapArc {
    std::size_t link = 0; ///< of the map
    std::vector<ChartPoint> points;
    std::vector<ChartPoint> arrow; ///< three points of a chevron: from where to where the link goes
    int series = 0, dash = 0;
};
struct MapDrawing {
    std::vector<MapArc> arcs;
    std::vector<MapDot> dots; ///< the greatest first; those outside the frame are left out
};
/// Dots are sized by the root of their value; labels stand right, left, above or below their dot, within the frame and over no other.
[[nodiscard]] MapDrawing draw_map(Map const&, MapFit const&, double width, double height, ChartFrame const&);

/// For paper and browsers: outline, map, legend, then the places with their values in two columns.
[[nodiscard]] ChartLayout layout_map(Map const&, Language, ChartFrame const&);

/// The colour of a kind of links, as a series of charts.
[[nodiscard]] int series_of(std::size_t kind);

struct LegendLine {
    std::string label;
    int series = 0, dash = 0;
    bool line = false, square = false; ///< else a disc
    bool hollow = false;               ///< a disc whose value is not known
};
/// What lines and shapes stand for, with how many links of each kind; nothing that the map does not show.
[[nodiscard]] std::vector<LegendLine> legend_of(Map const&, Language);

} // namespace passerelle::exchange
