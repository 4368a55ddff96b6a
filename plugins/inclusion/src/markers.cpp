// Policy markers (domain 2.2): the score of each project, and shares of the portfolio by amount committed. A marker is
// qualitative: no figure here is money spent on women or on disability.
#include "parts.hpp"
#include "passerelle/value/markers.hpp"

namespace inclusion {

namespace {

struct Kind {
    std::string_view vocabulary, code, fr, en;
};
constexpr Kind followed[] = {{"1", "1", "Égalité entre les femmes et les hommes", "Gender equality"}, {"1", "11", "Handicap", "Disability"}, {"99", "YOUTH", "Jeunesse (marqueur propre)", "Youth (own marker)"},
                             {"99", "ESS", "Économie sociale et solidaire (marqueur propre)", "Social and solidarity economy (own marker)"}};

void write_scores(Reading& reading, Filter const& filter, bool one, psl::Page& page)
{
    auto rows = reading.db.prepare("SELECT m.id, m.vocabulary, m.code, m.text, m.significance, m.justification, a.identifier FROM inclusion_marker m JOIN projects_activity a ON a.id = m.activity WHERE " + filter.where +
                                       " ORDER BY a.identifier, m.vocabulary, m.code LIMIT 2000",
                                   filter.value);
    std::vector<std::string> columns;
    if (!one)
        columns.push_back(reading.tr("Projet", "Project"));
    for (auto const& [fr, en] : {std::pair{"Marqueur", "Marker"}, {"Degré d’importance", "Significance"}, {"Justification", "Justification"}})
        columns.push_back(reading.tr(fr, en));
    std::optional<psl::Table> table;
    while (rows.step()) {
        if (!table)
            table.emplace(page.table("markers", reading.tr("Marqueurs de politique", "Policy markers"), columns));
        if (!one)
            table->cell(psl::fact::text(rows.text(6)));
        bool const dac = rows.is_null(1) || rows.text(1) == "1";
        table->link(psl::fact::text(dac ? reading.name(psl::iati::policy_marker, {}, rows.text(2)) : reading.translated(rows.text(3)).value_or(rows.string(2))), "inclusion.marker", rows.integer(0));
        table->cell(rows.is_null(4) ? psl::fact::text(reading.tr("Non examiné", "Not screened")) : psl::fact::text(rows.string(4) + " \u2014 " + reading.name(psl::iati::policy_significance, {}, rows.text(4))),
                    rows.is_null(4) ? psl::Tone::muted : psl::Tone::plain);
        table->cell(psl::fact::text(rows.optional_text(5)));
    }
}

} // namespace

void write_markers(Reading& reading, psl::Scope const& scope, psl::Page& page)
{
    bool const one = scope.kind == "project";
    write_scores(reading, psl::projects_in(reading, scope, "m.activity"), one, page);
    if (one)
        return;
    // Commitments of every project in scope, from whoever knows them.
    std::map<std::int64_t, psl::Exact> amounts;
    std::int64_t missing = 0;
    std::uint32_t const answered = reading.plugin.ask("metrics/1", psl::Fields{{"measure", "committed"}, {"currency", scope.currency}}, [&](std::string_view, psl::Row const& row) {
        if (row.text_or_empty("measure") != "committed")
            return;
        amounts[row.integer("project").value_or(0)] = psl::exact(row.integer("number").value_or(0), static_cast<int>(row.integer("scale").value_or(0)));
        missing += row.integer("missing").value_or(0);
    });
    if (answered == 0 || amounts.empty()) {
        page.text(reading.tr("Parts des marqueurs\u00a0: données non disponibles (engagements absents)", "Marker shares: data not available (no commitments)"), psl::Tone::muted);
        return;
    }
    std::map<std::int64_t, std::map<std::pair<std::string, std::string>, std::optional<int>>> scores;
    Filter const filter = psl::projects_in(reading, scope, "a.id");
    auto rows = reading.db.prepare("SELECT a.id, coalesce(m.vocabulary, '1'), m.code, m.significance FROM projects_activity a LEFT JOIN inclusion_marker m ON m.activity = a.id WHERE " + filter.where, filter.value);
    while (rows.step()) {
        auto& of_project = scores[rows.integer(0)];
        if (rows.is_null(2) || rows.text(3).size() != 1)
            continue;
        of_project[{rows.string(1), rows.string(2)}] = rows.text(3)[0] - '0';
    }
    auto table = page.table("marker-shares", reading.tr("Part des engagements, par marqueur", "Share of commitments, by marker"),
                            {reading.tr("Marqueur", "Marker"), reading.tr("Couverture (examiné)", "Coverage (screened)"), reading.tr("Objectif visé", "Targeted"), reading.tr("Objectif principal", "Principal"), reading.tr("Pondéré UE (100/40/0)", "EU weighted (100/40/0)")});
    for (Kind const& kind : followed) {
        psl::MarkerShares shares;
        for (auto const& [project, of_project] : scores) {
            auto const amount = amounts.find(project);
            if (amount == amounts.end())
                continue;
            auto const score = of_project.find({std::string(kind.vocabulary), std::string(kind.code)});
            shares.add(amount->second, score == of_project.end() ? std::nullopt : score->second);
        }
        table.row(psl::fact::text(reading.tr(kind.fr, kind.en)), psl::share(shares.screened, shares.total), psl::share(shares.significant + shares.principal, shares.screened), psl::share(shares.principal, shares.screened),
                  psl::share(shares.principal + shares.significant * psl::exact(40, 2), shares.screened));
    }
    table.end();
    page.text(reading.tr("Parts des engagements sortants\u00a0: un marqueur est qualitatif et ne dit pas combien est dépensé pour un groupe. Objectifs rapportés aux montants examinés.",
                         "Shares of outgoing commitments: a marker is qualitative and does not say how much is spent for a group. Objectives relate to the amounts screened."),
              psl::Tone::muted);
    if (missing > 0)
        page.text(filled(reading.tr("Montants non convertis, hors de ces parts\u00a0: {1}", "Amounts not converted, outside these shares: {1}"), {std::to_string(missing)}), psl::Tone::warn);
}

} // namespace inclusion
