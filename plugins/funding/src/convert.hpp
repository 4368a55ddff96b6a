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
    std::int64_t scaled = 0; ///< units for 1 EUR x 10^9 where it is exactly that, else 0
    psl::Exact units;        ///< units for 1 EUR where `scaled` is 0
    std::optional<psl::Date> date;
    std::string source;
    bool mean = false;  ///< of the rates published over a month or a period: no single date
    bool stale = false; ///< more than 31 days before the day asked for
    [[nodiscard]] psl::Exact per_euro() const { return scaled > 0 ? psl::exact(scaled, rate_scale) : units; }
};

#if defined __SIZEOF_INT128__
__extension__ typedef __int128 Wide128; // the compiler's own: a division costs a fifth of the library's
#else
using Wide128 = boost::multiprecision::int128_t;
#endif

namespace detail {
/// minor x numerator / denominator, half up away from zero; nothing where int64 does not hold it.
template<typename Wide>
[[nodiscard]] inline std::optional<std::int64_t> rounded_product(std::int64_t minor, Wide numerator, Wide denominator)
{
    bool const negative = minor < 0;
    numerator *= negative ? -Wide(minor) : Wide(minor);
    Wide const rounded = (2 * numerator + denominator) / (2 * denominator);
    if (rounded > Wide(std::numeric_limits<std::int64_t>::max()))
        return std::nullopt;
    auto const result = static_cast<std::int64_t>(rounded);
    return negative ? -result : result;
}
} // namespace detail

enum class Target { euro, other };

/// Minor units of one currency (which has `from_units` decimals) in minor units of another, at units for 1 EUR of each; nothing
/// where int64 does not hold it.
[[nodiscard]] inline std::optional<std::int64_t> converted(std::int64_t minor, int from_units, Rate const& from_rate, Target target, int to_units, Rate const& to_rate)
{
    // The usual road: rates of nine decimals. Integers of a fixed width hold the products and no fraction is reduced on the
    // way: 20,000 lines of a network's portfolio cost milliseconds (tests compare both roads).
    constexpr std::int64_t tens[] = {1, 10, 100, 1000, 10000};
    if (target == Target::euro && from_rate.scaled > 0) // 2^63 x 10^11 x 2 stays below 2^127
        return detail::rounded_product<Wide128>(minor, 100'000'000'000 / tens[from_units], from_rate.scaled);
    if (from_rate.scaled > 0 && to_rate.scaled > 0) { // 2^63 x 2^63 x 10^4 x 2 stays below 2^142
        using Wide = boost::multiprecision::int256_t;
        return detail::rounded_product<Wide>(minor, Wide{to_rate.scaled} * tens[to_units], Wide{from_rate.scaled} * tens[from_units]);
    }
    psl::Exact const from_units_each = from_rate.per_euro();
    if (from_units_each <= 0)
        return std::nullopt;
    return psl::round_half_up(psl::exact(minor, from_units) * to_rate.per_euro() / from_units_each, to_units);
}

/// The same by ISO 4217 codes.
[[nodiscard]] inline std::optional<std::int64_t> converted(std::int64_t minor, std::string_view from, Rate const& from_rate, std::string_view to, Rate const& to_rate)
{
    if (from == to)
        return minor;
    return converted(minor, psl::minor_units(from), from_rate, to == "EUR" ? Target::euro : Target::other, psl::minor_units(to), to_rate);
}

} // namespace funding
