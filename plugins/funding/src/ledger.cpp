#include "ledger.hpp"
#include "passerelle/value/split.hpp"
#include <charconv>
#include <set>
#include <tuple>

namespace funding {

namespace {

std::int64_t number_of(std::string_view text)
{
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

bool inside(std::optional<psl::Date> day, Ledger::Span const& span)
{
    return day && (!span.from || *day >= *span.from) && (!span.to || *day <= *span.to);
}

} // namespace

void Totals::take(Line const& line, bool in_period)
{
    switch (line.type) {
    case 1:
        received.add(line.converted);
        if (in_period)
            period_received.add(line.converted);
        break;
    case 2: committed_out.add(line.converted); break;
    case 3:
    case 4:
    case 7:
        if (line.type == 3)
            disbursed.add(line.converted);
        paid.add(line.converted);
        if (in_period)
            period_paid.add(line.converted);
        if (line.eligible) {
            eligible.add(line.converted);
            if (line.justified.value_or(false))
                justified.add(line.converted);
        }
        with_justified += line.justified ? 1 : 0;
        break;
    case 10: guaranteed.add(line.converted); break;
    case 11: committed_in.add(line.converted); break;
    case 12: pledged_out.add(line.converted); break;
    case 13: pledged_in.add(line.converted); break;
    default: break; // 5, 6, 8, 9: loans and equity have their own sheets, not these totals
    }
}

void Totals::add(Totals const& other)
{
    for (Sum Totals::*const sum : {&Totals::received, &Totals::committed_in, &Totals::committed_out, &Totals::disbursed, &Totals::paid, &Totals::eligible, &Totals::justified,
                                   &Totals::pledged_in, &Totals::pledged_out, &Totals::guaranteed, &Totals::period_paid, &Totals::period_received, &Totals::budget,
                                   &Totals::period_budget})
        (this->*sum).add(other.*sum);
    with_justified += other.with_justified;
}

Agreements Agreements::read(psl::Database& db)
{
    Agreements all;
    std::unordered_map<std::int64_t, std::int64_t> count;
    auto rows = db.prepare("SELECT a.id, a.activity, a.fx_policy, a.rate_source, a.term_from, a.term_to, a.local_currency, a.contract_rate FROM funding_agreement a");
    while (rows.step()) {
        Policy policy;
        policy.kind = policy_named(rows.text(2));
        policy.source = rows.string(3);
        policy.from = rows.date(4);
        policy.to = rows.date(5);
        policy.local = rows.string(6);
        if (policy.kind == PolicyKind::fixed_contract && rows.integer(7) > 0)
            policy.fixed = psl::exact(rows.integer(7), rate_scale);
        if (!rows.is_null(1) && ++count[rows.integer(1)] == 1)
            all.of_activity[rows.integer(1)] = rows.integer(0);
        all.policies.emplace(rows.integer(0), std::move(policy));
    }
    for (auto const& [activity, agreements] : count)
        if (agreements > 1)
            all.of_activity.erase(activity);
    // Weighted transfers: all that was received in local currency over all that was paid in euro.
    auto transfers = db.prepare("SELECT agreement, received_currency, sum(received_minor), sum(paid_minor) FROM funding_transfer WHERE paid_currency = 'EUR' GROUP BY agreement, received_currency");
    while (transfers.step()) {
        auto const found = all.policies.find(transfers.integer(0));
        if (found == all.policies.end() || found->second.kind != PolicyKind::weighted_transfers || transfers.integer(3) <= 0 || transfers.integer(2) <= 0)
            continue;
        if (!found->second.local.empty() && found->second.local != transfers.text(1))
            continue;
        found->second.local = transfers.string(1);
        found->second.fixed = psl::exact(transfers.integer(2), psl::minor_units(transfers.text(1))) / psl::exact(transfers.integer(3), 2);
    }
    return all;
}

Policy const& Agreements::policy(std::int64_t agreement, std::int64_t activity) const
{
    if (agreement == 0)
        if (auto const only = of_activity.find(activity); only != of_activity.end())
            agreement = only->second;
    auto const found = policies.find(agreement);
    return found == policies.end() ? standard : found->second;
}

Ledger::Ledger(psl::Reading& reading, psl::ProjectFilter const& filter, std::string target, Span span, std::function<void(Line const&)> each, std::function<void(BudgetLine const&)> each_budget)
    : m_span(span), m_agreements(Agreements::read(reading.db)), m_converter(std::make_unique<Converter>(reading.db, std::move(target)))
{
    read_transactions(reading, filter, each);
    read_budgets(reading, filter, each_budget);
    for (auto const& [activity, totals] : m_projects)
        m_total.add(totals);
}

void Ledger::read_transactions(psl::Reading& reading, psl::ProjectFilter const& filter, std::function<void(Line const&)> const& each)
{
    // Rows as they come: sorting or grouping them in SQL costs more than the rows themselves, and few share a rate. Each column
    // costs as well, so those that the usual reader does without are asked for only where they are needed.
    // The date stands inside coalesce() lest SQLite walk its index and fetch every row at random, which takes four times as long.
    bool const dated = m_span.from || m_span.to || each;
    std::string const columns = "SELECT t.activity, t.type, t.value_currency, t.value_minor, coalesce(t.value_date, t.date), (t.eligible IS 0) + 2 * (t.justified IS NOT NULL) + 4 * (t.justified IS 1), t.agreement";
    auto rows = reading.db.prepare(columns + (dated || m_span.by_heading ? ", t.date, t.heading" : "") + " FROM funding_transaction t WHERE " + filter.where +
                                       " AND t.value_minor IS NOT NULL AND t.value_currency IS NOT NULL AND coalesce(t.date, '') <= ?2",
                                   filter.value, m_span.until);
    std::string heading;
    std::int64_t last = 0, last_agreement = 0;
    Totals* totals = nullptr;
    Outgoing* of_agreement = nullptr;
    Policy const* policy = nullptr;
    while (rows.step()) {
        Line line;
        line.activity = rows.integer(0);
        line.type = static_cast<int>(number_of(rows.text(1)));
        line.minor = rows.integer(3);
        line.value_date = psl::Date::parse(rows.text(4));
        std::int64_t const flags = rows.integer(5);
        line.eligible = (flags & 1) == 0;
        if ((flags & 2) != 0)
            line.justified = (flags & 4) != 0;
        line.agreement = rows.integer(6);
        if (dated)
            line.date = psl::Date::parse(rows.text(7));
        if (totals == nullptr || last != line.activity || last_agreement != line.agreement) {
            totals = &m_projects[line.activity];
            of_agreement = m_span.by_agreement ? &m_by_agreement[{line.activity, line.agreement}] : nullptr;
            last = line.activity;
            last_agreement = line.agreement;
            policy = &m_agreements.policy(line.agreement, line.activity);
        }
        line.converted = m_converter->convert(line.minor, rows.text(2), line.value_date, *policy);
        bool const in_period = inside(line.date, m_span);
        totals->take(line, in_period);
        if (of_agreement != nullptr && (line.type == 2 || line.type == 3))
            (line.type == 2 ? of_agreement->committed : of_agreement->disbursed).add(line.converted);
        if (m_span.by_heading && line.spends()) {
            heading = rows.text(8);
            m_headings[{line.activity, heading}].take(line, in_period);
        }
        if (each)
            each(line);
    }
}

void Ledger::read_budgets(psl::Reading& reading, psl::ProjectFilter const& filter, std::function<void(BudgetLine const&)> const& each)
{
    // A revised budget replaces the original one of the same project, heading and first day.
    std::set<std::tuple<std::int64_t, std::string, std::string>> revised;
    {
        auto rows = reading.db.prepare("SELECT t.activity, coalesce(t.period_from, ''), coalesce(t.heading, '') FROM funding_budget t WHERE " + filter.where + " AND t.type = '2'", filter.value);
        while (rows.step())
            revised.emplace(rows.integer(0), rows.string(1), rows.string(2));
    }
    auto rows = reading.db.prepare("SELECT t.activity, t.value_minor, t.value_currency, coalesce(t.value_date, t.period_from), t.period_from, t.period_to, t.agreement, coalesce(t.heading, ''), coalesce(t.type, '1')"
                                   " FROM funding_budget t WHERE " + filter.where + " AND t.value_minor IS NOT NULL AND t.value_currency IS NOT NULL",
                                   filter.value);
    while (rows.step()) {
        if (!revised.empty() && rows.text(8) == "1" && revised.contains({rows.integer(0), rows.string(4), rows.string(7)}))
            continue;
        std::int64_t const activity = rows.integer(0);
        auto const from = rows.date(4), to = rows.date(5);
        Converted const one = m_converter->convert(rows.integer(1), rows.text(2), rows.date(3), m_agreements.policy(rows.integer(6), activity));
        Converted in_period = one;
        if (one.minor && from && to && (m_span.from || m_span.to)) {
            psl::Date const first = m_span.from.value_or(*from), last = m_span.to.value_or(*to);
            auto const part = first <= last ? psl::prorated(psl::Exact{*one.minor}, *from, *to, first, last) : std::nullopt;
            in_period.minor = part ? psl::round_half_up(*part) : std::optional<std::int64_t>{0};
        }
        auto const put = [&](Totals& totals) {
            totals.budget.add(one);
            totals.period_budget.add(in_period);
        };
        put(m_projects[activity]);
        if (each)
            each({from, to, one});
        if (m_span.by_heading)
            put(m_headings[{activity, rows.string(7)}]);
    }
}

} // namespace funding
