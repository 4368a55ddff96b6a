// Section 1 of a report and the narrative ones: what the project is, with whom, where, and what its people wrote.
#include "parts.hpp"
#include <algorithm>

namespace projects {

namespace {

void write_list(Reading& reading, psl::Scope const& scope, psl::Page& page)
{
    Filter const filter = projects_in(reading, scope, "a.id");
    auto rows = reading.db.prepare("SELECT a.id, a.identifier, a.title, a.status, t.name, coalesce(a.actual_start, a.planned_start), coalesce(a.actual_end, a.planned_end)"
                                   " FROM projects_activity a LEFT JOIN core_territory t ON t.id = a.city WHERE " + filter.where + " ORDER BY a.identifier",
                                   filter.value);
    auto table = page.table("projects", reading.tr("Projets", "Projects"),
                            {reading.tr("Identifiant", "Identifier"), reading.tr("Titre", "Title"), reading.tr("Statut", "Status"), reading.tr("Ville partenaire", "Partner city"),
                             reading.tr("Début", "Start"), reading.tr("Fin", "End")});
    while (rows.step())
        table.link(psl::fact::text(rows.text(1)), "projects.activity", rows.integer(0))
            .row(reading.title(rows.text(2)), reading.named(iati::activity_status, {}, rows.text(3)), reading.title(rows.text(4)), psl::fact::date(rows.date(5)), psl::fact::date(rows.date(6)));
}

void write_sheet(Reading& reading, std::int64_t id, psl::Page& page)
{
    auto rows = reading.db.prepare("SELECT a.identifier, a.title, a.description, a.status, a.planned_start, a.actual_start, a.planned_end, a.actual_end, o.name, t.name, p.name, a.pilot"
                                   " FROM projects_activity a LEFT JOIN core_organisation o ON o.id = a.reporting LEFT JOIN core_territory t ON t.id = a.city"
                                   " LEFT JOIN projects_partnership p ON p.id = a.partnership WHERE a.id = ?1",
                                   id);
    if (!rows.step())
        return;
    if (auto const description = reading.translated(rows.text(2)))
        page.text(*description);
    std::string countries;
    {
        auto codes = reading.db.prepare("SELECT DISTINCT code FROM projects_country WHERE activity = ?1 AND code IS NOT NULL ORDER BY code", id);
        while (codes.step())
            countries += (countries.empty() ? "" : ", ") + reading.name(lists::country, "core.country", codes.text(0));
    }
    auto table = page.table("identification", reading.tr("Identification", "Identification"), {reading.tr("Rubrique", "Item"), reading.tr("Valeur", "Value")});
    auto const line = [&](std::string_view fr, std::string_view en, psl::Fact const& value) { table.row(psl::fact::text(reading.tr(fr, en)), value); };
    line("Identifiant", "Identifier", psl::fact::text(rows.text(0)));
    line("Titre", "Title", reading.title(rows.text(1)));
    line("Statut", "Status", reading.named(iati::activity_status, {}, rows.text(3)));
    line("Organisation déclarante", "Reporting organisation", reading.title(rows.text(8)));
    line("Ville partenaire", "Partner city", reading.title(rows.text(9)));
    line("Pays de réalisation", "Recipient countries", countries.empty() ? psl::fact::not_reported() : psl::fact::text(countries));
    line("Partenariat", "Partnership", psl::fact::text(rows.optional_text(10)));
    line("Début prévu", "Planned start", psl::fact::date(rows.date(4)));
    line("Début réel", "Actual start", psl::fact::date(rows.date(5)));
    line("Fin prévue", "Planned end", psl::fact::date(rows.date(6)));
    line("Fin réelle", "Actual end", psl::fact::date(rows.date(7)));
    if (rows.integer(11) != 0)
        line("Projet pilote", "Pilot project", psl::fact::text(reading.tr("Oui", "Yes")));
}

/// E of domain 2.5: elapsed days over all days, both ends counted, between 0 and 1.
void write_elapsed(Reading& reading, std::int64_t id, psl::Page& page)
{
    auto rows = reading.db.prepare("SELECT coalesce(actual_start, planned_start), coalesce(actual_end, planned_end) FROM projects_activity WHERE id = ?1", id);
    if (!rows.step())
        return;
    auto const start = rows.date(0), end = rows.date(1);
    Progress const progress = progress_of(reading, {"m.activity = ?1", id});
    page.figure(reading.tr("Avancement physique", "Physical progress"),
                share(psl::Exact{progress.done}, psl::Exact{progress.all}, reading.tr("Aucun jalon pondéré", "No weighted milestone")), {}, psl::Tone::plain,
                reading.tr("Poids des jalons atteints, divisé par le poids de tous les jalons", "Weight of the milestones reached, divided by the weight of all"));
    if (!start || !end || *end < *start) {
        page.figure(reading.tr("Temps écoulé", "Time elapsed"), psl::fact::not_computable(reading.tr("Dates de début et de fin à compléter", "Start and end dates to be completed")));
        return;
    }
    std::int64_t const all = psl::days_inclusive(*start, *end);
    std::int64_t const elapsed = std::clamp<std::int64_t>(psl::days_inclusive(*start, reading.today), 0, all);
    page.figure(reading.tr("Temps écoulé", "Time elapsed"), share(psl::Exact{elapsed}, psl::Exact{all}), {}, psl::Tone::plain,
                filled(reading.tr("{1} sur {2}", "{1} of {2}"), {days_text(elapsed, reading.french), days_text(all, reading.french)}));
}

void write_participants(Reading& reading, psl::Scope const& scope, psl::Page& page)
{
    auto rows = reading.db.prepare("SELECT p.role, o.name, p.name, p.ref, o.id FROM projects_participation p LEFT JOIN core_organisation o ON o.id = p.organisation"
                                   " WHERE p.activity = ?1 ORDER BY p.role, p.id",
                                   scope.id);
    auto table = page.table("participants", reading.tr("Organisations participantes", "Participating organisations"),
                            {reading.tr("Rôle", "Role"), reading.tr("Organisation", "Organisation"), reading.tr("Référence", "Reference")});
    while (rows.step()) {
        auto const name = rows.is_null(1) ? reading.translated(rows.text(2)) : reading.translated(rows.text(1));
        table.cell(reading.named(iati::organisation_role, {}, rows.text(0)));
        psl::Fact const fact = psl::fact::text(name);
        rows.is_null(4) ? table.cell(fact) : table.link(fact, "core.organisation", rows.integer(4));
        table.cell(psl::fact::text(rows.optional_text(3)));
    }
}

} // namespace

void write_identification(Reading& reading, psl::Scope const& scope, psl::Page& page)
{
    page.heading(1, reading.tr("Identification", "Identification"));
    if (scope.kind != "project") {
        write_list(reading, scope, page);
        return;
    }
    write_sheet(reading, scope.id, page);
    write_elapsed(reading, scope.id, page);
    write_participants(reading, scope, page);
}

void write_locations(Reading& reading, psl::Scope const& scope, psl::Page& page)
{
    std::vector<psl::Place> places;
    auto rows = reading.db.prepare("SELECT l.point_lat, l.point_lon, l.name, t.name FROM projects_location l LEFT JOIN core_territory t ON t.id = l.territory"
                                   " WHERE l.activity = ?1 AND l.point_lat IS NOT NULL AND l.point_lon IS NOT NULL ORDER BY l.id",
                                   scope.id);
    while (rows.step())
        places.push_back({rows.real(0), rows.real(1), reading.translated(rows.text(2)).value_or(reading.translated(rows.text(3)).value_or("")), psl::Fact{}});
    if (!places.empty())
        page.map("locations", reading.tr("Lieux du projet", "Project locations"), places);
}

void write_narrative(Reading& reading, psl::Scope const& scope, std::string_view section, psl::Page& page)
{
    struct Part {
        std::string_view section, sql, fr, en;
    };
    static constexpr Part parts[] = {
        {"summary", "SELECT summary FROM projects_activity WHERE id = ?1", "Résumé exécutif", "Executive summary"},
        {"context", "SELECT context FROM projects_activity WHERE id = ?1", "Contexte et évolution", "Context and changes"},
        {"difficulties", "SELECT difficulties FROM projects_activity WHERE id = ?1", "Difficultés et ajustements", "Problems and changes"},
        {"sustainability", "SELECT sustainability FROM projects_activity WHERE id = ?1", "Durabilité", "Sustainability"},
        {"visibility", "SELECT visibility FROM projects_activity WHERE id = ?1", "Communication et visibilité", "Communication and visibility"},
        {"work_plan", "SELECT work_plan FROM projects_activity WHERE id = ?1", "Plan d’action de la période suivante", "Work plan for the next period"}};
    for (Part const& part : parts)
        if (part.section == section) {
            page.heading(1, reading.tr(part.fr, part.en));
            auto const text = reading.db.text(part.sql, scope.id);
            if (text && !text->empty())
                page.text(*text);
            else
                page.text(reading.tr("À compléter", "To be completed"), psl::Tone::warn);
        }
}

} // namespace projects
