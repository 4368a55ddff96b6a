// What needs a person about money, over the whole portfolio; one pass over the ledger, in the portfolio's currency.
#include "parts.hpp"
#include "plan.hpp"
#include "reports.hpp"
#include <algorithm>

namespace funding {

namespace {

using psl::date_text;
using psl::money_text;

struct Project {
    std::int64_t id;
    std::string name, status;
    std::optional<psl::Date> start, end;
};

/// Where a budget is mended: the latest line of the project's budget; the project where it has none.
struct Target {
    std::string_view entity, field;
    std::int64_t id;
};

Target budget_of(Reading& reading, std::int64_t project)
{
    auto const line = reading.db.integer("SELECT id FROM funding_budget WHERE activity = ?1 ORDER BY period_from DESC, id DESC LIMIT 1", project);
    return line ? Target{"funding.budget", "value", *line} : Target{"projects.activity", {}, project};
}

void spending(Reading& reading, psl::Alerts& alerts, Project const& project, Totals const& totals, Lights const& lights, std::string const& currency, std::int64_t agreement)
{
    bool const complete = totals.budget.lines > 0 && !totals.budget.partial() && !totals.paid.partial();
    // Each converted line may be half a minor unit off: a difference within that is a rounding difference, not an overspend.
    std::int64_t const rounding = (totals.budget.lines + totals.paid.lines) / 2;
    auto const money = [&](std::int64_t minor) { return money_text(minor, currency, reading.french); };
    if (complete && totals.budget.minor > 0 && totals.paid.minor - totals.budget.minor > rounding) {
        std::string const what = filled(reading.tr("Vérifier le dépassement du budget : {1}", "Check the budget overrun: {1}"), {money(totals.paid.minor - totals.budget.minor)});
        std::string const why = filled(reading.tr("{1} – dépenses {2}, budget {3}", "{1} – spent {2}, budget {3}"), {project.name, money(totals.paid.minor), money(totals.budget.minor)});
        Target const target = budget_of(reading, project.id);
        alerts.add({"budget-exceeded", psl::Tone::bad, what, why, target.entity, target.id, target.field, {}});
    } else if (complete && project.status == "2" && project.start && project.end) {
        Elapsed const time = elapsed(*project.start, *project.end, reading.today);
        auto const index = burn_index(totals.paid.exact(), totals.budget.exact(), time);
        if (index && light(*index, lights) != psl::Tone::good) {
            auto const percent = [&](psl::Exact const& share) { return psl::percent_text(psl::round_half_up(share * 100, 1).value_or(0), 1, reading.french); };
            std::string const what = filled(*index < 1 ? reading.tr("Vérifier la dépense, trop lente : indice {1}", "Check the spending, too slow: index {1}")
                                                       : reading.tr("Vérifier la dépense, trop rapide : indice {1}", "Check the spending, too fast: index {1}"),
                                            {psl::number_text(psl::round_half_up(*index, 2).value_or(0), 2, reading.french)});
            std::string const why = filled(reading.tr("{1} – {2} du budget dépensés pour {3} du temps", "{1} – {2} of the budget spent for {3} of the time"),
                                           {project.name, percent(totals.paid.exact() / totals.budget.exact()), percent(time.share().value_or(psl::Exact{0}))});
            Target const target = budget_of(reading, project.id);
            alerts.add({"burn-light", light(*index, lights), what, why, target.entity, target.id, target.field, {}});
        }
    }
    if (totals.received.lines > 0 && !totals.received.partial() && !totals.paid.partial() && totals.paid.minor - totals.received.minor > (totals.received.lines + totals.paid.lines) / 2) {
        std::string const what = filled(reading.tr("Couvrir l’avance sur fonds propres : {1}", "Cover the advance from own funds: {1}"), {money(totals.paid.minor - totals.received.minor)});
        std::string const why = filled(reading.tr("{1} – payé {2}, reçu {3}", "{1} – paid {2}, received {3}"), {project.name, money(totals.paid.minor), money(totals.received.minor)});
        // What holds back the next instalment is in the agreement.
        if (agreement != 0)
            alerts.add({"cash-negative", psl::Tone::warn, what, why, "funding.agreement", agreement, "conditions", {}});
        else
            alerts.add({"cash-negative", psl::Tone::warn, what, why, "projects.activity", project.id, {}, {}});
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
            std::string const why = filled(*gap > 0 ? reading.tr("{1} – plan non bouclé : il manque {2}", "{1} – the plan does not close: {2} missing")
                                                    : reading.tr("{1} – plan non bouclé : les sources dépassent le coût de {2}", "{1} – the plan does not close: sources exceed the cost by {2}"),
                                           {project.name, size});
            alerts.add({"plan-open", psl::Tone::bad, reading.tr("Boucler le plan de financement", "Close the financing plan"), why, "funding.plan", plan.id, "total_cost", {}});
        }
        for (ShareCheck const& check : check_shares(reading, project.id, plan, rules))
            if (!check.holds) {
                std::string const what = reading.tr("Corriger le plan de financement", "Correct the financing plan");
                std::string const why = project.name + " \u2013 " + in_words(reading, check);
                auto const line = std::find_if(plan.lines.begin(), plan.lines.end(), [&](PlanLine const& one) { return one.source_kind == check.rule.source_kind; });
                if (line != plan.lines.end())
                    alerts.add({"share-rule", psl::Tone::bad, what, why, "funding.cofinancing", line->id, "amount", {}});
                else
                    alerts.add({"share-rule", psl::Tone::bad, what, why, "projects.activity", project.id, {}, {}});
            }
    }
}

/// Amounts that no total holds, by currency: the rate to add, or the first amount to date.
void unconverted(Reading& reading, psl::Alerts& alerts, Converter const& converter)
{
    for (auto const& [currency, lack] : converter.lacks()) {
        std::string const lines = std::to_string(lack.lines);
        if (lack.last) {
            std::string const why = filled(lack.lines > 1 ? reading.tr("{1} montants non convertis, aucun taux au {2} ou avant : les totaux sont partiels", "{1} amounts not converted, no rate at {2} or before: totals are partial")
                                                          : reading.tr("{1} montant non converti, aucun taux au {2} ou avant : les totaux sont partiels", "{1} amount not converted, no rate at {2} or before: totals are partial"),
                                           {lines, date_text(lack.last->iso(), reading.french)});
            alerts.add({"not-converted", psl::Tone::warn, filled(reading.tr("Ajouter un taux de change pour {1}", "Add an exchange rate for {1}"), {currency}), why, "core.rate", 0, "rate", {}});
            continue;
        }
        std::string const why = filled(lack.lines > 1 ? reading.tr("{1} montants sans date de valeur, non convertis : les totaux sont partiels", "{1} amounts without a value date, not converted: totals are partial")
                                                      : reading.tr("{1} montant sans date de valeur, non converti : les totaux sont partiels", "{1} amount without a value date, not converted: totals are partial"),
                                       {lines});
        auto const undated = reading.db.integer("SELECT id FROM funding_transaction WHERE value_currency = ?1 AND value_date IS NULL AND date IS NULL LIMIT 1", currency);
        alerts.add({"not-converted", psl::Tone::warn, filled(reading.tr("Dater les montants en {1}", "Date the amounts in {1}"), {currency}), why, "funding.transaction", undated.value_or(0), undated ? "value_date" : "", {}});
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
            auto const only = ledger.agreements().of_activity.find(rows.integer(0));
            std::int64_t const agreement = only == ledger.agreements().of_activity.end() ? 0 : only->second; // 0: none, or several
            spending(reading, alerts, {rows.integer(0), reading.translated(rows.text(1)).value_or(rows.string(2)), rows.string(3), rows.date(4), rows.date(5)}, found->second, own == lights.end() ? Lights{} : own->second, currency, agreement);
        }
    }
    plans(reading, alerts);
    report_alerts(reading, alerts);
    ending_agreements(reading, alerts);
    unconverted(reading, alerts, ledger.converter());
    if (auto const stale = ledger.total().paid.stale + ledger.total().received.stale + ledger.total().committed_out.stale; stale > 0) {
        std::string const why = filled(stale > 1 ? reading.tr("{1} montants convertis à un taux antérieur de plus de 31 jours à leur date de valeur", "{1} amounts converted at a rate more than 31 days older than their value date")
                                                 : reading.tr("{1} montant converti à un taux antérieur de plus de 31 jours à sa date de valeur", "{1} amount converted at a rate more than 31 days older than its value date"),
                                       {std::to_string(stale)});
        alerts.add({"rate-stale", psl::Tone::info, reading.tr("Importer des taux de change plus récents", "Import more recent exchange rates"), why, "core.rate", 0, {}, {}});
    }
}

} // namespace funding
