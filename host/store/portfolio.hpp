// One portfolio file: opened or refused with a sentence, one writer thread, a reader for each thread.
// Public functions may be called from any thread unless they say otherwise.
#pragma once
#include "host/base/result.hpp"
#include "host/store/connection.hpp"
#include "host/store/journal.hpp"
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace passerelle::store {

struct OpenOptions {
    std::string author = "";          ///< who signs the journal; shown to people
    std::filesystem::path backups;    ///< folder of the dated backups; empty: "<file>-sauvegardes" beside the file
    bool automatic_backups = true;    ///< one dated backup at opening if the last is older than a day; last 10 + one a month kept
};

/// Inside one write transaction, on the writer thread.
class WriteTransaction {
public:
    [[nodiscard]] Connection& connection() { return m_connection; }
    /// What was there before this transaction, read-only; another statement may run here while one runs on connection().
    [[nodiscard]] Connection& committed() { return m_committed(); }
    [[nodiscard]] std::int64_t transaction_id() const { return m_transaction; } ///< id of the journal's row core_transaction
    /// Time-ordered 64-bit id: milliseconds since 2020-01-01 in the high 42 bits, 21 random bits increased within a millisecond.
    [[nodiscard]] std::int64_t new_id();

private:
    friend class Portfolio;
    WriteTransaction(Connection&, std::int64_t, std::function<std::int64_t()>, std::function<Connection&()>);
    Connection& m_connection;
    std::int64_t m_transaction;
    std::function<std::int64_t()> m_new_id;
    std::function<Connection&()> m_committed;
};

enum class WriteKind { change, undo, redo, import, schema };

struct WriteLabel {
    Phrase label;                         ///< what undo will say: "montant de la convention de Lomé"
    WriteKind kind = WriteKind::change;
    std::int64_t reverses = 0;            ///< undo, redo: the transaction that is taken back or done again
    std::string module = "";              ///< id of the module that asked, empty for the host
};

class Portfolio {
public:
    /// A new file; refused if one is there. Runs the core migrations.
    [[nodiscard]] static Result<std::unique_ptr<Portfolio>> create(std::filesystem::path const&, OpenOptions = {});
    /// Refuses what is not a portfolio or is damaged; read-only (with the reason) where the medium is read-only, the file
    /// is on a network file system, or it comes from a newer version. A refused or read-only file is not changed by a byte.
    [[nodiscard]] static Result<std::unique_ptr<Portfolio>> open(std::filesystem::path const&, OpenOptions = {});
    ~Portfolio(); ///< waits for queued writes, then closes

    [[nodiscard]] std::filesystem::path const& path() const;
    [[nodiscard]] bool read_only() const;
    [[nodiscard]] std::string const& author() const; ///< who signs the journal here
    [[nodiscard]] std::optional<Phrase> read_only_reason() const;

    /// Runs `body` on the writer thread in one transaction (all or nothing), journalled and sealed under the label;
    /// returns after the commit is durable. An error from `body` rolls everything back. Must not be called on the
    /// writer thread. While it waits for the lock of another process it gives up after 10 s with Status::busy.
    [[nodiscard]] Result<std::int64_t> write(WriteLabel const&, std::function<Result<void>(WriteTransaction&)> body);
    /// The same without waiting; `done` is always called, on the writer thread (post it to yours), with the transaction id
    /// or the error. A read-only portfolio has no writer: it answers at once, on the caller's thread.
    void submit(WriteLabel, std::function<Result<void>(WriteTransaction&)> body, std::function<void(Result<std::int64_t>)> done);
    /// Runs `body` in a transaction that is always rolled back (the preview of an import).
    [[nodiscard]] Result<void> rehearse(std::function<Result<void>(WriteTransaction&)> body);

    /// This thread's own read-only connection; made at first use, closed with the portfolio or the thread.
    [[nodiscard]] Connection& reader();
    /// A further read-only connection, for a module or a job; close it before the portfolio.
    [[nodiscard]] Result<std::unique_ptr<Connection>> open_reader();

    /// A verified copy while others write. Refuses to replace an existing file.
    [[nodiscard]] Result<void> backup_to(std::filesystem::path const&);
    [[nodiscard]] Result<std::filesystem::path> backup_now(); ///< a dated backup in the backups folder, then rotation
    [[nodiscard]] std::vector<std::filesystem::path> backups() const; ///< the dated ones, latest first
    /// Replaces the content of the portfolio at `target` by that of a checked backup; the present content is first
    /// kept in the backups folder (its path is returned, empty if nothing was there). No portfolio may be open there in this process.
    [[nodiscard]] static Result<std::filesystem::path> restore(std::filesystem::path const& backup, std::filesystem::path const& target,
                                                              OpenOptions = {});

    struct Verification {
        bool intact = true;
        std::vector<Phrase> findings; ///< integrity, foreign keys, journal chain, entries made by another tool
    };
    [[nodiscard]] Result<Verification> verify();

private:
    struct Impl;
    explicit Portfolio(std::unique_ptr<Impl>);
    std::unique_ptr<Impl> m_impl;
};

} // namespace passerelle::store
