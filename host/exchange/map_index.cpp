#include "host/exchange/map_index.hpp"
#include "host/base/text.hpp"
#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace passerelle::exchange {
namespace {

/// FNV-1a over the parts, each ended by a byte that no text holds.
class Key {
public:
    Key& with(std::string_view part)
    {
        for (char const letter : part)
            byte(static_cast<unsigned char>(letter));
        byte(0xFF);
        return *this;
    }
    [[nodiscard]] std::uint32_t made() const { return m_hash == 0 ? 1 : m_hash; }

private:
    void byte(unsigned char value) { m_hash = (m_hash ^ value) * 16777619u; }
    std::uint32_t m_hash = 2166136261u;
};

bool has_ends(Map const& map, MapLink const& link)
{
    return link.from < map.places.size() && link.to < map.places.size();
}

/// Positions 0 to n - 1 in the order of their folded names; equal names stay as they came.
std::vector<std::size_t> by_name(std::vector<std::string> const& names)
{
    std::vector<std::size_t> order(names.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) { return names[left] < names[right]; });
    return order;
}

std::vector<MapTie> ties_in(Map const& map)
{
    std::vector<MapTie> ties;
    std::map<std::tuple<std::string_view, std::int64_t>, std::size_t> of_record;
    for (std::size_t at = 0; at < map.links.size(); ++at) {
        auto const& link = map.links[at];
        if (!has_ends(map, link))
            continue;
        auto const tie = link.entity.empty() ? ties.size() : of_record.emplace(std::tuple{std::string_view(link.entity), link.id}, ties.size()).first->second;
        if (tie == ties.size()) {
            auto const ends = map.places[link.from].label + " – " + map.places[link.to].label;
            ties.push_back({link.label.empty() ? ends : link.label, link.kind, link.entity, link.id, {}, {}, 0});
            ties.back().key = Key().with("tie").with(link.entity).with(std::to_string(link.id)).with(link.entity.empty() ? link.label + ends : std::string()).made();
        }
        ties[tie].links.push_back(at);
    }
    for (MapTie& tie : ties) {
        std::vector<std::size_t> ends;
        for (auto const at : tie.links)
            for (auto const place : {map.links[at].from, map.links[at].to})
                ends.push_back(place);
        // Each end once, in the order in which they came.
        std::vector<std::size_t> order(ends.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) { return ends[left] < ends[right]; });
        order.erase(std::unique(order.begin(), order.end(), [&](std::size_t left, std::size_t right) { return ends[left] == ends[right]; }), order.end());
        std::sort(order.begin(), order.end());
        for (auto const at : order)
            tie.places.push_back(ends[at]);
    }
    return ties;
}

} // namespace

MapIndex index_of(Map const& map)
{
    MapIndex index;
    std::vector<std::string> names;
    for (auto const& place : map.places) {
        names.push_back(fold(place.label));
        index.keys.push_back(Key().with("place").with(place.entity).with(std::to_string(place.id)).with(place.entity.empty() ? place.label : std::string()).made());
    }
    index.places = by_name(names);
    auto ties = ties_in(map);
    names.clear();
    for (auto const& tie : ties)
        names.push_back(fold(tie.name));
    for (auto const at : by_name(names))
        index.ties.push_back(std::move(ties[at]));
    index.ties_of.resize(map.places.size());
    index.tie_of.assign(map.links.size(), MapIndex::none);
    for (std::size_t at = 0; at < index.ties.size(); ++at) {
        for (auto const place : index.ties[at].places)
            index.ties_of[place].push_back(at);
        for (auto const link : index.ties[at].links)
            index.tie_of[link] = at;
    }
    return index;
}

MapFound found_in(Map const& map, MapIndex const& index, std::string_view words)
{
    std::vector<std::string> wanted;
    std::string const folded = fold(words);
    for (std::size_t at = 0; at < folded.size();) {
        auto const end = std::min(folded.find(' ', at), folded.size());
        if (end > at)
            wanted.push_back(folded.substr(at, end - at));
        at = end + 1;
    }
    auto const holds = [&](std::string const& text) {
        return std::all_of(wanted.begin(), wanted.end(), [&](std::string const& word) { return text.find(word) != std::string::npos; });
    };
    MapFound found;
    for (auto const place : index.places)
        if (wanted.empty() || holds(fold(map.places[place].label)))
            found.places.push_back(place);
    for (std::size_t at = 0; at < index.ties.size(); ++at) {
        auto const& tie = index.ties[at];
        if (wanted.empty() || holds(fold(tie.name) + " " + fold(kind_of(map, tie))))
            found.ties.push_back(at);
    }
    return found;
}

std::string_view kind_of(Map const& map, MapTie const& tie)
{
    return tie.kind < map.kinds.size() ? std::string_view(map.kinds[tie.kind].label) : std::string_view();
}

} // namespace passerelle::exchange
