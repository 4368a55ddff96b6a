// The journal of many rows written in one go. While it lives the triggers of the writer rest: every row that is inserted must
// be told here, every other change is made between pause() and resume(). The entries are sealed like all others.
// Writer thread, unless it says otherwise; lives no longer than its transaction.
#pragma once
#include "host/base/result.hpp"
#include "host/store/connection.hpp"
#include "host/store/packing.hpp"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace passerelle::store {

class WriteTransaction;

class BatchJournal {
public:
    explicit BatchJournal(WriteTransaction&);
    ~BatchJournal(); ///< flushes (the transaction fails where that fails); the triggers work again
    BatchJournal(BatchJournal const&) = delete;
    BatchJournal& operator=(BatchJournal const&) = delete;

    // These two may be called on another thread while the writer thread leaves this and the connection alone.
    /// A new row and its image: the JSON object of its columns that are not NULL.
    void inserted(std::string_view table, std::int64_t row, std::string_view image);
    /// What was told since the last flush stands in one entry.
    [[nodiscard]] Result<void> flush();

    /// Rows were written whose entry was not: the transaction will fail.
    void fail();

    /// A row that was changed: both images whole. Keeps the order of what happened.
    [[nodiscard]] Result<void> changed(std::string_view table, std::int64_t row, std::string_view before, std::string_view after);
    /// One row among those that share a record (cells): 'I', 'U' or 'D'.
    [[nodiscard]] Result<void> entry(char operation, std::string_view table, std::int64_t row, std::string_view before, std::string_view after);

    /// Until resume() the triggers work, for what is written by the general functions of the model.
    [[nodiscard]] Result<void> pause();
    void resume();

private:
    void triggers(bool on);
    [[nodiscard]] Result<void> write_batch();
    Connection& m_connection;
    std::int64_t m_transaction;
    std::string m_text; ///< of the insertions that wait: [[table,row,image],...; empty: none
    std::int64_t m_least = 0, m_greatest = 0;
    Packer m_packer;
    std::optional<Statement> m_insert_batch, m_insert_entry;
};

} // namespace passerelle::store
