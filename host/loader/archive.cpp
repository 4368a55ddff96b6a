#include "host/loader/archive.hpp"
#include "host/base/atomic_file.hpp"
#include "host/base/text.hpp"
#include "host/loader/archive_layout.hpp"
#include "host/loader/content.hpp"
#include "host/loader/system.hpp"
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fstream>
#include <memory>
#include <zip.h>

namespace passerelle::loader {

namespace {

constexpr std::uint64_t most_times_smaller = 200, small_anyway = 1u << 20;

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct Close {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
struct Free {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Archive = std::unique_ptr<zip_t, Discard>;

Error unreadable(char const* detail)
{
    return bad_archive(fmt::format("Il ne se lit pas. Détail technique : {}.", detail), fmt::format("It cannot be read. Technical detail: {}.", detail));
}

Error not_written(std::string const& detail)
{
    return {Status::io, {fmt::format("Le paquet ne s’écrit pas. Libérez de la place, puis recommencez. Détail technique : {}", detail),
                         fmt::format("The package cannot be written. Free some space, then try again. Technical detail: {}", detail)}};
}

/// Names first: what is refused must not have touched the disk.
Result<void> check_entries(std::vector<ArchiveEntry> const& entries)
{
    std::set<std::string> files, folders;
    std::uint64_t all = 0;
    std::size_t count = 0;
    for (auto const& entry : entries) {
        std::string const name = entry.folder ? entry.name.substr(0, entry.name.size() - 1) : entry.name;
        std::string const shown = shortened(cleaned(name), 80);
        if (!is_safe_name(name))
            return bad_archive(fmt::format("Le nom « {} » n’est pas permis.", shown), fmt::format("The name “{}” is not permitted.", shown));
        if (!belongs_in_package(name + (entry.folder ? "/" : "")))
            return bad_archive(fmt::format("« {} » n’a pas sa place dans un module.", shown), fmt::format("“{}” does not belong in a module.", shown));
        auto const folded = fold(name);
        if (entry.folder ? false : !files.insert(folded).second)
            return bad_archive(fmt::format("« {} » y est deux fois.", shown), fmt::format("“{}” is there twice.", shown));
        if (entry.folder)
            folders.insert(folded);
        for (auto slash = folded.find('/'); slash != std::string::npos; slash = folded.find('/', slash + 1))
            folders.insert(folded.substr(0, slash));
        all += entry.size;
        count += !entry.folder;
        if (entry.size > limits::file_bytes || all > limits::all_bytes || count > limits::files)
            return bad_archive(fmt::format("Il dépasse {} fichiers, {} Mio pour un fichier ou {} Mio en tout.", limits::files, limits::file_bytes >> 20, limits::all_bytes >> 20),
                               fmt::format("It holds more than {} files, {} MiB in one file or {} MiB in all.", limits::files, limits::file_bytes >> 20, limits::all_bytes >> 20));
        if (entry.size > small_anyway && entry.size / most_times_smaller > entry.packed)
            return bad_archive(fmt::format("« {} » est comprimé plus de {} fois.", shown, most_times_smaller), fmt::format("“{}” is compressed more than {} times.", shown, most_times_smaller));
    }
    for (auto const& name : files)
        if (folders.contains(name))
            return bad_archive(fmt::format("« {} » y est à la fois un fichier et un dossier.", name), fmt::format("“{}” is both a file and a folder there.", name));
    if (!files.contains("plugin.json"))
        return bad_archive("Il n’a pas de déclaration (plugin.json).", "It has no declaration (plugin.json).");
    return {};
}

Result<void> extract(zip_t* archive, ArchiveEntry const& entry, zip_uint64_t index, std::filesystem::path const& into)
{
    std::error_code fault;
    auto const target = into / std::filesystem::path(std::u8string(entry.name.begin(), entry.name.end()));
    std::filesystem::create_directories(entry.folder ? target : target.parent_path(), fault);
    if (fault)
        return not_written(fault.message());
    if (entry.folder)
        return {};
    std::unique_ptr<zip_file_t, Close> const file(zip_fopen_index(archive, index, 0));
    if (!file)
        return unreadable(zip_strerror(archive));
    std::ofstream out(target, std::ios::binary);
    std::array<char, 1 << 16> part;
    std::uint64_t written = 0;
    while (true) {
        auto const got = zip_fread(file.get(), part.data(), part.size());
        if (got < 0) // a false checksum comes out here too
            return unreadable(zip_file_strerror(file.get()));
        if (got == 0)
            break;
        written += static_cast<std::uint64_t>(got);
        if (written > entry.size)
            return unreadable("size");
        out.write(part.data(), static_cast<std::streamsize>(got));
    }
    out.close();
    if (!out)
        return not_written(target.filename().string());
    return written == entry.size ? Result<void>() : unreadable("size");
}

} // namespace

bool belongs_in_package(std::string const& name)
{
    auto const slash = name.find('/');
    std::string const top = name.substr(0, slash);
    if (slash == std::string::npos) {
        for (char const* text : {"README", "LICENSE", "CHANGELOG"})
            for (char const* ending : {"", ".md", ".txt"})
                if (top == std::string(text) + ending)
                    return true;
        return top == "plugin.json" || top == signature_file;
    }
    if (top == "lists" || top == "locale" || top == "migrations")
        return true;
    if (top != "lib")
        return false;
    auto const second = name.find('/', slash + 1);
    return slash + 1 == name.size() || (second != std::string::npos && !library_ending(name.substr(slash + 1, second - slash - 1)).empty());
}

Result<void> unpack(std::filesystem::path const& package, std::filesystem::path const& into)
{
    auto const bytes = read_whole_file(package, limits::all_bytes + (1u << 20));
    if (!bytes)
        return bytes.error();
    auto const entries = read_layout(*bytes);
    if (!entries)
        return entries.error();
    PASSERELLE_TRY(check_entries(*entries));
    zip_error_t fault;
    zip_error_init(&fault);
    zip_source_t* const source = zip_source_buffer_create(bytes->data(), bytes->size(), 0, &fault);
    Archive const archive(source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &fault) : nullptr);
    if (!archive) {
        auto const refused = unreadable(zip_error_strerror(&fault));
        zip_source_free(source);
        zip_error_fini(&fault);
        return refused;
    }
    if (zip_get_num_entries(archive.get(), 0) != static_cast<zip_int64_t>(entries->size()))
        return unreadable("count");
    for (std::size_t index = 0; index < entries->size(); ++index) {
        char const* const name = zip_get_name(archive.get(), index, ZIP_FL_ENC_RAW);
        if (!name || (*entries)[index].name != name)
            return unreadable("name");
        PASSERELLE_TRY(extract(archive.get(), (*entries)[index], index, into));
    }
    return {};
}

Result<void> pack(std::filesystem::path const& folder, std::filesystem::path const& package)
{
    auto const content = read_content(folder);
    if (!content)
        return content.error();
    auto names = std::vector<std::string>();
    for (auto const& file : content->files)
        names.push_back(file.name);
    if (content->has_signature)
        names.emplace_back(signature_file);
    std::sort(names.begin(), names.end());

    zip_error_t fault;
    zip_error_init(&fault);
    std::unique_ptr<zip_source_t, Free> const whole(zip_source_buffer_create(nullptr, 0, 0, &fault));
    if (!whole)
        return not_written("memory");
    zip_source_keep(whole.get()); // the archive takes one, reading the result needs one
    Archive archive(zip_open_from_source(whole.get(), ZIP_CREATE | ZIP_TRUNCATE, &fault));
    if (!archive) {
        zip_source_free(whole.get());
        return not_written(zip_error_strerror(&fault));
    }
    std::vector<std::string> texts; // the archive reads them when it closes
    texts.reserve(names.size());
    for (auto const& name : names) {
        auto bytes = read_whole_file(folder / std::filesystem::path(std::u8string(name.begin(), name.end())), limits::file_bytes);
        if (!bytes)
            return bytes.error();
        texts.push_back(std::move(*bytes));
        zip_source_t* const source = zip_source_buffer(archive.get(), texts.back().data(), texts.back().size(), 0);
        auto const index = source ? zip_file_add(archive.get(), name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
        if (index < 0) {
            zip_source_free(source);
            return not_written(zip_strerror(archive.get()));
        }
        auto const at = static_cast<zip_uint64_t>(index);
        constexpr zip_uint16_t first_day = (1 << 5) | 1; // 1980-01-01, where the calendar of the format begins
        constexpr zip_uint32_t regular_file = 0100644u << 16;
        if (zip_set_file_compression(archive.get(), at, ZIP_CM_DEFLATE, 9) != 0 || zip_file_set_dostime(archive.get(), at, 0, first_day, 0) != 0 ||
            zip_file_set_external_attributes(archive.get(), at, 0, ZIP_OPSYS_UNIX, regular_file) != 0)
            return not_written(zip_strerror(archive.get()));
    }
    if (zip_close(archive.get()) != 0)
        return not_written(zip_strerror(archive.get()));
    (void)archive.release(); // closed
    zip_stat_t about;
    zip_stat_init(&about);
    if (zip_source_stat(whole.get(), &about) != 0 || zip_source_open(whole.get()) != 0)
        return not_written("memory");
    std::string bytes(about.size, '\0');
    auto const got = zip_source_read(whole.get(), bytes.data(), bytes.size());
    zip_source_close(whole.get());
    if (got < 0 || static_cast<zip_uint64_t>(got) != about.size)
        return not_written("memory");
    return write_file_atomically(package, bytes);
}

} // namespace passerelle::loader
