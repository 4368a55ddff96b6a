// plugins keygen, sign, verify, publishers, trust, distrust.
#include "host/app/cli/plugins.hpp"
#include "host/app/cli/print.hpp"
#include "host/loader/packing.hpp"
#include <fmt/format.h>

namespace passerelle::cli {

int PluginCommands::keygen() const
{
    auto const made = loader::make_keys(m_out, m_name);
    if (!made)
        return m_console.refuse(made.error());
    m_console.line(Phrase{fmt::format("Clé secrète : {} (gardez-la pour vous, et gardez-en une copie)", m_out.string()), fmt::format("Secret key: {} (keep it to yourself, and keep a copy)", m_out.string())});
    m_console.line(Phrase{fmt::format("Clé publique : {}.pub (à donner à qui installe vos modules)", m_out.string()), fmt::format("Public key: {}.pub (for those who install your modules)", m_out.string())});
    m_console.line(made->key);
    return exit_done;
}

int PluginCommands::sign() const
{
    auto const made = loader::sign_module(m_file, m_key, m_name);
    if (!made)
        return m_console.refuse(made.error());
    m_console.line(Phrase{fmt::format("Signé par {} ({}).", made->name, loader::short_key(made->key)), fmt::format("Signed by {} ({}).", made->name, loader::short_key(made->key))});
    return exit_done;
}

int PluginCommands::verify(Options const& options) const
{
    auto const examined = loader::examine_module(m_file);
    if (!examined)
        return m_console.refuse(examined.error());
    auto const& manifest = examined->manifest;
    m_console.line(fmt::format("{} ({}), {}", m_console.in(manifest.name), manifest.id, manifest.version));
    m_console.line(fmt::format("SHA-256{} {}", m_console.language() == Language::fr ? "\u00A0:" : ":", examined->content.digest));
    auto const& sealed = examined->sealed;
    if (sealed.seal == loader::Seal::broken)
        return m_console.refuse({Status::denied, sealed.fault});
    if (sealed.seal == loader::Seal::none)
        return m_console.refuse({Status::denied, {"Ce module n’est pas signé : rien ne dit de qui il vient.", "This module is not signed: nothing tells who it comes from."}});
    auto const read = loader::read_choices(options.places.choices);
    auto const* const known = read.choices.trusted(sealed.publisher.key);
    std::string const key = loader::short_key(sealed.publisher.key);
    m_console.line(Phrase{fmt::format("Intact depuis sa signature par {} (clé {}).", sealed.publisher.name, key), fmt::format("Unchanged since it was signed by {} (key {}).", sealed.publisher.name, key)});
    m_console.line(known ? Phrase{fmt::format("Cet éditeur est dans votre liste, sous le nom {}.", known->name), fmt::format("This publisher is in your list, as {}.", known->name)}
                         : Phrase{"Cet éditeur n’est pas dans votre liste : comparez sa clé avec lui avant de lui faire confiance.", "This publisher is not in your list: compare the key with them before you trust it."});
    return exit_done;
}

int PluginCommands::publishers(Options const& options) const
{
    auto const read = loader::read_choices(options.places.choices);
    if (read.choices.publishers.empty())
        m_console.line(Phrase{"Aucun éditeur de confiance.", "No trusted publisher."});
    for (auto const& publisher : read.choices.publishers)
        m_console.line(fmt::format("{}  {}", publisher.key, publisher.name));
    return exit_done;
}

int PluginCommands::trust(Options const& options) const
{
    auto publisher = loader::read_public_key(m_key);
    if (!publisher)
        return m_console.refuse(publisher.error());
    if (!m_name.empty())
        publisher->name = m_name;
    if (publisher->name.empty())
        publisher->name = loader::short_key(publisher->key);
    return changed(loader::trust(options.places, *publisher),
                   {fmt::format("Éditeur de confiance : {} ({}).", publisher->name, loader::short_key(publisher->key)), fmt::format("Trusted publisher: {} ({}).", publisher->name, loader::short_key(publisher->key))});
}

int PluginCommands::distrust(Options const& options) const
{
    std::string key = m_key;
    auto const read = loader::read_choices(options.places.choices);
    std::size_t named = 0;
    for (auto const& publisher : read.choices.publishers)
        if (publisher.name == m_key) {
            key = publisher.key;
            ++named;
        }
    if (named > 1)
        return m_console.refuse({Status::conflict, {"Plusieurs éditeurs portent ce nom. Indiquez la clé : « plugins publishers » les liste.", "Several publishers have this name. Give the key: “plugins publishers” lists them."}});
    if (named == 0) {
        auto const publisher = loader::read_public_key(m_key);
        if (!publisher)
            return m_console.refuse(publisher.error());
        key = publisher->key;
    }
    return changed(loader::distrust(options.places, key), {"Cet éditeur n’est plus dans votre liste.", "This publisher is no longer in your list."});
}

} // namespace passerelle::cli
