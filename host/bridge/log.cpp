// psl.log/1.
#include "host/bridge/module_host.hpp"
#include "host/bridge/tables.hpp"
#include <algorithm>

namespace passerelle::bridge {

psl_log const& log_table()
{
    static constexpr psl_log table{[](psl_host const* host, std::int32_t level, psl_str line) noexcept {
        quiet_callback([&] {
            ModuleHost& module = ModuleHost::of(host);
            module.context().log.write(static_cast<LogLevel>(std::clamp(level, std::int32_t{PSL_DEBUG}, std::int32_t{PSL_ERROR})), module.id(),
                                       text_of(line, limits::label_bytes));
        });
    }};
    return table;
}

} // namespace passerelle::bridge
