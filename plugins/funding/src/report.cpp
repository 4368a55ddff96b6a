// Section 15 of a report: budget, spend of the period, cumulative, balance, resources, co-financing, rates (domain 4.1).
#include "curve.hpp"
#include "parts.hpp"
#include "plan.hpp"
#include <set>

namespace funding {

namespace {

std::string title_of(Reading& reading, std::int64_t activity)
{
    auto rows = reading.db.prepare("SELECT title, identifier FROM projects_activity WHERE id = ?1", activity);
    return rows.step() ? reading.translated(rows.text(0)).value_or(rows.string(1)) : std::string();
}

void budget_row(Reading& reading, psl::Table& table, Totals const& totals, std::string_view currency)
{
    // What is not reported on one side takes nothing from the other, as in the total: the column adds up.
    bool const known = totals.budget.lines + totals.paid.lines > 0 && !totals.budget.partial() && !totals.paid.partial();
    auto const balance = psl::to_int64(psl::Integer{totals.budget.minor} - totals.paid.minor).value_or(0);
    table.row(amount(totals.budget, currency), amount(totals.period_budget, currency), amount(totals.period_paid, currency), amount(totals.paid, currency));
    if (known)
        table.cell(psl::fact::money(balance, currency), balance < 0 && totals.budget.lines > 0 ? psl::Tone::bad : psl::Tone::plain);
    else
        table.cell(psl::fact::not_computable());
    if (totals.paid.lines == 0 || totals.budget.lines == 0) // spend that is not reported is not 0 %
        table.cell(psl::fact::not_computable());
    else
        table.cell(ratio(reading, totals.paid, totals.budget));
}

/// By heading for one project, by project else. The last row adds the rows above.
void write_budget(Reading& reading, psl::Scope const& scope, Ledger& ledger, std::string_view currency, psl::Page& page)
{
    bool const one = scope.kind == "project";
    auto table = page.table("budget", reading.tr("Budget et dépenses", "Budget and spend"),
                            {one ? reading.tr("Rubrique", "Heading") : reading.tr("Projet", "Project"), reading.tr("Budget", "Budget"), reading.tr("Budget de la période", "Budget of the period"), reading.tr("Dépenses de la période", "Spend of the period"),
                             reading.tr("Cumul des dépenses", "Cumulative spend"), reading.tr("Solde", "Balance"), reading.tr("Exécution", "Execution")},
                            1);
    if (one)
        for (auto const& [key, totals] : ledger.headings()) {
            table.cell(psl::fact::text(key.second.empty() ? reading.tr("Sans rubrique", "No heading") : reading.name(lists::heading, "funding.heading", key.second)));
            budget_row(reading, table, totals, currency);
        }
    else {
        std::vector<std::pair<std::string, std::int64_t>> order;
        for (auto const& [activity, totals] : ledger.projects())
            order.emplace_back(title_of(reading, activity), activity);
        std::sort(order.begin(), order.end());
        for (auto const& [title, activity] : order) {
            table.link(psl::fact::text(title), "projects.activity", activity);
            budget_row(reading, table, ledger.projects().at(activity), currency);
        }
    }
    table.cell(psl::fact::text(reading.tr("Total", "Total")));
    budget_row(reading, table, ledger.total(), currency);
}

/// The largest budgets beside what was spent of them.
void write_budget_chart(Reading& reading, psl::Scope const& scope, Ledger& ledger, std::string_view currency, psl::Page& page)
{
    constexpr std::size_t most = 15;
    std::vector<std::pair<std::string, Totals const*>> order;
    if (scope.kind == "project")
        for (auto const& [key, totals] : ledger.headings())
            order.emplace_back(key.second.empty() ? reading.tr("Sans rubrique", "No heading") : reading.name(lists::heading, "funding.heading", key.second), &totals);
    else
        for (auto const& [activity, totals] : ledger.projects())
            order.emplace_back(title_of(reading, activity), &totals);
    std::erase_if(order, [](auto const& one) { return one.second->budget.minor <= 0; });
    if (order.size() < 2)
        return;
    std::sort(order.begin(), order.end(), [](auto const& left, auto const& right) {
        return left.second->budget.minor != right.second->budget.minor ? left.second->budget.minor > right.second->budget.minor : left.first < right.first;
    });
    if (order.size() > most)
        order.resize(most);
    std::vector<std::string> labels;
    psl::Series budget{reading.tr("Budget", "Budget"), {}}, paid{reading.tr("Cumul des dépenses", "Cumulative spend"), {}};
    for (auto const& [name, totals] : order) {
        labels.push_back(name);
        budget.values.push_back(amount(totals->budget, currency));
        paid.values.push_back(amount(totals->paid, currency));
    }
    page.chart(psl::ChartKind::bars, "budget-chart", reading.tr("Les plus grands budgets et leurs dépenses", "The largest budgets and their spend"), labels, {budget, paid});
}

/// The light of domain 3.2 on one project: how fast the budget is spent against the time gone.
void write_burn(Reading& reading, std::int64_t activity, Ledger& ledger, psl::Date at, std::string_view currency, psl::Page& page)
{
    auto const found = ledger.projects().find(activity);
    if (found == ledger.projects().end() || found->second.budget.minor <= 0 || found->second.budget.partial() || found->second.paid.partial())
        return;
    auto rows = reading.db.prepare("SELECT coalesce(actual_start, planned_start), coalesce(actual_end, planned_end) FROM projects_activity WHERE id = ?1", activity);
    if (!rows.step() || !rows.date(0) || !rows.date(1))
        return;
    Elapsed const time = elapsed(*rows.date(0), *rows.date(1), at);
    Totals const& totals = found->second;
    auto const index = burn_index(totals.paid.exact(), totals.budget.exact(), time);
    auto const estimate = estimate_at_completion(totals.paid.exact(), time);
    if (!index || !estimate)
        return;
    Lights lights;
    auto own = reading.db.prepare("SELECT light_low, light_high, amber_low, amber_high FROM funding_agreement WHERE activity = ?1 AND light_low IS NOT NULL ORDER BY id LIMIT 1", activity);
    if (own.step())
        lights = {own.optional_integer(0).value_or(80), own.optional_integer(1).value_or(110), own.optional_integer(2).value_or(60), own.optional_integer(3).value_or(125)};
    if (auto const shown = psl::round_half_up(*index, 3))
        page.figure(reading.tr("Indice de consommation", "Burn index"), psl::fact::decimal(*shown, 3), {}, light(*index, lights),
                    filled(reading.tr("(Dépenses ÷ budget) ÷ (jours écoulés ÷ durée). Vert de {1} à {2}, orange de {3} à {4}, sinon rouge", "(Spend ÷ budget) ÷ (days elapsed ÷ duration). Green from {1} to {2}, amber from {3} to {4}, else red"),
                           {psl::number_text(lights.green_low, 2, reading.french), psl::number_text(lights.green_high, 2, reading.french), psl::number_text(lights.amber_low, 2, reading.french), psl::number_text(lights.amber_high, 2, reading.french)}));
    if (auto const shown = psl::round_half_up(*estimate))
        page.figure(reading.tr("Dépense estimée à l’achèvement", "Estimate at completion"), psl::fact::money(*shown, currency), psl::fact::money(totals.budget.minor, currency), psl::Tone::plain,
                    reading.tr("Dépenses ÷ part du temps écoulé\u202f; en regard, le budget", "Spend ÷ share of time elapsed; beside it, the budget"));
}

struct Provider {
    Sum received, committed;
};

void write_resources(Reading& reading, std::map<std::string, Provider> const& providers, std::string_view currency, psl::Page& page)
{
    if (providers.empty())
        return;
    Provider total;
    auto table = page.table("resources", reading.tr("Ressources", "Resources"),
                            {reading.tr("Organisation versante", "Provider organisation"), reading.tr("Engagement entrant (type 11)", "Incoming commitment (type 11)"), reading.tr("Reçu (type 1)", "Received (type 1)"), reading.tr("Reste à verser", "Outstanding")}, 1);
    auto const row = [&](psl::Fact const& name, Provider const& one) {
        bool const known = one.committed.lines > 0 && !one.committed.partial() && !one.received.partial();
        table.row(name, amount(one.committed, currency), amount(one.received, currency),
                  known ? psl::fact::money(psl::to_int64(psl::Integer{one.committed.minor} - one.received.minor).value_or(0), currency) : psl::fact::not_computable());
        total.committed.add(one.committed);
        total.received.add(one.received);
    };
    for (auto const& [name, one] : providers)
        row(name.empty() ? psl::fact::not_reported() : psl::fact::text(name), one);
    Provider const all = total;
    row(psl::fact::text(reading.tr("Total", "Total")), all);
}

void write_apart(Reading& reading, Totals const& totals, std::string_view currency, psl::Page& page)
{
    if (totals.pledged_in.lines + totals.pledged_out.lines + totals.guaranteed.lines == 0)
        return;
    auto table = page.table("apart", reading.tr("Promesses et garanties, hors totaux", "Pledges and guarantees, outside totals"), {reading.tr("Nature", "Kind"), reading.tr("Montant", "Amount")});
    for (auto const& [sum, type] : {std::pair{&totals.pledged_in, "13"}, {&totals.pledged_out, "12"}, {&totals.guaranteed, "10"}})
        if (sum->lines > 0)
            table.row(psl::fact::text(reading.name(psl::iati::transaction_type, {}, type)), amount(*sum, currency));
}

/// Provider of each transaction, by its record's name or its published one; the ledger's own pass stays narrow.
std::map<std::string, Provider> read_providers(Reading& reading, Filter const& filter, Ledger& ledger, psl::Date until)
{
    std::map<std::string, Provider> all;
    Converter converter(reading.db, ledger.converter().target()); // its own: the ledger's counts what the report prints
    auto rows = reading.db.prepare("SELECT t.type, t.value_minor, t.value_currency, coalesce(t.value_date, t.date), coalesce(t.agreement, 0), t.activity, o.name, t.provider_name, t.provider_ref FROM funding_transaction t"
                                   " LEFT JOIN core_organisation o ON o.id = t.provider WHERE " + filter.where + " AND t.type IN ('1', '11') AND t.value_minor IS NOT NULL AND t.value_currency IS NOT NULL AND coalesce(t.date, '') <= ?2",
                                   filter.value, until);
    while (rows.step()) {
        std::string const name = reading.translated(rows.text(6)).value_or(reading.translated(rows.text(7)).value_or(rows.string(8)));
        Converted const one = converter.convert(rows.integer(1), rows.string(2), rows.date(3), ledger.agreements().policy(rows.integer(4), rows.integer(5)));
        Provider& provider = all[name];
        (rows.text(0) == "1" ? provider.received : provider.committed).add(one);
    }
    return all;
}

void write_policies(Reading& reading, psl::Scope const& scope, Ledger& ledger, psl::Page& page)
{
    std::set<PolicyKind> kinds;
    if (scope.kind == "project") {
        auto rows = reading.db.prepare("SELECT fx_policy FROM funding_agreement WHERE activity = ?1", scope.id);
        while (rows.step())
            kinds.insert(policy_named(rows.text(0)));
    } else
        for (auto const& [id, policy] : ledger.agreements().policies)
            kinds.insert(policy.kind);
    if (kinds.empty())
        kinds.insert(PolicyKind::value_date);
    std::string names;
    for (PolicyKind const kind : kinds)
        names += (names.empty() ? "" : ", ") + name_of(kind, reading.french);
    page.text(filled(reading.tr("Règle de change\u00a0: {1}. Chaque montant est converti à part et arrondi une fois\u202f; les totaux additionnent les montants arrondis.",
                                "Exchange rule: {1}. Each amount is converted alone and rounded once; totals add the rounded amounts."),
                     {names}),
              psl::Tone::muted);
}

} // namespace

void write_financial(Reading& reading, psl::Scope const& scope, psl::Page& page)
{
    page.heading(1, reading.tr("Rapport financier", "Financial report"));
    Filter const filter = psl::projects_in(reading, scope, "t.activity");
    psl::Date const until = scope.to.value_or(scope.as_of.value_or(reading.today));
    Curve curve;
    Ledger ledger(reading, filter, scope.currency, {scope.from, until, until, scope.kind == "project"}, [&](Line const& line) { curve.spent(line); }, [&](BudgetLine const& line) { curve.planned(line); });
    Totals const& totals = ledger.total();
    if (totals.budget.lines == 0 && ledger.projects().empty()) {
        page.text(reading.tr("À compléter\u00a0: aucun budget ni transaction.", "To be completed: no budget or transaction."), psl::Tone::warn);
        if (scope.kind == "project")
            write_plan(reading, scope.id, page);
        return;
    }
    money_figure(reading, page, reading.tr("Budget", "Budget"), totals.budget, scope.currency, reading.tr("Un budget révisé remplace le budget initial de la même période", "A revised budget replaces the original one of the same period"));
    money_figure(reading, page, reading.tr("Engagements", "Commitments"), totals.committed_out, scope.currency, reading.tr("Engagements sortants (type 2)", "Outgoing commitments (type 2)"));
    money_figure(reading, page, reading.tr("Dépenses", "Spend"), totals.paid, scope.currency, reading.tr("Décaissements, dépenses et remboursements (types 3, 4 et 7)", "Disbursements, expenditure and reimbursements (types 3, 4 and 7)"));
    money_figure(reading, page, reading.tr("Fonds reçus", "Funds received"), totals.received, scope.currency, reading.tr("Fonds entrants (type 1)", "Incoming funds (type 1)"));
    write_ratios(reading, totals, scope.currency, page);
    if (scope.kind == "project")
        write_burn(reading, scope.id, ledger, until, scope.currency, page);
    curve.write(reading, until, scope.currency, page);
    write_budget(reading, scope, ledger, scope.currency, page);
    write_budget_chart(reading, scope, ledger, scope.currency, page);
    write_resources(reading, read_providers(reading, filter, ledger, until), scope.currency, page);
    write_apart(reading, totals, scope.currency, page);
    if (scope.kind == "project")
        write_plan(reading, scope.id, page);
    write_policies(reading, scope, ledger, page);
    write_rates(reading, ledger.converter(), page);
    write_lacks(reading, ledger.converter(), page);
}

} // namespace funding
