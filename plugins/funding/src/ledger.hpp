// The money of the projects in a scope: every budget line and transaction read once, converted line by line, kept by project.
// Made for one call, on its thread. Perspective and definitions: domain 3.1 and 3.2.
#pragma once
#include "exchange.hpp"
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>

namespace funding {

/// One transaction as the ledger reads it.
struct Line {
    std::int64_t activity = 0, agreement = 0;
    int type = 0; ///< IATI TransactionType
    std::int64_t minor = 0;
    std::optional<psl::Date> date, value_date;
    bool eligible = true;
    std::optional<bool> justified;
    Converted converted;
    [[nodiscard]] bool spends() const { return type == 3 || type == 4 || type == 7; }
};

/// One budget line that counts, as the ledger reads it.
struct BudgetLine {
    std::optional<psl::Date> from, to;
    Converted converted;
};

/// Sums of one project (or agreement, or heading), cumulative to the ledger's last day.
struct Totals {
    Sum received, committed_in, committed_out, disbursed, paid, eligible, justified; ///< types 1, 11, 2, 3, 3+4+7, eligible part of 3+4+7, justified part of that
    Sum pledged_in, pledged_out, guaranteed;                                         ///< types 13, 12, 10: shown apart, never in totals
    Sum period_paid, period_received;                                                ///< the same, inside the report's period
    Sum budget, period_budget;
    std::int64_t with_justified = 0; ///< spend lines that say whether they are justified
    void take(Line const&, bool in_period);
    void add(Totals const&);
};

/// What goes out to recipients: types 2 and 3.
struct Outgoing {
    Sum committed, disbursed;
};

/// Which agreement rules a project's lines that name none: its only one.
struct Agreements {
    std::unordered_map<std::int64_t, Policy> policies;           ///< by agreement
    std::unordered_map<std::int64_t, std::int64_t> of_activity;  ///< the only agreement of a project
    Policy standard;
    [[nodiscard]] Policy const& policy(std::int64_t agreement, std::int64_t activity) const;
    [[nodiscard]] static Agreements read(psl::Database&);
};

class Ledger {
public:
    struct Span {
        std::optional<psl::Date> from, to; ///< the report's period; open where absent
        psl::Date until;                   ///< nothing after this day counts
        bool by_heading = false;           ///< also by budget heading
        bool by_agreement = false;         ///< also by the agreement that the line names
    };
    /// Reads all lines of the scope. `each` sees every transaction that counts (may be empty).
    Ledger(psl::Reading&, psl::ProjectFilter const& on_activity, std::string target, Span, std::function<void(Line const&)> each = {}, std::function<void(BudgetLine const&)> each_budget = {});

    [[nodiscard]] std::unordered_map<std::int64_t, Totals> const& projects() const { return m_projects; }
    [[nodiscard]] std::map<std::pair<std::int64_t, std::string>, Totals> const& headings() const { return m_headings; }
    /// Outgoing commitments and disbursements by (project, agreement named on the line; 0: none).
    [[nodiscard]] std::map<std::pair<std::int64_t, std::int64_t>, Outgoing> const& by_agreement() const { return m_by_agreement; }
    [[nodiscard]] Totals const& total() const { return m_total; }
    [[nodiscard]] Converter& converter() { return *m_converter; }
    [[nodiscard]] Agreements const& agreements() const { return m_agreements; }

private:
    void read_transactions(psl::Reading&, psl::ProjectFilter const&, std::function<void(Line const&)> const&);
    void read_budgets(psl::Reading&, psl::ProjectFilter const&, std::function<void(BudgetLine const&)> const&);
    Span m_span;
    Agreements m_agreements;
    std::unique_ptr<Converter> m_converter;
    std::unordered_map<std::int64_t, Totals> m_projects;
    std::map<std::pair<std::int64_t, std::string>, Totals> m_headings; ///< (project, heading)
    std::map<std::pair<std::int64_t, std::int64_t>, Outgoing> m_by_agreement;
    Totals m_total;
};

} // namespace funding
