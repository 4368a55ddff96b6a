#include "host/model/stop.hpp"
#include <chrono>

namespace passerelle::model {

Error stopped() { return {Status::cancelled, {"La recherche est arrêtée.", "The search was stopped."}}; }

StopWatch::StopWatch(store::Connection& connection, std::atomic<bool> const* stop)
{
    if (!stop)
        return;
    m_thread = std::thread([this, &connection, stop] {
        std::unique_lock lock(m_mutex);
        // Again and again: an interruption between two steps ends neither.
        while (!m_over.wait_for(lock, std::chrono::milliseconds(5), [this] { return m_is_over; }))
            if (is_set(stop))
                connection.interrupt();
    });
}

StopWatch::~StopWatch()
{
    if (!m_thread.joinable())
        return;
    {
        std::lock_guard const lock(m_mutex);
        m_is_over = true;
    }
    m_over.notify_one();
    m_thread.join();
}

} // namespace passerelle::model
