// Recognises what publishers call sex, age and disability, in French and English, and builds cells of people where the
// published values agree with each other. Pure. [any]
#pragma once
#include "passerelle/value/cells.hpp"
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace iati {

enum class Dimension : std::uint8_t { none, sex, age, disability };
[[nodiscard]] Dimension dimension_named(std::string_view name);
[[nodiscard]] std::optional<psl::Sex> sex_named(std::string_view value);
[[nodiscard]] std::optional<psl::Disability> disability_named(std::string_view value);
/// Only bands that are exactly ours ("18-24", "60+"): another cut cannot be spread over them.
[[nodiscard]] std::optional<psl::AgeBand> age_named(std::string_view value);

/// The values of one period and kind, as they come.
class CellBuilder {
public:
    void clear();
    /// A value without dimensions: the total that the cells must agree with.
    void total(std::int64_t);
    /// A value whose dimensions were all recognised: which ones, and the cell.
    void cell(unsigned dimensions, psl::CellKey, std::int64_t);
    /// Something that cannot stand in a cell (an unknown dimension, a fraction, a place): no cells are built from that value.
    void other() {}
    /// The cells of the finest set of dimensions that is consistent: each cell once, and together the total where one was given.
    [[nodiscard]] psl::Cells cells() const;

private:
    struct Value {
        unsigned dimensions;
        psl::CellKey key;
        std::int64_t count;
    };
    std::vector<Value> m_values;
    std::optional<std::int64_t> m_total;
    bool m_totals_differ = false;
};

/// Bit of a dimension in the sets above.
[[nodiscard]] constexpr unsigned bit(Dimension dimension) { return 1u << static_cast<unsigned>(dimension); }

} // namespace iati
