#include "host/model/record.hpp"
#include "host/base/format.hpp"
#include "host/base/text.hpp"
#include "host/model/columns.hpp"
#include "host/model/record_reader.hpp"
#include <fmt/format.h>

namespace passerelle::model {

namespace {

Error absent(Entity const& entity, std::int64_t id)
{
    return {Status::not_found, {fmt::format("{}\u00A0: aucune fiche ne porte le numéro {}.", entity.plural.fr, id), fmt::format("{}: no record has the number {}.", entity.plural.en, id)}};
}

constexpr int deepest_title = 3;

std::string title_at(store::Connection&, Registry const&, Entity const&, std::int64_t id, Language, int depth);

std::string displayed_at(store::Connection& connection, Registry const& registry, Field const& field, Value const& value, Language language, int depth)
{
    if (is_null(value) || !suits(field, value))
        return {};
    auto const code_name = [&](std::string const& code) {
        Codelist const* const list = registry.list(field.list);
        return list ? list->name_of(code, language) : code;
    };
    auto const linked = [&](std::int64_t id) {
        Entity const* const target = registry.entity(field.to);
        return target && depth < deepest_title ? title_at(connection, registry, *target, id, language, depth + 1) : std::to_string(id);
    };
    auto const day = [&](psl::Date date) { return format_date(date.iso(), language); };
    std::string text;
    auto const add = [&](std::string const& part) { text += (text.empty() ? "" : ", ") + part; };
    switch (field.type) {
    case FieldType::text:
    case FieldType::long_text:
        return std::get<std::string>(value);
    case FieldType::translatable:
        return std::get<Translations>(value).in(language);
    case FieldType::integer:
        return format_integer(std::get<std::int64_t>(value), language);
    case FieldType::decimal:
        return format_decimal(std::get<Scaled>(value).number, field.scale, language);
    case FieldType::percent:
        return format_percent(std::get<Scaled>(value).number, field.scale, language);
    case FieldType::money:
        return format_money(std::get<psl::Money>(value).minor, std::get<psl::Money>(value).currency, language);
    case FieldType::date:
        return day(std::get<psl::Date>(value));
    case FieldType::period: {
        auto const& period = std::get<Period>(value);
        return (period.from ? day(*period.from) : "…") + " – " + (period.to ? day(*period.to) : "…");
    }
    case FieldType::boolean:
        return std::get<bool>(value) ? (language == Language::fr ? "oui" : "yes") : (language == Language::fr ? "non" : "no");
    case FieldType::choice:
        return code_name(std::get<std::string>(value));
    case FieldType::choices:
        for (auto const& code : std::get<Codes>(value))
            add(code_name(code));
        return text;
    case FieldType::link:
        return linked(std::get<RecordId>(value).value);
    case FieldType::links:
        for (auto const id : std::get<Ids>(value))
            add(linked(id));
        return text;
    case FieldType::point:
        return fmt::format("{:.5f} {:.5f}", std::get<Point>(value).latitude, std::get<Point>(value).longitude);
    case FieldType::file: {
        auto const& file = std::get<FileRef>(value);
        return file.name.empty() ? file.url : file.name;
    }
    case FieldType::count: {
        auto const total = psl::total(std::get<psl::Cells>(value));
        return total ? format_integer(*total, language) : std::string{};
    }
    }
    return text;
}

std::string title_at(store::Connection& connection, Registry const& registry, Entity const& entity, std::int64_t id, Language language, int depth)
{
    auto const record = read_record(connection, registry, entity, id);
    if (!record)
        return fmt::format("{} {}", entity.label.in(language), id);
    std::string title;
    for (std::size_t at = 0; at < entity.title.size();) {
        std::size_t const close = entity.title[at] == '{' ? entity.title.find('}', at) : std::string::npos;
        if (close == std::string::npos) {
            title += entity.title[at++];
            continue;
        }
        if (Field const* const field = entity.field(std::string_view{entity.title}.substr(at + 1, close - at - 1)))
            title += displayed_at(connection, registry, *field, record->at(field->id), language, depth);
        at = close + 1;
    }
    // What is empty leaves its blanks behind.
    std::string tidy;
    for (char const c : title)
        if (c != ' ' || (!tidy.empty() && tidy.back() != ' '))
            tidy += c;
    while (!tidy.empty() && tidy.back() == ' ')
        tidy.pop_back();
    return tidy.empty() ? fmt::format("{} {}", entity.label.in(language), id) : shortened(tidy, 200);
}

} // namespace

Value const& Record::at(std::string_view field) const
{
    static Value const none;
    auto const found = fields.find(field);
    return found == fields.end() ? none : found->second;
}

RecordReader::RecordReader(store::Connection& connection, Entity const& entity)
    : m_connection(connection), m_entity(entity), m_sql(fmt::format("SELECT {} FROM {} WHERE \"id\"=?1", select_list(entity), sql_name(entity.table)))
{
    for (auto const& field : entity.fields)
        if (field.type == FieldType::count)
            m_cells.emplace_back(&field, fmt::format("SELECT \"sex\",\"age\",\"disability\",\"n\" FROM {} WHERE \"owner\"=?1", sql_name(entity.cells_table(field))));
}

Result<std::optional<Record>> RecordReader::find(std::int64_t id)
{
    if (!m_row) {
        auto statement = m_connection.prepare(m_sql);
        if (!statement)
            return statement.error();
        m_row.emplace(std::move(*statement));
    }
    m_row->reset();
    auto const there = m_row->bind(1, id).step();
    if (!there)
        return there.error();
    if (!*there)
        return std::optional<Record>{};
    Record record;
    record.entity = &m_entity;
    record.id = id;
    if (!m_row->is_null(1))
        record.origin = std::string{m_row->text(1)};
    int at = 2;
    for (auto const& field : m_entity.fields) {
        auto const width = static_cast<int>(column_types(field).size());
        if (width == 0)
            continue;
        bool any = false;
        for (int part = 0; part < width; ++part)
            any = any || !m_row->is_null(at + part);
        if (any)
            if (auto value = read_field(*m_row, at, field); !is_null(value))
                record.fields.emplace(field.id, std::move(value));
        at += width;
    }
    m_row->reset();
    for (auto const& [field, sql] : m_cells) {
        auto rows = m_connection.prepare(sql);
        if (!rows)
            return rows.error();
        rows->bind(1, id);
        psl::Cells cells;
        while (true) {
            auto const cell = rows->step();
            if (!cell)
                return cell.error();
            if (!*cell)
                break;
            auto const sex = psl::sex_coded(rows->text(0));
            auto const age = psl::age_coded(rows->text(1));
            auto const disability = psl::disability_coded(rows->text(2));
            if (sex && age && disability)
                cells.counts[{*sex, *age, *disability}] = rows->integer(3);
        }
        if (!cells.counts.empty())
            record.fields.emplace(field->id, std::move(cells));
    }
    return std::optional{std::move(record)};
}

Result<Record> read_record(store::Connection& connection, Registry const&, Entity const& entity, std::int64_t id)
{
    auto found = RecordReader{connection, entity}.find(id);
    if (!found)
        return found.error();
    if (!*found)
        return absent(entity, id);
    return std::move(**found);
}

std::string title_of(store::Connection& connection, Registry const& registry, Entity const& entity, std::int64_t id, Language language)
{
    return title_at(connection, registry, entity, id, language, 0);
}

std::string displayed(store::Connection& connection, Registry const& registry, Field const& field, Value const& value, Language language)
{
    return displayed_at(connection, registry, field, value, language, 0);
}

Result<std::optional<std::int64_t>> find_by_key(store::Connection& connection, Entity const& entity, std::vector<Value> const& key)
{
    std::optional<std::int64_t> const none;
    if (entity.key.empty() || key.size() != entity.key.size())
        return none;
    std::string where;
    std::vector<Field const*> fields;
    for (std::size_t at = 0; at < key.size(); ++at) {
        Field const* const field = entity.field(entity.key[at]);
        if (!field || is_null(key[at]) || !suits(*field, key[at]) || field->type == FieldType::count)
            return none;
        fields.push_back(field);
        for (auto const& column : Entity::columns_of(*field))
            where += (where.empty() ? "" : " AND ") + sql_name(column) + " IS ?";
    }
    auto statement = connection.prepare(fmt::format("SELECT \"id\" FROM {} WHERE {}", sql_name(entity.table), where));
    if (!statement)
        return statement.error();
    int position = 1;
    for (std::size_t at = 0; at < key.size(); ++at) {
        bind_field(*statement, position, *fields[at], key[at]);
        position += static_cast<int>(column_types(*fields[at]).size());
    }
    auto const there = statement->step();
    if (!there)
        return there.error();
    return *there ? std::optional{statement->integer(0)} : none;
}

} // namespace passerelle::model
