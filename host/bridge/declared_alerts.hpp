// A module's declared alerts: one for each record where all conditions of a rule hold. [any]
#pragma once
#include "host/bridge/declared_reading.hpp"
#include <vector>

namespace passerelle::bridge {

/// Added to `all`, in the session's language; at most limits::declared_alerts of one rule, then one that says so. A rule that cannot be
/// read is an alert that says why.
void add_declared_alerts(ModuleHost&, std::vector<Alert>& all);

} // namespace passerelle::bridge
