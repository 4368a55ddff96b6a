// What other threads want done on the main thread: posted from anywhere, run by pump(). [any], pump() [main]
#pragma once
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace passerelle::bridge {

class MainQueue {
public:
    void post(std::function<void()> work)
    {
        std::function<void()> wake;
        {
            std::lock_guard const lock(m_mutex);
            m_waiting.push_back(std::move(work));
            wake = m_wake;
        }
        if (wake)
            wake();
    }
    /// True if anything was run. What the work itself posts waits for the next call.
    bool pump()
    {
        std::vector<std::function<void()>> now;
        {
            std::lock_guard const lock(m_mutex);
            now.swap(m_waiting);
        }
        for (auto const& work : now)
            work();
        return !now.empty();
    }
    void set_wake(std::function<void()> wake)
    {
        std::lock_guard const lock(m_mutex);
        m_wake = std::move(wake);
    }

private:
    std::mutex m_mutex;
    std::vector<std::function<void()>> m_waiting;
    std::function<void()> m_wake;
};

} // namespace passerelle::bridge
