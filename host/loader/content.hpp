// What a module's folder holds, and the one number that stands for all of it. [any]
#pragma once
#include "host/base/result.hpp"
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace passerelle::loader {

namespace limits {
constexpr std::size_t files = 500;
constexpr std::uintmax_t file_bytes = 64u << 20;
constexpr std::uintmax_t all_bytes = 100u << 20;
constexpr std::size_t name_bytes = 200;
constexpr std::size_t depth = 8;
constexpr std::uintmax_t signature_bytes = 512u << 10;
} // namespace limits

inline constexpr char const* signature_file = "signature.json";

struct ContentFile {
    std::string name;   ///< below the folder, with "/": "lists/sector.csv"
    std::uintmax_t size = 0;
    std::string sha256; ///< 64 hexadecimal digits
    friend bool operator==(ContentFile const&, ContentFile const&) = default;
};

struct Content {
    std::vector<ContentFile> files; ///< sorted by name, byte by byte; without signature.json
    std::string digest;             ///< of them all, 64 hexadecimal digits
    std::string signature;          ///< the bytes of signature.json
    bool has_signature = false;
};

/// Every regular file of the folder but signature.json and ".git" at its root. Links and special files are refused, and so is what
/// goes beyond the limits.
[[nodiscard]] Result<Content> read_content(std::filesystem::path const& folder);
/// SHA-256 over "passerelle-module-content/1", then for each file the length of its name (8 bytes, little-endian), its name and its
/// SHA-256 in digits. The files must be sorted.
[[nodiscard]] std::string digest_of(std::vector<ContentFile> const&);
[[nodiscard]] std::string sha256_of(std::string_view bytes);
/// No control character, and none that has no width or turns the direction of reading (U+200B to U+200F, U+202A to U+202E, U+2060 to
/// U+206F, U+FEFF): what a person reads is what is there.
[[nodiscard]] bool is_visible(std::string_view text);
/// A name that every system can hold below a folder and that cannot leave it.
[[nodiscard]] bool is_safe_name(std::string_view name);

} // namespace passerelle::loader
