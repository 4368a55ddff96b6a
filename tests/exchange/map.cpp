// The map: projection and fit by hand calculation, hostile outlines, labels that keep apart, links, legend, the written files.
#include "host/exchange/map_index.hpp"
#include "host/exchange/map_layout.hpp"
#include "host/exchange/facts.hpp"
#include "sample.hpp"
#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>

using namespace passerelle;
using namespace passerelle::exchange;

namespace {

ChartFrame square_frame()
{
    ChartFrame frame;
    frame.width = 800;
    frame.font_size = 10;
    frame.text_width = [](std::string_view text, bool) { return static_cast<double>(text.size()) * 5; };
    return frame;
}

Fact number(std::int64_t value)
{
    return {FactKind::count, 0, value, {}};
}

double area_of(std::vector<MapPoint> const& points)
{
    double sum = 0;
    for (std::size_t at = 0; at < points.size(); ++at) {
        auto const &a = points[at], &b = points[(at + 1) % points.size()];
        sum += a.x * b.y - b.x * a.y;
    }
    return std::abs(sum) / 2;
}

double triangles_area(Outline const& outline)
{
    double sum = 0;
    for (std::size_t at = 0; at + 2 < outline.triangles.size(); at += 3)
        sum += area_of({outline.points[outline.triangles[at]], outline.points[outline.triangles[at + 1]], outline.points[outline.triangles[at + 2]]});
    return sum;
}

} // namespace

TEST_CASE("projection: the equator is 0.8707 times the angle, the pole lies at 1.4224")
{
    // x(0°, 180°) = 0.8707 × π = 2.73539; y(0°) = 0.
    CHECK(project(0, 180).x == doctest::Approx(2.73539).epsilon(0.0001));
    CHECK(project(0, -90).x == doctest::Approx(-1.36769).epsilon(0.0001));
    CHECK(project(0, 12).y == 0);
    // φ = π/2: φ² = 2.467401, φ⁴ = 6.088068;
    // 1.007226 + 2.467401 × (0.015085 + 6.088068 × (−0.044475 + 0.071244 − 0.036017)) = 1.007226 + 2.467401 × (−0.041219) = 0.905522; × π/2 = 1.42239.
    CHECK(project(90, 0).y == doctest::Approx(1.42239).epsilon(0.0005));
    CHECK(project(-90, 0).y == -project(90, 0).y);
}

TEST_CASE("one place stands in the middle; the world fills the frame where there is none")
{
    Map map{"m", "", {{14.6, -17, "Rivesable", number(2)}}};
    auto const drawing = draw_map(map, fit_places(map, 800, 400), 800, 400, square_frame());
    REQUIRE(drawing.dots.size() == 1);
    CHECK(drawing.dots[0].x == doctest::Approx(400));
    CHECK(drawing.dots[0].y == doctest::Approx(200));
    CHECK(drawing.dots[0].label == "Rivesable");
    auto const whole = fit_places(Map{}, 547.08, 1000);
    CHECK(whole.scale == doctest::Approx(100)); // 5.4708 wide
    CHECK(whole.at({0, 0}).x == doctest::Approx(273.54));
    CHECK(whole.at({0, 0}).y == doctest::Approx(500));
}

TEST_CASE("zoom keeps the point under the mouse, and stops")
{
    auto const fit = fit_world(800, 400);
    auto const before = fit.back(100, 50);
    auto const closer = zoomed(fit, 2, 100, 50, 800, 400);
    CHECK(closer.scale == doctest::Approx(fit.scale * 2));
    CHECK(closer.at(before).x == doctest::Approx(100));
    CHECK(closer.at(before).y == doctest::Approx(50));
    CHECK(zoomed(fit, 1e12, 0, 0, 800, 400).scale == doctest::Approx(800 / 0.0175));
    CHECK(zoomed(fit, 1e-12, 0, 0, 800, 400).scale == doctest::Approx(fit.scale / 2));
}

TEST_CASE("labels do not overlap: a second place on the same spot goes to the other side, a fifth has none")
{
    Map map{"m", "", {}};
    for (int at = 0; at < 6; ++at)
        map.places.push_back({10, 10, "Ville", number(1)});
    auto const drawing = draw_map(map, fit_places(map, 800, 400), 800, 400, square_frame());
    CHECK(std::count_if(drawing.dots.begin(), drawing.dots.end(), [](MapDot const& dot) { return !dot.label.empty(); }) == 4);
    CHECK(drawing.dots[0].anchor == Anchor::start);
    CHECK(drawing.dots[1].anchor == Anchor::end);
}

TEST_CASE("dots grow with the root of their value; not reported is a ring, never a figure")
{
    Map map{"m", "", {{0, 0, "a", number(4)}, {0, 30, "b", number(1)}, {0, 60, "c", {}}}};
    auto const drawing = draw_map(map, fit_places(map, 800, 400), 800, 400, square_frame());
    REQUIRE(drawing.dots.size() == 3);
    CHECK(drawing.dots[0].radius == doctest::Approx(9));    // 10 × (0.35 + 0.55)
    CHECK(drawing.dots[1].radius == doctest::Approx(6.25)); // 10 × (0.35 + 0.55 × ½)
    CHECK(drawing.dots[2].hollow);
    CHECK(!drawing.dots[1].hollow);
    // The legend says what a ring is, and only where there is one.
    auto const legend = legend_of(map, Language::fr);
    REQUIRE(legend.size() == 1);
    CHECK(legend[0].hollow);
    CHECK(legend[0].label == "Valeur non connue");
    map.places.pop_back();
    CHECK(legend_of(map, Language::fr).empty());
}

TEST_CASE("a link goes from its first place to its second, with a chevron that points there")
{
    Map map{"m", "", {{0, 0, "a", number(1)}, {0, 40, "b", number(1)}}, {{"Sud-Sud", LineStyle::dashed}}, {{0, 1, 0}, {0, 7, 0}, {1, 0, 9}}};
    auto const drawing = draw_map(map, fit_places(map, 800, 400), 800, 400, square_frame());
    REQUIRE(drawing.arcs.size() == 2); // the place 7 is not there
    auto const& arc = drawing.arcs[0];
    CHECK(arc.points.front().x < arc.points.back().x);
    CHECK(arc.dash == 1);
    REQUIRE(arc.arrow.size() == 3);
    CHECK(arc.arrow[1].x > arc.arrow[0].x);
    CHECK(drawing.arcs[1].arrow[1].x < drawing.arcs[1].arrow[0].x);
    auto const legend = legend_of(map, Language::fr);
    REQUIRE(legend.size() == 1);
    CHECK(legend[0].label == "Sud-Sud\u00A0: 1");
}

TEST_CASE("a map is moved only as far as it must be for what is chosen to be seen, and no closer")
{
    MapFit const fit{100, 400, 200}; // (0, 0) in the middle of 800 x 400
    std::vector<MapPoint> const inside{{1, 0.5}, {-1, 0}};
    auto const same = brought_into(fit, inside, {40, 40}, {760, 360});
    CHECK(same.scale == 100);
    CHECK(same.left == 400);
    CHECK(same.top == 200);
    // X = 4 stands at 800: 40 beyond the edge of the part at 760. Y = 2 stands at 0, 40 above it.
    auto const moved = brought_into(fit, {{4, 2}}, {40, 40}, {760, 360});
    CHECK(moved.scale == 100);
    CHECK(moved.at({4, 2}).x == doctest::Approx(760));
    CHECK(moved.at({4, 2}).y == doctest::Approx(40));
    // 1,600 wide at this scale, 720 are there: 0.45 times as large, and both ends stand at the edges.
    auto const far = brought_into(fit, {{-8, 0}, {8, 0}}, {40, 40}, {760, 360});
    CHECK(far.scale == doctest::Approx(45));
    CHECK(far.at({-8, 0}).x == doctest::Approx(40));
    CHECK(far.at({8, 0}).x == doctest::Approx(760));
    CHECK(brought_into(fit, {}, {40, 40}, {760, 360}).left == 400);
    CHECK(brought_into(fit, {{4, 2}}, {40, 40}, {30, 360}).left == 400); // no part to show it in
}

TEST_CASE("the list of a map: by name, a partnership of three cities once, with all its ends")
{
    Map map{"m", "", {{14, -17, "Rivesable", number(2)}, {48, 2, "Évry", number(1)}, {45, -73, "Baie", number(1)}, {1, 1, "écluse", number(1)}},
            {{"Nord-Sud", LineStyle::solid}, {"Triangulaire", LineStyle::dotted}},
            {{2, 0, 1, "Trois rives", "projects.partnership", 7}, {1, 0, 0, "Évry – Rivesable", "projects.partnership", 5}, {2, 1, 1, "Trois rives", "projects.partnership", 7}, {3, 1, 0}}};
    auto const index = index_of(map);
    CHECK(index.places == std::vector<std::size_t>{2, 3, 1, 0}); // Baie, écluse, Évry, Rivesable: accents and capitals do not sort
    REQUIRE(index.ties.size() == 3);
    CHECK(index.ties[0].name == "écluse – Évry"); // a link without a name or a record has its ends for a name
    CHECK(index.ties[1].name == "Évry – Rivesable");
    CHECK(index.ties[2].name == "Trois rives");
    CHECK(index.ties[2].links == std::vector<std::size_t>{0, 2});
    CHECK(index.ties[2].places == std::vector<std::size_t>{2, 0, 1}); // where it starts from first
    CHECK(index.ties_of[1] == std::vector<std::size_t>{0, 1, 2});
    CHECK(index.ties_of[0] == std::vector<std::size_t>{1, 2});
    CHECK(index.tie_of == std::vector<std::size_t>{2, 1, 2, 0});
    CHECK(kind_of(map, index.ties[2]) == "Triangulaire");

    CHECK(found_in(map, index, "").places.size() == 4);
    auto const found = found_in(map, index, "  EVRY ");
    CHECK(found.places == std::vector<std::size_t>{1});
    CHECK(found.ties == std::vector<std::size_t>{0, 1});
    CHECK(found_in(map, index, "nord rives").ties == std::vector<std::size_t>{1}); // its name and its kind together
    CHECK(found_in(map, index, "rien de tel").ties.empty());
}

TEST_CASE("what was chosen is found again in a map that was drawn anew, in another order")
{
    Map const before{"m", "", {{0, 0, "a", number(1), PlaceShape::disc, "core.territory", 4}, {0, 9, "b", number(1)}}, {}, {{0, 1, 0, "x", "projects.partnership", 7}}};
    Map const after{"m", "", {{0, 9, "b", number(5)}, {1, 1, "c", number(1)}, {0, 0, "a, renamed", number(1), PlaceShape::disc, "core.territory", 4}}, {}, {{1, 0, 0, "y", "projects.partnership", 8}, {2, 0, 0, "x", "projects.partnership", 7}}};
    auto const old = index_of(before), fresh = index_of(after);
    CHECK(old.keys[0] == fresh.keys[2]);
    CHECK(old.keys[1] == fresh.keys[0]);
    CHECK(old.keys[0] != old.keys[1]);
    CHECK(old.ties[0].key == fresh.ties[0].key); // "x" comes before "y"
    CHECK(fresh.ties[0].key != fresh.ties[1].key);
}

TEST_CASE("hostile maps: words are words, what is not on the globe is listed and not drawn, links to nowhere are left out")
{
    double const nothing = std::numeric_limits<double>::quiet_NaN(), endless = std::numeric_limits<double>::infinity();
    std::string const longest(300, 'W');
    Map map{"%n##m", "%s", {{0, 0, "%s%n##a", number(1)}, {nothing, 5, "../../etc", number(1)}, {5, -endless, "=cmd|x", number(1)}, {90.5, 0, longest, number(1)}, {-90, 180, longest, number(-3)}, {10, 10, "", {}}}, {{"##%s", LineStyle::solid}},
            {{0, 4, 0, "%s"}, {0, 1, 0}, {0, 99, 0}, {99, 0, 0}, {4, 4, 7}, {5, 0, static_cast<std::size_t>(-1)}}};
    auto const fit = fit_places(map, 800, 400);
    CHECK(std::isfinite(fit.scale));
    auto const drawing = draw_map(map, fit, 800, 400, square_frame());
    CHECK(drawing.dots.size() == 3); // 0, 4 and 5
    for (auto const& dot : drawing.dots) {
        CHECK(std::isfinite(dot.x));
        CHECK(std::isfinite(dot.y));
        CHECK(dot.radius > 0);
    }
    CHECK(drawing.arcs.size() == 3); // 0–4, 4–4 and 5–0
    for (auto const& arc : drawing.arcs)
        for (auto const& point : arc.points)
            REQUIRE(std::isfinite(point.x + point.y));
    auto const index = index_of(map);
    CHECK(index.places.size() == 6);
    CHECK(index.ties.size() == 4); // those whose ends are there, on the globe or not
    CHECK(index.tie_of[2] == MapIndex::none);
    CHECK(index.tie_of[3] == MapIndex::none);
    CHECK(kind_of(map, index.ties[index.tie_of[5]]).empty());
    CHECK(index.ties[index.tie_of[4]].places == std::vector<std::size_t>{4});
    CHECK(found_in(map, index, "%s%n##").places == std::vector<std::size_t>{0});
    CHECK(layout_map(map, Language::fr, square_frame()).height > 0);
    CHECK(described(map, Language::fr).find("=cmd|x") != std::string::npos);
    Map const lost{"m", "", {{nothing, nothing, "a", number(1)}}, {}, {}};
    CHECK(draw_map(lost, fit_places(lost, 800, 400), 800, 400, square_frame()).dots.empty());
    CHECK(index_of(Map{}).places.empty());
}

TEST_CASE("ten thousand links of one record, and of as many, are one tie and ten thousand")
{
    Map map{"m", "", {}, {{"k", LineStyle::solid}}, {}};
    for (int at = 0; at < 1000; ++at)
        map.places.push_back({at % 90 * 1.0, at % 180 * 1.0, "Ville " + std::to_string(at), number(at)});
    for (std::size_t at = 0; at < 10'000; ++at)
        map.links.push_back({at % 1000, (at * 7 + 1) % 1000, 0, "Lien", "projects.partnership", 1});
    auto index = index_of(map);
    REQUIRE(index.ties.size() == 1);
    CHECK(index.ties[0].links.size() == 10'000);
    CHECK(index.ties[0].places.size() == 1000);
    for (std::size_t at = 0; at < map.links.size(); ++at)
        map.links[at].id = static_cast<std::int64_t>(at);
    index = index_of(map);
    CHECK(index.ties.size() == 10'000);
    CHECK(draw_map(map, fit_places(map, 800, 400), 800, 400, square_frame()).arcs.size() == 10'000);
}

TEST_CASE("the outline that comes with the program is whole, and its triangles cover it")
{
    auto const& outlines = world();
    REQUIRE(outlines.size() > 150);
    CHECK(std::count_if(outlines.begin(), outlines.end(), [](Outline const& one) { return one.water; }) == 1);
    double whole = 0, covered = 0;
    for (auto const& one : outlines) {
        whole += area_of(one.points);
        covered += triangles_area(one);
        for (auto const corner : one.triangles)
            REQUIRE(corner < one.points.size());
    }
    CHECK(covered == doctest::Approx(whole).epsilon(0.002));
    // Dakar's coast: there is land within a degree of 14.7 N, 17.0 W; and islands of the Comoros.
    for (auto const& [latitude, longitude] : {std::pair{14.7, -17.0}, std::pair{-11.7, 43.3}, std::pair{-20.2, 57.5}, std::pair{15.1, -23.6}, std::pair{-4.7, 55.5}, std::pair{18.5, -72.3}}) {
        auto const there = project(latitude, longitude);
        CHECK(std::any_of(outlines.begin(), outlines.end(), [&](Outline const& one) {
            return std::any_of(one.points.begin(), one.points.end(), [&](MapPoint point) { return std::hypot(point.x - there.x, point.y - there.y) < 0.02; });
        }));
    }
}

TEST_CASE("hostile outlines are refused")
{
    CHECK(read_world("passerelle-land 1\nland 4\n0 0 100 0 0 100 -100 0\n"));
    for (std::string_view const bad : {"", "land 3\n0 0 1 0 0 1", "passerelle-land 2\n", "passerelle-land 1\nland 2\n0 0 1 1", "passerelle-land 1\nland 3\n0 0 1 0 0", "passerelle-land 1\nsky 3\n0 0 1 0 0 1",
                                       "passerelle-land 1\nland 3\n0 0 1 0 x 1", "passerelle-land 1\nland 3\n18001 0 1 0 0 1", "passerelle-land 1\nland 3\n0 9000 0 1 0 1", "passerelle-land 1\nland -3\n",
                                       "passerelle-land 1\nland 99999\n0 0", "passerelle-land 1\nland 3\n99999999999 0 1 0 0 1"}) {
        INFO(bad);
        CHECK(!read_world(bad));
    }
    // Points that all lie on one line leave nothing to fill, and nothing to hang on.
    auto const flat = read_world("passerelle-land 1\nland 5\n0 0 100 0 100 0 100 0 100 0\n");
    REQUIRE(flat);
    CHECK(triangles_area((*flat)[0]) == doctest::Approx(0));
}

TEST_CASE("on paper: land, the legend, and every value in words")
{
    Map map{"m", "", {{14.6, -17, "Rivesable", number(2)}, {48.8, 2.3, "Pont-Fleuri", {FactKind::suppressed, 0, 0, {}}, PlaceShape::square}}, {{"Nord-Sud", LineStyle::solid}}, {{1, 0, 0}}, "Ville porteuse", "Ville partenaire"};
    auto const layout = layout_map(map, Language::fr, square_frame());
    CHECK(layout.areas.size() > 10);
    for (auto const& area : layout.areas)
        for (auto const& point : area.points) {
            REQUIRE(point.x >= -0.01);
            REQUIRE(point.x <= 800.01);
        }
    auto const says = [&](std::string_view words) { return std::any_of(layout.texts.begin(), layout.texts.end(), [&](ChartText const& one) { return one.text == words; }); };
    CHECK(says("Nord-Sud\u00A0: 1"));
    CHECK(says("Ville porteuse"));
    CHECK(says("Ville partenaire"));
    CHECK(says("2"));
    CHECK(says(fact_text({FactKind::suppressed, 0, 0, {}}, Language::fr)));
    CHECK(described(map, Language::fr).find("Pont-Fleuri – Rivesable (Nord-Sud)") != std::string::npos);
}
