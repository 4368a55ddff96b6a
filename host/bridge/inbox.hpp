// What a person has put off, with a date and a reason: kept in the portfolio, so that colleagues see it too. [any]
#pragma once
#include "host/bridge/context.hpp"
#include <string>
#include <vector>

namespace passerelle::bridge {

/// Marks the alerts that were put off. One read of core.snooze.
void mark_snoozed(Context&, std::vector<Alert>&);
[[nodiscard]] model::Change snooze_change(Alert const&, std::string const& until, std::string const& reason);

} // namespace passerelle::bridge
