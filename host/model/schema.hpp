// Tables from declarations. Entity "a.b" is table a_b(id INTEGER PRIMARY KEY, origin TEXT, <columns of ext/db.h>);
// origin names the format that brought the record ("iati") and is NULL for what people typed.
#pragma once
#include "host/base/result.hpp"
#include "host/model/registry.hpp"
#include "host/store/portfolio.hpp"

namespace passerelle::model {

/// Makes or grows the tables, indexes, journal triggers and search rows of every entity, in one transaction, after a backup
/// where existing tables change. A difference that is neither an addition, a declared rename ("was") nor a hidden field is
/// refused, with the entity and field named; the other entities of the same module are then left as they were.
[[nodiscard]] Result<void> apply_schema(store::Portfolio&, Registry const&);

} // namespace passerelle::model
