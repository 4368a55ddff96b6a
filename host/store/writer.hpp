// The writer thread of one portfolio and its queue: one transaction at a time, journalled, sealed, durable, then told.
#pragma once
#include "host/store/clock.hpp"
#include "host/store/file_lock.hpp"
#include "host/store/portfolio.hpp"
#include <condition_variable>
#include <deque>
#include <thread>

namespace passerelle::store {

class Writer {
public:
    enum class End { commit, roll_back };
    using Body = std::function<Result<void>(Connection&, std::int64_t transaction)>;
    using Done = std::function<void(Result<std::int64_t>)>;

    Writer(std::unique_ptr<Connection>, std::unique_ptr<FileLock>, std::string author, IdMaker&);
    ~Writer(); ///< finishes what is queued, then closes the connection, with a checkpoint where the lock is free

    void submit(WriteLabel, Body, End, Done);
    void drain(); ///< finishes what is queued and ends the thread
    [[nodiscard]] bool is_this_thread() const { return std::this_thread::get_id() == m_thread.get_id(); }

private:
    struct Job {
        WriteLabel label;
        Body body;
        End end;
        Done done;
    };

    void run();
    [[nodiscard]] Result<std::int64_t> perform(Job&);
    [[nodiscard]] Result<void> perform_in_transaction(Job&, std::int64_t& transaction);
    void checkpoint_if_long();
    void close();

    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<FileLock> m_lock;
    std::string m_author;
    IdMaker& m_ids;
    int m_next_checkpoint_pages;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_queue;
    bool m_closing = false;
    std::thread m_thread; // last: it starts when all else is there
};

} // namespace passerelle::store
