#include "host/loader/declarations.hpp"
#include "host/loader/folders.hpp"
#include <fmt/format.h>

namespace passerelle::loader {

Result<void> keep_declaration(std::filesystem::path const& folder, model::Manifest const& manifest)
{
    if (folder.empty())
        return {};
    auto staged = make_staging(folder);
    if (!staged)
        return staged.error();
    std::error_code fault, ignored;
    std::filesystem::copy_file(manifest.folder / "plugin.json", *staged / "plugin.json", fault);
    for (char const* part : {"lists", "locale", "migrations"})
        if (!fault && std::filesystem::is_directory(manifest.folder / part, ignored))
            std::filesystem::copy(manifest.folder / part, *staged / part, std::filesystem::copy_options::recursive | std::filesystem::copy_options::copy_symlinks, fault);
    if (auto kept = fault ? Result<void>(Error{Status::io, {fmt::format("La déclaration du module ne se copie pas. Libérez de la place. Détail technique : {}", fault.message()),
                                                            fmt::format("The module’s declaration cannot be copied. Free some space. Technical detail: {}", fault.message())}})
                          : put_in_place(*staged, folder / manifest.id);
        !kept) {
        std::filesystem::remove_all(*staged, ignored);
        return kept.error();
    }
    return {};
}

Result<model::Manifest> kept_declaration(std::filesystem::path const& folder, std::string const& id)
{
    if (folder.empty())
        return Error{Status::not_found, {}};
    auto kept = model::read_manifest(folder / id / "plugin.json");
    if (kept && kept->id != id)
        return Error{Status::invalid, {}};
    if (kept)
        kept->folder = folder / id;
    return kept;
}

} // namespace passerelle::loader
