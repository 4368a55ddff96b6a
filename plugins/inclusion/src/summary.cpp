// Reads indicators with their periods and says one figure for each, by measure and nature (domain 2.5).
#include "parts.hpp"

namespace inclusion {

namespace {

constexpr int scale = 6; ///< decimals of values in plugin.json

struct Period {
    std::int64_t id = 0;
    std::optional<psl::Date> from, to;
    std::optional<psl::Exact> target, actual, target_numerator, target_denominator, numerator, denominator;
    std::string comment, variance;
};

std::optional<psl::Exact> value_at(psl::Statement const& row, int column)
{
    auto const number = row.optional_integer(column);
    return number ? std::optional(psl::exact(*number, scale)) : std::nullopt;
}

/// numerator / denominator x 100, where both are there.
std::optional<psl::Exact> percentage(std::optional<psl::Exact> const& numerator, std::optional<psl::Exact> const& denominator)
{
    return numerator && denominator && *denominator > 0 ? std::optional<psl::Exact>(*numerator / *denominator * 100) : std::nullopt;
}

void close(Summary& summary, std::vector<Period> const& periods, psl::Date today)
{
    Period const* latest = nullptr;        // with a figure
    Period const* latest_target = nullptr;
    std::optional<psl::Exact> sum, target_sum, largest;
    std::int64_t figures = 0;
    for (Period const& period : periods) {
        ++summary.periods;
        auto const actual = summary.measure == 2 && !period.actual ? percentage(period.numerator, period.denominator) : period.actual;
        auto const target = summary.measure == 2 && !period.target ? percentage(period.target_numerator, period.target_denominator) : period.target;
        if (target) {
            target_sum = target_sum.value_or(psl::Exact{0}) + *target;
            latest_target = &period;
        }
        if (actual) {
            sum = sum.value_or(psl::Exact{0}) + *actual;
            largest = largest ? std::max(*largest, *actual) : *actual;
            latest = &period;
            ++figures;
        }
        bool const told = actual || (summary.qualitative() && !period.comment.empty());
        summary.with_actual += told ? 1 : 0;
        if (!told && period.to && *period.to < today && ++summary.missing == 1) {
            summary.first_missing = period.id;
            summary.missing_since = period.to;
        }
        if (!period.comment.empty())
            summary.comments.push_back(period.comment);
        if (!period.variance.empty())
            summary.variance = period.variance;
    }
    if (summary.qualitative())
        return;
    if (summary.measure <= 1 && !summary.stock) { // a flow: periods are added
        summary.target = target_sum;
        if (summary.unique_persons && !summary.disjoint && figures > 1) {
            summary.least = largest;
            summary.most = sum;
        } else
            summary.actual = sum;
        return;
    }
    if (latest_target != nullptr)
        summary.target = summary.measure == 2 && !latest_target->target ? percentage(latest_target->target_numerator, latest_target->target_denominator) : latest_target->target;
    if (latest != nullptr) {
        summary.actual = summary.measure == 2 && !latest->actual ? percentage(latest->numerator, latest->denominator) : latest->actual;
        summary.latest = latest->id;
        summary.numerator = latest->numerator;
        summary.denominator = latest->denominator;
    }
}

std::optional<psl::Exact> elapsed_share(std::optional<psl::Date> start, std::optional<psl::Date> end, psl::Date at)
{
    if (!start || !end || *end < *start)
        return std::nullopt;
    std::int64_t const all = psl::days_inclusive(*start, *end);
    return psl::Exact{std::clamp<std::int64_t>(psl::days_inclusive(*start, at), 0, all)} / psl::Exact{all};
}

} // namespace

std::vector<Summary> read_summaries(Reading& reading, Filter const& filter, psl::Date until)
{
    std::vector<Summary> all;
    std::vector<Period> periods;
    auto rows = reading.db.prepare("SELECT i.id, r.id, r.activity, i.title, r.title, r.type, i.verification, i.unit, i.measure, i.ascending, i.nature, i.count_mode, i.disjoint, i.baseline_year,"
                                   " coalesce(i.baseline_value, CASE WHEN i.baseline_denominator > 0 THEN i.baseline_numerator * 100000000 / i.baseline_denominator END),"
                                   " a.identifier, coalesce(a.actual_start, a.planned_start), coalesce(a.actual_end, a.planned_end),"
                                   " p.id, p.period_from, p.period_to, p.target, p.actual, p.target_numerator, p.target_denominator, p.actual_numerator, p.actual_denominator, p.actual_comment, p.variance"
                                   " FROM inclusion_result r JOIN projects_activity a ON a.id = r.activity JOIN inclusion_indicator i ON i.result = r.id"
                                   " LEFT JOIN inclusion_period p ON p.indicator = i.id AND (p.period_from IS NULL OR p.period_from <= ?2)"
                                   " WHERE " + filter.where + " ORDER BY a.identifier, CASE r.type WHEN '3' THEN 0 WHEN '2' THEN 1 WHEN '1' THEN 2 ELSE 3 END, coalesce(r.position, 1000000), r.id,"
                                   " coalesce(i.position, 1000000), i.id, p.period_from, p.period_to, p.id",
                                   filter.value, until);
    while (rows.step()) {
        if (all.empty() || all.back().id != rows.integer(0)) {
            if (!all.empty())
                close(all.back(), periods, until);
            periods.clear();
            Summary& one = all.emplace_back();
            one.id = rows.integer(0);
            one.result = rows.integer(1);
            one.activity = rows.integer(2);
            one.title = reading.translated(rows.text(3)).value_or("");
            one.result_title = reading.translated(rows.text(4)).value_or("");
            one.level = rows.string(5);
            one.verification = rows.string(6);
            one.unit = rows.string(7);
            one.measure = rows.text(8).size() == 1 ? rows.text(8)[0] - '0' : 0;
            one.ascending = rows.optional_integer(9).value_or(1) != 0;
            one.stock = rows.text(10) == "stock";
            one.persons = !rows.is_null(11);
            one.unique_persons = rows.text(11) == "unique_persons";
            one.disjoint = rows.integer(12) != 0;
            if (auto const year = rows.optional_integer(13))
                one.baseline_year = static_cast<int>(*year);
            one.baseline = value_at(rows, 14);
            one.project = rows.string(15);
            one.elapsed = elapsed_share(rows.date(16), rows.date(17), until);
        }
        if (rows.is_null(18))
            continue;
        Period& period = periods.emplace_back();
        period.id = rows.integer(18);
        period.from = rows.date(19);
        period.to = rows.date(20);
        period.target = value_at(rows, 21);
        period.actual = value_at(rows, 22);
        period.target_numerator = value_at(rows, 23);
        period.target_denominator = value_at(rows, 24);
        period.numerator = value_at(rows, 25);
        period.denominator = value_at(rows, 26);
        period.comment = reading.translated(rows.text(27)).value_or("");
        period.variance = rows.string(28);
    }
    if (!all.empty())
        close(all.back(), periods, until);
    return all;
}

psl::Fact decimal_of(psl::Exact const& value)
{
    for (std::uint32_t decimals = 0; decimals <= static_cast<std::uint32_t>(scale); ++decimals) {
        auto const number = psl::round_half_up(value, static_cast<int>(decimals));
        if (number && (psl::exact(*number, static_cast<int>(decimals)) == value || decimals == static_cast<std::uint32_t>(scale)))
            return psl::fact::decimal(*number, decimals);
    }
    return psl::fact::not_computable();
}

psl::Fact shown(Reading&, Summary const& summary, std::optional<psl::Exact> const& value)
{
    if (summary.qualitative())
        return psl::fact::not_applicable();
    if (!value)
        return psl::fact::not_reported();
    if (summary.measure == 2) {
        auto const number = psl::round_half_up(*value, 1);
        return number ? psl::fact::percent(*number, 1) : psl::fact::not_computable();
    }
    return decimal_of(*value);
}

Thresholds thresholds(Reading& reading, psl::Scope const& scope)
{
    Thresholds found;
    // The donor's own; for a project, its donors' strictest; else the portfolio's.
    auto rows = reading.db.prepare("SELECT max(green), max(amber), max(least_cell) FROM inclusion_threshold WHERE donor IS NULL OR (?1 = 'donor' AND donor = ?2)"
                                   " OR (?1 = 'project' AND donor IN (SELECT organisation FROM projects_participation WHERE activity = ?2 AND role = '1'))",
                                   scope.kind, scope.id);
    if (rows.step() && !rows.is_null(0)) {
        found.green = rows.integer(0);
        found.amber = rows.integer(1);
        found.least_cell = std::max<std::int64_t>(5, rows.integer(2));
    }
    return found;
}

} // namespace inclusion
