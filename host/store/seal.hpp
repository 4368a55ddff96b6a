// The seal of a transaction: SHA-256 over its row and entries and the seal before it. Writer thread.
#pragma once
#include "host/base/result.hpp"
#include "host/store/portfolio.hpp"
#include <memory>
#include <string>
#include <string_view>

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

/// The digest of a transaction while its entries are written: those that are told here need not be read again at its end.
class RunningSeal {
public:
    RunningSeal(TransactionRow, std::int64_t last_sequence);
    ~RunningSeal();
    [[nodiscard]] TransactionRow const& row() const { return m_row; }
    [[nodiscard]] std::int64_t last_sequence() const { return m_last; }
    [[nodiscard]] std::int64_t entries() const { return m_entries; }
    /// Of the entry just written; no effect where others came between: they are read at the end, and this one with them.
    /// Empty before, after: NULL. last_row 0: NULL.
    void entry(std::int64_t sequence, std::string_view table, std::int64_t row, std::string_view operation, std::string_view before, std::string_view after,
               std::int64_t last_row);

private:
    friend Result<void> seal(Connection&, RunningSeal&);
    struct Impl;
    std::unique_ptr<Impl> m_impl;
    TransactionRow m_row;
    std::int64_t m_last, m_entries = 0;
};

/// Before the transaction's entries: its place in the chain and the last entry of those before.
[[nodiscard]] Result<std::unique_ptr<RunningSeal>> begin_seal(Connection&, TransactionRow);
/// Seals the entries since begin_seal(), all of them of this transaction, and writes its row. Without entries no row is
/// written. Ends the transaction in core_current.
[[nodiscard]] Result<void> seal(Connection&, RunningSeal&);

} // namespace passerelle::store
