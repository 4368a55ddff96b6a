// Backups, restoring and checking of a portfolio: the side of Portfolio that looks after the file.
#include "host/store/backup.hpp"
#include "host/store/migrations.hpp"
#include "host/store/portfolio.hpp"
#include "host/store/portfolio_impl.hpp"
#include "host/store/probe.hpp"
#include "host/store/sqlite_error.hpp"
#include <fmt/format.h>
#include <sodium.h>
#include <sqlite3.h>

namespace passerelle::store {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds patience_for_lock(10000);
constexpr int most_findings = 50;

/// Overwrites the content of the database at `target` with that of `backup`, in one transaction of the target.
Result<void> copy_over(fs::path const& backup, fs::path const& target) {
    auto from = ConnectionAccess::open(backup, OpenAs::frozen);
    if (!from)
        return from.error();
    auto to = ConnectionAccess::open(target, OpenAs::owner);
    if (!to)
        return to.error();
    sqlite3* const database = ConnectionAccess::handle(**to);
    sqlite3_backup* const copy = sqlite3_backup_init(database, "main", ConnectionAccess::handle(**from), "main");
    if (copy == nullptr)
        return sqlite_error(database, sqlite3_errcode(database));
    int const stepped = sqlite3_backup_step(copy, -1);
    int const finished = sqlite3_backup_finish(copy);
    if (stepped != SQLITE_DONE || finished != SQLITE_OK)
        return sqlite_error(database, stepped != SQLITE_DONE ? stepped : finished);
    sqlite3_wal_checkpoint_v2(database, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    return {};
}

Result<void> add_rows(Connection& connection, char const* sql, Portfolio::Verification& found, std::string_view fr, std::string_view en) {
    auto check = connection.prepare(sql);
    if (!check)
        return check.error();
    for (int rows = 0; rows < most_findings; ++rows) {
        auto const row = check->step();
        if (!row)
            return row.error();
        if (!*row || check->text(0) == "ok")
            break;
        std::string detail;
        for (int column = 0; column < check->columns(); ++column) {
            detail += detail.empty() ? "" : " ";
            detail += check->text(column);
        }
        found.intact = false;
        found.findings.push_back({fmt::format("{} Détail technique : {}", fr, detail), fmt::format("{} Technical detail: {}", en, detail)});
    }
    return {};
}

} // namespace

fs::path Portfolio::Impl::backup_folder() const {
    return options.backups.empty() ? backups_folder(path) : options.backups;
}

Result<fs::path> Portfolio::Impl::back_up_with_date() {
    fs::path const folder = backup_folder();
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (!fs::is_directory(folder, failed))
        return Error{Status::io, {fmt::format("Le dossier des sauvegardes « {} » ne peut pas être créé. Choisissez un autre dossier.", utf8(folder)),
                                  fmt::format("The backup folder “{}” cannot be made. Choose another folder.", utf8(folder))}};
    auto source = ConnectionAccess::open(read_path.empty() ? path : read_path, read_as);
    if (!source)
        return source.error();
    // Two that are made in one second, by the window and the console: the later one takes the next name.
    auto const now = std::time(nullptr);
    fs::path target = dated_name(folder, path, now);
    auto written = write_backup(**source, target);
    for (int again = 0; again < 5 && !written && written.error().status == Status::conflict; ++again) {
        target = dated_name(folder, path, now);
        written = write_backup(**source, target);
    }
    PASSERELLE_TRY(std::move(written));
    for (auto const& old : superfluous(dated_backups(folder, path)))
        fs::remove(old.path, failed);
    return target;
}

Result<void> Portfolio::backup_to(fs::path const& target) {
    auto source = open_reader();
    if (!source)
        return source.error();
    return write_backup(**source, target);
}

Result<fs::path> Portfolio::backup_now() {
    return m_impl->back_up_with_date();
}

std::vector<fs::path> Portfolio::backups() const {
    std::vector<fs::path> paths;
    for (auto& one : dated_backups(m_impl->backup_folder(), m_impl->path))
        paths.push_back(std::move(one.path));
    return paths;
}

Result<fs::path> Portfolio::restore(fs::path const& backup, fs::path const& given_target, OpenOptions options) {
    if (sodium_init() < 0)
        return internal_error("sodium_init");
    std::error_code failed;
    fs::path const source = fs::absolute(backup, failed);
    fs::path target = fs::canonical(given_target, failed);
    if (failed)
        target = fs::absolute(given_target, failed);
    auto const found = probe(source);
    if (!found)
        return found.error();
    if (found->schema_version > schema_version())
        return Error{Status::newer, {"Cette sauvegarde vient d’une version plus récente de Passerelle. Rien n’a été modifié. Mettez Passerelle à jour, "
                                     "puis recommencez.",
                                     "This backup was made by a newer version of Passerelle. Nothing was changed. Update Passerelle, then try again."}};
    // The backup is read from a copy of our own: its medium may be read-only, and pending changes beside it are part of it.
    auto work = TemporaryFolder::make();
    if (!work)
        return work.error();
    auto copied = copy_as_is(source, (*work)->path);
    if (!copied)
        return copied.error();
    fs::path const checked = (*work)->path / "restored";
    {
        auto reading = ConnectionAccess::open(*copied, OpenAs::reader);
        if (!reading)
            return reading.error();
        PASSERELLE_TRY(write_backup(**reading, checked));
    }
    if (!fs::exists(target, failed)) {
        if (!fs::is_directory(target.parent_path(), failed) || !may_write(target.parent_path()))
            return Error{Status::io, {fmt::format("Le dossier « {} » ne se laisse pas modifier. Choisissez un autre dossier.", utf8(target.parent_path())),
                                      fmt::format("The folder “{}” cannot be written. Choose another folder.", utf8(target.parent_path()))}};
        auto reading = ConnectionAccess::open(checked, OpenAs::frozen);
        if (!reading)
            return reading.error();
        PASSERELLE_TRY(write_backup(**reading, target));
        return fs::path();
    }
    if (on_network(target) || !may_write(target) || !may_write(target.parent_path()))
        return Error{Status::read_only, {"Ce portefeuille ne se laisse pas modifier ici : il n’a pas été remplacé.",
                                         "This portfolio cannot be written here: it was not replaced."}};
    auto lock = FileLock::open(with_suffix(target, "-verrou"), FileLock::IfMissing::make);
    if (!lock)
        return lock.error();
    if (!(*lock)->acquire(patience_for_lock))
        return busy_error();
    // The present content first: as a checked copy where it still can be read, byte for byte where it is damaged.
    fs::path const folder = options.backups.empty() ? backups_folder(target) : options.backups;
    fs::create_directories(folder, failed);
    fs::path const kept = dated_name(folder, target, std::time(nullptr));
    auto const present = probe(target);
    bool sound = false;
    if (present && present->schema_version <= schema_version()) {
        auto reading = ConnectionAccess::open(target, OpenAs::reader);
        if (reading) {
            auto const saved = write_backup(**reading, kept);
            if (!saved && saved.error().status == Status::full)
                return saved.error();
            sound = saved.ok();
        }
    }
    if (sound) {
        PASSERELLE_TRY(copy_over(checked, target));
        return kept;
    }
    auto const bytes = copy_as_is(target, folder);
    if (!bytes)
        return bytes.error();
    fs::rename(*bytes, kept, failed);
    if (fs::exists(with_suffix(*bytes, "-wal"), failed))
        fs::rename(with_suffix(*bytes, "-wal"), with_suffix(kept, "-wal"), failed);
    fs::path const beside = with_suffix(target, fmt::format(".nouveau-{:08x}", randombytes_random()));
    {
        auto reading = ConnectionAccess::open(checked, OpenAs::frozen);
        if (!reading)
            return reading.error();
        PASSERELLE_TRY(write_backup(**reading, beside));
    }
    // What lies in the old WAL belongs to the damaged file and must not be replayed into the new one.
    fs::remove(with_suffix(target, "-wal"), failed);
    fs::remove(with_suffix(target, "-shm"), failed);
    fs::rename(beside, target, failed);
    if (failed)
        return io_error(failed.message());
    PASSERELLE_TRY(sync_folder(target.parent_path()));
    return kept;
}

Result<Portfolio::Verification> Portfolio::verify() {
    auto opened = open_reader();
    if (!opened)
        return opened.error();
    Connection& connection = **opened;
    Verification found;
    PASSERELLE_TRY(add_rows(connection, "PRAGMA integrity_check(50)", found, "Le fichier du portefeuille est endommagé. Restaurez une sauvegarde.",
                            "The portfolio's file is damaged. Restore a backup."));
    PASSERELLE_TRY(add_rows(connection, "PRAGMA foreign_key_check", found, "Une fiche renvoie à une fiche qui n’existe plus.",
                            "A record points to a record that is no longer there."));
    auto const chain = verify_chain(connection);
    if (!chain)
        return chain.error();
    for (auto const& fault : chain->faults) {
        found.intact = false;
        found.findings.push_back(fault);
    }
    if (chain->foreign_entries > 0)
        found.findings.push_back({fmt::format("Modifications faites avec un autre outil : {}. Elles restent hors des sceaux.", chain->foreign_entries),
                                  fmt::format("Changes made with another tool: {}. They stay outside the seals.", chain->foreign_entries)});
    return found;
}

} // namespace passerelle::store
