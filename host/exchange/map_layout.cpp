#include "host/exchange/map_layout.hpp"
#include "host/exchange/facts.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace passerelle::exchange {
namespace {

constexpr double half_width = 2.7354, half_height = 1.4224; // of the projected world
constexpr double closest = 0.0175;                          // about one degree across the frame

struct Box {
    double left, top, right, bottom;
    [[nodiscard]] bool meets(Box const& other) const { return left < other.right && other.left < right && top < other.bottom && other.top < bottom; }
    [[nodiscard]] bool holds(Box const& other) const { return left <= other.left && top <= other.top && right >= other.right && bottom >= other.bottom; }
};

MapArc arc_between(ChartPoint a, ChartPoint b, double em)
{
    MapArc arc;
    // A quadratic curve that bulges to the left of the way from a to b, so that two opposite links do not lie on each other.
    double const dx = b.x - a.x, dy = b.y - a.y;
    ChartPoint const bend{(a.x + b.x) / 2 + dy * 0.16, (a.y + b.y) / 2 - dx * 0.16};
    auto const at = [&](double t) {
        double const u = 1 - t;
        return ChartPoint{u * u * a.x + 2 * u * t * bend.x + t * t * b.x, u * u * a.y + 2 * u * t * bend.y + t * t * b.y};
    };
    constexpr int steps = 24;
    for (int step = 0; step <= steps; ++step)
        arc.points.push_back(at(step / static_cast<double>(steps)));
    double const length = std::hypot(dx, dy);
    if (length > em * 2) {
        // In the middle of such a curve its direction is that of the chord.
        auto const tip = at(0.5);
        double const ux = dx / length, uy = dy / length, size = em * 0.45;
        ChartPoint const back{tip.x - ux * size, tip.y - uy * size};
        arc.arrow = {{back.x - uy * size * 0.7, back.y + ux * size * 0.7}, {tip.x + ux * size * 0.3, tip.y + uy * size * 0.3}, {back.x + uy * size * 0.7, back.y - ux * size * 0.7}};
    }
    return arc;
}

/// The part of a polygon within the frame (Sutherland and Hodgman, one side after the other).
std::vector<ChartPoint> clipped(std::vector<ChartPoint> points, double width, double height)
{
    for (int side = 0; side < 4 && !points.empty(); ++side) {
        auto const inside = [&](ChartPoint p) { return side == 0 ? p.x : side == 1 ? width - p.x : side == 2 ? p.y : height - p.y; };
        std::vector<ChartPoint> kept;
        for (std::size_t at = 0; at < points.size(); ++at) {
            ChartPoint const a = points[at], b = points[(at + 1) % points.size()];
            double const ia = inside(a), ib = inside(b);
            if (ia >= 0)
                kept.push_back(a);
            if ((ia >= 0) != (ib >= 0)) {
                double const t = ia / (ia - ib);
                kept.push_back({a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t});
            }
        }
        points = std::move(kept);
    }
    return points;
}

MapFit fit_box(MapPoint least, MapPoint most, double width, double height)
{
    MapFit fit;
    fit.scale = std::min(width / (most.x - least.x), height / (most.y - least.y));
    fit.left = width / 2 - (least.x + most.x) / 2 * fit.scale;
    fit.top = height / 2 + (least.y + most.y) / 2 * fit.scale;
    return fit;
}

} // namespace

int series_of(std::size_t kind)
{
    static constexpr int order[]{0, 5, 2, 3, 6}; // those that stand out from land and sea in each theme; lines differ by their dashes as well
    return order[kind % std::size(order)];
}

bool on_earth(Place const& place)
{
    return std::abs(place.latitude) <= 90 && std::abs(place.longitude) <= 180; // false for what is not a number
}

MapFit fit_world(double width, double height)
{
    return fit_box({-half_width, -half_height}, {half_width, half_height}, std::max(1.0, width), std::max(1.0, height));
}

MapFit fit_places(Map const& map, double width, double height)
{
    bool any = false;
    MapPoint least, most;
    for (auto const& place : map.places) {
        if (!on_earth(place))
            continue;
        auto const point = project(place.latitude, place.longitude);
        least = any ? MapPoint{std::min(least.x, point.x), std::min(least.y, point.y)} : point;
        most = any ? MapPoint{std::max(most.x, point.x), std::max(most.y, point.y)} : point;
        any = true;
    }
    if (!any)
        return fit_world(width, height);
    double const across = std::max(0.4, (most.x - least.x) * 1.2), high = std::max(0.4, (most.y - least.y) * 1.3);
    double const x = (least.x + most.x) / 2, y = (least.y + most.y) / 2;
    return fit_box({x - across / 2, y - high / 2}, {x + across / 2, y + high / 2}, std::max(1.0, width), std::max(1.0, height));
}

MapFit zoomed(MapFit fit, double times, double x, double y, double width, double height)
{
    double const farthest = fit_world(width, height).scale / 2, nearest = std::max(1.0, width) / closest;
    double const scale = std::clamp(fit.scale * times, farthest, nearest);
    auto const kept = fit.back(x, y);
    return {scale, x - kept.x * scale, y + kept.y * scale};
}

MapFit brought_into(MapFit fit, std::vector<MapPoint> const& points, ChartPoint least, ChartPoint most)
{
    if (points.empty() || most.x <= least.x || most.y <= least.y)
        return fit;
    MapPoint from = points.front(), to = from;
    for (auto const point : points) {
        from = {std::min(from.x, point.x), std::min(from.y, point.y)};
        to = {std::max(to.x, point.x), std::max(to.y, point.y)};
    }
    double const across = to.x - from.x, high = to.y - from.y;
    double const fits = std::min(across > 0 ? (most.x - least.x) / across : fit.scale, high > 0 ? (most.y - least.y) / high : fit.scale);
    if (fits < fit.scale) { // from the middle of the part
        auto const middle = fit.back((least.x + most.x) / 2, (least.y + most.y) / 2);
        fit = {fits, (least.x + most.x) / 2 - middle.x * fits, (least.y + most.y) / 2 + middle.y * fits};
    }
    auto const first = fit.at({from.x, to.y}), last = fit.at({to.x, from.y}); // top left, bottom right
    fit.left += first.x < least.x ? least.x - first.x : last.x > most.x ? most.x - last.x : 0;
    fit.top += first.y < least.y ? least.y - first.y : last.y > most.y ? most.y - last.y : 0;
    return fit;
}

MapDrawing draw_map(Map const& map, MapFit const& fit, double width, double height, ChartFrame const& frame)
{
    MapDrawing drawing;
    double const em = frame.font_size;
    auto const point_of = [&](Place const& place) { return fit.at(project(place.latitude, place.longitude)); };
    for (std::size_t at = 0; at < map.links.size(); ++at) {
        auto const& link = map.links[at];
        if (link.from >= map.places.size() || link.to >= map.places.size() || !on_earth(map.places[link.from]) || !on_earth(map.places[link.to]))
            continue;
        auto arc = arc_between(point_of(map.places[link.from]), point_of(map.places[link.to]), em);
        arc.link = at;
        arc.series = series_of(link.kind);
        arc.dash = link.kind < map.kinds.size() ? static_cast<int>(map.kinds[link.kind].line) : 0;
        drawing.arcs.push_back(std::move(arc));
    }
    double greatest = 0;
    for (auto const& place : map.places)
        if (on_earth(place))
            greatest = std::max(greatest, plotted(place.value).value_or(0));
    Box const whole{0, 0, width, height};
    std::vector<Box> taken;
    for (std::size_t at = 0; at < map.places.size(); ++at) {
        auto const& place = map.places[at];
        if (!on_earth(place))
            continue;
        auto const value = plotted(place.value);
        double const share = value && greatest > 0 ? std::sqrt(std::max(0.0, *value) / greatest) : 0;
        auto const point = point_of(place);
        MapDot dot;
        dot.place = at;
        dot.x = point.x;
        dot.y = point.y;
        dot.square = place.shape == PlaceShape::square;
        dot.hollow = dot.square || !value;
        dot.radius = dot.square ? em * 0.38 : em * (0.35 + 0.55 * share);
        if (dot.x < 0 || dot.x > width || dot.y < 0 || dot.y > height)
            continue;
        taken.push_back({dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius});
        drawing.dots.push_back(std::move(dot));
    }
    std::stable_sort(drawing.dots.begin(), drawing.dots.end(), [](MapDot const& left, MapDot const& right) { return left.radius > right.radius; });
    constexpr std::size_t most_labels = 400; // on a frame crowded with thousands of dots, more could not be read
    std::size_t labels = 0;
    for (auto& dot : drawing.dots) {
        auto const& label = map.places[dot.place].label;
        if (label.empty() || labels >= most_labels)
            continue;
        double const wide = frame.text_width(label, false), gap = dot.radius + em * 0.35, half = em * 0.6;
        struct Spot {
            Anchor anchor;
            double x, y;
        };
        for (Spot const spot : {Spot{Anchor::start, dot.x + gap, dot.y}, Spot{Anchor::end, dot.x - gap, dot.y}, Spot{Anchor::middle, dot.x, dot.y + dot.radius + half + em * 0.1},
                                Spot{Anchor::middle, dot.x, dot.y - dot.radius - half - em * 0.1}}) {
            double const left = spot.anchor == Anchor::start ? spot.x : spot.anchor == Anchor::end ? spot.x - wide : spot.x - wide / 2;
            Box const box{left, spot.y - half, left + wide, spot.y + half};
            if (!whole.holds(box) || std::any_of(taken.begin(), taken.end(), [&](Box const& other) { return other.meets(box); }))
                continue;
            dot.label = label;
            dot.label_x = spot.x;
            dot.label_y = spot.y;
            dot.anchor = spot.anchor;
            taken.push_back(box);
            ++labels;
            break;
        }
    }
    return drawing;
}

std::vector<LegendLine> legend_of(Map const& map, Language language)
{
    std::vector<LegendLine> lines;
    for (std::size_t kind = 0; kind < map.kinds.size(); ++kind) {
        auto const count = std::count_if(map.links.begin(), map.links.end(), [&](MapLink const& link) { return link.kind == kind && link.from < map.places.size() && link.to < map.places.size(); });
        if (count > 0)
            lines.push_back({fmt::format("{}{}{}", map.kinds[kind].label, language == Language::fr ? "\u00A0: " : ": ", count), series_of(kind), static_cast<int>(map.kinds[kind].line), true, false});
    }
    for (bool const square : {false, true}) {
        auto const& label = square ? map.squares : map.discs;
        if (!label.empty() && std::any_of(map.places.begin(), map.places.end(), [&](Place const& place) { return (place.shape == PlaceShape::square) == square; }))
            lines.push_back({label, 0, 0, false, square});
    }
    if (std::any_of(map.places.begin(), map.places.end(), [](Place const& place) { return place.shape == PlaceShape::disc && !plotted(place.value); }))
        lines.push_back({language == Language::fr ? "Valeur non connue" : "Value not known", 0, 0, false, false, true});
    return lines;
}

ChartLayout layout_map(Map const& map, Language language, ChartFrame const& frame)
{
    ChartLayout layout;
    layout.width = frame.width;
    if (std::none_of(map.places.begin(), map.places.end(), on_earth))
        return layout;
    double const em = frame.font_size, height = std::min(frame.width * 0.56, em * 36);
    auto const fit = fit_places(map, frame.width, height);
    layout.areas.push_back({{{0, 0}, {frame.width, 0}, {frame.width, height}, {0, height}}, true});
    for (auto const& outline : world()) {
        std::vector<ChartPoint> points;
        for (auto const point : outline.points)
            points.push_back(fit.at(point));
        points = clipped(std::move(points), frame.width, height);
        if (points.size() > 2)
            layout.areas.push_back({std::move(points), outline.water});
    }
    auto const drawing = draw_map(map, fit, frame.width, height, frame);
    for (auto const& arc : drawing.arcs) {
        layout.lines.push_back({arc.points, Ink::series, arc.series, 1.2, arc.dash});
        if (!arc.arrow.empty())
            layout.lines.push_back({arc.arrow, Ink::series, arc.series, 1.4, 0});
    }
    for (auto const& dot : drawing.dots) {
        layout.marks.push_back({dot.x, dot.y, dot.radius, 0, dot.square ? MarkShape::box : dot.hollow ? MarkShape::ring : MarkShape::circle});
        if (!dot.label.empty())
            layout.texts.push_back({dot.label_x, dot.label_y, dot.anchor, Ink::text, false, dot.label});
    }
    double x = 0, y = height + em * 1.2;
    for (auto const& line : legend_of(map, language)) {
        double const swatch = line.line ? em * 2.2 : em, wide = swatch + em * 2 + frame.text_width(line.label, false);
        if (x > 0 && x + wide > frame.width) {
            x = 0;
            y += em * 1.6;
        }
        if (line.line)
            layout.lines.push_back({{{x, y}, {x + swatch, y}}, Ink::series, line.series, 1.2, line.dash});
        else
            layout.marks.push_back({x + em * 0.5, y, em * 0.4, 0, line.square ? MarkShape::box : line.hollow ? MarkShape::ring : MarkShape::circle});
        layout.texts.push_back({x + swatch + em * 0.4, y, Anchor::start, Ink::text, false, line.label});
        x += wide;
    }
    // Values in words: a dot's size cannot be read as a figure.
    constexpr std::size_t most_listed = 40;
    std::vector<Place const*> listed;
    for (auto const& place : map.places)
        if (on_earth(place))
            listed.push_back(&place);
    std::size_t const shown = std::min(listed.size(), most_listed), rows = (shown + 1) / 2;
    double const column = frame.width / 2;
    y += em * 1.8;
    for (std::size_t at = 0; at < shown; ++at) {
        double const left = at < rows ? 0 : column + em, line_y = y + static_cast<double>(at % rows) * em * 1.5;
        auto const figure = fact_text(listed[at]->value, language);
        double const room = column - em * 2 - frame.text_width(figure, false);
        layout.texts.push_back({left, line_y, Anchor::start, Ink::text, false, fitted(listed[at]->label, room, frame)});
        layout.texts.push_back({left + column - em, line_y, Anchor::end, is_absent(listed[at]->value) ? Ink::muted : Ink::text, false, figure});
    }
    y += static_cast<double>(rows) * em * 1.5;
    if (listed.size() > shown) {
        layout.texts.push_back({0, y, Anchor::start, Ink::muted, false,
                                language == Language::fr ? fmt::format("… et {} autres lieux", listed.size() - shown) : fmt::format("… and {} other places", listed.size() - shown)});
        y += em * 1.5;
    }
    layout.height = y;
    return layout;
}

} // namespace passerelle::exchange
