// A field of another type than before ("converted_from").
#include "host/base/text.hpp"
#include "host/model/columns.hpp"
#include "host/model/module_migrations.hpp"
#include "host/model/schema_sql.hpp"
#include "host/model/value_text.hpp"
#include "passerelle/value/decimal.hpp"
#include <fmt/format.h>

namespace passerelle::model {

namespace {

/// A number on another scale, exactly or not at all.
std::optional<Value> rescaled(std::int64_t number, int from, int to)
{
    auto const scaled = psl::exact(number, from) * psl::Exact{psl::power_of_ten(to)};
    if (denominator(scaled) != 1)
        return std::nullopt;
    auto const whole = psl::to_int64(numerator(scaled));
    return whole ? std::optional{Value{Scaled{*whole, to}}} : std::nullopt;
}

std::optional<Value> code(Registry const& registry, Field const& field, std::string const& text)
{
    auto const* const list = registry.list(field.list);
    return list && (list->open || list->find(text)) ? std::optional{Value{text}} : std::nullopt;
}

/// The value as the new type has it; nothing where it does not read, or not exactly.
std::optional<Value> converted(Registry const& registry, Field const& to, Field const& former, Value const& value)
{
    bool const text = to.type == FieldType::text || to.type == FieldType::long_text;
    if (auto const* const words = std::get_if<std::string>(&value)) {
        if (former.type == FieldType::choice) {
            if (to.type == FieldType::choices)
                return Value{Codes{*words}};
            auto const* const list = registry.list(former.list);
            return text ? std::optional{Value{list ? list->name_of(*words, Language::fr) : *words}} : std::nullopt;
        }
        if (text)
            return value;
        if (to.type == FieldType::choice)
            if (auto const known = code(registry, to, *words))
                return known;
        auto const read = value_from_text(to, *words, registry, Language::fr);
        return read && !is_null(*read) ? std::optional{*read} : std::nullopt;
    }
    if (auto const* const number = std::get_if<std::int64_t>(&value)) {
        if (to.type == FieldType::choice)
            return code(registry, to, std::to_string(*number));
        return text ? std::optional{Value{std::to_string(*number)}} : rescaled(*number, 0, to.scale);
    }
    if (auto const* const scaled = std::get_if<Scaled>(&value))
        return rescaled(scaled->number, scaled->scale, to.scale);
    if (auto const* const yes = std::get_if<bool>(&value))
        return Value{std::int64_t{*yes ? 1 : 0}};
    if (auto const* const date = std::get_if<psl::Date>(&value))
        return Value{date->iso()};
    if (auto const* const link = std::get_if<RecordId>(&value))
        return Value{Ids{link->value}};
    return std::nullopt;
}

} // namespace

Result<void> convert_field(store::Connection& connection, Registry const& registry, Entity const& entity, Field const& field, Field const& former)
{
    std::string const table = sql_name(entity.table), column = sql_name(field.id), old = sql_name(field.id + "__was");
    // The journal's triggers name the column: they are made anew around the change, for the old column is no field any more.
    PASSERELLE_TRY(connection.execute(drop_triggers_sql(entity)));
    PASSERELLE_TRY(connection.execute(fmt::format("ALTER TABLE {0} RENAME COLUMN {1} TO {2};\nALTER TABLE {0} ADD COLUMN {1} {3};\n", table, column, old, column_types(field).front())));
    PASSERELLE_TRY(connection.execute(create_triggers_sql(entity)));
    {
        auto read = connection.prepare(fmt::format("SELECT \"id\", {} FROM {} WHERE \"id\">?1 AND {} IS NOT NULL ORDER BY \"id\" LIMIT 1000", old, table, old));
        auto write = connection.prepare(fmt::format("UPDATE {} SET {}=?1 WHERE \"id\"=?2", table, column));
        if (!read || !write)
            return read ? write.error() : read.error();
        std::int64_t last = INT64_MIN;
        while (true) {
            std::vector<std::pair<std::int64_t, Value>> values;
            read->bind(1, last);
            while (true) {
                auto const row = read->step();
                if (!row)
                    return row.error();
                if (!*row)
                    break;
                last = read->integer(0);
                auto value = converted(registry, field, former, read_field(*read, 1, former));
                if (!value)
                    return Error{Status::invalid,
                                 {fmt::format("« {} », champ « {} » : « {} » (fiche {}) ne se convertit pas de {} en {}. Corrigez cette fiche avec la version précédente du module.", entity.id, field.id,
                                              shortened(cleaned(read->text(1)), 60), last, name_of(former.type), name_of(field.type)),
                                  fmt::format("“{}”, field “{}”: “{}” (record {}) does not convert from {} to {}. Correct that record with the former version of the module.", entity.id, field.id,
                                              shortened(cleaned(read->text(1)), 60), last, name_of(former.type), name_of(field.type))}};
                values.emplace_back(last, std::move(*value));
            }
            read->reset();
            if (values.empty())
                break;
            for (auto const& [id, value] : values) {
                bind_field(*write, 1, field, value);
                PASSERELLE_TRY(write->bind(2, id).run());
                write->reset();
            }
        }
    }
    return connection.execute(fmt::format("ALTER TABLE {} DROP COLUMN {}", table, old));
}

} // namespace passerelle::model
