#include "host/bridge/inbox.hpp"
#include "host/model/query.hpp"
#include "passerelle/value/date.hpp"
#include <map>
#include <tuple>

namespace passerelle::bridge {

namespace {

constexpr char const* snooze_entity = "core.snooze";

/// A rule of one module about one record: what is put off is this, whatever its words are tomorrow.
std::string rule_of(Alert const& alert) { return alert.module + "/" + alert.rule; }

std::string text_at(model::Record const& record, std::string_view field)
{
    auto const* const words = std::get_if<std::string>(&record.at(field));
    return words ? *words : std::string();
}

} // namespace

void mark_snoozed(Context& context, std::vector<Alert>& alerts)
{
    auto const* const entity = context.registry->entity(snooze_entity);
    if (!entity || alerts.empty())
        return;
    auto& reader = context.portfolio->reader();
    auto const ids = model::order(reader, *context.registry, {entity, {}, "", {}});
    auto const records = ids ? model::page(reader, *context.registry, *entity, *ids) : Result<std::vector<model::Record>>(ids.error());
    if (!records)
        return; // everything is then to be done, which loses nothing
    std::map<std::tuple<std::string, std::string, std::int64_t>, model::Record const*> snoozes;
    for (auto const& record : *records) {
        auto const* const of = std::get_if<std::int64_t>(&record.at("record"));
        snoozes[{text_at(record, "rule"), text_at(record, "register"), of ? *of : 0}] = &record;
    }
    std::string const today = context.today();
    for (auto& alert : alerts) {
        auto const found = snoozes.find({rule_of(alert), alert.entity, alert.id});
        if (found == snoozes.end())
            continue;
        alert.snooze = found->second->id;
        auto const* const until = std::get_if<psl::Date>(&found->second->at("until"));
        if (until && until->iso() > today) {
            alert.snoozed_until = until->iso();
            alert.snooze_reason = text_at(*found->second, "reason");
        }
    }
}

model::Change snooze_change(Alert const& alert, std::string const& until, std::string const& reason)
{
    if (until.empty())
        return {model::ChangeKind::remove, snooze_entity, alert.snooze, {}, {}, {}};
    model::Change change{alert.snooze == 0 ? model::ChangeKind::insert : model::ChangeKind::update, snooze_entity, alert.snooze, {{"reason", reason}}, {}, {}};
    if (auto const date = psl::Date::parse(until))
        change.fields.emplace_back("until", *date);
    if (alert.snooze == 0) {
        change.fields.emplace_back("rule", rule_of(alert));
        if (!alert.entity.empty())
            change.fields.emplace_back("register", alert.entity);
        if (alert.id != 0)
            change.fields.emplace_back("record", alert.id);
    }
    return change;
}

} // namespace passerelle::bridge
