// Ratios whose denominator may be nothing, and what money and time say together (domain 3.2). Pure; any thread.
#pragma once
#include "passerelle/value/date.hpp"
#include "passerelle/value/decimal.hpp"
#include <algorithm>
#include <optional>

namespace psl {

/// part / whole; nothing where the whole is 0: "n/a", never 0 %.
[[nodiscard]] inline std::optional<Exact> ratio(Exact const& part, Exact const& whole)
{
    return whole == 0 ? std::nullopt : std::optional<Exact>{part / whole};
}

/// A share as a percentage with `scale` decimals, half up, as PSL_FACT_PERCENT and format_percent take it: 90/141, 1 -> 638.
[[nodiscard]] inline std::optional<std::int64_t> percent(std::optional<Exact> const& share, int scale = 1)
{
    return share ? round_half_up(*share * 100, scale) : std::nullopt;
}

/// Days of a period, both ends counted, that have passed at the end of a day: 0 before it, all of it after.
struct Elapsed {
    std::int64_t days = 0, total = 0;
    [[nodiscard]] Exact share() const { return Exact{days, total}; } ///< E of domain 2.5, 0..1
};
/// Nothing where the period ends before it starts.
[[nodiscard]] inline std::optional<Elapsed> elapsed(Date start, Date end, Date at)
{
    auto const total = days_inclusive(start, end);
    if (total <= 0)
        return std::nullopt;
    return Elapsed{std::clamp<std::int64_t>(days_inclusive(start, at), 0, total), total};
}

/// (spend / budget) / (elapsed / total days); nothing without a budget or before the first day.
[[nodiscard]] inline std::optional<Exact> burn_index(Exact const& spend, Exact const& budget, Elapsed const& time)
{
    if (budget == 0 || time.days == 0)
        return std::nullopt;
    return spend / budget / time.share();
}

/// Linear estimate at completion: spend / (elapsed / total days); nothing before the first day.
[[nodiscard]] inline std::optional<Exact> estimate_at_completion(Exact const& spend, Elapsed const& time)
{
    return time.days == 0 ? std::nullopt : std::optional<Exact>{spend / time.share()};
}

} // namespace psl
