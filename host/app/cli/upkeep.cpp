// check, history, undo, redo, backup, restore, verify: care for a portfolio.
#include "host/app/cli/commands.hpp"
#include "host/app/cli/print.hpp"
#include "host/base/format.hpp"
#include "host/exchange/facts.hpp"
#include "host/model/history.hpp"
#include "host/model/links.hpp"
#include "host/model/value_json.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::cli {

int check(Console const& console, bridge::Session& session)
{
    auto const alerts = [&] {
        Waiting const waiting(console, {"Recherche de ce qui est à traiter", "Looking for what needs attention"});
        return session.alerts();
    }();
    auto const put_off = std::count_if(alerts.begin(), alerts.end(), [](bridge::Alert const& alert) { return !alert.snoozed_until.empty(); });
    if (static_cast<std::size_t>(put_off) == alerts.size())
        console.line(Phrase{"Rien à traiter.", "Nothing needs attention."});
    TextTable table{{"", console.in({"À traiter", "To do"}), console.in({"Pourquoi", "Why"}), console.in({"Échéance", "Due"}), console.in({"Fiche", "Record"})}, {}, {}};
    for (auto const& alert : alerts)
        if (alert.snoozed_until.empty())
            table.rows.push_back({std::string(exchange::tone_sign(alert.tone)), alert.what, alert.why, alert.due.empty() ? "" : format_date(alert.due, console.language()),
                              alert.entity.empty() ? "" : fmt::format("{}:{}", alert.entity, alert.id)});
    if (!table.rows.empty())
        print(console, table);
    if (put_off > 0)
        console.line(Phrase{fmt::format("Reportés à plus tard\u00A0: {}", put_off), fmt::format("Put off to later: {}", put_off)});
    return exit_done;
}

int history(Console const& console, bridge::Session& session, std::string const& entity_id, std::string const& record, std::int64_t most)
{
    std::int64_t id = 0;
    if (!entity_id.empty()) {
        auto const* entity = session.registry().entity(entity_id);
        if (!entity)
            return console.refuse({Status::not_found, {fmt::format("Aucun registre « {} ».", entity_id), fmt::format("There is no register {}.", entity_id)}});
        if (!record.empty()) {
            auto found = find_record(session, *entity, record);
            if (!found)
                return console.refuse(found.error());
            id = *found;
        }
    }
    auto entries = model::history(session.portfolio().reader(), session.registry(), entity_id, id, static_cast<std::size_t>(most));
    if (!entries)
        return console.refuse(entries.error());
    auto& reader = session.portfolio().reader();
    for (auto const& entry : *entries) {
        auto const* entity = session.registry().entity(entry.entity);
        std::string const when = entry.at.size() < 16 ? std::string() : fmt::format("{} {} (UTC)", format_date(entry.at.substr(0, 10), console.language()), entry.at.substr(11, 5));
        std::string const who = entry.foreign ? console.in({"autre outil", "another tool"}) : entry.author.empty() ? console.in({"auteur non précisé", "author not stated"}) : entry.author;
        std::string const what = console.in(entry.operation == 'I'   ? Phrase{"création", "created"}
                                            : entry.operation == 'D' ? Phrase{"suppression", "deleted"}
                                                                     : Phrase{"modification", "changed"});
        console.line(fmt::format("{}  {}  {}  {} {}:{}  {}", when, who, what, entity ? console.in(entity->label) : "", entry.entity, entry.record, console.in(entry.label)));
        for (auto const& change : entry.changes) {
            auto const* field = entity ? entity->field(change.field) : nullptr;
            auto const shown = [&](model::Value const& value) {
                return model::is_null(value) ? std::string("—") : field ? model::displayed(reader, session.registry(), *field, value, console.language()) : model::value_to_json(value);
            };
            console.line(fmt::format("    {}{} {} → {}", field ? console.in(field->label) : change.field, console.language() == Language::fr ? "\u00A0:" : ":", shown(change.before), shown(change.after)));
        }
    }
    if (entries->empty())
        console.line(Phrase{"Aucun changement.", "No change."});
    return exit_done;
}

int undo(Console const& console, bridge::Session& session)
{
    auto const done = [&] {
        Waiting const waiting(console, {"Annulation", "Undoing"});
        return session.editor().undo();
    }();
    if (!done)
        return console.refuse(done.error());
    console.line(Phrase{fmt::format("Annulé\u00A0: {}", done->label.fr), fmt::format("Undone: {}", done->label.en)});
    return exit_done;
}

int redo(Console const& console, bridge::Session& session)
{
    auto const done = [&] {
        Waiting const waiting(console, {"Rétablissement", "Redoing"});
        return session.editor().redo();
    }();
    if (!done)
        return console.refuse(done.error());
    console.line(Phrase{fmt::format("Rétabli\u00A0: {}", done->label.fr), fmt::format("Redone: {}", done->label.en)});
    return exit_done;
}

int backup(Console const& console, bridge::Session& session, std::filesystem::path const& to)
{
    Waiting const waiting(console, {"Sauvegarde", "Backup"});
    std::filesystem::path made = to;
    if (to.empty()) {
        auto dated = session.portfolio().backup_now();
        if (!dated)
            return console.refuse(dated.error());
        made = *dated;
    } else if (auto copied = session.portfolio().backup_to(to); !copied) {
        return console.refuse(copied.error());
    }
    console.line(Phrase{fmt::format("Sauvegarde vérifiée\u00A0: {}", made.string()), fmt::format("Verified backup: {}", made.string())});
    return exit_done;
}

int restore(Console const& console, Options const& options, std::filesystem::path const& from)
{
    auto const kept = [&] {
        Waiting const waiting(console, {"Restauration", "Restoring"});
        return store::Portfolio::restore(from, options.portfolio, options.session.store);
    }();
    if (!kept)
        return console.refuse(kept.error());
    if (kept->empty())
        console.line(Phrase{"Portefeuille restauré.", "Portfolio restored."});
    else
        console.line(Phrase{fmt::format("Portefeuille restauré. L’état précédent est gardé ici\u00A0: {}", kept->string()),
                            fmt::format("Portfolio restored. Its former state is kept here: {}", kept->string())});
    return exit_done;
}

int verify(Console const& console, bridge::Session& session)
{
    auto const verified = [&] {
        Waiting const waiting(console, {"Vérification", "Verifying"});
        return session.portfolio().verify();
    }();
    if (!verified)
        return console.refuse(verified.error());
    auto const broken = model::broken_links(session.portfolio().reader(), session.registry());
    if (!broken)
        return console.refuse(broken.error());
    for (auto const& finding : verified->findings)
        console.line(finding);
    for (auto const& finding : *broken)
        console.line(finding);
    if (!verified->intact || !broken->empty()) {
        console.note({"Le portefeuille présente des anomalies, listées ci-dessus. Rien n’a été modifié.",
                      "The portfolio has faults, listed above. Nothing was changed."});
        return exit_refused;
    }
    console.line(Phrase{"Portefeuille intact\u00A0: fichier, historique et liens.", "Portfolio intact: file, history and links."});
    return exit_done;
}

} // namespace passerelle::cli
