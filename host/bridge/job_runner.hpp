// Long work beside the window: a few worker threads, progress, cancel; what is done is delivered on the main thread.
#pragma once
#include "host/bridge/main_queue.hpp"
#include "host/bridge/session.hpp"
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace passerelle::bridge {

class JobRunner {
public:
    /// after_long: called on the job's thread after each job that took long; may be empty.
    JobRunner(MainQueue& main, std::function<void()> after_long) : m_main(main), m_after_long(std::move(after_long)) {}
    ~JobRunner() { stop(); }

    using Run = std::function<Result<void>(Progress&)>;
    using Done = std::function<void(Result<void>)>;
    /// [any] `done` is posted to the main queue, always once, also after stop().
    void start(std::string title, Run run, Done done);
    /// Cancels what runs and what waits, and joins. [main]
    void stop();
    [[nodiscard]] std::vector<RunningJob> running() const; ///< [any]
    void cancel(std::uint64_t id);                         ///< [any]

private:
    struct Job {
        RunningJob shown;
        Progress progress;
        Run run;
        Done done;
    };
    void work();
    void finish(std::shared_ptr<Job> const&, Result<void>);

    MainQueue& m_main;
    std::function<void()> m_after_long;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::shared_ptr<Job>> m_waiting;
    std::vector<std::shared_ptr<Job>> m_running;
    std::vector<std::thread> m_threads;
    std::size_t m_idle = 0;
    std::uint64_t m_last = 0;
    bool m_stopping = false;
};

} // namespace passerelle::bridge
