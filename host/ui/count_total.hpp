// A count beside the total that it is of, both being typed: the total follows the cells while nobody says otherwise, and where the two
// differ the difference stands there in words with what can be done (domain 2.4). [main]
#pragma once
#include "host/ui/field_input.hpp"
#include <optional>

namespace passerelle::ui {

struct CountTotal {
    FieldInput& cells;
    FieldInput& total;
    FieldInput* reason; ///< none: the two must agree
};

/// What the cells add up to now; ask before they are drawn.
[[nodiscard]] std::optional<std::int64_t> sum_typed(FieldInput const& cells);
/// After the cells changed: a total that was empty, or was their sum, becomes the new sum. True when it did.
bool follow_sum(Context const&, CountTotal const&, std::optional<std::int64_t> sum_before);
/// The line under the cells. True when the cells or the total were changed by what was pressed.
bool draw_count_total(Context&, CountTotal const&, float width);

} // namespace passerelle::ui
