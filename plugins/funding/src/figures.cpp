// How the module shows money: sums that say what they lack, ratios with their definitions, the rates behind them.
#include "parts.hpp"

namespace funding {

psl::Fact amount(Sum const& sum, std::string_view currency)
{
    if (sum.lines == 0)
        return psl::fact::not_reported();
    return sum.missing == sum.lines ? psl::fact::not_converted() : psl::fact::money(sum.minor, currency);
}

void money_figure(Reading& reading, psl::Page& page, std::string_view label, Sum const& sum, std::string_view currency, std::string_view definition)
{
    std::string note(definition);
    if (sum.missing > 0)
        note += (note.empty() ? "" : ". ") + filled(reading.tr("Total partiel\u00a0: montants non convertis, {1} sur {2}", "Partial total: amounts not converted, {1} of {2}"),
                                                     {std::to_string(sum.missing), std::to_string(sum.lines)});
    page.figure(label, amount(sum, currency), {}, sum.missing > 0 ? psl::Tone::warn : psl::Tone::plain, note);
}

psl::Fact ratio(Reading& reading, Sum const& part, Sum const& whole)
{
    if (part.partial() || whole.partial())
        return psl::fact::not_computable(reading.tr("Montants non convertis", "Amounts not converted"));
    if (whole.minor == 0)
        return psl::fact::not_computable(reading.tr("Dénominateur nul ou non renseigné", "Denominator is zero or not reported"));
    return psl::share(part.exact(), whole.exact());
}

psl::Fact absorption(Reading& reading, Totals const& totals)
{
    return totals.with_justified == 0 ? psl::fact::not_computable(reading.tr("Aucune dépense ne dit si elle est justifiée", "No spend says whether it is justified")) : ratio(reading, totals.justified, totals.received);
}

void write_ratios(Reading& reading, Totals const& totals, std::string_view currency, psl::Page& page, Ratios which)
{
    page.figure(reading.tr("Taux d’engagement", "Commitment rate"), ratio(reading, totals.committed_out, totals.budget), {}, psl::Tone::plain,
                reading.tr("Engagements sortants (type 2) ÷ budget", "Outgoing commitments (type 2) ÷ budget"));
    std::string const lacking = reading.tr(" Le taux ne se calcule pas si un montant n’est pas converti ou si le diviseur est nul.", " The rate is not computed where an amount is not converted or the divisor is zero.");
    page.behind(reading.tr("Part du budget que des engagements écrits couvrent.", "Share of the budget that written commitments cover.") + lacking);
    page.figure(reading.tr("Taux de décaissement", "Disbursement rate"), ratio(reading, totals.disbursed, totals.committed_out), {}, psl::Tone::plain,
                reading.tr("Décaissements (type 3) ÷ engagements sortants (type 2)", "Disbursements (type 3) ÷ outgoing commitments (type 2)"));
    page.behind(reading.tr("Part des engagements déjà versée aux bénéficiaires.", "Share of the commitments already paid to recipients.") + lacking);
    page.figure(reading.tr("Taux d’exécution budgétaire", "Budget execution rate"), ratio(reading, totals.eligible, totals.budget), {}, psl::Tone::plain,
                reading.tr("Dépenses éligibles (types 3, 4 et 7) ÷ budget", "Eligible spend (types 3, 4 and 7) ÷ budget"));
    page.behind(reading.tr("Part du budget déjà dépensée pour des dépenses éligibles.", "Share of the budget already spent on eligible items.") + lacking);
    if (which == Ratios::all)
        page.figure(reading.tr("Taux d’absorption", "Absorption rate"), absorption(reading, totals), {}, psl::Tone::plain,
                    reading.tr("Dépenses éligibles justifiées ÷ fonds reçus (type 1)", "Justified eligible spend ÷ funds received (type 1)"));
    Sum cash = totals.received;
    bool const known = totals.received.lines > 0 && !totals.received.partial() && !totals.paid.partial();
    std::int64_t const balance = psl::to_int64(psl::Integer{cash.minor} - totals.paid.minor).value_or(0);
    page.figure(reading.tr("Trésorerie", "Cash position"), known ? psl::fact::money(balance, currency) : psl::fact::not_computable(reading.tr("Fonds reçus non renseignés ou non convertis", "Funds received not reported or not converted")),
                {}, known && balance < 0 ? psl::Tone::bad : psl::Tone::plain,
                known && balance < 0 ? reading.tr("Reçu − payé. Négative\u00a0: avance sur fonds propres", "Received − paid. Negative: advance from own funds") : reading.tr("Reçu (type 1) − payé (types 3, 4 et 7)", "Received (type 1) − paid (types 3, 4 and 7)"));
    page.behind(reading.tr("Fonds reçus des bailleurs moins ce qui a été payé. Négative, elle dit ce que le réseau a avancé.", "Funds received from donors less what was paid. Negative, it says what the network has advanced."));
}

void write_lacks(Reading& reading, Converter const& converter, psl::Page& page)
{
    for (auto const& [currency, lack] : converter.lacks())
        page.text(!lack.last ? filled(reading.tr("Montants en {1} non convertis\u00a0: {2}. Ils n’ont pas de date de valeur. Complétez-la.", "Amounts in {1} not converted: {2}. They have no value date. Complete it."),
                                                 {currency, std::to_string(lack.lines)})
                                        : filled(reading.tr("Montants en {1} non convertis\u00a0: {2}, aucun taux au {3} ou avant. Ajoutez un taux.", "Amounts in {1} not converted: {2}, no rate at {3} or before. Add a rate."),
                                                 {currency, std::to_string(lack.lines), psl::date_text(lack.last->iso(), reading.french)}),
                  psl::Tone::warn);
}

namespace {
/// With no more decimals than it has, at most six: 655,957 and 10,8.
psl::Fact units_of(Rate const& rate)
{
    for (std::uint32_t decimals = 0; decimals <= 6; ++decimals) {
        auto const shown = psl::round_half_up(rate.per_euro(), static_cast<int>(decimals));
        if (shown && (decimals == 6 || psl::exact(*shown, static_cast<int>(decimals)) == rate.per_euro()))
            return psl::fact::decimal(*shown, decimals);
    }
    return psl::fact::not_computable();
}
} // namespace

void write_rates(Reading& reading, Converter const& converter, psl::Page& page)
{
    constexpr std::size_t most = 60;
    auto const uses = converter.uses();
    if (uses.empty())
        return;
    bool stale = false;
    {
        auto table = page.table("rates", reading.tr("Taux de change utilisés", "Exchange rates used"),
                                {reading.tr("Monnaie", "Currency"), reading.tr("Unités pour 1 EUR", "Units for 1 EUR"), reading.tr("Date du taux", "Rate date"), reading.tr("Source", "Source"), reading.tr("Montants", "Amounts")});
        for (std::size_t at = 0; at < uses.size() && at < most; ++at) {
            auto const& use = uses[at];
            stale = stale || use.rate.stale;
            auto const parity = psl::fixed_rate(use.currency);
            std::string const source = parity && *parity == use.rate.per_euro() ? reading.tr("Parité fixe", "Fixed parity")
                                       : use.rate.mean ? filled(reading.tr("{1}, moyenne des taux publiés", "{1}, mean of the published rates"), {use.rate.source})
                                       : use.rate.source.empty() ? reading.tr("Convention de financement", "Funding agreement") : use.rate.source;
            table.cell(psl::fact::text(use.currency))
                .cell(units_of(use.rate))
                .cell(use.rate.date ? psl::fact::date(*use.rate.date) : psl::fact::not_applicable(), use.rate.stale ? psl::Tone::warn : psl::Tone::plain)
                .cell(psl::fact::text(source))
                .cell(psl::fact::count(use.lines));
        }
    }
    if (uses.size() > most)
        page.text(filled(reading.tr("Les {1} premiers taux sur {2}.", "The first {1} rates of {2}."), {std::to_string(most), std::to_string(uses.size())}), psl::Tone::muted);
    if (stale)
        page.text(reading.tr("Un taux marqué date de plus de 31 jours avant la date de valeur. Importez des taux plus récents.", "A marked rate is more than 31 days older than the value date. Import more recent rates."), psl::Tone::warn);
}

} // namespace funding
