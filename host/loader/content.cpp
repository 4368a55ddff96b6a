#include "host/loader/content.hpp"
#include "host/base/atomic_file.hpp"
#include "host/base/text.hpp"
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fstream>
#include <sodium.h>

namespace passerelle::loader {

namespace {

class Hash {
public:
    Hash() { crypto_hash_sha256_init(&m_state); }
    Hash& add(std::string_view bytes)
    {
        crypto_hash_sha256_update(&m_state, reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size());
        return *this;
    }
    [[nodiscard]] std::array<unsigned char, crypto_hash_sha256_BYTES> bytes()
    {
        std::array<unsigned char, crypto_hash_sha256_BYTES> out{};
        crypto_hash_sha256_final(&m_state, out.data());
        return out;
    }
    [[nodiscard]] std::string hex()
    {
        auto const out = bytes();
        std::string text;
        for (unsigned char const byte : out)
            text += fmt::format("{:02x}", byte);
        return text;
    }

private:
    crypto_hash_sha256_state m_state;
};

Error refused(std::string const& fr, std::string const& en)
{
    return {Status::invalid, {fr + " Demandez une version corrigée du module.", en + " Ask for a corrected version of the module."}};
}

Error too_much()
{
    return refused(fmt::format("Le dossier du module dépasse {} fichiers ou {} Mio.", limits::files, limits::all_bytes >> 20),
                   fmt::format("The module’s folder holds more than {} files or {} MiB.", limits::files, limits::all_bytes >> 20));
}

std::string shown(std::string const& name) { return shortened(cleaned(name), 80); }

Result<ContentFile> read_file(std::filesystem::path const& path, std::string name, std::uintmax_t most)
{
    std::ifstream file(path, std::ios::binary);
    Hash hash;
    ContentFile read{std::move(name), 0, {}};
    std::array<char, 1 << 16> part;
    while (file) {
        file.read(part.data(), part.size());
        auto const got = static_cast<std::size_t>(file.gcount());
        read.size += got;
        if (read.size > most)
            return too_much();
        hash.add({part.data(), got});
    }
    if (!file.eof())
        return Error{Status::io, {fmt::format("Le fichier « {} » du module ne se lit pas. Installez de nouveau le module.", shown(read.name)),
                                  fmt::format("The module’s file “{}” cannot be read. Install the module again.", shown(read.name))}};
    read.sha256 = hash.hex();
    return read;
}

} // namespace

std::string sha256_of(std::string_view bytes) { return Hash().add(bytes).hex(); }

std::string digest_of(std::vector<ContentFile> const& files)
{
    Hash hash;
    hash.add("passerelle-module-content/1\n");
    for (auto const& file : files) {
        std::string length;
        for (int byte = 0; byte < 8; ++byte)
            length += static_cast<char>((file.name.size() >> (8 * byte)) & 0xFF);
        hash.add(length).add(file.name).add(file.sha256);
    }
    return hash.hex();
}

bool is_visible(std::string_view text)
{
    for (std::size_t at = 0; at + 2 < text.size(); ++at) {
        auto const byte = [&](std::size_t further) { return static_cast<unsigned char>(text[at + further]); };
        bool const general = byte(0) == 0xE2 && ((byte(1) == 0x80 && ((byte(2) >= 0x8B && byte(2) <= 0x8F) || (byte(2) >= 0xAA && byte(2) <= 0xAE))) ||
                                                 (byte(1) == 0x81 && byte(2) >= 0xA0 && byte(2) <= 0xAF));
        if (general || (byte(0) == 0xEF && byte(1) == 0xBB && byte(2) == 0xBF))
            return false;
    }
    return is_clean(text);
}

bool is_safe_name(std::string_view name)
{
    if (name.empty() || name.size() > limits::name_bytes || !is_visible(name) || name.find_first_of("\\:<>\"|?*\t\n") != std::string_view::npos)
        return false;
    std::size_t depth = 0;
    while (true) {
        auto const slash = name.find('/');
        auto const part = name.substr(0, slash);
        // Windows drops a dot or a space at the end of a name, so that two names would be one.
        if (part.empty() || part == "." || part == ".." || part.back() == '.' || part.back() == ' ' || ++depth > limits::depth)
            return false;
        std::string stem(part.substr(0, part.find('.')));
        std::transform(stem.begin(), stem.end(), stem.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        for (std::string_view const device : {"con", "prn", "aux", "nul"})
            if (stem == device)
                return false;
        if (stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) && stem[3] >= '0' && stem[3] <= '9')
            return false;
        if (slash == std::string_view::npos)
            return true;
        name.remove_prefix(slash + 1);
    }
}

Result<Content> read_content(std::filesystem::path const& folder)
{
    Content content;
    std::error_code fault;
    std::uintmax_t left = limits::all_bytes;
    std::size_t entries = 0;
    if (std::filesystem::is_symlink(std::filesystem::symlink_status(folder, fault)))
        return refused("Le dossier du module est un lien vers un autre endroit.", "The module’s folder is a link to another place.");
    std::filesystem::recursive_directory_iterator at(folder, fault), end;
    for (; !fault && at != end; at.increment(fault)) {
        auto const generic = at->path().lexically_relative(folder).generic_u8string();
        std::string name(generic.begin(), generic.end());
        if (name == ".git") {
            at.disable_recursion_pending();
            continue;
        }
        if (++entries > 2 * limits::files)
            return too_much();
        auto const kind = at->symlink_status(fault).type();
        if (fault)
            break;
        if (kind != std::filesystem::file_type::directory && kind != std::filesystem::file_type::regular)
            return refused(fmt::format("« {} » n’est pas un fichier ordinaire.", shown(name)), fmt::format("“{}” is not a regular file.", shown(name)));
        if (!is_safe_name(name))
            return refused(fmt::format("Le nom « {} » n’est pas permis dans un module.", shown(name)), fmt::format("The name “{}” is not permitted in a module.", shown(name)));
        if (kind == std::filesystem::file_type::directory)
            continue;
        if (name == signature_file) {
            auto bytes = read_whole_file(at->path(), limits::signature_bytes);
            if (!bytes)
                return bytes.error();
            content.signature = std::move(*bytes);
            content.has_signature = true;
            continue;
        }
        auto file = read_file(at->path(), std::move(name), std::min(left, limits::file_bytes));
        if (!file)
            return file.error();
        left -= file->size;
        content.files.push_back(std::move(*file));
        if (content.files.size() > limits::files)
            return too_much();
    }
    if (fault)
        return Error{Status::io, {fmt::format("Le dossier du module ne se lit pas. Installez de nouveau le module. Détail technique : {}", fault.message()),
                                  fmt::format("The module’s folder cannot be read. Install the module again. Technical detail: {}", fault.message())}};
    std::sort(content.files.begin(), content.files.end(), [](auto const& left_, auto const& right) { return left_.name < right.name; });
    content.digest = digest_of(content.files);
    return content;
}

} // namespace passerelle::loader
