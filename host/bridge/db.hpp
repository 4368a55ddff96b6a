// psl.db/1: a module's reading handles. One for each thread, restricted for life to what the manifests grant. [same thread]
#pragma once
#include "host/base/result.hpp"
#include <set>
#include <string>

struct psl_db_handle;

namespace passerelle::bridge {

class ModuleHost;

[[nodiscard]] Result<psl_db_handle*> open_handle(ModuleHost&);
/// Ends every statement; what the module still does with them is answered with a status. [main]
void void_handle(psl_db_handle&);
void delete_handle(psl_db_handle*);

} // namespace passerelle::bridge
