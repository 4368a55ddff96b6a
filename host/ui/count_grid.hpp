// A count of people typed cell by cell, as in a spreadsheet: sex and disability down, age bands across, sums live and never typed.
// An empty cell is not reported, which is not 0. [main]
#pragma once
#include "host/model/count_layout.hpp"
#include "host/ui/widgets/grid.hpp"
#include <map>
#include <string>
#include <vector>

namespace passerelle::ui {

/// What is typed in the cells, by their code ("F|18-24|yes"); as FieldInput keeps it.
using CountParts = std::map<std::string, std::string, std::less<>>;
/// The cells that read as whole numbers; the others are left out.
[[nodiscard]] psl::Cells cells_of(CountParts const&);
/// "1 250" is 1250; nothing for what is no whole number of 0 or more.
[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view typed);

class CountGrid {
public:
    explicit CountGrid(model::Field const& field) : m_field(&field) {}
    /// focus: the keyboard goes to its first cell. True when something changed.
    bool draw(Context&, CountParts&, float width, bool focus);
private:
    struct Frame;
    [[nodiscard]] std::optional<psl::CellKey> key_at(Frame const&, GridCell) const;
    [[nodiscard]] std::string name_of(Frame const&, GridCell) const;
    void draw_cell(Frame const&, GridCell, Box, ImDrawList*) const;
    [[nodiscard]] std::string words(Frame const&, GridCell) const;
    bool act(Frame&, GridEvents const&);
    bool edit(Frame&);
    bool enter(Frame&, long down, long right);
    void toggle(psl::Sex);
    bool paste(Frame&);
    void copy(Frame const&) const;
    bool clear(Frame&);

    model::Field const* m_field;
    Grid m_grid;
    std::vector<GridColumn> m_columns;
    std::vector<psl::Sex> m_open;
    bool m_opened_once = false, m_editing = false, m_edit_now = false, m_was_inside = false, m_fault = false;
    int m_typed_on = 0;
    std::string m_typed, m_before; ///< before: what stood in the cell, for Escape
};

} // namespace passerelle::ui
