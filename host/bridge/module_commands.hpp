// psl.commands/1: what a module does when a person asks for it by name. Each change that it writes is a step that can be undone.
#pragma once
#include "host/bridge/module_host.hpp"
#include "host/bridge/session.hpp"

namespace passerelle::bridge {

/// The commands of active modules that can be started on such a scope ("project", "portfolio", …); empty: all of them.
[[nodiscard]] std::vector<ModuleCommand> module_commands(Context const&, std::string_view scope_kind);
/// Runs one, on the calling thread, which is no job's but its own; what the module told, worst first. command: "id", or "module/id"
/// where two modules have the same. Status::not_found: no active module has it; invalid: it is not for such a scope; cancelled; else
/// what the module refused with. What it wrote before it stopped stays, and can be undone.
[[nodiscard]] Result<std::vector<ToldByCommand>> run_command(Context&, std::string_view command, Scope const&, Language, Progress&);

} // namespace passerelle::bridge
