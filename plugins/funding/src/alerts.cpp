// What needs a person about money, over the whole portfolio; one pass over the ledger, in the portfolio's currency.
#include "parts.hpp"
#include "plan.hpp"

namespace funding {

namespace {

using psl::date_text;
using psl::days_text;
using psl::money_text;

struct Project {
    std::int64_t id;
    std::string name, status;
    std::optional<psl::Date> start, end;
};

void spending(Reading& reading, psl::Alerts& alerts, Project const& project, Totals const& totals, Lights const& lights, std::string const& currency)
{
    bool const complete = totals.budget.lines > 0 && !totals.budget.partial() && !totals.paid.partial();
    // Each converted line may be half a minor unit off: a difference within that is a rounding difference, not an overspend.
    std::int64_t const rounding = (totals.budget.lines + totals.paid.lines) / 2;
    if (complete && totals.budget.minor > 0 && totals.paid.minor - totals.budget.minor > rounding) {
        std::string const what = filled(reading.tr("Dépassement du budget : {1}", "Budget exceeded by {1}"), {money_text(totals.paid.minor - totals.budget.minor, currency, reading.french)});
        alerts.add({"budget-exceeded", psl::Tone::bad, what, project.name, "projects.activity", project.id, {}, {}});
    } else if (complete && project.status == "2" && project.start && project.end) {
        Elapsed const time = elapsed(*project.start, *project.end, reading.today);
        auto const index = burn_index(totals.paid.exact(), totals.budget.exact(), time);
        if (index && light(*index, lights) != psl::Tone::good) {
            auto const percent = [&](psl::Exact const& share) { return psl::percent_text(psl::round_half_up(share * 100, 1).value_or(0), 1, reading.french); };
            std::string const what = filled(*index < 1 ? reading.tr("Dépense lente : {1} du budget pour {2} du temps", "Slow spend: {1} of the budget for {2} of the time")
                                                       : reading.tr("Dépense rapide : {1} du budget pour {2} du temps", "Fast spend: {1} of the budget for {2} of the time"),
                                            {percent(totals.paid.exact() / totals.budget.exact()), percent(time.share().value_or(psl::Exact{0}))});
            alerts.add({"burn-light", light(*index, lights), what, project.name, "projects.activity", project.id, {}, {}});
        }
    }
    if (totals.received.lines > 0 && !totals.received.partial() && !totals.paid.partial() && totals.paid.minor - totals.received.minor > (totals.received.lines + totals.paid.lines) / 2) {
        std::string const what = filled(reading.tr("Avance sur fonds propres : {1}", "Advance from own funds: {1}"), {money_text(totals.paid.minor - totals.received.minor, currency, reading.french)});
        alerts.add({"cash-negative", psl::Tone::warn, what, project.name, "projects.activity", project.id, {}, {}});
    }
}

void plans(Reading& reading, psl::Alerts& alerts)
{
    bool own = false;
    auto const rules = rules_in_force(reading, own);
    std::vector<Project> with_plan;
    {
        auto rows = reading.db.prepare("SELECT a.id, a.title, a.identifier FROM projects_activity a WHERE coalesce(a.status, '') NOT IN ('4', '5')"
                                       " AND (EXISTS (SELECT 1 FROM funding_plan p WHERE p.activity = a.id) OR EXISTS (SELECT 1 FROM funding_cofinancing c WHERE c.activity = a.id))");
        while (rows.step())
            with_plan.push_back({rows.integer(0), reading.translated(rows.text(1)).value_or(rows.string(2)), {}, {}, {}});
    }
    for (Project const& project : with_plan) {
        Plan const plan = read_plan(reading, project.id);
        if (auto const gap = plan.gap(); gap && *gap != 0) {
            std::string const size = money_text(psl::round_half_up(*gap < 0 ? psl::Exact{-*gap} : *gap).value_or(0), plan.currency, reading.french);
            std::string const what = filled(*gap > 0 ? reading.tr("Plan de financement non bouclé : il manque {1}", "Financing plan does not close: {1} missing")
                                                     : reading.tr("Plan de financement non bouclé : les sources dépassent le coût de {1}", "Financing plan does not close: sources exceed the cost by {1}"),
                                            {size});
            alerts.add({"plan-open", psl::Tone::bad, what, project.name, "funding.plan", plan.id, "total_cost", {}});
        }
        for (ShareCheck const& check : check_shares(reading, project.id, plan, rules))
            if (!check.holds) {
                std::string const why = in_words(reading, check);
                std::string const what = filled(reading.tr("Part non conforme : {1}", "Share out of bounds: {1}"), {check.rule.name});
                alerts.add({"share-rule", psl::Tone::bad, what, project.name + " \u2014 " + why, "projects.activity", project.id, {}, {}});
            }
    }
}

void agreements(Reading& reading, psl::Alerts& alerts)
{
    auto rows = reading.db.prepare("SELECT g.id, g.reference, o.name, g.term_to, g.report_due FROM funding_agreement g LEFT JOIN core_organisation o ON o.id = g.donor"
                                   " WHERE coalesce(g.state, 'signed') = 'signed' AND ((g.term_to >= ?1 AND g.term_to <= ?2) OR g.report_due <= ?3)",
                                   reading.today, reading.today.plus_days(90), reading.today.plus_days(30));
    while (rows.step()) {
        std::string const why = rows.string(1) + " \u2014 " + reading.translated(rows.text(2)).value_or("");
        if (auto const end = rows.date(3); end && *end >= reading.today && *end <= reading.today.plus_days(90)) {
            std::string const what = filled(reading.tr("Convention de financement : fin dans {1}", "Funding agreement: ends in {1}"), {days_text(end->days_since_1970() - reading.today.days_since_1970(), reading.french)});
            alerts.add({"agreement-ending", psl::Tone::warn, what, why, "funding.agreement", rows.integer(0), "term", end->iso()});
        }
        if (auto const due = rows.date(4); due && *due <= reading.today.plus_days(30)) {
            std::int64_t const days = due->days_since_1970() - reading.today.days_since_1970();
            std::string const what = days >= 0 ? filled(reading.tr("Rapport attendu le {1}, dans {2}", "Report due on {1}, in {2}"), {date_text(due->iso(), reading.french), days_text(days, reading.french)})
                                               : filled(reading.tr("Rapport attendu le {1}, en retard de {2}", "Report due on {1}, {2} late"), {date_text(due->iso(), reading.french), days_text(-days, reading.french)});
            alerts.add({"report-due", days < 0 ? psl::Tone::bad : psl::Tone::warn, what, why, "funding.agreement", rows.integer(0), "report_due", due->iso()});
        }
    }
}

} // namespace

void tell_alerts(Reading& reading, psl::Alerts& alerts)
{
    std::string const currency = base_currency(reading.db);
    Ledger ledger(reading, {"?1 IS NOT NULL", std::int64_t{0}}, currency, {{}, {}, reading.today});
    std::unordered_map<std::int64_t, Lights> lights;
    {
        auto rows = reading.db.prepare("SELECT activity, light_low, light_high, amber_low, amber_high FROM funding_agreement WHERE activity IS NOT NULL AND light_low IS NOT NULL ORDER BY id DESC");
        while (rows.step())
            lights[rows.integer(0)] = {rows.integer(1), rows.optional_integer(2).value_or(110), rows.optional_integer(3).value_or(60), rows.optional_integer(4).value_or(125)};
    }
    {
        auto rows = reading.db.prepare("SELECT id, title, identifier, status, coalesce(actual_start, planned_start), coalesce(actual_end, planned_end) FROM projects_activity");
        while (rows.step()) {
            auto const found = ledger.projects().find(rows.integer(0));
            if (found == ledger.projects().end())
                continue;
            auto const own = lights.find(rows.integer(0));
            spending(reading, alerts, {rows.integer(0), reading.translated(rows.text(1)).value_or(rows.string(2)), rows.string(3), rows.date(4), rows.date(5)}, found->second, own == lights.end() ? Lights{} : own->second, currency);
        }
    }
    plans(reading, alerts);
    agreements(reading, alerts);
    for (auto const& [lacking, lack] : ledger.converter().lacks()) {
        std::string const what = filled(reading.tr("Montants en {1} non convertis : {2}", "Amounts in {1} not converted: {2}"), {lacking, std::to_string(lack.lines)});
        std::string const why = !lack.last ? reading.tr("Aucune date de valeur. Complétez les montants.", "No value date. Complete the amounts.")
                                                      : filled(reading.tr("Aucun taux au {1} ou avant. Ajoutez un taux.", "No rate at {1} or before. Add a rate."), {date_text(lack.last->iso(), reading.french)});
        alerts.add({"not-converted", psl::Tone::warn, what, why, "core.rate", 0, {}, {}});
    }
    if (ledger.total().paid.stale + ledger.total().received.stale + ledger.total().committed_out.stale > 0) {
        std::string const what = filled(reading.tr("Montants convertis à un taux ancien : {1}", "Amounts converted at an old rate: {1}"),
                                        {std::to_string(ledger.total().paid.stale + ledger.total().received.stale + ledger.total().committed_out.stale)});
        alerts.add({"rate-stale", psl::Tone::info, what, reading.tr("Le taux précède la date de valeur de plus de 31 jours. Importez des taux plus récents.", "The rate is more than 31 days older than the value date. Import more recent rates."), "core.rate", 0, {}, {}});
    }
}

} // namespace funding
