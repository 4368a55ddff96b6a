// Commands of modules, started by a person: a job that can be stopped, and what the module told at its end. [main]
#pragma once
#include "host/ui/context.hpp"

namespace passerelle::ui {

/// The jobs are shown with the others; when it is over, the worst of what the module told is said, then the next.
void start_command(Context&, bridge::ModuleCommand const&, bridge::Scope const&);

} // namespace passerelle::ui
