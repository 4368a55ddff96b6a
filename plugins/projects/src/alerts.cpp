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
        std::string const what = filled(reading.tr("Dater le jalon « {1} »", "Date the milestone “{1}”"), {rows.text(1)});
        std::string const why = filled(reading.tr("{1} – prévu le {2}, soit {3} de retard", "{1} – planned on {2}, {3} late"),
                                       {name_of_project(reading, rows, 3, 4), psl::date_text(due->iso(), reading.french), days_text(days, reading.french)});
        alerts.add({"milestone-late", days > 90 ? psl::Tone::bad : psl::Tone::warn, what, why, "projects.milestone", rows.integer(0), "actual", due->iso()});
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
        std::string const why = filled(reading.tr("{1} – fin prévue dépassée de {2}", "{1} – planned end passed by {2}"), {name_of_project(reading, rows, 1, 2), days_text(days, reading.french)});
        alerts.add({"project-overdue", psl::Tone::bad, reading.tr("Prolonger ou clôturer le projet", "Extend or close the project"), why, "projects.activity", rows.integer(0), "planned_end", end->iso()});
    }
}

void status_without_dates(Reading& reading, psl::Alerts& alerts)
{
    auto rows = reading.db.prepare("SELECT id, title, identifier, status FROM projects_activity"
                                   " WHERE (status IN ('2', '6') AND actual_start IS NULL) OR (status = '1' AND actual_start IS NOT NULL)");
    while (rows.step()) {
        bool const pipeline = rows.text(3) == "1";
        std::string const project = name_of_project(reading, rows, 1, 2);
        if (pipeline)
            alerts.add({"status-dates", psl::Tone::info, reading.tr("Changer le statut du projet", "Change the project’s status"),
                        filled(reading.tr("{1} – en planification, avec un début réel", "{1} – in the pipeline, with an actual start"), {project}), "projects.activity", rows.integer(0), "status", {}});
        else
            alerts.add({"status-dates", psl::Tone::info, reading.tr("Renseigner le début réel du projet", "Enter the project’s actual start"),
                        filled(reading.tr("{1} – en cours ou suspendu, sans début réel", "{1} – under way or suspended, without an actual start"), {project}), "projects.activity", rows.integer(0), "actual_start", {}});
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
        std::string const what = filled(reading.tr("Préparer la suite du partenariat « {1} »", "Prepare what follows the partnership “{1}”"), {rows.text(1)});
        std::string const why = days == 0 ? reading.tr("La convention se termine aujourd’hui", "The agreement ends today")
                                          : filled(reading.tr("La convention se termine dans {1}", "The agreement ends in {1}"), {days_text(days, reading.french)});
        alerts.add({"partnership-ending", psl::Tone::warn, what, why, "projects.partnership", rows.integer(0), "term", end->iso()});
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
        std::string const project = name_of_project(reading, rows, 4, 5);
        if (score >= 15) {
            std::string const what = filled(reading.tr("Traiter le risque « {1} »", "Deal with the risk “{1}”"), {rows.text(1)});
            std::string const why = filled(reading.tr("{1} – risque rouge, {2} sur 25", "{1} – red risk, {2} of 25"), {project, std::to_string(score)});
            alerts.add({"risk-red", psl::Tone::bad, what, why, "projects.risk", rows.integer(0), "measure", {}});
        }
        if (auto const review = rows.date(3); review && *review < reading.today) {
            std::string const what = filled(reading.tr("Revoir le risque « {1} »", "Review the risk “{1}”"), {rows.text(1)});
            std::string const why = filled(reading.tr("{1} – revue prévue le {2}", "{1} – review planned on {2}"), {project, psl::date_text(review->iso(), reading.french)});
            alerts.add({"risk-review", psl::Tone::info, what, why, "projects.risk", rows.integer(0), "review", review->iso()});
        }
    }
}

/// Several sectors of one vocabulary, or several countries and regions, must add up to 100 % for an IATI export (domain 4.3).
void shares(Reading& reading, psl::Alerts& alerts)
{
    struct Kind {
        std::string_view sql, rule, entity, fr, en, why_fr, why_en;
    };
    static constexpr Kind kinds[] = {
        {"SELECT min(s.id), a.title, a.identifier, CAST(total(s.percentage) AS INTEGER) FROM projects_sector s JOIN projects_activity a ON a.id = s.activity"
         " GROUP BY a.id, coalesce(s.vocabulary, '1') HAVING count(*) > 1 AND count(s.percentage) = count(*) AND CAST(total(s.percentage) AS INTEGER) <> 1000000",
         "sector-total", "projects.sector", "Corriger les parts des secteurs", "Correct the shares of the sectors",
         "{1} – les secteurs totalisent {2}, l’export IITA demande {3}", "{1} – sectors add up to {2}, the IATI export asks for {3}"},
        {"SELECT max(c.country), a.title, a.identifier, CAST(total(c.percentage) AS INTEGER), max(c.region) FROM (SELECT activity, percentage, id AS country, NULL AS region FROM projects_country"
         " UNION ALL SELECT activity, percentage, NULL, id FROM projects_region WHERE coalesce(vocabulary, '1') = '1') c JOIN projects_activity a ON a.id = c.activity"
         " GROUP BY a.id HAVING count(*) > 1 AND count(c.percentage) = count(*) AND CAST(total(c.percentage) AS INTEGER) <> 1000000",
         "country-total", "projects.country", "Corriger les parts des pays et régions", "Correct the shares of countries and regions",
         "{1} – pays et régions totalisent {2}, l’export IITA demande {3}", "{1} – countries and regions add up to {2}, the IATI export asks for {3}"}};
    for (Kind const& kind : kinds) {
        auto rows = reading.db.prepare(kind.sql);
        while (rows.step()) {
            // Two decimals, four where two would hide the difference.
            bool const fine = rows.integer(3) % 100 != 0;
            std::string const total = percent_text(fine ? rows.integer(3) : rows.integer(3) / 100, fine ? 4 : 2, reading.french);
            std::string const why = filled(reading.tr(kind.why_fr, kind.why_en), {name_of_project(reading, rows, 1, 2), total, percent_text(100, 0, reading.french)});
            bool const region = rows.is_null(0); // regions alone
            alerts.add({kind.rule, psl::Tone::info, reading.tr(kind.fr, kind.en), why, region ? "projects.region" : kind.entity, rows.integer(region ? 4 : 0), "percentage", {}});
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
