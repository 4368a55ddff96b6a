// Connection::restrict: a guard against mistakes of a module, not against malice (native code shares our memory).
#include "host/store/connection_access.hpp"
#include "host/store/sqlite_error.hpp"
#include <algorithm>
#include <array>
#include <sqlite3.h>

namespace passerelle::store {

namespace {

constexpr int steps_between_checks = 1000;

// Sorted. Functions of SQLite that only compute; those that read files, load code or change state are not here.
constexpr auto allowed_functions = std::to_array<std::string_view>({
    "->", "->>", "abs", "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "avg", "ceil", "ceiling", "char", "coalesce", "concat",
    "concat_ws", "cos", "cosh", "count", "cume_dist", "date", "datetime", "degrees", "dense_rank", "exp", "first_value", "floor", "format",
    "glob", "group_concat", "hex", "ifnull", "iif", "instr", "json", "json_array", "json_array_length", "json_each", "json_extract",
    "json_group_array", "json_group_object", "json_insert", "json_object", "json_patch", "json_quote", "json_remove", "json_replace",
    "json_set", "json_tree", "json_type", "json_valid", "julianday", "lag", "last_value", "lead", "length", "like", "likelihood", "likely",
    "ln", "log", "log10", "log2", "lower", "ltrim", "max", "min", "mod", "nth_value", "ntile", "nullif", "percent_rank", "pi", "pow",
    "power", "printf", "quote", "radians", "rank", "replace", "round", "row_number", "rtrim", "sign", "sin", "sinh", "sqrt", "strftime",
    "substr", "substring", "sum", "tan", "tanh", "time", "total", "trim", "trunc", "typeof", "unicode", "unixepoch", "unlikely", "upper",
});
static_assert(std::ranges::is_sorted(allowed_functions));

std::string lowered(char const* text) {
    std::string out = text != nullptr ? text : "";
    for (char& c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool belongs_to_sqlite(std::string const& table) {
    return table.starts_with("sqlite_") || table.starts_with("pragma_") || table == "dbstat" || table == "bytecode" || table == "tables_used";
}

int check_read(sqlite3* database, ReadScope const& scope, char const* table, char const* column) {
    std::string const name = lowered(table);
    if (belongs_to_sqlite(name))
        return SQLITE_DENY;
    if (name == "json_each" || name == "json_tree")
        return SQLITE_OK;
    bool granted = false;
    try {
        granted = scope.may_read && scope.may_read(table, "");
        if (granted) {
            bool const whole_table = column == nullptr || *column == '\0';
            return whole_table || scope.may_read(table, column) ? SQLITE_OK : SQLITE_IGNORE;
        }
    } catch (...) {
        return SQLITE_DENY;
    }
    // A name without table behind it is that of a WITH clause, whose own reads are checked one by one.
    if ((column == nullptr || *column == '\0') &&
        sqlite3_table_column_metadata(database, nullptr, table, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr) != SQLITE_OK)
        return SQLITE_OK;
    return SQLITE_DENY;
}

} // namespace

bool only_computes(std::string_view function) {
    std::string const name = lowered(std::string(function).c_str());
    return std::ranges::binary_search(allowed_functions, std::string_view(name));
}

Result<void> Connection::restrict(ReadScope scope, std::int64_t most_steps) {
    if (m_impl->broken)
        return *m_impl->broken;
    // These two tables are made at their first use, which the check would take for a change of the schema.
    (void)execute("SELECT 1 FROM json_each('[]'), json_tree('[]')");
    m_impl->forget_idle();
    m_impl->scope = std::move(scope);
    m_impl->most_steps = most_steps;
    m_impl->restricted = true;
    sqlite3* const database = m_impl->database;
    sqlite3_limit(database, SQLITE_LIMIT_LENGTH, 64 << 20);
    sqlite3_limit(database, SQLITE_LIMIT_SQL_LENGTH, 1 << 20);
    sqlite3_limit(database, SQLITE_LIMIT_COLUMN, 500);
    sqlite3_limit(database, SQLITE_LIMIT_EXPR_DEPTH, 200);
    sqlite3_limit(database, SQLITE_LIMIT_COMPOUND_SELECT, 50);
    sqlite3_limit(database, SQLITE_LIMIT_VDBE_OP, 250000);
    sqlite3_limit(database, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000);
    sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
    auto const authorize = [](void* data, int action, char const* first, char const* second, char const*, char const*) {
        auto const& impl = *static_cast<Impl const*>(data);
        if (impl.internal)
            return SQLITE_OK;
        switch (action) {
        case SQLITE_SELECT:
        case SQLITE_RECURSIVE: return SQLITE_OK;
        case SQLITE_READ: return check_read(impl.database, impl.scope, first, second);
        case SQLITE_FUNCTION: return only_computes(second != nullptr ? second : "") ? SQLITE_OK : SQLITE_DENY;
        default: return SQLITE_DENY;
        }
    };
    if (int const code = sqlite3_set_authorizer(database, authorize, m_impl.get()); code != SQLITE_OK)
        return sqlite_error(database, code);
    sqlite3_progress_handler(
        database, steps_between_checks,
        [](void* data) {
            auto& impl = *static_cast<Impl*>(data);
            if (impl.internal)
                return 0;
            impl.steps_left -= steps_between_checks;
            impl.exhausted = impl.steps_left <= 0;
            return impl.exhausted ? 1 : 0;
        },
        m_impl.get());
    return {};
}

} // namespace passerelle::store
