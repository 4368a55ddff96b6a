#include "host/exchange/facts.hpp"
#include "host/exchange/timeline_layout.hpp"
#include "sample.hpp"
#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>

using namespace passerelle;
using namespace passerelle::exchange;

namespace {

ChartFrame frame(std::string today = "2026-06-30")
{
    ChartFrame made;
    made.width = 500;
    made.font_size = 10;
    made.today = std::move(today);
    made.text_width = [](std::string_view words, bool) { return 5.0 * static_cast<double>(words.size()); };
    return made;
}
bool says(ChartLayout const& layout, std::string_view wanted)
{
    return std::any_of(layout.texts.begin(), layout.texts.end(), [&](ChartText const& text) { return text.text == wanted; });
}
ChartBar const* bar_of(ChartLayout const& layout, BarFill fill)
{
    for (auto const& bar : layout.bars)
        if (bar.fill == fill)
            return &bar;
    return nullptr;
}
TimelineRow works()
{
    TimelineRow row;
    row.label = "Travaux";
    row.planned_from = "2025-10-01";
    row.planned_to = "2026-04-30";
    row.actual_from = "2026-01-12";
    return row;
}
std::int64_t day(char const* iso) { return day_of(iso).value(); }

} // namespace

TEST_CASE("a date half way of the axis stands in its middle")
{
    // 2025 has 365 days; 2 July is the 183rd, 182 days after the first.
    TimelineScale const scale{day("2025-01-01"), 2};
    CHECK(scale.x(day("2025-01-01")) == 0);
    CHECK(scale.x(day("2025-07-02")) == 364);
    CHECK(scale.x(day("2026-01-01")) == 730);
}

TEST_CASE("what is open after its planned end slips from there to today")
{
    // 30 April to 30 June: 1 day of April is the start, 31 of May, 30 of June: 61 days.
    TimelineScale const scale{day("2025-10-01"), 1};
    auto const layout = layout_row(works(), scale, 20, Language::fr, frame());
    CHECK(says(layout, "+61\u00A0j"));
    auto const* late = bar_of(layout, BarFill::hatched);
    REQUIRE(late != nullptr);
    // October to March are 31+30+31+31+28+31 = 182 days; 29 more to 30 April.
    CHECK(late->x == doctest::Approx(211));
    CHECK(late->width == doctest::Approx(61));
    auto const* planned = bar_of(layout, BarFill::outline);
    REQUIRE(planned != nullptr);
    CHECK(planned->x == doctest::Approx(0));
    CHECK(planned->width == doctest::Approx(211));
    auto const* done = bar_of(layout, BarFill::solid);
    REQUIRE(done != nullptr);
    CHECK(done->x == doctest::Approx(103)); // 31 + 30 + 31 days, and 11 of January
    CHECK(done->width == doctest::Approx(108));
}

TEST_CASE("an end expected later goes before today, an actual one before both")
{
    auto row = works();
    row.expected_end = "2026-07-28"; // 89 days after 30 April: 31 + 30 + 28
    auto const expected = slip_of(row, day("2026-06-30"));
    REQUIRE(expected);
    CHECK(expected->days() == 89);
    CHECK(expected->open);
    CHECK(slip_text(*expected, Language::en) == "+89\u00A0d");
    CHECK(slip_of(row, day("2026-08-30"))->days() == 122); // the expected day has passed too: 31 + 30 + 31 + 30
    row.actual_to = "2026-05-10";
    auto const ended = slip_of(row, day("2026-06-30"));
    REQUIRE(ended);
    CHECK(ended->days() == 10);
    CHECK_FALSE(ended->open);
}

TEST_CASE("nothing is late on its planned day, before it, when closed, or without a planned day")
{
    auto row = works();
    CHECK_FALSE(slip_of(row, day("2026-04-30")));
    CHECK(slip_of(row, day("2026-05-01"))->days() == 1);
    CHECK_FALSE(slip_of(row, {}));
    row.closed = true;
    CHECK_FALSE(slip_of(row, day("2026-06-30")));
    row.closed = false;
    row.actual_to = "2026-03-01";
    CHECK_FALSE(slip_of(row, day("2026-06-30")));
    row = works();
    row.planned_to.clear();
    CHECK_FALSE(slip_of(row, day("2026-06-30")));
    CHECK_FALSE(slip_of(TimelineMoment{"m", "", "2026-01-01", "", 0}, false, day("2026-06-30")));
}

TEST_CASE("moments: planned hollow, reached filled, joined where they differ; overdue in words")
{
    TimelineScale const scale{day("2026-01-01"), 1};
    TimelineRow row;
    row.moments = {{"Avance", "2026-01-11", "2026-02-15", "", 0}};
    auto const reached = layout_row(row, scale, 20, Language::fr, frame());
    REQUIRE(reached.marks.size() == 2);
    CHECK(reached.marks[0].shape == MarkShape::hollow_diamond);
    CHECK(reached.marks[0].x == doctest::Approx(10));
    CHECK(reached.marks[1].shape == MarkShape::diamond);
    CHECK(reached.marks[1].x == doctest::Approx(45));
    CHECK(reached.lines.size() == 1);
    CHECK(says(reached, "+35\u00A0j"));
    row.moments = {{"Avance", "2026-01-11", "2026-01-11", "", 0}};
    auto const on_time = layout_row(row, scale, 20, Language::fr, frame());
    CHECK(on_time.marks.size() == 1);
    CHECK(on_time.lines.empty());
    CHECK(on_time.texts.empty());
    row.moments = {{"Réception", "2026-05-20", "", "", 0}}; // 11 days of May and 30 of June
    auto const overdue = layout_row(row, scale, 20, Language::fr, frame());
    REQUIRE(overdue.marks.size() == 1);
    CHECK(overdue.marks[0].shape == MarkShape::hollow_diamond);
    CHECK(says(overdue, "41\u00A0jours de retard"));
    row.closed = true;
    CHECK(layout_row(row, scale, 20, Language::fr, frame()).texts.empty());
}

TEST_CASE("a moment that was put off shows both dates; late is what has passed the last of them")
{
    TimelineScale const scale{day("2026-01-01"), 1};
    TimelineRow row;
    row.moments = {{"Réception", "2026-05-20", "", "", 0}};
    row.expected_end = "2026-08-20"; // 92 days later: 11 of May, 30, 31 and 20
    auto const put_off = layout_row(row, scale, 20, Language::fr, frame());
    REQUIRE(put_off.marks.size() == 3); // planned, then the new date with a dot in it
    CHECK(put_off.marks[0].shape == MarkShape::hollow_diamond);
    CHECK(put_off.marks[0].x == doctest::Approx(139)); // 31 + 28 + 31 + 30 + 19
    CHECK(put_off.marks[1].shape == MarkShape::hollow_diamond);
    CHECK(put_off.marks[1].x == doctest::Approx(231));
    CHECK(put_off.marks[2].x == put_off.marks[1].x);
    CHECK(put_off.marks[2].radius < put_off.marks[1].radius);
    CHECK(says(put_off, "+92\u00A0j"));
    CHECK(slip_of_moment(row, row.moments[0], day("2026-06-30"))->days() == 92);
    // Ten days after the new date: late by ten, and 102 after what was planned.
    CHECK(says(layout_row(row, scale, 20, Language::fr, frame("2026-08-30")), "10\u00A0jours de retard"));
    CHECK(slip_of_moment(row, row.moments[0], day("2026-08-30"))->days() == 102);
    row.expected_end = "2026-05-01"; // moved forward, and not late before it has passed
    CHECK_FALSE(slip_of_moment(row, row.moments[0], day("2026-04-10")));
    CHECK(layout_row(row, scale, 20, Language::fr, frame("2026-04-10")).texts.empty());
    row.moments[0].actual = "2026-05-20"; // reached: what was revised no longer counts
    CHECK(layout_row(row, scale, 20, Language::fr, frame()).marks.size() == 1);
    // In a spreadsheet and in words too.
    row.moments[0].actual.clear();
    Timeline const timeline{"t", "", {row}};
    CHECK(table_of(timeline, Language::fr).rows.at(0).at(6).fact.text == "2026-05-01");
    CHECK(described(timeline, Language::fr).find("date révisée 01/05/2026") != std::string::npos);
    CHECK(says(layout_timeline_legend(timeline, Language::fr, frame()), "date révisée"));
    CHECK_FALSE(says(layout_timeline_legend(Timeline{"t", "", {works()}}, Language::fr, frame()), "date révisée"));
}

TEST_CASE("work that rests is a broken line with a word, and its slippage stays")
{
    auto row = works();
    row.tone = Tone::info;
    CHECK(rests(row));
    TimelineScale const scale{day("2025-10-01"), 1};
    auto const layout = layout_row(row, scale, 20, Language::fr, frame());
    CHECK(bar_of(layout, BarFill::solid) == nullptr);
    REQUIRE(layout.lines.size() == 1);
    CHECK(layout.lines[0].dash == 1);
    CHECK(layout.lines[0].points.front().x == doctest::Approx(103)); // as the solid bar above
    CHECK(layout.lines[0].points.back().x == doctest::Approx(211));
    CHECK(says(layout, "suspendu, +61\u00A0j"));
    CHECK(says(layout_row(row, scale, 20, Language::en, frame("2026-04-01")), "suspended"));
    CHECK(says(layout_timeline_legend(Timeline{"t", "", {row}}, Language::en, frame()), "suspended"));
    row.closed = true;
    CHECK_FALSE(rests(row));
}

TEST_CASE("words do not stand over a mark, and the legend breaks where it must")
{
    auto row = works();
    row.moments = {{"Clôture", "2026-07-10", "", "", 0}}; // 10 days after today, where "+61 j" would stand
    auto const layout = layout_row(row, {day("2025-10-01"), 1}, 20, Language::fr, frame());
    REQUIRE(layout.marks.size() == 1);
    auto const words = std::find_if(layout.texts.begin(), layout.texts.end(), [](ChartText const& one) { return one.text == "+61\u00A0j"; });
    REQUIRE(words != layout.texts.end());
    CHECK(words->x > layout.marks[0].x + layout.marks[0].radius);
    auto narrow = frame();
    narrow.width = 120;
    Timeline const timeline{"t", "", {works()}};
    auto const broken = layout_timeline_legend(timeline, Language::fr, narrow);
    CHECK(broken.height > layout_timeline_legend(timeline, Language::fr, frame()).height);
    CHECK(broken.width <= 120);
}

TEST_CASE("the scale is headed by months, quarters or years as they fit")
{
    // "sept." takes 25 and the space 10: a month of 28 days fits from 1.25 a day; "T4" takes 10: a quarter of 90 days from 0.23.
    CHECK(unit_for(1.3, frame()) == TimelineUnit::month);
    CHECK(unit_for(1.2, frame()) == TimelineUnit::quarter);
    CHECK(unit_for(0.23, frame()) == TimelineUnit::quarter);
    CHECK(unit_for(0.2, frame()) == TimelineUnit::year);
    auto const months = layout_scale({day("2026-01-01"), 2}, 100, Language::fr, frame());
    CHECK(says(months, "2026"));
    CHECK(says(months, "janv."));
    CHECK(says(months, "août"));
    CHECK(says(months, "30/06/2026"));
    auto const quarters = layout_scale({day("2025-02-10"), 1}, 100, Language::fr, frame());
    CHECK(says(quarters, "2025"));
    CHECK(says(quarters, "2026"));
    CHECK(says(quarters, "T2"));
    CHECK(says(layout_scale({day("2025-02-10"), 1}, 100, Language::en, frame()), "Q2"));
    // 500 at 0.05 a day is 10 000 days; a year takes 18.25 and "0000" 20 and the space 10: each second year is named.
    auto const years = layout_scale({day("2020-01-01"), 0.05}, 100, Language::fr, frame());
    CHECK(says(years, "2020"));
    CHECK_FALSE(says(years, "2021"));
    CHECK(says(years, "2022"));
}

TEST_CASE("days far away, none at all, and an absurd scale do not upset")
{
    Timeline timeline{"t", "", {works(), TimelineRow{}}};
    timeline.rows[0].planned_to = "9999-12-31";
    timeline.rows[1].planned_from = "1583-01-01";
    for (auto const& today : {"2026-06-30", "", "nonsense"}) {
        auto const layout = layout_timeline(timeline, Language::fr, frame(today));
        CHECK(std::isfinite(layout.height));
        for (auto const& bar : layout.bars) {
            CHECK(std::isfinite(bar.x));
            CHECK(bar.width <= 600);
        }
        CHECK(layout.lines.size() < 3000);
    }
    CHECK(layout_timeline(Timeline{}, Language::en, frame()).height > 0);
    auto const zoomed = layout_row(works(), {day("1700-01-01"), 12}, 20, Language::fr, frame());
    for (auto const& bar : zoomed.bars)
        CHECK(bar.x <= 520);
}

TEST_CASE("paper cuts a timeline by rows on one scale")
{
    Timeline const timeline{"t", "", {works(), works(), works()}};
    auto part = frame();
    part.first = 1;
    part.count = 1;
    auto const whole = layout_timeline(timeline, Language::fr, frame()), cut = layout_timeline(timeline, Language::fr, part);
    CHECK(cut.height < whole.height);
    REQUIRE(bar_of(cut, BarFill::hatched) != nullptr);
    CHECK(bar_of(cut, BarFill::hatched)->x == bar_of(whole, BarFill::hatched)->x);
}

TEST_CASE("a spreadsheet has one line for each row and each moment, and not reported is no day")
{
    auto project = works();
    project.moments = {{"Avance", "2026-01-11", "", "", 0}};
    TimelineRow line;
    line.level = 1;
    line.label = "Avance";
    line.moments = project.moments;
    auto const table = table_of(Timeline{"t", "", {project, line, works()}}, Language::fr);
    REQUIRE(table.rows.size() == 3);
    CHECK(table.rows[0][3].fact.text == "2026-04-30");
    CHECK(table.rows[0][5].fact.kind == FactKind::not_reported);
    CHECK(table.rows[1][0].fact.text == "Avance");
    CHECK(table.rows[1][3].fact.text == "2026-01-11");
    CHECK(described(Timeline{"t", "Chronologie", {project}}, Language::fr).find("30/04/2026") != std::string::npos);
}
