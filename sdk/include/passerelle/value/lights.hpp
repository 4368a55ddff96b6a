// Traffic lights: thresholds are data (of a donor or a portfolio), these are only the defaults (domain 2.5 and 3.2). Pure.
// A colour never stands alone: letter_of gives the sign for print and for readers who do not tell colours apart.
#pragma once
#include "passerelle/value/decimal.hpp"
#include <initializer_list>
#include <optional>

namespace psl {

enum class Light { grey, green, amber, red }; ///< grey: no data, or too early to say

/// French print: V, O, R, and a dash for grey.
[[nodiscard]] constexpr char const* letter_of(Light light)
{
    return light == Light::green ? "V" : light == Light::amber ? "O" : light == Light::red ? "R" : "–";
}

/// The worst of several (schedule, budget, results); grey only where all are.
[[nodiscard]] inline Light worst(std::initializer_list<Light> lights)
{
    Light result = Light::grey;
    for (auto const light : lights)
        if (static_cast<int>(light) > static_cast<int>(result))
            result = light;
    return result;
}

struct ResultThresholds { ///< of I = P / E
    Exact green{9, 10};   ///< at least: green
    Exact amber{6, 10};   ///< at least: amber; below: red
    Exact grey{1, 10};    ///< share of time below which nothing is said
};
/// I = P / E (domain 2.5); nothing where no time has passed.
[[nodiscard]] inline std::optional<Exact> time_adjusted(Exact const& progress, Exact const& elapsed_share)
{
    return elapsed_share > 0 ? std::optional<Exact>{progress / elapsed_share} : std::nullopt;
}
[[nodiscard]] inline Light result_light(std::optional<Exact> const& progress, std::optional<Exact> const& elapsed_share, ResultThresholds const& thresholds = {})
{
    if (!progress || !elapsed_share || *elapsed_share < thresholds.grey)
        return Light::grey;
    auto const index = time_adjusted(*progress, *elapsed_share);
    return !index ? Light::grey : *index >= thresholds.green ? Light::green : *index >= thresholds.amber ? Light::amber : Light::red;
}

struct BudgetThresholds { ///< of the burn index, bounds included in the better colour
    Exact amber_from{60, 100}, green_from{80, 100}, green_to{110, 100}, amber_to{125, 100};
};
[[nodiscard]] inline Light budget_light(std::optional<Exact> const& burn, BudgetThresholds const& thresholds = {})
{
    if (!burn)
        return Light::grey;
    if (*burn >= thresholds.green_from && *burn <= thresholds.green_to)
        return Light::green;
    return *burn >= thresholds.amber_from && *burn <= thresholds.amber_to ? Light::amber : Light::red;
}

} // namespace psl
