// Rates and ratios of domain 3.2, exactly. Pure; any thread. A denominator of 0 gives nothing: "not computable", never 0 %.
#pragma once
#include "passerelle/cpp/page.hpp"
#include "passerelle/value/split.hpp"
#include <algorithm>
#include <optional>

namespace funding {

/// The lights of an agreement (thresholds in hundredths); the defaults are those of domain 3.2.
struct Lights {
    std::int64_t green_low = 80, green_high = 110, amber_low = 60, amber_high = 125;
};

struct Elapsed {
    std::int64_t days = 0, all = 0; ///< both ends counted
    [[nodiscard]] std::optional<psl::Exact> share() const { return all > 0 ? std::optional(psl::Exact{days} / psl::Exact{all}) : std::nullopt; }
};

[[nodiscard]] inline Elapsed elapsed(psl::Date from, psl::Date to, psl::Date at)
{
    std::int64_t const all = psl::days_inclusive(from, to);
    if (all <= 0)
        return {};
    return {std::clamp<std::int64_t>(psl::days_inclusive(from, at), 0, all), all};
}

/// (spend / budget) / (elapsed / total).
[[nodiscard]] inline std::optional<psl::Exact> burn_index(psl::Exact const& spend, psl::Exact const& budget, Elapsed const& time)
{
    auto const share = time.share();
    if (budget <= 0 || !share || *share == 0)
        return std::nullopt;
    return spend / budget / *share;
}

/// spend / (elapsed / total): linear estimate at completion.
[[nodiscard]] inline std::optional<psl::Exact> estimate_at_completion(psl::Exact const& spend, Elapsed const& time)
{
    auto const share = time.share();
    if (!share || *share == 0)
        return std::nullopt;
    return spend / *share;
}

[[nodiscard]] inline psl::Tone light(psl::Exact const& index, Lights const& lights = {})
{
    auto const within = [&](std::int64_t low, std::int64_t high) { return index >= psl::exact(low, 2) && index <= psl::exact(high, 2); };
    return within(lights.green_low, lights.green_high) ? psl::Tone::good : within(lights.amber_low, lights.amber_high) ? psl::Tone::warn : psl::Tone::bad;
}

} // namespace funding
