#include "reports.hpp"
#include <array>

namespace funding {

namespace {

constexpr std::int64_t days_ahead = 30; ///< a report is announced a month before it is due

struct Named {
    std::string_view kind, fr, en;
};
/// The kinds that the module ships, as they stand in a sentence.
constexpr std::array<Named, 6> named{{{"interim", "le rapport intermédiaire", "interim report"},
                                      {"final", "le rapport final", "final report"},
                                      {"financial", "le rapport financier", "financial report"},
                                      {"narrative", "le rapport narratif", "narrative report"},
                                      {"annual", "le rapport annuel", "annual report"},
                                      {"technical_financial", "le compte rendu technique et financier", "technical and financial report"}}};

std::int64_t days_to(Reading& reading, psl::Date day) { return day.days_since_1970() - reading.today.days_since_1970(); }

/// "échéance dépassée de 12 jours", "dans 12 jours", "aujourd’hui".
std::string when(Reading& reading, psl::Date due)
{
    std::int64_t const days = days_to(reading, due);
    if (days == 0)
        return reading.tr("échéance aujourd’hui", "due today");
    return days < 0 ? filled(reading.tr("échéance dépassée de {1}", "{1} overdue"), {psl::days_text(-days, reading.french)})
                    : filled(reading.tr("échéance dans {1}", "due in {1}"), {psl::days_text(days, reading.french)});
}

/// The first line, cut after a word: what fits beside the rest of a line of the inbox.
std::string excerpt(std::string_view words, std::size_t most)
{
    std::string_view const line = words.substr(0, words.find('\n'));
    if (line.size() <= most)
        return std::string(line);
    auto const space = line.rfind(' ', most);
    std::size_t end = space == std::string_view::npos || space == 0 ? most : space;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) // never within a letter
        --end;
    return std::string(line.substr(0, end)) + "…";
}

/// Whom a report goes to and where it belongs, as the sentences need them.
struct Where {
    std::string donor, place; ///< place: the project, else the agreement's number
};

Where where(Reading& reading, psl::Statement const& row, int donor, int title, int identifier, int reference)
{
    Where found{reading.translated(row.text(donor)).value_or(""), row.string(reference)};
    std::string const project = reading.translated(row.text(title)).value_or(row.string(identifier));
    if (!project.empty())
        found.place = project;
    return found;
}

} // namespace

std::string report_in_words(Reading& reading, std::string_view kind, std::string_view number)
{
    std::string words;
    for (Named const& one : named)
        if (one.kind == kind)
            words = reading.french ? one.fr : one.en;
    if (words.empty())
        words = filled(reading.tr("le document «\u00a0{1}\u00a0»", "document “{1}”"), {reading.name(lists::report_kind, "funding.report_kind", kind)});
    if (!number.empty())
        words += filled(reading.tr(" n°\u00a0{1}", " no. {1}"), {number});
    return words;
}

void report_alerts(Reading& reading, psl::Alerts& alerts)
{
    {
        auto rows = reading.db.prepare("SELECT r.id, r.kind, r.number, r.due, r.state, r.returned, o.name, a.title, a.identifier, g.reference, r.correction FROM funding_report r"
                                       " JOIN funding_agreement g ON g.id = r.agreement LEFT JOIN core_organisation o ON o.id = g.donor LEFT JOIN projects_activity a ON a.id = g.activity"
                                       " WHERE coalesce(g.state, 'signed') NOT IN ('draft', 'negotiated', 'cancelled')"
                                       " AND (r.state = 'returned' OR (coalesce(r.state, 'to_write') = 'to_write' AND r.due <= ?1))",
                                       reading.today.plus_days(days_ahead));
        while (rows.step()) {
            std::string const report = report_in_words(reading, rows.text(1), rows.text(2));
            Where const to = where(reading, rows, 6, 7, 8, 9);
            auto const due = rows.date(3), returned = rows.date(5);
            if (rows.text(4) == "returned") {
                // What the donor asks comes first: it is what one has to do.
                std::string const asked = excerpt(rows.text(10), 90);
                std::string const why = to.place + " \u2013 " + (returned ? filled(reading.tr("renvoyé le {1}", "returned on {1}"), {psl::date_text(returned->iso(), reading.french)}) : reading.tr("renvoyé par le bailleur", "returned by the donor")) +
                                        (asked.empty() ? "" : reading.tr("\u00a0: ", ": ") + asked);
                auto const shown = returned ? returned : due;
                alerts.add({"report-returned", psl::Tone::bad, filled(reading.tr("Corriger {1} pour {2}", "Correct the {1} for {2}"), {report, to.donor}), why, "funding.report", rows.integer(0), "correction", shown ? shown->iso() : ""});
            } else if (due) {
                alerts.add({"report-due", *due < reading.today ? psl::Tone::bad : psl::Tone::warn, filled(reading.tr("Envoyer {1} à {2}", "Send the {1} to {2}"), {report, to.donor}),
                            to.place + " \u2013 " + when(reading, *due), "funding.report", rows.integer(0), "sent", due->iso()});
            }
        }
    }
    // The date on the agreement reminds only while no report of the register is due then or later.
    auto rows = reading.db.prepare("SELECT g.id, g.report_due, o.name, a.title, a.identifier, g.reference FROM funding_agreement g LEFT JOIN core_organisation o ON o.id = g.donor"
                                   " LEFT JOIN projects_activity a ON a.id = g.activity WHERE coalesce(g.state, 'signed') = 'signed' AND g.report_due <= ?1"
                                   " AND NOT EXISTS (SELECT 1 FROM funding_report r WHERE r.agreement = g.id AND r.due >= g.report_due)",
                                   reading.today.plus_days(days_ahead));
    while (rows.step())
        if (auto const due = rows.date(1)) {
            Where const to = where(reading, rows, 2, 3, 4, 5);
            alerts.add({"report-due", *due < reading.today ? psl::Tone::bad : psl::Tone::warn, filled(reading.tr("Envoyer le rapport attendu par {1}", "Send the report that {1} expects"), {to.donor}),
                        to.place + " \u2013 " + when(reading, *due), "funding.agreement", rows.integer(0), "report_due", due->iso()});
        }
}

void ending_agreements(Reading& reading, psl::Alerts& alerts)
{
    auto rows = reading.db.prepare("SELECT g.id, g.term_to, o.name, a.title, a.identifier, g.reference FROM funding_agreement g LEFT JOIN core_organisation o ON o.id = g.donor"
                                   " LEFT JOIN projects_activity a ON a.id = g.activity WHERE coalesce(g.state, 'signed') = 'signed' AND g.term_to >= ?1 AND g.term_to <= ?2",
                                   reading.today, reading.today.plus_days(90));
    while (rows.step())
        if (auto const end = rows.date(1)) {
            Where const to = where(reading, rows, 2, 3, 4, 5);
            std::int64_t const days = days_to(reading, *end);
            alerts.add({"agreement-ending", psl::Tone::warn, filled(reading.tr("Préparer la fin de la convention avec {1}", "Prepare the end of the agreement with {1}"), {to.donor}),
                        to.place + " \u2013 " + (days == 0 ? reading.tr("se termine aujourd’hui", "ends today") : filled(reading.tr("se termine dans {1}", "ends in {1}"), {psl::days_text(days, reading.french)})),
                        "funding.agreement", rows.integer(0), "term", end->iso()});
        }
}

void check_report(psl::Plugin const& plugin, psl::Row const& row, psl::Issues& issues)
{
    bool const french = plugin.french();
    auto const tr = [french](std::string_view fr, std::string_view en) { return std::string(french ? fr : en); };
    psl::Date const today = plugin.today();
    auto const from = row.date("period.from"), to = row.date("period.to"), sent = row.date("sent"), returned = row.date("returned"), accepted = row.date("accepted");
    std::string const state = row.text_or_empty("state");
    if (from && to && *to < *from)
        issues.error("period", tr("La fin de la période précède son début. Corrigez l’une des deux dates.", "The end of the period precedes its start. Correct one of the two dates."));
    if (sent && returned && *returned < *sent)
        issues.error("returned", tr("Le renvoi précède l’envoi. Corrigez l’une des deux dates.", "It was returned before it was sent. Correct one of the two dates."));
    if (sent && accepted && *accepted < *sent)
        issues.error("accepted", tr("L’acceptation précède l’envoi. Corrigez l’une des deux dates.", "It was accepted before it was sent. Correct one of the two dates."));
    if (returned && accepted && *accepted < *returned)
        issues.error("accepted", tr("L’acceptation précède le renvoi. Corrigez l’une des deux dates.", "It was accepted before it was returned. Correct one of the two dates."));
    if (state == "returned" && row.text_or_empty("correction").empty())
        issues.error("correction", tr("Le bailleur a renvoyé le rapport\u00a0: notez ce qu’il faut corriger.", "The donor returned the report: write what must be corrected."));
    for (auto const& [field, day] : {std::pair{"sent", sent}, std::pair{"returned", returned}, std::pair{"accepted", accepted}})
        if (day && *day > today)
            issues.warning(field, tr("Cette date est dans l’avenir. Notez-la quand ce sera fait.", "This date is in the future. Write it once it is done."));
    if (state != "to_write" && !state.empty() && !sent)
        issues.warning("sent", tr("Donnez la date d’envoi\u00a0: elle prouve le respect du délai.", "Give the date it was sent: it proves that the deadline was met."));
    if (state == "to_write" && sent)
        issues.warning("state", tr("Le rapport a une date d’envoi. Changez son état.", "The report has a date of sending. Change its state."));
    if (state == "returned" && !returned)
        issues.warning("returned", tr("Donnez la date du renvoi.", "Give the date it was returned."));
    if (state == "accepted" && !accepted)
        issues.warning("accepted", tr("Donnez la date d’acceptation.", "Give the date it was accepted."));
    if (accepted && state != "accepted")
        issues.warning("state", tr("Le rapport a une date d’acceptation. Changez son état.", "The report has a date of acceptance. Change its state."));
    if (row.is_null("due") && (state.empty() || state == "to_write"))
        issues.warning("due", tr("Sans échéance, le rapport ne sera pas rappelé.", "Without a due date, nobody will be reminded of the report."));
}

} // namespace funding
