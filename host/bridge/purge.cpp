#include "host/bridge/purge.hpp"
#include "host/model/columns.hpp"
#include <fmt/format.h>

namespace passerelle::bridge {

Result<std::vector<Holding>> holdings_of(Session& session, std::string const& module)
{
    std::vector<Holding> holdings;
    for (auto const& entity : session.registry().entities()) {
        if (entity.module != module)
            continue;
        auto statement = session.portfolio().reader().prepare(fmt::format("SELECT count(*) FROM {}", model::sql_name(entity.table)));
        if (!statement)
            return statement.error();
        auto const row = statement->step();
        if (!row)
            return row.error();
        holdings.push_back({entity.id, entity.plural, *row ? statement->integer(0) : 0});
    }
    if (holdings.empty())
        return Error{Status::not_found, {fmt::format("Ce portefeuille ne connaît aucun registre du module {}. Vérifiez son identifiant, ou installez-le de nouveau.", module),
                                         fmt::format("This portfolio knows no register of the module {}. Check its id, or install it again.", module)}};
    return holdings;
}

Result<Purged> purge(Session& session, std::string const& module)
{
    if (auto const reason = session.portfolio().read_only_reason())
        return Error{Status::read_only, *reason};
    auto const holdings = holdings_of(session, module);
    if (!holdings)
        return holdings.error();
    auto backup = session.portfolio().backup_now();
    if (!backup)
        return backup.error();
    std::vector<model::Change> changes;
    for (auto const& holding : *holdings) {
        auto const* const entity = session.registry().entity(holding.entity);
        auto statement = session.portfolio().reader().prepare(fmt::format("SELECT \"id\" FROM {} ORDER BY \"id\"", model::sql_name(entity->table)));
        if (!statement)
            return statement.error();
        while (true) {
            auto const row = statement->step();
            if (!row)
                return row.error();
            if (!*row)
                break;
            changes.push_back({model::ChangeKind::remove, holding.entity, statement->integer(0), {}, {}, {}});
        }
    }
    // The session's own editor asks a held module, which would refuse; the person's word is enough here. Links and history are kept all the same.
    model::Editor editor(session.portfolio(), session.registry());
    auto const count = static_cast<std::int64_t>(changes.size());
    auto const done = editor.apply({fmt::format("suppression des fiches du module {}", module), fmt::format("deleting the records of the module {}", module)}, std::move(changes));
    if (auto const* const refusal = std::get_if<model::Refusal>(&done))
        return refusal->error;
    return Purged{count, std::move(*backup)};
}

} // namespace passerelle::bridge
