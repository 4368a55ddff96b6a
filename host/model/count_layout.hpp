// A count of people laid out as a spreadsheet: a row for each sex and disability under the row of its sex, a column for each age band.
// Sums come from the cells and are never typed; a cell that is not reported is not 0. Pure; any thread.
#pragma once
#include "host/model/entity.hpp"
#include "host/model/value.hpp"
#include <optional>
#include <vector>

namespace passerelle::model {

struct CountRow {
    std::optional<psl::Sex> sex;               ///< nothing: the total of all
    std::optional<psl::Disability> disability; ///< nothing: the sum of its sex, not typed
    [[nodiscard]] bool is_sum() const { return !sex || !disability; }
    friend bool operator==(CountRow const&, CountRow const&) = default;
};

/// What a field asks for; a dimension that it leaves out is one value, "unknown".
struct CountLayout {
    std::vector<psl::Sex> sexes;
    std::vector<psl::AgeBand> ages;
    std::vector<psl::Disability> disabilities;

    explicit CountLayout(Field const&);
    /// The same, widened by what the cells hold beside it: an imported breakdown is shown whole.
    CountLayout(Field const&, psl::Cells const&);
    /// A sex whose disability is asked for is a group: its sum, then its rows where it is open. The total is the last row.
    [[nodiscard]] std::vector<CountRow> rows(std::vector<psl::Sex> const& open) const;
    [[nodiscard]] bool has_groups() const { return disabilities.size() > 1; }
};

/// Sum of the reported cells of a row, of one age band or of all; nothing where none of them is reported.
[[nodiscard]] std::optional<std::int64_t> sum_of(psl::Cells const&, CountRow const&, std::optional<psl::AgeBand> = {});

/// Domain 2.4, rules 1 and 3: tolerance 0.
enum class TotalMatch { nothing, equal, below, above }; ///< nothing: no cell or no total is reported; below: the cells are fewer than the total
struct TotalCheck {
    TotalMatch match = TotalMatch::nothing;
    std::int64_t counted = 0;  ///< of the cells
    Scaled total, apart;       ///< apart: |total − counted|; scale 0 for whole numbers
};
/// total: of an integer or decimal field.
[[nodiscard]] TotalCheck check_total(psl::Cells const&, Value const& total);
/// The rest of the total put under "unknown" in every dimension; nothing where it is no whole number or not below.
[[nodiscard]] std::optional<psl::Cells> with_rest_unknown(psl::Cells const&, TotalCheck const&);

} // namespace passerelle::model
