// Chunks of checked rows into their tables, and their entry into the journal. On the pump's thread, or on the writer thread
// after the pump was drained.
#pragma once
#include "host/model/bulk_pump.hpp"
#include "host/store/batch_journal.hpp"
#include <string>
#include <unordered_map>

namespace passerelle::model {

class RowInserter {
public:
    /// All three outlive it. origin: kept with every row; empty: none.
    RowInserter(store::Connection& writer, store::BatchJournal& journal, std::string const& origin) : m_writer(writer), m_journal(journal), m_origin(origin) {}

    /// Stops at the first error: the transaction must then be rolled back. The chunk is one entry of the journal, with the rows
    /// that went alone before it.
    [[nodiscard]] Result<void> insert(RowChunk const&);
    /// One row alone. Status::conflict: a unique value is taken; nothing was written.
    [[nodiscard]] Result<void> insert_row(RowChunk const&, RowChunk::Row const&);

private:
    Result<void> insert_cell(RowChunk const&, RowChunk::Row const&);

    store::Connection& m_writer;
    store::BatchJournal& m_journal;
    std::string const& m_origin;
    std::string m_image;
    std::unordered_map<std::string, store::Statement> m_cell_inserts; ///< by cells table
};

} // namespace passerelle::model
