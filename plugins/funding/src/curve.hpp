// Budget against spend over time, cumulative by quarter (by year beyond ten): what was planned by then, day by day of each budget line
// (domain 3.2, proration), and what had been spent. Filled from a ledger's lines. Made for one call, on its thread.
#pragma once
#include "ledger.hpp"
#include <vector>

namespace funding {

class Curve {
public:
    void spent(Line const&);
    void planned(BudgetLine const&);
    /// One chart; nothing where there is neither a dated budget nor a dated spend over at least two quarters. Spend ends at `until`:
    /// what comes later is not known yet, which is not 0.
    void write(psl::Reading&, psl::Date until, std::string_view currency, psl::Page&) const;

private:
    struct Spend {
        psl::Date day;
        std::int64_t minor;
    };
    struct Plan {
        psl::Date from, to;
        std::int64_t minor;
    };
    std::vector<Spend> m_spend;
    std::vector<Plan> m_plan;
    std::int64_t m_left_out = 0; ///< lines without a date or a rate
};

} // namespace funding
