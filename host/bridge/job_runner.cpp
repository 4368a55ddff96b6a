#include "host/bridge/job_runner.hpp"
#include <algorithm>
#include <chrono>
#include <exception>

namespace passerelle::bridge {

namespace {
constexpr std::size_t most_threads = 3;
constexpr std::chrono::milliseconds long_job(200);
Error interrupted() { return {Status::cancelled, {"Tâche interrompue. Rien n’a été changé.", "Task interrupted. Nothing was changed."}}; }
} // namespace

void JobRunner::start(std::string title, Run run, Done done)
{
    auto job = std::make_shared<Job>();
    job->run = std::move(run);
    job->done = std::move(done);
    std::weak_ptr<Job> const weak = job;
    job->progress.report = [this, weak](double share, std::string note) {
        if (auto const self = weak.lock()) {
            std::lock_guard const lock(m_mutex);
            self->shown.share = share;
            self->shown.note = std::move(note);
        }
    };
    std::unique_lock lock(m_mutex);
    job->shown.id = ++m_last;
    job->shown.title = std::move(title);
    job->shown.share = -1;
    if (m_stopping) {
        lock.unlock();
        finish(job, interrupted());
        return;
    }
    m_waiting.push_back(std::move(job));
    if (m_idle < m_waiting.size() && m_threads.size() < most_threads)
        m_threads.emplace_back([this] { work(); });
    lock.unlock();
    m_changed.notify_one();
}

void JobRunner::finish(std::shared_ptr<Job> const& job, Result<void> result)
{
    m_main.post([job, result = std::move(result)] {
        if (job->done)
            job->done(result);
    });
}

void JobRunner::work()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        ++m_idle;
        m_changed.wait(lock, [this] { return m_stopping || !m_waiting.empty(); });
        --m_idle;
        if (m_waiting.empty())
            return; // stopping
        auto const job = m_waiting.front();
        m_waiting.pop_front();
        m_running.push_back(job);
        bool const cancelled = m_stopping || job->progress.cancel;
        lock.unlock();
        Result<void> result = interrupted();
        auto const begin = std::chrono::steady_clock::now();
        if (!cancelled) {
            try {
                result = job->run(job->progress);
            } catch (std::exception const& error) {
                result = Error{Status::internal, {std::string("La tâche s’est arrêtée. Vos données sont intactes. Détail technique\u00a0: ") + error.what(),
                                                  std::string("The task stopped. Your data is intact. Technical detail: ") + error.what()}};
            }
        }
        job->run = nullptr;
        if (m_after_long && std::chrono::steady_clock::now() - begin > long_job)
            m_after_long();
        finish(job, std::move(result));
        lock.lock();
        std::erase(m_running, job);
    }
}

void JobRunner::stop()
{
    std::vector<std::thread> threads;
    {
        std::lock_guard const lock(m_mutex);
        m_stopping = true;
        for (auto const& job : m_running)
            job->progress.cancel = true;
        threads.swap(m_threads);
    }
    m_changed.notify_all();
    for (std::thread& thread : threads)
        thread.join();
    // With no thread ever started nothing waits; with threads, they emptied the queue as cancelled.
}

std::vector<RunningJob> JobRunner::running() const
{
    std::lock_guard const lock(m_mutex);
    std::vector<RunningJob> all;
    for (auto const& job : m_running)
        all.push_back(job->shown);
    for (auto const& job : m_waiting)
        all.push_back(job->shown);
    return all;
}

void JobRunner::cancel(std::uint64_t id)
{
    std::lock_guard const lock(m_mutex);
    for (auto const* jobs : {&m_running})
        for (auto const& job : *jobs)
            if (job->shown.id == id)
                job->progress.cancel = true;
    for (auto const& job : m_waiting)
        if (job->shown.id == id)
            job->progress.cancel = true;
}

} // namespace passerelle::bridge
