#include "host/model/columns.hpp"
#include "host/model/value_json.hpp"

namespace passerelle::model {

std::string sql_name(std::string_view name)
{
    std::string out = "\"";
    for (char const c : name)
        if (c != '"')
            out += c;
    return out + '"';
}

std::vector<std::string_view> column_types(Field const& field)
{
    switch (field.type) {
    case FieldType::integer:
    case FieldType::decimal:
    case FieldType::percent:
    case FieldType::boolean:
    case FieldType::link:
        return {"INTEGER"};
    case FieldType::money:
        return {"INTEGER", "TEXT"};
    case FieldType::period:
        return {"TEXT", "TEXT"};
    case FieldType::point:
        return {"REAL", "REAL"};
    case FieldType::count:
        return {};
    default:
        return {"TEXT"};
    }
}

std::vector<std::string> columns_of(Entity const& entity)
{
    std::vector<std::string> columns;
    for (auto const& field : entity.fields)
        for (auto& column : Entity::columns_of(field))
            columns.push_back(std::move(column));
    return columns;
}

std::string select_list(Entity const& entity)
{
    std::string list = "\"id\",\"origin\"";
    for (auto const& column : columns_of(entity))
        list += ',' + sql_name(column);
    return list;
}

void bind_field(store::Statement& statement, int at, Field const& field, Value const& value)
{
    if (is_null(value)) {
        for (std::size_t part = 0; part < column_types(field).size(); ++part)
            statement.bind_null(at + static_cast<int>(part));
        return;
    }
    switch (field.type) {
    case FieldType::text:
    case FieldType::long_text:
    case FieldType::choice:
        statement.bind(at, std::string_view{std::get<std::string>(value)});
        break;
    case FieldType::integer:
        statement.bind(at, std::get<std::int64_t>(value));
        break;
    case FieldType::decimal:
    case FieldType::percent:
        statement.bind(at, std::get<Scaled>(value).number);
        break;
    case FieldType::boolean:
        statement.bind(at, std::int64_t{std::get<bool>(value)});
        break;
    case FieldType::link:
        statement.bind(at, std::get<RecordId>(value).value);
        break;
    case FieldType::date:
        statement.bind(at, std::string_view{std::get<psl::Date>(value).iso()});
        break;
    case FieldType::money: {
        auto const& money = std::get<psl::Money>(value);
        statement.bind(at, money.minor).bind(at + 1, std::string_view{money.currency});
        break;
    }
    case FieldType::period: {
        auto const& period = std::get<Period>(value);
        for (auto const& [end, column] : {std::pair{period.from, at}, std::pair{period.to, at + 1}}) {
            if (end)
                statement.bind(column, std::string_view{end->iso()});
            else
                statement.bind_null(column);
        }
        break;
    }
    case FieldType::point: {
        auto const& point = std::get<Point>(value);
        statement.bind(at, point.latitude).bind(at + 1, point.longitude);
        break;
    }
    case FieldType::choices:
    case FieldType::links:
    case FieldType::translatable:
    case FieldType::file:
        statement.bind(at, std::string_view{value_to_json(value)});
        break;
    case FieldType::count:
        break;
    }
}

Value read_field(store::Statement const& row, int at, Field const& field)
{
    using store::ColumnKind;
    auto const kind = row.kind(at);
    switch (field.type) {
    case FieldType::text:
    case FieldType::long_text:
    case FieldType::choice:
        return kind == ColumnKind::null ? Value{} : Value{std::string{row.text(at)}};
    case FieldType::integer:
        return kind == ColumnKind::integer ? Value{row.integer(at)} : Value{};
    case FieldType::decimal:
    case FieldType::percent:
        return kind == ColumnKind::integer ? Value{Scaled{row.integer(at), field.scale}} : Value{};
    case FieldType::boolean:
        return kind == ColumnKind::integer ? Value{row.integer(at) != 0} : Value{};
    case FieldType::link:
        return kind == ColumnKind::integer ? Value{RecordId{row.integer(at)}} : Value{};
    case FieldType::date: {
        auto const date = psl::Date::parse(row.text(at));
        return date ? Value{*date} : Value{};
    }
    case FieldType::money:
        return kind == ColumnKind::integer && row.kind(at + 1) == ColumnKind::text ? Value{psl::Money{row.integer(at), std::string{row.text(at + 1)}}} : Value{};
    case FieldType::period: {
        Period const period{psl::Date::parse(row.text(at)), psl::Date::parse(row.text(at + 1))};
        return period.from || period.to ? Value{period} : Value{};
    }
    case FieldType::point:
        return kind == ColumnKind::null || row.is_null(at + 1) ? Value{} : Value{Point{row.real(at), row.real(at + 1)}};
    case FieldType::choices:
    case FieldType::links:
    case FieldType::translatable:
    case FieldType::file: {
        if (kind == ColumnKind::null)
            return {};
        auto value = value_from_json(field, row.text(at));
        return value ? std::move(*value) : Value{};
    }
    case FieldType::count:
        return {};
    }
    return {};
}

bool suits(Field const& field, Value const& value)
{
    if (is_null(value))
        return true;
    switch (field.type) {
    case FieldType::text:
    case FieldType::long_text:
    case FieldType::choice:
        return std::holds_alternative<std::string>(value);
    case FieldType::translatable:
        return std::holds_alternative<Translations>(value);
    case FieldType::integer:
        return std::holds_alternative<std::int64_t>(value);
    case FieldType::decimal:
    case FieldType::percent: {
        auto const* const scaled = std::get_if<Scaled>(&value);
        return scaled && scaled->scale == field.scale;
    }
    case FieldType::money:
        return std::holds_alternative<psl::Money>(value);
    case FieldType::date:
        return std::holds_alternative<psl::Date>(value);
    case FieldType::period:
        return std::holds_alternative<Period>(value);
    case FieldType::boolean:
        return std::holds_alternative<bool>(value);
    case FieldType::choices:
        return std::holds_alternative<Codes>(value);
    case FieldType::link:
        return std::holds_alternative<RecordId>(value);
    case FieldType::links:
        return std::holds_alternative<Ids>(value);
    case FieldType::point:
        return std::holds_alternative<Point>(value);
    case FieldType::file:
        return std::holds_alternative<FileRef>(value);
    case FieldType::count:
        return std::holds_alternative<psl::Cells>(value);
    }
    return false;
}

Value stored_form(Field const& field, Value value)
{
    if (auto const* const text = std::get_if<std::string>(&value); text && text->empty())
        return {};
    if (auto const* const codes = std::get_if<Codes>(&value); codes && codes->empty())
        return {};
    if (auto const* const ids = std::get_if<Ids>(&value); ids && ids->empty())
        return {};
    if (auto* const translations = std::get_if<Translations>(&value)) {
        std::erase_if(translations->texts, [](auto const& each) { return each.second.empty(); });
        if (translations->texts.empty())
            return {};
    }
    if (auto const* const period = std::get_if<Period>(&value); period && !period->from && !period->to)
        return {};
    if (auto const* const cells = std::get_if<psl::Cells>(&value); cells && cells->counts.empty())
        return {};
    // A decimal said with another scale is the same number where nothing is lost.
    if (auto* const scaled = std::get_if<Scaled>(&value); scaled && (field.type == FieldType::decimal || field.type == FieldType::percent)) {
        Scaled moved = *scaled;
        while (moved.scale < field.scale && moved.number <= 900'000'000'000'000'000 && moved.number >= -900'000'000'000'000'000) {
            moved.number *= 10;
            ++moved.scale;
        }
        while (moved.scale > field.scale && moved.number % 10 == 0) {
            moved.number /= 10;
            --moved.scale;
        }
        if (moved.scale == field.scale)
            *scaled = moved;
    }
    return value;
}

} // namespace passerelle::model
