// One amount from one currency to another (domain 3.3): through EUR without rounding in between, rounded once, half up, at the
// target's minor unit. Pure; any thread.
#pragma once
#include "passerelle/value/currency.hpp"
#include "passerelle/value/date.hpp"
#include "passerelle/value/decimal.hpp"
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace funding {

/// Days after which a rate still serves, with a warning (domain 3.3).
inline constexpr std::int64_t days_until_stale = 31;
/// core.rate keeps nine decimals.
inline constexpr int rate_scale = 9;

/// A rate and where it comes from. A peg has no date and never ages.
struct Rate {
    psl::Exact units;      ///< for 1 EUR
    std::int64_t scaled = 0; ///< units x 10^9 where it is exactly that, else 0
    std::optional<psl::Date> date;
    std::string source;
    bool stale = false; ///< more than 31 days before the day asked for
};

/// amount in minor units of `from` -> minor units of `to`, at units for 1 EUR of each; nothing where int64 does not hold it.
[[nodiscard]] inline std::optional<std::int64_t> converted(std::int64_t minor, std::string_view from, Rate const& from_rate, std::string_view to, Rate const& to_rate)
{
    int const from_units = psl::minor_units(from), to_units = psl::minor_units(to);
    if (from == to)
        return minor;
    // The usual road: to EUR at a rate of nine decimals. The product stays far below 2^127, so plain 128-bit integers hold it.
    if (to == "EUR" && from_rate.scaled > 0) {
        using Wide = boost::multiprecision::int128_t;
        static Wide const factors[] = {Wide{100000000000}, Wide{10000000000}, Wide{1000000000}, Wide{100000000}, Wide{10000000}}; // 10^(9 + 2 - units)
        bool const negative = minor < 0;
        Wide const size = negative ? -Wide{minor} : Wide{minor};
        Wide const rounded = (2 * size * factors[from_units] + from_rate.scaled) / (2 * Wide{from_rate.scaled});
        if (rounded > Wide{std::numeric_limits<std::int64_t>::max()})
            return std::nullopt;
        auto const result = rounded.convert_to<std::int64_t>();
        return negative ? -result : result;
    }
    return psl::round_half_up(psl::exact(minor, from_units) * to_rate.units / from_rate.units, to_units);
}

} // namespace funding
