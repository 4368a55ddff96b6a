// Draws the reading blocks of a report, a dashboard or a module's view. [main]
#pragma once
#include "host/exchange/chart_layout.hpp"
#include "host/exchange/document.hpp"
#include "host/ui/context.hpp"
#include "host/ui/figures_view.hpp"
#include <string_view>
#include <vector>

namespace passerelle::ui {

/// All blocks one under the other; key figures that follow each other stand side by side, of tabs the open one.
void draw_blocks(Context&, std::vector<exchange::Block> const&);
/// `above`: the heading that stands over it; a table or chart of the same name does not say it again.
void draw_block(Context&, exchange::Block const&, std::string_view above = {});

/// On the draw list, from that corner of the screen; nothing moves the cursor.
void draw_layout_at(Context const&, exchange::ChartLayout const&, ImVec2 at);
/// At the cursor, which it moves.
void draw_layout(Context const&, exchange::ChartLayout const&);

} // namespace passerelle::ui
