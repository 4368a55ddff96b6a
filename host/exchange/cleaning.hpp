// What a writer may rely on: every text is valid UTF-8 without control characters and at most 1 MiB; rows have no more cells
// than the table has columns. What a portfolio holds was cleaned at its door; what a module wrote for a report was not. Any thread.
#pragma once
#include "host/exchange/document.hpp"

namespace passerelle::exchange {

[[nodiscard]] Document cleaned_document(Document);

} // namespace passerelle::exchange
