// The seal of a transaction: SHA-256 over its row and entries and the seal before it. Writer thread.
#pragma once
#include "host/base/result.hpp"
#include "host/store/portfolio.hpp"
#include <string>

namespace passerelle::store {

/// What core_transaction says of one transaction, besides its entries.
struct TransactionRow {
    std::int64_t id = 0, position = 0;
    std::string at, author, module, label, kind;
    std::int64_t reverses = 0; ///< 0: none, NULL in the table
    std::string previous_hash; ///< 32 bytes; empty for the first
};

[[nodiscard]] std::string_view kind_name(WriteKind);
[[nodiscard]] std::string label_json(Phrase const&);

/// Seals the journal entries with a sequence above `after`, all of them of this transaction, and writes its row. Without
/// entries no row is written. Ends the transaction in core_current.
[[nodiscard]] Result<void> seal(Connection&, TransactionRow, std::int64_t after);

} // namespace passerelle::store
