// Numbered migrations of a module (migrations/0001_name.sql): data that declarations cannot convert, turned once, by the host.
//
// Order, all of it in one transaction of the module's own, after a backup file:
//   1. its tables grow to the new declaration: fields added, renamed ("was"); the journal's triggers are made for them;
//   2. the migrations that this portfolio has not seen run, in order of their numbers. They therefore see the fields that are being left
//      (declared hidden, or about to be converted) and those that are new;
//   3. fields of another type are converted ("converted_from"), then unique indexes are made: a migration may clean the data for both;
//   4. what is left is checked against the declaration, and core_migration notes module, number, name, SHA-256 and time.
// A fault anywhere rolls all of it back: the module is held with the reason, the portfolio is as it was. A migration changes data through the
// host's triggers, so that the journal has every change, sealed under the module's name; nothing is done behind it, and a portfolio verifies
// as before. It is not undone from the history: the backup is the way back.
#pragma once
#include "host/model/manifest.hpp"
#include "host/store/portfolio.hpp"

namespace passerelle::model {

/// Reads `folder`/migrations: numbered 1, 2, 3 ... without gaps, at most 500 files of 1 MiB, nothing else there.
[[nodiscard]] Result<std::vector<MigrationFile>> read_migrations(std::filesystem::path const& folder);

/// What a module brings to apply_schema.
struct ModuleMigrations {
    std::string module;
    Phrase name;
    std::vector<MigrationFile> files;
    [[nodiscard]] static ModuleMigrations of(Manifest const& manifest) { return {manifest.id, manifest.name, manifest.migrations}; }
};

/// Those that this portfolio has not seen. Refused: one that was run and is no longer what it was, or no longer there (an older version of
/// the module).
[[nodiscard]] Result<std::vector<MigrationFile>> pending_migrations(store::Connection&, ModuleMigrations const&);
/// Step 2 and the notes of step 4. Writer thread.
[[nodiscard]] Result<void> run_migrations(store::WriteTransaction&, Registry const&, std::string const& module, std::vector<MigrationFile> const& pending);
/// Step 4: records that the declaration does not suit: a value of another kind, a required field without one, a link to nothing.
[[nodiscard]] Result<void> check_migrated(store::Connection&, Registry const&, std::string const& module);

/// Step 3 for one field whose column still holds values of `former`, a type that can_convert() to the field's. A value that does not read
/// refuses the whole, and the sentence names its record.
[[nodiscard]] Result<void> convert_field(store::Connection&, Registry const&, Entity const&, Field const& field, Field const& former);

} // namespace passerelle::model
