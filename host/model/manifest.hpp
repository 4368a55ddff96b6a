// Reads a declaration file (plugin.json, core.json): strict, bounded, every refusal names the line or key and what to do.
#pragma once
#include "host/base/result.hpp"
#include "host/model/codelist.hpp"
#include "host/model/declared.hpp"
#include "host/model/entity.hpp"
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::model {

struct ViewDeclaration {
    std::string id;
    std::string place;  ///< "dashboard" (a page in the navigation), "home", or "sheet:<entity>" (a tab of that entity's sheet)
    Phrase label;
    std::vector<ContentItem> content; ///< empty: the library draws it
};
struct SectionDeclaration {
    std::string id;
    int order = 0; ///< position in a report, 100 = domain 4.1 section 1, 200 = section 2, ...
    std::set<std::string> scopes; ///< "project", "donor", "city", "country", "portfolio"
    Phrase label;
    std::vector<ContentItem> content; ///< empty: the library writes it
};
struct FormatDeclaration {
    std::string id; ///< "iati"
    bool import_ = false, export_ = false;
    std::vector<std::string> extensions;
    Phrase label;
};

/// What a person starts by name; the library does it.
struct CommandDeclaration {
    std::string id;
    std::set<std::string> scopes; ///< on what it is started: "project", "donor", "city", "country", "portfolio"
    Phrase label;
};

/// migrations/0001_name.sql, as it is on the disk; run by module_migrations.hpp.
struct MigrationFile {
    std::int64_t number = 0;
    std::string name;   ///< "0001_name.sql"
    std::string sql, sha256;
};

struct Manifest {
    std::string id, version, ns; ///< "org.passerelle.projects", "0.1.0", "projects"
    Phrase name, about;
    std::string maintainer, contact, license;
    std::string library; ///< base name without "lib" and extension; empty: no code
    std::map<std::string, int> needs, uses;
    std::map<std::string, std::string> requires_; ///< module id -> "^1.2"
    std::map<std::string, int> provides, asks;
    std::map<std::string, std::set<std::string>> publishes;  ///< entity -> fields others may read ("*": all)
    std::map<std::string, std::set<std::string>> accepts;    ///< entity -> module ids that may write it ("*": any that asks)
    std::map<std::string, std::set<std::string>> read;       ///< permissions.read
    std::set<std::string> write;                             ///< permissions.write: entities of others
    std::set<std::string> files;                             ///< "import", "export"
    std::vector<Entity> entities;
    std::vector<Codelist> lists;
    std::vector<ViewDeclaration> views;
    std::vector<SectionDeclaration> sections;
    std::vector<CommandDeclaration> commands;
    std::vector<FormatDeclaration> formats;
    std::vector<FigureDeclaration> figures;
    std::vector<AlertDeclaration> alerts;
    std::vector<MigrationFile> migrations; ///< 1, 2, 3 ... in order
    std::filesystem::path folder;
    [[nodiscard]] FigureDeclaration const* figure(std::string_view figure_id) const;
};

/// At most 256 KiB, depth 16, no duplicate key, no unknown key (the nearest known one is named), lists read from `lists/`.
[[nodiscard]] Result<Manifest> read_manifest(std::filesystem::path const& file);
/// The same for a text that was read before; lists are read from `folder`/lists. `name` stands in sentences.
[[nodiscard]] Result<Manifest> parse_manifest(std::string_view json, std::filesystem::path const& folder, std::string_view name = "plugin.json");

class Registry;
/// Where a module's own program runs: inside this one, or in a process that has neither files nor network.
enum class CodeRuns { here, apart };
/// Permissions as sentences for consent: "Lit dans « Territoires » : Nom, Pays." With a registry, by label; else by id.
[[nodiscard]] std::vector<Phrase> permissions_in_words(Manifest const&, Registry const* = nullptr, CodeRuns = CodeRuns::here);
/// The same as words that compare: "read core.territory name", "write core.organisation", "files import", "asks evidence", "code".
[[nodiscard]] std::set<std::string> permissions_of(Manifest const&);
/// What is asked beyond what was granted; "read core.territory *" grants every field of it.
[[nodiscard]] std::set<std::string> permissions_beyond(std::set<std::string> const& asked, std::set<std::string> const& granted);

/// Sentences for these alone, as permissions_of names them.
[[nodiscard]] std::vector<Phrase> permissions_in_words(std::set<std::string> const& permissions, Registry const* = nullptr, CodeRuns = CodeRuns::here);

} // namespace passerelle::model
