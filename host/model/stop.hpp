// Ends a running read when somebody sets a flag: a newer keystroke, a closed screen. Between rows the reader looks at the flag
// itself; within one long step of SQLite (a condition that hardly any row meets) it cannot, and this interrupts it.
#pragma once
#include "host/base/result.hpp"
#include "host/store/connection.hpp"
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace passerelle::model {

[[nodiscard]] inline bool is_set(std::atomic<bool> const* stop) { return stop && stop->load(std::memory_order_relaxed); }
[[nodiscard]] Error stopped();

/// As long as it lives, on the thread of the connection. Does nothing without a flag.
class StopWatch {
public:
    StopWatch(store::Connection&, std::atomic<bool> const* stop);
    ~StopWatch();
    StopWatch(StopWatch const&) = delete;
    StopWatch& operator=(StopWatch const&) = delete;

private:
    std::mutex m_mutex;
    std::condition_variable m_over;
    bool m_is_over = false;
    std::thread m_thread;
};

} // namespace passerelle::model
