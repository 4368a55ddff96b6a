#include "host/store/batch_journal.hpp"
#include "host/store/connection_access.hpp"
#include "host/store/portfolio.hpp"
#include "host/store/seal.hpp"
#include <algorithm>
#include <charconv>
#include <sqlite3.h>

namespace passerelle::store {

BatchJournal::BatchJournal(WriteTransaction& transaction) : m_connection(transaction.connection()), m_transaction(transaction.transaction_id()) {
    triggers(false);
}

BatchJournal::~BatchJournal() {
    if (!flush())
        fail();
    triggers(true);
}

void BatchJournal::fail() {
    ConnectionAccess::tell_journal_lost(m_connection);
}

// Statements are made again after this: a matter of a millisecond for all those of an import, so it is not for every record.
void BatchJournal::triggers(bool on) {
    sqlite3_db_config(ConnectionAccess::handle(m_connection), SQLITE_DBCONFIG_ENABLE_TRIGGER, on ? 1 : 0, nullptr);
    // Pages that are pushed out of the cache go to the WAL, and again when they change again.
    (void)m_connection.execute(on ? "PRAGMA cache_size=-16000" : "PRAGMA cache_size=-20000");
}

void BatchJournal::inserted(std::string_view table, std::int64_t row, std::string_view image) {
    bool const first = m_text.empty();
    m_least = first ? row : std::min(m_least, row);
    m_greatest = first ? row : std::max(m_greatest, row);
    m_text += first ? "[[\"" : ",[\"";
    m_text += table; // of a validated declaration: lower-case letters, digits and underscores
    m_text += "\",";
    char digits[24];
    m_text.append(digits, std::to_chars(digits, digits + sizeof digits, row).ptr);
    m_text += ',';
    m_text += image;
    m_text += ']';
}

Result<void> BatchJournal::flush() {
    if (m_text.empty())
        return {};
    m_text += ']';
    auto const written = write_batch();
    m_text.clear();
    return written;
}

Result<void> BatchJournal::write_batch() {
    if (!m_insert_batch) {
        auto made = m_connection.prepare("INSERT INTO core_journal(tx,entity_table,row,operation,after,last_row) VALUES(?1,'',?2,'B',?3,?4)");
        if (!made)
            return made.error();
        m_insert_batch.emplace(std::move(*made));
    }
    auto const packed = m_packer.pack(m_text);
    if (!packed)
        return packed.error();
    m_insert_batch->bind(1, m_transaction).bind(2, m_least).bind_blob(3, *packed).bind(4, m_greatest);
    auto const done = m_insert_batch->run();
    m_insert_batch->reset();
    if (auto* const seal = ConnectionAccess::seal(m_connection); done && seal)
        seal->entry(m_connection.last_insert_id(), "", m_least, "B", {}, *packed, m_greatest);
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
    if (auto* const seal = ConnectionAccess::seal(m_connection); done && seal)
        seal->entry(m_connection.last_insert_id(), table, row, {&operation, 1}, operation != 'I' ? before : std::string_view{},
                    operation != 'D' ? after : std::string_view{}, 0);
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
