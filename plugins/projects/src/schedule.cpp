// Milestones in time: progress, slippage, the timeline, what is late (domain 5).
#include "parts.hpp"
#include <algorithm>
#include <map>

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

/// Overdue by more than this many days is bad, by fewer is to be watched.
constexpr std::int64_t long_overdue = 90;

struct Milestone {
    std::int64_t id = 0;
    std::string name;
    std::optional<psl::Date> planned, revised, actual;
    bool dropped = false;
    [[nodiscard]] std::optional<psl::Date> due() const { return revised ? revised : planned; }
};
using Milestones = std::map<std::int64_t, std::vector<Milestone>>; // by project

Milestones milestones_of(Reading& reading, Filter const& filter)
{
    Milestones all;
    auto rows = reading.db.prepare("SELECT m.activity, m.id, m.name, m.planned, m.revised, m.actual, m.state FROM projects_milestone m WHERE " + filter.where + " ORDER BY m.planned, m.id LIMIT 20000", filter.value);
    while (rows.step())
        all[rows.integer(0)].push_back({rows.integer(1), rows.string(2), rows.date(3), rows.date(4), rows.date(5), rows.text(6) == "dropped"});
    return all;
}

psl::Tone tone_of_delay(std::int64_t days) { return days > long_overdue ? psl::Tone::bad : days > 0 ? psl::Tone::warn : psl::Tone::good; }

psl::Tone tone_of(Reading const& reading, Milestone const& milestone)
{
    if (milestone.actual)
        return psl::Tone::good;
    auto const due = milestone.due();
    if (milestone.dropped || !due || reading.today <= *due)
        return psl::Tone::muted;
    return tone_of_delay(reading.today.days_since_1970() - due->days_since_1970());
}

/// The worst of what is overdue now; muted for what has not begun or is over, info for what is suspended.
psl::Tone tone_of(Reading const& reading, psl::TimelineRow const& project, std::vector<Milestone> const& milestones, std::string_view status)
{
    if (status == "6")
        return psl::Tone::info;
    if (project.closed || !project.actual_from)
        return psl::Tone::muted;
    std::int64_t worst = 0;
    auto const overdue = [&](std::optional<psl::Date> planned, std::optional<psl::Date> actual) {
        if (planned && !actual)
            worst = std::max(worst, reading.today.days_since_1970() - planned->days_since_1970());
    };
    overdue(project.planned_to, project.actual_to);
    for (Milestone const& milestone : milestones)
        if (!milestone.dropped)
            overdue(milestone.due(), milestone.actual);
    return tone_of_delay(worst);
}

/// Projects with their milestones, as marks on the project's bar and as lines below it; returns how many projects.
std::int64_t timeline_of(Reading& reading, Filter const& projects, Filter const& milestones, std::string_view caption, psl::Page& page)
{
    auto const reached = milestones_of(reading, milestones);
    auto rows = reading.db.prepare("SELECT a.id, a.title, a.identifier, t.name, a.planned_start, a.planned_end, a.actual_start, a.actual_end, a.status"
                                   " FROM projects_activity a LEFT JOIN core_territory t ON t.id = a.city WHERE " + projects.where +
                                       " ORDER BY CASE a.status WHEN '2' THEN 0 WHEN '6' THEN 1 WHEN '3' THEN 2 WHEN '1' THEN 3 ELSE 4 END,"
                                       " coalesce(a.actual_start, a.planned_start), a.identifier LIMIT 2000",
                                   projects.value);
    std::int64_t count = 0;
    std::optional<psl::Timeline> timeline;
    while (rows.step()) {
        psl::TimelineRow row;
        row.planned_from = rows.date(4);
        row.planned_to = rows.date(5);
        row.actual_from = rows.date(6);
        row.actual_to = rows.date(7);
        row.id = rows.integer(0);
        auto const found = reached.find(row.id);
        static std::vector<Milestone> const none;
        auto const& own = found == reached.end() ? none : found->second;
        if (!row.planned_from && !row.planned_to && !row.actual_from && !row.actual_to && own.empty())
            continue;
        row.label = reading.translated(rows.text(1)).value_or(rows.string(2));
        row.beside = reading.translated(rows.text(3)).value_or("");
        row.entity = "projects.activity";
        row.closed = rows.text(8) == "4" || rows.text(8) == "5";
        row.tone = tone_of(reading, row, own, rows.text(8));
        if (!timeline)
            timeline.emplace(page.timeline("project-timeline", caption));
        timeline->row(row);
        for (Milestone const& one : own)
            if (!one.dropped)
                timeline->moment(one.name, one.planned, one.actual, "projects.milestone", one.id);
        for (Milestone const& one : own) {
            psl::TimelineRow line;
            line.label = one.name;
            bool const revised = one.revised && !one.actual && one.revised != one.planned;
            if (auto const day = one.actual ? one.actual : one.due())
                line.beside = date_text(day->iso(), reading.french) + (revised ? reading.tr(" (révisée)", " (revised)") : "");
            if (revised)
                line.expected_end = one.revised;
            line.entity = "projects.milestone";
            line.id = one.id;
            line.tone = tone_of(reading, one);
            line.level = 1;
            line.closed = one.dropped || row.closed;
            timeline->row(line).moment(one.name, one.planned, one.actual, "projects.milestone", one.id);
        }
        ++count;
    }
    return count;
}

void project_timeline(Reading& reading, std::int64_t activity, psl::Page& page)
{
    (void)timeline_of(reading, {"a.id = ?1", activity}, {"m.activity = ?1", activity}, reading.tr("Chronologie du projet", "Project timeline"), page);
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
        project_timeline(reading, scope.id, page);
    milestone_table(reading, scope, page);
}

void write_schedule(Reading& reading, psl::Scope const& scope, psl::Page& page)
{
    project_timeline(reading, scope.id, page);
    milestone_table(reading, scope, page);
}

void write_timeline(Reading& reading, psl::Scope const& scope, std::string_view status, psl::Page& page)
{
    Filter filter = projects_in(reading, scope, "a.id"), milestones = projects_in(reading, scope, "m.activity");
    if (status.empty())
        filter.where += " AND coalesce(a.status, '') <> '5'";
    else if (status != "*")
        filter.where += " AND a.status = '" + std::string(status) + "'";
    if (timeline_of(reading, filter, milestones, reading.tr("Chronologie", "Timeline"), page) == 0)
        page.text(status.empty() || status == "*" ? reading.tr("Aucun projet daté pour l’instant. Donnez un début et une fin dans la fiche d’un projet.", "No dated project yet. Give a start and an end in a project’s record.")
                                                  : reading.tr("Aucun projet daté n’a ce statut.", "No dated project has this status."),
                  psl::Tone::info);
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
