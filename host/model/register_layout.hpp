// How a person has arranged a register: its columns, order, filters and grouping. Kept as JSON, by a saved view of the portfolio and
// between two starts; what a declaration has dropped since is left out when it is read. Any thread.
#pragma once
#include "host/model/query.hpp"
#include "host/model/registry.hpp"
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::model {

struct LayoutColumn {
    std::string field;
    float width = 0; ///< pixels at 100 %; 0: as the kind of field wants
    friend bool operator==(LayoutColumn const&, LayoutColumn const&) = default;
};

struct RegisterLayout {
    std::vector<LayoutColumn> columns;
    std::size_t frozen = 1;  ///< columns at the left that stay in sight
    std::vector<Sort> sorts;
    std::vector<Filter> filters;
    std::string group;       ///< field id; empty: not grouped
    bool compact = false;    ///< lower rows
};

/// As the declaration has it: its columns (at most 8, `without` left out) and sorts.
[[nodiscard]] RegisterLayout declared_layout(Entity const&, std::string_view without = {});
[[nodiscard]] std::string layout_to_json(RegisterLayout const&);
/// Refuses only what is not such a JSON; unknown fields, and values that do not suit their field, are left out. At least one column.
[[nodiscard]] Result<RegisterLayout> layout_from_json(Entity const&, std::string_view json);
/// The same arrangement: widths aside.
[[nodiscard]] bool same_arrangement(RegisterLayout const&, RegisterLayout const&);

} // namespace passerelle::model
