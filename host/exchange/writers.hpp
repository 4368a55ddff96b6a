// One document, three files. Each writer writes to a temporary file beside `path` and renames it: a full disk or a crash
// leaves no half file. The same document and options give the same bytes. Any thread.
#pragma once
#include "host/base/result.hpp"
#include "host/exchange/document.hpp"
#include <filesystem>

namespace passerelle::exchange {

[[nodiscard]] Result<void> write_pdf(Document const&, std::filesystem::path const&);  ///< A4, Cairo and Pango, tagged, page x of y, repeated table heads
[[nodiscard]] Result<void> write_html(Document const&, std::filesystem::path const&); ///< one self-contained accessible file
[[nodiscard]] Result<void> write_xlsx(Document const&, std::filesystem::path const&); ///< one sheet per table, typed cells, totals as formulas

} // namespace passerelle::exchange
