// Who made a module, so that nobody else can pass for them: Ed25519 over the digest of its files. Made and checked here alone. [any]
#pragma once
#include "host/loader/content.hpp"
#include "host/model/manifest.hpp"
#include <map>

namespace passerelle::loader {

struct Publisher {
    std::string key;  ///< public, 64 hexadecimal digits
    std::string name; ///< as people know them; 1 to 100 characters on one line
    friend bool operator==(Publisher const&, Publisher const&) = default;
};

/// signature.json. What is signed: "passerelle-module-signature/1", id, version, digest and publisher's name, a line each.
struct Signature {
    Publisher publisher;
    std::string id, version;
    std::map<std::string, std::string> files; ///< name -> SHA-256
    std::string ed25519;                      ///< 128 hexadecimal digits
};

enum class Seal {
    none,   ///< not signed
    good,   ///< signed by the publisher who is named, and unchanged since
    broken, ///< signed, but not this
};
struct Sealed {
    Seal seal = Seal::none;
    Publisher publisher; ///< where good
    Phrase fault;        ///< where broken: what differs, and what to do
};

/// A library for another system may be absent (an installed package keeps only what it needs); everything else must be as it was signed.
[[nodiscard]] Sealed check_signature(Content const&, model::Manifest const&);

/// Writes the secret key (readable by its owner alone) and beside it the public one, "<file>.pub". Replaces nothing. The name may be empty.
[[nodiscard]] Result<Publisher> make_keys(std::filesystem::path const& secret, std::string const& publisher_name);
/// The text of signature.json for a folder. publisher_name empty: as in the key, else the maintainer that the module
/// names, else its id.
[[nodiscard]] Result<std::string> sign(Content const&, model::Manifest const&, std::filesystem::path const& secret_key, std::string const& publisher_name = {});
/// A public key: 64 digits, or the file that holds it. The name in the file is a proposal.
[[nodiscard]] Result<Publisher> read_public_key(std::string const& digits_or_file);
[[nodiscard]] bool is_publisher_name(std::string_view);
[[nodiscard]] bool is_key(std::string_view);
/// The key as people compare it aloud: "1a2b 3c4d 5e6f 7a8b".
[[nodiscard]] std::string short_key(std::string const& key);

} // namespace passerelle::loader
