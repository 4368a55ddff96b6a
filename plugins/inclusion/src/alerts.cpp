// What needs a person about results: missing periods, silent indicators, targets that go backwards, percentages that cannot be
// added, markers without a reason.
#include "parts.hpp"

namespace inclusion {

namespace {

void markers(Reading& reading, psl::Alerts& alerts)
{
    auto rows = reading.db.prepare("SELECT m.id, m.code, m.text, a.title, a.identifier FROM inclusion_marker m JOIN projects_activity a ON a.id = m.activity"
                                   " WHERE m.significance IN ('1', '2') AND m.import_key IS NULL AND coalesce(m.justification, '') = ''");
    while (rows.step()) {
        std::string const what = filled(reading.tr("Marqueur sans justification\u00a0: {1}", "Marker without justification: {1}"), {reading.translated(rows.text(2)).value_or(reading.name(psl::iati::policy_marker, {}, rows.text(1)))});
        alerts.add({"marker-justification", psl::Tone::info, what, reading.translated(rows.text(3)).value_or(rows.string(4)), "inclusion.marker", rows.integer(0), "justification", {}});
    }
}

} // namespace

void tell_alerts(Reading& reading, psl::Alerts& alerts)
{
    std::map<std::int64_t, std::string> running; // projects under way or just finished: a closed one's file is closed
    {
        auto rows = reading.db.prepare("SELECT id, title, identifier FROM projects_activity WHERE coalesce(status, '2') IN ('2', '3', '6')");
        while (rows.step())
            running.emplace(rows.integer(0), reading.translated(rows.text(1)).value_or(rows.string(2)));
    }
    for (Summary const& one : read_summaries(reading, {"?1 IS NOT NULL", std::int64_t{0}}, reading.today)) {
        auto const project = running.find(one.activity);
        if (project == running.end())
            continue;
        std::string const why = project->second + " \u2014 " + one.title;
        auto const add = [&](std::string_view rule, psl::Tone tone, std::string const& what, std::string_view field) { alerts.add({rule, tone, what, why, "inclusion.indicator", one.id, field, {}}); };
        if (goes_backwards(one.baseline, one.target, one.ascending))
            add("target-backwards", psl::Tone::bad, one.ascending ? reading.tr("Cible inférieure à la référence pour un indicateur croissant", "Target below the baseline for an ascending indicator")
                                                                  : reading.tr("Cible supérieure à la référence pour un indicateur décroissant", "Target above the baseline for a descending indicator"),
                "ascending");
        if (one.periods == 0)
            add("indicator-silent", psl::Tone::info, reading.tr("Indicateur sans période", "Indicator without a period"), {});
        else if (one.missing > 0 && one.with_actual == 0)
            add("indicator-silent", psl::Tone::warn, reading.tr("Indicateur non renseigné", "Indicator not reported"), {});
        else if (one.missing > 0)
            add("period-missing", psl::Tone::warn, one.missing > 1 ? filled(reading.tr("{1} périodes manquantes", "{1} missing periods"), {std::to_string(one.missing)}) : reading.tr("1 période manquante", "1 missing period"), {});
        if (one.measure == 2 && one.actual && (!one.numerator || !one.denominator))
            add("percentage-alone", psl::Tone::info, reading.tr("Pourcentage sans dénominateur\u00a0: non agrégeable", "Percentage without denominator: not aggregable"), {});
    }
    markers(reading, alerts);
}

} // namespace inclusion
