// Milestones in time: progress, slippage, the timeline, what is late (domain 5).
#include "parts.hpp"

namespace projects {

Progress progress_of(Reading& reading, Filter const& filter)
{
    auto rows = reading.db.prepare("SELECT sum(CASE WHEN m.actual IS NOT NULL THEN m.weight ELSE 0 END), sum(m.weight) FROM projects_milestone m WHERE " + filter.where, filter.value);
    return rows.step() ? Progress{rows.integer(0), rows.integer(1)} : Progress{};
}

namespace {

constexpr std::string_view late = "m.actual IS NULL AND coalesce(m.revised, m.planned) < ?2 AND coalesce(m.state, '') <> 'dropped'";

/// Slippage: actual, or today for what is not reached and already due, minus planned; nothing before the due date.
psl::Fact slippage(Reading& reading, std::optional<psl::Date> planned, std::optional<psl::Date> actual)
{
    if (!planned)
        return psl::fact::not_computable(reading.tr("Date prévue non renseignée", "Planned date not reported"));
    if (!actual && reading.today < *planned)
        return psl::fact::not_applicable();
    return psl::fact::count(actual.value_or(reading.today).days_since_1970() - planned->days_since_1970());
}

void milestone_table(Reading& reading, psl::Scope const& scope, psl::Page& page)
{
    Filter const filter = projects_in(reading, scope, "m.activity");
    bool const one = scope.kind == "project";
    auto rows = reading.db.prepare("SELECT m.id, m.name, m.planned, m.revised, m.actual, m.weight, m.state, a.identifier FROM projects_milestone m"
                                   " JOIN projects_activity a ON a.id = m.activity WHERE " + filter.where + " ORDER BY a.identifier, m.planned, m.id",
                                   filter.value);
    std::vector<std::string> columns;
    if (!one)
        columns.push_back(reading.tr("Projet", "Project"));
    for (auto const& [fr, en] : {std::pair{"Jalon", "Milestone"}, {"État", "State"}, {"Date prévue", "Planned"}, {"Date révisée", "Revised"}, {"Date réelle", "Actual"},
                                 {"Décalage (jours)", "Slippage (days)"}, {"Poids", "Weight"}})
        columns.push_back(reading.tr(fr, en));
    auto table = page.table("milestones", reading.tr("Jalons", "Milestones"), columns);
    while (rows.step()) {
        auto const planned = rows.date(2), revised = rows.date(3), actual = rows.date(4);
        auto const due = revised ? revised : planned;
        bool const is_late = !actual && due && *due < reading.today && rows.text(6) != "dropped";
        if (!one)
            table.cell(psl::fact::text(rows.text(7)));
        table.link(psl::fact::text(rows.text(1)), "projects.milestone", rows.integer(0));
        if (is_late)
            table.cell(psl::fact::text(reading.tr("En retard", "Late")), psl::Tone::warn);
        else if (actual)
            table.cell(psl::fact::text(reading.name(lists::milestone_state, {}, "done")), psl::Tone::good);
        else
            table.cell(reading.named(lists::milestone_state, {}, rows.text(6)));
        table.row(psl::fact::date(planned), psl::fact::date(revised), psl::fact::date(actual), rows.text(6) == "dropped" ? psl::fact::not_applicable() : slippage(reading, planned, actual), psl::fact::count(rows.optional_integer(5)));
    }
}

void milestone_chart(Reading& reading, std::int64_t activity, psl::Page& page)
{
    std::vector<psl::Series> series;
    auto rows = reading.db.prepare("SELECT name, planned, revised, actual FROM projects_milestone WHERE activity = ?1 ORDER BY planned, id LIMIT 200", activity);
    while (rows.step()) {
        auto const planned = rows.date(1), revised = rows.date(2), actual = rows.date(3);
        psl::Fact const due = psl::fact::date(revised ? revised : planned);
        series.push_back({rows.string(0), {psl::fact::date(planned), due, psl::fact::date(actual), psl::fact::date(actual)}});
    }
    if (!series.empty())
        page.chart(psl::ChartKind::timeline, "milestone-timeline", reading.tr("Calendrier des jalons", "Milestone timeline"),
                   {reading.tr("Prévu", "Planned"), reading.tr("Révisé", "Revised"), reading.tr("Réel", "Actual"), reading.tr("Réel", "Actual")}, series);
}

} // namespace

void write_activities(Reading& reading, psl::Scope const& scope, psl::Page& page)
{
    page.heading(1, reading.tr("Activités et jalons", "Activities and milestones"));
    Progress const progress = progress_of(reading, projects_in(reading, scope, "m.activity"));
    page.figure(reading.tr("Avancement physique", "Physical progress"),
                share(psl::Exact{progress.done}, psl::Exact{progress.all}, reading.tr("Aucun jalon pondéré", "No weighted milestone")), {}, psl::Tone::plain,
                reading.tr("Poids des jalons atteints, divisé par le poids de tous les jalons", "Weight of the milestones reached, divided by the weight of all"));
    if (scope.kind == "project")
        milestone_chart(reading, scope.id, page);
    milestone_table(reading, scope, page);
}

void write_schedule(Reading& reading, psl::Scope const& scope, psl::Page& page)
{
    milestone_chart(reading, scope.id, page);
    milestone_table(reading, scope, page);
}

void write_timeline(Reading& reading, psl::Scope const& scope, psl::Page& page)
{
    constexpr std::size_t most = 60;
    Filter const filter = projects_in(reading, scope, "a.id");
    std::vector<psl::Series> series;
    auto rows = reading.db.prepare("SELECT a.title, a.identifier, a.planned_start, a.planned_end, a.actual_start, a.actual_end, a.status FROM projects_activity a"
                                   " WHERE " + filter.where + " AND coalesce(a.planned_start, a.actual_start) IS NOT NULL AND coalesce(a.status, '') <> '5'"
                                   " ORDER BY CASE a.status WHEN '2' THEN 0 WHEN '6' THEN 1 WHEN '3' THEN 2 WHEN '1' THEN 3 ELSE 4 END, coalesce(a.actual_start, a.planned_start) LIMIT 61",
                                   filter.value);
    while (rows.step() && series.size() < most) {
        auto const began = rows.date(4);
        auto ended = rows.date(5);
        if (began && !ended && *began <= reading.today) // still at work: up to today
            ended = reading.today;
        series.push_back({reading.translated(rows.text(0)).value_or(rows.string(1)), {psl::fact::date(rows.date(2)), psl::fact::date(rows.date(3)), psl::fact::date(began), psl::fact::date(ended)}});
    }
    if (series.empty()) {
        page.text(reading.tr("Aucun projet daté pour l’instant. Donnez un début et une fin dans la fiche d’un projet.", "No dated project yet. Give a start and an end in a project’s record."),
                  psl::Tone::info);
        return;
    }
    page.chart(psl::ChartKind::timeline, "project-timeline", reading.tr("Calendrier des projets", "Project timeline"),
               {reading.tr("Début prévu", "Planned start"), reading.tr("Fin prévue", "Planned end"), reading.tr("Début réel", "Actual start"), reading.tr("Fin réelle", "Actual end")}, series);
    auto const all = reading.db.integer("SELECT count(*) FROM projects_activity a WHERE " + filter.where + " AND coalesce(a.planned_start, a.actual_start) IS NOT NULL AND coalesce(a.status, '') <> '5'", filter.value)
                         .value_or(0);
    if (all > static_cast<std::int64_t>(series.size()))
        page.text(filled(reading.tr("Les {1} premiers projets sur {2}, ceux en cours d’abord.", "The first {1} projects of {2}, those under way first."),
                         {std::to_string(series.size()), number_text(all, 0, reading.french)}),
                  psl::Tone::muted);
}

void write_late(Reading& reading, psl::Scope const& scope, psl::Page& page)
{
    Filter const filter = projects_in(reading, scope, "m.activity");
    auto rows = reading.db.prepare("SELECT m.id, m.name, coalesce(m.revised, m.planned), m.responsible, a.title, a.identifier, a.id FROM projects_milestone m"
                                   " JOIN projects_activity a ON a.id = m.activity WHERE " + filter.where + " AND " + std::string(late) +
                                       " AND coalesce(a.status, '') NOT IN ('4', '5') ORDER BY 3 LIMIT 500",
                                   filter.value, reading.today);
    bool any = false;
    std::optional<psl::Table> table;
    while (rows.step()) {
        if (!any)
            table.emplace(page.table("late-milestones", reading.tr("Jalons en retard", "Late milestones"),
                                     {reading.tr("Jalon", "Milestone"), reading.tr("Projet", "Project"), reading.tr("Échéance", "Due"), reading.tr("Retard (jours)", "Late (days)"),
                                      reading.tr("Responsable", "Responsible")}));
        any = true;
        auto const due = rows.date(2);
        std::int64_t const days = due ? reading.today.days_since_1970() - due->days_since_1970() : 0;
        table->link(psl::fact::text(rows.text(1)), "projects.milestone", rows.integer(0))
            .link(psl::fact::text(reading.translated(rows.text(4)).value_or(rows.string(5))), "projects.activity", rows.integer(6))
            .cell(psl::fact::date(due))
            .cell(psl::fact::count(days), days > 90 ? psl::Tone::bad : psl::Tone::warn)
            .cell(psl::fact::text(rows.optional_text(3)));
    }
    if (!any)
        page.text(reading.tr("Aucun jalon en retard.", "No late milestone."), psl::Tone::good);
}

} // namespace projects
