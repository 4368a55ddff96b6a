// Starting and ending a module's process. POSIX.
#pragma once
#include "host/apart/apart.hpp"
#include "host/apart/protocol.hpp"
#include <array>
#include <sys/types.h>

namespace passerelle::apart {

struct Process {
    pid_t id;
    std::array<int, lines> descriptors; ///< the program's ends
};
/// With no environment, and of the program's open files none but its ends of the lines.
[[nodiscard]] Result<Process> start_process(std::filesystem::path const& program, std::filesystem::path const& library, std::uint64_t address_space);
/// Ends it where it has not ended by itself within `grace`, and takes its status: a wait status, or -1.
int end_process(pid_t, std::chrono::milliseconds grace);

} // namespace passerelle::apart
