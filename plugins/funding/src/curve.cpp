#include "curve.hpp"
#include "parts.hpp"
#include "passerelle/value/split.hpp"
#include <algorithm>

namespace funding {

namespace {

constexpr std::int64_t most_quarters = 40;

/// Quarters or years counted on from year 0.
struct Calendar {
    bool years = false;
    [[nodiscard]] std::int64_t at(psl::Date day) const { return years ? day.year() : std::int64_t{day.year()} * 4 + (day.month() - 1) / 3; }
    [[nodiscard]] psl::Date end(std::int64_t period) const
    {
        std::int64_t const next = period + 1, year = years ? next : next / 4;
        auto const first = psl::Date::of(static_cast<int>(year), years ? 1u : static_cast<unsigned>(next % 4) * 3 + 1, 1);
        return first ? first->plus_days(-1) : *psl::Date::of(9999, 12, 31);
    }
    [[nodiscard]] std::string name(psl::Reading& reading, std::int64_t period) const
    {
        return years ? std::to_string(period) : reading.tr("T", "Q") + std::to_string(period % 4 + 1) + " " + std::to_string(period / 4);
    }
};

} // namespace

void Curve::spent(Line const& line)
{
    if (!line.spends())
        return;
    if (line.date && line.converted.minor)
        m_spend.push_back({*line.date, *line.converted.minor});
    else
        ++m_left_out;
}

void Curve::planned(BudgetLine const& line)
{
    if (line.from && line.to && *line.from <= *line.to && line.converted.minor)
        m_plan.push_back({*line.from, *line.to, *line.converted.minor});
    else
        ++m_left_out;
}

void Curve::write(psl::Reading& reading, psl::Date until, std::string_view currency, psl::Page& page) const
{
    if (m_plan.empty() && m_spend.empty())
        return;
    psl::Date first = m_plan.empty() ? m_spend.front().day : m_plan.front().from, last = first;
    for (Plan const& plan : m_plan) {
        first = std::min(first, plan.from);
        last = std::max(last, plan.to);
    }
    for (Spend const& spend : m_spend) {
        first = std::min(first, spend.day);
        last = std::max(last, spend.day);
    }
    Calendar calendar;
    calendar.years = calendar.at(last) - calendar.at(first) >= most_quarters;
    std::int64_t const from = calendar.at(first), to = std::min(calendar.at(last), from + 200);
    if (to == from)
        return;
    std::vector<Spend> spends = m_spend;
    std::sort(spends.begin(), spends.end(), [](Spend const& left, Spend const& right) { return left.day < right.day; });
    std::vector<std::string> labels;
    psl::Series budget{reading.tr("Budget", "Budget"), {}}, paid{reading.tr("Dépenses", "Spend"), {}};
    auto const as_fact = [&](psl::Exact const& sum) {
        auto const minor = psl::round_half_up(sum);
        return minor ? psl::fact::money(*minor, currency) : psl::fact::not_computable();
    };
    std::size_t next = 0;
    psl::Exact sum{0};
    for (std::int64_t period = from; period <= to; ++period) {
        psl::Date const end = calendar.end(period);
        labels.push_back(calendar.name(reading, period));
        psl::Exact planned{0};
        for (Plan const& plan : m_plan)
            planned += plan.to <= end ? psl::Exact{plan.minor} : plan.from > end ? psl::Exact{0} : *psl::prorated(psl::Exact{plan.minor}, plan.from, plan.to, plan.from, end);
        budget.values.push_back(m_plan.empty() ? psl::fact::not_reported() : as_fact(planned));
        for (; next < spends.size() && spends[next].day <= end; ++next)
            sum += psl::Exact{spends[next].minor};
        bool const begun = next > 0, known = period <= calendar.at(until); // a period that goes on shows what is known of it
        paid.values.push_back(begun && known ? as_fact(sum) : psl::fact::not_reported());
    }
    page.chart(psl::ChartKind::line, "curve", filled(reading.tr("Budget et dépenses cumulés au {1}", "Cumulative budget and spend to {1}"), {psl::date_text(until.iso(), reading.french)}), labels, {paid, budget});
    if (m_left_out > 0)
        page.text(filled(reading.tr("Hors du graphique, faute de date ou de taux\u00a0: {1} ligne(s).", "Not in the chart, for want of a date or a rate: {1} line(s)."), {std::to_string(m_left_out)}), psl::Tone::muted);
}

} // namespace funding
