#include "host/model/registry.hpp"
#include "host/model/schema_sql.hpp"
#include <fmt/format.h>
#include <set>

namespace passerelle::model {

namespace {
Error refused(std::string fr, std::string en) { return {Status::invalid, {std::move(fr), std::move(en)}}; }
}

Result<void> Registry::add(std::vector<Entity> entities, std::vector<Codelist> lists)
{
    std::set<std::string> ids, tables, list_ids;
    for (auto const& entity : entities) {
        if (m_by_id.contains(entity.id) || !ids.insert(entity.id).second)
            return refused(fmt::format("Le registre « {} » est déclaré deux fois.", entity.id), fmt::format("The register “{}” is declared twice.", entity.id));
        std::vector<std::string> names{entity.table};
        for (auto const& field : entity.fields)
            if (field.type == FieldType::count)
                names.insert(names.end(), {entity.cells_table(field), cells_total_table(entity, field)});
        for (auto& name : names)
            if (m_by_table.contains(name) || !tables.insert(name).second)
                return refused(fmt::format("Le registre « {} » demande un nom déjà pris : {}.", entity.id, name),
                               fmt::format("The register “{}” asks for a name that is taken: {}.", entity.id, name));
    }
    for (auto const& list : lists)
        if (m_lists_by_id.contains(list.id) || !list_ids.insert(list.id).second)
            return refused(fmt::format("La liste « {} » est déclarée deux fois.", list.id), fmt::format("The list “{}” is declared twice.", list.id));

    for (auto& each : entities) {
        auto const& entity = m_entities.emplace_back(std::move(each));
        m_by_id.emplace(entity.id, &entity);
        m_by_table.emplace(entity.table, &entity);
        for (auto const& field : entity.fields)
            if (field.type == FieldType::count)
                m_by_table.emplace(entity.cells_table(field), &entity);
    }
    for (auto& each : lists) {
        auto const& list = m_lists.emplace_back(std::move(each));
        m_lists_by_id.emplace(list.id, &list);
    }
    return {};
}

Result<void> Registry::check() const
{
    for (auto const& entity : m_entities)
        for (auto const& field : entity.fields) {
            if (!field.to.empty() && !this->entity(field.to))
                return refused(fmt::format("« {} », champ « {} » : le registre « {} » n’est déclaré par aucun module.", entity.id, field.id, field.to),
                               fmt::format("“{}”, field “{}”: no module declares the register “{}”.", entity.id, field.id, field.to));
            if (field.list.empty())
                continue;
            auto const* const codes = list(field.list);
            if (!codes)
                return refused(fmt::format("« {} », champ « {} » : la liste « {} » n’est déclarée par aucun module.", entity.id, field.id, field.list),
                               fmt::format("“{}”, field “{}”: no module declares the list “{}”.", entity.id, field.id, field.list));
            for (auto const& [from, moves] : field.transitions)
                for (auto const& code : moves)
                        if (!codes->open && (!codes->find(from) || !codes->find(code)))
                            return refused(fmt::format("« {} », champ « {} » : le passage de « {} » à « {} » cite un code absent de la liste « {} ».",
                                                       entity.id, field.id, from, code, field.list),
                                           fmt::format("“{}”, field “{}”: the move from “{}” to “{}” names a code that the list “{}” does not hold.",
                                                       entity.id, field.id, from, code, field.list));
        }
    return {};
}

Entity const* Registry::entity(std::string_view id) const
{
    auto const found = m_by_id.find(std::string{id});
    return found == m_by_id.end() ? nullptr : found->second;
}

Entity const* Registry::entity_of_table(std::string_view table) const
{
    auto const found = m_by_table.find(std::string{table});
    return found == m_by_table.end() ? nullptr : found->second;
}

Codelist const* Registry::list(std::string_view id) const
{
    auto const found = m_lists_by_id.find(std::string{id});
    return found == m_lists_by_id.end() ? nullptr : found->second;
}

Result<void> Registry::add_code(std::string_view list_id, Code code)
{
    for (auto& each : m_lists)
        if (each.id == list_id) {
            if (!each.editable)
                return Error{Status::denied, {fmt::format("La liste « {} » ne se complète pas.", each.label.fr), fmt::format("The list “{}” takes no further codes.", each.label.en)}};
            each.put(std::move(code));
            return {};
        }
    return Error{Status::not_found, {fmt::format("La liste « {} » n’existe pas.", list_id), fmt::format("There is no list “{}”.", list_id)}};
}

std::vector<Registry::Incoming> Registry::links_to(std::string_view entity_id) const
{
    std::vector<Incoming> incoming;
    for (auto const& entity : m_entities)
        for (auto const& field : entity.fields)
            if (field.to == entity_id)
                incoming.push_back({&entity, &field});
    return incoming;
}

} // namespace passerelle::model
