// Starts another program and waits for it, within a time: nothing that the child does reaches this process. POSIX in
// child_process_posix.cpp; another system gives run_child a file of its own. Any thread.
#pragma once
#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace passerelle::loader {

struct ChildCall {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    std::chrono::milliseconds within{10'000};
    std::size_t most_output = 1 << 20;                              ///< of each of out and error; what is beyond is dropped
    std::vector<std::pair<std::string, std::string>> environment = {}; ///< beside this process's own
};

struct ChildEnd {
    enum class How { exited, signalled, too_long, not_started } how = How::not_started;
    int code = 0; ///< exit status or signal
    std::string out, error;
    std::chrono::milliseconds took{0};
};

/// Standard input is empty. Whatever is left of the child and of what it started is killed before this returns.
[[nodiscard]] ChildEnd run_child(ChildCall const&);
/// "SIGSEGV", "SIGABRT"; "signal 35" for others.
[[nodiscard]] std::string signal_name(int);

} // namespace passerelle::loader
