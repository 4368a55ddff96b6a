// Key figures, breakdowns as bars and tabs of a page; what each figure means, and the way to the records behind it. [main]
#pragma once
#include "host/exchange/document.hpp"
#include "host/ui/context.hpp"
#include <string_view>
#include <vector>

namespace passerelle::ui {

/// Cards side by side; one that says what is behind it opens under Enter or a press.
void draw_figures(Context&, std::vector<exchange::Figure const*> const&);
/// A table with bars: on each line its first cell, the bar of the part within the whole, the whole. `above`: as of draw_block.
void draw_bars(Context&, exchange::Table const&, std::string_view above = {});
/// The labels of a set of tabs in a row; the number of the open one. Kept while the window is open.
[[nodiscard]] std::size_t draw_tabs(Context&, std::string_view set, std::vector<std::string_view> const& labels);

} // namespace passerelle::ui
