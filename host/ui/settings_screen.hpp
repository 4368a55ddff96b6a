// Language, colours, size: what a person chooses once. [main]
#pragma once
#include "host/ui/context.hpp"
#include "host/ui/look.hpp"

namespace passerelle::ui {
void draw_settings(Context&, Look&);
} // namespace passerelle::ui
