#include "host/model/bulk.hpp"
#include "host/base/text.hpp"
#include "host/model/bulk_layout.hpp"
#include "host/model/change_writer.hpp"
#include "host/model/columns.hpp"
#include "host/model/removal.hpp"
#include "host/model/validation.hpp"
#include "host/model/value_json.hpp"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <unordered_map>
#include <unordered_set>

namespace passerelle::model {

namespace {

using store::ColumnKind;

constexpr std::size_t most_known_links = 100'000;

/// A record of this import that may have children, until its outermost parent is complete.
struct Node {
    bool created = false;
    std::vector<std::pair<Entity const*, std::int64_t>> children;
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

void bind_bulk(store::Statement& statement, int at, BulkCell const& cell)
{
    switch (cell.kind) {
    case ColumnKind::null:
        statement.bind_null(at);
        break;
    case ColumnKind::integer:
        statement.bind(at, cell.integer);
        break;
    case ColumnKind::real:
        statement.bind(at, cell.real);
        break;
    default:
        statement.bind_borrowed(at, cell.text);
    }
}

} // namespace

struct BulkWriter::Impl {
    store::WriteTransaction& transaction;
    Registry const& registry;
    std::string origin;
    std::unordered_map<std::string, std::unique_ptr<BulkLayout>> layouts;
    std::unordered_map<std::int64_t, Node> nodes;
    std::unordered_map<Entity const*, std::unordered_set<std::int64_t>> known_links;
    std::unordered_map<Entity const*, std::optional<store::Statement>> finders, exists;
    std::unordered_map<Entity const*, std::vector<Registry::Incoming>> children;
    std::string last_currency;
    bool search_put_off = false;

    [[nodiscard]] store::Connection& writer() { return transaction.connection(); }

    Result<store::Statement*> prepared(std::optional<store::Statement>& statement, std::string const& sql)
    {
        if (!statement) {
            auto made = writer().prepare(sql);
            if (!made)
                return made.error();
            statement.emplace(std::move(*made));
        }
        return &*statement;
    }

    // Values -------------------------------------------------------------------------------------------------------------

    /// One field's values into its cells. False: an issue of level error was added.
    Result<bool> convert(BulkLayout& layout, BulkField& bulk, std::span<Simple const> values, std::vector<Issue>& issues)
    {
        Field const& field = *bulk.field;
        Simple const& first = bulk.source[0] >= 0 ? values[static_cast<std::size_t>(bulk.source[0])] : values[static_cast<std::size_t>(bulk.source[1])];
        BulkCell* const cell = bulk.column[0] >= 0 ? &layout.cells[static_cast<std::size_t>(bulk.column[0])] : nullptr;
        if (cell)
            *cell = {};
        switch (field.type) {
        case FieldType::text:
        case FieldType::long_text:
            return text(field, first, *cell, issues);
        case FieldType::choice:
            return choice(bulk, first, *cell, issues);
        case FieldType::integer:
        case FieldType::boolean:
            return integer(field, first, *cell, issues);
        case FieldType::decimal:
        case FieldType::percent:
            return decimal(field, first, *cell, issues);
        case FieldType::date:
            return date(field, first, *cell, issues);
        case FieldType::link:
            return link(bulk, first, *cell, issues);
        case FieldType::money:
            return money(layout, bulk, values, issues);
        case FieldType::period:
            return period(layout, bulk, values, issues);
        case FieldType::point:
            return point(layout, bulk, values, issues);
        case FieldType::translatable:
        case FieldType::choices:
        case FieldType::links:
        case FieldType::file:
        case FieldType::count:
            return json(layout, bulk, first, cell, issues);
        }
        return false;
    }

    static bool refuse(std::vector<Issue>& issues, Issue issue)
    {
        issues.push_back(std::move(issue));
        return false;
    }

    static void set_text(BulkCell& cell, std::string_view text)
    {
        cell.kind = ColumnKind::text;
        cell.text = text;
    }
    static void set_integer(BulkCell& cell, std::int64_t number)
    {
        cell.kind = ColumnKind::integer;
        cell.integer = number;
    }

    static bool text(Field const& field, Simple const& value, BulkCell& cell, std::vector<Issue>& issues)
    {
        if (std::holds_alternative<std::monostate>(value))
            return true;
        auto const* const given = std::get_if<std::string_view>(&value);
        if (!given || given->find('\0') != std::string_view::npos || !is_valid_utf8(*given))
            return refuse(issues, type_issue(field));
        if (given->empty())
            return true;
        if (field.max && static_cast<std::int64_t>(given->size()) > *field.max && characters(*given) > *field.max)
            return refuse(issues, length_issue(field));
        set_text(cell, *given);
        return true;
    }

    bool choice(BulkField& bulk, Simple const& value, BulkCell& cell, std::vector<Issue>& issues)
    {
        if (!text(*bulk.field, value, cell, issues))
            return false;
        if (cell.kind == ColumnKind::null || !bulk.list || cell.text == bulk.last_code)
            return true;
        if (bulk.list->find(cell.text) || is_added_code(writer(), registry, *bulk.list, cell.text)) {
            bulk.last_code = cell.text;
            return true;
        }
        issues.push_back(code_issue(*bulk.field, *bulk.list, cell.text));
        return issues.back().level != IssueLevel::error;
    }

    static bool within(Field const& field, std::int64_t number, std::vector<Issue>& issues)
    {
        if ((field.min && number < *field.min) || (field.max && number > *field.max))
            return refuse(issues, bounds_issue(field));
        return true;
    }

    static bool integer(Field const& field, Simple const& value, BulkCell& cell, std::vector<Issue>& issues)
    {
        if (std::holds_alternative<std::monostate>(value))
            return true;
        auto const* const number = std::get_if<std::int64_t>(&value);
        if (!number || (field.type == FieldType::boolean && *number != 0 && *number != 1))
            return refuse(issues, type_issue(field));
        set_integer(cell, *number);
        return within(field, *number, issues);
    }

    static bool decimal(Field const& field, Simple const& value, BulkCell& cell, std::vector<Issue>& issues)
    {
        if (std::holds_alternative<std::monostate>(value))
            return true;
        std::optional<std::int64_t> number;
        if (auto const* const given = std::get_if<std::string_view>(&value)) {
            if (given->empty())
                return true;
            number = scaled_from_text(*given, field.scale);
        } else if (auto const* const whole = std::get_if<std::int64_t>(&value))
            number = scaled_from_text(std::to_string(*whole), field.scale);
        if (!number)
            return refuse(issues, type_issue(field));
        set_integer(cell, *number);
        return within(field, *number, issues);
    }

    static std::optional<psl::Date> day(Simple const& value)
    {
        auto const* const given = std::get_if<std::string_view>(&value);
        return given ? psl::Date::parse(*given) : std::nullopt;
    }
    static bool is_absent(Simple const& value)
    {
        auto const* const given = std::get_if<std::string_view>(&value);
        return std::holds_alternative<std::monostate>(value) || (given && given->empty());
    }

    static bool date(Field const& field, Simple const& value, BulkCell& cell, std::vector<Issue>& issues)
    {
        if (is_absent(value))
            return true;
        auto const given = day(value);
        if (!given)
            return refuse(issues, type_issue(field));
        set_text(cell, std::get<std::string_view>(value));
        return !(field.min || field.max) || within(field, given->days_since_1970(), issues);
    }

    bool money(BulkLayout& layout, BulkField const& bulk, std::span<Simple const> values, std::vector<Issue>& issues)
    {
        Simple const& minor = values[static_cast<std::size_t>(bulk.source[0])];
        Simple const& currency = values[static_cast<std::size_t>(bulk.source[1])];
        auto& first = layout.cells[static_cast<std::size_t>(bulk.column[0])];
        auto& second = layout.cells[static_cast<std::size_t>(bulk.column[1])];
        first = second = {};
        if (is_absent(minor))
            return true;
        auto const* const number = std::get_if<std::int64_t>(&minor);
        auto const* const code = std::get_if<std::string_view>(&currency);
        if (!number || (!code && !is_absent(currency)))
            return refuse(issues, type_issue(*bulk.field));
        if (!code || (*code != last_currency && !is_known_currency(registry, *code)))
            return refuse(issues, currency_issue(*bulk.field, code ? *code : std::string_view{}));
        last_currency = *code;
        set_integer(first, *number);
        set_text(second, *code);
        return true;
    }

    static bool period(BulkLayout& layout, BulkField const& bulk, std::span<Simple const> values, std::vector<Issue>& issues)
    {
        std::array<std::optional<psl::Date>, 2> ends;
        for (std::size_t part = 0; part < 2; ++part) {
            if (bulk.source[part] < 0)
                continue;
            auto const& value = values[static_cast<std::size_t>(bulk.source[part])];
            auto& cell = layout.cells[static_cast<std::size_t>(bulk.column[part])];
            cell = {};
            if (is_absent(value))
                continue;
            ends[part] = day(value);
            if (!ends[part])
                return refuse(issues, type_issue(*bulk.field));
            set_text(cell, std::get<std::string_view>(value));
        }
        if (ends[0] && ends[1] && *ends[1] < *ends[0])
            return refuse(issues, period_issue(*bulk.field));
        return true;
    }

    static bool point(BulkLayout& layout, BulkField const& bulk, std::span<Simple const> values, std::vector<Issue>& issues)
    {
        std::array<double, 2> degrees{};
        int said = 0;
        for (std::size_t part = 0; part < 2; ++part) {
            auto const& value = values[static_cast<std::size_t>(bulk.source[part])];
            auto& cell = layout.cells[static_cast<std::size_t>(bulk.column[part])];
            cell = {};
            if (is_absent(value))
                continue;
            auto const* const real = std::get_if<double>(&value);
            auto const* const whole = std::get_if<std::int64_t>(&value);
            if (!real && !whole)
                return refuse(issues, type_issue(*bulk.field));
            degrees[part] = real ? *real : static_cast<double>(*whole);
            cell.kind = ColumnKind::real;
            cell.real = degrees[part];
            ++said;
        }
        if (said == 1 || !(std::abs(degrees[0]) <= 90 && std::abs(degrees[1]) <= 180))
            return refuse(issues, type_issue(*bulk.field));
        return true;
    }

    Result<bool> link(BulkField const& bulk, Simple const& value, BulkCell& cell, std::vector<Issue>& issues)
    {
        if (is_absent(value))
            return true;
        if (!bulk.target)
            return refuse(issues, link_issue(*bulk.field));
        if (auto const* const key = std::get_if<std::string_view>(&value)) {
            auto const found = find(*bulk.target, *key);
            if (!found)
                return found.error();
            if (!*found)
                return refuse(issues, link_issue(*bulk.field));
            set_integer(cell, **found);
            return true;
        }
        auto const* const id = std::get_if<std::int64_t>(&value);
        if (!id)
            return refuse(issues, type_issue(*bulk.field));
        set_integer(cell, *id);
        auto& known = known_links[bulk.target];
        if (known.contains(*id))
            return true;
        auto const statement = prepared(exists[bulk.target], fmt::format("SELECT 1 FROM {} WHERE \"id\"=?1", sql_name(bulk.target->table)));
        if (!statement)
            return statement.error();
        auto const there = (*statement)->bind(1, *id).step();
        if (!there)
            return there.error();
        (*statement)->reset();
        if (!*there)
            return refuse(issues, link_issue(*bulk.field));
        know(known, *id);
        return true;
    }

    static void know(std::unordered_set<std::int64_t>& known, std::int64_t id)
    {
        if (known.size() >= most_known_links)
            known.clear();
        known.insert(id);
    }

    Result<bool> json(BulkLayout& layout, BulkField const& bulk, Simple const& value, BulkCell* cell, std::vector<Issue>& issues)
    {
        Field const& field = *bulk.field;
        if (field.type == FieldType::count)
            layout.counts.emplace_back(&bulk, psl::Cells{});
        if (is_absent(value))
            return true;
        auto const* const given = std::get_if<std::string_view>(&value);
        if (!given)
            return refuse(issues, type_issue(field));
        if (field.type == FieldType::translatable && is_plain_translations(*given) && (!field.max || static_cast<std::int64_t>(given->size()) <= *field.max)) {
            set_text(*cell, *given);
            return true;
        }
        auto read = value_from_json(field, *given);
        if (!read)
            return refuse(issues, {0, field.id, IssueLevel::error, read.error().sentence});
        auto const kept = stored_form(field, std::move(*read));
        if (is_null(kept))
            return true;
        std::size_t const before = issues.size();
        Validator{writer(), registry}.check_field(*layout.entity, field, kept, nullptr, issues);
        if (std::any_of(issues.begin() + static_cast<std::ptrdiff_t>(before), issues.end(), [](Issue const& issue) { return issue.level == IssueLevel::error; }))
            return false;
        if (field.type == FieldType::count) {
            layout.counts.back().second = std::get<psl::Cells>(kept);
            return true;
        }
        auto& scratch = layout.scratch[static_cast<std::size_t>(bulk.column[0])];
        scratch = value_to_json(kept);
        set_text(*cell, scratch);
        return true;
    }

    // Rows ---------------------------------------------------------------------------------------------------------------

    Result<std::optional<std::int64_t>> find(Entity const& entity, std::string_view key_text)
    {
        std::optional<std::int64_t> const none;
        if (entity.key.empty())
            return none;
        auto& finder = finders[&entity];
        if (!finder) {
            std::string where;
            for (auto const& id : entity.key)
                if (Field const* const field = entity.field(id))
                    for (auto const& column : Entity::columns_of(*field))
                        where += fmt::format("{}{}=?", where.empty() ? "" : " AND ", sql_name(column));
            auto made = writer().prepare(fmt::format("SELECT \"id\" FROM {} WHERE {}", sql_name(entity.table), where));
            if (!made)
                return made.error();
            finder.emplace(std::move(*made));
        }
        finder->reset();
        int at = 1;
        for (auto const& id : entity.key) {
            Field const* const field = entity.field(id);
            std::size_t const columns = field ? column_types(*field).size() : 0;
            for (std::size_t part = 0; part < columns; ++part) {
                auto const end = key_text.find('\x1f');
                std::string_view const piece = key_text.substr(0, end);
                key_text = end == std::string_view::npos ? std::string_view{} : key_text.substr(end + 1);
                if (piece.empty())
                    return none;
                if (column_types(*field)[part] == "INTEGER") {
                    std::optional<std::int64_t> number;
                    if (field->type == FieldType::decimal || field->type == FieldType::percent)
                        number = scaled_from_text(piece, field->scale);
                    else {
                        std::int64_t read = 0;
                        auto const [stop, error] = std::from_chars(piece.data(), piece.data() + piece.size(), read);
                        if (error == std::errc{} && stop == piece.data() + piece.size())
                            number = read;
                    }
                    if (!number)
                        return none;
                    finder->bind(at++, *number);
                } else
                    finder->bind_borrowed(at++, piece);
            }
        }
        auto const there = finder->step();
        if (!there)
            return there.error();
        std::optional<std::int64_t> const found = *there ? std::optional{finder->integer(0)} : none;
        finder->reset();
        return found;
    }

    Result<psl::Cells> stored_cells(std::string const& table, std::int64_t owner)
    {
        psl::Cells cells;
        auto rows = writer().prepare(fmt::format("SELECT \"sex\",\"age\",\"disability\",\"n\" FROM {} WHERE \"owner\"=?1", sql_name(table)));
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
            std::string const table = layout.entity->cells_table(*bulk->field);
            psl::Cells before;
            if (!created) {
                auto stored = stored_cells(table, id);
                if (!stored)
                    return stored.error();
                before = std::move(*stored);
            }
            if (before == cells)
                continue;
            PASSERELLE_TRY(replace_cells(writer(), table, id, before, cells));
            changed = true;
        }
        return changed;
    }

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

    Result<std::optional<PutResult>> match(BulkLayout& layout, std::vector<Issue>& issues)
    {
        std::optional<PutResult> const none;
        if (layout.key_columns.empty())
            return none;
        auto const select = prepared(layout.select, layout.select_sql);
        if (!select)
            return select.error();
        auto& row = **select;
        row.reset();
        for (std::size_t at = 0; at < layout.key_columns.size(); ++at) {
            auto const& cell = layout.cells[static_cast<std::size_t>(layout.key_columns[at])];
            if (cell.kind == ColumnKind::null)
                return none;
            bind_bulk(row, static_cast<int>(at) + 1, cell);
        }
        auto const there = row.step();
        if (!there)
            return there.error();
        if (!*there) {
            row.reset();
            return none;
        }
        std::int64_t const id = row.integer(0);
        bool same = true;
        for (std::size_t at = 0; same && at < layout.cells.size(); ++at)
            same = equal(row, static_cast<int>(at) + 1, layout.cells[at]);
        if (!same)
            tell_transitions(layout, row, issues);
        row.reset();
        if (!same) {
            auto const update = prepared(layout.update, layout.update_sql);
            if (!update)
                return update.error();
            auto& statement = **update;
            statement.bind(1, id);
            for (std::size_t at = 0; at < layout.cells.size(); ++at)
                bind_bulk(statement, static_cast<int>(at) + 2, layout.cells[at]);
            auto const done = statement.run();
            statement.reset();
            if (!done)
                return done.error();
        }
        auto const counts = put_counts(layout, id, false);
        if (!counts)
            return counts.error();
        return std::optional{PutResult{same && !*counts ? PutOutcome::unchanged : PutOutcome::changed, id}};
    }

    /// New rows enter the index of text after the import; the mark says from which id on.
    Result<void> put_search_off(std::int64_t id)
    {
        search_put_off = true;
        auto statement = writer().prepare("UPDATE core_search_pending SET from_id=min(from_id,?1)");
        if (!statement)
            return statement.error();
        return statement->bind(1, id).run();
    }

    Result<PutResult> create(BulkLayout& layout, std::vector<Issue>& issues)
    {
        bool complete = true;
        for (Field const* const field : layout.left_out)
            complete = refuse(issues, required_issue(*field));
        if (!complete)
            return PutResult{};
        std::int64_t const id = transaction.new_id();
        if (!search_put_off)
            PASSERELLE_TRY(put_search_off(id));
        auto const insert = prepared(layout.insert, layout.insert_sql);
        if (!insert)
            return insert.error();
        auto& statement = **insert;
        statement.bind(1, id);
        if (origin.empty())
            statement.bind_null(2);
        else
            statement.bind_borrowed(2, origin);
        int at = 3;
        for (auto const& cell : layout.cells)
            bind_bulk(statement, at++, cell);
        for (auto const& [field, value] : layout.defaults) {
            bind_field(statement, at, *field, value);
            at += static_cast<int>(column_types(*field).size());
        }
        auto const done = statement.run();
        statement.reset();
        if (!done) {
            if (done.error().status != Status::conflict)
                return done.error();
            issues.push_back({0, "", IssueLevel::error,
                              {fmt::format("{}\u00A0: une autre fiche porte déjà une valeur qui doit être unique.", layout.entity->label.fr),
                               fmt::format("{}: another record already holds a value that must be unique.", layout.entity->label.en)}});
            return PutResult{};
        }
        if (auto const counts = put_counts(layout, id, true); !counts)
            return counts.error();
        return PutResult{PutOutcome::created, id};
    }

    void remember(BulkLayout const& layout, PutResult const& result)
    {
        bool const created = result.outcome == PutOutcome::created;
        if (layout.has_children) {
            auto const [node, fresh] = nodes.try_emplace(result.id);
            node->second.created = fresh ? created : node->second.created;
        }
        if (created)
            know(known_links[layout.entity], result.id);
        if (layout.parent_column < 0)
            return;
        auto const& parent = layout.cells[static_cast<std::size_t>(layout.parent_column)];
        if (parent.kind == ColumnKind::integer)
            nodes[parent.integer].children.emplace_back(layout.entity, result.id);
    }

    Result<PutResult> put(BulkLayout& layout, std::span<Simple const> values, std::vector<Issue>& issues)
    {
        layout.counts.clear();
        bool sound = true;
        for (auto& bulk : layout.fields) {
            auto const converted = convert(layout, bulk, values, issues);
            if (!converted)
                return converted.error();
            sound = sound && *converted;
            if (*converted && bulk.field->required) {
                bool const counted = bulk.field->type != FieldType::count || !layout.counts.back().second.counts.empty();
                bool const said = bulk.column[0] < 0 || layout.cells[static_cast<std::size_t>(bulk.column[0])].kind != ColumnKind::null ||
                                  (bulk.column[1] >= 0 && layout.cells[static_cast<std::size_t>(bulk.column[1])].kind != ColumnKind::null);
                if (!counted || !said)
                    sound = refuse(issues, required_issue(*bulk.field));
            }
        }
        if (!sound)
            return PutResult{};
        auto const matched = match(layout, issues);
        if (!matched)
            return matched.error();
        if (*matched) {
            remember(layout, **matched);
            return **matched;
        }
        auto const made = create(layout, issues);
        if (!made)
            return made.error();
        if (made->outcome == PutOutcome::created)
            remember(layout, *made);
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

    Result<std::int64_t> remove_unseen(Entity const& child, std::int64_t parent, std::unordered_set<std::int64_t> const& seen, std::vector<Issue>& issues)
    {
        std::int64_t removed = 0;
        std::vector<std::int64_t> unseen;
        {
            auto rows = writer().prepare(fmt::format("SELECT \"id\" FROM {} WHERE {}=?1 AND \"origin\"=?2", sql_name(child.table), sql_name(child.parent)));
            if (!rows)
                return rows.error();
            rows->bind(1, parent).bind(2, std::string_view{origin});
            while (true) {
                auto const there = rows->step();
                if (!there)
                    return there.error();
                if (!*there)
                    break;
                if (!seen.contains(rows->integer(0)))
                    unseen.push_back(rows->integer(0));
            }
        }
        for (auto const id : unseen) {
            std::size_t const before = issues.size();
            auto const gone = remove_record(writer(), registry, {&child, id}, {}, issues);
            if (!gone)
                return gone.error();
            for (std::size_t at = before; at < issues.size(); ++at)
                issues[at].level = IssueLevel::warning;
            known_links.clear(); // what went with it is not told
            removed += *gone;
        }
        return removed;
    }

    Result<void> complete(Entity const& entity, std::int64_t id, std::vector<Removed>& removed, std::vector<Issue>& issues)
    {
        auto const found = nodes.find(id);
        if (found == nodes.end())
            return {};
        Node const node = std::move(found->second);
        nodes.erase(found);
        if (!node.created && !origin.empty())
            for (auto const& incoming : children_of(entity)) {
                std::unordered_set<std::int64_t> seen;
                for (auto const& [child, child_id] : node.children)
                    if (child == incoming.entity)
                        seen.insert(child_id);
                auto const gone = remove_unseen(*incoming.entity, id, seen, issues);
                if (!gone)
                    return gone.error();
                if (*gone == 0)
                    continue;
                auto known = std::find_if(removed.begin(), removed.end(), [&](Removed const& each) { return each.entity == incoming.entity; });
                if (known == removed.end())
                    known = removed.insert(removed.end(), {incoming.entity, 0});
                known->count += *gone;
            }
        for (auto const& [child, child_id] : node.children)
            PASSERELLE_TRY(complete(*child, child_id, removed, issues));
        return {};
    }
};

BulkWriter::BulkWriter(store::WriteTransaction& transaction, Registry const& registry, std::string origin)
    : m_impl(new Impl{transaction, registry, std::move(origin), {}, {}, {}, {}, {}, {}, {}, false})
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
    return m_impl->layouts.emplace(std::move(signature), std::move(*made)).first->second.get();
}

Result<PutResult> BulkWriter::put(BulkLayout& layout, std::span<Simple const> values, std::vector<Issue>& issues) { return m_impl->put(layout, values, issues); }
Result<std::optional<std::int64_t>> BulkWriter::find(Entity const& entity, std::string_view key_text) { return m_impl->find(entity, key_text); }

Result<std::vector<BulkWriter::Removed>> BulkWriter::complete(Entity const& entity, std::int64_t id, std::vector<Issue>& issues)
{
    std::vector<Removed> removed;
    PASSERELLE_TRY(m_impl->complete(entity, id, removed, issues));
    return removed;
}

Result<std::int64_t> BulkWriter::remove_unseen(Entity const& child, std::int64_t parent, std::span<std::int64_t const> seen, std::vector<Issue>& issues)
{
    return m_impl->remove_unseen(child, parent, {seen.begin(), seen.end()}, issues);
}

} // namespace passerelle::model
