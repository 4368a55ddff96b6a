// What a page offers beside its figures: their sense and the records behind them, bars, tabs; and what these words share with the
// others of psl_words. Used on the thread of the call.
#pragma once
#include "host/bridge/limits.hpp"
#include "host/bridge/page.hpp"
#include <string>

namespace passerelle::bridge {

/// Before any word that is not a cell: what is left open is closed, and that is a fault of the module. False: the page is full.
[[nodiscard]] bool ready(psl_page*);
/// The figure told last; what is behind it can no longer follow.
void put_figure(psl_page&);
void end_tabs(psl_page&);

void PSL_CALL behind(psl_page*, psl_str definition, psl_str entity, psl_str filter) noexcept;
void PSL_CALL bars(psl_page*, std::uint32_t whole, std::uint32_t part) noexcept;
void PSL_CALL tabs_begin(psl_page*, psl_str id) noexcept;
void PSL_CALL tab(psl_page*, psl_str label) noexcept;
void PSL_CALL tabs_end(psl_page*) noexcept;

} // namespace passerelle::bridge
