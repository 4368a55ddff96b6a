#include "host/store/seal.hpp"
#include "host/store/connection_access.hpp"
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sodium.h>

namespace passerelle::store {

namespace {

constexpr std::string_view version_of_seal = "passerelle seal 1";
constexpr std::size_t most_faults = 100;

/// Every value is written with its kind and length, so that no two transactions have the same bytes.
class Digest {
public:
    Digest() { crypto_hash_sha256_init(&m_state); }

    void add(std::int64_t value) {
        m_buffer += 'i';
        append(value);
        flush_if_large();
    }
    void add(std::string_view bytes) {
        m_buffer += 't';
        append(static_cast<std::int64_t>(bytes.size()));
        m_buffer += bytes;
        flush_if_large();
    }
    void add_null() { m_buffer += 'n'; }

    [[nodiscard]] std::string finish() {
        flush();
        std::string hash(crypto_hash_sha256_BYTES, '\0');
        crypto_hash_sha256_final(&m_state, reinterpret_cast<unsigned char*>(hash.data()));
        return hash;
    }

private:
    void append(std::int64_t value) {
        auto bits = static_cast<std::uint64_t>(value);
        char bytes[8];
        for (char& byte : bytes) {
            byte = static_cast<char>(bits & 0xff);
            bits >>= 8;
        }
        m_buffer.append(bytes, sizeof bytes);
    }
    void flush_if_large() {
        if (m_buffer.size() > 65536)
            flush();
    }
    void flush() {
        crypto_hash_sha256_update(&m_state, reinterpret_cast<unsigned char const*>(m_buffer.data()), m_buffer.size());
        m_buffer.clear();
    }

    crypto_hash_sha256_state m_state = {};
    std::string m_buffer;
};

void add_row(Digest& digest, TransactionRow const& row) {
    digest.add(version_of_seal);
    digest.add(row.previous_hash);
    digest.add(row.position);
    digest.add(row.id);
    digest.add(row.at);
    digest.add(row.author);
    digest.add(row.module);
    digest.add(row.label);
    digest.add(row.kind);
    if (row.reverses != 0)
        digest.add(row.reverses);
    else
        digest.add_null();
}

void add_column(Digest& digest, Statement const& entries, int at) {
    switch (entries.kind(at)) {
    case ColumnKind::null: digest.add_null(); break;
    case ColumnKind::integer: digest.add(entries.integer(at)); break;
    default: digest.add(entries.text(at));
    }
}

/// sequence, entity_table, row, operation, before, after, last_row of each entry; how many there were.
Result<std::int64_t> add_entries(Digest& digest, Statement& entries) {
    std::int64_t count = 0;
    for (;; ++count) {
        auto const row = entries.step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        for (int column = 0; column < 7; ++column)
            add_column(digest, entries, column);
    }
    digest.add(count);
    return count;
}

} // namespace

std::string_view kind_name(WriteKind kind) {
    switch (kind) {
    case WriteKind::undo: return "undo";
    case WriteKind::redo: return "redo";
    case WriteKind::import: return "import";
    case WriteKind::schema: return "schema";
    default: return "change";
    }
}

std::string label_json(Phrase const& label) {
    return nlohmann::json{{"fr", label.fr}, {"en", label.en}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Result<void> seal(Connection& connection, TransactionRow row, std::int64_t after) {
    auto head = connection.prepare("SELECT position, hash FROM core_current");
    if (!head)
        return head.error();
    auto const there = head->step();
    if (!there)
        return there.error();
    if (*there) {
        row.position = head->integer(0) + 1;
        row.previous_hash = head->text(1);
    }
    head->reset();
    Digest digest;
    add_row(digest, row);
    auto entries =
        connection.prepare("SELECT sequence, entity_table, row, operation, before, after, last_row FROM core_journal WHERE sequence > ? ORDER BY sequence");
    if (!entries)
        return entries.error();
    entries->bind(1, after);
    auto const count = add_entries(digest, *entries);
    if (!count)
        return count.error();
    if (*count == 0)
        return connection.execute("UPDATE core_current SET tx=NULL");
    std::string const hash = digest.finish();
    auto insert = connection.prepare("INSERT INTO core_transaction(id, position, at, author, module, label, kind, reverses, entries, "
                                     "previous_hash, hash) VALUES(?,?,?,?,?,?,?,?,?,?,?)");
    if (!insert)
        return insert.error();
    insert->bind(1, row.id).bind(2, row.position).bind(3, row.at).bind(4, row.author).bind(5, row.module).bind(6, row.label).bind(7, row.kind);
    if (row.reverses != 0)
        insert->bind(8, row.reverses);
    insert->bind(9, *count).bind_blob(11, hash);
    if (!row.previous_hash.empty())
        insert->bind_blob(10, row.previous_hash);
    PASSERELLE_TRY(insert->run());
    auto end = connection.prepare("UPDATE core_current SET tx=NULL, position=?, hash=?");
    if (!end)
        return end.error();
    return end->bind(1, row.position).bind_blob(2, hash).run();
}

namespace {

struct Faults {
    ChainReport& report;
    std::int64_t more = 0;
    void add(Phrase phrase) {
        if (report.faults.size() < most_faults)
            report.faults.push_back(std::move(phrase));
        else
            ++more;
    }
};

Phrase about(TransactionRow const& row, std::string_view fr, std::string_view en) {
    return {fmt::format("Historique, modification n° {} du {} : {}", row.position, row.at, fr),
            fmt::format("History, change no. {} of {}: {}", row.position, row.at, en)};
}

Result<void> check_transactions(Connection& connection, Faults& faults) {
    auto transactions = connection.prepare("SELECT id, coalesce(position, 0), at, author, module, label, kind, coalesce(reverses, 0), "
                                           "coalesce(previous_hash, ''), entries, hash FROM core_transaction ORDER BY position, id");
    auto entries = connection.prepare("SELECT sequence, entity_table, row, operation, before, after, last_row FROM core_journal WHERE tx = ? ORDER BY sequence");
    if (!transactions)
        return transactions.error();
    if (!entries)
        return entries.error();
    std::string last_hash;
    std::int64_t last_position = 0;
    for (;;) {
        auto const there = transactions->step();
        if (!there)
            return there.error();
        if (!*there)
            break;
        auto const text = [&](int at) { return std::string(transactions->text(at)); };
        TransactionRow const row{transactions->integer(0), transactions->integer(1), text(2), text(3), text(4), text(5), text(6),
                                 transactions->integer(7), text(8)};
        std::int64_t const stated = transactions->integer(9);
        std::string const hash = text(10);
        if (row.position != last_position + 1)
            faults.add(about(row, "des modifications manquent avant celle-ci ou leur ordre a changé.",
                             "changes before this one are missing or their order was changed."));
        else if (row.previous_hash != last_hash)
            faults.add(about(row, "elle ne suit pas la précédente.", "it does not follow the one before."));
        Digest digest;
        add_row(digest, row);
        entries->reset();
        entries->bind(1, row.id);
        auto const count = add_entries(digest, *entries);
        if (!count)
            return count.error();
        if (*count != stated)
            faults.add(about(row, fmt::format("elle compte {} lignes au lieu de {}.", *count, stated),
                             fmt::format("it has {} entries instead of {}.", *count, stated)));
        else if (digest.finish() != hash)
            faults.add(about(row, "son contenu ne correspond plus à son sceau.", "its content no longer matches its seal."));
        faults.report.transactions += 1;
        faults.report.entries += *count;
        last_position = row.position;
        last_hash = hash;
    }
    auto head = connection.prepare("SELECT position, coalesce(hash, '') FROM core_current");
    if (!head)
        return head.error();
    auto const there = head->step();
    if (!there)
        return there.error();
    if (!*there || head->integer(0) != last_position || head->text(1) != last_hash)
        faults.add({"Historique : les dernières modifications scellées manquent.", "History: the last sealed changes are missing."});
    return {};
}

} // namespace

Result<ChainReport> verify_chain(Connection& connection) {
    ChainReport report;
    Faults faults{report};
    PASSERELLE_TRY(connection.begin_read());
    auto const check = [&]() -> Result<void> {
        PASSERELLE_TRY(check_transactions(connection, faults));
        auto const foreign = single_integer(connection, "SELECT count(*) FROM core_journal WHERE tx IS NULL");
        if (!foreign)
            return foreign.error();
        report.foreign_entries = *foreign;
        auto const all = single_integer(connection, "SELECT count(*) FROM core_journal");
        if (!all)
            return all.error();
        if (std::int64_t const loose = *all - report.entries - report.foreign_entries; loose != 0)
            faults.add({fmt::format("Historique : {} lignes ne se rattachent à aucune modification scellée.", loose),
                        fmt::format("History: {} entries belong to no sealed change.", loose)});
        return {};
    };
    auto const checked = check();
    connection.end_read();
    if (!checked)
        return checked.error();
    if (faults.more > 0)
        report.faults.push_back({fmt::format("Et {} autres.", faults.more), fmt::format("And {} more.", faults.more)});
    return report;
}

} // namespace passerelle::store
