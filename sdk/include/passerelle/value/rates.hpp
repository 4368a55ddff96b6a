// Which exchange rate applies, and the rates of agreements' policies (domain 3.3). Rates are units of a currency for 1 EUR. Pure.
#pragma once
#include "passerelle/value/date.hpp"
#include "passerelle/value/decimal.hpp"
#include <algorithm>
#include <optional>
#include <span>

namespace psl {

inline constexpr std::int64_t stale_rate_days = 31;

struct DatedRate {
    Date date;
    Exact per_euro;
};
struct ApplicableRate {
    DatedRate rate;
    std::int64_t days_old = 0;
    [[nodiscard]] bool stale() const { return days_old > stale_rate_days; } ///< to be warned of
};
/// The most recent rate of one source whose date is not after the value date; nothing: the amount stays "non converti".
/// `rates` are in ascending order of date.
[[nodiscard]] inline std::optional<ApplicableRate> applicable_rate(std::span<DatedRate const> rates, Date value_date)
{
    auto const after = std::upper_bound(rates.begin(), rates.end(), value_date, [](Date date, DatedRate const& rate) { return date < rate.date; });
    if (after == rates.begin())
        return std::nullopt;
    auto const& rate = *(after - 1);
    return ApplicableRate{rate, value_date.days_since_1970() - rate.date.days_since_1970()};
}

/// Policy period_average: the mean of the period's rates.
[[nodiscard]] inline std::optional<Exact> average_rate(std::span<Exact const> rates)
{
    if (rates.empty())
        return std::nullopt;
    Exact sum = 0;
    for (auto const& rate : rates)
        sum += rate;
    return sum / Exact{static_cast<std::int64_t>(rates.size())};
}

struct Transfer {
    Exact euros, received; ///< sent, and what arrived in the local currency, both in units
};
/// Policy weighted_transfers: what arrived over what was sent.
[[nodiscard]] inline std::optional<Exact> weighted_rate(std::span<Transfer const> transfers)
{
    Exact euros = 0, received = 0;
    for (auto const& transfer : transfers) {
        euros += transfer.euros;
        received += transfer.received;
    }
    return euros == 0 ? std::nullopt : std::optional<Exact>{received / euros};
}

} // namespace psl
