// The modules: what each is, its state and reason, what it may read and write. [main]
#pragma once
#include "host/ui/context.hpp"

namespace passerelle::ui {
void draw_modules(Context&);
} // namespace passerelle::ui
