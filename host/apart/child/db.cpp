// psl.db/1 as the module sees it. Rows come several at a time; columns are read here.
#include "host/apart/child/module.hpp"
#include <algorithm>
#include <map>
#include <memory>

struct psl_db_handle {
    std::uint32_t number;
};

struct psl_statement {
    std::uint32_t number;
    passerelle::apart::Frame frame;  ///< what the rows point into
    std::vector<psl_value> cells;    ///< row by row
    std::uint32_t columns, rows, at; ///< at: rows that were given; the last of them is the row that is read
    bool on_row, more;
    psl_status after;                ///< of the step behind the last row
    std::uint32_t ahead;
};

namespace passerelle::apart::child {

namespace {

/// What was fetched is void: the next step asks again.
void forget(psl_statement& statement)
{
    statement.cells.clear();
    statement.rows = statement.at = 0;
    statement.on_row = false;
    statement.more = true;
    statement.after = PSL_OK;
    statement.ahead = 1;
}

psl_status PSL_CALL open(psl_host const*, psl_db_handle** out)
{
    static std::mutex mutex;
    static std::map<std::uint32_t, psl_db_handle> handles; // few: one for each thread of the program that calls
    if (out == nullptr)
        return PSL_E_INVALID;
    *out = nullptr;
    Asking asking;
    if (auto const status = asking.run_for_status(Op::db_open); status != PSL_OK)
        return status;
    auto const number = asking.in().take<std::uint32_t>();
    std::lock_guard const lock(mutex);
    *out = &handles.emplace(number, psl_db_handle{number}).first->second;
    return PSL_OK;
}

psl_status PSL_CALL prepare(psl_db_handle* handle, psl_str sql, psl_statement** out)
{
    if (handle == nullptr || out == nullptr)
        return PSL_E_INVALID;
    *out = nullptr;
    Asking asking;
    asking.out.put(handle->number);
    asking.out.put(sql);
    if (auto const status = asking.run_for_status(Op::db_prepare); status != PSL_OK)
        return status;
    auto statement = std::make_unique<psl_statement>();
    statement->number = asking.in().take<std::uint32_t>();
    forget(*statement);
    *out = statement.release(); // close() deletes it
    return PSL_OK;
}

psl_status PSL_CALL bind(psl_statement* statement, std::int32_t at, psl_value value)
{
    bool const text = value.kind == PSL_TEXT || value.kind == PSL_BLOB;
    if (statement == nullptr || at < 1 || at > 1000 || value.kind > PSL_BLOB ||
        (text && (value.as.s.size > text_bytes || (value.as.s.data == nullptr && value.as.s.size != 0))))
        return PSL_E_INVALID;
    Telling telling(Op::db_bind);
    telling.out().put(statement->number);
    telling.out().put(at);
    telling.out().put(value);
    forget(*statement);
    return PSL_OK;
}

psl_status fetch(psl_statement& statement)
{
    Asking asking;
    asking.out.put(statement.number);
    asking.out.put(statement.ahead);
    statement.ahead = std::min(statement.ahead * 8, rows_ahead);
    if (!asking.run(Op::db_step))
        return PSL_E_UNSUPPORTED;
    In& in = asking.in();
    statement.after = in.take<psl_status>();
    statement.more = in.take<bool>();
    statement.columns = in.take<std::uint32_t>();
    statement.rows = in.take<std::uint32_t>();
    statement.at = 0;
    statement.cells.clear();
    In rows(in.take<std::string_view>());
    bool const whole = in.good();
    statement.frame = asking.take();
    for (std::uint64_t cell = 0; whole && rows.good() && cell < std::uint64_t{statement.rows} * statement.columns; ++cell)
        statement.cells.push_back(rows.take<psl_value>());
    return whole && rows.good() ? PSL_OK : PSL_E_INVALID;
}

psl_status PSL_CALL step(psl_statement* statement, bool* has_row)
{
    if (has_row == nullptr)
        return PSL_E_INVALID;
    *has_row = false;
    if (statement == nullptr)
        return PSL_E_INVALID;
    if (statement->at == statement->rows && statement->more && statement->after == PSL_OK) {
        statement->on_row = false;
        if (auto const status = fetch(*statement); status != PSL_OK)
            return forget(*statement), status;
    }
    if (statement->at < statement->rows) {
        ++statement->at;
        *has_row = statement->on_row = true;
        return PSL_OK;
    }
    auto const status = statement->after; // the end, or why there is no more; the next step begins anew
    forget(*statement);
    return status;
}

psl_status PSL_CALL column(psl_statement* statement, std::int32_t at, psl_value* out)
{
    if (out == nullptr)
        return PSL_E_INVALID;
    *out = psl_value{};
    if (statement == nullptr || !statement->on_row || at < 0 || static_cast<std::uint32_t>(at) >= statement->columns)
        return PSL_E_INVALID;
    *out = statement->cells[std::size_t{statement->at - 1} * statement->columns + static_cast<std::uint32_t>(at)];
    return PSL_OK;
}

psl_status PSL_CALL reset(psl_statement* statement)
{
    if (statement == nullptr)
        return PSL_E_INVALID;
    Telling telling(Op::db_reset);
    telling.out().put(statement->number);
    forget(*statement);
    return PSL_OK;
}

void PSL_CALL close(psl_statement* statement)
{
    if (statement == nullptr)
        return;
    {
        Telling telling(Op::db_close);
        telling.out().put(statement->number);
    }
    delete statement;
}

} // namespace

psl_db const& db_table()
{
    static constexpr psl_db table{&open, &prepare, &bind, &step, &column, &reset, &close};
    return table;
}

} // namespace passerelle::apart::child
