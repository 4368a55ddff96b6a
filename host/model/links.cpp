#include "host/model/links.hpp"
#include <fmt/format.h>

namespace passerelle::model {

Result<std::vector<Phrase>> broken_links(store::Connection& connection, Registry const& registry)
{
    std::vector<Phrase> findings;
    for (Entity const& entity : registry.entities()) {
        for (Field const& field : entity.fields) {
            Entity const* const target = field.to.empty() ? nullptr : registry.entity(field.to);
            if (!target)
                continue;
            std::string sql;
            if (field.type == FieldType::link)
                sql = fmt::format("SELECT count(*) FROM \"{0}\" AS a WHERE a.\"{1}\" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \"{2}\" AS b WHERE b.id = a.\"{1}\")",
                                  entity.table, field.id, target->table);
            else if (field.type == FieldType::links)
                sql = fmt::format("SELECT count(*) FROM \"{0}\" AS a, json_each(a.\"{1}\") AS e WHERE NOT EXISTS (SELECT 1 FROM \"{2}\" AS b WHERE b.id = e.value)",
                                  entity.table, field.id, target->table);
            else
                continue;
            auto statement = connection.prepare(sql);
            if (!statement)
                return statement.error();
            auto const row = statement->step();
            if (!row)
                return row.error();
            std::int64_t const missing = *row ? statement->integer(0) : 0;
            if (missing > 0)
                findings.push_back({fmt::format("{}, champ « {} »\u00A0: {} liens mènent à une fiche absente.", entity.plural.fr, field.label.fr, missing),
                                    fmt::format("{}, field “{}”: {} links lead to a record that is not there.", entity.plural.en, field.label.en, missing)});
        }
    }
    return findings;
}

} // namespace passerelle::model
