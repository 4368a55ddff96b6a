// What holds the module in. Each thread is held by what stood when it was started: all of this comes before any other thread and
// before any code of the module.
#pragma once
#include <cstdint>
#include <string>

namespace passerelle::apart::child {

/// Dies with the program, keeps no other file, bounds memory and files, gives up every privilege for good. False: the program is gone.
[[nodiscard]] bool bound_process(std::uint64_t address_space, int program, int first_free_descriptor);
/// Landlock: of all files, only the module's folder and the system's libraries can still be opened, to be read; no network, no signals.
/// Its version; 0: the kernel offers none.
[[nodiscard]] std::uint32_t close_files(std::string const& module_folder);
/// seccomp: what a library needs to be opened, to compute and to speak on the lines, and nothing else. False: the kernel refuses it.
[[nodiscard]] bool filter_calls();
/// After the library is open: nothing is opened any more. Filters add up; neither can be taken back.
[[nodiscard]] bool filter_opening();

} // namespace passerelle::apart::child
