// psl.checks/1: modules' rules wired to the editor, and their alerts.
#pragma once
#include "host/bridge/module_host.hpp"
#include <vector>

namespace passerelle::bridge {

/// [main] Every module at work checks its own entities; records of a held module are refused any change.
void wire_checks(Context&);
/// [any] Worst first, then by date. A module's fault becomes one alert that says so.
[[nodiscard]] std::vector<Alert> gather_alerts(Context&);

} // namespace passerelle::bridge
