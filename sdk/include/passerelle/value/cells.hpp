// Counts of people as cells: sex x age band x disability, each with "unknown". Margins are computed, never typed.
#pragma once
#include <compare>
#include <cstdint>
#include <map>

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

} // namespace psl
