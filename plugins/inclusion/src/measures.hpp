// Progress, lights and aggregation of indicators (domain 2.5), and what headcounts say of women, youth and disability (2.3,
// 2.4). Pure; any thread. Nothing is reported as 0 that was not counted as 0.
#pragma once
#include "passerelle/value/cells.hpp"
#include "passerelle/value/decimal.hpp"
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace inclusion {

/// P = (A - B) / (T - B), the same in both directions: below 0 is a regression, above 1 an over-achievement; both are kept.
/// T = B means "maintain": 1 on the good side or at T, else 0. Without a baseline nothing: use achievement().
[[nodiscard]] inline std::optional<psl::Exact> progress(std::optional<psl::Exact> const& baseline, std::optional<psl::Exact> const& target, std::optional<psl::Exact> const& actual, bool ascending)
{
    if (!baseline || !target || !actual)
        return std::nullopt;
    if (*target == *baseline)
        return psl::Exact{(ascending ? *actual >= *target : *actual <= *target) ? 1 : 0};
    return psl::Exact{(*actual - *baseline) / (*target - *baseline)};
}

/// A / T where there is no baseline; labelled differently, for it is not progress.
[[nodiscard]] inline std::optional<psl::Exact> achievement(std::optional<psl::Exact> const& target, std::optional<psl::Exact> const& actual)
{
    if (!target || !actual || *target == 0)
        return std::nullopt;
    return psl::Exact{*actual / *target};
}

/// An ascending target below the baseline, or a descending one above it, is a mistake in the plan.
[[nodiscard]] inline bool goes_backwards(std::optional<psl::Exact> const& baseline, std::optional<psl::Exact> const& target, bool ascending)
{
    return baseline && target && (ascending ? *target < *baseline : *target > *baseline);
}

enum class Light { grey, red, amber, green };

/// I = P / E; thresholds in hundredths. Grey without a figure or before a tenth of the time has gone.
[[nodiscard]] inline Light light(std::optional<psl::Exact> const& progress, std::optional<psl::Exact> const& elapsed, std::int64_t green = 90, std::int64_t amber = 60)
{
    if (!progress || !elapsed || *elapsed < psl::exact(10, 2))
        return Light::grey;
    psl::Exact const index = *progress / *elapsed;
    return index >= psl::exact(green, 2) ? Light::green : index >= psl::exact(amber, 2) ? Light::amber : Light::red;
}

/// Sums of cells. "Youth UN" is 15 to 24, "youth AU" 15 to 35: views on the same people, never added.
struct People {
    std::int64_t total = 0, women = 0, men = 0, other = 0, unknown_sex = 0;
    std::int64_t youth_un = 0, youth_au = 0, unknown_age = 0;
    std::int64_t disabled = 0, unknown_disability = 0;
    std::int64_t young_disabled_women_un = 0, young_disabled_women_au = 0;
};

[[nodiscard]] inline bool in_youth_un(psl::AgeBand age) { return age == psl::AgeBand::b15_17 || age == psl::AgeBand::b18_24; }
[[nodiscard]] inline bool in_youth_au(psl::AgeBand age) { return in_youth_un(age) || age == psl::AgeBand::b25_35; }

[[nodiscard]] inline People people_of(psl::Cells const& cells)
{
    People all;
    for (auto const& [key, n] : cells.counts) {
        all.total += n;
        (key.sex == psl::Sex::female ? all.women : key.sex == psl::Sex::male ? all.men : key.sex == psl::Sex::other ? all.other : all.unknown_sex) += n;
        bool const un = in_youth_un(key.age), au = in_youth_au(key.age), disabled = key.disability == psl::Disability::yes;
        all.youth_un += un ? n : 0;
        all.youth_au += au ? n : 0;
        all.unknown_age += key.age == psl::AgeBand::unknown ? n : 0;
        all.disabled += disabled ? n : 0;
        all.unknown_disability += key.disability == psl::Disability::unknown ? n : 0;
        if (disabled && key.sex == psl::Sex::female) {
            all.young_disabled_women_un += un ? n : 0;
            all.young_disabled_women_au += au ? n : 0;
        }
    }
    return all;
}

/// The codes of ext/db.h; what is none of them counts as unknown.
[[nodiscard]] inline psl::CellKey cell_key(std::string_view sex, std::string_view age, std::string_view disability)
{
    constexpr std::pair<std::string_view, psl::AgeBand> bands[] = {{"0-14", psl::AgeBand::b0_14},   {"15-17", psl::AgeBand::b15_17}, {"18-24", psl::AgeBand::b18_24},
                                                                   {"25-35", psl::AgeBand::b25_35}, {"36-59", psl::AgeBand::b36_59}, {"60+", psl::AgeBand::b60_up}};
    psl::CellKey key;
    key.sex = sex == "F" ? psl::Sex::female : sex == "M" ? psl::Sex::male : sex == "X" ? psl::Sex::other : psl::Sex::unknown;
    for (auto const& [name, band] : bands)
        if (name == age)
            key.age = band;
    key.disability = disability == "yes" ? psl::Disability::yes : disability == "no" ? psl::Disability::no : psl::Disability::unknown;
    return key;
}

} // namespace inclusion
