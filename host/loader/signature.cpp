#include "host/loader/signature.hpp"
#include "host/base/text.hpp"
#include "host/loader/keys.hpp"
#include "host/loader/system.hpp"
#include "host/model/strict_json.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <sodium.h>

namespace passerelle::loader {

namespace {

bool is_hex(std::string_view text, std::size_t digits)
{
    return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string bytes_of(std::string_view hex)
{
    std::string bytes(hex.size() / 2, '\0');
    std::size_t got = 0;
    if (sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), hex.data(), hex.size(), nullptr, &got, nullptr) != 0 || got != bytes.size())
        return {};
    return bytes;
}

std::string statement(Signature const& signature, std::string const& digest)
{
    return fmt::format("passerelle-module-signature/1\n{}\n{}\n{}\n{}\n", signature.id, signature.version, digest, signature.publisher.name);
}

std::string digest_signed(Signature const& signature)
{
    std::vector<ContentFile> files;
    for (auto const& [name, sha256] : signature.files)
        files.push_back({name, 0, sha256});
    return digest_of(files);
}

std::optional<Signature> read_signature(std::string const& text)
{
    auto const json = model::read_json(text, signature_file, {limits::signature_bytes, 3});
    if (!json || json->kind != model::JsonNode::Kind::object || json->members.size() != 7)
        return std::nullopt;
    auto const word = [&](char const* key) {
        auto const* const node = json->member(key);
        return node && node->kind == model::JsonNode::Kind::text ? node->text : std::string();
    };
    auto const* const format = json->member("signature");
    auto const* const files = json->member("files");
    Signature read{{word("key"), word("publisher")}, word("id"), word("version"), {}, word("ed25519")};
    if (!format || format->integer() != 1 || !files || files->kind != model::JsonNode::Kind::object || files->members.size() > limits::files || !is_key(read.publisher.key) ||
        !is_publisher_name(read.publisher.name) || !is_hex(read.ed25519, 2 * crypto_sign_BYTES))
        return std::nullopt;
    for (auto const& [name, node] : files->members) {
        if (node.kind != model::JsonNode::Kind::text || !is_hex(node.text, 64) || !is_safe_name(name))
            return std::nullopt;
        read.files[name] = node.text;
    }
    return read;
}

std::string write_signature(Signature const& signature)
{
    std::string files;
    for (auto const& [name, sha256] : signature.files)
        files += fmt::format("{}\n    {}: \"{}\"", files.empty() ? "" : ",", model::json_quoted(name), sha256);
    return fmt::format("{{\n  \"signature\": 1,\n  \"publisher\": {},\n  \"key\": \"{}\",\n  \"id\": {},\n  \"version\": {},\n  \"files\": {{{}\n  }},\n  \"ed25519\": \"{}\"\n}}\n",
                       model::json_quoted(signature.publisher.name), signature.publisher.key, model::json_quoted(signature.id), model::json_quoted(signature.version), files,
                       signature.ed25519);
}

Sealed broken(std::string const& fr, std::string const& en)
{
    return {Seal::broken, {},
            {fr + " Le module n’est donc pas celui que son éditeur a signé. Installez-le de nouveau depuis une source sûre.",
             en + " The module is not the one that its publisher signed. Install it again from a safe source."}};
}

/// "lib/windows-x86_64/incub.dll": only the library of this system matters here.
bool is_for_another_system(std::string const& name)
{
    return name.starts_with("lib/") && !name.starts_with("lib/" + this_system() + "/");
}

} // namespace

bool is_key(std::string_view key) { return is_hex(key, 2 * crypto_sign_PUBLICKEYBYTES); }

bool is_publisher_name(std::string_view name)
{
    return !name.empty() && name.size() <= 300 && is_visible(name) && name.find_first_of("\n\t") == std::string_view::npos && shortened(name, 100) == name;
}

std::string short_key(std::string const& key)
{
    return key.size() < 16 ? key : fmt::format("{} {} {} {}", key.substr(0, 4), key.substr(4, 4), key.substr(8, 4), key.substr(12, 4));
}

Sealed check_signature(Content const& content, model::Manifest const& manifest)
{
    if (!content.has_signature)
        return {};
    auto const signature = read_signature(content.signature);
    if (!signature)
        return broken("La signature du module ne se lit pas.", "The module’s signature cannot be read.");
    std::string const key = bytes_of(signature->publisher.key), mark = bytes_of(signature->ed25519), said = statement(*signature, digest_signed(*signature));
    if (key.empty() || mark.empty() ||
        crypto_sign_verify_detached(reinterpret_cast<unsigned char const*>(mark.data()), reinterpret_cast<unsigned char const*>(said.data()), said.size(),
                                    reinterpret_cast<unsigned char const*>(key.data())) != 0)
        return broken("La signature du module est fausse.", "The module’s signature is false.");
    if (signature->id != manifest.id || signature->version != manifest.version)
        return broken("La signature est celle d’un autre module ou d’une autre version.", "The signature is that of another module or version.");
    std::size_t found = 0;
    for (auto const& file : content.files) {
        auto const signed_ = signature->files.find(file.name);
        std::string const name = shortened(cleaned(file.name), 80);
        if (signed_ == signature->files.end())
            return broken(fmt::format("Le fichier « {} » s’est ajouté après la signature.", name), fmt::format("The file “{}” was added after signing.", name));
        if (signed_->second != file.sha256)
            return broken(fmt::format("Le fichier « {} » a changé depuis la signature.", name), fmt::format("The file “{}” has changed since it was signed.", name));
        ++found;
    }
    for (auto const& [name, sha256] : signature->files)
        if (found < signature->files.size() && !is_for_another_system(name) &&
            std::none_of(content.files.begin(), content.files.end(), [&](auto const& file) { return file.name == name; }))
            return broken(fmt::format("Le fichier signé « {} » manque.", shortened(cleaned(name), 80)), fmt::format("The signed file “{}” is missing.", shortened(cleaned(name), 80)));
    return {Seal::good, signature->publisher, {}};
}

Result<std::string> sign(Content const& content, model::Manifest const& manifest, std::filesystem::path const& secret_key, std::string const& publisher_name)
{
    Signature signature;
    auto seed = secret_seed(secret_key, signature.publisher.name);
    if (!seed)
        return seed.error();
    if (!publisher_name.empty())
        signature.publisher.name = publisher_name;
    if (signature.publisher.name.empty())
        signature.publisher.name = is_publisher_name(manifest.maintainer) ? manifest.maintainer : manifest.id;
    if (!is_publisher_name(signature.publisher.name))
        return Error{Status::invalid, {"Le nom de l’éditeur tient en une ligne de 1 à 100 caractères. Indiquez-le de nouveau.", "The publisher’s name is one line of 1 to 100 characters. Give it again."}};
    signature.id = manifest.id;
    signature.version = manifest.version;
    for (auto const& file : content.files)
        signature.files[file.name] = file.sha256;
    std::string public_(crypto_sign_PUBLICKEYBYTES, '\0'), secret(crypto_sign_SECRETKEYBYTES, '\0'), mark(crypto_sign_BYTES, '\0');
    auto const raw = [](std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); };
    std::string const said = statement(signature, content.digest);
    crypto_sign_seed_keypair(raw(public_), raw(secret), raw(*seed));
    crypto_sign_detached(raw(mark), nullptr, reinterpret_cast<unsigned char const*>(said.data()), said.size(), raw(secret));
    sodium_memzero(secret.data(), secret.size());
    sodium_memzero(seed->data(), seed->size());
    for (unsigned char const byte : public_)
        signature.publisher.key += fmt::format("{:02x}", byte);
    for (unsigned char const byte : mark)
        signature.ed25519 += fmt::format("{:02x}", byte);
    return write_signature(signature);
}

} // namespace passerelle::loader
