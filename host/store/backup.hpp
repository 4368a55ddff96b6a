// Verified copies of a portfolio, and which dated ones are kept. Any thread.
#pragma once
#include "host/base/result.hpp"
#include "host/store/connection.hpp"
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

namespace passerelle::store {

/// Copies what `source` sees now into a new file: written beside it under another name, synced, checked (integrity,
/// links), then named. Nothing is left behind when it fails.
[[nodiscard]] Result<void> write_backup(Connection& source, std::filesystem::path const& target);
/// Gives `made` its final name without ever replacing a file.
[[nodiscard]] Result<void> name_new_file(std::filesystem::path const& made, std::filesystem::path const& target);

/// "ville-2025-03-12-180533.passerelle" for "ville.passerelle", local time; "-2", "-3"... before the extension if taken.
[[nodiscard]] std::filesystem::path dated_name(std::filesystem::path const& folder, std::filesystem::path const& portfolio, std::time_t);
struct DatedBackup {
    std::filesystem::path path;
    std::string stamp; ///< "2025-03-12-180533"
};
/// Where those of a portfolio lie unless someone has chosen otherwise: "<file>-sauvegardes" beside it.
[[nodiscard]] std::filesystem::path backups_folder(std::filesystem::path const& portfolio);
/// The dated backups of this portfolio in the folder, latest first. Other files are not listed.
[[nodiscard]] std::vector<DatedBackup> dated_backups(std::filesystem::path const& folder, std::filesystem::path const& portfolio);
/// Those beyond the last 10 and the latest of each month, out of a list that begins with the latest.
[[nodiscard]] std::vector<DatedBackup> superfluous(std::vector<DatedBackup> const&);
/// Local time as in a dated name.
[[nodiscard]] std::string stamp_of(std::time_t);

} // namespace passerelle::store
