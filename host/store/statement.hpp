// One prepared SQL statement. Belongs to the thread of its connection. Move-only; finalised (or given back to the
// connection's cache) when it goes.
#pragma once
#include "host/base/result.hpp"
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

struct sqlite3_stmt;

namespace passerelle::store {

class Connection;

enum class ColumnKind { null, integer, real, text, blob };

class Statement {
public:
    Statement(Statement&&) noexcept;
    Statement& operator=(Statement&&) noexcept;
    ~Statement();

    /// 1-based. Text and blobs are copied. Returns *this so that binds chain.
    Statement& bind(int at, std::int64_t value);
    Statement& bind(int at, int value) { return bind(at, static_cast<std::int64_t>(value)); }
    Statement& bind(int at, double value);
    Statement& bind(int at, std::string_view text);
    Statement& bind(int at, char const* text) { return bind(at, std::string_view(text)); }
    Statement& bind_blob(int at, std::string_view bytes);
    Statement& bind_null(int at);
    template<typename T>
    Statement& bind(int at, std::optional<T> const& value)
    {
        return value ? bind(at, *value) : bind_null(at);
    }
    /// Text that stays alive and unchanged until reset(): not copied. For hot loops.
    Statement& bind_borrowed(int at, std::string_view text);

    /// true: a row is there. Errors carry a sentence (full, busy, corrupt, denied, ...).
    [[nodiscard]] Result<bool> step();
    /// For statements without rows: step once, then reset.
    [[nodiscard]] Result<void> run();
    void reset(); ///< bindings are cleared

    [[nodiscard]] int columns() const;
    [[nodiscard]] ColumnKind kind(int at) const;
    [[nodiscard]] bool is_null(int at) const { return kind(at) == ColumnKind::null; }
    [[nodiscard]] std::int64_t integer(int at) const;
    [[nodiscard]] double real(int at) const;
    [[nodiscard]] std::string_view text(int at) const; ///< borrowed until the next step or reset; also for blobs
    [[nodiscard]] std::string_view column_name(int at) const;

private:
    friend class Connection;
    Statement(Connection*, sqlite3_stmt*);
    void give_back();
    Connection* m_connection = nullptr;
    sqlite3_stmt* m_statement = nullptr;
    int m_bind_result = 0; ///< the first bind that was refused; told by the next step
};

} // namespace passerelle::store
