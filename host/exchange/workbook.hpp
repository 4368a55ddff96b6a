// A spreadsheet as it stands in a file: CSV and TSV, XLSX, ODS. Sheets of typed cells; formulas by the result that the file keeps.
// Everything is bounded, and what is no spreadsheet is refused with a sentence. Any thread.
#pragma once
#include "host/base/result.hpp"
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::exchange {

enum class CellKind : std::uint8_t { empty, text, number, percent, date, boolean, error };

struct SheetCell {
    CellKind kind = CellKind::empty;
    /// text: as written, UTF-8 · number: plain decimal with a dot, shortest that gives the stored number back · percent: the same,
    /// already times 100 · date: "2025-03-01" (a time of day is left out) · boolean: "1" or "0" · error: "#N/A"
    std::string text;
};
struct SheetRow {
    std::size_t line = 0; ///< as the spreadsheet numbers it, from 1
    std::vector<SheetCell> cells;
};
struct SheetTable {
    std::string name;          ///< empty for CSV
    std::vector<SheetRow> rows; ///< rows without any content are left out
    std::size_t columns = 0;   ///< of the widest row
};
enum class BookFormat { csv, xlsx, ods };
struct Workbook {
    BookFormat format = BookFormat::csv;
    std::string encoding;  ///< CSV: "UTF-8", "windows-1252" ...
    char separator = '\0'; ///< CSV
    std::vector<SheetTable> sheets;
};

struct BookLimits {
    std::uintmax_t file_bytes = 64u << 20;
    std::uint64_t unpacked_bytes = 512u << 20; ///< of all parts of an XLSX or ODS file
    std::size_t columns = 1024, sheets = 200, cells = 2'000'000, cell_bytes = 1u << 20, text_bytes = 256u << 20;
};

/// By content, not by name. Values of vertically merged cells stand in each of their rows. `stop` set: Status::cancelled.
[[nodiscard]] Result<Workbook> read_workbook(std::filesystem::path const&, BookLimits const& = {}, std::atomic<bool> const* stop = nullptr);
[[nodiscard]] Result<Workbook> workbook_from_bytes(std::string_view bytes, BookLimits const& = {}, std::atomic<bool> const* stop = nullptr);

} // namespace passerelle::exchange
