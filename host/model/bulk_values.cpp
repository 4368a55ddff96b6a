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
    if (bulk.list->find(cell.text) || is_added_code(m_writer, m_registry, *bulk.list, cell.text)) {
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
    if (m_known[bulk.target].contains(*id))
        return true;
    auto statement = m_exists.find(bulk.target);
    if (statement == m_exists.end()) {
        auto made = m_writer.prepare(fmt::format("SELECT 1 FROM {} WHERE \"id\"=?1", sql_name(bulk.target->table)));
        if (!made)
            return made.error();
        statement = m_exists.emplace(bulk.target, std::move(*made)).first;
    }
    auto const there = statement->second.bind(1, *id).step();
    statement->second.reset();
    if (!there)
        return there.error();
    if (!*there)
        return refuse(issues, link_issue(*bulk.field));
    know(*bulk.target, *id);
    return true;
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
    auto read = value_from_json(field, *given);
    if (!read)
        return refuse(issues, {0, field.id, IssueLevel::error, read.error().sentence});
    auto const kept = stored_form(field, std::move(*read));
    if (is_null(kept))
        return true;
    std::size_t const before = issues.size();
    Validator{m_writer, m_registry}.check_field(*layout.entity, field, kept, nullptr, issues);
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

Result<std::optional<std::int64_t>> BulkValues::find(Entity const& entity, std::string_view key_text)
{
    std::optional<std::int64_t> const none;
    if (entity.key.empty())
        return none;
    auto finder = m_finders.find(&entity);
    if (finder == m_finders.end()) {
        std::string where;
        for (auto const& id : entity.key)
            if (Field const* const field = entity.field(id))
                for (auto const& column : Entity::columns_of(*field))
                    where += fmt::format("{}{}=?", where.empty() ? "" : " AND ", sql_name(column));
        auto made = m_writer.prepare(fmt::format("SELECT \"id\" FROM {} WHERE {}", sql_name(entity.table), where));
        if (!made)
            return made.error();
        finder = m_finders.emplace(&entity, std::move(*made)).first;
    }
    auto& statement = finder->second;
    statement.reset();
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
                statement.bind(at++, *number);
            } else
                statement.bind_borrowed(at++, piece);
        }
    }
    auto const there = statement.step();
    if (!there)
        return there.error();
    std::optional<std::int64_t> const found = *there ? std::optional{statement.integer(0)} : none;
    statement.reset();
    return found;
}

void BulkValues::know(Entity const& entity, std::int64_t id)
{
    auto& known = m_known[&entity];
    if (known.size() >= most_known_links)
        known.clear();
    known.insert(id);
}

} // namespace passerelle::model
