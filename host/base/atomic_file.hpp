// Writing a file so that a crash or a full disk leaves the old file or the new one, never a half. Any thread.
#pragma once
#include "host/base/result.hpp"
#include <filesystem>
#include <string_view>

namespace passerelle {

/// Writes a temporary file beside `path`, waits until it is on the disk, renames it to `path`. A file that was there is
/// replaced. Errors: Status::full, read_only, not_found (no such folder), io; the temporary file is then removed.
[[nodiscard]] Result<void> write_file_atomically(std::filesystem::path const& path, std::string_view bytes);

/// For libraries that write files by name: give them `temporary_beside(path)`, then call this. The same promises.
[[nodiscard]] std::filesystem::path temporary_beside(std::filesystem::path const& path);
[[nodiscard]] Result<void> keep_temporary(std::filesystem::path const& temporary, std::filesystem::path const& path);

/// A file's bytes, at most `most`; larger files are refused with Status::invalid.
[[nodiscard]] Result<std::string> read_whole_file(std::filesystem::path const& path, std::uintmax_t most);

} // namespace passerelle
