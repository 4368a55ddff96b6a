// Days that a condition counts from today: "today", "today-30d", "today+2w", "today-3m", "today+1y". Any thread.
#pragma once
#include "passerelle/value/date.hpp"
#include <optional>
#include <string>
#include <string_view>

namespace passerelle::model {

/// This machine's day, ISO.
[[nodiscard]] std::string local_today();
/// d days, w weeks, m months, y years, at most 9,999 of them; the last day of a month where that month has no such day. Nothing: not
/// written so, or outside the calendar. `today`: ISO; empty: local_today().
[[nodiscard]] std::optional<psl::Date> relative_date(std::string_view text, std::string_view today);

} // namespace passerelle::model
