#include "host/exchange/world.hpp"
#include "world_text.hpp"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

namespace passerelle::exchange {
namespace {

constexpr std::size_t most_outlines = 2000, most_points = 5000, most_bytes = 4u << 20;

/// Words separated by spaces and ends of lines.
class Words {
public:
    explicit Words(std::string_view text) : m_rest(text) {}
    [[nodiscard]] std::string_view next()
    {
        auto const from = m_rest.find_first_not_of(" \r\n");
        if (from == std::string_view::npos) {
            m_rest = {};
            return {};
        }
        m_rest.remove_prefix(from);
        auto const word = m_rest.substr(0, m_rest.find_first_of(" \r\n"));
        m_rest.remove_prefix(word.size());
        return word;
    }
    [[nodiscard]] std::optional<int> number()
    {
        auto const word = next();
        int value = 0;
        auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (word.empty() || error != std::errc{} || end != word.data() + word.size() || std::abs(static_cast<long>(value)) > 100'000)
            return std::nullopt;
        return value;
    }

private:
    std::string_view m_rest;
};

double turn(MapPoint a, MapPoint b, MapPoint c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/// Ear clipping: each ear is a convex corner with no other corner in it. Where rounding leaves none, any corner goes.
std::vector<std::uint16_t> triangles_of(std::vector<MapPoint> const& points)
{
    double area = 0;
    for (std::size_t at = 0; at < points.size(); ++at) {
        auto const &a = points[at], &b = points[(at + 1) % points.size()];
        area += a.x * b.y - b.x * a.y;
    }
    double const sign = area < 0 ? -1 : 1;
    std::vector<std::uint16_t> left(points.size()), result;
    for (std::size_t at = 0; at < left.size(); ++at)
        left[at] = static_cast<std::uint16_t>(at);
    auto const is_ear = [&](std::size_t at) {
        auto const n = left.size();
        auto const before = left[(at + n - 1) % n], here = left[at], after = left[(at + 1) % n];
        MapPoint const &a = points[before], &b = points[here], &c = points[after];
        if (turn(a, b, c) * sign <= 0)
            return false;
        return std::none_of(left.begin(), left.end(), [&](std::uint16_t other) {
            if (other == before || other == here || other == after)
                return false;
            MapPoint const& p = points[other];
            return turn(a, b, p) * sign >= 0 && turn(b, c, p) * sign >= 0 && turn(c, a, p) * sign >= 0;
        });
    };
    std::size_t at = 0, failed = 0;
    while (left.size() > 3) {
        at %= left.size();
        if (failed < left.size() && !is_ear(at)) {
            ++at;
            ++failed;
            continue;
        }
        auto const n = left.size();
        if (failed < n)
            result.insert(result.end(), {left[(at + n - 1) % n], left[at], left[(at + 1) % n]});
        left.erase(left.begin() + static_cast<std::ptrdiff_t>(at));
        failed = 0;
    }
    result.insert(result.end(), {left[0], left[1], left[2]});
    return result;
}

Error unreadable()
{
    return Error{Status::invalid, {"Le fond de carte ne peut pas être lu\u00A0: réinstallez Passerelle.", "The outline of the world cannot be read: install Passerelle again."}};
}

} // namespace

MapPoint project(double latitude, double longitude)
{
    constexpr double degree = 3.14159265358979323846 / 180;
    double const p = latitude * degree, p2 = p * p, p4 = p2 * p2;
    // Polynomials of the Natural Earth projection (Patterson and Šavrič).
    return {longitude * degree * (0.870700 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4))),
            p * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)))};
}

Result<std::vector<Outline>> read_world(std::string_view text)
{
    Words words(text);
    if (text.size() > most_bytes || words.next() != "passerelle-land" || words.number() != 1)
        return unreadable();
    std::vector<Outline> result;
    for (auto kind = words.next(); !kind.empty(); kind = words.next()) {
        auto const count = words.number();
        if ((kind != "land" && kind != "water") || !count || *count < 3 || static_cast<std::size_t>(*count) > most_points || result.size() >= most_outlines)
            return unreadable();
        Outline outline;
        outline.water = kind == "water";
        int longitude = 0, latitude = 0;
        for (int at = 0; at < *count; ++at) {
            auto const east = words.number(), north = words.number();
            if (!east || !north)
                return unreadable();
            longitude += *east;
            latitude += *north;
            if (std::abs(longitude) > 18000 || std::abs(latitude) > 9000)
                return unreadable();
            auto const point = project(latitude / 100.0, longitude / 100.0);
            outline.least = at == 0 ? point : MapPoint{std::min(outline.least.x, point.x), std::min(outline.least.y, point.y)};
            outline.most = at == 0 ? point : MapPoint{std::max(outline.most.x, point.x), std::max(outline.most.y, point.y)};
            outline.points.push_back(point);
        }
        outline.triangles = triangles_of(outline.points);
        result.push_back(std::move(outline));
    }
    std::stable_partition(result.begin(), result.end(), [](Outline const& one) { return !one.water; });
    return result;
}

std::vector<Outline> const& world()
{
    static std::vector<Outline> const all = [] {
        std::string text;
        for (std::string_view const line : world_lines)
            text.append(line).push_back('\n');
        auto read = read_world(text);
        return read ? std::move(*read) : std::vector<Outline>{};
    }();
    return all;
}

} // namespace passerelle::exchange
