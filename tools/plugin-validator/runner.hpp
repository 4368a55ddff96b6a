// Runs tests, each in a process of its own and within its time, and tells what came of them.
#pragma once
#include "tools/plugin-validator/test.hpp"
#include <chrono>
#include <functional>

namespace passerelle::validator {

struct Done {
    Test const* test = nullptr;
    Outcome outcome;
    std::chrono::milliseconds took{0};
};

struct RunOptions {
    bool in_process = false;
    int together = 2;
    int most_seconds = 0; ///< 0: each test's own
    std::function<void(Done const&)> on_done; ///< in the order of the tests
};

[[nodiscard]] std::vector<Done> run_tests(Subject const&, std::vector<Test const*> const&, RunOptions const&);
/// In this process, with whatever the check throws turned into an outcome.
[[nodiscard]] Outcome run_here(Test const&, Subject const&);

/// What a child writes and its parent reads.
[[nodiscard]] std::string written(Outcome const&);

/// The test "probe": does the module load, start and stop? For the program before it opens a library that it has not seen.
[[nodiscard]] Test const& probe_test();

} // namespace passerelle::validator
