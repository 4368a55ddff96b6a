#include "host/store/statement.hpp"
#include "host/store/connection_access.hpp"
#include "host/store/sqlite_error.hpp"
#include <sqlite3.h>

namespace passerelle::store {

Statement::Statement(Connection* connection, sqlite3_stmt* statement) : m_connection(connection), m_statement(statement) {}

Statement::Statement(Statement&& other) noexcept
    : m_connection(other.m_connection), m_statement(std::exchange(other.m_statement, nullptr)), m_bind_result(other.m_bind_result) {}

Statement& Statement::operator=(Statement&& other) noexcept {
    if (this != &other) {
        give_back();
        m_connection = other.m_connection;
        m_statement = std::exchange(other.m_statement, nullptr);
        m_bind_result = other.m_bind_result;
    }
    return *this;
}

Statement::~Statement() {
    give_back();
}

void Statement::give_back() {
    if (m_statement != nullptr)
        m_connection->m_impl->give_back(std::exchange(m_statement, nullptr));
}

namespace {

void keep_first(int& kept, int code) {
    if (kept == SQLITE_OK)
        kept = code;
}

} // namespace

Statement& Statement::bind(int at, std::int64_t value) {
    keep_first(m_bind_result, sqlite3_bind_int64(m_statement, at, value));
    return *this;
}

Statement& Statement::bind(int at, double value) {
    keep_first(m_bind_result, sqlite3_bind_double(m_statement, at, value));
    return *this;
}

Statement& Statement::bind(int at, std::string_view text) {
    // A null pointer would bind NULL: an empty text is a text.
    keep_first(m_bind_result,
               sqlite3_bind_text64(m_statement, at, text.data() != nullptr ? text.data() : "", text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind_blob(int at, std::string_view bytes) {
    keep_first(m_bind_result, sqlite3_bind_blob64(m_statement, at, bytes.data() != nullptr ? bytes.data() : "", bytes.size(), SQLITE_TRANSIENT));
    return *this;
}

Statement& Statement::bind_null(int at) {
    keep_first(m_bind_result, sqlite3_bind_null(m_statement, at));
    return *this;
}

Statement& Statement::bind_borrowed(int at, std::string_view text) {
    keep_first(m_bind_result,
               sqlite3_bind_text64(m_statement, at, text.data() != nullptr ? text.data() : "", text.size(), SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

Result<bool> Statement::step() {
    auto& impl = *m_connection->m_impl;
    if (m_bind_result != SQLITE_OK)
        return sqlite_error(impl.database, m_bind_result);
    if (impl.restricted && !impl.internal) {
        // Steps already made by this run, and those that the progress handler will count from here.
        if (sqlite3_stmt_busy(m_statement) == 0)
            sqlite3_stmt_status(m_statement, SQLITE_STMTSTATUS_VM_STEP, 1);
        impl.steps_left = impl.most_steps - sqlite3_stmt_status(m_statement, SQLITE_STMTSTATUS_VM_STEP, 0);
        impl.exhausted = false;
    }
    int const code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    Error error = sqlite_error(impl.database, code);
    if (impl.exhausted && (code & 0xff) == SQLITE_INTERRUPT)
        error = {Status::cancelled,
                 {"Ce module demande une lecture trop longue : elle est arrêtée. Le portefeuille est intact. Prévenez son auteur ou son autrice.",
                  "This module asks for too long a reading: it was stopped. The portfolio is safe. Tell the module's author."}};
    impl.exhausted = false;
    sqlite3_reset(m_statement);
    return error;
}

Result<void> Statement::run() {
    auto const row = step();
    if (!row)
        return row.error();
    sqlite3_reset(m_statement);
    return {};
}

void Statement::reset() {
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement);
    m_bind_result = SQLITE_OK;
}

int Statement::columns() const {
    return sqlite3_column_count(m_statement);
}

ColumnKind Statement::kind(int at) const {
    switch (sqlite3_column_type(m_statement, at)) {
    case SQLITE_INTEGER: return ColumnKind::integer;
    case SQLITE_FLOAT: return ColumnKind::real;
    case SQLITE_TEXT: return ColumnKind::text;
    case SQLITE_BLOB: return ColumnKind::blob;
    default: return ColumnKind::null;
    }
}

std::int64_t Statement::integer(int at) const {
    return sqlite3_column_int64(m_statement, at);
}

double Statement::real(int at) const {
    return sqlite3_column_double(m_statement, at);
}

std::string_view Statement::text(int at) const {
    // One call that guards the connection instead of three: a dashboard reads a hundred thousand columns. Our connections have
    // no mutex of their own (SQLITE_OPEN_NOMUTEX), so that this value is as safe to look at as one that a function is given.
    sqlite3_value* const value = sqlite3_column_value(m_statement, at);
    void const* const bytes = sqlite3_value_type(value) == SQLITE_BLOB ? sqlite3_value_blob(value) : static_cast<void const*>(sqlite3_value_text(value));
    if (bytes == nullptr)
        return {};
    return {static_cast<char const*>(bytes), static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

std::string_view Statement::column_name(int at) const {
    char const* const name = sqlite3_column_name(m_statement, at);
    return name != nullptr ? name : std::string_view{};
}

} // namespace passerelle::store
