// The risk register as a chapter: score = probability x impact (domain 5), worst first.
#include "parts.hpp"

namespace projects {

psl::Tone tone_of_score(std::int64_t score)
{
    return score >= 15 ? psl::Tone::bad : score >= 6 ? psl::Tone::warn : psl::Tone::good;
}

void write_risks(Reading& reading, psl::Scope const& scope, psl::Page& page)
{
    page.heading(1, reading.tr("Risques et mesures", "Risks and measures"));
    Filter const filter = projects_in(reading, scope, "r.activity");
    bool const one = scope.kind == "project";
    auto rows = reading.db.prepare("SELECT r.id, r.title, r.category, r.probability, r.impact, r.response, r.measure, r.residual_probability * r.residual_impact, r.state, r.review, a.identifier"
                                   " FROM projects_risk r JOIN projects_activity a ON a.id = r.activity WHERE " + filter.where +
                                       " ORDER BY coalesce(r.state, 'open') = 'closed', r.probability * r.impact DESC, a.identifier, r.id LIMIT 1000",
                                   filter.value);
    if (!rows.step()) {
        page.text(reading.tr("À compléter : aucun risque n’est décrit.", "To be completed: no risk is described."), psl::Tone::warn);
        return;
    }
    std::vector<std::string> columns;
    if (!one)
        columns.push_back(reading.tr("Projet", "Project"));
    for (auto const& [fr, en] : {std::pair{"Risque", "Risk"}, {"Catégorie", "Category"}, {"Probabilité", "Probability"}, {"Gravité", "Impact"}, {"Note", "Score"}, {"Réponse", "Response"},
                                 {"Mesure", "Measure"}, {"Note résiduelle", "Residual score"}, {"État", "State"}, {"Revue", "Review"}})
        columns.push_back(reading.tr(fr, en));
    {
        auto table = page.table("risks", reading.tr("Registre des risques", "Risk register"), columns);
        do {
            auto const probability = rows.optional_integer(3), impact = rows.optional_integer(4);
            if (!one)
                table.cell(psl::fact::text(rows.text(10)));
            table.link(psl::fact::text(rows.text(1)), "projects.risk", rows.integer(0));
            table.row(reading.named(lists::risk_category, "projects.risk_category", rows.text(2)), psl::fact::count(probability), psl::fact::count(impact));
            if (probability && impact)
                table.cell(psl::fact::count(*probability * *impact), tone_of_score(*probability * *impact));
            else
                table.cell(psl::fact::not_computable());
            table.row(reading.named(lists::risk_response, {}, rows.text(5)), psl::fact::text(rows.optional_text(6)));
            if (auto const residual = rows.optional_integer(7))
                table.cell(psl::fact::count(*residual), tone_of_score(*residual));
            else
                table.cell(psl::fact::not_reported());
            table.row(reading.named(lists::risk_state, {}, rows.text(8)), psl::fact::date(rows.date(9)));
        } while (rows.step());
    }
    page.text(reading.tr("Note : probabilité × gravité, de 1 à 25. Vert jusqu’à 5, orange de 6 à 12, rouge à partir de 15.",
                         "Score: probability × impact, from 1 to 25. Green to 5, amber from 6 to 12, red from 15."),
              psl::Tone::muted);
}

} // namespace projects
