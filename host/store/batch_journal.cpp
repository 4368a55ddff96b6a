#include "host/store/batch_journal.hpp"
#include "host/store/connection_access.hpp"
#include "host/store/portfolio.hpp"
#include <algorithm>
#include <charconv>
#include <sqlite3.h>

namespace passerelle::store {

BatchJournal::BatchJournal(WriteTransaction& transaction) : m_connection(transaction.connection()), m_transaction(transaction.transaction_id()) {
    triggers(false);
}

BatchJournal::~BatchJournal() {
    if (!flush())
        ConnectionAccess::tell_journal_lost(m_connection);
    triggers(true);
}

// Statements are made again after this: a matter of a millisecond for all those of an import, so it is not for every record.
void BatchJournal::triggers(bool on) {
    sqlite3_db_config(ConnectionAccess::handle(m_connection), SQLITE_DBCONFIG_ENABLE_TRIGGER, on ? 1 : 0, nullptr);
    // Pages that are pushed out of the cache go to the WAL, and again when they change again.
    (void)m_connection.execute(on ? "PRAGMA cache_size=-16000" : "PRAGMA cache_size=-80000");
}

void BatchJournal::inserted(std::string_view table, std::int64_t row, std::string_view image) {
    if (m_batch.empty()) {
        m_batch.reserve(enough + 4096);
        m_least = m_greatest = row;
    }
    m_least = std::min(m_least, row);
    m_greatest = std::max(m_greatest, row);
    m_batch += m_batch.empty() ? "[[\"" : ",[\"";
    m_batch += table; // of a validated declaration: lower-case letters, digits and underscores
    m_batch += "\",";
    char digits[24];
    m_batch.append(digits, std::to_chars(digits, digits + sizeof digits, row).ptr);
    m_batch += ',';
    m_batch += image;
    m_batch += ']';
}

Result<void> BatchJournal::flush() {
    if (m_batch.empty())
        return {};
    m_batch += ']';
    if (!m_insert_batch) {
        auto made = m_connection.prepare("INSERT INTO core_journal(tx,entity_table,row,operation,after,last_row) VALUES(?1,'',?2,'B',?3,?4)");
        if (!made)
            return made.error();
        m_insert_batch.emplace(std::move(*made));
    }
    m_insert_batch->bind(1, m_transaction).bind(2, m_least).bind_borrowed(3, m_batch).bind(4, m_greatest);
    auto const done = m_insert_batch->run();
    m_insert_batch->reset();
    m_batch.clear();
    return done;
}

Result<void> BatchJournal::entry(char operation, std::string_view table, std::int64_t row, std::string_view before, std::string_view after) {
    PASSERELLE_TRY(flush());
    if (!m_insert_entry) {
        auto made = m_connection.prepare("INSERT INTO core_journal(tx,entity_table,row,operation,before,after) VALUES(?1,?2,?3,?4,?5,?6)");
        if (!made)
            return made.error();
        m_insert_entry.emplace(std::move(*made));
    }
    auto& statement = *m_insert_entry;
    statement.bind(1, m_transaction).bind_borrowed(2, table).bind(3, row).bind_borrowed(4, {&operation, 1});
    if (operation != 'I')
        statement.bind_borrowed(5, before);
    if (operation != 'D')
        statement.bind_borrowed(6, after);
    auto const done = statement.run();
    statement.reset();
    return done;
}

Result<void> BatchJournal::changed(std::string_view table, std::int64_t row, std::string_view before, std::string_view after) {
    return before == after ? Result<void>{} : entry('U', table, row, before, after);
}

Result<void> BatchJournal::pause() {
    PASSERELLE_TRY(flush());
    triggers(true);
    return {};
}

void BatchJournal::resume() {
    triggers(false);
}

} // namespace passerelle::store
