// A module's matrix as a spreadsheet: headings across, cells that are fields of records, each changed in its place through the one
// control for its kind; a count opens its own sheet of cells. [main]
#pragma once
#include "host/bridge/view.hpp"
#include "host/ui/cell_editor.hpp"
#include "host/ui/count_dialog.hpp"
#include "host/ui/widgets/grid.hpp"

namespace passerelle::ui {

class MatrixView {
public:
    void draw(Context&, bridge::Matrix const&);

private:
    void lay_out(Context const&, bridge::Matrix const&, float width);
    void draw_cell(Context const&, bridge::Matrix const&, GridCell, Box, ImDrawList*) const;
    void act(Context&, bridge::Matrix const&, GridEvents const&);
    void open(Context&, bridge::Matrix const&, GridCell, std::string_view letters, bool write);
    void follow(CellEditor::Left);
    void paste(Context&, bridge::Matrix const&);
    void copy(Context const&, bridge::Matrix const&) const;

    Grid m_grid;
    CellEditor m_editor;
    CountDialog m_counts;
    std::vector<GridColumn> m_columns;
    float m_laid_out = 0; ///< for this width
    std::size_t m_rows = 0;
};

} // namespace passerelle::ui
