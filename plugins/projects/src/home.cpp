// The home page's figures on projects: how many, in which status, in which countries, what is late.
#include "parts.hpp"
#include "projects/country_names.hpp"
#include <map>

namespace projects {

void write_home(Reading& reading, psl::Page& page)
{
    std::map<std::string, std::int64_t> by_status;
    std::int64_t total = 0;
    {
        auto rows = reading.db.prepare("SELECT coalesce(status, ''), count(*) FROM projects_activity GROUP BY 1");
        while (rows.step()) {
            by_status[rows.string(0)] = rows.integer(1);
            total += rows.integer(1);
        }
    }
    page.heading(1, reading.tr("Projets", "Projects"));
    if (total == 0) {
        page.text(reading.tr("Aucun projet pour l’instant. Créez un projet ou importez un tableau.", "No project yet. Create a project or import a file."), psl::Tone::info);
        return;
    }
    page.figure(reading.tr("Projets", "Projects"), psl::fact::count(total));
    page.figure(reading.tr("Projets en cours", "Projects under way"), psl::fact::count(by_status["2"]), {}, psl::Tone::plain,
                reading.tr("Statut IITA 2", "IATI status 2"));
    auto const overdue = reading.db.integer("SELECT count(*) FROM projects_activity WHERE status = '2' AND planned_end < ?1", reading.today.plus_days(-90)).value_or(0);
    page.figure(reading.tr("Fin prévue dépassée de plus de 90 jours", "Planned end passed by more than 90 days"), psl::fact::count(overdue), {},
                overdue > 0 ? psl::Tone::bad : psl::Tone::good);
    auto const late = reading.db.integer("SELECT count(*) FROM projects_milestone m JOIN projects_activity a ON a.id = m.activity"
                                         " WHERE m.actual IS NULL AND coalesce(m.revised, m.planned) < ?1 AND coalesce(m.state, '') <> 'dropped'"
                                         " AND coalesce(a.status, '') NOT IN ('4', '5')",
                                         reading.today)
                          .value_or(0);
    page.figure(reading.tr("Jalons en retard", "Late milestones"), psl::fact::count(late), {}, late > 0 ? psl::Tone::warn : psl::Tone::good);

    std::vector<std::string> labels;
    psl::Series series{reading.tr("Projets", "Projects"), {}};
    for (auto const& [status, count] : by_status) {
        labels.push_back(status.empty() ? reading.tr("Non renseigné", "Not reported") : reading.name(iati::activity_status, {}, status));
        series.values.push_back(psl::fact::count(count));
    }
    page.chart(psl::ChartKind::bars, "projects-by-status", reading.tr("Projets par statut", "Projects by status"), labels, {series});

    auto rows = reading.db.prepare("SELECT c.code, count(DISTINCT c.activity), count(DISTINCT CASE WHEN a.status = '2' THEN a.id END) FROM projects_country c"
                                   " JOIN projects_activity a ON a.id = c.activity WHERE c.code IS NOT NULL GROUP BY c.code ORDER BY 2 DESC, 1 LIMIT 15");
    auto table = page.table("projects-by-country", reading.tr("Projets par pays de réalisation", "Projects by recipient country"),
                            {reading.tr("Pays", "Country"), reading.tr("Projets", "Projects"), reading.tr("En cours", "Under way")});
    while (rows.step())
        table.row(psl::fact::text(reading.name(iati::country, {}, rows.string(0))), psl::fact::count(rows.integer(1)), psl::fact::count(rows.integer(2)));
}

} // namespace projects
