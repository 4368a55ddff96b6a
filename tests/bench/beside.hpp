// Real windows on a screen of their own, beside the benchmark: programs that end with it, what they log, what is missing for them.
#pragma once
#include "tests/bench/stage.hpp"
#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

namespace bench {

void wait_ms(int);

/// A program beside this one; ended with it.
class Beside {
public:
    explicit Beside(std::vector<std::string> words, int kept = -1);
    ~Beside();
    Beside(Beside const&) = delete;
    Beside& operator=(Beside const&) = delete;
    [[nodiscard]] double resident_mb() const;

private:
    pid_t m_id = -1;
};

/// A screen of its own, so that nothing flickers on a person's.
class Screen {
public:
    /// Nothing where Xvfb is missing or does not start.
    static std::unique_ptr<Screen> start();

private:
    explicit Screen(int told);
    Beside m_server;
};

/// The numbers of a log, one a line.
[[nodiscard]] std::vector<double> lines(std::filesystem::path const&);
/// Settings of their own: the benchmark changes nothing of the person who runs it.
void away_from_home(Stage&);
/// Why windows cannot be measured here; empty where they can.
[[nodiscard]] std::string why_not(Stage&);

} // namespace bench
