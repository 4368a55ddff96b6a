// Reads XLSX and ODS in a process of its own. liborcus ends the program by assertions where a file is not as it expects (see
// "hostile workbooks" in tests/exchange/workbook.cpp); here only the child ends, and a sentence says that the file is damaged.
// Where the system has no fork, it reads in this process.
#pragma once
#include "host/exchange/workbook.hpp"

namespace passerelle::exchange {

/// bytes: a container that look_into_packed has accepted. At most two minutes; `stop` set: Status::cancelled. Any thread.
[[nodiscard]] Result<Workbook> packed_workbook_apart(std::string_view bytes, BookFormat, BookLimits const&, std::atomic<bool> const* stop);

} // namespace passerelle::exchange
