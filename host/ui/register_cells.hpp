// How the cells, group headings and totals of a register look. Draws only. [main]
#pragma once
#include "host/model/grouping.hpp"
#include "host/ui/context.hpp"
#include "host/ui/widgets/grid.hpp"
#include <string>

namespace passerelle::ui {

/// `words`: as displayed; empty: not reported. `link`: the words open the record.
void draw_register_cell(Context const&, model::Field const&, std::string const& words, Box, ImDrawList*, bool link, bool row_hovered);
void draw_group_heading(Context const&, model::Entity const&, model::Group const&, bool closed, Box, ImDrawList*);
/// "Engagé : 605 448 311 XOF, 98 393 EUR" of each total, currencies apart.
[[nodiscard]] std::string total_in_words(Context const&, model::Field const&, model::Total const&, std::size_t most_currencies);

} // namespace passerelle::ui
