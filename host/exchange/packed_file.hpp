// What a ZIP container says of itself, looked at before a library unpacks it: the reader of spreadsheets allocates what the
// directory announces. Any thread.
#pragma once
#include "host/base/result.hpp"
#include <cstdint>
#include <string_view>

namespace passerelle::exchange {

struct PackedFile {
    bool has_workbook = false; ///< an entry "xl/workbook.xml" (XLSX)
    bool has_content = false;  ///< an entry "content.xml" (ODS)
    std::uint64_t unpacked = 0;
};
/// Refuses a directory that is cut off, contradicts the file, announces more than `most` bytes, or is encrypted.
[[nodiscard]] Result<PackedFile> look_into_packed(std::string_view bytes, std::uint64_t most);
[[nodiscard]] inline bool is_packed(std::string_view bytes) { return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06"); }

} // namespace passerelle::exchange
