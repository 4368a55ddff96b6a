// The journal of many rows written in one go. While it lives the triggers of the writer rest: every row that is inserted must
// be told here, every other change is made between pause() and resume(). The entries are sealed like all others.
// Writer thread only; lives no longer than its transaction.
#pragma once
#include "host/base/result.hpp"
#include "host/store/connection.hpp"
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

    /// A new row and its image: the JSON object of its columns that are not NULL. Rows told between two records that the caller
    /// keeps together (a record and its cells) stand in one entry.
    void inserted(std::string_view table, std::int64_t row, std::string_view image);
    /// Between records: writes an entry when enough has come together.
    [[nodiscard]] Result<void> settle() { return m_batch.size() < enough ? Result<void>{} : flush(); }
    [[nodiscard]] Result<void> flush();

    /// A row that was changed: both images whole. Keeps the order of what happened.
    [[nodiscard]] Result<void> changed(std::string_view table, std::int64_t row, std::string_view before, std::string_view after);
    /// One row among those that share a record (cells): 'I', 'U' or 'D'.
    [[nodiscard]] Result<void> entry(char operation, std::string_view table, std::int64_t row, std::string_view before, std::string_view after);

    /// Until resume() the triggers work, for what is written by the general functions of the model.
    [[nodiscard]] Result<void> pause();
    void resume();

private:
    static constexpr std::size_t enough = 48 * 1024;
    void triggers(bool on);
    Connection& m_connection;
    std::int64_t m_transaction;
    std::string m_batch; ///< [[table,row,image],...
    std::int64_t m_least = 0, m_greatest = 0;
    std::optional<Statement> m_insert_batch, m_insert_entry;
};

} // namespace passerelle::store
