// Chart layouts and marks of tone drawn with Cairo. One thread.
#pragma once
#include "host/exchange/chart_layout.hpp"
#include "host/exchange/pdf_text.hpp"
#include <cairo.h>
#include <cstdint>

namespace passerelle::exchange {

void set_colour(cairo_t*, std::uint32_t rgb);
/// A layout with its upper left corner at x, y; texts in the small style.
void draw_chart(cairo_t*, PaperText&, ChartLayout const&, double x, double y);
/// The shape of a tone, centred: ● ▲ ■ ◆ ○. Nothing for plain.
void draw_tone_mark(cairo_t*, Tone, double x, double y, double radius);
void rounded_rectangle(cairo_t*, double x, double y, double width, double height, double radius);

} // namespace passerelle::exchange
