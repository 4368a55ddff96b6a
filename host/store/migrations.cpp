#include "host/store/migrations.hpp"
#include "host/store/clock.hpp"
#include "host/store/connection_access.hpp"
#include <array>
#include <fmt/format.h>

namespace passerelle::store {

namespace {

// core_current also keeps the head of the chain (position and hash of the last sealed transaction): it is written with
// every transaction anyway, and a chain cut at its end then no longer meets its head.
constexpr std::string_view journal_and_blobs = R"sql(
CREATE TABLE core_migration(
    module TEXT NOT NULL, number INTEGER NOT NULL, name TEXT, at TEXT, hash TEXT,
    PRIMARY KEY(module, number)) WITHOUT ROWID;
CREATE TABLE core_transaction(
    id INTEGER PRIMARY KEY, position INTEGER UNIQUE, at TEXT, author TEXT, module TEXT, label TEXT, kind TEXT, reverses INTEGER,
    entries INTEGER, previous_hash BLOB, hash BLOB);
CREATE INDEX core_transaction_reverses ON core_transaction(reverses) WHERE reverses IS NOT NULL;
CREATE TABLE core_journal(
    sequence INTEGER PRIMARY KEY, tx INTEGER, entity_table TEXT, row INTEGER, operation TEXT, before TEXT, after TEXT,
    last_row INTEGER);
CREATE INDEX core_journal_tx ON core_journal(tx);
CREATE INDEX core_journal_row ON core_journal(row);
CREATE INDEX core_journal_batch ON core_journal(last_row, row) WHERE last_row IS NOT NULL;
CREATE TABLE core_current(singleton INTEGER PRIMARY KEY CHECK (singleton=1), tx INTEGER, position INTEGER NOT NULL DEFAULT 0, hash BLOB);
INSERT INTO core_current(singleton) VALUES(1);
CREATE TABLE core_blob(sha256 TEXT PRIMARY KEY, bytes BLOB, size INTEGER);
)sql";

constexpr auto migrations = std::to_array<Migration>({{1, "journal, attachments", journal_and_blobs}});

} // namespace

std::span<Migration const> core_migrations() {
    return migrations;
}

std::int64_t schema_version() {
    return migrations.back().number;
}

Result<void> migrate(Connection& connection, std::span<Migration const> steps) {
    PASSERELLE_TRY(connection.execute("BEGIN IMMEDIATE"));
    auto const apply = [&]() -> Result<void> {
        auto const version = single_integer(connection, "PRAGMA user_version");
        if (!version)
            return version.error();
        for (auto const& step : steps) {
            if (step.number <= *version)
                continue;
            PASSERELLE_TRY(connection.execute(step.sql));
            auto note = connection.prepare("INSERT INTO core_migration(module, number, name, at) VALUES('core', ?, ?, ?)");
            if (!note)
                return note.error();
            PASSERELLE_TRY(note->bind(1, step.number).bind(2, step.name).bind(3, utc_text(milliseconds_since_1970())).run());
            PASSERELLE_TRY(connection.execute(fmt::format("PRAGMA user_version={}", step.number)));
        }
        return connection.execute("COMMIT");
    };
    auto const applied = apply();
    if (!applied)
        (void)connection.execute("ROLLBACK");
    return applied;
}

} // namespace passerelle::store
