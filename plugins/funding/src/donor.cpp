// A donor's portfolio: its agreements, what it promised and sent, what was spent; and all donors side by side.
#include "parts.hpp"
#include <algorithm>

namespace funding {

namespace {

struct OfAgreement {
    Sum granted, received, paid;
};

/// What is kept of a line once the ledger has gone on.
struct Kept {
    std::int64_t activity = 0, agreement = 0;
    int type = 0;
    Converted converted;
};

/// Received and spent by agreement; lines that name none count for the only agreement of their project.
std::map<std::int64_t, OfAgreement> by_agreement(Ledger& ledger, std::vector<Kept> const& lines)
{
    std::map<std::int64_t, OfAgreement> all;
    for (Kept const& line : lines) {
        std::int64_t agreement = line.agreement;
        if (agreement == 0)
            if (auto const only = ledger.agreements().of_activity.find(line.activity); only != ledger.agreements().of_activity.end())
                agreement = only->second;
        if (agreement == 0)
            continue;
        if (line.type == 1)
            all[agreement].received.add(line.converted);
        else if (line.type == 3 || line.type == 4 || line.type == 7)
            all[agreement].paid.add(line.converted);
    }
    return all;
}

struct OfDonor {
    std::int64_t id = 0, agreements = 0;
    Sum granted, received, leads, weighted;
};

/// What each donor granted and what of it has come, the largest first.
void write_donor_chart(Reading& reading, std::map<std::string, OfDonor> const& donors, std::string_view currency, psl::Page& page)
{
    constexpr std::size_t most = 15;
    std::vector<std::pair<std::string, OfDonor const*>> order;
    for (auto const& [name, donor] : donors)
        if (donor.granted.lines > 0)
            order.emplace_back(name, &donor);
    std::stable_sort(order.begin(), order.end(), [](auto const& left, auto const& right) { return left.second->granted.minor > right.second->granted.minor; });
    if (order.size() < 2)
        return;
    order.resize(std::min(order.size(), most));
    std::vector<std::string> labels;
    psl::Series received{reading.tr("Reçu", "Received"), {}}, granted{reading.tr("Accordé", "Granted"), {}};
    for (auto const& [name, donor] : order) {
        labels.push_back(name);
        received.values.push_back(amount(donor->received, currency));
        granted.values.push_back(amount(donor->granted, currency));
    }
    page.chart(psl::ChartKind::target, "donors-chart", reading.tr("Reçu sur accordé, par bailleur", "Received of granted, by donor"), labels, {received, granted});
}

} // namespace

void write_donor(Reading& reading, psl::Scope const& scope, psl::Page& page)
{
    page.heading(1, reading.tr("Portefeuille du bailleur", "Donor’s portfolio"));
    psl::Date const until = scope.to.value_or(scope.as_of.value_or(reading.today));
    std::vector<Kept> lines;
    Filter const filter = psl::projects_in(reading, {"donor", scope.id, {}, {}, {}, {}, scope.currency}, "t.activity");
    Ledger ledger(reading, filter, scope.currency, {scope.from, until, until}, [&](Line const& line) { lines.push_back({line.activity, line.agreement, line.type, line.converted}); });
    auto sums = by_agreement(ledger, lines);
    auto rows = reading.db.prepare("SELECT g.id, g.reference, g.title, a.title, g.amount_minor, g.amount_currency, coalesce(g.signed, g.term_from), g.state, g.term_from, g.term_to, g.report_due, a.id FROM funding_agreement g"
                                   " LEFT JOIN projects_activity a ON a.id = g.activity WHERE g.donor = ?1 ORDER BY g.reference",
                                   scope.id);
    if (!rows.step()) {
        page.text(reading.tr("Aucune convention de financement avec ce bailleur.", "No funding agreement with this donor."), psl::Tone::info);
        return;
    }
    OfAgreement total;
    {
        auto table = page.table("agreements", reading.tr("Conventions de financement", "Funding agreements"),
                                {reading.tr("Convention", "Agreement"), reading.tr("Projet", "Project"), reading.tr("État", "State"), reading.tr("Accordé", "Granted"), reading.tr("Accordé (converti)", "Granted (converted)"), reading.tr("Reçu", "Received"),
                                 reading.tr("Dépensé", "Spent"), reading.tr("Absorption des fonds reçus", "Spent of received"), reading.tr("Fin", "End"), reading.tr("Prochain rapport", "Next report")},
                                1);
        do {
            OfAgreement& one = sums[rows.integer(0)];
            if (!rows.is_null(4))
                one.granted.add(ledger.converter().convert(rows.integer(4), rows.string(5), rows.date(6), ledger.agreements().policy(rows.integer(0), 0)));
            auto const due = rows.date(10), end = rows.date(9);
            table.link(psl::fact::text(rows.text(1)), "funding.agreement", rows.integer(0));
            if (rows.is_null(11))
                table.cell(psl::fact::text(reading.tr("Plusieurs projets", "Several projects")));
            else
                table.link(reading.title(rows.text(3)), "projects.activity", rows.integer(11));
            table.row(reading.named(lists::agreement_state, {}, rows.text(7)), psl::fact::money(rows.money(4)), amount(one.granted, scope.currency), amount(one.received, scope.currency), amount(one.paid, scope.currency),
                      ratio(reading, one.paid, one.received), psl::fact::date(end))
                .cell(psl::fact::date(due), due && *due < reading.today ? psl::Tone::warn : psl::Tone::plain);
            total.granted.add(one.granted);
            total.received.add(one.received);
            total.paid.add(one.paid);
        } while (rows.step());
        table.row(psl::fact::text(reading.tr("Total", "Total")), psl::fact::not_applicable(), psl::fact::not_applicable(), psl::fact::not_applicable(), amount(total.granted, scope.currency), amount(total.received, scope.currency),
                  amount(total.paid, scope.currency), ratio(reading, total.paid, total.received), psl::fact::not_applicable(), psl::fact::not_applicable());
    }
    page.text(reading.tr("Absorption des fonds reçus\u00a0: dépenses (types 3, 4 et 7) ÷ fonds reçus (type 1) de la même convention.", "Spent of received: spend (types 3, 4 and 7) ÷ funds received (type 1) of the same agreement."), psl::Tone::muted);
    write_lacks(reading, ledger.converter(), page);
}

void write_donors(Reading& reading, psl::Page& page)
{
    std::string const currency = base_currency(reading.db);
    Converter converter(reading.db, currency);
    Agreements const agreements = Agreements::read(reading.db);
    std::map<std::string, OfDonor> donors;
    {
        auto rows = reading.db.prepare("SELECT o.id, o.name, g.amount_minor, g.amount_currency, coalesce(g.signed, g.term_from), g.id FROM funding_agreement g JOIN core_organisation o ON o.id = g.donor"
                                       " WHERE coalesce(g.state, '') NOT IN ('cancelled', 'draft', 'negotiated')");
        while (rows.step()) {
            OfDonor& donor = donors[reading.translated(rows.text(1)).value_or("")];
            donor.id = rows.integer(0);
            ++donor.agreements;
            if (!rows.is_null(2))
                donor.granted.add(converter.convert(rows.integer(2), rows.string(3), rows.date(4), agreements.policy(rows.integer(5), 0)));
        }
    }
    {
        auto rows = reading.db.prepare("SELECT o.name, t.value_minor, t.value_currency, coalesce(t.value_date, t.date), g.id FROM funding_transaction t JOIN funding_agreement g ON g.id = t.agreement"
                                       " JOIN core_organisation o ON o.id = g.donor WHERE t.type = '1' AND t.value_minor IS NOT NULL AND t.value_currency IS NOT NULL AND coalesce(g.state, '') NOT IN ('cancelled', 'draft', 'negotiated')");
        while (rows.step())
            donors[reading.translated(rows.text(0)).value_or("")].received.add(converter.convert(rows.integer(1), rows.string(2), rows.date(3), agreements.policy(rows.integer(4), 0)));
    }
    {
        auto rows = reading.db.prepare("SELECT o.id, o.name, l.amount_minor, l.amount_currency, coalesce(l.contacted, ?1), l.probability FROM funding_lead l JOIN core_organisation o ON o.id = l.donor"
                                       " WHERE coalesce(l.stage, '') NOT IN ('signed', 'declined')",
                                       reading.today);
        while (rows.step()) {
            OfDonor& donor = donors[reading.translated(rows.text(1)).value_or("")];
            donor.id = rows.integer(0);
            if (rows.is_null(2))
                continue;
            Converted one = converter.convert(rows.integer(2), rows.string(3), rows.date(4), agreements.standard);
            donor.leads.add(one);
            if (auto const probability = rows.optional_integer(5)) {
                if (one.minor)
                    one.minor = psl::round_half_up(psl::Exact{*one.minor} * psl::exact(*probability, 2));
                donor.weighted.add(one);
            }
        }
    }
    if (donors.empty()) {
        page.text(reading.tr("Aucun bailleur pour l’instant. Créez une convention de financement.", "No donor yet. Create a funding agreement."), psl::Tone::info);
        return;
    }
    auto table = page.table("donors", reading.tr("Bailleurs", "Donors"),
                            {reading.tr("Bailleur", "Donor"), reading.tr("Conventions", "Agreements"), reading.tr("Accordé", "Granted"), reading.tr("Demandes en cours", "Requests under way"), reading.tr("Demandes pondérées", "Weighted requests")});
    for (auto const& [name, donor] : donors)
        table.link(psl::fact::text(name), "core.organisation", donor.id)
            .row(psl::fact::count(donor.agreements), amount(donor.granted, currency), amount(donor.leads, currency), amount(donor.weighted, currency));
    table.end();
    write_donor_chart(reading, donors, currency, page);
    page.text(reading.tr("Demandes pondérées\u00a0: montant demandé × probabilité.", "Weighted requests: amount asked × probability."), psl::Tone::muted);
    write_lacks(reading, converter, page);
}

} // namespace funding
