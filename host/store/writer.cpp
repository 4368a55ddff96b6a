#include "host/store/writer.hpp"
#include "host/store/connection_access.hpp"
#include "host/store/migrations.hpp"
#include "host/store/seal.hpp"
#include "host/store/sqlite_error.hpp"
#include <exception>
#include <sqlite3.h>

namespace passerelle::store {

namespace {

constexpr int checkpoint_pages = 512; // of 8 KiB: a WAL of 4 MiB
constexpr std::chrono::milliseconds patience_for_lock(10000);
constexpr std::chrono::milliseconds patience_at_close(2000);

} // namespace

Writer::Writer(std::unique_ptr<Connection> connection, std::unique_ptr<FileLock> lock, std::string author, IdMaker& ids)
    : m_connection(std::move(connection)), m_lock(std::move(lock)), m_author(std::move(author)), m_ids(ids),
      m_next_checkpoint_pages(checkpoint_pages), m_thread([this] { run(); }) {}

Writer::~Writer() {
    drain();
    close();
}

void Writer::drain() {
    {
        std::scoped_lock const lock(m_mutex);
        m_closing = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void Writer::submit(WriteLabel label, Body body, End end, Done done) {
    {
        std::scoped_lock const lock(m_mutex);
        m_queue.push_back({std::move(label), std::move(body), end, std::move(done)});
    }
    m_wake.notify_one();
}

void Writer::run() {
    for (;;) {
        Job job;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_closing || !m_queue.empty(); });
            if (m_queue.empty())
                return;
            job = std::move(m_queue.front());
            m_queue.pop_front();
        }
        auto outcome = perform(job);
        bool const checkpoint_due = ConnectionAccess::wal_pages(*m_connection) >= m_next_checkpoint_pages;
        if (!checkpoint_due)
            m_lock->release();
        try {
            if (job.done)
                job.done(std::move(outcome));
        } catch (...) { // told is told: what the listener makes of it must not stop the writer
        }
        job = {};
        if (checkpoint_due) {
            checkpoint_if_long();
            m_lock->release();
        }
    }
}

Result<std::int64_t> Writer::perform(Job& job) {
    if (!m_lock->acquire(patience_for_lock))
        return busy_error();
    sqlite3* const database = ConnectionAccess::handle(*m_connection);
    // Another program than ours may hold SQLite's own lock: BEGIN waits for it, up to the busy timeout.
    PASSERELLE_TRY(m_connection->execute("BEGIN IMMEDIATE"));
    std::int64_t transaction = 0;
    auto outcome = perform_in_transaction(job, transaction);
    if (outcome && job.end == End::commit) {
        ConnectionAccess::allow_commit(*m_connection, true);
        outcome = m_connection->execute("COMMIT");
        ConnectionAccess::allow_commit(*m_connection, false);
    }
    // After some errors (disk full) SQLite has already rolled back by itself.
    if (sqlite3_get_autocommit(database) == 0)
        sqlite3_exec(database, "ROLLBACK", nullptr, nullptr, nullptr);
    if (!outcome)
        return outcome.error();
    return transaction;
}

Result<void> Writer::perform_in_transaction(Job& job, std::int64_t& transaction) {
    auto const version = single_integer(*m_connection, "PRAGMA user_version");
    if (!version)
        return version.error();
    if (*version != schema_version())
        return Error{Status::newer, {"Une version plus récente de Passerelle a mis ce portefeuille à niveau. Rien n’a été modifié. Fermez-le, mettez "
                                     "Passerelle à jour, puis rouvrez-le.",
                                     "A newer version of Passerelle upgraded this portfolio. Nothing was changed. Close it, update Passerelle, then "
                                     "open it again."}};
    auto const last_transaction = single_integer(*m_connection, "SELECT max(id) FROM core_transaction");
    if (!last_transaction)
        return last_transaction.error();
    m_ids.seen(*last_transaction);
    transaction = m_ids.next();
    auto const last_entry = single_integer(*m_connection, "SELECT max(sequence) FROM core_journal");
    if (!last_entry)
        return last_entry.error();
    {
        auto current = m_connection->prepare("UPDATE core_current SET tx=?");
        if (!current)
            return current.error();
        PASSERELLE_TRY(current->bind(1, transaction).run());
    }
    std::string const at = utc_text(milliseconds_since_1970());
    (void)ConnectionAccess::take_journal_lost(*m_connection);
    try {
        PASSERELLE_TRY(job.body(*m_connection, transaction));
    } catch (std::exception const& thrown) {
        return internal_error(thrown.what());
    } catch (...) {
        return internal_error("exception");
    }
    if (sqlite3_get_autocommit(ConnectionAccess::handle(*m_connection)) != 0)
        return internal_error("the transaction ended before its time");
    if (ConnectionAccess::take_journal_lost(*m_connection))
        return internal_error("the journal could not be written");
    if (job.end == End::roll_back)
        return {};
    return seal(*m_connection,
                {transaction, 0, at, m_author, job.label.module, label_json(job.label.label), std::string(kind_name(job.label.kind)),
                 job.label.reverses, {}},
                *last_entry);
}

void Writer::checkpoint_if_long() {
    sqlite3* const database = ConnectionAccess::handle(*m_connection);
    int pages = 0, copied = 0;
    sqlite3_wal_checkpoint_v2(database, "main", SQLITE_CHECKPOINT_PASSIVE, &pages, &copied);
    // A long read keeps the rest from being copied: try again when there is as much to do as now, not at every commit.
    m_next_checkpoint_pages = copied >= pages ? checkpoint_pages : pages + checkpoint_pages;
}

void Writer::close() {
    sqlite3* const database = ConnectionAccess::handle(*m_connection);
    // Closing the last connection checkpoints and removes the WAL, which only the holder of the lock may do.
    if (m_lock->acquire(patience_at_close))
        sqlite3_wal_checkpoint_v2(database, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    else
        sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    m_connection.reset();
    m_lock->release();
}

} // namespace passerelle::store
