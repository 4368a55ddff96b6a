// Tables from declarations. Entity "a.b" is table a_b(id INTEGER PRIMARY KEY, origin TEXT, <columns of ext/db.h>);
// origin names the format that brought the record ("iati") and is NULL for what people typed.
// A count field is a table of its own, <table>__<field>(owner, sex, age, disability, n), with the codes of
// passerelle/value/cells.hpp ('F', '18-24', 'yes', '?' for unknown).
#pragma once
#include "host/base/result.hpp"
#include "host/model/module_migrations.hpp"
#include "host/model/registry.hpp"
#include "host/store/portfolio.hpp"

namespace passerelle::model {

/// Makes or grows the tables, indexes, journal triggers and search rows of every entity, in one transaction, after a backup
/// where existing tables change. A difference that is neither an addition, a declared rename ("was"), a declared conversion
/// ("converted_from") nor a hidden field is refused, with the entity and field named; the other entities of the same module are
/// then left as they were. What other modules declare is applied all the same. Nothing to do: nothing is written.
/// A module with migrations that this portfolio has not seen, or with conversions, has a transaction of its own: see
/// module_migrations.hpp for the order. Those whose module is not in `migrations` are not run.
[[nodiscard]] Result<void> apply_schema(store::Portfolio&, Registry const&, std::vector<ModuleMigrations> const& migrations = {});

/// True where the tables of every entity of a module are as it declares them: its records can be read whatever else is wrong.
[[nodiscard]] bool schema_fits(store::Portfolio&, Registry const&, std::string const& module);

/// Indexes the text of records that an import brought (BulkWriter leaves it for after the commit), in short transactions.
/// Called by apply_schema at opening and by whoever has imported. Not on the writer thread.
[[nodiscard]] Result<void> index_pending_text(store::Portfolio&, Registry const&);

} // namespace passerelle::model
