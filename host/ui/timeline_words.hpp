// What the lines and marks of a timeline say: for tooltips and for those who listen. [main]
#pragma once
#include "host/exchange/timeline_layout.hpp"
#include "host/ui/context.hpp"

namespace passerelle::ui {

/// A moment; `row`: its own line, or the one whose bar carries it.
[[nodiscard]] std::string about(exchange::TimelineMoment const&, exchange::TimelineRow const& row, Context const&);
/// A line, its parts joined by `between`.
[[nodiscard]] std::string about(exchange::TimelineRow const&, Context const&, char const* between);

} // namespace passerelle::ui
