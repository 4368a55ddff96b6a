// passerelle-cli plugins ...: modules from the console. Only the list can use a portfolio and only purge needs one. [main]
#pragma once
#include "host/app/cli/commands.hpp"
#include <map>
#include <optional>

namespace CLI {
class App;
}

namespace passerelle::cli {

class PluginCommands {
public:
    /// Adds the subcommands; this must stay where it is until the words are parsed.
    PluginCommands(Console const&, CLI::App& plugins);
    PluginCommands(PluginCommands const&) = delete;
    PluginCommands& operator=(PluginCommands const&) = delete;
    [[nodiscard]] int run(Options const&) const;

private:
    // plugins.cpp
    [[nodiscard]] int list(Options const&) const;
    [[nodiscard]] int show(Options const&) const;
    [[nodiscard]] int approve(Options const&) const;
    [[nodiscard]] int enable(Options const&) const;
    [[nodiscard]] int changed(Result<void> const&, Phrase const& done) const;
    // plugins_new.cpp
    [[nodiscard]] int make_new() const;
    /// What was given, else what a person answers; nothing: it was said which option is missing.
    [[nodiscard]] std::optional<std::string> told(std::string const& given, Phrase const& question, char const* option, int& status) const;
    // plugins_keys.cpp
    [[nodiscard]] int keygen() const;
    [[nodiscard]] int sign() const;
    [[nodiscard]] int verify(Options const&) const;
    [[nodiscard]] int publishers(Options const&) const;
    [[nodiscard]] int trust(Options const&) const;
    [[nodiscard]] int distrust(Options const&) const;
    // plugins_packages.cpp
    [[nodiscard]] int pack() const;
    [[nodiscard]] int install(Options const&, bool only_update) const;
    [[nodiscard]] int remove(Options const&) const;
    [[nodiscard]] int purge(Options const&) const;

    [[nodiscard]] std::string publisher_of(loader::Request const&) const;
    void print_request(loader::Request const&) const;
    [[nodiscard]] bool agreed(Phrase const& question) const; ///< --yes, or a person's word

    Console const& m_console;
    std::map<std::string, CLI::App*> m_commands;
    std::string m_id, m_key, m_name, m_tier;
    std::filesystem::path m_file, m_out;
    std::vector<std::string> m_libraries;
    bool m_yes = false, m_in_c = false;
};

} // namespace passerelle::cli
