// psl.db/1: a module's reading handles. One for each thread, restricted for life to what the manifests grant. [same thread]
#pragma once
#include "host/base/result.hpp"
#include "host/store/connection.hpp"
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

struct psl_db_handle;
struct psl_statement;

namespace passerelle::bridge {

class ModuleHost;

/// Table -> the columns that a module may read; "*": all of them, and the table itself.
using Grants = std::map<std::string, std::set<std::string, std::less<>>, std::less<>>;
/// Own tables whole; of others, what the reader's manifest asks and the owner's publishes.
[[nodiscard]] Grants grants_of(ModuleHost const&);
[[nodiscard]] bool granted(Grants const&, std::string_view table, std::string_view column);
/// A connection restricted for life to these; each statement ends after `steps`. [any], for one thread at a time
[[nodiscard]] Result<std::unique_ptr<store::Connection>> open_restricted(ModuleHost const&, Grants const&, std::int64_t steps);

[[nodiscard]] Result<psl_db_handle*> open_handle(ModuleHost&);
/// Ends every statement; what the module still does with them is answered with a status. [main]
void void_handle(psl_db_handle&);
void delete_handle(psl_db_handle*);

/// Of a query; 0 where it is over. [the thread of its handle]
[[nodiscard]] int columns_of(psl_statement const*);

} // namespace passerelle::bridge
