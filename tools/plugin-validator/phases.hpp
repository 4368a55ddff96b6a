// Which function of the module runs on which thread, in a file that outlives the process: so that a crash has a name.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace passerelle::validator::phases {

/// Maps the file and marks there which thread a deadly signal strikes. Without a path nothing is kept.
void open(std::filesystem::path const&);
/// At most 100 bytes; empty: outside the module.
void set(std::string const&) noexcept;
[[nodiscard]] std::string get();

/// What a process that is gone has left: the phase that was struck, else those that were going on ("draw overview, job Total").
[[nodiscard]] std::string left_in(std::filesystem::path const&);

} // namespace passerelle::validator::phases
