// Money: an integer in minor units with an ISO 4217 code. Never floating point.
#pragma once
#include "passerelle/value/currency.hpp"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace psl {

struct Money {
    std::int64_t minor = 0;
    std::string currency; ///< ISO 4217, three capital letters
    friend bool operator==(Money const&, Money const&) = default;
};

/// "1234.56" and "EUR" -> 123456. A dot, no spaces, no more decimals than the currency has (beyond zeros); else nothing.
[[nodiscard]] inline std::optional<Money> parse_money(std::string_view amount, std::string_view currency)
{
    if (!is_currency_code(currency))
        return std::nullopt;
    auto const minor = parse_scaled_exactly(amount, minor_units(currency));
    if (!minor)
        return std::nullopt;
    return Money{*minor, std::string{currency}};
}

/// The amount in whole units of its currency, exactly: 123456 EUR cents -> 1234.56.
[[nodiscard]] inline Exact units(Money const& money) { return exact(money.minor, minor_units(money.currency)); }

/// An amount in units to the nearest minor unit of a currency, half up; nothing where int64 does not hold it.
[[nodiscard]] inline std::optional<Money> rounded(Exact const& amount, std::string_view currency)
{
    auto const minor = round_half_up(amount, minor_units(currency));
    if (!minor)
        return std::nullopt;
    return Money{*minor, std::string{currency}};
}

/// Plain notation with the currency's decimals, for files: "15244.90", "192195401".
[[nodiscard]] inline std::string plain_amount(Money const& money) { return plain_decimal(money.minor, minor_units(money.currency)); }

/// Through the euro without intermediate rounding, half up once at the target's minor unit (domain 3.3). Both rates are units
/// for 1 EUR, above 0. Nothing where a rate is not above 0 or the result is too large.
[[nodiscard]] inline std::optional<Money> converted(Money const& amount, Exact const& from_per_euro, std::string_view to,
                                                    Exact const& to_per_euro)
{
    if (from_per_euro <= 0 || to_per_euro <= 0)
        return std::nullopt;
    if (amount.currency == to)
        return amount;
    return rounded(units(amount) * to_per_euro / from_per_euro, to);
}

/// The same between currencies whose parity is fixed; nothing where one of them floats.
[[nodiscard]] inline std::optional<Money> converted_at_parity(Money const& amount, std::string_view to)
{
    auto const from_rate = fixed_rate(amount.currency), to_rate = fixed_rate(to);
    return from_rate && to_rate ? converted(amount, *from_rate, to, *to_rate) : std::nullopt;
}

/// Sum of amounts of one currency; nothing where the currencies differ or the sum is too large.
[[nodiscard]] inline std::optional<Money> sum(Money const& left, Money const& right)
{
    if (left.currency != right.currency)
        return std::nullopt;
    auto const minor = to_int64(Integer{left.minor} + right.minor);
    return minor ? std::optional{Money{*minor, left.currency}} : std::nullopt;
}

} // namespace psl
