#include "host/store/module_migration.hpp"
#include "host/store/connection_access.hpp"
#include "host/store/sqlite_error.hpp"
#include <fmt/format.h>
#include <sqlite3.h>

namespace passerelle::store {

namespace {

constexpr int steps_between_checks = 1000;

struct Watch {
    sqlite3* database;
    std::set<std::string, std::less<>> const& tables;
    std::int64_t steps_left;
    bool shape = false;    ///< it tried to change a table
    std::string refused;   ///< what it may not touch

    /// The index of text keeps its words in tables of SQLite's own making, which it writes without saying for which trigger. Nobody else can:
    /// SQLite itself protects them.
    [[nodiscard]] bool index_of_own(std::string_view table) const
    {
        constexpr std::string_view search = "core_search_";
        if (!table.starts_with(search))
            return false;
        table.remove_prefix(search.size());
        for (std::string_view const end : {"_data", "_idx", "_docsize", "_config", "_content"})
            if (table.ends_with(end) && tables.contains(table.substr(0, table.size() - end.size())))
                return true;
        return false;
    }
    [[nodiscard]] bool own(char const* table) const { return table != nullptr && (tables.contains(std::string_view(table)) || index_of_own(table)); }

    int deny(char const* what)
    {
        shape = shape || (what != nullptr && std::string_view(what).starts_with("sqlite_")); // of DROP and TEMP this is told first
        if (refused.empty() && what != nullptr)
            refused = what;
        return SQLITE_DENY;
    }

    int check(int action, char const* first, char const* second, char const* inner)
    {
        if (inner != nullptr)
            return SQLITE_OK; // a trigger or view: the host made them all
        switch (action) {
        case SQLITE_SELECT:
        case SQLITE_RECURSIVE: return SQLITE_OK;
        case SQLITE_READ: {
            std::string_view const table = first != nullptr ? first : "";
            if (own(first) || table == "json_each" || table == "json_tree")
                return SQLITE_OK;
            // A name without a table behind it is that of a WITH clause.
            bool const nameless = second == nullptr || *second == '\0';
            bool const there = sqlite3_table_column_metadata(database, nullptr, first, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr) == SQLITE_OK;
            return nameless && !there ? SQLITE_OK : deny(first);
        }
        case SQLITE_INSERT:
        case SQLITE_DELETE: return own(first) ? SQLITE_OK : deny(first);
        case SQLITE_UPDATE: {
            std::string_view const column = second != nullptr ? second : "";
            bool const name = tables.contains(std::string_view(first)) && (column == "id" || column == "owner");
            return own(first) && !name ? SQLITE_OK : deny(name ? second : first);
        }
        case SQLITE_FUNCTION: return only_computes(second != nullptr ? second : "") ? SQLITE_OK : deny(second);
        case SQLITE_PRAGMA: // the index of text asks whether others have written, which tells nobody anything
            return first != nullptr && std::string_view(first) == "data_version" && second == nullptr ? SQLITE_OK : SQLITE_DENY;
        case SQLITE_ALTER_TABLE:
        case SQLITE_CREATE_TABLE:
        case SQLITE_CREATE_INDEX:
        case SQLITE_CREATE_VIEW:
        case SQLITE_CREATE_TRIGGER:
        case SQLITE_CREATE_TEMP_TABLE:
        case SQLITE_CREATE_TEMP_INDEX:
        case SQLITE_CREATE_TEMP_VIEW:
        case SQLITE_CREATE_TEMP_TRIGGER:
        case SQLITE_CREATE_VTABLE:
        case SQLITE_DROP_TABLE:
        case SQLITE_DROP_INDEX:
        case SQLITE_DROP_VIEW:
        case SQLITE_DROP_TRIGGER:
        case SQLITE_DROP_VTABLE: shape = true; return SQLITE_DENY;
        default: return SQLITE_DENY;
        }
    }
};

Result<std::string> whole_schema(Connection& connection)
{
    auto statement = connection.prepare("SELECT type, name, tbl_name, ifnull(sql,'') FROM sqlite_schema ORDER BY type, name");
    if (!statement)
        return statement.error();
    std::string text;
    while (true) {
        auto const row = statement->step();
        if (!row)
            return row.error();
        if (!*row)
            return text;
        for (int column = 0; column < 4; ++column)
            text += std::string(statement->text(column)) + '\n';
    }
}

Error shape_error()
{
    return {Status::denied, {"elle change la forme d’une table. Les tables viennent de plugin.json\u00A0: ajoutez-y le champ, ou renommez-le avec « was ».",
                             "it changes the shape of a table. Tables come from plugin.json: add the field there, or rename it with “was”."}};
}

/// Virtual tables are connected at their first use, which the check would take for a change of the schema.
Result<void> connect_virtual_tables(Connection& connection, std::set<std::string, std::less<>> const& tables)
{
    PASSERELLE_TRY(connection.execute("SELECT 1 FROM json_each('[]'), json_tree('[]')"));
    for (auto const& table : tables) {
        std::string const index = "core_search_" + table;
        auto known = connection.prepare("SELECT 1 FROM sqlite_schema WHERE type='table' AND name=?1");
        if (!known)
            return known.error();
        auto const there = known->bind(1, std::string_view{index}).step();
        if (!there)
            return there.error();
        if (*there)
            PASSERELLE_TRY(connection.execute(fmt::format("SELECT rowid FROM \"{}\" LIMIT 0", index)));
    }
    return {};
}

Result<void> executed(Connection& connection, std::string_view sql, std::set<std::string, std::less<>> const& tables, std::int64_t most_steps)
{
    sqlite3* const database = ConnectionAccess::handle(connection);
    Watch watch{database, tables, most_steps, false, {}};
    sqlite3_set_authorizer(
        database, [](void* data, int action, char const* first, char const* second, char const*, char const* inner) { return static_cast<Watch*>(data)->check(action, first, second, inner); }, &watch);
    sqlite3_progress_handler(
        database, steps_between_checks, [](void* data) { return (static_cast<Watch*>(data)->steps_left -= steps_between_checks) <= 0 ? 1 : 0; }, &watch);
    int const code = sqlite3_exec(database, std::string(sql).c_str(), nullptr, nullptr, nullptr);
    std::string const detail = sqlite3_errmsg(database);
    sqlite3_progress_handler(database, 0, nullptr, nullptr);
    sqlite3_set_authorizer(database, nullptr, nullptr);
    if (code == SQLITE_OK)
        return {};
    if (watch.shape)
        return shape_error();
    if ((code & 0xff) == SQLITE_INTERRUPT && watch.steps_left <= 0)
        return Error{Status::cancelled, {"elle dure trop longtemps.", "it takes too long."}};
    if (!watch.refused.empty())
        return Error{Status::denied, {fmt::format("elle touche à « {} », qui n’est pas à ce module ou ne se change pas ainsi.", watch.refused),
                                      fmt::format("it touches “{}”, which is not this module's or is not changed that way.", watch.refused)}};
    if ((code & 0xff) == SQLITE_AUTH)
        return Error{Status::denied, {"elle demande ce qu’une migration n’a pas le droit de faire. Elle ne contient que SELECT, INSERT, UPDATE et DELETE.",
                                      "it asks for what a migration may not do. It holds SELECT, INSERT, UPDATE and DELETE only."}};
    if ((code & 0xff) == SQLITE_ERROR || (code & 0xff) == SQLITE_CONSTRAINT || (code & 0xff) == SQLITE_MISMATCH || (code & 0xff) == SQLITE_READONLY)
        return Error{Status::invalid, {fmt::format("son SQL est refusé\u00A0: {}.", detail), fmt::format("its SQL is refused: {}.", detail)}};
    return sqlite_error(database, code);
}

} // namespace

Result<void> run_module_migration(Connection& connection, std::string_view sql, std::set<std::string, std::less<>> const& tables, std::int64_t most_steps)
{
    auto const before = whole_schema(connection);
    if (!before)
        return before.error();
    PASSERELLE_TRY(connect_virtual_tables(connection, tables));
    PASSERELLE_TRY(connection.execute("SAVEPOINT module_migration"));
    auto ran = executed(connection, sql, tables, most_steps);
    if (ran) {
        auto const after = whole_schema(connection);
        ran = !after ? Result<void>(after.error()) : *after == *before ? Result<void>{} : Result<void>(shape_error());
    }
    if (!ran) { // an interrupted statement has rolled back the whole transaction already: the reason is then all that is left to tell
        (void)connection.execute("ROLLBACK TO module_migration");
        (void)connection.execute("RELEASE module_migration");
        return ran;
    }
    return connection.execute("RELEASE module_migration");
}

} // namespace passerelle::store
