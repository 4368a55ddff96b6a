// Rules on one record. What was published is kept as it is, so most rules warn; what only people type is refused.
#include "parts.hpp"

namespace funding {

namespace {
struct Words {
    bool french;
    [[nodiscard]] std::string operator()(std::string_view fr, std::string_view en) const { return std::string(french ? fr : en); }
};

void no_negative(psl::Row const& row, std::string_view field, psl::Issues& issues, std::string_view sentence)
{
    if (auto const value = row.money(field); value && value->minor < 0)
        issues.error(field, sentence);
}
} // namespace

void check_transaction(psl::Plugin const& plugin, psl::Row const& row, psl::Issues& issues)
{
    Words const tr{plugin.french()};
    psl::Date const today = plugin.today();
    for (std::string_view const field : {std::string_view("date"), std::string_view("value_date")})
        if (auto const date = row.date(field); date && *date > today)
            issues.warning(field, tr("Cette date est dans l’avenir. Un paiement à venir se note comme décaissement prévu.", "This date is in the future. A payment to come is a planned disbursement."));
    if (row.is_null("type"))
        issues.warning("type", tr("Sans type, la transaction n’entre dans aucun total.", "Without a type, the transaction enters no total."));
    if (row.is_null("value.minor"))
        issues.warning("value", tr("Sans montant, la transaction n’entre dans aucun total.", "Without an amount, the transaction enters no total."));
    else if (row.is_null("value_date"))
        issues.note("value_date", tr("Sans date de valeur, le taux de change est celui de la date de la transaction.", "Without a value date, the exchange rate is the one of the transaction’s date."));
    if (auto const value = row.money("value"); value && value->minor < 0)
        issues.note("value", tr("Montant négatif : il corrige une transaction antérieure.", "Negative amount: it corrects an earlier transaction."));
    if (row.boolean("justified").value_or(false) && row.boolean("eligible") == std::optional(false))
        issues.warning("justified", tr("Une dépense non éligible n’entre pas dans l’absorption, même justifiée.", "Spend that is not eligible does not count in absorption, even if justified."));
}

void check_budget(psl::Plugin const& plugin, psl::Row const& row, psl::Issues& issues)
{
    Words const tr{plugin.french()};
    auto const from = row.date("period.from"), to = row.date("period.to");
    if (from && to && *to < *from)
        issues.warning("period", tr("La fin de la période précède son début. Corrigez l’une des deux dates.", "The end of the period precedes its start. Correct one of the two dates."));
    // domain 4.3: 2024-01-01 to 2024-12-31 is fine (365 days apart), to 2025-01-01 is not (366).
    else if (from && to && to->days_since_1970() - from->days_since_1970() > 365)
        issues.warning("period", tr("L’export IITA demande des périodes d’un an au plus. Partagez cette ligne.", "The IATI export asks for periods of at most one year. Split this line."));
}

void check_agreement(psl::Plugin const& plugin, psl::Row const& row, psl::Issues& issues)
{
    Words const tr{plugin.french()};
    no_negative(row, "amount", issues, tr("Le montant accordé est positif ou nul.", "The amount granted is zero or more."));
    auto const from = row.date("term.from"), to = row.date("term.to");
    if (from && to && *to < *from)
        issues.error("term", tr("La fin de la convention précède son début. Corrigez l’une des deux dates.", "The end of the agreement precedes its start. Correct one of the two dates."));
    std::string const policy = row.text_or_empty("fx_policy");
    if (policy == "fixed_contract" && (row.is_null("contract_rate") || row.is_null("local_currency")))
        issues.warning("contract_rate", tr("Donnez la monnaie locale et le taux du contrat. Sans eux, la date de valeur s’applique.", "Give the local currency and the contract rate. Without them, the value date applies."));
    if (policy == "period_average" && (!from || !to))
        issues.warning("term", tr("La moyenne de la période demande le début et la fin de la convention.", "The period average asks for the start and end of the agreement."));
    auto const green_low = row.scaled("light_low", 2), green_high = row.scaled("light_high", 2), amber_low = row.scaled("amber_low", 2), amber_high = row.scaled("amber_high", 2);
    if (green_low && green_high && amber_low && amber_high && !(*amber_low <= *green_low && *green_low <= *green_high && *green_high <= *amber_high))
        issues.error("light_low", tr("Les seuils vont dans l’ordre : orange, vert, vert, orange.", "Thresholds go in order: amber, green, green, amber."));
}

void check_cofinancing(psl::Plugin const& plugin, psl::Row const& row, psl::Issues& issues)
{
    Words const tr{plugin.french()};
    no_negative(row, "amount", issues, tr("Une contribution est positive ou nulle.", "A contribution is zero or more."));
    if (row.is_null("source") && row.is_null("source_name"))
        issues.error("source", tr("Choisissez une organisation ou donnez son nom.", "Choose an organisation or give its name."));
    if (row.text_or_empty("kind") == "in_kind") {
        if (row.is_null("method"))
            issues.warning("method", tr("Une valorisation demande sa méthode.", "An in-kind valuation asks for its method."));
        if (row.is_null("evidence"))
            issues.warning("evidence", tr("Une valorisation demande une preuve.", "An in-kind valuation asks for evidence."));
    }
}

void check_share_rule(psl::Plugin const& plugin, psl::Row const& row, psl::Issues& issues)
{
    Words const tr{plugin.french()};
    auto const least = row.scaled("least", 2), most = row.scaled("most", 2);
    if (!least && !most)
        issues.error("least", tr("Donnez une part minimale ou maximale.", "Give a minimum or maximum share."));
    if (least && most && *least > *most)
        issues.error("least", tr("La part minimale dépasse la part maximale.", "The minimum share exceeds the maximum."));
    if (row.is_null("source_note"))
        issues.warning("source_note", tr("Notez la source de la règle : texte, page ou contrat.", "Write the source of the rule: text, page or contract."));
}

} // namespace funding
