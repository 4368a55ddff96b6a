// Cells of an XLSX file that liborcus 0.17 passes over: texts written in place (inlineStr), error values and ISO dates. Read with
// its own container and XML parsers.
#pragma once
#include <cstddef>
#include <functional>
#include <string_view>

namespace passerelle::exchange {

enum class ExtraKind { text, error, date };
/// sheet: its position in the workbook; row and column from 0; text: borrowed for the call.
using OnExtra = std::function<void(std::size_t sheet, std::size_t row, std::size_t column, ExtraKind, std::string_view text)>;
/// Throws what the library throws, and what `found` throws.
void find_extra_cells(std::string_view xlsx, OnExtra const& found);

} // namespace passerelle::exchange
