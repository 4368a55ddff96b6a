// The home page's figures on money, and the pages on donors and cash.
#include "parts.hpp"
#include "passerelle/value/split.hpp"
#include "projects/country_names.hpp"
#include <algorithm>
#include <map>

namespace funding {

namespace {

/// A project's amounts go to its recipient countries by their shares; without shares, equally; without country, apart.
struct Shares {
    std::vector<std::string> countries;
    std::vector<std::int64_t> weights;
};

std::unordered_map<std::int64_t, Shares> country_shares(Reading& reading)
{
    std::unordered_map<std::int64_t, Shares> all;
    auto rows = reading.db.prepare("SELECT activity, code, percentage FROM projects_country WHERE code IS NOT NULL ORDER BY activity, id");
    while (rows.step()) {
        Shares& shares = all[rows.integer(0)];
        shares.countries.push_back(rows.string(1));
        shares.weights.push_back(rows.optional_integer(2).value_or(-1));
    }
    for (auto& [activity, shares] : all)
        if (std::any_of(shares.weights.begin(), shares.weights.end(), [](std::int64_t weight) { return weight < 0; }))
            std::fill(shares.weights.begin(), shares.weights.end(), 1);
    return all;
}

void split(std::map<std::string, Totals>& countries, Shares const* shares, Totals const& totals)
{
    if (shares == nullptr || shares->countries.size() == 1) {
        countries[shares == nullptr ? std::string() : shares->countries.front()].add(totals);
        return;
    }
    for (Sum Totals::*const sum : {&Totals::committed_out, &Totals::paid, &Totals::disbursed, &Totals::received, &Totals::budget, &Totals::justified}) {
        Sum const& whole = totals.*sum;
        if (whole.lines == 0)
            continue;
        auto const parts = psl::split_by_largest_remainder(whole.minor, shares->weights);
        for (std::size_t at = 0; at < shares->countries.size(); ++at) {
            Sum part;
            part.add(Converted{at < parts.size() ? std::optional(parts[at]) : std::nullopt, false});
            part.missing += whole.missing;
            part.lines += whole.missing;
            (countries[shares->countries[at]].*sum).add(part);
        }
    }
    for (std::string const& country : shares->countries)
        countries[country].with_justified += totals.with_justified;
}

constexpr std::size_t most_countries = 15;

} // namespace

void write_home(Reading& reading, psl::Page& page)
{
    page.heading(1, reading.tr("Financements", "Funding"));
    std::string const currency = base_currency(reading.db);
    Ledger ledger(reading, {"?1 IS NOT NULL", std::int64_t{0}}, currency, {{}, {}, reading.today});
    Totals const& totals = ledger.total();
    if (ledger.projects().empty()) {
        page.text(reading.tr("Aucun financement pour l’instant. Importez un fichier IITA ou saisissez un budget.", "No funding yet. Import an IATI file or enter a budget."), psl::Tone::info);
        return;
    }
    money_figure(reading, page, reading.tr("Budget", "Budget"), totals.budget, currency, {});
    money_figure(reading, page, reading.tr("Engagements", "Commitments"), totals.committed_out, currency, reading.tr("Engagements sortants (type 2)", "Outgoing commitments (type 2)"));
    money_figure(reading, page, reading.tr("Dépenses", "Spend"), totals.paid, currency, reading.tr("Types 3, 4 et 7", "Types 3, 4 and 7"));
    money_figure(reading, page, reading.tr("Fonds reçus", "Funds received"), totals.received, currency, reading.tr("Fonds entrants (type 1)", "Incoming funds (type 1)"));
    write_ratios(reading, totals, currency, page);

    auto const shares = country_shares(reading);
    std::map<std::string, Totals> countries;
    for (auto const& [activity, one] : ledger.projects()) {
        auto const found = shares.find(activity);
        split(countries, found == shares.end() ? nullptr : &found->second, one);
    }
    std::vector<std::pair<std::string, Totals const*>> order;
    for (auto const& [country, one] : countries)
        order.emplace_back(country, &one);
    std::stable_sort(order.begin(), order.end(), [](auto const& left, auto const& right) { return left.second->committed_out.minor > right.second->committed_out.minor; });
    if (order.size() > most_countries)
        order.resize(most_countries);
    std::vector<std::string> labels;
    psl::Series committed{reading.tr("Engagements", "Commitments"), {}}, paid{reading.tr("Dépenses", "Spend"), {}};
    {
        auto table = page.table("funding-by-country", reading.tr("Financements par pays de réalisation", "Funding by recipient country"),
                                {reading.tr("Pays", "Country"), reading.tr("Engagements", "Commitments"), reading.tr("Dépenses", "Spend"), reading.tr("Fonds reçus", "Funds received"), reading.tr("Taux de décaissement", "Disbursement rate"),
                                 reading.tr("Taux d’absorption", "Absorption rate")});
        for (auto const& [country, one] : order) {
            labels.push_back(country.empty() ? reading.tr("Non renseigné", "Not reported") : reading.name(projects::iati::country, {}, country));
            committed.values.push_back(amount(one->committed_out, currency));
            paid.values.push_back(amount(one->paid, currency));
            table.row(psl::fact::text(labels.back()), committed.values.back(), paid.values.back(), amount(one->received, currency), ratio(reading, one->disbursed, one->committed_out),
                      one->with_justified == 0 ? psl::fact::not_computable() : ratio(reading, one->justified, one->received));
        }
    }
    page.chart(psl::ChartKind::bars, "funding-chart", reading.tr("Engagements et dépenses par pays", "Commitments and spend by country"), labels, {committed, paid});
    write_lacks(reading, ledger.converter(), page);
}

void write_cash(Reading& reading, psl::Page& page)
{
    std::string const currency = base_currency(reading.db);
    Ledger ledger(reading, {"?1 IS NOT NULL", std::int64_t{0}}, currency, {{}, {}, reading.today});
    money_figure(reading, page, reading.tr("Fonds reçus", "Funds received"), ledger.total().received, currency, reading.tr("Fonds entrants (type 1)", "Incoming funds (type 1)"));
    money_figure(reading, page, reading.tr("Dépenses", "Spend"), ledger.total().paid, currency, reading.tr("Types 3, 4 et 7", "Types 3, 4 and 7"));
    auto rows = reading.db.prepare("SELECT id, title, identifier FROM projects_activity ORDER BY identifier");
    auto table = page.table("cash", reading.tr("Trésorerie par projet", "Cash position by project"),
                            {reading.tr("Projet", "Project"), reading.tr("Reçu", "Received"), reading.tr("Payé", "Paid"), reading.tr("Trésorerie", "Cash position")});
    while (rows.step()) {
        auto const found = ledger.projects().find(rows.integer(0));
        if (found == ledger.projects().end() || found->second.received.lines + found->second.paid.lines == 0)
            continue;
        Totals const& one = found->second;
        table.link(psl::fact::text(reading.translated(rows.text(1)).value_or(rows.string(2))), "projects.activity", rows.integer(0)).row(amount(one.received, currency), amount(one.paid, currency));
        if (one.received.lines == 0 || one.received.partial() || one.paid.partial())
            table.cell(psl::fact::not_computable());
        else {
            auto const balance = psl::to_int64(psl::Integer{one.received.minor} - one.paid.minor).value_or(0);
            table.cell(psl::fact::money(balance, currency), balance < 0 ? psl::Tone::bad : psl::Tone::good);
        }
    }
    table.end();
    write_lacks(reading, ledger.converter(), page);
}

} // namespace funding
