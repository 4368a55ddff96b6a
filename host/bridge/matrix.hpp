// The words of psl.ui/1 that record a matrix. [main]
#pragma once
#include "host/bridge/view_recorder.hpp"

namespace passerelle::bridge {

/// Before any acting word: what the module left open is closed. False: the view is full, or there is none.
[[nodiscard]] bool ready(psl_ui*);
/// Gives what was recorded of an open matrix to the view.
void end_matrix(psl_ui&);

void PSL_CALL matrix_begin(psl_ui*, psl_str id, psl_str const* columns, std::uint32_t n) noexcept;
void PSL_CALL matrix_band(psl_ui*, psl_str text, psl_str entity, std::int64_t id) noexcept;
void PSL_CALL matrix_cell(psl_ui*, psl_matrix_cell const*) noexcept;
void PSL_CALL matrix_end(psl_ui*) noexcept;

} // namespace passerelle::bridge
