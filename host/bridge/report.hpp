// Reports and key figures: every section of every module at work that fits the scope, in the order that they declare,
// or in that of a donor's template, written by the same functions for the window and for every file. [any]
#pragma once
#include "host/bridge/module_host.hpp"
#include "host/model/report_template.hpp"

namespace passerelle::bridge {

[[nodiscard]] Result<Scope> parse_scope(Context&, std::string_view text);
[[nodiscard]] Result<exchange::Document> write_report(Context&, Scope const&, Language, Progress&, model::ReportTemplate const&);
[[nodiscard]] Result<exchange::Document> write_dashboard(Context&, Language);

} // namespace passerelle::bridge
