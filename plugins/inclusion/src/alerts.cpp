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
        std::string const what = filled(reading.tr("Justifier le marqueur « {1} »", "Justify the marker “{1}”"), {reading.translated(rows.text(2)).value_or(reading.name(psl::iati::policy_marker, {}, rows.text(1)))});
        std::string const why = filled(reading.tr("{1} – score donné sans justification", "{1} – a score without a justification"), {reading.translated(rows.text(3)).value_or(rows.string(4))});
        alerts.add({"marker-justification", psl::Tone::info, what, why, "inclusion.marker", rows.integer(0), "justification", {}});
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
        auto const add = [&](std::string_view rule, psl::Tone tone, std::string const& what, std::string const& why, std::string_view field) {
            alerts.add({rule, tone, filled(what, {one.title}), project->second + " \u2013 " + why, "inclusion.indicator", one.id, field, {}});
        };
        if (goes_backwards(one.baseline, one.target, one.ascending))
            add("target-backwards", psl::Tone::bad, reading.tr("Corriger la cible de l’indicateur « {1} »", "Correct the target of the indicator “{1}”"),
                one.ascending ? reading.tr("cible inférieure à la référence pour un indicateur croissant", "target below the baseline for an ascending indicator")
                              : reading.tr("cible supérieure à la référence pour un indicateur décroissant", "target above the baseline for a descending indicator"),
                "ascending");
        if (one.periods == 0)
            add("indicator-silent", psl::Tone::info, reading.tr("Ajouter une période à l’indicateur « {1} »", "Add a period to the indicator “{1}”"),
                reading.tr("aucune période, donc rien à renseigner", "no period, so nothing to report"), {});
        else if (one.missing > 0) {
            std::string const missing = one.missing > 1 ? filled(reading.tr("{1} périodes manquantes", "{1} missing periods"), {std::to_string(one.missing)}) : reading.tr("1 période manquante", "1 missing period");
            std::string const why = project->second + " \u2013 " + missing + (one.with_actual == 0 ? reading.tr(", aucune valeur renseignée", ", no value reported") : std::string());
            // The first period without a figure is where one begins.
            alerts.add({one.with_actual == 0 ? "indicator-silent" : "period-missing", psl::Tone::warn, filled(reading.tr("Renseigner l’indicateur « {1} »", "Report on the indicator “{1}”"), {one.title}), why, "inclusion.period",
                        one.first_missing, one.qualitative() ? "actual_comment" : one.measure == 2 ? "actual_numerator" : "actual", one.missing_since ? one.missing_since->iso() : ""});
        }
        if (one.measure == 2 && one.actual && (!one.numerator || !one.denominator))
            alerts.add({"percentage-alone", psl::Tone::info, filled(reading.tr("Donner le numérateur et le dénominateur de « {1} »", "Give the numerator and denominator of “{1}”"), {one.title}),
                        project->second + reading.tr(" – pourcentage seul, qui ne s’additionne pas", " – a percentage alone, which cannot be added up"), one.latest != 0 ? "inclusion.period" : "inclusion.indicator",
                        one.latest != 0 ? one.latest : one.id, one.latest != 0 ? "actual_numerator" : "", {}});
    }
    markers(reading, alerts);
}

} // namespace inclusion
