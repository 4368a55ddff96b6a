#include "host/exchange/packed_file.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::exchange {
namespace {

std::uint32_t little(std::string_view bytes, std::size_t at, std::size_t count)
{
    std::uint32_t value = 0;
    for (std::size_t k = 0; k < count; ++k)
        value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + k])) << (8 * k);
    return value;
}

Error damaged()
{
    return {Status::corrupt, {"Ce classeur est abîmé ou incomplet. Ouvrez-le dans un tableur, enregistrez-le de nouveau, puis recommencez.",
                              "This workbook is damaged or cut off. Open it in a spreadsheet program, save it again, then try once more."}};
}

} // namespace

Result<PackedFile> look_into_packed(std::string_view bytes, std::uint64_t most)
{
    constexpr std::size_t end_size = 22, entry_size = 46, local_size = 30, longest_comment = 65535;
    if (bytes.size() < end_size)
        return damaged();
    std::size_t end = bytes.size() - end_size;
    std::size_t const lowest = end > longest_comment ? end - longest_comment : 0;
    while (bytes.substr(end, 4) != std::string_view{"PK\x05\x06", 4}) {
        if (end == lowest)
            return damaged();
        --end;
    }
    std::size_t const entries = little(bytes, end + 10, 2), start = little(bytes, end + 16, 4);
    PackedFile file;
    std::size_t at = start;
    for (std::size_t n = 0; n < entries; ++n) {
        if (at > bytes.size() || bytes.size() - at < entry_size || bytes.substr(at, 4) != std::string_view{"PK\x01\x02", 4})
            return damaged();
        auto const flags = little(bytes, at + 8, 2);
        std::uint64_t const packed = little(bytes, at + 20, 4), unpacked = little(bytes, at + 24, 4), local = little(bytes, at + 42, 4);
        std::size_t const name_size = little(bytes, at + 28, 2), rest = little(bytes, at + 30, 2) + little(bytes, at + 32, 2);
        if (bytes.size() - at - entry_size < name_size + rest || packed > bytes.size() || local + local_size > bytes.size())
            return damaged();
        std::uint64_t const data = local + local_size + little(bytes, local + 26, 2) + little(bytes, local + 28, 2);
        if (bytes.substr(local, 4) != std::string_view{"PK\x03\x04", 4} || data + packed > bytes.size())
            return damaged();
        if (flags & 1)
            return Error{Status::unsupported, {"Ce classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis recommencez.",
                                               "This workbook is protected by a password. Save it without a password, then try again."}};
        file.unpacked += unpacked;
        if (file.unpacked > most)
            return Error{Status::invalid, {fmt::format("Ce classeur annonce plus de {} Mio une fois ouvert. Gardez les seules feuilles utiles dans un fichier plus petit.", most >> 20),
                                           fmt::format("This workbook announces more than {} MiB once unpacked. Keep only the sheets you need in a smaller file.", most >> 20)}};
        auto const name = bytes.substr(at + entry_size, name_size);
        file.has_workbook |= name == "xl/workbook.xml";
        file.has_content |= name == "content.xml";
        at += entry_size + name_size + rest;
    }
    return file;
}

} // namespace passerelle::exchange
