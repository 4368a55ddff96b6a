// Names of the short IATI lists that reports and charts write in words (IATI codelists 2.03; French of the house glossary).
#pragma once
#include <string_view>

namespace psl::iati {

inline constexpr std::string_view activity_status = "1;Planification;Pipeline\n2;En cours;Implementation\n3;Finalisation;Finalisation\n"
                                                    "4;Clôturé;Closed\n5;Annulé;Cancelled\n6;Suspendu;Suspended\n";
inline constexpr std::string_view organisation_role = "1;Financement;Funding\n2;Responsable;Accountable\n3;Octroi;Extending\n4;Mise en œuvre;Implementing\n";
inline constexpr std::string_view transaction_type =
    "1;Fonds entrants;Incoming funds\n2;Engagement sortant;Outgoing commitment\n3;Décaissement;Disbursement\n4;Dépense;Expenditure\n"
    "5;Paiement d’intérêts;Interest payment\n6;Remboursement de prêt;Loan repayment\n7;Remboursement de dépenses;Reimbursement\n"
    "8;Prise de participation;Purchase of equity\n9;Cession de participation;Sale of equity\n10;Garantie de crédit;Credit guarantee\n"
    "11;Engagement entrant;Incoming commitment\n12;Promesse sortante;Outgoing pledge\n13;Promesse entrante;Incoming pledge\n";
inline constexpr std::string_view budget_type = "1;Budget initial;Original budget\n2;Budget révisé;Revised budget\n";
inline constexpr std::string_view result_type = "1;Produit;Output\n2;Effet;Outcome\n3;Impact;Impact\n9;Autre;Other\n";
inline constexpr std::string_view indicator_measure = "1;Unité;Unit\n2;Pourcentage;Percentage\n3;Nominal;Nominal\n4;Ordinal;Ordinal\n5;Qualitatif;Qualitative\n";
inline constexpr std::string_view policy_significance = "0;Objectif non visé;Not targeted\n1;Objectif significatif;Significant objective\n2;Objectif principal;Principal objective\n"
                                                        "3;Objectif principal et appui à un programme d’action;Principal objective and in support of an action programme\n"
                                                        "4;Objectif premier explicite;Explicit primary objective\n";
inline constexpr std::string_view policy_marker =
    "1;Égalité entre les femmes et les hommes;Gender equality\n2;Environnement;Environment\n3;Développement participatif et bonne gouvernance;Participatory development and good governance\n"
    "4;Développement du commerce;Trade development\n5;Biodiversité;Biodiversity\n6;Atténuation du changement climatique;Climate change mitigation\n"
    "7;Adaptation au changement climatique;Climate change adaptation\n8;Lutte contre la désertification;Desertification\n"
    "9;Santé génésique, maternelle, néonatale et infantile;Reproductive, maternal, newborn and child health\n"
    "10;Réduction des risques de catastrophe;Disaster risk reduction\n11;Handicap;Disability\n12;Nutrition;Nutrition\n";

} // namespace psl::iati
