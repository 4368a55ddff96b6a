// Making packages: what an author's folder becomes. [any]
#pragma once
#include "host/loader/archive.hpp"
#include "host/loader/signature.hpp"
#include <map>

namespace passerelle::loader {

struct PackOptions {
    std::map<std::string, std::filesystem::path> libraries; ///< system -> library; this system's is also taken from the folder's root
    std::filesystem::path key;                              ///< secret key; empty: not signed, or as the folder was where that still holds
    std::string publisher;                                  ///< empty: as in the key
};
struct Packed {
    std::set<std::string> systems;
    std::vector<std::string> left_out; ///< top-level names that do not belong in a package
    bool is_signed = false;
};

/// Refused where the package would be refused elsewhere: it is opened again before it takes its name.
[[nodiscard]] Result<Packed> pack_module(std::filesystem::path const& folder, std::filesystem::path const& package, PackOptions const&);
/// A folder, or a package, which is then replaced in one step. Returns whose signature it is.
[[nodiscard]] Result<Publisher> sign_module(std::filesystem::path const& folder_or_package, std::filesystem::path const& key, std::string const& publisher);

/// What a folder or a package says of itself, without installing it.
struct Examined {
    model::Manifest manifest;
    Content content;
    Sealed sealed;
};
[[nodiscard]] Result<Examined> examine_module(std::filesystem::path const& folder_or_package);

} // namespace passerelle::loader
