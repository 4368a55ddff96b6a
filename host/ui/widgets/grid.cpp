#include "host/ui/widgets/grid.hpp"
#include <algorithm>
#include <cmath>

namespace passerelle::ui {

namespace {
constexpr float heading_height = 32, edge_reach = 5, narrowest = 40, widest = 1600, box_room = 36, padding = 8;

} // namespace

struct Grid::Frame {
    Context& context;
    std::vector<GridColumn>& columns;
    GridContent const& content;
    GridEvents events;
    ImDrawList* list = nullptr;
    Box all;               ///< the window's inside, scroll bars left out
    float row_height = 0, heading_height = 0;
    float frozen_to = 0;   ///< where the frozen columns end, on screen
    std::vector<float> x;  ///< left edges on screen, one more than columns
    std::size_t frozen = 0;
    ImVec2 mouse;
    bool hovered = false;
    std::optional<std::size_t> hovered_row;

    [[nodiscard]] float px(float pixels) const { return context.px(pixels); }
    /// Reckoned in double: a million rows are more pixels than a float tells apart.
    [[nodiscard]] float y_of(std::size_t row) const
    {
        return static_cast<float>(std::floor(all.min.y + heading_height + static_cast<double>(row) * row_height - static_cast<double>(ImGui::GetScrollY())));
    }
    [[nodiscard]] bool in_sight(std::size_t column) const { return x[column] < all.max.x && (column < frozen || x[column + 1] > frozen_to); }
    [[nodiscard]] std::optional<std::size_t> column_at(float at) const
    {
        for (std::size_t column = 0; column < columns.size(); ++column)
            if (at >= x[column] && at < x[column + 1] && (column < frozen || at >= frozen_to))
                return column;
        return std::nullopt;
    }
};

std::pair<GridCell, GridCell> Grid::chosen() const
{
    return {{std::min(m_cursor.row, m_anchor.row), std::min(m_cursor.column, m_anchor.column)}, {std::max(m_cursor.row, m_anchor.row), std::max(m_cursor.column, m_anchor.column)}};
}

GridEvents Grid::draw(Context& context, char const* id, ImVec2 size, std::vector<GridColumn>& columns, GridContent const& content)
{
    Frame frame{context, columns, content, {}, nullptr, {}, 0, 0, 0, {}, std::min(content.frozen, columns.size()), {}, false, {}};
    float width = content.ticks ? context.px(box_room) : 0;
    for (auto const& column : columns)
        width += context.px(column.width);
    frame.row_height = std::floor(context.px(content.row_height));
    frame.heading_height = context.px(heading_height);
    ImVec2 const room = ImGui::GetContentRegionAvail();
    size = {size.x > 0 ? size.x : std::max(room.x + size.x, 4.0f), size.y > 0 ? size.y : std::max(room.y + size.y, 4.0f)};
    bool const enters = m_gate.draw(id, size);
    m_take_focus = m_take_focus || enters;
    if (m_gate.outside())
        tell_element(Role::button, context.tr("Tableau", "Table"), context.tr("Entrée pour y entrer", "Enter to go in"));
    if (m_take_focus)
        ImGui::SetNextWindowFocus();
    ImGui::SetNextWindowContentSize({width, frame.heading_height + frame.row_height * static_cast<float>(content.rows) + 1});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    // Arrows and Tab move from cell to cell here; Escape, Tab at a row's end and the arrow above the first row go out.
    ImGui::BeginChild(id, size, false, ImGuiWindowFlags_HorizontalScrollbar | ImGuiWindowFlags_NoNavInputs);
    ImGui::PopStyleVar();
    m_take_focus = false;
    frame.list = ImGui::GetWindowDrawList();
    frame.mouse = ImGui::GetIO().MousePos;
    frame.hovered = ImGui::IsWindowHovered();
    m_focused = ImGui::IsWindowFocused();
    if (content.rows > 0) {
        m_cursor = {std::min(m_cursor.row, content.rows - 1), std::min(m_cursor.column, columns.empty() ? 0 : columns.size() - 1)};
        m_anchor = {std::min(m_anchor.row, content.rows - 1), std::min(m_anchor.column, columns.empty() ? 0 : columns.size() - 1)};
    }
    lay_out(frame);
    if (m_focused && !enters) // the key that came in is not one for the cells
        keys(frame);
    mouse(frame);
    rows(frame);
    headings(frame);
    ImGui::EndChild();
    if (m_gate.outside())
        frame.list->AddRect(frame.all.min, frame.all.max, context.theme->focus, 0, 0, context.px(2));
    return std::move(frame.events);
}

void Grid::lay_out(Frame& frame)
{
    ImVec2 const at = ImGui::GetWindowPos();
    float const bar_x = ImGui::GetScrollMaxY() > 0 ? ImGui::GetStyle().ScrollbarSize : 0, bar_y = ImGui::GetScrollMaxX() > 0 ? ImGui::GetStyle().ScrollbarSize : 0;
    frame.all = {at, {at.x + ImGui::GetWindowWidth() - bar_x, at.y + ImGui::GetWindowHeight() - bar_y}};
    float const first = at.x + (frame.content.ticks ? frame.px(box_room) : 0), scroll = ImGui::GetScrollX();
    float frozen_width = 0;
    for (std::size_t column = 0; column < frame.frozen; ++column)
        frozen_width += frame.px(frame.columns[column].width);
    if (frozen_width > frame.all.width() * 0.7f) // a narrow window: nothing would be left to scroll
        frame.frozen = 0;
    frame.frozen_to = first + (frame.frozen > 0 ? std::floor(frozen_width) : 0);
    float left = first;
    for (std::size_t column = 0; column <= frame.columns.size(); ++column) {
        if (column == frame.frozen)
            left -= scroll;
        frame.x.push_back(std::floor(left));
        if (column < frame.columns.size())
            left += frame.px(frame.columns[column].width);
    }
    float const body = frame.all.max.y - frame.all.min.y - frame.heading_height;
    m_in_sight = static_cast<std::size_t>(std::max(1.0f, std::floor(body / frame.row_height)));
    if (m_show_cursor && !frame.columns.empty()) {
        m_show_cursor = false;
        double const top = static_cast<double>(m_cursor.row) * frame.row_height, now = ImGui::GetScrollY();
        if (top < now)
            ImGui::SetScrollY(static_cast<float>(top));
        else if (top + frame.row_height > now + body)
            ImGui::SetScrollY(static_cast<float>(top + frame.row_height - body));
        if (m_cursor.column >= frame.frozen) {
            float const from = frame.x[m_cursor.column], to = frame.x[m_cursor.column + 1];
            if (from < frame.frozen_to)
                ImGui::SetScrollX(scroll - (frame.frozen_to - from));
            else if (to > frame.all.max.x)
                ImGui::SetScrollX(scroll + std::min(to - frame.all.max.x, from - frame.frozen_to));
        }
    }
}

void Grid::rows(Frame& frame)
{
    m_first = static_cast<std::size_t>(static_cast<double>(ImGui::GetScrollY()) / frame.row_height);
    m_cursor_box.reset();
    frame.list->PushClipRect({frame.all.min.x, frame.all.min.y + frame.heading_height}, frame.all.max, true);
    for (std::size_t at = m_first; at < frame.content.rows && frame.y_of(at) < frame.all.max.y; ++at)
        row(frame, at);
    frame.list->PopClipRect();
}

void Grid::row(Frame& frame, std::size_t at)
{
    Theme const& theme = *frame.context.theme;
    float const y = frame.y_of(at);
    float const bottom = y + frame.row_height;
    bool const hovered = frame.hovered_row == at;
    bool const spans = frame.content.spans && frame.content.spans(at);
    bool const ticked = !spans && frame.content.ticked && frame.content.ticked(at);
    float const right = std::min(frame.all.max.x, frame.x.back());
    if (spans) {
        Box const box{{frame.all.min.x, y}, {frame.all.max.x, bottom}};
        frame.list->AddRectFilled(box.min, box.max, hovered ? theme.hover : theme.surface_2);
        frame.content.draw({at, 0}, box, frame.list, hovered);
        if (Elements::on_screen().wanted() && frame.content.words)
            Elements::on_screen().add({Role::line, frame.content.words({at, 0}), {}, {}, box.min, box.max, m_focused && at == m_cursor.row, false});
    } else {
        if (ticked || hovered)
            frame.list->AddRectFilled({frame.all.min.x, y}, {right, bottom}, ticked ? theme.selected : theme.hover);
        auto const [first, last] = chosen();
        for (bool const frozen : {false, true}) {
            float const from = frozen ? frame.all.min.x : frame.frozen_to;
            if (from >= frame.all.max.x || (frozen && frame.frozen == 0))
                continue;
            frame.list->PushClipRect({from, y}, {frozen ? std::min(frame.frozen_to, frame.all.max.x) : frame.all.max.x, bottom}, true);
            for (std::size_t column = frozen ? 0 : frame.frozen; column < (frozen ? frame.frozen : frame.columns.size()); ++column) {
                if (!frame.in_sight(column))
                    continue;
                Box const cell{{frame.x[column], y}, {frame.x[column + 1], bottom}};
                bool const several = !(first == last);
                if (several && at >= first.row && at <= last.row && column >= first.column && column <= last.column)
                    frame.list->AddRectFilled(cell.min, cell.max, theme.accent_tint);
                frame.content.draw({at, column}, {{cell.min.x + frame.px(padding), y}, {cell.max.x - frame.px(padding), bottom}}, frame.list, hovered);
                if (Elements::on_screen().wanted() && frame.content.words)
                    Elements::on_screen().add({Role::cell, frame.columns[column].label, frame.content.words({at, column}), {}, cell.min, cell.max, m_focused && GridCell{at, column} == m_cursor, false});
                if (GridCell{at, column} == m_cursor) {
                    m_cursor_box = cell;
                    if (m_focused)
                        frame.list->AddRect({cell.min.x + 1, cell.min.y + 1}, {cell.max.x - 1, cell.max.y}, theme.focus, frame.px(3), 0, frame.px(2));
                }
            }
            frame.list->PopClipRect();
        }
        if (frame.content.ticks)
            tick_box(frame, at, hovered);
    }
    frame.list->AddLine({frame.all.min.x, bottom - 0.5f}, {right, bottom - 0.5f}, theme.border);
    if (frame.frozen > 0 && ImGui::GetScrollX() > 0 && !spans)
        frame.list->AddLine({frame.frozen_to, y}, {frame.frozen_to, bottom}, theme.border_strong);
}

void Grid::tick_box(Frame& frame, std::size_t at, bool row_hovered)
{
    bool const ticked = frame.content.ticked && frame.content.ticked(at);
    if (!ticked && !row_hovered && !(m_focused && at == m_cursor.row))
        return;
    float const side = frame.px(16);
    draw_tick(frame.context, frame.list, {frame.all.min.x + frame.px(10), frame.y_of(at) + (frame.row_height - side) / 2}, side, ticked);
}

void Grid::headings(Frame& frame)
{
    Theme const& theme = *frame.context.theme;
    float const bottom = frame.all.min.y + frame.heading_height;
    frame.list->AddRectFilled(frame.all.min, {frame.all.max.x, bottom}, theme.surface);
    for (bool const frozen : {false, true}) {
        if (frozen && frame.frozen == 0)
            continue;
        frame.list->PushClipRect({frozen ? frame.all.min.x : frame.frozen_to, frame.all.min.y}, {frozen ? std::min(frame.frozen_to, frame.all.max.x) : frame.all.max.x, bottom}, true);
        for (std::size_t column = frozen ? 0 : frame.frozen; column < (frozen ? frame.frozen : frame.columns.size()); ++column)
            if (frame.in_sight(column))
                heading(frame, column);
        frame.list->PopClipRect();
    }
    if (frame.content.ticks) {
        float const side = frame.px(16);
        bool any = false;
        ImVec2 const from{frame.all.min.x + frame.px(10), frame.all.min.y + (frame.heading_height - side) / 2};
        bool const over = frame.hovered && Box{frame.all.min, {frame.all.min.x + frame.px(box_room), bottom}}.holds(frame.mouse);
        for (std::size_t at = m_first; at < std::min(frame.content.rows, m_first + m_in_sight) && !any; ++at)
            any = frame.content.ticked && frame.content.ticked(at);
        if (over || any)
            draw_tick(frame.context, frame.list, from, side, false);
        if (over && ImGui::IsMouseClicked(0))
            frame.events.ticked_all = true;
    }
    frame.list->AddLine({frame.all.min.x, bottom - 0.5f}, {frame.all.max.x, bottom - 0.5f}, theme.border);
    if (frame.frozen > 0 && ImGui::GetScrollX() > 0)
        frame.list->AddLine({frame.frozen_to, frame.all.min.y}, {frame.frozen_to, bottom}, theme.border_strong);
}

void Grid::open_menu(Frame& frame, std::size_t column, ImVec2 at)
{
    frame.events.heading_menu = column;
    frame.events.menu_at = at;
}

void Grid::heading(Frame& frame, std::size_t at)
{
    Theme const& theme = *frame.context.theme;
    auto& column = frame.columns[at];
    ImFont* const font = frame.context.fonts.caption;
    Box const box{{frame.x[at], frame.all.min.y}, {frame.x[at + 1], frame.all.min.y + frame.heading_height}};
    bool const over = frame.hovered && box.holds(frame.mouse) && (at < frame.frozen || frame.mouse.x >= frame.frozen_to);
    if (over && !m_dragged_edge)
        frame.list->AddRectFilled(box.min, box.max, theme.hover, frame.px(4));
    float const mark = column.sort > 0 ? frame.px(column.sort > 1 ? 24 : 14) : 0, room = box.width() - frame.px(2 * padding) - mark;
    auto const shown = elided(font, column.label, room);
    float const words = text_width(font, shown), y = box.min.y + (box.height() - font_size(font)) / 2 - frame.px(1);
    float const x = column.right ? box.max.x - frame.px(padding) - words - mark : box.min.x + frame.px(padding);
    draw_text(frame.list, font, {x, y}, column.sort > 0 ? theme.text : theme.muted, shown);
    tell_words(Role::heading, column.label, box.min, box.max, shown != column.label);
    if (column.sort > 0) {
        // An arrow, and its rank where several sort.
        float const left = x + words + frame.px(8), middle = box.min.y + box.height() / 2, s = frame.px(3.5f), up = column.descending ? 1.0f : -1.0f;
        frame.list->AddLine({left, middle - frame.px(5)}, {left, middle + frame.px(5)}, theme.text, frame.px(1.4f));
        frame.list->AddLine({left - s, middle + up * frame.px(1.5f)}, {left, middle + up * frame.px(5)}, theme.text, frame.px(1.4f));
        frame.list->AddLine({left + s, middle + up * frame.px(1.5f)}, {left, middle + up * frame.px(5)}, theme.text, frame.px(1.4f));
        if (column.sort > 1)
            draw_text(frame.list, font, {left + frame.px(6), y}, theme.text, std::to_string(column.sort));
    }
    edge(frame, at);
    if (!over || m_dragged_edge)
        return;
    if (shown != column.label || !column.about.empty())
        tooltip_here(frame.context, shown != column.label ? column.label + (column.about.empty() ? "" : "\n" + column.about) : column.about);
    if (ImGui::IsMouseClicked(1))
        open_menu(frame, at, frame.mouse);
    if (ImGui::IsMouseClicked(0))
        m_dragged_column = at;
    if (ImGui::IsMouseReleased(0) && m_dragged_column) {
        if (*m_dragged_column == at) {
            frame.events.heading = at;
            frame.events.with_shift = ImGui::GetIO().KeyShift;
        } else
            frame.events.moved = {*m_dragged_column, at};
        m_dragged_column.reset();
    }
    if (m_dragged_column && *m_dragged_column != at && ImGui::IsMouseDown(0)) {
        float const to = *m_dragged_column < at ? box.max.x : box.min.x;
        frame.list->AddLine({to, box.min.y}, {to, box.max.y}, theme.accent, frame.px(3));
    }
}

/// The edge at the right of a heading: dragged to resize, pressed twice to fit.
void Grid::edge(Frame& frame, std::size_t at)
{
    float const x = frame.x[at + 1], reach = frame.px(edge_reach);
    bool const over = frame.hovered && std::abs(frame.mouse.x - x) <= reach && frame.mouse.y >= frame.all.min.y && frame.mouse.y < frame.all.min.y + frame.heading_height;
    if (over || m_dragged_edge == at)
        frame.list->AddLine({x - 1, frame.all.min.y + frame.px(6)}, {x - 1, frame.all.min.y + frame.heading_height - frame.px(6)}, frame.context.theme->accent, frame.px(2));
    if (over)
        ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    if (over && ImGui::IsMouseDoubleClicked(0)) {
        frame.events.fit = at;
        m_dragged_edge.reset();
    } else if (over && ImGui::IsMouseClicked(0))
        m_dragged_edge = at;
    if (m_dragged_edge == at) {
        m_dragged_column.reset();
        ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
        frame.columns[at].width = std::clamp((frame.mouse.x - frame.x[at]) / frame.context.zoom, narrowest, widest);
        if (!ImGui::IsMouseDown(0)) {
            frame.events.resized = at;
            m_dragged_edge.reset();
        }
    }
}

void Grid::mouse(Frame& frame)
{
    if (!ImGui::IsMouseDown(0))
        m_choosing = false;
    if (!ImGui::IsMouseDown(0) && !ImGui::IsMouseReleased(0))
        m_dragged_column.reset();
    float const top = frame.all.min.y + frame.heading_height;
    bool const in_body = frame.hovered && Box{{frame.all.min.x, top}, frame.all.max}.holds(frame.mouse);
    if (!in_body)
        return;
    double const line = (static_cast<double>(frame.mouse.y - top) + static_cast<double>(ImGui::GetScrollY())) / frame.row_height;
    auto const row = static_cast<std::size_t>(std::max(0.0, line));
    if (row >= frame.content.rows)
        return;
    frame.hovered_row = row;
    bool const pressed = ImGui::IsMouseClicked(0);
    if (pressed)
        m_focused = true; // the window takes the focus with this press
    if (frame.content.spans && frame.content.spans(row)) {
        if (pressed)
            frame.events.opened = GridCell{row, 0};
        return;
    }
    if (frame.content.ticks && frame.mouse.x < frame.all.min.x + frame.px(box_room)) {
        if (pressed) {
            frame.events.ticked = row;
            frame.events.range = ImGui::GetIO().KeyShift;
        }
        return;
    }
    auto const column = frame.column_at(frame.mouse.x);
    if (!column)
        return;
    GridCell const cell{row, *column};
    if (pressed && ImGui::GetIO().KeyCtrl) {
        frame.events.ticked = row;
    } else if (pressed) {
        bool const twice = ImGui::IsMouseDoubleClicked(0) && cell == m_cursor, on_words = frame.content.opens && frame.content.opens(*column) && frame.content.words &&
                     frame.mouse.x < frame.x[*column] + frame.px(padding) + text_width(frame.context.fonts.body, frame.content.words(cell));
        m_cursor = cell;
        if (!ImGui::GetIO().KeyShift)
            m_anchor = cell;
        m_choosing = true;
        if (on_words && !ImGui::GetIO().KeyShift)
            frame.events.opened = cell;
        else if (twice)
            frame.events.edited = cell;
    } else if (m_choosing && ImGui::IsMouseDown(0) && !(cell == m_cursor)) {
        m_cursor = cell;
    }
}

void Grid::move(Frame& frame, long rows, long columns, bool extend)
{
    auto const bounded = [](std::size_t at, long by, std::size_t count) {
        long const wanted = static_cast<long>(at) + by;
        return static_cast<std::size_t>(std::clamp(wanted, 0L, static_cast<long>(count) - 1));
    };
    if (frame.content.rows == 0 || frame.columns.empty())
        return;
    if (rows < 0 && m_cursor.row == 0 && !extend)
        return m_gate.leave(Way::back);
    m_cursor = {bounded(m_cursor.row, rows, frame.content.rows), bounded(m_cursor.column, columns, frame.columns.size())};
    if (!extend)
        m_anchor = m_cursor;
    m_show_cursor = true;
}

void Grid::keys(Frame& frame)
{
    auto& io = ImGui::GetIO();
    if (io.WantTextInput || frame.content.rows == 0)
        return;
    bool const shift = io.KeyShift, ctrl = io.KeyCtrl;
    long const page = static_cast<long>(m_in_sight), far = static_cast<long>(frame.content.rows) + static_cast<long>(frame.columns.size());
    if (key_pressed(ImGuiKey_DownArrow, true))
        move(frame, ctrl ? far : 1, 0, shift);
    if (key_pressed(ImGuiKey_UpArrow, true))
        move(frame, ctrl ? -far : -1, 0, shift);
    if (key_pressed(ImGuiKey_RightArrow, true) && !io.KeyAlt)
        move(frame, 0, ctrl ? far : 1, shift);
    if (key_pressed(ImGuiKey_LeftArrow, true) && !io.KeyAlt)
        move(frame, 0, ctrl ? -far : -1, shift);
    if (key_pressed(ImGuiKey_PageDown, true))
        move(frame, page, 0, shift);
    if (key_pressed(ImGuiKey_PageUp, true))
        move(frame, -page, 0, shift);
    if (key_pressed(ImGuiKey_Home))
        move(frame, ctrl ? -far : 0, -far, shift);
    if (key_pressed(ImGuiKey_End))
        move(frame, ctrl ? far : 0, far, shift);
    if (key_pressed(ImGuiKey_Tab, true)) {
        bool const one_cell = frame.content.spans && frame.content.spans(m_cursor.row); // a heading across the columns
        if (one_cell && m_cursor.row + 1 < frame.content.rows && !shift)
            go_to({m_cursor.row + 1, 0});
        else if (one_cell || m_cursor.column == (shift ? 0 : frame.columns.size() - 1))
            return m_gate.leave(shift ? Way::back : Way::onward);
        else
            move(frame, 0, shift ? -1 : 1, false);
    }
    if (key_pressed(ImGuiKey_Enter))
        frame.events.opened = m_cursor;
    if (function_key_pressed(2))
        frame.events.edited = m_cursor;
    if (key_pressed(ImGuiKey_Delete))
        frame.events.cleared = true;
    if (menu_key_pressed() && m_cursor.column < frame.columns.size())
        open_menu(frame, m_cursor.column, {std::max(frame.x[m_cursor.column], frame.all.min.x), frame.all.min.y + frame.heading_height});
    if (key_pressed(ImGuiKey_Space) && frame.content.ticks) {
        frame.events.ticked = m_cursor.row;
        frame.events.range = shift;
    } else if (!ctrl && !io.KeyAlt) {
        for (ImWchar const letter : io.InputQueueCharacters)
            if (letter > ' ')
                append_letter(frame.events.typed, letter);
        if (!frame.events.typed.empty())
            frame.events.edited = m_cursor;
    }
    if (ctrl && letter_pressed('C'))
        frame.events.copied = true;
    if (ctrl && letter_pressed('V'))
        frame.events.pasted = true;
    if (ctrl && letter_pressed('A'))
        frame.events.ticked_all = true;
    if (key_pressed(ImGuiKey_Escape))
        m_gate.leave(Way::stay);
}

} // namespace passerelle::ui
