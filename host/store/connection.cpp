#include "host/store/connection.hpp"
#include "host/store/connection_access.hpp"
#include "host/store/sqlite_error.hpp"
#include <fmt/format.h>
#include <sqlite3.h>

namespace passerelle::store {

namespace {

constexpr std::size_t most_idle_statements = 128;
constexpr int busy_timeout_ms = 10000;

std::string percent_encoded(std::string_view path) {
    std::string out;
    for (char const c : path) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '-' || c == '_';
        if (plain)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

bool only_blank(char const* tail) {
    for (; tail != nullptr && *tail != '\0'; ++tail)
        if (*tail != ' ' && *tail != '\t' && *tail != '\n' && *tail != '\r' && *tail != ';')
            return false;
    return true;
}

} // namespace

std::string utf8(std::filesystem::path const& path) {
    auto const text = path.u8string();
    return {text.begin(), text.end()};
}

std::filesystem::path with_suffix(std::filesystem::path path, std::string_view suffix) {
    path += std::filesystem::path(std::u8string(suffix.begin(), suffix.end()));
    return path;
}

Connection::Impl::~Impl() {
    forget_idle();
    // Statements that outlive their connection would keep it half open: close_v2 lets the last of them finish it.
    sqlite3_close_v2(database);
}

sqlite3_stmt* Connection::Impl::take(std::string_view sql) {
    auto const found = idle_by_text.find(sql);
    if (found == idle_by_text.end())
        return nullptr;
    auto const at = found->second;
    sqlite3_stmt* statement = at->statement;
    idle_by_text.erase(found);
    idle.erase(at);
    return statement;
}

void Connection::Impl::give_back(sqlite3_stmt* statement) {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    char const* text = sqlite3_sql(statement);
    if (text == nullptr) {
        sqlite3_finalize(statement);
        return;
    }
    idle.push_front({text, statement});
    idle_by_text.emplace(idle.front().sql, idle.begin());
    if (idle.size() > most_idle_statements) {
        auto const last = std::prev(idle.end());
        auto const [from, to] = idle_by_text.equal_range(last->sql);
        for (auto at = from; at != to; ++at) {
            if (at->second == last) {
                idle_by_text.erase(at);
                break;
            }
        }
        sqlite3_finalize(last->statement);
        idle.erase(last);
    }
}

void Connection::Impl::forget_idle() {
    for (auto const& one : idle)
        sqlite3_finalize(one.statement);
    idle_by_text.clear();
    idle.clear();
}

Connection::Connection(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Connection::~Connection() = default;

std::unique_ptr<Connection> ConnectionAccess::broken(Error error) {
    auto impl = std::make_unique<Connection::Impl>();
    impl->broken = std::move(error);
    return std::unique_ptr<Connection>(new Connection(std::move(impl)));
}

void ConnectionAccess::configure_library() {
    // Counting every allocation under one lock costs a tenth of an import, and nobody reads the count.
    static int const configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)configured; // refused where the process has used SQLite before: slower, nothing else
}

Result<std::unique_ptr<Connection>> ConnectionAccess::open(std::filesystem::path const& path, OpenAs as) {
    // Always absolute: a relative name that begins with "file:" would be read as a URI.
    std::error_code failed;
    std::string const absolute = utf8(std::filesystem::absolute(path, failed));
    configure_library();
    auto impl = std::make_unique<Connection::Impl>();
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    std::string name = absolute;
    switch (as) {
    case OpenAs::creator: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE; break;
    case OpenAs::writer:
    case OpenAs::owner: flags |= SQLITE_OPEN_READWRITE; break;
    case OpenAs::reader: flags |= SQLITE_OPEN_READONLY; break;
    case OpenAs::frozen:
        flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
        name = "file://" + std::string(absolute.starts_with('/') ? "" : "/") + percent_encoded(absolute) + "?immutable=1";
        break;
    }
    int code = sqlite3_open_v2(name.c_str(), &impl->database, flags, nullptr);
    if (code != SQLITE_OK)
        return sqlite_error(impl->database, code);
    sqlite3* const database = impl->database;
    sqlite3_busy_timeout(database, busy_timeout_ms);
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_wal_autocheckpoint(database, 0); // checkpoints are the writer's, under the lock
    bool const writes = as == OpenAs::writer || as == OpenAs::owner || as == OpenAs::creator;
    // The journal's triggers call json_quote, which some versions count as unsafe in a schema. No function of ours is ever
    // registered, so that a trigger of a hostile file finds nothing to call on the writer either.
    if (!writes)
        sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    if (writes) {
        sqlite3_wal_hook(
            database,
            [](void* data, sqlite3*, char const*, int pages) {
                *static_cast<int*>(data) = pages;
                return SQLITE_OK;
            },
            &impl->wal_pages);
    }
    if (as == OpenAs::writer) {
        impl->guarded = true;
        sqlite3_commit_hook(
            database, [](void* data) { return *static_cast<bool const*>(data) ? 0 : 1; }, &impl->commit_allowed);
    }
    // recursive_triggers: INSERT OR REPLACE must journal the row that it deletes. temp_store: a statement with triggers keeps
    // the pages it may have to put back; written to a file they cost ten times the insertion itself.
    char const* const settings = writes ? "PRAGMA foreign_keys=ON; PRAGMA cell_size_check=ON; PRAGMA recursive_triggers=ON; PRAGMA temp_store=MEMORY;"
                                          "PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; PRAGMA journal_size_limit=16777216;"
                                        : "PRAGMA foreign_keys=ON; PRAGMA cell_size_check=ON; PRAGMA cache_size=-2000;";
    code = sqlite3_exec(database, settings, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return sqlite_error(database, code);
    return std::unique_ptr<Connection>(new Connection(std::move(impl)));
}

Result<Statement> Connection::prepare(std::string_view sql) {
    if (m_impl->broken)
        return *m_impl->broken;
    if (sqlite3_stmt* statement = m_impl->take(sql))
        return Statement(this, statement);
    sqlite3_stmt* statement = nullptr;
    char const* tail = nullptr;
    // The text may lack a final NUL; SQLite copies it then, which costs nothing beside the parse.
    std::string const text(sql);
    int const code = sqlite3_prepare_v3(m_impl->database, text.c_str(), static_cast<int>(text.size()), SQLITE_PREPARE_PERSISTENT, &statement, &tail);
    if (code != SQLITE_OK)
        return sqlite_error(m_impl->database, code);
    if (statement == nullptr || !only_blank(tail)) {
        sqlite3_finalize(statement);
        return internal_error("prepare: one statement expected");
    }
    return Statement(this, statement);
}

Result<void> Connection::execute(std::string_view sql) {
    if (m_impl->broken)
        return *m_impl->broken;
    int const code = sqlite3_exec(m_impl->database, std::string(sql).c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return sqlite_error(m_impl->database, code);
    return {};
}

std::int64_t Connection::last_insert_id() const {
    return m_impl->broken ? 0 : sqlite3_last_insert_rowid(m_impl->database);
}

std::int64_t Connection::changes() const {
    return m_impl->broken ? 0 : sqlite3_changes64(m_impl->database);
}

Result<void> Connection::begin_read() {
    if (m_impl->broken)
        return *m_impl->broken;
    if (m_impl->read_depth == 0) {
        m_impl->internal = true;
        // BEGIN alone takes no snapshot: the first read does.
        int const code = sqlite3_exec(m_impl->database, "BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1", nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) {
            Error const error = sqlite_error(m_impl->database, code);
            if (sqlite3_get_autocommit(m_impl->database) == 0)
                sqlite3_exec(m_impl->database, "ROLLBACK", nullptr, nullptr, nullptr);
            m_impl->internal = false;
            return error;
        }
        m_impl->internal = false;
    }
    ++m_impl->read_depth;
    return {};
}

void Connection::end_read() {
    if (m_impl->read_depth == 0 || --m_impl->read_depth > 0)
        return;
    m_impl->internal = true;
    sqlite3_exec(m_impl->database, "ROLLBACK", nullptr, nullptr, nullptr);
    m_impl->internal = false;
}

void Connection::interrupt() {
    if (!m_impl->broken)
        sqlite3_interrupt(m_impl->database);
}

std::int64_t Connection::data_version() {
    m_impl->internal = true;
    std::int64_t version = 0;
    {
        auto const found = single_integer(*this, "PRAGMA data_version");
        version = found ? *found : 0;
    }
    m_impl->internal = false;
    return version;
}

Result<std::int64_t> single_integer(Connection& connection, std::string_view sql) {
    auto statement = connection.prepare(sql);
    if (!statement)
        return statement.error();
    auto const row = statement->step();
    if (!row)
        return row.error();
    return *row ? statement->integer(0) : std::int64_t{0};
}

} // namespace passerelle::store
