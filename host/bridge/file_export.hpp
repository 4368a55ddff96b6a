// psl.transfer/1: a file out, written by the module that declares its format. The old file or the new one, never a half. [any]
#pragma once
#include "host/bridge/module_host.hpp"
#include "host/bridge/session.hpp"
#include <cstdint>

namespace passerelle::bridge {

/// What active modules write as files, in the modules' order.
[[nodiscard]] std::vector<ExportFormat> export_formats(Context const&);

/// Bytes written. format: the id of a declared format, "module/id" where two modules have the same. Status::not_found: no active module
/// writes it; denied: no permission for files; invalid: more than 2 GiB; else the file's errors or the module's sentence.
[[nodiscard]] Result<std::uint64_t> export_file(Context&, std::string const& format, Scope const&, Language, std::filesystem::path const&, Progress&);

} // namespace passerelle::bridge
