#include "host/store/backup.hpp"
#include "host/store/connection_access.hpp"
#include "host/store/file_lock.hpp"
#include "host/store/probe.hpp"
#include "host/store/sqlite_error.hpp"
#include <algorithm>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <set>
#include <sodium.h>

namespace passerelle::store {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t stamp_length = 17; // 2025-03-12-180533
constexpr std::size_t kept_latest = 10;

bool is_stamp(std::string_view text) {
    constexpr std::string_view pattern = "dddd-dd-dd-dddddd";
    if (text.size() < stamp_length)
        return false;
    for (std::size_t i = 0; i < stamp_length; ++i) {
        bool const digit = text[i] >= '0' && text[i] <= '9';
        if (pattern[i] == 'd' ? !digit : text[i] != '-')
            return false;
    }
    std::string_view const rest = text.substr(stamp_length);
    return rest.empty() || (rest.size() > 1 && rest.size() < 6 && rest[0] == '-' && rest.find_first_not_of("0123456789", 1) == std::string_view::npos);
}

} // namespace

Result<void> name_new_file(fs::path const& made, fs::path const& target) {
    std::error_code failed;
    Error const taken{Status::conflict, {fmt::format("« {} » existe déjà ; il n’a pas été remplacé. Choisissez un autre nom.", utf8(target.filename())),
                                         fmt::format("“{}” already exists; it was not replaced. Choose another name.", utf8(target.filename()))}};
    fs::create_hard_link(made, target, failed);
    if (!failed) {
        fs::remove(made, failed);
    } else {
        // USB sticks (FAT) know no hard links: there the check and the renaming are two steps.
        if (fs::exists(fs::symlink_status(target, failed)))
            return taken;
        fs::rename(made, target, failed);
        if (failed)
            return io_error(failed.message());
    }
    return sync_folder(target.parent_path());
}

Result<void> write_backup(Connection& source, fs::path const& target) {
    std::error_code failed;
    fs::path const absolute = fs::absolute(target, failed);
    if (fs::exists(fs::symlink_status(absolute, failed)))
        return Error{Status::conflict,
                     {fmt::format("« {} » existe déjà ; il n’a pas été remplacé. Choisissez un autre nom.", utf8(absolute.filename())),
                      fmt::format("“{}” already exists; it was not replaced. Choose another name.", utf8(absolute.filename()))}};
    if (!fs::is_directory(absolute.parent_path(), failed))
        return Error{Status::not_found, {fmt::format("Le dossier « {} » est introuvable. Choisissez un autre dossier.", utf8(absolute.parent_path())),
                                         fmt::format("The folder “{}” cannot be found. Choose another folder.", utf8(absolute.parent_path()))}};
    fs::path const unfinished = with_suffix(absolute, fmt::format(".partiel-{:08x}", randombytes_random()));
    auto const write = [&]() -> Result<void> {
        {
            auto copy = source.prepare("VACUUM INTO ?");
            if (!copy)
                return copy.error();
            PASSERELLE_TRY(copy->bind(1, utf8(unfinished)).run());
        }
        PASSERELLE_TRY(sync_file(unfinished));
        PASSERELLE_TRY(check_content(unfinished, Depth::thorough));
        return name_new_file(unfinished, absolute);
    };
    auto const written = write();
    if (!written) {
        fs::remove(unfinished, failed);
        fs::remove(with_suffix(unfinished, "-journal"), failed);
    }
    return written;
}

std::string stamp_of(std::time_t time) {
    return fmt::format("{:%Y-%m-%d-%H%M%S}", fmt::localtime(time));
}

fs::path backups_folder(fs::path const& portfolio) { return with_suffix(portfolio, "-sauvegardes"); }

fs::path dated_name(fs::path const& folder, fs::path const& portfolio, std::time_t time) {
    std::string const stem = utf8(portfolio.stem()), extension = utf8(portfolio.extension());
    for (int copy = 1;; ++copy) {
        std::string const name = copy == 1 ? fmt::format("{}-{}{}", stem, stamp_of(time), extension)
                                           : fmt::format("{}-{}-{}{}", stem, stamp_of(time), copy, extension);
        fs::path path = folder / fs::path(std::u8string(name.begin(), name.end()));
        std::error_code failed;
        if (!fs::exists(fs::symlink_status(path, failed)))
            return path;
    }
}

std::vector<DatedBackup> dated_backups(fs::path const& folder, fs::path const& portfolio) {
    std::vector<DatedBackup> found;
    std::string const start = utf8(portfolio.stem()) + "-";
    std::error_code failed;
    for (auto at = fs::directory_iterator(folder, failed); !failed && at != fs::directory_iterator(); at.increment(failed)) {
        std::string const stem = utf8(at->path().stem());
        std::error_code unknown;
        if (at->path().extension() != portfolio.extension() || !stem.starts_with(start) || !at->is_regular_file(unknown))
            continue;
        std::string const rest = stem.substr(start.size());
        if (is_stamp(rest))
            found.push_back({at->path(), rest});
    }
    // The number after equal stamps counts: "-10" is later than "-9".
    std::ranges::sort(found, [](DatedBackup const& left, DatedBackup const& right) {
        if (int const order = left.stamp.compare(0, stamp_length, right.stamp, 0, stamp_length); order != 0)
            return order > 0;
        return left.stamp.size() != right.stamp.size() ? left.stamp.size() > right.stamp.size() : left.stamp > right.stamp;
    });
    return found;
}

std::vector<DatedBackup> superfluous(std::vector<DatedBackup> const& latest_first) {
    std::vector<DatedBackup> gone;
    std::set<std::string> months;
    for (std::size_t i = 0; i < latest_first.size(); ++i) {
        bool const first_of_month = months.insert(latest_first[i].stamp.substr(0, 7)).second;
        if (i >= kept_latest && !first_of_month)
            gone.push_back(latest_first[i]);
    }
    return gone;
}

} // namespace passerelle::store
