// What needs a person, over the whole portfolio: late milestones, overdue projects, endings, red risks, shares that miss 100 %.
#include "parts.hpp"

namespace projects {

namespace {

std::string name_of_project(Reading& reading, psl::Statement const& row, int title, int identifier)
{
    return reading.translated(row.text(title)).value_or(row.string(identifier));
}

void late_milestones(Reading& reading, psl::Alerts& alerts)
{
    auto rows = reading.db.prepare("SELECT m.id, m.name, coalesce(m.revised, m.planned), a.title, a.identifier FROM projects_milestone m"
                                   " JOIN projects_activity a ON a.id = m.activity"
                                   " WHERE m.actual IS NULL AND coalesce(m.revised, m.planned) < ?1 AND coalesce(m.state, '') <> 'dropped'"
                                   " AND coalesce(a.status, '') NOT IN ('4', '5')",
                                   reading.today);
    while (rows.step()) {
        auto const due = rows.date(2);
        if (!due)
            continue;
        std::int64_t const days = reading.today.days_since_1970() - due->days_since_1970();
        std::string const what = filled(reading.tr("Jalon « {1} » : en retard de {2}", "Milestone “{1}”: {2} late"), {rows.text(1), days_text(days, reading.french)});
        std::string const why = name_of_project(reading, rows, 3, 4);
        alerts.add({"milestone-late", days > 90 ? psl::Tone::bad : psl::Tone::warn, what, why, "projects.milestone", rows.integer(0), "revised", due->iso()});
    }
}

void overdue_projects(Reading& reading, psl::Alerts& alerts)
{
    auto rows = reading.db.prepare("SELECT id, title, identifier, planned_end FROM projects_activity WHERE status = '2' AND planned_end < ?1", reading.today.plus_days(-90));
    while (rows.step()) {
        auto const end = rows.date(3);
        if (!end)
            continue;
        std::int64_t const days = reading.today.days_since_1970() - end->days_since_1970();
        std::string const what = filled(reading.tr("Fin prévue dépassée de {1}", "Planned end passed by {1}"), {days_text(days, reading.french)});
        alerts.add({"project-overdue", psl::Tone::bad, what, name_of_project(reading, rows, 1, 2), "projects.activity", rows.integer(0), "planned_end", end->iso()});
    }
}

void status_without_dates(Reading& reading, psl::Alerts& alerts)
{
    auto rows = reading.db.prepare("SELECT id, title, identifier, status FROM projects_activity"
                                   " WHERE (status IN ('2', '6') AND actual_start IS NULL) OR (status = '1' AND actual_start IS NOT NULL)");
    while (rows.step()) {
        bool const pipeline = rows.text(3) == "1";
        std::string const what = pipeline ? reading.tr("En planification avec un début réel : changez le statut", "In the pipeline with an actual start: change the status")
                                          : reading.tr("Début réel non renseigné", "Actual start not reported");
        alerts.add({"status-dates", psl::Tone::info, what, name_of_project(reading, rows, 1, 2), "projects.activity", rows.integer(0), "actual_start", {}});
    }
}

void ending_partnerships(Reading& reading, psl::Alerts& alerts)
{
    auto rows = reading.db.prepare("SELECT id, name, term_to FROM projects_partnership WHERE term_to >= ?1 AND term_to <= ?2", reading.today, reading.today.plus_days(90));
    while (rows.step()) {
        auto const end = rows.date(2);
        if (!end)
            continue;
        std::int64_t const days = end->days_since_1970() - reading.today.days_since_1970();
        std::string const what = filled(reading.tr("Convention de partenariat : fin dans {1}", "Partnership agreement: ends in {1}"), {days_text(days, reading.french)});
        alerts.add({"partnership-ending", psl::Tone::warn, what, rows.string(1), "projects.partnership", rows.integer(0), "term", end->iso()});
    }
}

void risks(Reading& reading, psl::Alerts& alerts)
{
    auto rows = reading.db.prepare("SELECT r.id, r.title, r.probability * r.impact, r.review, a.title, a.identifier FROM projects_risk r"
                                   " JOIN projects_activity a ON a.id = r.activity"
                                   " WHERE coalesce(r.state, 'open') <> 'closed' AND (r.probability * r.impact >= 15 OR r.review < ?1) AND coalesce(a.status, '') NOT IN ('4', '5')",
                                   reading.today);
    while (rows.step()) {
        std::int64_t const score = rows.integer(2);
        std::string const why = name_of_project(reading, rows, 4, 5);
        if (score >= 15) {
            std::string const what = filled(reading.tr("Risque rouge ({2} sur 25) : {1}", "Red risk ({2} of 25): {1}"), {rows.text(1), std::to_string(score)});
            alerts.add({"risk-red", psl::Tone::bad, what, why, "projects.risk", rows.integer(0), "measure", {}});
        }
        if (auto const review = rows.date(3); review && *review < reading.today) {
            std::string const what = filled(reading.tr("Revue du risque à faire : {1}", "Risk to review: {1}"), {rows.text(1)});
            alerts.add({"risk-review", psl::Tone::info, what, why, "projects.risk", rows.integer(0), "review", review->iso()});
        }
    }
}

/// Several sectors of one vocabulary, or several countries and regions, must add up to 100 % for an IATI export (domain 4.3).
void shares(Reading& reading, psl::Alerts& alerts)
{
    struct Kind {
        std::string_view sql, rule, fr, en;
    };
    static constexpr Kind kinds[] = {
        {"SELECT a.id, a.title, a.identifier, sum(s.percentage) FROM projects_sector s JOIN projects_activity a ON a.id = s.activity"
         " GROUP BY a.id, coalesce(s.vocabulary, '1') HAVING count(*) > 1 AND count(s.percentage) = count(*) AND sum(s.percentage) <> 1000000",
         "sector-total", "Les secteurs totalisent {1}. L’export IITA demande {2}.", "Sectors add up to {1}. The IATI export asks for {2}."},
        {"SELECT a.id, a.title, a.identifier, sum(c.percentage) FROM (SELECT activity, percentage FROM projects_country UNION ALL SELECT activity, percentage FROM projects_region"
         " WHERE coalesce(vocabulary, '1') = '1') c JOIN projects_activity a ON a.id = c.activity"
         " GROUP BY a.id HAVING count(*) > 1 AND count(c.percentage) = count(*) AND sum(c.percentage) <> 1000000",
         "country-total", "Les pays et régions totalisent {1}. L’export IITA demande {2}.", "Countries and regions add up to {1}. The IATI export asks for {2}."}};
    for (Kind const& kind : kinds) {
        auto rows = reading.db.prepare(kind.sql);
        while (rows.step()) {
            // Two decimals, four where two would hide the difference.
            bool const fine = rows.integer(3) % 100 != 0;
            std::string const total = percent_text(fine ? rows.integer(3) : rows.integer(3) / 100, fine ? 4 : 2, reading.french);
            std::string const what = filled(reading.tr(kind.fr, kind.en), {total, percent_text(100, 0, reading.french)});
            alerts.add({kind.rule, psl::Tone::info, what, name_of_project(reading, rows, 1, 2), "projects.activity", rows.integer(0), {}, {}});
        }
    }
}

} // namespace

void tell_alerts(Reading& reading, psl::Alerts& alerts)
{
    overdue_projects(reading, alerts);
    late_milestones(reading, alerts);
    risks(reading, alerts);
    ending_partnerships(reading, alerts);
    status_without_dates(reading, alerts);
    shares(reading, alerts);
}

} // namespace projects
