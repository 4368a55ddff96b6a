#include "host/exchange/import_history.hpp"
#include "host/model/history.hpp"
#include <algorithm>
#include <map>

namespace passerelle::exchange {

bool portfolio_was_imported_into(store::Connection& connection)
{
    auto statement = connection.prepare("SELECT 1 FROM core_transaction WHERE kind='import' LIMIT 1");
    if (!statement)
        return false;
    auto const there = statement->step();
    return there && *there;
}

std::vector<Edit> edits_since_import(store::Connection& connection, model::Registry const& registry, model::Entity const& entity, std::int64_t record, std::vector<std::string> const& fields)
{
    std::vector<Edit> edits;
    auto const entries = model::history(connection, registry, entity.id, record, 500);
    auto statement = connection.prepare("SELECT kind FROM core_transaction WHERE id=?1");
    if (!entries || !statement)
        return edits;
    std::map<std::int64_t, std::string> kinds;
    auto const kind_of = [&](std::int64_t transaction) -> std::string const& {
        auto const [place, added] = kinds.try_emplace(transaction);
        if (added) {
            statement->reset();
            auto const there = statement->bind(1, transaction).step();
            if (there && *there)
                place->second = std::string{statement->text(0)};
        }
        return place->second;
    };
    auto const last_import = std::find_if(entries->begin(), entries->end(), [&](model::HistoryEntry const& entry) { return kind_of(entry.transaction) == "import"; });
    if (last_import == entries->end())
        return edits;
    for (auto const& field : fields)
        for (auto entry = entries->begin(); entry != entries->end(); ++entry) {
            bool const touched = std::any_of(entry->changes.begin(), entry->changes.end(), [&](model::FieldChange const& change) { return change.field == field; });
            if (!touched)
                continue;
            bool const after = std::any_of(entry, entries->end(), [&](model::HistoryEntry const& older) { return kind_of(older.transaction) == "import"; });
            if (after && kind_of(entry->transaction) == "change")
                edits.push_back({field, entry->author, entry->at});
            break;
        }
    return edits;
}

} // namespace passerelle::exchange
