// psl.transfer/1: a file in, through the module that knows its format. One transaction or nothing. [any but the writer thread]
#pragma once
#include "host/bridge/module_host.hpp"

namespace passerelle::bridge {

[[nodiscard]] Result<ImportReport> import_file(Context&, std::filesystem::path const&, std::string const& format, ImportMode, Progress&);

} // namespace passerelle::bridge
