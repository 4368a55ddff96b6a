// Sharing a whole so that the parts add up: largest remainder, and proration by days.
#pragma once
#include "passerelle/value/date.hpp"
#include "passerelle/value/decimal.hpp"
#include <algorithm>
#include <numeric>
#include <span>
#include <vector>

namespace psl {

/// Parts of `whole` in proportion to the weights (0 or more, one above 0) that add up to it exactly. What flooring leaves goes to
/// the largest remainders, ties to the first (domain 4.3: 10000 by 1,1,1 -> 3334, 3333, 3333). Empty where a weight is below 0
/// or all are 0. A negative whole is shared like its opposite.
[[nodiscard]] inline std::vector<std::int64_t> split_by_largest_remainder(std::int64_t whole, std::span<std::int64_t const> weights)
{
    Integer total = 0;
    for (auto const weight : weights) {
        if (weight < 0)
            return {};
        total += weight;
    }
    if (total == 0)
        return {};
    Integer const size = whole < 0 ? -Integer{whole} : Integer{whole};
    std::vector<Integer> remainders;
    std::vector<std::int64_t> parts;
    Integer left = size;
    for (auto const weight : weights) {
        Integer const share = size * weight / total;
        remainders.push_back(size * weight % total);
        left -= share;
        parts.push_back((whole < 0 ? Integer{-share} : share).convert_to<std::int64_t>());
    }
    std::vector<std::size_t> order(parts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
    auto const extra = left.convert_to<std::size_t>(); // fewer than there are parts
    for (std::size_t at = 0; at < extra; ++at)
        parts[order[at]] += whole < 0 ? -1 : 1;
    return parts;
}

/// Days that two inclusive periods share; 0 where they do not touch.
[[nodiscard]] inline std::int64_t overlap_days(Date first_from, Date first_to, Date second_from, Date second_to)
{
    return std::max<std::int64_t>(0, days_inclusive(std::max(first_from, second_from), std::min(first_to, second_to)));
}

/// amount x overlap days / period days, exactly (domain 3.2); nothing where the period has no days. Round once, at the end.
[[nodiscard]] inline std::optional<Exact> prorated(Exact const& amount, Date from, Date to, Date report_from, Date report_to)
{
    auto const days = days_inclusive(from, to);
    if (days <= 0)
        return std::nullopt;
    return amount * Exact{overlap_days(from, to, report_from, report_to)} / Exact{days};
}

} // namespace psl
