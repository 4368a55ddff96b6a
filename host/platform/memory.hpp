// Any thread.
#pragma once

namespace passerelle::platform {

/// Gives freed memory back to the system, where the allocator keeps it: after work that took much for a short while. A few
/// tens of milliseconds where there is much to give.
void give_back_memory();

} // namespace passerelle::platform
