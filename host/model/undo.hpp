// Taking back a transaction, or doing it again, from what the journal says of it. The list of an author is the journal itself,
// so it is there after a restart.
#pragma once
#include "host/model/editor.hpp"

namespace passerelle::model {

enum class Direction { undo, redo };

/// The transaction that undo or redo would act on now, for this author. A transaction of kind undo or redo names the one that it
/// reverses; a new change empties the list of redo.
[[nodiscard]] std::optional<Editor::Step> next_step(store::Connection&, std::string const& author, Direction);
[[nodiscard]] Result<Editor::Step> take_step(store::Portfolio&, Registry const&, Direction);

} // namespace passerelle::model
