// Where everything lies in a ZIP, read by hand and strictly, because readers differ on what they pass over. [any]
#pragma once
#include "host/base/result.hpp"
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::loader {

struct ArchiveEntry {
    std::string name;
    std::uint64_t size = 0, packed = 0;
    bool folder = false;
};

/// The entries of an archive that has one meaning: the local headers say what the directory says, entries follow each other without a
/// gap from the first byte on, the directory follows and ends the file. Neither ZIP64, several disks, encryption nor comments.
[[nodiscard]] Result<std::vector<ArchiveEntry>> read_layout(std::string_view bytes);
[[nodiscard]] Error bad_archive(std::string const& fr, std::string const& en);

} // namespace passerelle::loader
