// Comma-separated values: a writer for spreadsheets (RFC 4180; for French Excel ";" and a byte order mark) and a bounded reader
// that guesses separator and encoding. Text that a spreadsheet would take for a formula is disarmed. Any thread.
#pragma once
#include "host/base/result.hpp"
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::exchange {

struct CsvStyle {
    char separator = ';';
    bool mark = true; ///< UTF-8 byte order mark at the beginning: Excel needs it
};

class CsvWriter {
public:
    CsvWriter(std::string& out, CsvStyle style = {});
    /// Text from people: where it begins with = + - @ tab or return, an apostrophe is put before it.
    void text(std::string_view);
    /// A number, date or code that the program wrote itself: as it is.
    void plain(std::string_view);
    void end_row();

private:
    void field(std::string_view);
    std::string& m_out;
    CsvStyle m_style;
    bool m_first = true;
};

struct CsvLimits {
    std::size_t field_bytes = 1u << 20;
    std::size_t columns = 1024;
    std::size_t rows = 2'000'000;
};
struct CsvFile {
    char separator = ';';
    std::string encoding; ///< "UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252"
    std::vector<std::vector<std::string>> rows; ///< UTF-8; empty lines are left out
    std::vector<std::size_t> lines;             ///< for each row the line of the file where it begins, from 1
};
/// Quoted fields may hold separators, quotes ("") and line ends. A field or row beyond the limits, or a quote that never ends:
/// Status::invalid with the line.
[[nodiscard]] Result<CsvFile> read_csv(std::string_view bytes, CsvLimits const& limits = {});

/// Any of the four encodings as UTF-8 without mark; says which it was.
[[nodiscard]] Result<std::pair<std::string, std::string>> decoded_text(std::string_view bytes);

} // namespace passerelle::exchange
