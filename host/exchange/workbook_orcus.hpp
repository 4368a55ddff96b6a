// XLSX and ODS through liborcus: the part of the workbook reader that knows the library.
#pragma once
#include "host/exchange/workbook.hpp"

namespace passerelle::exchange {

/// bytes: a container that look_into_packed has accepted.
[[nodiscard]] Result<Workbook> packed_workbook(std::string_view bytes, BookFormat, BookLimits const&, std::atomic<bool> const* stop);

} // namespace passerelle::exchange
