#include "host/exchange/pdf_shapes.hpp"
#include "host/exchange/paper.hpp"
#include <algorithm>

namespace passerelle::exchange {
namespace {

constexpr double pi = 3.14159265358979323846;

void shape_path(cairo_t* cairo, MarkShape shape, double x, double y, double radius)
{
    cairo_new_path(cairo);
    switch (shape) {
    case MarkShape::circle:
    case MarkShape::ring:
        cairo_arc(cairo, x, y, radius, 0, 2 * pi);
        break;
    case MarkShape::square:
    case MarkShape::box:
        cairo_rectangle(cairo, x - radius * 0.89, y - radius * 0.89, radius * 1.78, radius * 1.78);
        break;
    case MarkShape::triangle:
        cairo_move_to(cairo, x, y - radius);
        cairo_line_to(cairo, x + radius * 1.05, y + radius * 0.85);
        cairo_line_to(cairo, x - radius * 1.05, y + radius * 0.85);
        cairo_close_path(cairo);
        break;
    case MarkShape::diamond:
    case MarkShape::hollow_diamond:
        cairo_move_to(cairo, x, y - radius * 1.15);
        cairo_line_to(cairo, x + radius * 1.15, y);
        cairo_line_to(cairo, x, y + radius * 1.15);
        cairo_line_to(cairo, x - radius * 1.15, y);
        cairo_close_path(cairo);
        break;
    }
}

std::uint32_t colour_of(Ink ink, int series)
{
    switch (ink) {
    case Ink::series: return paper::series_ink(series);
    case Ink::text: return paper::text;
    case Ink::muted: return paper::muted;
    case Ink::axis: return paper::border_strong;
    case Ink::grid: return paper::border;
    case Ink::today: return paper::text_2;
    }
    return paper::text;
}

void draw_bar(cairo_t* cairo, ChartBar const& bar)
{
    auto const colour = paper::series_ink(bar.series);
    set_colour(cairo, colour);
    switch (bar.fill) {
    case BarFill::solid:
        cairo_rectangle(cairo, bar.x, bar.y, bar.width, bar.height);
        cairo_fill(cairo);
        break;
    case BarFill::outline:
        cairo_set_line_width(cairo, 0.9);
        cairo_rectangle(cairo, bar.x + 0.45, bar.y + 0.45, std::max(0.1, bar.width - 0.9), bar.height - 0.9);
        cairo_stroke(cairo);
        break;
    case BarFill::hatched:
        cairo_save(cairo);
        cairo_rectangle(cairo, bar.x, bar.y, bar.width, bar.height);
        cairo_clip(cairo);
        cairo_set_line_width(cairo, 0.8);
        for (double x = bar.x - bar.height; x < bar.x + bar.width; x += 2.6) {
            cairo_move_to(cairo, x, bar.y + bar.height);
            cairo_line_to(cairo, x + bar.height, bar.y);
        }
        cairo_stroke(cairo);
        cairo_restore(cairo);
        cairo_set_line_width(cairo, 0.5);
        cairo_rectangle(cairo, bar.x, bar.y, bar.width, bar.height);
        cairo_stroke(cairo);
        break;
    }
}

} // namespace

void set_colour(cairo_t* cairo, std::uint32_t rgb)
{
    cairo_set_source_rgb(cairo, (rgb >> 16 & 0xFF) / 255.0, (rgb >> 8 & 0xFF) / 255.0, (rgb & 0xFF) / 255.0);
}

void rounded_rectangle(cairo_t* cairo, double x, double y, double width, double height, double radius)
{
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, x + width - radius, y + radius, radius, -pi / 2, 0);
    cairo_arc(cairo, x + width - radius, y + height - radius, radius, 0, pi / 2);
    cairo_arc(cairo, x + radius, y + height - radius, radius, pi / 2, pi);
    cairo_arc(cairo, x + radius, y + radius, radius, pi, 3 * pi / 2);
    cairo_close_path(cairo);
}

void draw_tone_mark(cairo_t* cairo, Tone tone, double x, double y, double radius)
{
    static constexpr MarkShape shapes[]{MarkShape::ring, MarkShape::circle, MarkShape::triangle, MarkShape::square, MarkShape::ring, MarkShape::diamond};
    if (tone == Tone::plain)
        return;
    auto const shape = shapes[static_cast<std::size_t>(tone)];
    set_colour(cairo, paper::ink_of(tone).mark);
    shape_path(cairo, shape, x, y, shape == MarkShape::ring ? radius * 0.85 : radius);
    if (shape == MarkShape::ring) {
        cairo_set_line_width(cairo, radius * 0.4);
        cairo_stroke(cairo);
    } else {
        cairo_fill(cairo);
    }
}

void draw_chart(cairo_t* cairo, PaperText& text, ChartLayout const& layout, double x, double y)
{
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    cairo_new_path(cairo); // text leaves its current point behind, from which a line would start
    for (auto const& area : layout.areas) {
        for (auto const& point : area.points)
            cairo_line_to(cairo, point.x, point.y);
        cairo_close_path(cairo);
        set_colour(cairo, area.water ? paper::sea : paper::land);
        cairo_fill_preserve(cairo);
        set_colour(cairo, paper::coast);
        cairo_set_line_width(cairo, 0.4);
        cairo_stroke(cairo);
    }
    for (auto const& line : layout.lines)
        if (line.ink == Ink::grid || line.ink == Ink::axis) {
            set_colour(cairo, colour_of(line.ink, line.series));
            cairo_set_line_width(cairo, line.thickness);
            for (auto const& point : line.points)
                cairo_line_to(cairo, point.x, point.y);
            cairo_stroke(cairo);
        }
    for (auto const& bar : layout.bars)
        draw_bar(cairo, bar);
    for (auto const& line : layout.lines) {
        if (line.ink == Ink::grid || line.ink == Ink::axis || line.points.empty())
            continue;
        static constexpr double dashes[4][4]{{0, 0, 0, 0}, {6, 3, 6, 3}, {1.2, 2, 1.2, 2}, {3, 2, 3, 2}};
        set_colour(cairo, colour_of(line.ink, line.series));
        cairo_set_line_width(cairo, line.thickness);
        cairo_new_path(cairo);
        cairo_set_dash(cairo, dashes[line.dash & 3], line.dash & 3 ? 4 : 0, 0);
        for (auto const& point : line.points)
            cairo_line_to(cairo, point.x, point.y);
        cairo_stroke(cairo);
        cairo_set_dash(cairo, nullptr, 0, 0);
    }
    for (auto const& mark : layout.marks) {
        bool const hollow = mark.shape == MarkShape::ring || mark.shape == MarkShape::box || mark.shape == MarkShape::hollow_diamond;
        shape_path(cairo, mark.shape, mark.x, mark.y, mark.radius);
        set_colour(cairo, hollow ? 0xFFFFFF : paper::series_ink(mark.series));
        cairo_fill_preserve(cairo);
        set_colour(cairo, hollow ? paper::series_ink(mark.series) : 0xFFFFFF);
        cairo_set_line_width(cairo, hollow ? 1 : 0.5);
        cairo_stroke(cairo);
    }
    for (auto const& words : layout.texts) {
        auto const style = words.strong ? TextStyle::small_strong : TextStyle::small;
        double const width = text.width(words.text, style) * 1.04 + 1;
        double const left = words.anchor == Anchor::start ? words.x : words.anchor == Anchor::end ? words.x - width : words.x - width / 2;
        set_colour(cairo, colour_of(words.ink, 0));
        text.draw(cairo, words.text, style, left, words.y - text.line_height(style) / 2 + 0.5, width,
                  words.anchor == Anchor::start ? Flush::left : words.anchor == Anchor::end ? Flush::right : Flush::centre);
    }
    cairo_restore(cairo);
}

} // namespace passerelle::exchange
