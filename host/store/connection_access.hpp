// How this room opens connections and reaches what is behind them. Not included outside host/store.
#pragma once
#include "host/store/connection.hpp"
#include <filesystem>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

struct sqlite3_stmt;

namespace passerelle::store {

class RunningSeal;

enum class OpenAs {
    creator, ///< read-write, makes the file
    writer,  ///< read-write; commits only between ConnectionAccess::allow_commit calls
    owner,   ///< read-write without the guard on commits: migrations, restore
    reader,  ///< read-only, beside a writer
    frozen   ///< read-only on a file that nobody changes: no lock, no file made beside it
};

struct Connection::Impl {
    sqlite3* database = nullptr;
    std::optional<Error> broken;  ///< could not be opened: every call tells this
    bool guarded = false;         ///< commits only where allowed: a body cannot end the transaction it runs in
    bool commit_allowed = false;
    bool journal_lost = false;    ///< rows were written whose journal was not: the transaction must not commit
    RunningSeal* seal = nullptr;  ///< of the transaction that runs here
    int wal_pages = 0;            ///< in the WAL after the last commit of this connection
    int read_depth = 0;

    // Restricted connections.
    ReadScope scope;
    bool restricted = false;
    bool internal = false;        ///< a statement of ours (begin_read, data_version) is being prepared
    std::int64_t most_steps = 0;
    std::int64_t steps_left = 0;  ///< of the statement that runs now
    bool exhausted = false;

    // Idle prepared statements, the latest used first.
    struct Idle {
        std::string sql;
        sqlite3_stmt* statement;
    };
    std::list<Idle> idle;
    std::unordered_multimap<std::string_view, std::list<Idle>::iterator> idle_by_text;

    ~Impl();
    [[nodiscard]] sqlite3_stmt* take(std::string_view sql);
    void give_back(sqlite3_stmt*);
    void forget_idle();
};

struct ConnectionAccess {
    /// Settings of the library as a whole; before its first use in the process.
    static void configure_library();
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(std::filesystem::path const&, OpenAs);
    [[nodiscard]] static std::unique_ptr<Connection> broken(Error);
    [[nodiscard]] static sqlite3* handle(Connection& connection) { return connection.m_impl->database; }
    static void allow_commit(Connection& connection, bool allowed) { connection.m_impl->commit_allowed = allowed; }
    static void set_seal(Connection& connection, RunningSeal* seal) { connection.m_impl->seal = seal; }
    [[nodiscard]] static RunningSeal* seal(Connection& connection) { return connection.m_impl->seal; }
    static void tell_journal_lost(Connection& connection) { connection.m_impl->journal_lost = true; }
    /// Asked once for each transaction.
    [[nodiscard]] static bool take_journal_lost(Connection& connection) { return std::exchange(connection.m_impl->journal_lost, false); }
    [[nodiscard]] static int wal_pages(Connection const& connection) { return connection.m_impl->wal_pages; }
};

/// A function of SQLite that only computes: no file, no code, no state.
[[nodiscard]] bool only_computes(std::string_view function);
/// The single integer of the single row of `sql`, 0 for NULL or no row.
[[nodiscard]] Result<std::int64_t> single_integer(Connection&, std::string_view sql);
[[nodiscard]] std::string utf8(std::filesystem::path const&);
[[nodiscard]] std::filesystem::path with_suffix(std::filesystem::path, std::string_view suffix);

} // namespace passerelle::store
