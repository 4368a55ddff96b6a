// The home page's figures on projects: how many, how many under way, what is late.
#include "parts.hpp"
#include <map>

namespace projects {

namespace {
constexpr std::int64_t most_ids = 1000; ///< that one condition holds
}

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
    page.heading(2, reading.tr("Projets", "Projects"));
    if (total == 0) {
        page.text(reading.tr("Aucun projet pour l’instant. Créez un projet ou importez un tableau.", "No project yet. Create a project or import a file."), psl::Tone::info);
        return;
    }
    page.figure(reading.tr("Projets", "Projects"), psl::fact::count(total));
    page.behind(reading.tr("Toutes les fiches du registre des projets, quel que soit leur statut.", "All records of the register of projects, whatever their status."), "projects.activity");
    page.figure(reading.tr("Projets en cours", "Projects under way"), psl::fact::count(by_status["2"]), {}, psl::Tone::plain,
                reading.tr("Statut du projet : en cours", "Project status: implementation"));
    page.behind(reading.tr("Projets dont le statut est « en cours » (code 2 de l’IITA).", "Projects whose status is “implementation” (IATI code 2)."), "projects.activity", "status = 2");
    psl::Date const limit = reading.today.plus_days(-90);
    auto const overdue = reading.db.integer("SELECT count(*) FROM projects_activity WHERE status = '2' AND planned_end < ?1", limit).value_or(0);
    page.figure(reading.tr("Fin dépassée de plus de 90 jours", "End passed by more than 90 days"), psl::fact::count(overdue), {},
                overdue > 0 ? psl::Tone::bad : psl::Tone::good);
    page.behind(reading.tr("Projets en cours dont la fin prévue est passée depuis plus de 90 jours.", "Projects under way whose planned end passed more than 90 days ago."), "projects.activity", "status = 2\nplanned_end < " + limit.iso());
    std::string late_ids;
    std::int64_t late = 0;
    {
        auto rows = reading.db.prepare("SELECT m.id FROM projects_milestone m JOIN projects_activity a ON a.id = m.activity"
                                       " WHERE m.actual IS NULL AND coalesce(m.revised, m.planned) < ?1 AND coalesce(m.state, '') <> 'dropped'"
                                       " AND coalesce(a.status, '') NOT IN ('4', '5')",
                                       reading.today);
        while (rows.step())
            if (++late <= most_ids)
                late_ids += (late_ids.empty() ? "id in " : ",") + std::to_string(rows.integer(0));
    }
    page.figure(reading.tr("Jalons en retard", "Late milestones"), psl::fact::count(late), {}, late > 0 ? psl::Tone::warn : psl::Tone::good);
    page.behind(reading.tr("Jalons non atteints dont la date, révisée s’il y en a une, est passée. Ceux des projets clos ou annulés et les jalons abandonnés ne comptent pas.",
                           "Milestones not reached whose date, the revised one where there is one, has passed. Those of closed or cancelled projects and dropped milestones do not count."),
                late > 0 && late <= most_ids ? "projects.milestone" : "", late <= most_ids ? late_ids : std::string());
}

} // namespace projects
