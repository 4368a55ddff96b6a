// A map with its places and links, and the panel beside it that lists them and shows what is chosen. [main]
#pragma once
#include "host/ui/map_ground.hpp"
#include "host/ui/map_panel.hpp"

namespace passerelle::ui {

class MapView {
public:
    /// Takes the room that the page has left. What a person sees and has chosen is kept by the window, under the current id. `version`
    /// grows when the map was made anew; `above`: the title over it, which it does not say again.
    void draw(Context&, exchange::Map const&, long version, std::string_view above);

private:
    void choose(MapSubject);
    [[nodiscard]] MapSubject chosen() const;
    [[nodiscard]] MapLit lit(MapSubject) const;

    MapGround m_ground;
    MapPanel m_panel;
    exchange::MapIndex m_index;
    long m_version = -1;
};

/// The map alone: a place or a link opens its record at once.
void draw_map(Context&, exchange::Map const&, std::string_view above);

} // namespace passerelle::ui
