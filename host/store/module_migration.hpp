// The SQL of a module's migration, run on the writer under an authorizer of its own: it converts the data of the module's own tables and
// nothing else. Writer thread, inside a WriteTransaction.
#pragma once
#include "host/store/connection.hpp"
#include <set>
#include <string>
#include <string_view>

namespace passerelle::store {

/// Runs the statements in a savepoint that is rolled back where one is refused or fails.
///
/// Allowed: SELECT, INSERT, UPDATE and DELETE on `tables`, which are the module's own; json_each and json_tree; functions that only
/// compute. Not allowed: other tables, the host's own among them; any change of a table's shape (ALTER, CREATE, DROP), for tables come from
/// declarations; the columns "id" and "owner", which records are known by; PRAGMA, ATTACH, transactions; a statement of more than
/// `most_steps` virtual-machine steps. What triggers do (journal, sums of cells, search) is the host's own and always allowed, so that every
/// change of a migration is journalled like any other. The whole schema is compared afterwards: SQLite tells its authorizer less than all
/// (of ALTER TABLE a RENAME TO b the name b is not told).
[[nodiscard]] Result<void> run_module_migration(Connection&, std::string_view sql, std::set<std::string, std::less<>> const& tables, std::int64_t most_steps);

} // namespace passerelle::store
