// The outline of the world: coasts of data/core/world/land.txt, read once from the text that the build put into the program.
#pragma once
#include "host/base/result.hpp"
#include <cstdint>
#include <string_view>
#include <vector>

namespace passerelle::exchange {

/// On the plane of the Natural Earth projection: x grows eastwards (-2.74 to 2.74), y northwards (-1.43 to 1.43).
struct MapPoint {
    double x = 0, y = 0;
};
/// Degrees, WGS 84: latitude -90 to 90, longitude -180 to 180.
[[nodiscard]] MapPoint project(double latitude, double longitude);

struct Outline {
    bool water = false;                    ///< a sea within land, painted over it
    std::vector<MapPoint> points;          ///< projected, not closed
    std::vector<std::uint16_t> triangles;  ///< three indexes for each; together they cover the outline
    MapPoint least, most;                  ///< what it spans
};

/// Refuses with a sentence what is not the format of data/core/world/README.md, or is beyond 2,000 outlines or 5,000 points each.
[[nodiscard]] Result<std::vector<Outline>> read_world(std::string_view text);
/// Land first, then waters. Any thread; read on the first call (some milliseconds).
[[nodiscard]] std::vector<Outline> const& world();

} // namespace passerelle::exchange
