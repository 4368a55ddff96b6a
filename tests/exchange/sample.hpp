// A report with every kind of block, every sign and hostile texts, for the writers' tests.
#pragma once
#include "host/exchange/document.hpp"

namespace sample {
using namespace passerelle;
using namespace passerelle::exchange;

inline Fact text(std::string words) { return {FactKind::text, 0, 0, std::move(words)}; }
inline Fact count(std::int64_t number) { return {FactKind::count, 0, number, {}}; }
inline Fact money(std::int64_t minor, std::string currency) { return {FactKind::money, 0, minor, std::move(currency)}; }
inline Fact percent(std::int64_t number, std::uint32_t scale = 1) { return {FactKind::percent, scale, number, {}}; }
inline Fact date(std::string iso) { return {FactKind::date, 0, 0, std::move(iso)}; }
inline Fact absent(FactKind kind, std::string why = {}) { return {kind, 0, 0, std::move(why)}; }
inline Cell cell(Fact fact, Tone tone = Tone::plain) { return {std::move(fact), tone, {}, 0}; }

inline Document document(Language language, std::size_t transactions = 70)
{
    bool const fr = language == Language::fr;
    Document made;
    made.language = language;
    made.title = fr ? "Appui à l’incubateur municipal de l’économie sociale et solidaire" : "Support for the municipal incubator of the social and solidarity economy";
    made.subtitle = fr ? "Rapport d’avancement, du 1er janvier au 30 juin 2026" : "Progress report, 1 January to 30 June 2026";
    made.author = "Réseau des villes partenaires (démonstration)";
    made.date = "2026-06-30";
    made.notice = fr ? "Données de démonstration – fictives" : "Demonstration data – fictitious";
    made.identification = {{fr ? "Identifiant" : "Identifier", "XX-DEMO-P01"},
                           {fr ? "Ville bénéficiaire" : "Beneficiary city", "Ville-Exemple, Sénégal"},
                           {fr ? "Bailleurs" : "Donors", "Bailleur A (démonstration), Bailleur B (démonstration)"},
                           {fr ? "Période" : "Period", fr ? "du 1er janvier 2025 au 31 décembre 2026" : "1 January 2025 to 31 December 2026"},
                           {fr ? "Groupes cibles" : "Target groups", fr ? "141 personnes formées, dont 90 femmes (63,8 %) et 51 hommes ; 15 personnes en situation de handicap" : "141 persons trained, of whom 90 women (63.8%) and 51 men; 15 persons with disabilities"}};
    auto& blocks = made.blocks;
    blocks.push_back(Heading{1, fr ? "Résumé" : "Summary"});
    blocks.push_back(Paragraph{Tone::plain, fr ? "L’incubateur accueille sa deuxième promotion. Les formations prévues ont eu lieu, avec une participation des femmes supérieure à la cible. Les travaux d’accessibilité ont pris du retard : le marché a été relancé en mars, et la réception provisoire est attendue à l’automne."
                                               : "The incubator hosts its second cohort. The planned courses took place, with more women than targeted. Accessibility works are late: the tender was reopened in March and provisional acceptance is expected in autumn."});
    blocks.push_back(Paragraph{Tone::warn, fr ? "Plan de financement non bouclé : il manque 12 000,00 EUR par rapport au coût total." : "Unbalanced financing plan: 12,000.00 EUR short of the total cost."});
    blocks.push_back(Figure{fr ? "Personnes formées" : "Persons trained", count(141), count(150), Tone::good, fr ? "94,0 % de la cible" : "94.0% of target"});
    blocks.push_back(Figure{fr ? "Part des femmes" : "Share of women", percent(638), absent(FactKind::not_reported), Tone::plain, fr ? "90 sur 141" : "90 of 141"});
    blocks.push_back(Figure{fr ? "Dépenses au 30 juin" : "Spending to 30 June", money(18000000, "EUR"), money(48000000, "EUR"), Tone::bad, fr ? "Indice de consommation 0,75 : en dessous du rythme prévu" : "Burn index 0.75: below the planned pace"});
    blocks.push_back(Figure{fr ? "Engagements" : "Commitments", money(1115126900, "XOF"), absent(FactKind::not_reported), Tone::info, ""});
    blocks.push_back(Figure{fr ? "Taux de décaissement" : "Disbursement rate", absent(FactKind::not_computable, fr ? "aucun engagement" : "no commitment"), absent(FactKind::not_reported), Tone::muted, ""});
    blocks.push_back(Heading{1, fr ? "Résultats : matrice du cadre logique" : "Results: logframe matrix"});
    Table logframe{"logframe", fr ? "Indicateurs au 30 juin 2026" : "Indicators as of 30 June 2026", {fr ? "Indicateur" : "Indicator", fr ? "Base" : "Baseline", fr ? "Cible" : "Target", fr ? "Valeur" : "Actual", fr ? "Progrès" : "Progress", fr ? "Appréciation" : "Rating"}, {}, 0};
    logframe.rows = {{cell(text(fr ? "Personnes formées à la création d’entreprise sociale" : "Persons trained in setting up a social enterprise")), cell(count(0)), cell(count(150)), cell(count(141)), cell(percent(940)), cell(text(fr ? "Conforme" : "On track"), Tone::good)},
                     {cell(text(fr ? "Jeunes femmes en situation de handicap" : "Young women with disabilities")), cell(absent(FactKind::not_reported)), cell(count(10)), cell(absent(FactKind::suppressed)), cell(absent(FactKind::suppressed)), cell(absent(FactKind::not_applicable), Tone::muted)},
                     {cell(text(fr ? "Délai moyen d’immatriculation, en jours (doit baisser)" : "Mean days to register (should fall)")), cell(count(40)), cell(count(25)), cell(count(31)), cell(percent(600)), cell(text(fr ? "À surveiller" : "Watch"), Tone::warn)},
                     {cell(text(fr ? "Taux de survie à 24 mois" : "Survival rate at 24 months")), cell(absent(FactKind::not_reported)), cell(percent(700)), cell(absent(FactKind::not_computable, fr ? "dénominateur absent" : "no denominator")), cell(absent(FactKind::not_computable, fr ? "dénominateur absent" : "no denominator")), cell(text(fr ? "Alerte" : "Alert"), Tone::bad)}};
    blocks.push_back(logframe);
    blocks.push_back(Chart{ChartKind::bars, "c1", fr ? "Réalisé contre cible" : "Actual against target", {fr ? "Personnes formées" : "Persons trained", fr ? "Entreprises créées" : "Enterprises created", fr ? "Emplois créés ou maintenus, en équivalent temps plein" : "Jobs created or kept, full-time equivalents"}, {fr ? "Cible" : "Target", fr ? "Réalisé" : "Actual"}, {count(150), count(60), count(20), count(141), absent(FactKind::not_reported), {FactKind::decimal, 1, 175, {}}}});
    blocks.push_back(Heading{1, "Inclusion"});
    blocks.push_back(Heading{2, fr ? "Personnes formées" : "Persons trained"});
    blocks.push_back(Chart{ChartKind::stacked, "c2", fr ? "Femmes et hommes par tranche d’âge" : "Women and men by age band", {"15-24", "25-35", "36+"}, {fr ? "Femmes" : "Women", fr ? "Hommes" : "Men"}, {count(50), count(30), count(10), count(32), count(14), count(5)}});
    blocks.push_back(Heading{1, fr ? "Activités" : "Activities"});
    blocks.push_back(Timeline{"c3", fr ? "Chronogramme" : "Timeline",
                              {{fr ? "Convention signée" : "Agreement signed", "", "", "", "", "", "", "", 0, Tone::good, 0, false, {{fr ? "Convention signée" : "Agreement signed", "2025-01-15", "2025-02-20", "", 0}}},
                               {fr ? "Formation de la première promotion" : "Training of the first cohort", "", "2025-03-01", "2025-09-30", "2025-03-10", "2025-10-15", "", "", 0, Tone::plain, 0, false, {}},
                               {fr ? "Travaux d’accessibilité" : "Accessibility works", "", "2025-10-01", "2026-04-30", "2026-01-12", "", "", "", 0, Tone::warn, 0, false, {}},
                               {fr ? "Évaluation finale" : "Final evaluation", "", "2026-10-01", "2026-12-15", "", "", "", "", 0, Tone::muted, 0, false, {}}}});
    blocks.push_back(Chart{ChartKind::line, "c4", fr ? "Dépenses cumulées" : "Cumulative spending", {"2025-T1", "2025-T2", "2025-T3", "2025-T4", "2026-T1", "2026-T2"}, {fr ? "Budget" : "Budget", fr ? "Dépenses" : "Spending"}, {money(6000000, "EUR"), money(12000000, "EUR"), money(18000000, "EUR"), money(24000000, "EUR"), money(36000000, "EUR"), money(48000000, "EUR"), money(2000000, "EUR"), money(5500000, "EUR"), absent(FactKind::not_reported), money(11000000, "EUR"), money(15000000, "EUR"), money(18000000, "EUR")}});
    blocks.push_back(Heading{1, fr ? "Rapport financier" : "Financial report"});
    Table table{"transactions", fr ? "Transactions" : "Transactions", {"Date", fr ? "Libellé" : "Label", fr ? "Nature" : "Type", fr ? "Montant" : "Amount", fr ? "Contre-valeur" : "Equivalent"}, {}, 2};
    std::int64_t euros = 0;
    for (std::size_t at = 0; at < transactions; ++at) {
        auto const minor = static_cast<std::int64_t>(at + 1) * 65595700;
        auto const converted = static_cast<std::int64_t>(at + 1) * 10000000;
        euros += converted;
        table.rows.push_back({cell(date(at % 2 ? "2026-03-01" : "2025-11-15")), cell(text(at == 3 ? "=HYPERLINK(\"http://x\";\"<b>&\")" : at == 5 ? "Honoraires de l’équipe de formation, première et deuxième sessions, y compris interprétation en langue des signes" : "Facture n° " + std::to_string(at + 1))), cell(text(fr ? "Décaissement" : "Disbursement")), cell(money(minor, "XOF")), cell(at == 6 ? money(converted, "EUR") : money(converted, "EUR"))});
    }
    std::int64_t const all = static_cast<std::int64_t>(transactions * (transactions + 1) / 2);
    table.rows.push_back({cell(absent(FactKind::not_applicable)), cell(text("Total XOF")), cell(absent(FactKind::not_applicable)), cell(money(all * 65595700, "XOF")), cell(money(euros, "EUR"))});
    table.rows.push_back({cell(absent(FactKind::not_applicable)), cell(text(fr ? "Total du plan" : "Plan total")), cell(absent(FactKind::not_applicable)), cell(absent(FactKind::not_converted, fr ? "aucun taux au 30/06/2026" : "no rate on 30/06/2026")), cell(money(euros + 1200000, "EUR"))});
    blocks.push_back(table);
    blocks.push_back(Map{"m", fr ? "Villes partenaires" : "Partner cities", {{14.69, -17.44, "Dakar", count(141)}, {6.13, 1.22, "Lomé", count(60)}, {-18.88, 47.51, "Antananarivo", absent(FactKind::not_reported)}, {48.86, 2.35, "Paris", count(12)}}});
    return made;
}

} // namespace sample
