#include "ledger.hpp"
#include "passerelle/value/split.hpp"
#include <charconv>

namespace funding {

namespace {

/// The parts of one line packed by SQL with U+001F between them; missing parts are empty.
template<std::size_t N>
std::array<std::string_view, N> parts_of(std::string_view text)
{
    std::array<std::string_view, N> parts{};
    for (std::size_t at = 0; at < N; ++at) {
        auto const end = text.find('\x1f');
        parts[at] = text.substr(0, end);
        if (end == std::string_view::npos)
            break;
        text.remove_prefix(end + 1);
    }
    return parts;
}

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

Ledger::Ledger(projects::Reading& reading, projects::Filter const& filter, std::string target, Span span, std::function<void(Line const&)> each)
    : m_span(span), m_agreements(Agreements::read(reading.db)), m_converter(std::make_unique<Converter>(reading.db, std::move(target)))
{
    read_transactions(reading, filter, each);
    read_budgets(reading, filter);
    for (auto const& [activity, totals] : m_projects)
        m_total.add(totals);
}

void Ledger::read_transactions(projects::Reading& reading, projects::Filter const& filter, std::function<void(Line const&)> const& each)
{
    // Lines come packed, one row for each project, type and currency: a row across the border costs far more than its bytes.
    auto rows = reading.db.prepare("SELECT t.activity, t.type, t.value_currency, group_concat(t.value_minor || char(31) || coalesce(t.date, '') || char(31) || coalesce(t.value_date, t.date, '')"
                                   " || char(31) || coalesce(t.eligible, 1) || char(31) || coalesce(t.justified, '') || char(31) || coalesce(t.agreement, '') || char(31) || coalesce(t.heading, ''), char(30))"
                                   " FROM funding_transaction t WHERE " + filter.where + " AND t.value_minor IS NOT NULL AND t.value_currency IS NOT NULL GROUP BY t.activity, t.type, t.value_currency",
                                   filter.value);
    while (rows.step()) {
        std::string const currency = rows.string(2);
        Line line;
        line.activity = rows.integer(0);
        line.type = static_cast<int>(number_of(rows.text(1)));
        line.currency = &currency;
        Totals& totals = m_projects[line.activity];
        std::string_view packed = rows.text(3);
        while (!packed.empty()) {
            auto const end = packed.find('\x1e');
            auto const parts = parts_of<7>(packed.substr(0, end));
            packed = end == std::string_view::npos ? std::string_view{} : packed.substr(end + 1);
            line.date = psl::Date::parse(parts[1]);
            if (line.date && *line.date > m_span.until)
                continue;
            line.minor = number_of(parts[0]);
            line.value_date = psl::Date::parse(parts[2]);
            line.eligible = parts[3] != "0";
            line.justified = parts[4].empty() ? std::nullopt : std::optional(parts[4] == "1");
            line.agreement = number_of(parts[5]);
            line.heading = parts[6];
            line.converted = m_converter->convert(line.minor, currency, line.value_date, m_agreements.policy(line.agreement, line.activity));
            bool const in_period = inside(line.date, m_span);
            totals.take(line, in_period);
            if (line.type == 3 || line.type == 4 || line.type == 7)
                m_headings[{line.activity, std::string(line.heading)}].take(line, in_period);
            if (each)
                each(line);
        }
    }
}

void Ledger::read_budgets(projects::Reading& reading, projects::Filter const& filter)
{
    // A revised budget replaces the original one of the same project, heading and first day.
    auto rows = reading.db.prepare("SELECT t.activity, t.value_minor, t.value_currency, coalesce(t.value_date, t.period_from), t.period_from, t.period_to, t.agreement, coalesce(t.heading, '')"
                                   " FROM funding_budget t WHERE " + filter.where + " AND t.value_minor IS NOT NULL AND t.value_currency IS NOT NULL AND (coalesce(t.type, '1') <> '1' OR NOT EXISTS"
                                   " (SELECT 1 FROM funding_budget r WHERE r.activity = t.activity AND r.type = '2' AND r.period_from IS t.period_from AND r.heading IS t.heading))",
                                   filter.value);
    while (rows.step()) {
        std::int64_t const activity = rows.integer(0);
        auto const from = rows.date(4), to = rows.date(5);
        Converted const one = m_converter->convert(rows.integer(1), rows.string(2), rows.date(3), m_agreements.policy(rows.integer(6), activity));
        Converted in_period = one;
        if (one.minor && from && to && (m_span.from || m_span.to)) {
            psl::Date const first = m_span.from.value_or(*from), last = m_span.to.value_or(*to);
            auto const part = first <= last ? psl::prorated(psl::Exact{*one.minor}, *from, *to, first, last) : std::nullopt;
            in_period.minor = part ? psl::round_half_up(*part) : std::optional<std::int64_t>{0};
        }
        for (Totals* const totals : {&m_projects[activity], &m_headings[{activity, rows.string(7)}]}) {
            totals->budget.add(one);
            totals->period_budget.add(in_period);
        }
    }
}

} // namespace funding
