// What a shared library shows and asks for, read from the file without opening it as code. Everything in the file is hostile:
// offsets, counts and names are held against its size. [any]
#pragma once
#include "host/base/result.hpp"
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::loader {

struct Symbols {
    std::vector<std::string> exported; ///< defined here and visible to others; without what the linker and the C++ library leave in every library
    std::vector<std::string> imported;
    std::vector<std::string> local;    ///< hidden ones, where the library was not stripped
    std::vector<std::string> needed;   ///< names of the libraries that are loaded with it
};

/// ELF as the system's loader reads it (by its dynamic section; section headers only for the hidden names); of other formats the
/// exported names alone. At most 256 MiB and 2,000,000 names; refused with a sentence where the file is no library.
[[nodiscard]] Result<Symbols> symbols_of(std::filesystem::path const& library);

/// Does the file hold these bytes?
[[nodiscard]] bool holds_bytes(std::filesystem::path const& file, std::string_view bytes);

/// Two copies of SQLite in one process drop each other's file locks and can damage the portfolio (sqlite.org, "How to corrupt"):
/// true where the library links SQLite, or holds a copy of it, shown or hidden.
[[nodiscard]] bool brings_sqlite(std::filesystem::path const& library);
/// The same for Dear ImGui, whose versions do not mix.
[[nodiscard]] bool brings_imgui(std::filesystem::path const& library);

} // namespace passerelle::loader
