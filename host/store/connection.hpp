// One SQLite connection with the house settings. Belongs to one thread at a time.
#pragma once
#include "host/base/result.hpp"
#include "host/store/statement.hpp"
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;

namespace passerelle::store {

/// What a module's connection may read: default deny. The check runs at prepare time for every table and column.
struct ReadScope {
    /// true: the column may be read (an ungranted column reads NULL). Column "" asks for the table itself (count(*)).
    std::function<bool(std::string_view table, std::string_view column)> may_read;
};

class Connection {
public:
    ~Connection();
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    /// From the cache where the same text was prepared before.
    [[nodiscard]] Result<Statement> prepare(std::string_view sql);
    /// Statements without parameters or rows, separated by ";". Only constant text or text made from validated declarations.
    [[nodiscard]] Result<void> execute(std::string_view sql);
    [[nodiscard]] std::int64_t last_insert_id() const;
    [[nodiscard]] std::int64_t changes() const; ///< rows changed by the last statement
    /// A read transaction: all reads until end_read() see one state.
    [[nodiscard]] Result<void> begin_read();
    void end_read();
    /// From any thread: the running statement stops with Status::cancelled.
    void interrupt();
    /// Changes whenever another connection or process has committed; cheap.
    [[nodiscard]] std::int64_t data_version();
    /// Restricts this connection for life to reading what the scope grants; refuses PRAGMA, ATTACH, DDL, writes,
    /// sqlite_master, load_extension; stops a statement after `most_steps` virtual-machine steps.
    [[nodiscard]] Result<void> restrict(ReadScope scope, std::int64_t most_steps);

private:
    friend class Statement;
    friend struct ConnectionAccess; ///< host/store/connection_access.hpp, for this room only
    struct Impl;
    explicit Connection(std::unique_ptr<Impl>);
    std::unique_ptr<Impl> m_impl;
};

} // namespace passerelle::store
