// Exact decimal numbers and ratios: no binary fraction ever stands between a figure that was typed and one that is shown.
// Values only; any thread. Rounding happens once, at the end, half up, away from zero for negative numbers, so that a
// correction of -x takes back exactly what x brought (domain 3.3).
#pragma once
#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace psl {

using Integer = boost::multiprecision::cpp_int;
/// numerator / denominator, always in lowest terms.
using Exact = boost::multiprecision::cpp_rational;

inline constexpr int most_decimals = 18;

[[nodiscard]] inline Integer power_of_ten(int exponent)
{
    Integer power = 1;
    for (int at = 0; at < exponent; ++at)
        power *= 10;
    return power;
}

/// number / 10^scale, scale 0..18.
[[nodiscard]] inline Exact exact(std::int64_t number, int scale = 0)
{
    return scale == 0 ? Exact{number} : Exact{Integer{number}, power_of_ten(scale)};
}

/// What fits int64, else nothing: a figure too large is refused, never wrapped.
[[nodiscard]] inline std::optional<std::int64_t> to_int64(Integer const& value)
{
    if (value < std::numeric_limits<std::int64_t>::min() || value > std::numeric_limits<std::int64_t>::max())
        return std::nullopt;
    return value.convert_to<std::int64_t>();
}

/// numerator / denominator to the nearest integer, halves away from zero. The denominator is not 0.
[[nodiscard]] inline Integer divide_half_up(Integer numerator, Integer denominator)
{
    if (denominator < 0) {
        numerator = -numerator;
        denominator = -denominator;
    }
    bool const negative = numerator < 0;
    if (negative)
        numerator = -numerator;
    Integer const quotient = (2 * numerator + denominator) / (2 * denominator);
    return negative ? -quotient : quotient;
}

/// value * 10^scale to the nearest integer, halves away from zero; nothing where int64 does not hold it.
[[nodiscard]] inline std::optional<std::int64_t> round_half_up(Exact const& value, int scale = 0)
{
    return to_int64(divide_half_up(numerator(value) * power_of_ten(scale), denominator(value)));
}

/// A plain decimal: [-]digits[.digits], at most 30 digits before and 18 after the dot; no exponent, no spaces.
[[nodiscard]] inline std::optional<Exact> parse_exact(std::string_view text)
{
    bool const negative = !text.empty() && text.front() == '-';
    if (negative)
        text.remove_prefix(1);
    Integer digits = 0;
    std::size_t whole = 0, decimals = 0;
    bool dot = false;
    for (char const c : text) {
        if (c == '.' && !dot && whole > 0) {
            dot = true;
            continue;
        }
        if (c < '0' || c > '9')
            return std::nullopt;
        digits = digits * 10 + (c - '0');
        ++(dot ? decimals : whole);
        if (whole > 30 || decimals > most_decimals)
            return std::nullopt;
    }
    if (whole == 0 || (dot && decimals == 0))
        return std::nullopt;
    return Exact{negative ? Integer{-digits} : digits, power_of_ten(static_cast<int>(decimals))};
}

/// The same, as number * 10^scale: nothing where the text has more decimals than that (beyond zeros) or int64 is too small.
[[nodiscard]] inline std::optional<std::int64_t> parse_scaled_exactly(std::string_view text, int scale)
{
    auto const value = parse_exact(text);
    if (!value)
        return std::nullopt;
    Exact const scaled = *value * Exact{power_of_ten(scale)};
    return denominator(scaled) == 1 ? to_int64(numerator(scaled)) : std::nullopt;
}

/// number / 10^scale in plain notation with exactly `scale` decimals: (-5, 2) -> "-0.05". For files and JSON, not for people.
[[nodiscard]] inline std::string plain_decimal(std::int64_t number, int scale)
{
    std::string digits = std::to_string(number);
    if (scale <= 0)
        return digits;
    std::string const sign = number < 0 ? "-" : "";
    digits.erase(0, sign.size());
    auto const places = static_cast<std::size_t>(scale);
    if (digits.size() <= places)
        digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, ".");
    return sign + digits;
}

/// value rounded half up, with exactly `scale` decimals; empty where int64 does not hold it.
[[nodiscard]] inline std::string rounded_text(Exact const& value, int scale)
{
    auto const number = round_half_up(value, scale);
    return number ? plain_decimal(*number, scale) : std::string{};
}

} // namespace psl
