#include "host/store/probe.hpp"
#include "host/store/connection_access.hpp"
#include "host/store/file_lock.hpp"
#include "host/store/migrations.hpp"
#include "host/store/sqlite_error.hpp"
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fstream>
#include <sqlite3.h>

namespace passerelle::store {

namespace {

namespace fs = std::filesystem;
constexpr std::size_t header_size = 100; // https://www.sqlite.org/fileformat2.html section 1.3
constexpr std::string_view magic("SQLite format 3\0", 16);

/// The bytes of a file through SQLite's own descriptor. Opening and closing the file by other means would drop the locks
/// that SQLite holds on it in this process (POSIX locks belong to the process, not to the descriptor).
class RawFile {
public:
    ~RawFile() { sqlite3_close_v2(m_database); }
    [[nodiscard]] Result<void> open(fs::path const& path) {
        ConnectionAccess::configure_library();
        std::string uri = "file://";
        std::string const name = utf8(path);
        for (char const c : name)
            uri += c == '%' || c == '?' || c == '#' ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
        uri += "?immutable=1";
        int const code = sqlite3_open_v2(uri.c_str(), &m_database, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
        if (code != SQLITE_OK)
            return sqlite_error(m_database, code);
        sqlite3_file_control(m_database, "main", SQLITE_FCNTL_FILE_POINTER, &m_file);
        if (m_file == nullptr || m_file->pMethods == nullptr || m_file->pMethods->xFileSize(m_file, &m_size) != SQLITE_OK)
            return io_error(name);
        return {};
    }
    [[nodiscard]] std::int64_t size() const { return m_size; }
    [[nodiscard]] bool read(char* into, std::size_t bytes, std::int64_t at) {
        return m_file->pMethods->xRead(m_file, into, static_cast<int>(bytes), at) == SQLITE_OK;
    }

private:
    sqlite3* m_database = nullptr;
    sqlite3_file* m_file = nullptr;
    sqlite3_int64 m_size = 0;
};

std::int64_t big_endian(std::array<char, header_size> const& header, std::size_t at, std::size_t bytes) {
    std::int64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i)
        value = value << 8 | static_cast<unsigned char>(header[at + i]);
    return value;
}

Error foreign_error(fs::path const& path) {
    return {Status::invalid, {fmt::format("« {} » n’est pas un portefeuille Passerelle. Le fichier n’a pas été modifié. Choisissez un autre fichier.",
                                          utf8(path.filename())),
                              fmt::format("“{}” is not a Passerelle portfolio. The file was not changed. Choose another file.", utf8(path.filename()))}};
}

} // namespace

Error damaged_error(std::string const& detail) {
    return {Status::corrupt,
            {fmt::format("Le portefeuille est endommagé ; il n’a pas été modifié. Restaurez une sauvegarde. Détail technique : {}", detail),
             fmt::format("The portfolio is damaged; it was not changed. Restore a backup. Technical detail: {}", detail)}};
}

Result<Probe> probe(fs::path const& path) {
    std::error_code failed;
    auto const status = fs::status(path, failed);
    if (!fs::exists(status))
        return Error{Status::not_found,
                     {fmt::format("Le portefeuille « {} » est introuvable. Vérifiez son nom et son dossier.", utf8(path)),
                      fmt::format("The portfolio “{}” cannot be found. Check its name and its folder.", utf8(path))}};
    if (!fs::is_regular_file(status))
        return foreign_error(path);
    RawFile file;
    if (auto const opened = file.open(path); !opened)
        return Error{Status::denied, {fmt::format("Le fichier « {} » ne se laisse pas lire. Demandez l’accès à la personne qui l’a créé.", utf8(path)),
                                      fmt::format("The file “{}” cannot be read. Ask its owner for access.", utf8(path))}};
    std::array<char, header_size> header = {};
    if (file.size() < static_cast<std::int64_t>(header_size))
        return foreign_error(path);
    if (!file.read(header.data(), header.size(), 0))
        return io_error(utf8(path));
    if (std::string_view(header.data(), magic.size()) != magic || big_endian(header, 68, 4) != application_id)
        return foreign_error(path);

    Probe found;
    found.schema_version = big_endian(header, 60, 4);
    fs::path const wal = with_suffix(path, "-wal");
    auto const wal_size = fs::file_size(wal, failed);
    found.has_pending_changes = !failed && wal_size > 32; // 32: the WAL's header alone
    found.in_use = fs::exists(wal, failed) || fs::exists(with_suffix(path, "-shm"), failed);

    std::int64_t page = big_endian(header, 16, 2);
    page = page == 1 ? 65536 : page;
    bool const sound_page = page >= 512 && (page & (page - 1)) == 0;
    if (!sound_page || (!found.in_use && (file.size() % page != 0 || big_endian(header, 28, 4) * page > file.size())))
        return damaged_error(fmt::format("{} bytes", file.size()));

    fs::path const folder = path.parent_path();
    if (found.schema_version > schema_version())
        found.read_only = {"Ce portefeuille vient d’une version plus récente de Passerelle : il s’ouvre en lecture seule. Mettez Passerelle à jour "
                           "pour le modifier.",
                           "This portfolio was made by a newer version of Passerelle: it opens read-only. Update Passerelle to change it."};
    else if (on_network(path))
        found.read_only = {"Ce portefeuille est sur un disque partagé en réseau : il s’ouvre en lecture seule. Copiez-le sur ce poste pour le modifier.",
                           "This portfolio is on a network drive: it opens read-only. Copy it to this computer to change it."};
    else if (!may_write(path))
        found.read_only = {"Ce fichier ou son support ne se laisse pas modifier : le portefeuille s’ouvre en lecture seule. Copiez-le ailleurs pour le "
                           "modifier.",
                           "This file or its medium cannot be written: the portfolio opens read-only. Copy it elsewhere to change it."};
    else if (!may_write(folder))
        found.read_only = {"Le dossier de ce portefeuille ne se laisse pas modifier : il s’ouvre en lecture seule. Copiez-le ailleurs pour le modifier.",
                           "The folder of this portfolio cannot be written: it opens read-only. Copy it elsewhere to change it."};
    return found;
}

Result<void> check_content(fs::path const& path, Depth depth) {
    auto opened = ConnectionAccess::open(path, OpenAs::frozen);
    if (!opened)
        return damaged_error(opened.error().sentence.en);
    Connection& connection = **opened;
    auto const inspect = [&]() -> Result<void> {
        auto const tables = single_integer(connection, "SELECT count(*) FROM sqlite_schema WHERE type='table' AND name IN "
                                                       "('core_transaction','core_journal','core_current','core_migration','core_blob')");
        if (!tables)
            return damaged_error(tables.error().sentence.en);
        if (*tables != 5)
            return damaged_error("core tables");
        auto check = connection.prepare(depth == Depth::thorough ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)");
        if (!check)
            return damaged_error(check.error().sentence.en);
        auto const row = check->step();
        if (!row)
            return damaged_error(row.error().sentence.en);
        if (!*row || check->text(0) != "ok")
            return damaged_error(*row ? std::string(check->text(0)) : std::string());
        if (depth == Depth::quick)
            return {};
        auto keys = connection.prepare("PRAGMA foreign_key_check");
        if (!keys)
            return keys.error();
        auto const broken = keys->step();
        if (!broken)
            return broken.error();
        if (*broken)
            return damaged_error("foreign_key_check");
        return {};
    };
    return inspect();
}

Result<fs::path> copy_as_is(fs::path const& file, fs::path const& folder) {
    constexpr std::size_t piece = 1 << 20;
    fs::path const copy = folder / file.filename();
    std::error_code failed;
    RawFile source;
    PASSERELLE_TRY(source.open(file));
    std::ofstream out(copy, std::ios::binary | std::ios::trunc);
    std::string buffer(piece, '\0');
    for (std::int64_t at = 0; at < source.size();) {
        auto const bytes = static_cast<std::size_t>(std::min<std::int64_t>(piece, source.size() - at));
        if (!source.read(buffer.data(), bytes, at))
            return io_error(utf8(file));
        out.write(buffer.data(), static_cast<std::streamsize>(bytes));
        at += static_cast<std::int64_t>(bytes);
    }
    out.close();
    if (!out)
        return full_error();
    // No lock is ever held on a WAL, so it may be read like any file.
    fs::path const wal = with_suffix(file, "-wal");
    if (fs::exists(wal, failed) && !fs::copy_file(wal, with_suffix(copy, "-wal"), fs::copy_options::overwrite_existing, failed))
        return full_error();
    fs::permissions(copy, fs::perms::owner_read | fs::perms::owner_write, failed);
    fs::permissions(with_suffix(copy, "-wal"), fs::perms::owner_read | fs::perms::owner_write, failed);
    return copy;
}

} // namespace passerelle::store
