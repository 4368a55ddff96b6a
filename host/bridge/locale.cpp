// psl.locale/1.
#include "host/bridge/module_host.hpp"
#include "host/bridge/tables.hpp"

namespace passerelle::bridge {

psl_locale const& locale_table()
{
    static constexpr psl_locale table{
        [](psl_host const* host) noexcept {
            CallState const& state = call_state();
            Language const language = state.inside ? state.language : ModuleHost::of(host).context().language.load();
            return language == Language::fr ? psl_str{"fr", 2} : psl_str{"en", 2};
        },
        [](psl_host const* host) noexcept {
            CallState& state = call_state();
            quiet_callback([&] {
                if (state.today.empty() || !state.inside)
                    state.today = ModuleHost::of(host).context().today();
            });
            return to_c(std::string_view(state.today));
        }};
    return table;
}

} // namespace passerelle::bridge
