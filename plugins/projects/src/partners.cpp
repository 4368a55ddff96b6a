// Partnerships between cities, what was learned, and pilots taken up elsewhere (domain 5).
#include "parts.hpp"
#include <algorithm>

namespace projects {

void write_partnership(Reading& reading, psl::Scope const& scope, psl::Page& page)
{
    page.heading(1, reading.tr("Partenariat et concertation", "Partnership and consultation"));
    Filter const filter = projects_in(reading, scope, "a.id");
    auto rows = reading.db.prepare("SELECT p.id, p.name, p.direction, p.signed, p.term_from, p.term_to, o.name, count(a.id), p.commitments FROM projects_partnership p"
                                   " JOIN projects_activity a ON a.partnership = p.id LEFT JOIN core_organisation o ON o.id = p.facilitator WHERE " + filter.where +
                                       " GROUP BY p.id ORDER BY p.name",
                                   filter.value);
    if (!rows.step()) {
        page.text(reading.tr("À compléter : aucun partenariat n’est rattaché.", "To be completed: no partnership is attached."), psl::Tone::warn);
        return;
    }
    std::vector<std::string> commitments;
    {
        auto table = page.table("partnerships", reading.tr("Partenariats", "Partnerships"),
                                {reading.tr("Partenariat", "Partnership"), reading.tr("Direction", "Direction"), reading.tr("Facilitation", "Facilitator"), reading.tr("Signature", "Signed"),
                                 reading.tr("Début", "From"), reading.tr("Fin", "To"), reading.tr("Projets", "Projects")});
        do {
            auto const end = rows.date(5);
            table.link(psl::fact::text(rows.text(1)), "projects.partnership", rows.integer(0))
                .row(reading.named(lists::direction, "projects.direction", rows.text(2)), reading.title(rows.text(6)), psl::fact::date(rows.date(3)), psl::fact::date(rows.date(4)))
                .cell(psl::fact::date(end), end && *end < reading.today ? psl::Tone::warn : psl::Tone::plain)
                .cell(psl::fact::count(rows.integer(7)));
            if (scope.kind == "project" && !rows.text(8).empty())
                commitments.push_back(rows.string(8));
        } while (rows.step());
    }
    for (std::string const& text : commitments)
        page.text(text);
}

namespace {

/// KPIs of domain 5 over the replications in scope.
void replication_figures(Reading& reading, Filter const& filter, psl::Page& page)
{
    std::int64_t all = 0, south = 0;
    std::vector<std::int64_t> days;
    auto rows = reading.db.prepare("SELECT r.direction, r.completed, p.actual_end FROM projects_replication r JOIN projects_activity p ON p.id = r.activity WHERE " + filter.where, filter.value);
    while (rows.step()) {
        ++all;
        south += rows.text(0) == "south_south" ? 1 : 0;
        auto const completed = rows.date(1), pilot_end = rows.date(2);
        if (completed && pilot_end && *pilot_end <= *completed)
            days.push_back(completed->days_since_1970() - pilot_end->days_since_1970());
    }
    if (all == 0)
        return;
    page.figure(reading.tr("Part Sud-Sud des essaimages", "South-South share of replications"), share(psl::Exact{south}, psl::Exact{all}), {}, psl::Tone::plain,
                filled(reading.tr("{1} sur {2}", "{1} of {2}"), {std::to_string(south), std::to_string(all)}));
    if (days.empty())
        return;
    std::sort(days.begin(), days.end());
    std::size_t const middle = days.size() / 2;
    psl::Exact const median = days.size() % 2 == 1 ? psl::Exact{days[middle]} : psl::Exact{days[middle - 1] + days[middle]} / 2;
    if (auto const months = psl::round_half_up(median / psl::Exact{3652425, 120000}, 1)) // a mean Gregorian month: 365.2425 / 12 days
        page.figure(reading.tr("Délai d’essaimage (mois, médiane)", "Time to replicate (months, median)"), psl::fact::decimal(*months, 1), {}, psl::Tone::plain,
                    reading.tr("De la fin réelle du pilote à l’achèvement de l’essaimage", "From the actual end of the pilot to the completion of the replication"));
}

} // namespace

void write_lessons(Reading& reading, psl::Scope const& scope, psl::Page& page)
{
    page.heading(1, reading.tr("Enseignements, bonnes pratiques et essaimage", "Lessons, good practice and replication"));
    Filter const filter = projects_in(reading, scope, "l.activity");
    bool any = false;
    {
        // What is not publishable stays in the portfolio.
        auto rows = reading.db.prepare("SELECT l.title, l.context, l.happened, l.cause, l.recommendation FROM projects_lesson l WHERE " + filter.where +
                                           " AND (coalesce(l.publishable, 0) = 1 OR ?2 = 0) ORDER BY l.date, l.id LIMIT 500",
                                       filter.value, page.leaves() ? 1 : 0);
        while (rows.step()) {
            any = true;
            page.heading(2, rows.text(0));
            for (int column = 1; column < 4; ++column)
                if (!rows.text(column).empty())
                    page.text(rows.text(column));
            if (!rows.text(4).empty())
                page.text(filled(reading.tr("Recommandation : {1}", "Recommendation: {1}"), {rows.text(4)}), psl::Tone::info);
        }
    }
    Filter const pilots = projects_in(reading, scope, "r.activity");
    auto rows = reading.db.prepare("SELECT r.id, r.practice, g.name, t.name, r.direction, r.started, r.completed, r.fidelity, r.outcome FROM projects_replication r"
                                   " LEFT JOIN core_territory g ON g.id = r.provider LEFT JOIN core_territory t ON t.id = r.receiver WHERE " + pilots.where + " ORDER BY r.started, r.id LIMIT 500",
                                   pilots.value);
    std::optional<psl::Table> table;
    while (rows.step()) {
        if (!table)
            table.emplace(page.table("replications", reading.tr("Essaimages", "Replications"),
                                     {reading.tr("Bonne pratique", "Good practice"), reading.tr("Ville qui transmet", "Providing city"), reading.tr("Ville qui reprend", "Receiving city"),
                                      reading.tr("Direction", "Direction"), reading.tr("Début", "Start"), reading.tr("Achèvement", "Completion"), reading.tr("Fidélité (0 à 4)", "Fidelity (0 to 4)")}));
        any = true;
        table->link(psl::fact::text(rows.text(1)), "projects.replication", rows.integer(0))
            .row(reading.title(rows.text(2)), reading.title(rows.text(3)), reading.named(lists::direction, "projects.direction", rows.text(4)), psl::fact::date(rows.date(5)),
                 psl::fact::date(rows.date(6)), psl::fact::count(rows.optional_integer(7)));
    }
    table.reset();
    replication_figures(reading, pilots, page);
    if (!any)
        page.text(reading.tr("À compléter : aucun enseignement publiable n’est noté.", "To be completed: no publishable lesson is noted."), psl::Tone::warn);
}

} // namespace projects
