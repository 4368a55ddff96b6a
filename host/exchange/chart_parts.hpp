// What the kinds of charts share. Inside the room only. Pure; any thread.
#pragma once
#include "host/exchange/chart_layout.hpp"

namespace passerelle::exchange {

/// "Not reported" where the chart has no such value.
[[nodiscard]] Fact const& value_at(Chart const&, std::size_t series, std::size_t label);
/// In whose unit the axis and the sums are written; null where nothing is known.
[[nodiscard]] Fact const* first_figure(Chart const&);
/// Series differ by these as well as by colour.
[[nodiscard]] MarkShape shape_of(std::size_t series);
[[nodiscard]] BarFill fill_of(std::size_t series);
/// Money and very large figures in short, others whole; what is absent in its own words.
[[nodiscard]] std::string end_text(Fact const&, Language);

[[nodiscard]] ChartLayout layout_bars(Chart const&, Language, ChartFrame const&);   ///< beside each other or stacked
[[nodiscard]] ChartLayout layout_target(Chart const&, Language, ChartFrame const&);
[[nodiscard]] ChartLayout layout_line(Chart const&, Language, ChartFrame const&);

/// One or two lines at the ends of words.
[[nodiscard]] std::vector<std::string> wrapped(std::string const&, double width, ChartFrame const&);
/// Swatches and names of the series, wrapped; returns the height used.
double add_legend(ChartLayout&, Chart const&, ChartFrame const&);

} // namespace passerelle::exchange
