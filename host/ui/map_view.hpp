// A map with places and links: zoomed and moved by wheel, drag, keys and buttons; a place or link opens its record. [main]
#pragma once
#include "host/exchange/document.hpp"
#include "host/ui/context.hpp"

namespace passerelle::ui {

/// As wide as the room and `height` high; what a person sees of it is kept under the current id.
void map_view(Context&, exchange::Map const&, float height);

} // namespace passerelle::ui
