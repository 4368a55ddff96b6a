// Cells copied in a spreadsheet, as Excel and LibreOffice leave them on the clipboard. [any]
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::ui {

/// Rows of cells, without the spaces around them: tabs between cells, line ends between rows, cells that hold either in quotes.
/// At most 2,000 rows of 200 cells; what is beyond is left out.
[[nodiscard]] std::vector<std::vector<std::string>> cells_of_text(std::string_view copied);
/// "", "-", "—" or a sign such as "n. r.": nothing is reported there.
[[nodiscard]] bool says_nothing(std::string_view cell);

} // namespace passerelle::ui
