// A timeline on screen: labels fixed at the left, the scale panned and zoomed, lines that open and close. [main]
#pragma once
#include "host/exchange/document.hpp"
#include "host/ui/context.hpp"

namespace passerelle::ui {

/// Takes the height that is left, or what its lines need. Draws the lines in view only.
void draw_timeline(Context&, exchange::Timeline const&);

} // namespace passerelle::ui
