// Currencies: minor units by ISO 4217 (not by the operating system, whose tables give XOF cents) and the fixed parities.
// Tables only; any thread.
#pragma once
#include "passerelle/value/decimal.hpp"
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace psl {

/// Three capital letters; says nothing of whether such a currency exists.
[[nodiscard]] constexpr bool is_currency_code(std::string_view code)
{
    return code.size() == 3 && std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// Decimals of a currency by ISO 4217, list one, and the withdrawn codes that published files still hold. What is not in the
/// table has two, as most currencies do. MGA and MRU count in fifths: two decimals by the standard.
[[nodiscard]] constexpr int minor_units(std::string_view code)
{
    constexpr std::array<std::string_view, 24> none{"ADP", "BIF", "BYR", "CLP", "DJF", "ESP", "GNF", "ISK", "ITL", "JPY", "KMF", "KRW",
                                                    "LUF", "PYG", "RWF", "TRL", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF", "BEF"};
    constexpr std::array<std::string_view, 7> three{"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
    constexpr std::array<std::string_view, 2> four{"CLF", "UYW"};
    auto const in = [code](auto const& list) { return std::find(list.begin(), list.end(), code) != list.end(); };
    return in(none) ? 0 : in(three) ? 3 : in(four) ? 4 : 2;
}

/// Units of a currency for 1 EUR where a treaty fixes it (domain 3.3): EUR itself, XOF and XAF 655.957, KMF 491.96775.
[[nodiscard]] inline std::optional<Exact> fixed_rate(std::string_view code)
{
    if (code == "EUR")
        return Exact{1};
    if (code == "XOF" || code == "XAF")
        return Exact{655957, 1000};
    if (code == "KMF")
        return Exact{49196775, 100000};
    return std::nullopt;
}

} // namespace psl
