#include "host/model/bulk.hpp"
#include "host/model/bulk_image.hpp"
#include "host/model/bulk_inserter.hpp"
#include "host/model/bulk_layout.hpp"
#include "host/model/bulk_pump.hpp"
#include "host/model/bulk_values.hpp"
#include "host/model/change_writer.hpp"
#include "host/model/columns.hpp"
#include "host/model/removal.hpp"
#include "host/model/schema_sql.hpp"
#include "host/model/validation.hpp"
#include "host/store/batch_journal.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace passerelle::model {

namespace {

using store::ColumnKind;

/// A record that was there before this import and may have children that it no longer has.
struct Node {
    std::vector<std::pair<Entity const*, std::int64_t>> children;
};

/// What the publisher no longer says of a record.
struct Unseen {
    Entity const* entity;
    std::int64_t id;
};

bool equal(store::Statement const& row, int at, BulkCell const& cell)
{
    auto const kind = row.kind(at);
    if (kind != cell.kind)
        return false;
    switch (kind) {
    case ColumnKind::null:
        return true;
    case ColumnKind::integer:
        return row.integer(at) == cell.integer;
    case ColumnKind::real:
        return row.real(at) == cell.real;
    default:
        return row.text(at) == cell.text;
    }
}

} // namespace

struct BulkWriter::Impl {
    Impl(store::WriteTransaction& in, Registry const& known, std::string from) : transaction(in), registry(known), origin(std::move(from))
    {
        reading = committed.begin_read().ok();
    }
    ~Impl()
    {
        if (!drain() || !write_cell_totals())
            journal.fail();
        if (reading)
            committed.end_read();
    }
    bool reading = false;

    store::WriteTransaction& transaction;
    Registry const& registry;
    std::string origin;
    store::Connection& writer{transaction.connection()};  ///< the pump's while rows are on their way: see drain()
    store::Connection& committed{transaction.committed()}; ///< as it was before this transaction
    store::BatchJournal journal{transaction};
    BulkValues values{{committed, [this] { return whole(); }, transaction.transaction_id()}, registry};
    std::unordered_map<std::string, std::unique_ptr<BulkLayout>> layouts;
    std::unordered_map<std::int64_t, Node> nodes;
    std::unordered_map<Entity const*, std::vector<Registry::Incoming>> children;
    std::unordered_set<std::int64_t> touched;  ///< ids of before that this import has changed
    std::unordered_set<std::int64_t> reopened; ///< made in this import and put again: their families are no longer counted
    std::vector<Unseen> unseen;
    std::map<std::string, psl::Cells> cell_totals; ///< by cells table: what this import adds to the sum over all owners
    bool search_put_off = false;
    RowChunk chunk;
    RowInserter inserter{writer, journal, origin};
    BulkPump pump{[this](RowChunk const& rows) { return inserter.insert(rows); }};

    /// Ids grow with time: this one was made in this transaction.
    [[nodiscard]] bool is_new(std::int64_t id) const { return id > transaction.transaction_id(); }

    Result<store::Statement*> prepared(std::optional<store::Statement>& statement, std::string const& sql)
    {
        if (!statement) {
            auto made = writer.prepare(sql);
            if (!made)
                return made.error();
            statement.emplace(std::move(*made));
        }
        return &*statement;
    }

    // The way into the store -----------------------------------------------------------------------------------------------

    Result<void> send()
    {
        if (chunk.rows.empty())
            return {};
        auto pushed = pump.push(std::move(chunk));
        chunk = pump.spare();
        return pushed;
    }

    /// After this the writer's connection is ours, with every row in it.
    Result<void> drain()
    {
        PASSERELLE_TRY(send());
        return pump.drain();
    }

    Result<store::Connection*> whole()
    {
        PASSERELLE_TRY(drain());
        return &writer;
    }

    // Cells --------------------------------------------------------------------------------------------------------------

    static Result<psl::Cells> stored_cells(store::Connection& connection, std::string const& table, std::int64_t owner)
    {
        psl::Cells cells;
        auto rows = connection.prepare(fmt::format("SELECT \"sex\",\"age\",\"disability\",\"n\" FROM {} WHERE \"owner\"=?1", sql_name(table)));
        if (!rows)
            return rows.error();
        rows->bind(1, owner);
        while (true) {
            auto const there = rows->step();
            if (!there)
                return there.error();
            if (!*there)
                return cells;
            auto const sex = psl::sex_coded(rows->text(0));
            auto const age = psl::age_coded(rows->text(1));
            auto const disability = psl::disability_coded(rows->text(2));
            if (sex && age && disability)
                cells.counts[{*sex, *age, *disability}] = rows->integer(3);
        }
    }

    /// True where cells changed.
    Result<bool> put_counts(BulkLayout& layout, std::int64_t id, bool created)
    {
        bool changed = false;
        for (auto const& [bulk, cells] : layout.counts) {
            if (created) {
                for (auto const& [key, n] : cells.counts) {
                    chunk.add(bulk->cells_table, id, key, n);
                    cell_totals[bulk->cells_table].counts[key] += n;
                }
                continue;
            }
            store::Connection* reading_from = &committed;
            if (is_new(id) || touched.contains(id)) {
                PASSERELLE_TRY(drain());
                reading_from = &writer;
            }
            auto const before = stored_cells(*reading_from, bulk->cells_table, id);
            if (!before)
                return before.error();
            if (*before == cells)
                continue;
            changed = true;
            touched.insert(id);
            PASSERELLE_TRY(drain());
            PASSERELLE_TRY(replace_cells(writer, bulk->cells_table, id, *before, cells));
            auto& totals = cell_totals[bulk->cells_table].counts;
            for (auto const& [key, n] : cells.counts)
                totals[key] += n;
            for (auto const& [key, n] : before->counts)
                totals[key] -= n;
            for (auto const& step : cell_steps(*before, cells))
                PASSERELLE_TRY(journal.entry(step.operation, bulk->cells_table, id, step.before, step.after));
        }
        return changed;
    }

    // Rows ---------------------------------------------------------------------------------------------------------------

    /// A published state may have skipped steps that people have to take: said, and kept.
    void tell_transitions(BulkLayout const& layout, store::Statement const& row, std::vector<Issue>& issues)
    {
        for (auto const& bulk : layout.fields) {
            Field const& field = *bulk.field;
            if (field.transitions.empty() || bulk.column[0] < 0)
                continue;
            auto const& cell = layout.cells[static_cast<std::size_t>(bulk.column[0])];
            std::string const from{row.text(bulk.column[0] + 1)}, to{cell.text};
            auto const moves = field.transitions.find(from);
            if (cell.kind == ColumnKind::null || from.empty() || from == to || moves == field.transitions.end() ||
                std::find(moves->second.begin(), moves->second.end(), to) != moves->second.end())
                continue;
            issues.push_back(transition_issue(field, bulk.list, from, to));
            issues.back().level = IssueLevel::warning;
        }
    }

    Result<std::string> row_image(BulkLayout& layout, std::int64_t id)
    {
        auto const statement = prepared(layout.read_image, layout.image_sql);
        if (!statement)
            return statement.error();
        auto const there = (*statement)->bind(1, id).step();
        std::string text{there && *there ? (*statement)->text(0) : std::string_view{}};
        (*statement)->reset();
        if (!there)
            return there.error();
        return text;
    }

    Result<void> run_for(std::optional<store::Statement>& kept, std::string const& sql, std::int64_t id)
    {
        auto const statement = prepared(kept, sql);
        if (!statement)
            return statement.error();
        auto const done = (*statement)->bind(1, id).run();
        (*statement)->reset();
        return done;
    }

    Result<void> update(BulkLayout& layout, std::int64_t id, bool text_changes)
    {
        PASSERELLE_TRY(drain());
        touched.insert(id);
        auto const before = row_image(layout, id);
        if (!before)
            return before.error();
        if (text_changes)
            PASSERELLE_TRY(run_for(layout.unindex, layout.unindex_sql, id));
        auto const statement = prepared(layout.update, layout.update_sql);
        if (!statement)
            return statement.error();
        (*statement)->bind(1, id);
        for (std::size_t at = 0; at < layout.cells.size(); ++at)
            bind_bulk(**statement, static_cast<int>(at) + 2, layout.cells[at]);
        auto const done = (*statement)->run();
        (*statement)->reset();
        if (!done)
            return done.error();
        if (text_changes)
            PASSERELLE_TRY(run_for(layout.index, layout.index_sql, id));
        auto const after = row_image(layout, id);
        if (!after)
            return after.error();
        return journal.changed(layout.entity->table, id, *before, *after);
    }

    /// The record of this key among those of before, or (`all`) among those of this import too.
    Result<std::optional<PutResult>> match(BulkLayout& layout, bool all, std::vector<Issue>& issues)
    {
        std::optional<PutResult> const none;
        std::optional<store::Statement> of_writer;
        if (all) {
            PASSERELLE_TRY(drain());
            auto made = writer.prepare(layout.select_sql);
            if (!made)
                return made.error();
            of_writer.emplace(std::move(*made));
        } else if (!layout.select) {
            auto made = committed.prepare(layout.select_sql);
            if (!made)
                return made.error();
            layout.select.emplace(std::move(*made));
        }
        auto& row = all ? *of_writer : *layout.select;
        for (std::size_t at = 0; at < layout.key_columns.size(); ++at)
            bind_bulk(row, static_cast<int>(at) + 1, layout.cells[static_cast<std::size_t>(layout.key_columns[at])]);
        auto const there = row.step();
        if (!there || !*there) {
            row.reset();
            return there ? Result<std::optional<PutResult>>{none} : there.error();
        }
        if (!all && touched.contains(row.integer(0))) {
            row.reset();
            return match(layout, true, issues);
        }
        std::int64_t const id = row.integer(0);
        bool same = true, text_changes = false;
        for (std::size_t at = 0; at < layout.cells.size(); ++at)
            if (!equal(row, static_cast<int>(at) + 1, layout.cells[at])) {
                same = false;
                text_changes = text_changes || layout.columns[at].searched;
            }
        if (!same)
            tell_transitions(layout, row, issues);
        row.reset();
        if (!same)
            PASSERELLE_TRY(update(layout, id, text_changes));
        auto const counts = put_counts(layout, id, false);
        if (!counts)
            return counts.error();
        return std::optional{PutResult{same && !*counts ? PutOutcome::unchanged : PutOutcome::changed, id}};
    }

    /// New rows enter the index of text together, later; the mark says from which id on.
    Result<void> put_search_off(std::int64_t id)
    {
        search_put_off = true;
        auto statement = writer.prepare("UPDATE core_search_pending SET from_id=min(from_id,?1)");
        if (!statement)
            return statement.error();
        return statement->bind(1, id).run();
    }

    Result<PutResult> create(BulkLayout& layout, std::vector<Issue>& issues)
    {
        bool complete = true;
        for (Field const* const field : layout.left_out) {
            issues.push_back(required_issue(*field));
            complete = false;
        }
        if (!complete)
            return PutResult{};
        std::int64_t const id = transaction.new_id();
        if (!search_put_off) {
            PASSERELLE_TRY(drain());
            PASSERELLE_TRY(put_search_off(id));
        }
        if (layout.has_unique) {
            PASSERELLE_TRY(drain());
            RowChunk one;
            one.add(layout, id);
            if (auto const done = inserter.insert_row(one, one.rows.front()); !done) {
                if (done.error().status != Status::conflict)
                    return done.error();
                issues.push_back({0, "", IssueLevel::error,
                                  {fmt::format("{}\u00A0: une autre fiche porte déjà une valeur qui doit être unique.", layout.entity->label.fr),
                                   fmt::format("{}: another record already holds a value that must be unique.", layout.entity->label.en)}});
                return PutResult{};
            }
        } else
            chunk.add(layout, id);
        if (auto const counts = put_counts(layout, id, true); !counts)
            return counts.error();
        if (chunk.is_enough())
            PASSERELLE_TRY(send());
        return PutResult{PutOutcome::created, id};
    }

    void remember(BulkLayout const& layout, PutResult const& result)
    {
        bool const created = is_new(result.id);
        if (created && layout.is_linked)
            values.know(*layout.entity, result.id);
        if (!created && layout.has_children)
            nodes.try_emplace(result.id);
        if (layout.parent_column < 0)
            return;
        auto const& parent = layout.cells[static_cast<std::size_t>(layout.parent_column)];
        if (parent.kind == ColumnKind::integer && !is_new(parent.integer))
            nodes[parent.integer].children.emplace_back(layout.entity, result.id);
    }

    /// Every part of the key is there, so the record may be known already.
    [[nodiscard]] static bool has_key(BulkLayout const& layout)
    {
        return !layout.key_columns.empty() && std::none_of(layout.key_columns.begin(), layout.key_columns.end(), [&](int at) {
            return layout.cells[static_cast<std::size_t>(at)].kind == ColumnKind::null;
        });
    }

    Result<PutResult> put(BulkLayout& layout, std::span<Simple const> given, std::vector<Issue>& issues)
    {
        layout.counts.clear();
        bool sound = true;
        for (auto& bulk : layout.fields) {
            auto const converted = values.convert(layout, bulk, given, issues);
            if (!converted)
                return converted.error();
            sound = sound && *converted;
            if (*converted && bulk.field->required) {
                bool const counted = bulk.field->type != FieldType::count || !layout.counts.back().second.counts.empty();
                bool const said = bulk.column[0] < 0 || layout.cells[static_cast<std::size_t>(bulk.column[0])].kind != ColumnKind::null ||
                                  (bulk.column[1] >= 0 && layout.cells[static_cast<std::size_t>(bulk.column[1])].kind != ColumnKind::null);
                if (!counted || !said) {
                    issues.push_back(required_issue(*bulk.field));
                    sound = false;
                }
            }
        }
        if (!sound)
            return PutResult{};
        bool const keyed = has_key(layout);
        // Of a parent made in this import nothing can have been there before it.
        auto const parent = keyed && layout.parent_in_key ? layout.cells[static_cast<std::size_t>(layout.parent_column)].integer : 0;
        bool const fresh_parent = is_new(parent), look_again = reopened.contains(parent);
        std::uint64_t const key = keyed ? BulkValues::key_hash(layout) : 0;
        for (bool const all : {false, true}) {
            if (!keyed || (all ? !look_again && !values.may_be_made(key) : fresh_parent))
                continue;
            auto const matched = match(layout, all, issues);
            if (!matched)
                return matched.error();
            if (*matched) {
                if (is_new((*matched)->id) && layout.has_children)
                    reopened.insert((*matched)->id);
                remember(layout, **matched);
                return **matched;
            }
        }
        auto const made = create(layout, issues);
        if (!made)
            return made.error();
        if (made->id != 0) {
            remember(layout, *made);
            if (keyed)
                values.made(key, fresh_parent);
        }
        return *made;
    }

    // Children -----------------------------------------------------------------------------------------------------------

    std::vector<Registry::Incoming> const& children_of(Entity const& entity)
    {
        auto const known = children.find(&entity);
        if (known != children.end())
            return known->second;
        std::vector<Registry::Incoming> found;
        for (auto const& incoming : registry.links_to(entity.id))
            if (incoming.field->type == FieldType::link && incoming.entity->parent == incoming.field->id)
                found.push_back(incoming);
        return children.emplace(&entity, std::move(found)).first->second;
    }

    Result<void> look_for_unseen(Entity const& child, std::int64_t parent, std::unordered_set<std::int64_t> const& seen)
    {
        auto rows = committed.prepare(fmt::format("SELECT \"id\" FROM {} WHERE {}=?1 AND \"origin\"=?2", sql_name(child.table), sql_name(child.parent)));
        if (!rows)
            return rows.error();
        rows->bind(1, parent).bind(2, std::string_view{origin});
        while (true) {
            auto const there = rows->step();
            if (!there)
                return there.error();
            if (!*there)
                return {};
            if (!seen.contains(rows->integer(0)))
                unseen.push_back({&child, rows->integer(0)});
        }
    }

    Result<void> complete(Entity const& entity, std::int64_t id)
    {
        if (entity.parent.empty())
            values.forget_family();
        auto const found = nodes.find(id);
        if (found == nodes.end())
            return {};
        Node const node = std::move(found->second);
        nodes.erase(found);
        if (!origin.empty())
            for (auto const& incoming : children_of(entity)) {
                std::unordered_set<std::int64_t> seen;
                for (auto const& [child, child_id] : node.children)
                    if (child == incoming.entity)
                        seen.insert(child_id);
                PASSERELLE_TRY(look_for_unseen(*incoming.entity, id, seen));
            }
        for (auto const& [child, child_id] : node.children)
            PASSERELLE_TRY(complete(*child, child_id));
        return {};
    }

    Result<void> write_cell_totals()
    {
        for (auto const& [table, added] : cell_totals) {
            auto add = writer.prepare(add_to_cells_total_sql(table));
            if (!add)
                return add.error();
            for (auto const& [key, n] : added.counts)
                PASSERELLE_TRY(add->bind(1, psl::code_of(key.sex)).bind(2, psl::code_of(key.age)).bind(3, psl::code_of(key.disability)).bind(4, n).run());
        }
        cell_totals.clear();
        return {};
    }

    Result<std::vector<Removed>> finish(std::vector<Issue>& issues)
    {
        std::vector<Removed> removed;
        PASSERELLE_TRY(drain());
        PASSERELLE_TRY(write_cell_totals());
        if (unseen.empty())
            return removed;
        PASSERELLE_TRY(journal.pause());
        for (auto const& [entity, id] : unseen) {
            std::size_t const before = issues.size();
            auto const gone = remove_record(writer, registry, {entity, id}, {}, issues);
            if (!gone)
                return gone.error();
            for (std::size_t at = before; at < issues.size(); ++at)
                issues[at].level = IssueLevel::warning;
            if (*gone == 0)
                continue;
            auto known = std::find_if(removed.begin(), removed.end(), [&, child = entity](Removed const& each) { return each.entity == child; });
            if (known == removed.end())
                known = removed.insert(removed.end(), {entity, 0});
            known->count += *gone;
        }
        unseen.clear();
        values.forget_known(); // what went with it is not told
        journal.resume();
        return removed;
    }
};

BulkWriter::BulkWriter(store::WriteTransaction& transaction, Registry const& registry, std::string origin)
    : m_impl(std::make_unique<Impl>(transaction, registry, std::move(origin)))
{
}
BulkWriter::~BulkWriter() = default;

Result<BulkLayout*> BulkWriter::layout(Entity const& entity, std::span<std::string_view const> names)
{
    std::string signature = entity.id;
    for (auto const name : names)
        (signature += '\n') += name;
    auto const known = m_impl->layouts.find(signature);
    if (known != m_impl->layouts.end())
        return known->second.get();
    auto made = make_layout(m_impl->registry, entity, names);
    if (!made)
        return made.error();
    PASSERELLE_TRY(prepare_image(m_impl->writer, **made));
    return m_impl->layouts.emplace(std::move(signature), std::move(*made)).first->second.get();
}

Result<PutResult> BulkWriter::put(BulkLayout& layout, std::span<Simple const> values, std::vector<Issue>& issues) { return m_impl->put(layout, values, issues); }
Result<std::optional<std::int64_t>> BulkWriter::find(Entity const& entity, std::string_view key_text) { return m_impl->values.find(entity, key_text); }
Result<void> BulkWriter::complete(Entity const& entity, std::int64_t id) { return m_impl->complete(entity, id); }
Result<std::vector<BulkWriter::Removed>> BulkWriter::finish(std::vector<Issue>& issues) { return m_impl->finish(issues); }

} // namespace passerelle::model
