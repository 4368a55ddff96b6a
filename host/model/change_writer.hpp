// Writes single changes inside a write transaction: validation, module checks, SQL. What Editor::apply and apply_in share.
// Writer thread.
#pragma once
#include "host/model/editor.hpp"
#include "host/model/removal.hpp"
#include "host/model/validation.hpp"
#include <map>
#include <set>

namespace passerelle::model {

using Checks = std::map<std::string, RecordCheck, std::less<>>;

class ChangeWriter {
public:
    ChangeWriter(store::WriteTransaction& transaction, Registry const& registry, Checks const& checks)
        : m_transaction(transaction), m_registry(registry), m_checks(checks), m_validator(transaction.connection(), registry)
    {
    }
    /// Knows the whole set: gives ids to its inserts, so that links may lead to them, and tells what will be deleted.
    void announce(std::vector<Change> const&);
    /// The change at a position of the announced set. Issues carry that position; one of level error: nothing was written, id 0.
    [[nodiscard]] Result<std::int64_t> make(Change const&, std::size_t position, std::vector<Issue>&);

private:
    [[nodiscard]] std::int64_t real_id(std::int64_t) const;
    [[nodiscard]] Value resolved(Value) const;
    [[nodiscard]] bool merge(Entity const&, Change const&, Record& after, std::set<Field const*>& touched, std::vector<Issue>&) const;
    void check_expected(Entity const&, Change const&, Record const& stored, std::vector<Issue>&) const;
    [[nodiscard]] Result<std::int64_t> insert(Entity const&, Change const&, std::int64_t id, std::vector<Issue>&);
    [[nodiscard]] Result<std::int64_t> update(Entity const&, Change const&, std::vector<Issue>&);
    [[nodiscard]] Result<void> write_cells(Entity const&, Field const&, std::int64_t owner, Value const& before, Value const& after);
    void check_by_module(Record const& after, Record const* before, std::vector<Issue>&) const;

    store::WriteTransaction& m_transaction;
    Registry const& m_registry;
    Checks const& m_checks;
    Validator m_validator;
    std::vector<std::int64_t> m_new_ids; ///< by position; 0: not an insert
    std::set<RecordKey> m_leaving;
};

/// Replaces the cells of one owner by what differs. Shared with BulkWriter.
[[nodiscard]] Result<void> replace_cells(store::Connection&, std::string const& cells_table, std::int64_t owner, psl::Cells const& before, psl::Cells const& after);

} // namespace passerelle::model
