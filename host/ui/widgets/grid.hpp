// A table as in a spreadsheet: a cell under the keyboard, columns that freeze, resize and change places, a million rows at the cost
// of those in sight. Draws the frame and tells what a person did; whoever owns the data draws the cells and acts. [main]
#pragma once
#include "host/ui/widgets/focus.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace passerelle::ui {

struct GridColumn {
    std::string label;
    std::string about;    ///< tooltip of the heading
    float width = 120;    ///< pixels at 100 %
    bool right = false;   ///< figures
    int sort = 0;         ///< rank from 1; 0: not sorted by it
    bool descending = false;
};

struct GridCell {
    std::size_t row = 0, column = 0;
    friend bool operator==(GridCell const&, GridCell const&) = default;
};

struct Box {
    ImVec2 min, max;
    [[nodiscard]] float width() const { return max.x - min.x; }
    [[nodiscard]] float height() const { return max.y - min.y; }
    [[nodiscard]] bool holds(ImVec2 at) const { return at.x >= min.x && at.x < max.x && at.y >= min.y && at.y < max.y; }
};

/// What the owner of the rows gives for one frame.
struct GridContent {
    std::size_t rows = 0;
    std::size_t frozen = 1;                   ///< columns at the left that stay in sight
    float row_height = 36;                    ///< pixels at 100 %
    bool ticks = false;                       ///< a box before each row, to choose several
    std::function<void(GridCell, Box, ImDrawList*, bool row_hovered)> draw;
    std::function<bool(std::size_t row)> ticked;
    std::function<bool(std::size_t row)> spans; ///< a heading between rows: drawn once over the whole width, with column 0
    std::function<std::string(GridCell)> words;   ///< what a cell says, also for reading aloud
    std::function<bool(std::size_t column)> opens; ///< its words are a link to the record
};

/// What happened in this frame; every part is nothing most of the time.
struct GridEvents {
    std::optional<std::size_t> heading;       ///< pressed: sort
    bool with_shift = false;                  ///< of heading: sort by it too
    std::optional<std::size_t> heading_menu;  ///< pressed with the other button, or the menu key in its column
    ImVec2 menu_at;                           ///< of heading_menu, on screen
    std::optional<std::pair<std::size_t, std::size_t>> moved; ///< a column, to before another's place
    std::optional<std::size_t> resized;       ///< its width has changed
    std::optional<std::size_t> fit;           ///< double press on the edge: as wide as its content
    std::optional<GridCell> opened;           ///< Enter, or a press on the words of a column that opens; of a row that spans, a press
    std::optional<GridCell> edited;           ///< F2, a double press, or letters
    std::string typed;                        ///< of edited: those letters
    std::optional<std::size_t> ticked;        ///< row
    bool range = false;                       ///< of ticked: from the last one to here
    bool ticked_all = false, copied = false, pasted = false, cleared = false;
};

class Grid {
public:
    /// size 0: what is there. Columns' widths change in place while an edge is dragged.
    GridEvents draw(Context&, char const* id, ImVec2 size, std::vector<GridColumn>&, GridContent const&);
    void take_focus() { m_take_focus = true; }
    [[nodiscard]] bool focused() const { return m_focused; }
    [[nodiscard]] GridCell cursor() const { return m_cursor; }
    void go_to(GridCell cell) { m_cursor = m_anchor = cell; m_show_cursor = true; }
    /// The cells between the two corners of what is chosen, the cursor at one of them.
    [[nodiscard]] std::pair<GridCell, GridCell> chosen() const;
    /// Where the cell under the cursor was drawn last, for an editor over it; nothing while it is out of sight.
    [[nodiscard]] std::optional<Box> cursor_box() const { return m_cursor_box; }
    [[nodiscard]] std::size_t first_row() const { return m_first; }
    [[nodiscard]] std::size_t rows_in_sight() const { return m_in_sight; }

private:
    struct Frame;
    void lay_out(Frame&);
    void headings(Frame&);
    void heading(Frame&, std::size_t column);
    void edge(Frame&, std::size_t column);
    void rows(Frame&);
    void row(Frame&, std::size_t at);
    void tick_box(Frame&, std::size_t at, bool row_hovered);
    void mouse(Frame&);
    void keys(Frame&);
    static void open_menu(Frame&, std::size_t column, ImVec2 at);
    void move(Frame&, long rows, long columns, bool extend);

    GridCell m_cursor, m_anchor;
    std::optional<Box> m_cursor_box;
    std::optional<std::size_t> m_dragged_edge, m_dragged_column;
    std::size_t m_first = 0, m_in_sight = 1;
    Gate m_gate;
    bool m_take_focus = false, m_focused = false, m_show_cursor = false, m_choosing = false;
};

} // namespace passerelle::ui
