// The home page's figures on money, and the pages on donors and cash.
#include "breakdown.hpp"

namespace funding {

namespace {

/// A sum with its definition and the transactions behind it. What is partial says so in its note.
void sum_figure(Reading& reading, psl::Page& page, std::string_view label, Sum const& sum, std::string_view currency, std::string_view short_note, std::string_view definition, std::string_view filter, std::string_view entity = "funding.transaction")
{
    std::string note(short_note);
    if (sum.missing > 0)
        note = filled(reading.tr("Partiel : {1} sur {2} non convertis", "Partial: {1} of {2} not converted"), {std::to_string(sum.missing), std::to_string(sum.lines)});
    page.figure(label, amount(sum, currency), {}, sum.missing > 0 ? psl::Tone::warn : psl::Tone::plain, note);
    page.behind(definition, entity, filter);
}

} // namespace

void write_home(Reading& reading, psl::Page& page)
{
    std::string const currency = base_currency(reading.db);
    Ledger ledger(reading, {"?1 IS NOT NULL", std::int64_t{0}}, currency, {{}, {}, reading.today, false, true});
    Totals const& totals = ledger.total();
    if (ledger.projects().empty()) {
        page.text(reading.tr("Aucun financement pour l’instant. Importez un fichier IITA ou saisissez un budget.", "No funding yet. Import an IATI file or enter a budget."), psl::Tone::info);
        return;
    }
    page.text(filled(reading.tr("Montants en {1}, au {2}", "Amounts in {1}, on {2}"), {currency, psl::date_text(reading.today.iso(), reading.french)}), psl::Tone::muted);
    psl::Fact const disbursed = ratio(reading, totals.disbursed, totals.committed_out);
    std::string const of_committed = disbursed.kind != PSL_FACT_PERCENT ? std::string()
                                                                        : filled(reading.tr("{1} des engagements", "{1} of commitments"), {psl::percent_text(disbursed.number, disbursed.scale, reading.french)});
    sum_figure(reading, page, reading.tr("Engagements", "Commitments"), totals.committed_out, currency, reading.tr("Engagements sortants (type 2)", "Outgoing commitments (type 2)"),
               reading.tr("Sommes que le réseau s’est engagé par écrit à verser : transactions de type 2 (engagement sortant), converties à leur date de valeur. Les promesses et les garanties n’y sont pas.",
                          "Sums that the network has undertaken in writing to pay: transactions of type 2 (outgoing commitment), converted at their value date. Pledges and guarantees are not in it."),
               "type = 2");
    sum_figure(reading, page, reading.tr("Décaissements", "Disbursements"), totals.disbursed, currency, of_committed,
               reading.tr("Fonds mis à la disposition des bénéficiaires : transactions de type 3, converties à leur date de valeur. Les achats directs (type 4) sont dans les dépenses.",
                          "Funds placed at the disposal of recipients: transactions of type 3, converted at their value date. Direct purchases (type 4) are in the spend."),
               "type = 3");
    page.figure(reading.tr("Taux d’absorption", "Absorption rate"), absorption(reading, totals), {}, psl::Tone::plain, reading.tr("Dépenses justifiées ÷ fonds reçus", "Justified spend ÷ funds received"));
    page.behind(reading.tr("Dépenses éligibles dont les pièces sont reçues (types 3, 4 et 7), divisées par les fonds reçus (type 1). Sans fonds reçus, ou si un montant n’est pas converti, le taux ne se calcule pas.",
                           "Eligible spend whose documents were received (types 3, 4 and 7), divided by funds received (type 1). Without funds received, or where an amount is not converted, the rate is not computed."),
                "funding.transaction", "type in 1,3,4,7");
    write_breakdown(reading, ledger, currency, page);
    page.heading(2, reading.tr("Autres chiffres", "Other figures"));
    sum_figure(reading, page, reading.tr("Budget", "Budget"), totals.budget, currency, {},
               reading.tr("Lignes budgétaires de tous les projets ; pour une même période et une même rubrique, le budget révisé remplace le budget initial.",
                          "Budget lines of all projects; for the same period and heading the revised budget replaces the original one."),
               {}, "funding.budget");
    sum_figure(reading, page, reading.tr("Dépenses", "Spend"), totals.paid, currency, reading.tr("Types 3, 4 et 7", "Types 3, 4 and 7"),
               reading.tr("Décaissements, achats directs et remboursements : transactions de types 3, 4 et 7. La dépense des villes sur ces fonds n’y est pas ajoutée.",
                          "Disbursements, direct purchases and reimbursements: transactions of types 3, 4 and 7. What cities spend out of these funds is not added."),
               "type in 3,4,7");
    sum_figure(reading, page, reading.tr("Fonds reçus", "Funds received"), totals.received, currency, reading.tr("Fonds entrants (type 1)", "Incoming funds (type 1)"),
               reading.tr("Versements reçus des bailleurs : transactions de type 1, converties à leur date de valeur.", "Payments received from donors: transactions of type 1, converted at their value date."), "type = 1");
    write_ratios(reading, totals, currency, page, Ratios::beside_absorption);
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
            auto const balance = psl::round_half_up(psl::Exact{one.received.exact() - one.paid.exact()}).value_or(0);
            table.cell(psl::fact::money(balance, currency), balance < 0 ? psl::Tone::bad : psl::Tone::good);
        }
    }
    table.end();
    write_lacks(reading, ledger.converter(), page);
}

} // namespace funding
