// Archives written by hand, byte for byte, so that they can be wrong in ways that no library would write.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace test {

struct ZipEntry {
    std::string name = {}, bytes = {};
    std::uint32_t attributes = 0100644u << 16; ///< Unix kind and rights in the high half
    std::uint16_t flags = 0, method = 0;
    std::string local_name = {};               ///< empty: the same
    std::uint32_t size = 0xFFFFFFFF;           ///< said in the headers; else that of the bytes
    std::uint32_t crc_error = 0;
};

inline std::uint32_t crc32(std::string const& bytes)
{
    std::uint32_t crc = 0xFFFFFFFF;
    for (unsigned char const byte : bytes) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
    }
    return ~crc;
}

inline std::string number(std::uint64_t value, int bytes)
{
    std::string text;
    for (int byte = 0; byte < bytes; ++byte)
        text += static_cast<char>(value >> (8 * byte) & 0xFF);
    return text;
}

/// end_comment: after the directory. gap: before it.
inline std::string zip_bytes(std::vector<ZipEntry> const& entries, std::string const& end_comment = "", std::string const& gap = "")
{
    std::string whole, directory;
    for (auto const& entry : entries) {
        std::string const local_name = entry.local_name.empty() ? entry.name : entry.local_name;
        std::uint64_t const size = entry.size == 0xFFFFFFFF ? entry.bytes.size() : entry.size;
        std::string const common = number(entry.flags, 2) + number(entry.method, 2) + number(0, 2) + number(33, 2) + number(crc32(entry.bytes) ^ entry.crc_error, 4) +
                                   number(entry.bytes.size(), 4) + number(size, 4);
        directory += number(0x02014b50, 4) + number(3 << 8 | 20, 2) + number(20, 2) + common + number(entry.name.size(), 2) + number(0, 2) + number(0, 2) + number(0, 2) + number(0, 2) +
                     number(entry.attributes, 4) + number(whole.size(), 4) + entry.name;
        whole += number(0x04034b50, 4) + number(20, 2) + common + number(local_name.size(), 2) + number(0, 2) + local_name + entry.bytes;
    }
    whole += gap;
    auto const start = whole.size();
    return whole + directory + number(0x06054b50, 4) + number(0, 4) + number(entries.size(), 2) + number(entries.size(), 2) + number(directory.size(), 4) + number(start, 4) +
           number(end_comment.size(), 2) + end_comment;
}

} // namespace test
