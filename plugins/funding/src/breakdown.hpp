// The portfolio's money by country, city, donor, theme and status: each amount stands in one line only, so that the lines add up to
// the total; what belongs to no line is told. Made for one call, on its thread.
#pragma once
#include "parts.hpp"
#include <map>
#include <string>
#include <vector>

namespace funding {

/// Where a project's amounts go: parts of 1,000,000 (percentages with four decimals). What the weights leave goes to no key ("").
struct Division {
    std::vector<std::string> keys;
    std::vector<std::int64_t> weights;
};

struct Group {
    Sum committed, disbursed;
    std::vector<std::int64_t> projects, agreements; ///< whose amounts it holds, each once; agreements: those that the lines name
    bool named = true;                              ///< every line of it names its agreement
};

/// Adds a project's commitments and disbursements to the groups of its division: exactly, by largest remainders. Without a
/// division everything goes to "". Weights above the whole are taken as proportions.
void share_out(std::map<std::string, Group>& groups, Division const*, Outgoing const&, std::int64_t project, std::int64_t agreement = 0);

/// One tab for each way of looking, each a table with bars; nothing where no amount is known.
void write_breakdown(Reading&, Ledger const&, std::string_view currency, psl::Page&);

} // namespace funding
