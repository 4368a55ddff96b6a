// Policy markers: not screened, 0, 1 or 2, and the shares of a portfolio by commitments (domain 2.2). Pure.
#pragma once
#include "passerelle/value/ratios.hpp"
#include <optional>

namespace psl {

struct MarkerShares {
    Exact total, screened, significant, principal; ///< amounts in one currency

    /// A project's commitments and its score; nothing: not screened, which is not 0.
    void add(Exact const& amount, std::optional<int> score)
    {
        total += amount;
        if (!score)
            return;
        screened += amount;
        if (*score == 1)
            significant += amount;
        else if (*score >= 2)
            principal += amount;
    }
    [[nodiscard]] std::optional<Exact> coverage() const { return ratio(screened, total); }
    [[nodiscard]] std::optional<Exact> focus() const { return ratio(significant + principal, screened); }
    [[nodiscard]] std::optional<Exact> principal_share() const { return ratio(principal, screened); }
    /// 100 / 40 / 0: to be labelled "pondéré UE".
    [[nodiscard]] std::optional<Exact> eu_weighted() const { return ratio(principal + significant * Exact{2, 5}, screened); }
};

/// Criteria that a person ticked, to propose a score for the gender marker; the person confirms.
struct GenderCriteria {
    bool analysis = false;            ///< a gender analysis was made
    bool findings_used = false;       ///< its findings informed the design, do no harm included
    bool objective = false;           ///< at least one explicit objective with a gender-specific indicator
    bool top_ambition = false;        ///< the top-level ambition is gender equality
    bool outcome_indicators = false;  ///< gender-specific outcome or impact indicators measure it
    bool sex_disaggregated = false;
    bool reporting_commitment = false;
};
/// The highest score whose criteria are all ticked; nothing: not even 0 may be given yet (not screened).
[[nodiscard]] constexpr std::optional<int> proposed_score(GenderCriteria const& criteria)
{
    if (!criteria.analysis || !criteria.findings_used)
        return std::nullopt;
    if (!criteria.sex_disaggregated || !criteria.reporting_commitment)
        return 0;
    return criteria.top_ambition && criteria.outcome_indicators ? 2 : criteria.objective ? 1 : 0;
}

} // namespace psl
