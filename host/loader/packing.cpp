#include "host/loader/packing.hpp"
#include "host/base/atomic_file.hpp"
#include "host/loader/folders.hpp"
#include "host/loader/system.hpp"
#include <fmt/format.h>

namespace passerelle::loader {

namespace {

namespace fs = std::filesystem;

/// A folder that ends with its name.
class Workshop {
public:
    [[nodiscard]] Result<void> open()
    {
        std::error_code fault;
        auto const temporary = fs::temp_directory_path(fault);
        auto made = make_staging(fault ? fs::path(".") : temporary);
        if (!made)
            return made.error();
        m_folder = std::move(*made);
        return {};
    }
    Workshop() = default;
    ~Workshop()
    {
        std::error_code ignored;
        if (!m_folder.empty())
            fs::remove_all(m_folder, ignored);
    }
    Workshop(Workshop const&) = delete;
    Workshop& operator=(Workshop const&) = delete;
    [[nodiscard]] fs::path const& folder() const { return m_folder; }

private:
    fs::path m_folder;
};

Error cannot_copy(std::string const& name, std::error_code const& fault)
{
    return {Status::io, {fmt::format("« {} » ne se copie pas. Vérifiez que le fichier existe et que vous pouvez le lire. Détail technique : {}", name, fault.message()),
                         fmt::format("“{}” cannot be copied. Check that the file exists and that you may read it. Technical detail: {}", name, fault.message())}};
}

Result<void> add_library(fs::path const& file, std::string const& system, std::string const& name, fs::path const& into)
{
    std::string const ending = library_ending(system);
    if (ending.empty())
        return Error{Status::invalid, {fmt::format("« {} » n’est pas le nom d’un système. Écrivez par exemple linux-x86_64, windows-x86_64 ou macos-arm64.", system),
                                       fmt::format("“{}” is not the name of a system. Write for example linux-x86_64, windows-x86_64 or macos-arm64.", system)}};
    std::error_code fault;
    fs::create_directories(into / "lib" / system, fault);
    fs::copy_file(file, into / "lib" / system / (name + ending), fs::copy_options::overwrite_existing, fault);
    return fault ? Result<void>(cannot_copy(file.string(), fault)) : Result<void>();
}

Result<void> add_signature(fs::path const& folder, model::Manifest const& manifest, fs::path const& key, std::string const& publisher)
{
    auto const content = read_content(folder);
    if (!content)
        return content.error();
    auto const text = sign(*content, manifest, key, publisher);
    if (!text)
        return text.error();
    return write_file_atomically(folder / signature_file, *text);
}

Result<Examined> examine_folder(fs::path const& folder)
{
    auto manifest = model::read_manifest(folder / "plugin.json");
    if (!manifest)
        return manifest.error();
    auto content = read_content(folder);
    if (!content)
        return content.error();
    manifest->folder = folder;
    auto sealed = check_signature(*content, *manifest);
    return Examined{std::move(*manifest), std::move(*content), std::move(sealed)};
}

/// Nobody learns from a stranger that what was sent does not open.
Result<void> write_checked(fs::path const& folder, fs::path const& package)
{
    auto const made = temporary_beside(package);
    std::error_code ignored;
    Workshop trial;
    auto done = trial.open();
    if (done)
        done = pack(folder, made);
    if (done)
        done = unpack(made, trial.folder());
    if (done)
        return keep_temporary(made, package);
    fs::remove(made, ignored);
    return done;
}

} // namespace

Result<Examined> examine_module(fs::path const& folder_or_package)
{
    std::error_code ignored;
    if (fs::is_directory(folder_or_package, ignored))
        return examine_folder(folder_or_package);
    Workshop workshop;
    PASSERELLE_TRY(workshop.open());
    PASSERELLE_TRY(unpack(folder_or_package, workshop.folder()));
    return examine_folder(workshop.folder());
}

Result<Publisher> sign_module(fs::path const& folder_or_package, fs::path const& key, std::string const& publisher)
{
    std::error_code ignored;
    bool const is_folder = fs::is_directory(folder_or_package, ignored);
    Workshop workshop;
    PASSERELLE_TRY(workshop.open());
    if (!is_folder)
        PASSERELLE_TRY(unpack(folder_or_package, workshop.folder()));
    auto const& folder = is_folder ? folder_or_package : workshop.folder();
    auto const manifest = model::read_manifest(folder / "plugin.json");
    if (!manifest)
        return manifest.error();
    PASSERELLE_TRY(add_signature(folder, *manifest, key, publisher));
    auto const made = examine_folder(folder);
    if (!made)
        return made.error();
    if (!is_folder)
        PASSERELLE_TRY(write_checked(folder, folder_or_package));
    return made->sealed.publisher;
}

Result<Packed> pack_module(fs::path const& folder, fs::path const& package, PackOptions const& options)
{
    auto const manifest = model::read_manifest(folder / "plugin.json");
    if (!manifest)
        return manifest.error();
    if (manifest->library.empty() && !options.libraries.empty())
        return Error{Status::invalid, {"La déclaration ne nomme aucune bibliothèque (« library »), et vous en donnez une. Complétez plugin.json.",
                                       "The declaration names no library (“library”), and you give one. Complete plugin.json."}};
    Workshop workshop;
    PASSERELLE_TRY(workshop.open());
    Packed packed;
    std::error_code fault;
    fs::path own_library;
    for (fs::directory_iterator at(folder, fault), end; !fault && at != end; at.increment(fault)) {
        std::string const name = at->path().filename().string();
        std::string const ending = library_ending(this_system());
        if (!manifest->library.empty() && (name == manifest->library + ending || name == "lib" + manifest->library + ending))
            own_library = at->path();
        else if (!belongs_in_package(name) && !belongs_in_package(name + "/"))
            packed.left_out.push_back(name);
        else if (name != signature_file)
            fs::copy(at->path(), workshop.folder() / name, fs::copy_options::recursive | fs::copy_options::copy_symlinks, fault);
        if (fault)
            return cannot_copy(name, fault);
    }
    if (fault)
        return cannot_copy(folder.string(), fault);
    if (!own_library.empty() && !options.libraries.contains(this_system()))
        PASSERELLE_TRY(add_library(own_library, this_system(), manifest->library, workshop.folder()));
    for (auto const& [system, file] : options.libraries)
        PASSERELLE_TRY(add_library(file, system, manifest->library, workshop.folder()));
    for (fs::directory_iterator at(workshop.folder() / "lib", fault), end; !fault && at != end; at.increment(fault))
        packed.systems.insert(at->path().filename().string());
    if (!manifest->library.empty() && packed.systems.empty())
        return Error{Status::invalid, {"La bibliothèque du module manque. Compilez-la, ou nommez-la : --library linux-x86_64=FICHIER.",
                                       "The module’s library is missing. Build it, or name it: --library linux-x86_64=FILE."}};
    fs::copy_file(folder / signature_file, workshop.folder() / signature_file, fault);
    auto const examined = examine_folder(workshop.folder());
    if (!examined)
        return examined.error();
    packed.is_signed = examined->sealed.seal == Seal::good;
    if (examined->sealed.seal == Seal::broken)
        fs::remove(workshop.folder() / signature_file, fault); // of other bytes
    if (!options.key.empty()) {
        PASSERELLE_TRY(add_signature(workshop.folder(), *manifest, options.key, options.publisher));
        packed.is_signed = true;
    }
    PASSERELLE_TRY(write_checked(workshop.folder(), package));
    return packed;
}

} // namespace passerelle::loader
