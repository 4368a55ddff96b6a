// Indicators: progress to a target, and how values add up over periods and over projects, by measure (domain 2.5). Pure.
// A period that was not reported is nothing, never 0.
#pragma once
#include "passerelle/value/decimal.hpp"
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace psl {

enum class Measure : std::uint8_t { unit = 1, percentage = 2, nominal = 3, ordinal = 4, qualitative = 5 }; ///< codes of IATI
enum class Direction : std::uint8_t { ascending, descending };                                             ///< improves towards large, or small

enum class ProgressKind : std::uint8_t {
    progress,    ///< (A - B) / (T - B)
    achievement, ///< A / T: no baseline; to be labelled as such
    maintained   ///< T = B: 1 where A is on or beyond T in the good direction, else 0
};
struct Progress {
    Exact share; ///< 0.60 is 60 %; below 0: regression; above 1: over-achievement; both are kept
    ProgressKind kind = ProgressKind::progress;
};

/// Nothing without a target or an actual value, or where the target of an indicator without baseline is 0.
[[nodiscard]] inline std::optional<Progress> progress(std::optional<Exact> const& baseline, std::optional<Exact> const& target,
                                                      std::optional<Exact> const& actual, Direction direction)
{
    if (!target || !actual)
        return std::nullopt;
    if (!baseline)
        return *target == 0 ? std::nullopt : std::optional{Progress{*actual / *target, ProgressKind::achievement}};
    if (*target == *baseline) {
        bool const kept = direction == Direction::ascending ? *actual >= *target : *actual <= *target;
        return Progress{Exact{kept ? 1 : 0}, ProgressKind::maintained};
    }
    return Progress{(*actual - *baseline) / (*target - *baseline), ProgressKind::progress};
}

/// A validation error of domain 2.5: ascending with T < B, or descending with T > B.
[[nodiscard]] inline bool target_contradicts(Exact const& baseline, Exact const& target, Direction direction)
{
    return direction == Direction::ascending ? target < baseline : target > baseline;
}

/// Length of a bar for a share: 0 for a regression, at most 1. The text beside it keeps the share.
[[nodiscard]] inline Exact bar_length(Exact const& share)
{
    return share < 0 ? Exact{0} : share > 1 ? Exact{1} : share;
}

// --- over periods -------------------------------------------------------------------------------

enum class PeriodRule : std::uint8_t { sum, latest, pooled, none };
enum class Counting : std::uint8_t { flow, stock }; ///< unit measures: new persons trained, or members at a date

/// Default of domain 2.5; a percentage may be set to pooled where its base is new in each period.
[[nodiscard]] constexpr PeriodRule period_rule(Measure measure, Counting counting)
{
    switch (measure) {
    case Measure::unit: return counting == Counting::flow ? PeriodRule::sum : PeriodRule::latest;
    case Measure::percentage: case Measure::nominal: case Measure::ordinal: return PeriodRule::latest;
    case Measure::qualitative: break;
    }
    return PeriodRule::none;
}

struct Aggregate {
    std::optional<Exact> value; ///< nothing: no period was reported
    std::size_t missing = 0;    ///< periods not reported: "1 période manquante"
};
/// Values in the order of their periods. `pooled` needs numerators and denominators: see pooled().
[[nodiscard]] inline Aggregate over_periods(std::span<std::optional<Exact> const> values, PeriodRule rule)
{
    Aggregate result;
    for (auto const& value : values) {
        if (!value)
            ++result.missing;
        else if (rule == PeriodRule::sum && result.value)
            *result.value += *value;
        else if (rule == PeriodRule::sum || rule == PeriodRule::latest)
            result.value = value;
    }
    return result;
}

// --- over projects and places -------------------------------------------------------------------

struct Fraction {
    std::optional<Exact> numerator, denominator;
};
struct Pooled {
    Exact numerator, denominator;
    [[nodiscard]] std::optional<Exact> share() const { return denominator == 0 ? std::nullopt : std::optional<Exact>{numerator / denominator}; }
};
/// Sum of numerators over sum of denominators, never a mean of percentages. Nothing ("non agrégeable") where one lacks either, or
/// where there is none.
[[nodiscard]] inline std::optional<Pooled> pooled(std::span<Fraction const> fractions)
{
    Pooled result;
    for (auto const& fraction : fractions) {
        if (!fraction.numerator || !fraction.denominator)
            return std::nullopt;
        result.numerator += *fraction.numerator;
        result.denominator += *fraction.denominator;
    }
    return fractions.empty() ? std::nullopt : std::optional{result};
}

/// Scores of an ordinal measure: how many of each, and the median (the lower of the two in the middle: a score that exists). No mean.
struct Distribution {
    std::map<std::int64_t, std::size_t> counts;
    std::int64_t median = 0;
};
[[nodiscard]] inline std::optional<Distribution> distribution(std::span<std::optional<std::int64_t> const> scores)
{
    std::vector<std::int64_t> known;
    for (auto const& score : scores)
        if (score)
            known.push_back(*score);
    if (known.empty())
        return std::nullopt;
    std::sort(known.begin(), known.end());
    Distribution result;
    for (auto const score : known)
        ++result.counts[score];
    result.median = known[(known.size() - 1) / 2];
    return result;
}

/// Nominal measures: "n oui / n" over those that were reported.
struct Answers {
    std::size_t yes = 0, known = 0;
};
[[nodiscard]] inline Answers count_answers(std::span<std::optional<bool> const> answers)
{
    Answers result;
    for (auto const& answer : answers)
        if (answer) {
            ++result.known;
            result.yes += *answer ? 1 : 0;
        }
    return result;
}

} // namespace psl
