#include "host/loader/archive_layout.hpp"
#include "host/base/text.hpp"
#include "host/loader/content.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::loader {

namespace {

// APPNOTE.TXT 6.3: sizes of the fixed parts and their marks.
constexpr std::size_t local_bytes = 30, directory_bytes = 46, end_bytes = 22;
constexpr std::uint32_t local_mark = 0x04034b50, directory_mark = 0x02014b50, end_mark = 0x06054b50;
constexpr std::uint16_t encrypted = 1 << 0, sizes_follow = 1 << 3, strong_encryption = 1 << 6, masked = 1 << 13, utf8 = 1 << 11;

std::uint64_t number(std::string_view bytes, std::size_t at, int count)
{
    std::uint64_t value = 0;
    for (int byte = count; byte-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(byte)]);
    return value;
}

Error torn() { return bad_archive("Sa structure est endommagée ou double.", "Its structure is damaged or has two meanings."); }

struct Place {
    std::uint64_t begin = 0, end = 0;
};

/// The local header repeats the directory; where sizes follow the data instead, the fields are 0 and twelve or sixteen bytes come after.
bool check_local(std::string_view bytes, std::string_view directory, std::string_view name, std::uint64_t packed, Place& place, std::size_t limit)
{
    if (place.begin + local_bytes > limit || number(bytes, place.begin, 4) != local_mark)
        return false;
    auto const name_size = number(bytes, place.begin + 26, 2), extra_size = number(bytes, place.begin + 28, 2);
    std::uint64_t const data = place.begin + local_bytes + name_size + extra_size;
    if (data + packed > limit || bytes.substr(place.begin + local_bytes, name_size) != name)
        return false;
    auto const flags = number(directory, 8, 2);
    if (number(bytes, place.begin + 6, 2) != flags || number(bytes, place.begin + 8, 2) != number(directory, 10, 2))
        return false;
    place.end = data + packed;
    if (flags & sizes_follow) {
        std::size_t const mark = place.end + 4 <= limit && number(bytes, place.end, 4) == 0x08074b50 ? 4 : 0;
        place.end += mark + 12;
        return place.end <= limit && bytes.substr(place.end - 12, 12) == directory.substr(16, 12);
    }
    return bytes.substr(place.begin + 14, 12) == directory.substr(16, 12); // CRC, packed size, size
}

} // namespace

Error bad_archive(std::string const& fr, std::string const& en)
{
    return {Status::invalid, {"Ce fichier n’est pas un module sûr : rien n’a été installé. " + fr + " Demandez un fichier corrigé à l’éditeur du module.",
                              "This file is not a safe module: nothing was installed. " + en + " Ask the module’s publisher for a corrected file."}};
}

Result<std::vector<ArchiveEntry>> read_layout(std::string_view bytes)
{
    if (bytes.size() < end_bytes || number(bytes, bytes.size() - end_bytes, 4) != end_mark || number(bytes, 0, 4) != local_mark)
        return bad_archive("Ce n’est pas un paquet de module, ou des octets le précèdent ou le suivent.", "It is not a package of a module, or bytes come before or after it.");
    std::string_view const end = bytes.substr(bytes.size() - end_bytes);
    auto const count = number(end, 10, 2), size = number(end, 12, 4), start = number(end, 16, 4);
    if (number(end, 4, 4) != 0 || number(end, 8, 2) != count || number(end, 20, 2) != 0 || start + size != bytes.size() - end_bytes)
        return torn();
    if (count > 2 * limits::files)
        return bad_archive(fmt::format("Il contient plus de {} entrées.", 2 * limits::files), fmt::format("It holds more than {} entries.", 2 * limits::files));
    std::vector<ArchiveEntry> entries;
    std::vector<Place> places;
    std::uint64_t at = start;
    std::uint64_t const limit = start + size;
    for (std::uint64_t entry = 0; entry < count; ++entry) {
        if (at + directory_bytes > limit || number(bytes, at, 4) != directory_mark)
            return torn();
        std::string_view const head = bytes.substr(at, directory_bytes);
        auto const flags = number(head, 8, 2), method = number(head, 10, 2), name_size = number(head, 28, 2), extra_size = number(head, 30, 2), comment_size = number(head, 32, 2);
        at += directory_bytes + name_size + extra_size + comment_size;
        if (at > limit || comment_size != 0)
            return torn();
        ArchiveEntry made{std::string(bytes.substr(at - extra_size - name_size, name_size)), number(head, 24, 4), number(head, 20, 4), false};
        std::string const shown = shortened(cleaned(made.name), 80);
        if (flags & (encrypted | strong_encryption | masked))
            return bad_archive(fmt::format("« {} » est chiffré.", shown), fmt::format("“{}” is encrypted.", shown));
        if ((flags & ~(sizes_follow | utf8 | 6u)) != 0 || (method != 0 && method != 8))
            return bad_archive(fmt::format("« {} » est comprimé d’une façon inconnue.", shown), fmt::format("“{}” is compressed in an unknown way.", shown));
        // Made by: 3 is Unix, 19 macOS, where the high half of the attributes holds the kind of file; else bit 4 is "folder".
        auto const system = number(head, 5, 1), attributes = number(head, 38, 4), kind = (attributes >> 28) & 0xF;
        bool const has_kind = system == 3 || system == 19 || kind != 0;
        made.folder = made.name.ends_with('/');
        if ((has_kind && kind != 0 && kind != (made.folder ? 4u : 8u)) || (!has_kind && (attributes & 0x10) && !made.folder))
            return bad_archive(fmt::format("« {} » n’est pas un fichier ordinaire.", shown), fmt::format("“{}” is not a regular file.", shown));
        if (made.folder && (made.size != 0 || made.packed > 2))
            return torn();
        Place place{number(head, 42, 4), 0};
        if (number(head, 34, 2) != 0 || !check_local(bytes, head, made.name, made.packed, place, start))
            return torn();
        places.push_back(place);
        entries.push_back(std::move(made));
    }
    std::sort(places.begin(), places.end(), [](Place const& left, Place const& right) { return left.begin < right.begin; });
    std::uint64_t next = 0;
    for (auto const& place : places) {
        if (place.begin != next)
            return torn();
        next = place.end;
    }
    if (at != limit || next != start)
        return torn();
    return entries;
}

} // namespace passerelle::loader
