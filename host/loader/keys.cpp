#include "host/loader/keys.hpp"
#include "host/base/atomic_file.hpp"
#include "host/loader/signature.hpp"
#include "host/model/strict_json.hpp"
#include <cstdio>
#include <fmt/format.h>
#include <sodium.h>
#ifndef _WIN32
#include <fcntl.h>
#include <unistd.h>
#endif

namespace passerelle::loader {

namespace {

Error no_key(std::filesystem::path const& file, Phrase const& kind)
{
    return {Status::invalid, {fmt::format("« {} » n’est pas une clé {}. Choisissez le fichier que « plugins keygen » a écrit.", file.filename().string(), kind.fr),
                              fmt::format("“{}” is not a {} key. Choose the file that “plugins keygen” wrote.", file.filename().string(), kind.en)}};
}

std::string hex(std::string_view bytes)
{
    std::string text;
    for (char const byte : bytes)
        text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return text;
}

std::string key_file(char const* kind, std::string const& digits, std::string const& name)
{
    return fmt::format("{{\n  \"passerelle_key\": 1,\n  \"kind\": \"{}\",\n  \"publisher\": {},\n  \"key\": \"{}\"\n}}\n", kind, model::json_quoted(name), digits);
}

/// Makes a file that was not there, for its owner's eyes alone from the first byte on.
bool write_new(std::filesystem::path const& path, std::string const& text, bool secret)
{
#ifdef _WIN32
    (void)secret; // the folder of a person is that person's own there
    std::FILE* const file = std::fopen(path.string().c_str(), "wbx");
#else
    int const descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, secret ? 0600 : 0644);
    std::FILE* const file = descriptor < 0 ? nullptr : ::fdopen(descriptor, "wb");
#endif
    if (!file)
        return false;
    bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    written = std::fclose(file) == 0 && written;
    std::error_code ignored;
    if (!written)
        std::filesystem::remove(path, ignored);
    return written;
}

/// The digits of a key file of this kind, and the name beside them.
Result<Publisher> read_key(std::filesystem::path const& file, char const* kind, Phrase const& kind_in_words)
{
    auto text = read_whole_file(file, 4096);
    if (!text)
        return text.error();
    auto const json = model::read_json(*text, file.filename().string(), {4096, 2});
    sodium_memzero(text->data(), text->size());
    auto const word = [&](char const* key) {
        auto const* const node = json && json->kind == model::JsonNode::Kind::object ? json->member(key) : nullptr;
        return node && node->kind == model::JsonNode::Kind::text ? node->text : std::string();
    };
    auto const* const format = json ? json->member("passerelle_key") : nullptr;
    if (!format || format->integer() != 1 || word("kind") != kind || !is_key(word("key")) || (!word("publisher").empty() && !is_publisher_name(word("publisher"))))
        return no_key(file, kind_in_words);
    return Publisher{word("key"), word("publisher")};
}

} // namespace

Result<std::string> secret_seed(std::filesystem::path const& file, std::string& publisher_name)
{
    if (sodium_init() < 0)
        return Error{Status::internal, {"Ce poste ne sait pas signer. Recommencez sur un autre poste.", "This machine cannot sign. Try again on another."}};
    auto read = read_key(file, "secret", {"secrète", "secret"});
    if (!read)
        return read.error();
    publisher_name = read->name;
    std::string seed(crypto_sign_SEEDBYTES, '\0');
    sodium_hex2bin(reinterpret_cast<unsigned char*>(seed.data()), seed.size(), read->key.data(), read->key.size(), nullptr, nullptr, nullptr);
    sodium_memzero(read->key.data(), read->key.size());
    return seed;
}

Result<Publisher> make_keys(std::filesystem::path const& secret, std::string const& publisher_name)
{
    if (!publisher_name.empty() && !is_publisher_name(publisher_name))
        return Error{Status::invalid, {"Le nom de l’éditeur tient en une ligne de 1 à 100 caractères. Indiquez-le de nouveau.", "The publisher’s name is one line of 1 to 100 characters. Give it again."}};
    if (sodium_init() < 0)
        return Error{Status::internal, {"Ce poste ne sait pas faire de clés. Recommencez sur un autre poste.", "This machine cannot make keys. Try again on another."}};
    auto public_file = secret;
    public_file += ".pub";
    std::error_code ignored;
    for (auto const& file : {secret, public_file})
        if (std::filesystem::exists(std::filesystem::symlink_status(file, ignored)))
            return Error{Status::conflict, {fmt::format("« {} » existe déjà, et une clé ne se remplace pas. Choisissez un autre nom.", file.filename().string()),
                                            fmt::format("“{}” is there already, and a key is never replaced. Choose another name.", file.filename().string())}};
    std::string seed(crypto_sign_SEEDBYTES, '\0'), public_(crypto_sign_PUBLICKEYBYTES, '\0'), whole(crypto_sign_SECRETKEYBYTES, '\0');
    auto const raw = [](std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); };
    randombytes_buf(seed.data(), seed.size());
    crypto_sign_seed_keypair(raw(public_), raw(whole), raw(seed));
    Publisher const made{hex(public_), publisher_name};
    bool const kept = write_new(secret, key_file("secret", hex(seed), publisher_name), true);
    bool const both = kept && write_new(public_file, key_file("public", made.key, publisher_name), false);
    sodium_memzero(seed.data(), seed.size());
    sodium_memzero(whole.data(), whole.size());
    if (!both) {
        if (kept)
            std::filesystem::remove(secret, ignored);
        return Error{Status::io, {fmt::format("Les clés ne s’écrivent pas dans « {} ». Choisissez un autre dossier.", secret.parent_path().string()),
                                  fmt::format("The keys cannot be written to “{}”. Choose another folder.", secret.parent_path().string())}};
    }
    return made;
}

Result<Publisher> read_public_key(std::string const& digits_or_file)
{
    if (is_key(digits_or_file))
        return Publisher{digits_or_file, {}};
    return read_key(digits_or_file, "public", {"publique", "public"});
}

} // namespace passerelle::loader
