// Section 4: the logframe matrix, one row an indicator, and what a portfolio may add up (domain 2.5).
#include "parts.hpp"

namespace inclusion {

psl::Tone tone_of(Light light)
{
    return light == Light::green ? psl::Tone::good : light == Light::amber ? psl::Tone::warn : light == Light::red ? psl::Tone::bad : psl::Tone::muted;
}

std::string letter_of(Reading& reading, Light light)
{
    switch (light) {
    case Light::green: return reading.tr("V\u00a0(vert)", "G\u00a0(green)");
    case Light::amber: return reading.tr("O\u00a0(orange)", "A\u00a0(amber)");
    case Light::red: return reading.tr("R\u00a0(rouge)", "R\u00a0(red)");
    case Light::grey: break;
    }
    return reading.tr("Gris", "Grey");
}

psl::Fact percent_of(std::optional<psl::Exact> const& share)
{
    auto const number = share ? psl::round_half_up(*share * 100, 1) : std::nullopt;
    return number ? psl::fact::percent(*number, 1) : psl::fact::not_computable();
}

psl::Fact range_of(Reading& reading, Summary const& one)
{
    auto const text = [&](psl::Exact const& value) {
        psl::Fact const fact = decimal_of(value);
        return psl::number_text(fact.number, static_cast<int>(fact.scale), reading.french);
    };
    return psl::fact::text(filled(reading.tr("de {1} à {2}", "{1} to {2}"), {text(*one.least), text(*one.most)}));
}

namespace {

psl::Fact actual_of(Reading& reading, Summary const& one)
{
    if (one.least && one.most)
        return range_of(reading, one);
    if (one.qualitative())
        return one.comments.empty() ? psl::fact::not_reported() : psl::fact::text(one.comments.back());
    return shown(reading, one, one.actual);
}

std::string remark_of(Reading& reading, Summary const& one)
{
    std::vector<std::string> parts;
    if (one.missing > 0)
        parts.push_back(one.missing > 1 ? filled(reading.tr("{1} périodes manquantes", "{1} missing periods"), {std::to_string(one.missing)}) : reading.tr("1 période manquante", "1 missing period"));
    if (one.measure == 2 && one.actual && (!one.numerator || !one.denominator))
        parts.push_back(reading.tr("Non agrégeable\u00a0: sans numérateur ni dénominateur", "Not aggregable: no numerator and denominator"));
    else if (one.numerator && one.denominator) {
        psl::Fact const n = decimal_of(*one.numerator), d = decimal_of(*one.denominator);
        parts.push_back(filled(reading.tr("{1} sur {2}", "{1} of {2}"), {psl::number_text(n.number, static_cast<int>(n.scale), reading.french), psl::number_text(d.number, static_cast<int>(d.scale), reading.french)}));
    }
    if (one.least)
        parts.push_back(reading.tr("Personnes uniques\u00a0: les périodes ne s’additionnent pas", "Unique persons: periods do not add up"));
    if (goes_backwards(one.baseline, one.target, one.ascending))
        parts.push_back(reading.tr("La cible va contre le sens de l’indicateur", "The target goes against the indicator’s direction"));
    if (!one.variance.empty())
        parts.push_back(one.variance);
    std::string all;
    for (std::string const& part : parts)
        all += (all.empty() ? "" : ". ") + part;
    return all;
}

void matrix(Reading& reading, std::vector<Summary> const& all, bool one_project, Thresholds const& limits, psl::Page& page)
{
    std::vector<std::string> columns;
    if (!one_project)
        columns.push_back(reading.tr("Projet", "Project"));
    for (auto const& [fr, en] : {std::pair{"Niveau", "Level"}, {"Résultat", "Result"}, {"Indicateur", "Indicator"}, {"Valeur de référence", "Baseline"}, {"Année", "Year"}, {"Cible", "Target"}, {"Valeur réalisée", "Actual"},
                                 {"Avancement", "Progress"}, {"Feu", "Light"}, {"Source de vérification", "Source of verification"}, {"Remarques", "Remarks"}})
        columns.push_back(reading.tr(fr, en));
    auto table = page.table("logframe", reading.tr("Matrice du cadre logique", "Logframe matrix"), columns);
    std::int64_t last_result = 0;
    for (Summary const& one : all) {
        auto const p = progress(one.baseline, one.target, one.actual, one.ascending);
        auto const rate = p ? p : achievement(one.target, one.actual);
        Light const at = light(rate, one.elapsed, limits.green, limits.amber);
        if (!one_project)
            table.link(psl::fact::text(one.project), "projects.activity", one.activity);
        bool const again = one.result == last_result;
        last_result = one.result;
        table.cell(reading.named(psl::iati::result_type, {}, one.level));
        table.cell(again ? psl::fact::text("\u2033") : one.result_title.empty() ? psl::fact::not_reported() : psl::fact::text(one.result_title)); // ″: as above
        table.link(one.title.empty() ? psl::fact::not_reported() : psl::fact::text(one.unit.empty() ? one.title : one.title + " (" + one.unit + ")"), "inclusion.indicator", one.id);
        table.cell(shown(reading, one, one.baseline));
        table.cell(one.baseline_year ? psl::fact::text(std::to_string(*one.baseline_year)) : psl::fact::not_reported());
        table.cell(shown(reading, one, one.target)).cell(actual_of(reading, one));
        table.cell(one.qualitative() ? psl::fact::not_applicable() : percent_of(rate));
        table.cell(one.qualitative() ? psl::fact::not_applicable() : psl::fact::text(letter_of(reading, at) + (rate && !p ? reading.tr(", réalisé sur cible", ", actual over target") : "")), tone_of(at));
        table.cell(one.verification.empty() ? psl::fact::not_reported() : psl::fact::text(one.verification));
        std::string const remark = remark_of(reading, one);
        bool const watch = one.missing > 0 || (one.measure == 2 && one.actual && (!one.numerator || !one.denominator)) || goes_backwards(one.baseline, one.target, one.ascending);
        table.cell(remark.empty() ? psl::fact::not_applicable() : psl::fact::text(remark), watch ? psl::Tone::warn : psl::Tone::plain);
    }
}

/// Same title and measure over several projects: units are summed, percentages pooled, yes/no counted, scores shown as medians.
void aggregates(Reading& reading, std::vector<Summary> const& all, psl::Page& page)
{
    struct Group {
        std::string title;
        int measure = 0;
        std::vector<Summary const*> members;
    };
    std::map<std::pair<std::string, int>, Group> groups;
    for (Summary const& one : all) {
        Group& group = groups[{one.title, one.measure}];
        group.title = one.title;
        group.measure = one.measure;
        group.members.push_back(&one);
    }
    std::erase_if(groups, [](auto const& entry) { return entry.second.members.size() < 2 || entry.second.measure == 5 || entry.second.title.empty(); });
    if (groups.empty())
        return;
    auto table = page.table("aggregates", reading.tr("Indicateurs communs à plusieurs projets", "Indicators shared by several projects"),
                            {reading.tr("Indicateur", "Indicator"), reading.tr("Projets", "Projects"), reading.tr("Ensemble", "Together"), reading.tr("Méthode", "Method")});
    for (auto const& [key, group] : groups) {
        table.row(psl::fact::text(group.title), psl::fact::count(static_cast<std::int64_t>(group.members.size())));
        psl::Exact sum{0}, largest{0}, numerators{0}, denominators{0};
        std::vector<psl::Exact> values;
        bool unique = false, pooled = true;
        for (Summary const* const one : group.members) {
            unique = unique || (one->unique_persons && !one->disjoint);
            auto const high = one->most ? one->most : one->actual;
            auto const low = one->least ? one->least : one->actual;
            if (group.measure == 2) {
                if (one->actual && one->numerator && one->denominator) {
                    numerators += *one->numerator;
                    denominators += *one->denominator;
                } else if (one->actual)
                    pooled = false;
                continue;
            }
            if (high) {
                sum += *high;
                largest = std::max(largest, *low);
                values.push_back(*high);
            }
        }
        if (group.measure == 2) {
            if (pooled && denominators > 0)
                table.row(psl::share(numerators, denominators), psl::fact::text(reading.tr("Somme des numérateurs ÷ somme des dénominateurs", "Sum of numerators ÷ sum of denominators")));
            else
                table.row(psl::fact::not_computable(), psl::fact::text(reading.tr("Non agrégeable\u00a0: un pourcentage n’a pas de dénominateur", "Not aggregable: a percentage has no denominator")));
        } else if (values.empty())
            table.row(psl::fact::not_reported(), psl::fact::not_applicable());
        else if (group.measure == 3)
            table.row(psl::fact::text(filled(reading.tr("{1} oui sur {2}", "{1} yes of {2}"), {std::to_string(std::count_if(values.begin(), values.end(), [](psl::Exact const& v) { return v > 0; })), std::to_string(values.size())})),
                      psl::fact::text(reading.tr("Nombre de oui", "Number of yes")));
        else if (group.measure == 4) {
            std::sort(values.begin(), values.end());
            std::size_t const middle = values.size() / 2;
            table.row(decimal_of(values.size() % 2 == 1 ? values[middle] : psl::Exact{(values[middle - 1] + values[middle]) / 2}), psl::fact::text(reading.tr("Médiane\u00a0: une note ne se moyenne pas", "Median: scores are not averaged")));
        } else if (unique) {
            psl::Fact const low = decimal_of(largest), high = decimal_of(sum);
            table.row(psl::fact::text(filled(reading.tr("de {1} à {2}", "{1} to {2}"), {psl::number_text(low.number, static_cast<int>(low.scale), reading.french), psl::number_text(high.number, static_cast<int>(high.scale), reading.french)})),
                      psl::fact::text(reading.tr("Personnes uniques\u00a0: entre le plus grand effectif et la somme", "Unique persons: between the largest count and the sum")));
        } else
            table.row(decimal_of(sum), psl::fact::text(reading.tr("Somme", "Sum")));
    }
}

} // namespace

void write_logframe(Reading& reading, psl::Scope const& scope, psl::Page& page)
{
    page.heading(1, reading.tr("Résultats\u00a0: matrice du cadre logique", "Results: logframe matrix"));
    psl::Date const until = scope.to.value_or(scope.as_of.value_or(reading.today));
    auto const all = read_summaries(reading, psl::projects_in(reading, scope, "r.activity"), until);
    if (all.empty()) {
        page.text(reading.tr("À compléter\u00a0: aucun indicateur.", "To be completed: no indicator."), psl::Tone::warn);
        return;
    }
    Thresholds const limits = thresholds(reading, scope);
    matrix(reading, all, scope.kind == "project", limits, page);
    if (scope.kind == "project")
        write_progress_chart(reading, all, limits, page);
    if (scope.kind != "project")
        aggregates(reading, all, page);
    explain_logframe(reading, limits, page);
}

void explain_logframe(Reading& reading, Thresholds const& limits, psl::Page& page)
{
    page.text(filled(reading.tr("Avancement\u00a0: (réalisé − référence) ÷ (cible − référence)\u202f; sans référence, réalisé ÷ cible. Feu\u00a0: avancement ÷ part du temps écoulé\u202f; vert à partir de {1}, orange à partir de {2}, sinon rouge\u202f; gris sans donnée ou avant un dixième du temps.",
                                "Progress: (actual − baseline) ÷ (target − baseline); without baseline, actual ÷ target. Light: progress ÷ share of time elapsed; green from {1}, amber from {2}, else red; grey without data or before a tenth of the time."),
                     {psl::number_text(limits.green, 2, reading.french), psl::number_text(limits.amber, 2, reading.french)}),
              psl::Tone::muted);
}

} // namespace inclusion
