// The journal: every change of every declared table, written by triggers in the transaction of the change itself, and
// sealed per transaction with a SHA-256 hash that chains to the one before. Tables (made by core migration 1):
//
//   core_transaction(id INTEGER PRIMARY KEY,      -- time-ordered id
//                    position INTEGER,            -- 1, 2, 3... in order of commit; NULL until sealed
//                    at TEXT,                     -- UTC, ISO 8601 with milliseconds
//                    author TEXT, module TEXT, label TEXT (JSON {"fr","en"}), kind TEXT, reverses INTEGER,
//                    entries INTEGER, previous_hash BLOB, hash BLOB)
//   core_journal(sequence INTEGER PRIMARY KEY, tx INTEGER, entity_table TEXT, row INTEGER, operation TEXT,  -- 'I' 'U' 'D' 'B'
//                before TEXT, after TEXT,         -- JSON objects of column -> value, without those that are NULL: the whole row
//                                                 -- as it was and as it is; I has only after, D only before
//                last_row INTEGER)                -- 'B' only: many insertions in one entry (batch_journal.hpp); after is the packed
//                                                 -- (packing.hpp) array of [table, row, image], row and last_row are the least and
//                                                 -- the greatest of the rows
//   core_current(singleton INTEGER PRIMARY KEY CHECK (singleton=1), tx INTEGER,   -- the transaction in progress; tx NULL = another tool writes
//                position INTEGER, hash BLOB)  -- head of the chain: the last sealed transaction
//
// The triggers put (SELECT tx FROM core_current) into core_journal.tx: a change made by another SQLite tool has NULL there,
// stays outside the chain, and is shown as such. Deletion leaves its tombstone: the 'D' entry with the whole row before.
#pragma once
#include "host/base/result.hpp"
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::store {

class Connection;

struct JournalColumn {
    std::string name;
    bool real = false; ///< declared REAL: written with 17 digits
};

/// An expression: the JSON object of a row's columns that are not NULL. `side`: NEW, OLD or a table's name. Names come from
/// validated declarations only. Blobs cannot be recorded: declared tables have none.
[[nodiscard]] std::string row_image_sql(std::string_view side, std::vector<JournalColumn> const&);

/// The view of the images of a table with an "id": every connection reads the whole schema when it opens, so they are spelled
/// out there once for all triggers.
[[nodiscard]] std::string image_view(std::string_view table);

/// SQL that creates the three journal triggers of a table, and its image_view() where `row_column` is "id", its INTEGER PRIMARY
/// KEY; for tables of cells it is "owner". The columns are recorded; an update that leaves them all as they were leaves no entry.
[[nodiscard]] std::string journal_triggers_sql(std::string_view table, std::string_view row_column, std::vector<JournalColumn> const& columns);

/// What the chain says: tampered, truncated or reordered sealed transactions, and entries made by other tools.
struct ChainReport {
    std::int64_t transactions = 0, entries = 0, foreign_entries = 0;
    std::vector<Phrase> faults;
};
[[nodiscard]] Result<ChainReport> verify_chain(Connection&);

} // namespace passerelle::store
