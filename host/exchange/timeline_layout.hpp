// Where the parts of a timeline stand: bars of what is planned and done, slippage, moments, today and the scale. The window asks
// for a scale and single rows; paper and the browser take the whole. Draws nothing itself. Units as in chart_layout.hpp. Any thread.
#pragma once
#include "host/exchange/chart_layout.hpp"
#include <cstdint>
#include <optional>

namespace passerelle::exchange {

/// Days count from 1970-01-01.
[[nodiscard]] std::optional<std::int64_t> day_of(std::string_view iso);

struct TimelineSpan {
    std::int64_t first = 0, last = 0;
};
/// All dates of the rows, and today where it is within a year of them; nothing where there is no date.
[[nodiscard]] std::optional<TimelineSpan> span_of(Timeline const&, std::optional<std::int64_t> today);

struct TimelineScale {
    std::int64_t first = 0; ///< the day at x = 0
    double per_day = 1;     ///< pixels or points, above 0
    [[nodiscard]] double x(std::int64_t day) const { return static_cast<double>(day - first) * per_day; }
};

/// From the planned day to the actual one; to today where it is not reached and overdue; nothing where it is not late.
struct Slip {
    std::int64_t from = 0, to = 0;
    bool open = false; ///< not reached yet
    [[nodiscard]] std::int64_t days() const { return to - from; }
};
[[nodiscard]] std::optional<Slip> slip_of(TimelineMoment const&, bool closed, std::optional<std::int64_t> today);
/// The same for a row's end; where an end is expected later than planned and than today, up to there.
[[nodiscard]] std::optional<Slip> slip_of(TimelineRow const&, std::optional<std::int64_t> today);
/// The same for a moment of that row: where the row is the moment's own, its expected end is the date that it was put off to.
[[nodiscard]] std::optional<Slip> slip_of_moment(TimelineRow const&, TimelineMoment const&, std::optional<std::int64_t> today);
/// Work that rests, such as a suspended project: a row of tone info that is not closed. Its bar is a broken line with a word beside it.
[[nodiscard]] bool rests(TimelineRow const&);
[[nodiscard]] std::string_view rest_word(Language);
/// "+89 j", "+89 d"
[[nodiscard]] std::string slip_text(Slip const&, Language);
/// Whether a row has no dates of its own: it shows its moments alone.
[[nodiscard]] bool is_moment_row(TimelineRow const&);

enum class TimelineUnit { month, quarter, year };
/// The finest unit whose names fit.
[[nodiscard]] TimelineUnit unit_for(double per_day, ChartFrame const&);

/// The height of the scale above the rows, for a font size.
[[nodiscard]] double timeline_head(double font_size);
/// Headings (years, then months or quarters), lines down to `height`, and today with its date. x from 0 to frame.width.
[[nodiscard]] ChartLayout layout_scale(TimelineScale const&, double height, Language, ChartFrame const&);
/// One row, y from 0 to `height`. Parts far outside x = 0 to frame.width are left out or cut there.
[[nodiscard]] ChartLayout layout_row(TimelineRow const&, TimelineScale const&, double height, Language, ChartFrame const&);
/// What the shapes of this timeline mean, on as many lines as the frame's width asks for. y from 0.
[[nodiscard]] ChartLayout layout_timeline_legend(Timeline const&, Language, ChartFrame const&);
/// Everything, with the labels at the left, as wide as the frame.
[[nodiscard]] ChartLayout layout_timeline(Timeline const&, Language, ChartFrame const&);

} // namespace passerelle::exchange
