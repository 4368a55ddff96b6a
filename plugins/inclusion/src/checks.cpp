// Rules on one record: periods, markers that stand on criteria, counts of the short set that agree.
#include "parts.hpp"

namespace inclusion {

namespace {

struct Words {
    bool french;
    [[nodiscard]] std::string operator()(std::string_view fr, std::string_view en) const { return std::string(french ? fr : en); }
};

bool has(std::string_view json, std::string_view code) { return json.find("\"" + std::string(code) + "\"") != std::string_view::npos; }

} // namespace

void check_period(psl::Plugin const& plugin, psl::Row const& row, psl::Issues& issues)
{
    Words const tr{plugin.french()};
    auto const from = row.date("period.from"), to = row.date("period.to");
    if (from && to && *to < *from)
        issues.warning("period", tr("La fin de la période précède son début. Corrigez l’une des deux dates.", "The end of the period precedes its start. Correct one of the two dates."));
    for (auto const& [denominator, numerator] : {std::pair<std::string_view, std::string_view>{"actual_denominator", "actual_numerator"}, {"target_denominator", "target_numerator"}}) {
        auto const below = row.scaled(denominator, 6);
        if (below && *below <= 0)
            issues.error(denominator, tr("Un dénominateur est supérieur à zéro.", "A denominator is greater than zero."));
        if (!row.is_null(numerator) && !below)
            issues.warning(denominator, tr("Sans dénominateur, ce pourcentage ne s’agrège pas.", "Without a denominator, this percentage cannot be aggregated."));
    }
}

std::optional<int> proposed_score(std::string_view criteria)
{
    bool const screened = has(criteria, "analysis") && has(criteria, "informed");
    if (!screened)
        return std::nullopt;
    bool const measured = has(criteria, "disaggregated") && has(criteria, "report");
    if (has(criteria, "principal") && has(criteria, "framework") && measured)
        return 2;
    return has(criteria, "objective") && measured ? 1 : 0;
}

void check_marker(psl::Plugin const& plugin, psl::Row const& row, psl::Issues& issues)
{
    if (!row.is_null("import_key")) // published by others: kept as it is
        return;
    Words const tr{plugin.french()};
    auto const significance = row.text("significance");
    if (significance && (*significance == "1" || *significance == "2") && row.is_null("justification"))
        issues.warning("justification", tr("Un degré 1 ou 2 demande une justification.", "A score of 1 or 2 asks for a justification."));
    auto const criteria = row.text_or_empty("criteria");
    auto const proposed = proposed_score(criteria);
    if (!significance && proposed)
        issues.note("significance", filled(tr("Les critères remplis permettent le degré {1}. Confirmez-le.", "The criteria met allow a score of {1}. Confirm it."), {std::to_string(*proposed)}));
    if (significance && !criteria.empty() && significance->size() == 1 && (*significance)[0] - '0' > proposed.value_or(-1))
        issues.warning("significance", proposed ? filled(tr("Les critères remplis permettent le degré {1} au plus.", "The criteria met allow a score of {1} at most."), {std::to_string(*proposed)})
                                                : tr("Sans analyse ni conclusions utilisées, le projet reste non examiné.", "Without an analysis and its use, the project remains not screened."));
    if (significance && row.is_null("screened_on"))
        issues.note("screened_on", tr("Notez la date de l’examen et qui l’a fait.", "Write when the project was screened and by whom."));
    if (row.text_or_empty("vocabulary") == "99" && row.is_null("text"))
        issues.warning("text", tr("Un marqueur propre demande un libellé.", "An own marker asks for a label."));
}

void check_washington(psl::Plugin const& plugin, psl::Row const& row, psl::Issues& issues)
{
    Words const tr{plugin.french()};
    auto const asked = row.integer("asked"), with = row.integer("with_disability");
    auto const without = row.integer("without_disability"), incomplete = row.integer("incomplete"), unknown = row.integer("unknown");
    if (asked && with && without && incomplete && unknown && *with + *without + *incomplete + *unknown != *asked)
        issues.error("asked", filled(tr("Les quatre groupes totalisent {1} personnes pour {2} personnes interrogées. Corrigez l’un des nombres.", "The four groups add up to {1} persons for {2} persons asked. Correct one of the numbers."),
                                     {psl::number_text(*with + *without + *incomplete + *unknown, 0, tr.french), psl::number_text(*asked, 0, tr.french)}));
    if (row.text_or_empty("method") == "declared")
        return;
    std::int64_t domains = 0;
    bool all = true;
    for (std::string_view const domain : {std::string_view("seeing"), std::string_view("hearing"), std::string_view("walking"), std::string_view("remembering"), std::string_view("self_care"), std::string_view("communicating")}) {
        auto const count = row.integer(domain);
        all = all && count;
        domains += count.value_or(0);
        if (count && with && *count > *with)
            issues.error(domain, tr("Un domaine ne compte pas plus de personnes que l’ensemble en situation de handicap.", "A domain cannot count more persons than all those with disabilities."));
    }
    if (all && with && domains < *with)
        issues.error("with_disability", tr("Chaque personne en situation de handicap a au moins un domaine coté 3 ou 4. Les domaines en comptent moins.", "Each person with disabilities has at least one domain coded 3 or 4. The domains count fewer."));
}

void check_threshold(psl::Plugin const& plugin, psl::Row const& row, psl::Issues& issues)
{
    Words const tr{plugin.french()};
    auto const green = row.scaled("green", 2), amber = row.scaled("amber", 2);
    if (green && amber && *amber > *green)
        issues.error("amber", tr("Le seuil orange ne dépasse pas le seuil vert.", "The amber threshold does not exceed the green one."));
}

} // namespace inclusion
