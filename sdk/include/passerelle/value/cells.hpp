// Counts of people as cells: sex x age band x disability, each with "unknown". Margins are computed, never typed.
#pragma once
#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace psl {

enum class Sex : std::uint8_t { female, male, other, unknown };                            // "F" "M" "X" "?"
enum class AgeBand : std::uint8_t { b0_14, b15_17, b18_24, b25_35, b36_59, b60_up, unknown }; // "0-14" "15-17" "18-24" "25-35" "36-59" "60+" "?"
enum class Disability : std::uint8_t { yes, no, unknown };                                 // "yes" "no" "?"

struct CellKey {
    Sex sex = Sex::unknown;
    AgeBand age = AgeBand::unknown;
    Disability disability = Disability::unknown;
    friend auto operator<=>(CellKey const&, CellKey const&) = default;
};

/// A key that is absent was not reported; a key with 0 was counted and none was found.
struct Cells {
    std::map<CellKey, std::int64_t> counts;
    friend bool operator==(Cells const&, Cells const&) = default;
};

inline constexpr std::array<std::string_view, 4> sex_codes{"F", "M", "X", "?"};
inline constexpr std::array<std::string_view, 7> age_codes{"0-14", "15-17", "18-24", "25-35", "36-59", "60+", "?"};
inline constexpr std::array<std::string_view, 3> disability_codes{"yes", "no", "?"};

[[nodiscard]] constexpr std::string_view code_of(Sex value) { return sex_codes[static_cast<std::size_t>(value)]; }
[[nodiscard]] constexpr std::string_view code_of(AgeBand value) { return age_codes[static_cast<std::size_t>(value)]; }
[[nodiscard]] constexpr std::string_view code_of(Disability value) { return disability_codes[static_cast<std::size_t>(value)]; }

template<typename Enum, std::size_t N>
[[nodiscard]] constexpr std::optional<Enum> coded(std::array<std::string_view, N> const& codes, std::string_view code)
{
    for (std::size_t at = 0; at < N; ++at)
        if (codes[at] == code)
            return static_cast<Enum>(at);
    return std::nullopt;
}
[[nodiscard]] constexpr std::optional<Sex> sex_coded(std::string_view code) { return coded<Sex>(sex_codes, code); }
[[nodiscard]] constexpr std::optional<AgeBand> age_coded(std::string_view code) { return coded<AgeBand>(age_codes, code); }
[[nodiscard]] constexpr std::optional<Disability> disability_coded(std::string_view code) { return coded<Disability>(disability_codes, code); }

/// "F|18-24|yes"; "?" stands for unknown.
[[nodiscard]] inline std::string code_of(CellKey const& key)
{
    return std::string{code_of(key.sex)} + '|' + std::string{code_of(key.age)} + '|' + std::string{code_of(key.disability)};
}
[[nodiscard]] inline std::optional<CellKey> cell_coded(std::string_view code)
{
    auto const first = code.find('|');
    auto const second = first == std::string_view::npos ? first : code.find('|', first + 1);
    if (second == std::string_view::npos)
        return std::nullopt;
    auto const sex = sex_coded(code.substr(0, first));
    auto const age = age_coded(code.substr(first + 1, second - first - 1));
    auto const disability = disability_coded(code.substr(second + 1));
    if (!sex || !age || !disability)
        return std::nullopt;
    return CellKey{*sex, *age, *disability};
}

/// Band of an age in completed years (0 or more).
[[nodiscard]] constexpr AgeBand band_of(int age)
{
    return age < 0 ? AgeBand::unknown : age <= 14 ? AgeBand::b0_14 : age <= 17 ? AgeBand::b15_17 : age <= 24 ? AgeBand::b18_24
         : age <= 35 ? AgeBand::b25_35 : age <= 59 ? AgeBand::b36_59 : AgeBand::b60_up;
}
/// United Nations, statistical: 15 to 24 inclusive (domain 2.3).
[[nodiscard]] constexpr bool is_youth_un(AgeBand band) { return band == AgeBand::b15_17 || band == AgeBand::b18_24; }
/// African Youth Charter: 15 to 35 inclusive (domain 2.3). Holds the UN group: the two are views, never added.
[[nodiscard]] constexpr bool is_youth_au(AgeBand band) { return is_youth_un(band) || band == AgeBand::b25_35; }

/// Sum of the cells that a condition picks; nothing where no cell was reported at all ("not reported" is not 0).
template<typename Condition>
[[nodiscard]] std::optional<std::int64_t> count_where(Cells const& cells, Condition const& condition)
{
    if (cells.counts.empty())
        return std::nullopt;
    std::int64_t count = 0;
    for (auto const& [key, n] : cells.counts)
        if (condition(key))
            count += n;
    return count;
}
[[nodiscard]] inline std::optional<std::int64_t> total(Cells const& cells)
{
    return count_where(cells, [](CellKey const&) { return true; });
}
[[nodiscard]] inline std::optional<std::int64_t> margin(Cells const& cells, Sex value)
{
    return count_where(cells, [=](CellKey const& key) { return key.sex == value; });
}
[[nodiscard]] inline std::optional<std::int64_t> margin(Cells const& cells, AgeBand value)
{
    return count_where(cells, [=](CellKey const& key) { return key.age == value; });
}
[[nodiscard]] inline std::optional<std::int64_t> margin(Cells const& cells, Disability value)
{
    return count_where(cells, [=](CellKey const& key) { return key.disability == value; });
}
[[nodiscard]] inline std::optional<std::int64_t> youth_un(Cells const& cells)
{
    return count_where(cells, [](CellKey const& key) { return is_youth_un(key.age); });
}
[[nodiscard]] inline std::optional<std::int64_t> youth_au(Cells const& cells)
{
    return count_where(cells, [](CellKey const& key) { return is_youth_au(key.age); });
}
/// From the joint cells only: margins do not tell (domain 2.4).
[[nodiscard]] inline std::optional<std::int64_t> young_disabled_women_un(Cells const& cells)
{
    return count_where(cells, [](CellKey const& key) { return key.sex == Sex::female && key.disability == Disability::yes && is_youth_un(key.age); });
}
[[nodiscard]] inline std::optional<std::int64_t> young_disabled_women_au(Cells const& cells)
{
    return count_where(cells, [](CellKey const& key) { return key.sex == Sex::female && key.disability == Disability::yes && is_youth_au(key.age); });
}

/// Cells of two counts of different people, added.
[[nodiscard]] inline Cells sum(Cells left, Cells const& right)
{
    for (auto const& [key, n] : right.counts)
        left.counts[key] += n;
    return left;
}

/// What margins alone allow for the people who are in all three groups out of `whole`:
/// max(0, a+b+c-2N) ... min(a,b,c) (domain 2.4). Bounds, never a product.
[[nodiscard]] constexpr std::pair<std::int64_t, std::int64_t> intersection_bounds(std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t whole)
{
    return {std::max<std::int64_t>(0, a + b + c - 2 * whole), std::min({a, b, c})};
}

/// Reconciliation of a typed total with its breakdown (domain 2.4, rules 1 and 3), tolerance 0.
struct Reconciliation {
    std::int64_t unknown = 0; ///< total - sum of the cells: what may be offered as "unknown"; below 0: the breakdown exceeds the total
    [[nodiscard]] bool exact() const { return unknown == 0; }
    [[nodiscard]] bool exceeds() const { return unknown < 0; }
};
[[nodiscard]] inline std::optional<Reconciliation> reconcile(Cells const& cells, std::int64_t typed_total)
{
    auto const counted = total(cells);
    return counted ? std::optional{Reconciliation{typed_total - *counted}} : std::nullopt;
}

/// Unique people over projects or periods that may overlap: from the largest to the sum (domain 2.4). Empty input: nothing.
template<typename Range>
[[nodiscard]] std::optional<std::pair<std::int64_t, std::int64_t>> unique_persons_range(Range const& counts)
{
    std::optional<std::pair<std::int64_t, std::int64_t>> range;
    for (std::int64_t const n : counts)
        range = range ? std::pair{std::max(range->first, n), range->second + n} : std::pair{n, n};
    return range;
}

} // namespace psl
