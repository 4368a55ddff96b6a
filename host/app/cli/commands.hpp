// One function per command of passerelle-cli; each returns the exit status. [main]
#pragma once
#include "host/app/cli/console.hpp"
#include "host/bridge/session.hpp"
#include "host/loader/consent.hpp"
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace passerelle::cli {

struct Options {
    std::filesystem::path portfolio;
    bridge::SessionOptions session;
    loader::Places places; ///< of modules and of the choices about them
};

struct ListOptions {
    std::string entity, search;
    std::vector<std::string> where, sort;
    std::string format = "table";
    std::int64_t most = 0; ///< 0: all
};
struct ScopeOptions {
    std::string scope = "portfolio", period, as_of, currency = "EUR";
};
struct ReportOptions {
    ScopeOptions scope;
    std::string format, form = "passerelle";
    std::optional<Language> language; ///< where it was named; else the template's, else the console's
    std::filesystem::path out;
};
struct ExportOptions {
    ScopeOptions scope;
    std::string format; ///< "id" or "module/id"
    std::filesystem::path out;
};
struct CommandOptions {
    ScopeOptions scope;
    std::string command; ///< "id" or "module/id"; empty: the commands are listed
};
struct SheetOptions {
    std::filesystem::path file;
    std::string entity, sheet;
    std::int64_t header = -1; ///< line of the heads as the spreadsheet numbers it; negative: found; 0: none
    std::vector<std::string> map, set; ///< "Column=field", "field=value"
    bool dry_run = false, skip_errors = false;
};

[[nodiscard]] int make_new(Console const&, Options, std::filesystem::path const& file, bool demo);
[[nodiscard]] int import_files(Console const&, bridge::Session&, std::vector<std::filesystem::path> const&, std::string const& format, bool preview);
[[nodiscard]] int import_sheet(Console const&, bridge::Session&, SheetOptions const&);
[[nodiscard]] int list(Console const&, bridge::Session&, ListOptions const&);
[[nodiscard]] int show(Console const&, bridge::Session&, std::string const& entity, std::string const& record);
[[nodiscard]] int find(Console const&, bridge::Session&, std::string const& words);
[[nodiscard]] int check(Console const&, bridge::Session&);
[[nodiscard]] int dashboard(Console const&, bridge::Session&);
[[nodiscard]] int report(Console const&, bridge::Session&, ReportOptions const&);
[[nodiscard]] int export_file(Console const&, bridge::Session&, ExportOptions const&);
[[nodiscard]] int run_command(Console const&, bridge::Session&, CommandOptions const&);
[[nodiscard]] int history(Console const&, bridge::Session&, std::string const& entity, std::string const& record, std::int64_t most);
[[nodiscard]] int undo(Console const&, bridge::Session&);
[[nodiscard]] int redo(Console const&, bridge::Session&);
[[nodiscard]] int backup(Console const&, bridge::Session&, std::filesystem::path const& to);
[[nodiscard]] int restore(Console const&, Options const&, std::filesystem::path const& from);
[[nodiscard]] int verify(Console const&, bridge::Session&);

/// A record named by its number or by the only value of its entity's one-field key ("XX-DEMO-01").
[[nodiscard]] Result<std::int64_t> find_record(bridge::Session&, model::Entity const&, std::string const& name);

} // namespace passerelle::cli
