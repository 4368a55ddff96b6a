// A block copied in a spreadsheet over the cells of a matrix: what it changes, as one step. [main]
#pragma once
#include "host/bridge/view.hpp"
#include "host/model/editor.hpp"
#include "host/ui/context.hpp"
#include "host/ui/widgets/grid.hpp"

namespace passerelle::ui {

/// What a new record of a matrix begins with: the module's words (see bridge::MatrixCell), read as the entity's own fields.
[[nodiscard]] Preset preset_of(model::Entity const&, std::string const& fields);

struct MatrixPaste {
    std::vector<model::Change> changes;
    std::size_t cells = 0;    ///< that they fill in or empty
    std::size_t left_out = 0; ///< copied cells over what is reckoned, or that has a sheet of its own
    std::optional<Phrase> refused; ///< a cell that does not read as its field: nothing is to be changed
};
/// From `corner` to the right and down, headings passed over; a cell that says nothing ("", "-", "n. r.") empties.
[[nodiscard]] MatrixPaste pasted(Context&, bridge::Matrix const&, GridCell corner, std::string_view copied);

} // namespace passerelle::ui
