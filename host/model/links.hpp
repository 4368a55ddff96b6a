// Checks that every link of every record leads to a record. Real foreign keys hold only inside SQLite's reach; links between
// modules are the model's, so `verify` looks at them all. Any thread, with its own reader.
#pragma once
#include "host/base/result.hpp"
#include "host/model/registry.hpp"
#include "host/store/connection.hpp"
#include <vector>

namespace passerelle::model {

/// One sentence for each field that holds links to records that are not there, with how many.
[[nodiscard]] Result<std::vector<Phrase>> broken_links(store::Connection&, Registry const&);

} // namespace passerelle::model
