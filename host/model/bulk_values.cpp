#include "host/model/bulk_values.hpp"
#include "host/base/text.hpp"
#include "host/model/columns.hpp"
#include "host/model/validation.hpp"
#include "host/model/value_json.hpp"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace passerelle::model {

using store::ColumnKind;

namespace {

constexpr std::size_t most_known_links = 200'000;

bool refuse(std::vector<Issue>& issues, Issue issue)
{
    issues.push_back(std::move(issue));
    return false;
}

void set_text(BulkCell& cell, std::string_view text)
{
    cell.kind = ColumnKind::text;
    cell.text = text;
}

void set_integer(BulkCell& cell, std::int64_t number)
{
    cell.kind = ColumnKind::integer;
    cell.integer = number;
}

bool text(Field const& field, Simple const& value, BulkCell& cell, std::vector<Issue>& issues)
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

bool within(Field const& field, std::int64_t number, std::vector<Issue>& issues)
{
    if ((field.min && number < *field.min) || (field.max && number > *field.max))
        return refuse(issues, bounds_issue(field));
    return true;
}

bool integer(Field const& field, Simple const& value, BulkCell& cell, std::vector<Issue>& issues)
{
    if (std::holds_alternative<std::monostate>(value))
        return true;
    auto const* const number = std::get_if<std::int64_t>(&value);
    if (!number || (field.type == FieldType::boolean && *number != 0 && *number != 1))
        return refuse(issues, type_issue(field));
    set_integer(cell, *number);
    return within(field, *number, issues);
}

bool decimal(Field const& field, Simple const& value, BulkCell& cell, std::vector<Issue>& issues)
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

std::optional<psl::Date> day(Simple const& value)
{
    auto const* const given = std::get_if<std::string_view>(&value);
    return given ? psl::Date::parse(*given) : std::nullopt;
}

bool is_absent(Simple const& value)
{
    auto const* const given = std::get_if<std::string_view>(&value);
    return std::holds_alternative<std::monostate>(value) || (given && given->empty());
}

bool date(Field const& field, Simple const& value, BulkCell& cell, std::vector<Issue>& issues)
{
    if (is_absent(value))
        return true;
    auto const given = day(value);
    if (!given)
        return refuse(issues, type_issue(field));
    set_text(cell, std::get<std::string_view>(value));
    return !(field.min || field.max) || within(field, given->days_since_1970(), issues);
}

bool period(BulkLayout& layout, BulkField const& bulk, std::span<Simple const> values, std::vector<Issue>& issues)
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

bool point(BulkLayout& layout, BulkField const& bulk, std::span<Simple const> values, std::vector<Issue>& issues)
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

} // namespace

Result<bool> BulkValues::convert(BulkLayout& layout, BulkField& bulk, std::span<Simple const> values, std::vector<Issue>& issues)
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

Result<bool> BulkValues::choice(BulkField& bulk, Simple const& value, BulkCell& cell, std::vector<Issue>& issues)
{
    if (!text(*bulk.field, value, cell, issues))
        return false;
    if (cell.kind == ColumnKind::null || !bulk.list || cell.text == bulk.last_code)
        return true;
    if (bulk.list->find(cell.text) || is_added_code(m_view.committed, m_registry, *bulk.list, cell.text)) {
        bulk.last_code = cell.text;
        return true;
    }
    issues.push_back(code_issue(*bulk.field, *bulk.list, cell.text));
    return issues.back().level != IssueLevel::error;
}

bool BulkValues::money(BulkLayout& layout, BulkField const& bulk, std::span<Simple const> values, std::vector<Issue>& issues)
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
    if (!code || (*code != m_last_currency && !is_known_currency(m_registry, *code)))
        return refuse(issues, currency_issue(*bulk.field, code ? *code : std::string_view{}));
    m_last_currency = *code;
    set_integer(first, *number);
    set_text(second, *code);
    return true;
}

Result<bool> BulkValues::link(BulkField const& bulk, Simple const& value, BulkCell& cell, std::vector<Issue>& issues)
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
    auto const there = exists(*bulk.target, *id);
    if (!there)
        return there.error();
    return *there || refuse(issues, link_issue(*bulk.field));
}

Result<bool> BulkValues::exists(Entity const& entity, std::int64_t id)
{
    auto const& known = m_known[&entity];
    if (id > m_view.transaction ? std::binary_search(known.made.begin(), known.made.end(), id) : known.before.contains(id))
        return true;
    std::string const sql = fmt::format("SELECT 1 FROM {} WHERE \"id\"=?1", sql_name(entity.table));
    Result<bool> there = false;
    if (id > m_view.transaction) {
        auto const whole = m_view.whole();
        if (!whole)
            return whole.error();
        auto look = (*whole)->prepare(sql);
        if (!look)
            return look.error();
        there = look->bind(1, id).step();
    } else {
        auto look = m_exists.find(&entity);
        if (look == m_exists.end()) {
            auto made = m_view.committed.prepare(sql);
            if (!made)
                return made.error();
            look = m_exists.emplace(&entity, std::move(*made)).first;
        }
        there = look->second.bind(1, id).step();
        look->second.reset();
    }
    if (there && *there)
        know(entity, id);
    return there;
}

Result<bool> BulkValues::json(BulkLayout& layout, BulkField const& bulk, Simple const& value, BulkCell* cell, std::vector<Issue>& issues)
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
    auto read = Result<Value>{Value{}};
    if (auto cells = field.type == FieldType::count ? plain_cells(*given) : std::nullopt)
        read = Value{std::move(*cells)};
    else
        read = value_from_json(field, *given);
    if (!read)
        return refuse(issues, {0, field.id, IssueLevel::error, read.error().sentence});
    auto const kept = stored_form(field, std::move(*read));
    if (is_null(kept))
        return true;
    std::size_t const before = issues.size();
    store::Connection* reading = &m_view.committed;
    if (field.type == FieldType::links) { // some of them may have just been made
        auto const whole = m_view.whole();
        if (!whole)
            return whole.error();
        reading = *whole;
    }
    Validator{*reading, m_registry}.check_field(*layout.entity, field, kept, nullptr, issues);
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

bool BulkValues::read_key(Entity const& entity, std::string_view key_text, std::vector<BulkCell>& cells)
{
    cells.clear();
    for (auto const& id : entity.key) {
        Field const* const field = entity.field(id);
        if (!field)
            continue;
        for (auto const type : column_types(*field)) {
            auto const end = key_text.find('\x1f');
            std::string_view const piece = key_text.substr(0, end);
            key_text = end == std::string_view::npos ? std::string_view{} : key_text.substr(end + 1);
            if (piece.empty())
                return false;
            BulkCell cell;
            if (type == "INTEGER") {
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
                    return false;
                set_integer(cell, *number);
            } else
                set_text(cell, piece);
            cells.push_back(cell);
        }
    }
    return !cells.empty();
}

namespace {

Result<std::optional<std::int64_t>> first_id(store::Statement& statement, std::vector<BulkCell> const& key)
{
    for (std::size_t at = 0; at < key.size(); ++at)
        bind_bulk(statement, static_cast<int>(at) + 1, key[at]);
    auto const there = statement.step();
    if (!there)
        return there.error();
    std::optional<std::int64_t> const found = *there ? std::optional{statement.integer(0)} : std::nullopt;
    statement.reset();
    return found;
}

/// FNV-1a over what the cells hold.
class KeyHash {
public:
    explicit KeyHash(Entity const& entity) { add(&entity, sizeof(void*), true); }
    void add(BulkCell const& cell)
    {
        if (cell.kind == ColumnKind::integer)
            add(&cell.integer, sizeof cell.integer, false);
        else
            add(cell.text.data(), cell.text.size(), false);
        m_hash = (m_hash ^ 0xffU) * prime; // "a","bc" is not "ab","c"
    }
    [[nodiscard]] std::uint64_t value() const { return m_hash; }

private:
    static constexpr std::uint64_t prime = 1099511628211U;
    void add(void const* bytes, std::size_t size, bool address)
    {
        auto const number = reinterpret_cast<std::uintptr_t>(bytes);
        auto const* const from = address ? reinterpret_cast<unsigned char const*>(&number) : static_cast<unsigned char const*>(bytes);
        for (std::size_t at = 0; at < size; ++at)
            m_hash = (m_hash ^ from[at]) * prime;
    }
    std::uint64_t m_hash = 14695981039346656037U;
};

std::uint64_t hash_of(Entity const& entity, std::vector<BulkCell> const& key)
{
    KeyHash hash{entity};
    for (auto const& cell : key)
        hash.add(cell);
    return hash.value();
}

} // namespace

std::uint64_t BulkValues::key_hash(BulkLayout const& layout)
{
    KeyHash hash{*layout.entity};
    for (int const at : layout.key_columns)
        hash.add(layout.cells[static_cast<std::size_t>(at)]);
    return hash.value();
}

void BulkValues::made(std::uint64_t key, bool in_family)
{
    constexpr std::size_t most_in_families = 500'000;
    (in_family ? m_made_in_family : m_made).insert(key);
    if (m_made_in_family.size() > most_in_families) {
        m_lost_count = true;
        m_made_in_family.clear();
    }
}

Result<std::optional<std::int64_t>> BulkValues::find(Entity const& entity, std::string_view key_text)
{
    std::optional<std::int64_t> const none;
    if (entity.key.empty() || !read_key(entity, key_text, m_key))
        return none;
    auto finder = m_finders.find(&entity);
    if (finder == m_finders.end()) {
        std::string where;
        for (auto const& id : entity.key)
            if (Field const* const field = entity.field(id))
                for (auto const& column : Entity::columns_of(*field))
                    where += fmt::format("{}{}=?", where.empty() ? "" : " AND ", sql_name(column));
        std::string sql = fmt::format("SELECT \"id\" FROM {} WHERE {}", sql_name(entity.table), where);
        auto look = m_view.committed.prepare(sql);
        if (!look)
            return look.error();
        finder = m_finders.emplace(&entity, std::move(*look)).first;
        m_find_sql.emplace(&entity, std::move(sql));
    }
    auto const before = first_id(finder->second, m_key);
    if (!before || *before || !may_be_made(hash_of(entity, m_key)))
        return before;
    auto const whole = m_view.whole();
    if (!whole)
        return whole.error();
    auto look = (*whole)->prepare(m_find_sql.at(&entity));
    if (!look)
        return look.error();
    return first_id(*look, m_key);
}

void bind_bulk(store::Statement& statement, int at, BulkCell const& cell)
{
    switch (cell.kind) {
    case ColumnKind::null: statement.bind_null(at); break;
    case ColumnKind::integer: statement.bind(at, cell.integer); break;
    case ColumnKind::real: statement.bind(at, cell.real); break;
    default: statement.bind_borrowed(at, cell.text);
    }
}

void BulkValues::know(Entity const& entity, std::int64_t id)
{
    auto& [before, made] = m_known[&entity];
    if (id > m_view.transaction) {
        // A module may name an old one again: that one is looked up where it is not remembered.
        if (made.empty() || made.back() < id)
            made.push_back(id);
        if (made.size() >= most_known_links)
            made.erase(made.begin(), made.begin() + most_known_links / 2);
    } else {
        if (before.size() >= most_known_links)
            before.clear();
        before.insert(id);
    }
}

} // namespace passerelle::model
