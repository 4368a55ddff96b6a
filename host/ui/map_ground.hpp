// The ground of a map: land, links and places, moved and zoomed by wheel, drag, keys and buttons; says what a person pointed at. [main]
#pragma once
#include "host/exchange/map_layout.hpp"
#include "host/ui/context.hpp"

namespace passerelle::ui {

/// What is chosen: drawn thicker, its names in bold.
struct MapLit {
    std::vector<std::size_t> places, links; ///< of the map
};

struct MapPress {
    enum class What { nothing, place, link };
    What what = What::nothing;
    std::size_t at = 0;    ///< of the map
    bool again = false;    ///< a double click
    bool keyboard = false; ///< Space or Enter, not the mouse
};

class MapGround {
public:
    /// At the cursor, with its legend within or, where that would hide it, below. `covered`: how much of its right side something else covers. `version`: the drawing is kept while it stays the same;
    /// negative: never. Where one looks is kept by the window, under the current id.
    [[nodiscard]] MapPress draw(Context&, exchange::Map const&, long version, ImVec2 size, float covered, MapLit const&);
    /// The next draw moves there, where these places are not in view.
    void show(std::vector<std::size_t> places) { m_shown = std::move(places); }
    void take_keyboard() { m_take_keyboard = true; }

private:
    void follow_mouse_and_keys(Context const&, ImVec2 at, ImVec2 size, bool over, bool focused);
    void zoom(double times, double x, double y, ImVec2 size);
    void draw_links(Context const&, exchange::Map const&, ImVec2 at, std::size_t near, std::vector<std::size_t> const& lit) const;
    [[nodiscard]] std::size_t link_at(Context const&, ImVec2 at, ImVec2 mouse) const;
    [[nodiscard]] MapPress draw_places(Context const&, exchange::Map const&, ImVec2 at);
    void draw_names(Context const&, exchange::Map const&, ImVec2 at) const;
    void draw_tools(Context const&, ImVec2 corner, ImVec2 size);
    void lay_out(Context const&, exchange::Map const&, long version, ImVec2 size);

    exchange::MapFit m_fit, m_drawn_fit;
    exchange::MapDrawing m_drawing;
    ImVec2 m_drawn_size;
    float m_drawn_font = 0;
    long m_drawn_version = -1;
    std::vector<std::size_t> m_shown;
    std::vector<bool> m_lit; ///< by place
    bool m_take_keyboard = false, m_moved = false, m_all = false;
};

} // namespace passerelle::ui
