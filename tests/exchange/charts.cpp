#include "host/exchange/chart_layout.hpp"
#include "host/exchange/map_layout.hpp"
#include "sample.hpp"
#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>

using namespace passerelle;
using namespace passerelle::exchange;
using namespace sample;

namespace {

ChartFrame frame()
{
    ChartFrame made;
    made.width = 500;
    made.font_size = 10;
    made.today = "2026-06-30";
    made.text_width = [](std::string_view words, bool) { return 5.0 * static_cast<double>(words.size()); };
    return made;
}
bool says(ChartLayout const& layout, std::string_view wanted)
{
    return std::any_of(layout.texts.begin(), layout.texts.end(), [&](ChartText const& text) { return text.text == wanted; });
}

} // namespace

TEST_CASE("bars are as long as their figures and an absent one is said, not drawn")
{
    Chart const chart{ChartKind::bars, "c", "", {"A", "B", "C"}, {"s"}, {count(100), count(25), absent(FactKind::not_reported)}};
    auto const layout = layout_chart(chart, Language::fr, frame());
    REQUIRE(layout.bars.size() == 2);
    CHECK(layout.bars[0].width == doctest::Approx(4 * layout.bars[1].width));
    CHECK(says(layout, "n. r."));
    CHECK(layout.height > 0);
    for (auto const& bar : layout.bars)
        CHECK(bar.x + bar.width <= layout.width);
}

TEST_CASE("negative figures go the other way from zero")
{
    Chart const chart{ChartKind::bars, "c", "", {"A", "B"}, {"s"}, {count(60), count(-20)}};
    auto const layout = layout_chart(chart, Language::fr, frame());
    REQUIRE(layout.bars.size() == 2);
    CHECK(layout.bars[1].x + layout.bars[1].width == doctest::Approx(layout.bars[0].x));
    CHECK(layout.bars[0].width == doctest::Approx(3 * layout.bars[1].width));
}

TEST_CASE("a stack with an unknown part says that its end is not the total")
{
    Chart const chart{ChartKind::stacked, "c", "", {"A", "B"}, {"F", "M"}, {count(50), count(30), count(32), absent(FactKind::suppressed)}};
    auto const layout = layout_chart(chart, Language::fr, frame());
    CHECK(says(layout, "82"));
    CHECK(says(layout, "30 + •"));
}

TEST_CASE("a missing period breaks the line and the axis has few round lines")
{
    Chart const chart{ChartKind::line, "c", "", {"1", "2", "3", "4", "5"}, {"s"}, {count(10), count(20), absent(FactKind::not_reported), count(35), count(47)}};
    auto const layout = layout_chart(chart, Language::fr, frame());
    auto const drawn = std::count_if(layout.lines.begin(), layout.lines.end(), [](ChartLine const& line) { return line.ink == Ink::series; });
    CHECK(drawn == 2);
    auto const grid = std::count_if(layout.lines.begin(), layout.lines.end(), [](ChartLine const& line) { return line.ink == Ink::grid || line.ink == Ink::axis; });
    CHECK(grid <= 6);
    CHECK(says(layout, "0"));
    CHECK(layout.marks.size() == 4);
}

TEST_CASE("against a target: what there is within the outline of the aim, beyond it where it is more, no bar where it is not known")
{
    Chart const chart{ChartKind::target, "c", "", {"A", "B", "C", "D"}, {"is", "aim"},
                      {count(141), absent(FactKind::not_reported), count(30), count(0), count(150), count(60), count(20), absent(FactKind::not_reported)}};
    auto const layout = layout_chart(chart, Language::fr, frame());
    std::vector<ChartBar> is, aim;
    for (auto const& bar : layout.bars)
        if (bar.width > 10) // the legend's swatches are smaller
            (bar.fill == BarFill::solid ? is : aim).push_back(bar);
    REQUIRE(aim.size() == 2); // B is not known: an empty outline would read as 0
    REQUIRE(is.size() == 2);
    CHECK(is[0].x == aim[0].x);
    CHECK(is[0].width == doctest::Approx(aim[0].width * 141 / 150));
    CHECK(is[0].y > aim[0].y); // within
    CHECK(is[1].width == doctest::Approx(aim[1].width * 1.5)); // beyond
    CHECK(says(layout, "141 / 150"));
    CHECK(says(layout, "n. r. / 60"));
    CHECK(says(layout, "0 / n. r."));
    for (auto const& bar : layout.bars)
        CHECK(bar.x + bar.width <= layout.width);
}

TEST_CASE("series side by side and stacked differ by more than colour")
{
    for (auto const kind : {ChartKind::bars, ChartKind::stacked}) {
        auto const layout = layout_chart(Chart{kind, "c", "", {"A"}, {"r", "s", "t"}, {count(100), count(90), count(80)}}, Language::fr, frame());
        std::vector<BarFill> fills;
        for (auto const& bar : layout.bars)
            if (bar.width > 10)
                fills.push_back(bar.fill);
        CHECK(fills == std::vector{BarFill::solid, BarFill::hatched, BarFill::outline});
    }
}

TEST_CASE("a range on both sides of zero still has at most five grid lines")
{
    Chart const chart{ChartKind::line, "c", "", {"1", "2"}, {"s"}, {count(-11), count(29)}};
    auto const layout = layout_chart(chart, Language::fr, frame());
    auto const grid = std::count_if(layout.lines.begin(), layout.lines.end(), [](ChartLine const& line) { return line.ink == Ink::grid || line.ink == Ink::axis; });
    CHECK(grid <= 5);
    CHECK(grid >= 2);
}

TEST_CASE("charts without any figure, label or series do not upset")
{
    for (auto const kind : {ChartKind::bars, ChartKind::stacked, ChartKind::line, ChartKind::target}) {
        auto const none = layout_chart(Chart{kind, "c", "", {}, {}, {}}, Language::fr, frame());
        CHECK(std::isfinite(none.height));
        auto const fewer = layout_chart(Chart{kind, "c", "", {"a", "b"}, {"s", "t"}, {count(1)}}, Language::fr, frame());
        CHECK(std::isfinite(fewer.height));
        for (auto const& bar : fewer.bars)
            CHECK(std::isfinite(bar.x + bar.width));
    }
    auto const map = layout_map(Map{"m", "", {{500, std::nan(""), "x", count(1)}}}, Language::fr, frame());
    CHECK(map.marks.empty());
}

TEST_CASE("long labels are cut at the end of a word, within their room")
{
    Chart const chart{ChartKind::bars, "c", "", {"Emplois créés ou maintenus en équivalent temps plein dans les structures appuyées par la ville"}, {"s"}, {count(5)}};
    auto const narrow = frame();
    for (auto const& text : layout_chart(chart, Language::fr, narrow).texts)
        CHECK(narrow.text_width(text.text, false) <= narrow.width * 0.36 + 1);
}
