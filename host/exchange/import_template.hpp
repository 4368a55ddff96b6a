// How the columns of a file were joined to fields, remembered in the portfolio for the next file with the same heads.
#pragma once
#include "host/exchange/import_mapping.hpp"
#include "host/model/editor.hpp"

namespace passerelle::exchange {

/// As a change of its own. Any thread but the writer's.
[[nodiscard]] Result<void> remember_mapping(model::Editor&, store::Connection&, model::Registry const&, model::Entity const&, ImportMapping const&);
/// True where a remembered mapping fitted these heads and was taken over; the columns want to be examined again. Any thread.
[[nodiscard]] bool recall_mapping(store::Connection&, model::Registry const&, model::Entity const&, ImportMapping&);

} // namespace passerelle::exchange
