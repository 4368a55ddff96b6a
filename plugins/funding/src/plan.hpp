// The financing plan of a project (domain 3.4): who brings what, in cash and in kind, whether it closes, and whether the allowed
// shares hold. In the currency of the plan's total cost. Pure reading; any thread.
#pragma once
#include "exchange.hpp"
#include <map>
#include <string>
#include <vector>

namespace funding {

/// An allowed share. Records of funding.share_rule; where there is none, the two of the AIMF fund.
struct ShareRule {
    std::string name, source_kind, only_with, source_note;
    std::int64_t donor = 0;              ///< 0: any project
    bool own_in_kind = false;            ///< in-kind share of its own contribution, else share of the total cost
    std::optional<psl::Exact> least, most; ///< 0.8 is 80 %
};

[[nodiscard]] std::vector<ShareRule> default_rules(bool french);
/// Those in force: the portfolio's own, or the defaults where it has none. `own` says which.
[[nodiscard]] std::vector<ShareRule> rules_in_force(psl::Reading&, bool& own);

struct PlanLine {
    std::int64_t id = 0;
    std::string source, source_kind;
    std::int64_t organisation = 0;
    bool in_kind = false;
    Converted amount;
};

struct Plan {
    std::int64_t id = 0;                    ///< of funding.plan; 0: no total cost declared
    std::string currency;
    std::optional<std::int64_t> total_cost; ///< minor units; nothing where it is not declared
    std::vector<PlanLine> lines;
    Sum cash, in_kind;
    std::map<std::string, std::pair<Sum, Sum>> by_kind; ///< source kind -> cash, in kind

    [[nodiscard]] bool partial() const { return cash.partial() || in_kind.partial(); }
    [[nodiscard]] psl::Exact sources() const { return cash.exact() + in_kind.exact(); }
    /// total cost - sources; 0: the plan closes. Nothing where it cannot be said.
    [[nodiscard]] std::optional<psl::Exact> gap() const;
    /// What the shares are measured on: the total cost, else the sum of sources.
    [[nodiscard]] psl::Exact base() const { return total_cost ? psl::Exact{*total_cost} : sources(); }
};

[[nodiscard]] Plan read_plan(psl::Reading&, std::int64_t activity);

struct ShareCheck {
    ShareRule rule;
    psl::Exact share;
    bool holds = true;
};
/// The rules that concern this plan, each with its share; a rule whose share cannot be computed is left out.
[[nodiscard]] std::vector<ShareCheck> check_shares(psl::Reading&, std::int64_t activity, Plan const&, std::vector<ShareRule> const&);
/// "Fonds du réseau : 76,0 % (au plus 80,0 %)"
[[nodiscard]] std::string in_words(psl::Reading&, ShareCheck const&);

void write_plan(psl::Reading&, std::int64_t activity, psl::Page&);

} // namespace funding
