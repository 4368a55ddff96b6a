// Rules on one record. Published files break them now and then, so they warn and never refuse what was published.
#include "parts.hpp"

namespace projects {

namespace {

struct Words {
    bool french;
    [[nodiscard]] std::string operator()(std::string_view fr, std::string_view en) const { return std::string(french ? fr : en); }
};

/// "La fin prévue (01/03/2025) précède le début prévu (15/04/2025). Corrigez l’une des deux dates."
void in_order(psl::Row const& row, psl::Issues& issues, Words const& tr, std::string_view first, std::string_view first_fr, std::string_view first_en,
              std::string_view last, std::string_view last_fr, std::string_view last_en)
{
    auto const from = row.date(first), to = row.date(last);
    if (!from || !to || *from <= *to)
        return;
    issues.warning(last, filled(tr("{1} ({2}) précède {3} ({4}). Corrigez l’une des deux dates.", "{1} ({2}) precedes {3} ({4}). Correct one of the two dates."),
                                {tr(last_fr, last_en), date_text(to->iso(), tr.french), tr(first_fr, first_en), date_text(from->iso(), tr.french)}));
}

} // namespace

void check_activity(psl::Plugin const& plugin, psl::Row const& row, psl::Issues& issues)
{
    Words const tr{plugin.french()};
    in_order(row, issues, tr, "planned_start", "le début prévu", "the planned start", "planned_end", "La fin prévue", "The planned end");
    in_order(row, issues, tr, "actual_start", "le début réel", "the actual start", "actual_end", "La fin réelle", "The actual end");

    psl::Date const today = plugin.today();
    for (std::string_view const field : {std::string_view("actual_start"), std::string_view("actual_end")})
        if (auto const date = row.date(field); date && *date > today)
            issues.warning(field, tr("Une date réelle ne se situe pas dans l’avenir. Corrigez-la, ou donnez une date prévue.",
                                     "An actual date is not in the future. Correct it, or give a planned date."));

    std::string const status = row.text_or_empty("status");
    bool const started = row.date("actual_start").has_value();
    if (status == "1" && started)
        issues.warning("actual_start", tr("Le projet est en planification mais a un début réel. Changez le statut ou retirez la date.",
                                          "The project is in the pipeline but has an actual start. Change the status or remove the date."));
    if ((status == "2" || status == "6") && !started)
        issues.warning("actual_start", tr("Ce statut demande le début réel du projet.", "This status asks for the actual start of the project."));
    if ((status == "3" || status == "4") && !row.date("actual_end"))
        issues.note("actual_end", tr("Ce statut demande la fin réelle, ou un dernier décaissement.", "This status asks for the actual end, or a final disbursement."));
    if (row.text_or_empty("old.status") == "4" && status == "3")
        issues.note("status", tr("Le projet est rouvert : notez la raison dans l’historique du statut.", "The project is reopened: write the reason in the status history."));
    if (row.is_null("title"))
        issues.warning("title", tr("Le projet n’a pas de titre. Les rapports le nomment par son identifiant.",
                                   "The project has no title. Reports name it by its identifier."));
    if (row.boolean("pilot").value_or(false) && row.is_null("pilot_hypothesis"))
        issues.note("pilot_hypothesis", tr("Un projet pilote énonce l’hypothèse qu’il éprouve.", "A pilot project states the hypothesis that it tests."));
}

void check_milestone(psl::Plugin const& plugin, psl::Row const& row, psl::Issues& issues)
{
    Words const tr{plugin.french()};
    if (auto const actual = row.date("actual"); actual && *actual > plugin.today())
        issues.error("actual", tr("La date réelle est dans l’avenir. Donnez la date prévue ou révisée, puis la date réelle quand le jalon est atteint.",
                                  "The actual date is in the future. Give the planned or revised date, then the actual one when the milestone is reached."));
    if (row.text_or_empty("state") == "done" && !row.date("actual"))
        issues.warning("actual", tr("Le jalon est réalisé : donnez sa date réelle. Sans elle, l’avancement ne le compte pas.",
                                    "The milestone is done: give its actual date. Without it, progress does not count it."));
}

void check_risk(psl::Plugin const& plugin, psl::Row const& row, psl::Issues& issues)
{
    Words const tr{plugin.french()};
    auto const probability = row.integer("probability"), impact = row.integer("impact");
    auto const residual_probability = row.integer("residual_probability"), residual_impact = row.integer("residual_impact");
    if (probability && impact && residual_probability && residual_impact && *residual_probability * *residual_impact > *probability * *impact)
        issues.warning("residual_probability", tr("Le risque résiduel dépasse le risque de départ. Vérifiez les quatre notes.",
                                                  "The residual risk exceeds the initial one. Check the four scores."));
    if (probability && impact && *probability * *impact >= 15 && row.is_null("measure"))
        issues.warning("measure", tr("Ce risque est rouge : décrivez la mesure prévue.", "This risk is red: describe the planned measure."));
}

} // namespace projects
