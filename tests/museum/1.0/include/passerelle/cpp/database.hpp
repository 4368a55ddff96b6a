// Reading with psl.db/1. A Database belongs to the thread that opened it; the host closes it.
//   auto rows = db.prepare("SELECT id, title FROM projects_activity WHERE status = ?1", "2");
//   while (rows.step()) use(rows.integer(0), rows.text(1));
// Positions of parameters are 1-based, columns 0-based. Failures throw psl::Error with the host's own sentence.
#pragma once
#include "passerelle/cpp/value.hpp"
#include "passerelle/ext/db.h"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace psl {

class Statement {
public:
    Statement(psl_db const* table, psl_statement* statement) : m_table(table), m_statement(statement) {}
    Statement(Statement&& other) noexcept : m_table(other.m_table), m_statement(std::exchange(other.m_statement, nullptr)) {}
    Statement& operator=(Statement&& other) noexcept
    {
        std::swap(m_table, other.m_table);
        std::swap(m_statement, other.m_statement);
        return *this;
    }
    ~Statement()
    {
        if (m_statement != nullptr)
            m_table->close(m_statement);
    }

    Statement& bind(int at, Value const& value) &
    {
        require(m_table->bind(m_statement, at, value.to_c()));
        return *this;
    }
    [[nodiscard]] Statement&& bind(int at, Value const& value) && { return std::move(bind(at, value)); }
    /// Resets, then binds all parameters from the first on: the statement is ready to run again.
    template<typename... Values>
    Statement& with(Values const&... values)
    {
        reset();
        bind_all(values...);
        return *this;
    }
    /// True: a row is there.
    [[nodiscard]] bool step()
    {
        bool has_row = false;
        require(m_table->step(m_statement, &has_row));
        return has_row;
    }
    /// To run again; bindings are kept.
    void reset() { require(m_table->reset(m_statement)); }

    [[nodiscard]] bool is_null(int at) const { return column(at).kind == PSL_NULL; }
    /// 0 where null: ask optional_integer() where null means "not reported".
    [[nodiscard]] std::int64_t integer(int at) const { return optional_integer(at).value_or(0); }
    [[nodiscard]] double real(int at) const { return optional_real(at).value_or(0); }
    /// Borrowed until the next step, reset or the end of the statement; empty where null.
    [[nodiscard]] std::string_view text(int at) const
    {
        psl_value const value = column(at);
        return value.kind == PSL_TEXT || value.kind == PSL_BLOB ? from_c(value.as.s) : std::string_view{};
    }
    [[nodiscard]] std::string string(int at) const { return std::string(text(at)); }
    [[nodiscard]] std::optional<std::int64_t> optional_integer(int at) const
    {
        psl_value const value = column(at);
        if (value.kind == PSL_REAL)
            return static_cast<std::int64_t>(value.as.r);
        return value.kind == PSL_INT ? std::optional(value.as.i) : std::nullopt;
    }
    [[nodiscard]] std::optional<double> optional_real(int at) const
    {
        psl_value const value = column(at);
        if (value.kind == PSL_INT)
            return static_cast<double>(value.as.i);
        return value.kind == PSL_REAL ? std::optional(value.as.r) : std::nullopt;
    }
    [[nodiscard]] std::optional<std::string> optional_text(int at) const
    {
        psl_value const value = column(at);
        return value.kind == PSL_TEXT ? std::optional(std::string(from_c(value.as.s))) : std::nullopt;
    }
    [[nodiscard]] std::optional<Date> date(int at) const { return Date::parse(text(at)); }
    /// From two columns beside each other: minor units, ISO 4217 code.
    [[nodiscard]] std::optional<Money> money(int at) const
    {
        auto const minor = optional_integer(at);
        auto currency = optional_text(at + 1);
        return minor && currency ? std::optional(Money{*minor, std::move(*currency)}) : std::nullopt;
    }

    template<typename... Values>
    void bind_all(Values const&... values)
    {
        int at = 0;
        ((void)bind(++at, Value(values)), ...);
    }

private:
    [[nodiscard]] psl_value column(int at) const
    {
        psl_value value{};
        require(m_table->column(m_statement, at, &value));
        return value;
    }
    psl_db const* m_table;
    psl_statement* m_statement;
};

class Database {
public:
    Database(psl_db const* table, psl_db_handle* handle) : m_table(table), m_handle(handle) {}
    /// Further arguments are bound from ?1 on.
    template<typename... Values>
    [[nodiscard]] Statement prepare(std::string_view sql, Values const&... values)
    {
        psl_statement* raw = nullptr;
        require(m_table->prepare(m_handle, to_c(sql), &raw));
        Statement statement(m_table, raw);
        statement.bind_all(values...);
        return statement;
    }
    /// The first column of the first row, where there is one and it is not null.
    template<typename... Values>
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view sql, Values const&... values)
    {
        Statement statement = prepare(sql, values...);
        return statement.step() ? statement.optional_integer(0) : std::nullopt;
    }
    template<typename... Values>
    [[nodiscard]] std::optional<std::string> text(std::string_view sql, Values const&... values)
    {
        Statement statement = prepare(sql, values...);
        return statement.step() ? statement.optional_text(0) : std::nullopt;
    }

private:
    psl_db const* m_table;
    psl_db_handle* m_handle;
};

} // namespace psl
