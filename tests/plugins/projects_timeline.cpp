// The timeline of the demonstration's projects. Expected days counted by hand from the dates of data/demo/demo.json.
#include "host/bridge/demo.hpp"
#include "host/exchange/timeline_layout.hpp"
#include "tests/plugins/portfolio.hpp"
#include <algorithm>

using namespace passerelle;
using exchange::Tone;

namespace {

constexpr char const* today = "2026-11-20";

exchange::Timeline const* timeline_of(bridge::View const& view)
{
    for (auto const& element : view.elements())
        if (auto const* block = std::get_if<exchange::Block>(&element))
            if (auto const* found = std::get_if<exchange::Timeline>(block))
                return found;
    return nullptr;
}
std::vector<exchange::TimelineRow> projects_of(exchange::Timeline const& timeline)
{
    std::vector<exchange::TimelineRow> all;
    std::copy_if(timeline.rows.begin(), timeline.rows.end(), std::back_inserter(all), [](auto const& row) { return row.level == 0; });
    return all;
}
std::int64_t days_late(exchange::TimelineRow const& row)
{
    auto const slip = exchange::slip_of(row, exchange::day_of(today));
    return slip ? slip->days() : 0;
}

} // namespace

TEST_CASE("the timeline shows the demonstration's projects, those under way first, with their milestones and what has slipped")
{
    testing::Portfolio portfolio(today);
    REQUIRE(bridge::load_demo(portfolio.session()));
    auto const view = portfolio.session().view("org.passerelle.projects", "timeline", bridge::Scope{});
    REQUIRE(view);
    view->refresh();
    auto const* timeline = timeline_of(*view);
    REQUIRE(timeline != nullptr);
    auto const projects = projects_of(*timeline);
    REQUIRE(projects.size() == 11);                        // twelve, of which one is cancelled
    CHECK(timeline->rows.size() - projects.size() == 26);  // 27 milestones, one of the cancelled project
    // Under way by start: P10, P02, P01, P03, P04; suspended P06; finalisation P05; pipeline P12, P09; closed P07, P08.
    auto const& workshops = projects[0];
    CHECK(workshops.actual_from == "2024-09-10");
    CHECK(days_late(workshops) == 143);                    // from 30 June, open: 31 + 31 + 30 + 31 + 20
    CHECK(workshops.tone == Tone::bad);
    auto const& incubator = projects[2];
    CHECK(incubator.beside == "Rivesable (fictive)");
    CHECK(incubator.moments.size() == 6);
    CHECK(incubator.entity == "projects.activity");
    CHECK(days_late(incubator) == 0);                      // ends in 2027
    CHECK(incubator.tone == Tone::warn);                   // its works at 50 % were put off to 30 September: 51 days ago (31 + 20)
    CHECK(projects[5].tone == Tone::info);                 // suspended
    CHECK(exchange::rests(projects[5]));
    auto const& ending = projects[6];
    CHECK(ending.planned_to == "2026-09-30");
    CHECK(days_late(ending) == 15);                        // ended on 15 October
    CHECK(ending.tone == Tone::warn);                      // its report was due five days ago
    auto const& closed = projects[9];
    CHECK(closed.actual_to == "2025-06-30");
    CHECK(days_late(closed) == 61);
    CHECK(closed.closed);
    CHECK(closed.tone == Tone::muted);
    CHECK(days_late(projects[10]) == 0);                   // ended sixteen days early
    for (auto const& row : timeline->rows)
        if (row.level == 1 && row.moments.front().planned == "2026-04-30" && row.moments.front().actual.empty()) {
            CHECK(row.expected_end == "2026-09-30");
            CHECK(row.beside == "30/09/2026 (révisée)");
            CHECK(row.tone == Tone::warn);
            CHECK(exchange::slip_of(row.moments.front(), row.closed, exchange::day_of(today))->days() == 204); // 31 + 30 + 31 + 31 + 30 + 31 + 20
        }

    view->choose("status", 7); // cancelled
    timeline = timeline_of(*view);
    REQUIRE(timeline != nullptr);
    REQUIRE(timeline->rows.size() == 2);
    CHECK(timeline->rows[0].moments.empty());              // what was dropped is no mark on the bar
    CHECK(days_late(timeline->rows[0]) == 0);              // nothing more is expected of it
    CHECK(timeline->rows[1].closed);
    view->choose("status", 1); // all
    CHECK(projects_of(*timeline_of(*view)).size() == 12);
    view->choose("status", 0);
}

TEST_CASE("a project's sheet shows its own timeline, and an empty portfolio says what to do")
{
    testing::Portfolio portfolio(today);
    auto const empty = portfolio.session().view("org.passerelle.projects", "timeline", bridge::Scope{});
    REQUIRE(empty);
    empty->refresh();
    CHECK(timeline_of(*empty) == nullptr);
    portfolio.add(R"([{"ref": "a", "entity": "projects.activity", "fields": {"identifier": "P-1", "title": {"fr": "Halle"}, "status": "2", "planned_start": "2026-01-01", "actual_start": "2026-01-05"}},
                      {"ref": "m", "entity": "projects.milestone", "fields": {"activity": "@a", "name": "Avance", "planned": "2026-11-20"}}])");
    auto const scope = portfolio.session().parse_scope("project:P-1");
    REQUIRE(scope);
    auto const sheet = portfolio.session().view("org.passerelle.projects", "schedule", *scope);
    REQUIRE(sheet);
    sheet->refresh();
    auto const* timeline = timeline_of(*sheet);
    REQUIRE(timeline != nullptr);
    REQUIRE(timeline->rows.size() == 2);
    CHECK(timeline->rows[0].label == "Halle");
    CHECK(timeline->rows[0].planned_to.empty());
    CHECK(timeline->rows[1].tone == Tone::muted); // due today is not late
    CHECK(timeline->rows[1].entity == "projects.milestone");
}
