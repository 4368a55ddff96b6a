// Draws the reading blocks of a report, a dashboard or a module's view. [main]
#pragma once
#include "host/exchange/document.hpp"
#include "host/ui/context.hpp"
#include <string_view>
#include <vector>

namespace passerelle::ui {

/// All blocks one under the other; key figures that follow each other stand side by side.
void draw_blocks(Context&, std::vector<exchange::Block> const&);
/// `above`: the heading that stands over it; a table or chart of the same name does not say it again.
void draw_block(Context&, exchange::Block const&, std::string_view above = {});
void draw_figures(Context&, std::vector<exchange::Figure const*> const&);

} // namespace passerelle::ui
