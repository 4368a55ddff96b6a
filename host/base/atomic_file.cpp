#include "host/base/atomic_file.hpp"
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fmt/format.h>
#include <thread>
#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

namespace passerelle {
namespace {

Error error_of(int code, std::filesystem::path const& path)
{
    auto const name = path.filename().string();
    switch (code) {
    case ENOSPC:
        return {Status::full, {fmt::format("Le disque est plein : « {} » n’a pas été écrit. Rien d’autre n’a changé. Libérez de la place ou choisissez un autre dossier.", name),
                               fmt::format("The disk is full: “{}” was not written. Nothing else has changed. Free some space or choose another folder.", name)}};
    case EACCES:
    case EPERM:
    case EROFS:
        return {Status::read_only, {fmt::format("L’écriture n’est pas permise à cet endroit : « {} » n’a pas été écrit. Choisissez un autre dossier.", name),
                                    fmt::format("Writing is not permitted here: “{}” was not written. Choose another folder.", name)}};
    case ENOENT:
    case ENOTDIR:
        return {Status::not_found, {fmt::format("Le dossier n’existe pas : « {} ». Choisissez un autre dossier ou créez-le.", path.parent_path().string()),
                                    fmt::format("The folder does not exist: “{}”. Choose another folder or create it.", path.parent_path().string())}};
    default:
        return {Status::io, {fmt::format("Le fichier « {} » n’a pas pu être écrit. Rien d’autre n’a changé. Choisissez un autre dossier. Détail technique : {}.", name, code),
                             fmt::format("The file “{}” could not be written. Nothing else has changed. Choose another folder. Technical detail: {}.", name, code)}};
    }
}

int wait_for_disk(std::FILE* file)
{
    if (std::fflush(file) != 0)
        return errno;
#ifdef _WIN32
    return _commit(_fileno(file)) == 0 ? 0 : errno;
#else
    // Some file systems cannot flush one file (EINVAL); the rename is then all that can be had.
    return fsync(fileno(file)) == 0 || errno == EINVAL ? 0 : errno;
#endif
}

int code_of(std::error_code const& code)
{
    return code.default_error_condition().category() == std::generic_category() ? code.default_error_condition().value() : EIO;
}

} // namespace

std::filesystem::path temporary_beside(std::filesystem::path const& path)
{
    auto const thread = std::hash<std::thread::id>{}(std::this_thread::get_id());
    auto const now = std::chrono::steady_clock::now().time_since_epoch().count();
    auto temporary = path;
    temporary += fmt::format(".{:x}-{:x}.tmp", now, thread);
    return temporary;
}

Result<void> keep_temporary(std::filesystem::path const& temporary, std::filesystem::path const& path)
{
    int code = 0;
    if (std::FILE* file = std::fopen(temporary.string().c_str(), "r+b")) {
        code = wait_for_disk(file);
        std::fclose(file);
    } else {
        code = errno;
    }
    std::error_code renamed;
    if (code == 0)
        std::filesystem::rename(temporary, path, renamed);
    if (code == 0 && !renamed)
        return {};
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    return error_of(code != 0 ? code : code_of(renamed), path);
}

Result<void> write_file_atomically(std::filesystem::path const& path, std::string_view bytes)
{
    auto const temporary = temporary_beside(path);
    std::FILE* file = std::fopen(temporary.string().c_str(), "wb");
    if (!file)
        return error_of(errno, path);
    int code = 0;
    if (!bytes.empty() && std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size())
        code = errno ? errno : EIO;
    if (std::fclose(file) != 0 && code == 0)
        code = errno;
    if (code != 0) {
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        return error_of(code, path);
    }
    return keep_temporary(temporary, path);
}

Result<std::string> read_whole_file(std::filesystem::path const& path, std::uintmax_t most)
{
    auto const name = path.filename().string();
    std::FILE* file = std::fopen(path.string().c_str(), "rb");
    if (!file)
        return Error{Status::not_found, {fmt::format("Le fichier « {} » n’a pas pu être ouvert. Vérifiez qu’il existe et que vous pouvez le lire.", name),
                                         fmt::format("The file “{}” could not be opened. Check that it exists and that you may read it.", name)}};
    std::string bytes;
    char chunk[65536];
    std::size_t read = 0;
    while ((read = std::fread(chunk, 1, sizeof chunk, file)) > 0 && bytes.size() <= most)
        bytes.append(chunk, read);
    bool const damaged = std::ferror(file) != 0;
    std::fclose(file);
    if (damaged)
        return Error{Status::io, {fmt::format("La lecture de « {} » s’est interrompue. Copiez le fichier sur ce poste et recommencez.", name),
                                  fmt::format("Reading “{}” stopped midway. Copy the file to this computer and try again.", name)}};
    if (bytes.size() > most)
        return Error{Status::invalid, {fmt::format("Le fichier « {} » dépasse la taille permise ({} Mio). Divisez-le en plusieurs fichiers.", name, most >> 20),
                                       fmt::format("The file “{}” is larger than allowed ({} MiB). Split it into several files.", name, most >> 20)}};
    return bytes;
}

} // namespace passerelle
