// Names: ".new-*" is being filled, ".old-<name>" was replaced by <name>, ".gone-*" is being deleted.
#include "host/loader/folders.hpp"
#include "host/store/file_lock.hpp"
#include <chrono>
#include <fmt/format.h>
#include <random>
#include <string>
#include <vector>
#ifdef __linux__
#include <fcntl.h>
#include <cstdio>
#endif

namespace passerelle::loader {

namespace {

namespace fs = std::filesystem;

Error cannot_write(fs::path const& folder, std::error_code const& fault)
{
    bool const full = fault == std::errc::no_space_on_device;
    return {full ? Status::full : Status::io,
            {fmt::format("Le dossier « {} » ne se laisse pas modifier. Rien n’a changé. Libérez de la place ou vérifiez vos droits. Détail technique : {}", folder.string(), fault.message()),
             fmt::format("The folder “{}” cannot be written. Nothing has changed. Free some space or check your rights. Technical detail: {}", folder.string(), fault.message())}};
}

fs::path hidden_name(fs::path const& parent, char const* kind)
{
    std::random_device chance;
    return parent / fmt::format(".{}-{:08x}{:08x}", kind, chance(), chance());
}

Result<void> sync_tree(fs::path const& folder)
{
    std::vector<fs::path> folders{folder};
    std::error_code fault;
    for (fs::recursive_directory_iterator at(folder, fault), end; !fault && at != end; at.increment(fault))
        if (at->is_directory(fault))
            folders.push_back(at->path());
        else
            PASSERELLE_TRY(store::sync_file(at->path()));
    if (fault)
        return cannot_write(folder, fault);
    for (auto at = folders.rbegin(); at != folders.rend(); ++at)
        PASSERELLE_TRY(store::sync_folder(*at));
    return {};
}

/// Both names change their folders in one step, where the system can.
bool exchange([[maybe_unused]] fs::path const& one, [[maybe_unused]] fs::path const& other)
{
#if defined __linux__ && defined RENAME_EXCHANGE
    return ::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) == 0;
#else
    return false;
#endif
}

fs::path old_name(fs::path const& target) { return target.parent_path() / (".old-" + target.filename().string()); }

} // namespace

Result<fs::path> make_staging(fs::path const& parent)
{
    std::error_code fault;
    fs::create_directories(parent, fault);
    for (int attempt = 0; !fault && attempt < 20; ++attempt)
        if (auto const folder = hidden_name(parent, "new"); fs::create_directory(folder, fault))
            return folder;
    return cannot_write(parent, fault);
}

Result<void> put_in_place(fs::path const& staged, fs::path const& target)
{
    PASSERELLE_TRY(sync_tree(staged));
    std::error_code fault, ignored;
    auto const parent = target.parent_path();
    if (!fs::exists(fs::symlink_status(target, ignored)))
        fs::rename(staged, target, fault);
    else if (!exchange(staged, target)) {
        // A cut between the two leaves the old one under a name that settle() puts back.
        auto const old = old_name(target);
        fs::remove_all(old, ignored);
        fs::rename(target, old, fault);
        if (!fault) {
            fs::rename(staged, target, fault);
            if (fault)
                fs::rename(old, target, ignored);
            else
                fs::remove_all(old, ignored);
        }
    }
    if (fault)
        return cannot_write(parent, fault);
    PASSERELLE_TRY(store::sync_folder(parent));
    fs::remove_all(staged, ignored); // after an exchange: what stood there
    return {};
}

Result<void> take_away(fs::path const& folder)
{
    std::error_code fault, ignored;
    auto const gone = hidden_name(folder.parent_path(), "gone");
    fs::rename(folder, gone, fault);
    if (fault)
        return cannot_write(folder, fault);
    PASSERELLE_TRY(store::sync_folder(folder.parent_path()));
    fs::remove_all(gone, ignored);
    return {};
}

void settle(fs::path const& parent)
{
    std::error_code fault, ignored;
    std::vector<fs::path> hidden;
    for (fs::directory_iterator at(parent, fault), end; !fault && at != end; at.increment(fault))
        if (auto const name = at->path().filename().string(); name.starts_with(".new-") || name.starts_with(".old-") || name.starts_with(".gone-"))
            hidden.push_back(at->path());
    for (auto const& folder : hidden) {
        auto const name = folder.filename().string();
        auto const changed = fs::last_write_time(folder, ignored);
        if (name.starts_with(".old-") && !fs::exists(parent / name.substr(5), ignored)) {
            fs::rename(folder, parent / name.substr(5), ignored);
        } else if (name.starts_with(".gone-") || fs::file_time_type::clock::now() - changed > std::chrono::hours(24)) {
            fs::remove_all(folder, ignored);
        }
    }
}

} // namespace passerelle::loader
