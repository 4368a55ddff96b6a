// What a map shows as a list, by name: its places, and what ties them; for the panel beside a map, and for those who do not see it.
// Made once for a map, then asked at each frame. Any thread.
#pragma once
#include "host/exchange/document.hpp"
#include <string_view>

namespace passerelle::exchange {

/// All links that open one record (a partnership of several cities); a link without a record stands alone.
struct MapTie {
    std::string name;                ///< that of its links, else the names of its two ends
    std::size_t kind = 0;            ///< of the map; may be out of range
    std::string entity;
    std::int64_t id = 0;
    std::vector<std::size_t> links;  ///< of the map, at least one
    std::vector<std::size_t> places; ///< of the map, each once, in the order of the links: where they start from comes first
    std::uint32_t key = 0;           ///< the same for the same tie in a map that was drawn again; never 0
};

struct MapIndex {
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    std::vector<std::size_t> places; ///< of the map, in the order of their names
    std::vector<std::uint32_t> keys; ///< of each place of the map, as MapTie::key
    std::vector<MapTie> ties;        ///< in the order of their names
    std::vector<std::vector<std::size_t>> ties_of; ///< of each place of the map
    std::vector<std::size_t> tie_of; ///< of each link of the map; none: one of its ends is not there
};
[[nodiscard]] MapIndex index_of(Map const&);

struct MapFound {
    std::vector<std::size_t> places, ties; ///< as in the index
};
/// Those whose name or kind holds each of the words, whatever accents and capitals; all of them where there is no word.
[[nodiscard]] MapFound found_in(Map const&, MapIndex const&, std::string_view words);

/// The name of a link's kind; empty where it has none.
[[nodiscard]] std::string_view kind_of(Map const&, MapTie const&);

} // namespace passerelle::exchange
