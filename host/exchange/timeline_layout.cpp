#include "host/exchange/timeline_layout.hpp"
#include "host/base/format.hpp"
#include "passerelle/value/date.hpp"
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace passerelle::exchange {
namespace {

constexpr int work_ink = 0; ///< series: planned and done
constexpr int late_ink = 5; ///< series: slippage

psl::Date date_of(std::int64_t day)
{
    return psl::Date::of(1970, 1, 1)->plus_days(day);
}

std::string month_name(unsigned month, Language language)
{
    static constexpr std::array fr{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."};
    static constexpr std::array en{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return (language == Language::fr ? fr : en)[month - 1];
}

std::optional<Slip> slip(std::optional<std::int64_t> planned, std::optional<std::int64_t> actual, std::optional<std::int64_t> expected, bool closed, std::optional<std::int64_t> today)
{
    if (!planned)
        return std::nullopt;
    auto until = actual;
    if (!until && !closed) {
        until = today;
        if (expected && (!until || *expected > *until))
            until = expected;
    }
    if (!until || *until <= *planned)
        return std::nullopt;
    return Slip{*planned, *until, !actual};
}

void append(ChartLayout& all, ChartLayout part, double x, double y)
{
    for (auto& bar : part.bars) {
        bar.x += x;
        bar.y += y;
        all.bars.push_back(bar);
    }
    for (auto& line : part.lines) {
        for (auto& point : line.points) {
            point.x += x;
            point.y += y;
        }
        all.lines.push_back(std::move(line));
    }
    for (auto& mark : part.marks) {
        mark.x += x;
        mark.y += y;
        all.marks.push_back(mark);
    }
    for (auto& words : part.texts) {
        words.x += x;
        words.y += y;
        all.texts.push_back(std::move(words));
    }
}

} // namespace

std::optional<std::int64_t> day_of(std::string_view iso)
{
    auto const date = psl::Date::parse(iso);
    return date ? std::optional{date->days_since_1970()} : std::nullopt;
}

std::optional<TimelineSpan> span_of(Timeline const& timeline, std::optional<std::int64_t> today)
{
    TimelineSpan span{std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()};
    auto const take = [&](std::string const& iso) {
        if (auto const day = day_of(iso)) {
            span.first = std::min(span.first, *day);
            span.last = std::max(span.last, *day);
        }
    };
    for (auto const& row : timeline.rows) {
        for (auto const* iso : {&row.planned_from, &row.planned_to, &row.actual_from, &row.actual_to, &row.expected_end})
            take(*iso);
        for (auto const& moment : row.moments) {
            take(moment.planned);
            take(moment.actual);
        }
    }
    if (span.first > span.last)
        return std::nullopt;
    if (today && *today >= span.first - 366 && *today <= span.last + 366) {
        span.first = std::min(span.first, *today);
        span.last = std::max(span.last, *today);
    }
    return span;
}

std::optional<Slip> slip_of(TimelineMoment const& moment, bool closed, std::optional<std::int64_t> today)
{
    return slip(day_of(moment.planned), day_of(moment.actual), {}, closed, today);
}

std::optional<Slip> slip_of(TimelineRow const& row, std::optional<std::int64_t> today)
{
    return slip(day_of(row.planned_to), day_of(row.actual_to), day_of(row.expected_end), row.closed, today);
}

std::optional<Slip> slip_of_moment(TimelineRow const& row, TimelineMoment const& moment, std::optional<std::int64_t> today)
{
    return slip(day_of(moment.planned), day_of(moment.actual), is_moment_row(row) ? day_of(row.expected_end) : std::nullopt, row.closed, today);
}

bool rests(TimelineRow const& row)
{
    return row.tone == Tone::info && !row.closed && !is_moment_row(row);
}

std::string_view rest_word(Language language)
{
    return language == Language::fr ? "suspendu" : "suspended";
}

std::string slip_text(Slip const& slip, Language language)
{
    return fmt::format("+{}\u00A0{}", format_integer(slip.days(), language), language == Language::fr ? "j" : "d");
}

bool is_moment_row(TimelineRow const& row)
{
    return row.planned_from.empty() && row.planned_to.empty() && row.actual_from.empty() && row.actual_to.empty() && !row.moments.empty();
}

TimelineUnit unit_for(double per_day, ChartFrame const& frame)
{
    double const pad = frame.font_size;
    if (per_day * 28 >= frame.text_width("sept.", false) + pad)
        return TimelineUnit::month;
    if (per_day * 90 >= frame.text_width("T4", false) + pad)
        return TimelineUnit::quarter;
    return TimelineUnit::year;
}

double timeline_head(double font_size)
{
    return font_size * 4.4;
}

ChartLayout layout_scale(TimelineScale const& scale, double height, Language language, ChartFrame const& frame)
{
    ChartLayout layout;
    layout.width = frame.width;
    layout.height = height;
    double const em = frame.font_size, upper = em * 2.1, lower = em * 3.5, top = timeline_head(em);
    auto const unit = unit_for(scale.per_day, frame);
    int years = 1; // how many years one heading covers, so that they do not run into each other
    for (int const step : {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000}) {
        years = step;
        if (scale.per_day * 365 * step >= frame.text_width("0000", true) + em)
            break;
    }
    auto const last = scale.first + static_cast<std::int64_t>(frame.width / scale.per_day) + 1;
    int const months = unit == TimelineUnit::month ? 1 : unit == TimelineUnit::quarter ? 3 : 12 * years;
    auto const begin = psl::Date::of(1583, 1, 1)->days_since_1970(), end = psl::Date::of(9999, 12, 31)->days_since_1970();
    auto const from = date_of(std::clamp(scale.first, begin, end));
    int year = from.year(), month = (static_cast<int>(from.month()) - 1) / std::min(months, 12) * std::min(months, 12);
    if (months >= 12)
        year -= year % years;
    bool first = true;
    for (int guard = 0; guard < 2000; ++guard) {
        auto const date = psl::Date::of(year, static_cast<unsigned>(month + 1), 1);
        if (date && date->days_since_1970() > last)
            break;
        int const next = month + months;
        if (date) {
            double const x = scale.x(date->days_since_1970());
            auto const after = psl::Date::of(year + next / 12, static_cast<unsigned>(next % 12 + 1), 1);
            double const until = after ? scale.x(after->days_since_1970()) : frame.width;
            bool const new_year = month == 0;
            if (x >= 0)
                layout.lines.push_back({{{x, new_year ? em * 1.4 : em * 2.8}, {x, height}}, Ink::grid, -1, new_year ? 1.0 : 0.5, 0});
            if (new_year || first) { // the year is said where it begins, or at the edge where it began before
                double const at = std::max(x, 0.0) + em * 0.4;
                auto const year_end = psl::Date::of(year + std::max(1, months / 12), 1, 1);
                auto const words = fmt::format("{}", year);
                if (!year_end || scale.x(year_end->days_since_1970()) >= at + frame.text_width(words, true))
                    layout.texts.push_back({at, upper, Anchor::start, Ink::text, true, words});
            }
            if (unit != TimelineUnit::year) {
                auto const words = unit == TimelineUnit::month ? month_name(static_cast<unsigned>(month + 1), language) : fmt::format("{}{}", language == Language::fr ? 'T' : 'Q', month / 3 + 1);
                double const at = std::max(x, 0.0) + em * 0.4;
                if (at + frame.text_width(words, false) <= until)
                    layout.texts.push_back({at, lower, Anchor::start, Ink::muted, false, words});
            }
            first = false;
        }
        month = next;
        year += month / 12;
        month %= 12;
    }
    layout.lines.push_back({{{0, top}, {frame.width, top}}, Ink::axis, -1, 0.5, 0});
    if (auto const today = day_of(frame.today)) {
        double const x = scale.x(*today);
        if (x >= 0 && x <= frame.width) {
            layout.lines.push_back({{{x, em * 1.3}, {x, height}}, Ink::today, -1, 1.5, 2});
            auto const words = format_date(frame.today, language);
            double const half = frame.text_width(words, true) / 2;
            layout.texts.push_back({std::clamp(x, half, std::max(half, frame.width - half)), em * 0.7, Anchor::middle, Ink::text, true, words});
        }
    }
    return layout;
}

ChartLayout layout_row(TimelineRow const& row, TimelineScale const& scale, double height, Language language, ChartFrame const& frame)
{
    ChartLayout layout;
    layout.width = frame.width;
    layout.height = height;
    double const em = frame.font_size, middle = height / 2, bar = em * 1.1, least = -em * 2, most = frame.width + em * 2;
    auto const today = day_of(frame.today);
    double text_at = least;
    auto const add = [&](std::int64_t from, std::int64_t to, double thick, int series, BarFill fill) {
        double const x1 = std::clamp(scale.x(from), least, most), x2 = std::clamp(scale.x(to), least, most);
        if (x2 > x1)
            layout.bars.push_back({x1, middle - thick / 2, x2 - x1, thick, series, fill});
        text_at = std::max(text_at, x2);
    };
    auto const planned_from = day_of(row.planned_from), planned_to = day_of(row.planned_to), actual_from = day_of(row.actual_from), actual_to = day_of(row.actual_to);
    auto const slip = slip_of(row, today);
    if (planned_from && planned_to)
        add(*planned_from, *planned_to, bar, work_ink, BarFill::outline);
    if (actual_from) {
        auto end = actual_to ? *actual_to : std::max(*actual_from, today.value_or(*actual_from));
        if (planned_to && end > *planned_to && *planned_to >= *actual_from && (slip || !actual_to))
            end = *planned_to; // the rest is slippage
        if (rests(row)) { // work that was interrupted is a broken line
            double const x1 = std::clamp(scale.x(*actual_from), least, most), x2 = std::clamp(scale.x(end), least, most);
            if (x2 > x1)
                layout.lines.push_back({{{x1, middle}, {x2, middle}}, Ink::series, work_ink, em * 0.5, 1});
            text_at = std::max(text_at, x2);
        } else
            add(*actual_from, end, em * 0.6, work_ink, BarFill::solid);
    }
    if (slip)
        add(slip->from, slip->to, em * 0.9, late_ink, BarFill::hatched);
    std::optional<Slip> told = slip;
    for (auto const& moment : row.moments) {
        auto const planned = day_of(moment.planned), actual = day_of(moment.actual);
        auto const late = slip_of_moment(row, moment, today);
        auto const expected = is_moment_row(row) && !actual ? day_of(row.expected_end) : std::nullopt;
        double const radius = em * 0.42;
        auto const inside = [&](std::int64_t day) { return scale.x(day) >= least && scale.x(day) <= most; };
        if (planned && actual && *planned != *actual)
            layout.lines.push_back({{{std::clamp(scale.x(*planned), least, most), middle}, {std::clamp(scale.x(*actual), least, most), middle}}, Ink::text, -1, 1.5, 0});
        else if (late && is_moment_row(row))
            layout.lines.push_back({{{std::clamp(scale.x(late->from), least, most), middle}, {std::clamp(scale.x(late->to), least, most), middle}}, Ink::series, late_ink, 1.5, 2});
        if (planned && (!actual || *planned != *actual) && inside(*planned))
            layout.marks.push_back({scale.x(*planned), middle, radius, late && !actual ? late_ink : work_ink, MarkShape::hollow_diamond});
        if (expected && inside(*expected)) { // where it was put off to: hollow, with a dot
            layout.marks.push_back({scale.x(*expected), middle, radius, late && today && *today > *expected ? late_ink : work_ink, MarkShape::hollow_diamond});
            layout.marks.push_back({scale.x(*expected), middle, radius * 0.45, work_ink, MarkShape::diamond});
        }
        if (actual && inside(*actual))
            layout.marks.push_back({scale.x(*actual), middle, radius, work_ink, MarkShape::diamond});
        if (is_moment_row(row)) {
            for (auto const& day : {planned, actual, expected, late ? std::optional{late->to} : std::nullopt})
                if (day)
                    text_at = std::max(text_at, std::clamp(scale.x(*day), least, most));
            told = late;
        }
    }
    if ((told || rests(row)) && text_at > 0) {
        auto words = told ? slip_text(*told, language) : std::string();
        if (is_moment_row(row) && told->open) {
            // Late is what has passed its last date; until then it is put off.
            auto const due = day_of(row.expected_end).value_or(told->from);
            auto const days = today ? *today - due : 0;
            if (days > 0)
                words = fmt::format("{}\u00A0{}", format_integer(days, language), language == Language::fr ? (days == 1 ? "jour de retard" : "jours de retard") : days == 1 ? "day late" : "days late");
        }
        if (rests(row))
            words = std::string(rest_word(language)) + (told ? ", " : "") + words;
        // Beside the end, or before the edge where there is no room.
        double at = text_at + em * 0.7;
        std::vector<double> marks;
        for (auto const& mark : layout.marks)
            marks.push_back(mark.x);
        std::sort(marks.begin(), marks.end());
        for (double const mark : marks) // nor over a mark
            if (mark + em * 0.42 > at && mark - em * 0.42 < at + frame.text_width(words, false))
                at = mark + em * 0.7;
        at = std::min(at, frame.width - frame.text_width(words, false));
        layout.texts.push_back({at, middle, Anchor::start, Ink::text, false, words});
    }
    return layout;
}

ChartLayout layout_timeline_legend(Timeline const& timeline, Language language, ChartFrame const& frame)
{
    ChartLayout layout;
    double const em = frame.font_size, radius = em * 0.42;
    double x = 0, y = em;
    bool const french = language == Language::fr;
    // Room for a mark that wide and its name; on the next line where there is none.
    auto const key = [&](std::string const& name, double width) {
        double const wide = width + em * 0.4 + frame.text_width(name, false);
        if (x > 0 && x + wide > frame.width) {
            x = 0;
            y += em * 1.7;
        }
        double const at = x;
        layout.texts.push_back({x + width + em * 0.4, y, Anchor::start, Ink::muted, false, name});
        layout.width = std::max(layout.width, x + wide);
        x += wide + em * 1.2;
        return at;
    };
    double at = key(french ? "prévu" : "planned", em * 1.6);
    layout.bars.push_back({at, y - em * 0.55, em * 1.6, em * 1.1, work_ink, BarFill::outline});
    at = key(french ? "réalisé" : "actual", em * 1.6);
    layout.bars.push_back({at, y - em * 0.3, em * 1.6, em * 0.6, work_ink, BarFill::solid});
    if (std::any_of(timeline.rows.begin(), timeline.rows.end(), rests)) {
        at = key(std::string(rest_word(language)), em * 2);
        layout.lines.push_back({{{at, y}, {at + em * 2, y}}, Ink::series, work_ink, em * 0.5, 1});
    }
    at = key(french ? "décalage" : "slippage", em * 1.6);
    layout.bars.push_back({at, y - em * 0.45, em * 1.6, em * 0.9, late_ink, BarFill::hatched});
    at = key(french ? "jalon atteint" : "milestone reached", em);
    layout.marks.push_back({at + em * 0.45, y, radius, work_ink, MarkShape::diamond});
    at = key(french ? "jalon prévu" : "milestone planned", em);
    layout.marks.push_back({at + em * 0.45, y, radius, work_ink, MarkShape::hollow_diamond});
    if (std::any_of(timeline.rows.begin(), timeline.rows.end(), [](TimelineRow const& row) { return is_moment_row(row) && !row.expected_end.empty(); })) {
        at = key(french ? "date révisée" : "revised date", em);
        layout.marks.push_back({at + em * 0.45, y, radius, work_ink, MarkShape::hollow_diamond});
        layout.marks.push_back({at + em * 0.45, y, radius * 0.45, work_ink, MarkShape::diamond});
    }
    layout.height = y + em;
    return layout;
}

ChartLayout layout_timeline(Timeline const& timeline, Language language, ChartFrame const& frame)
{
    ChartLayout layout;
    layout.width = frame.width;
    double const em = frame.font_size, row_height = em * 1.9;
    auto const today = day_of(frame.today);
    auto const span = span_of(timeline, today).value_or(TimelineSpan{today.value_or(0), today.value_or(0)});
    double label_width = 0;
    for (auto const& row : timeline.rows)
        label_width = std::max(label_width, frame.text_width(row.label, false) + (row.level > 0 ? em : 0));
    label_width = std::min(label_width, frame.width * 0.36);
    auto part = frame;
    double const left = label_width + em;
    part.width = std::max(em, frame.width - left);
    double const late_width = frame.text_width(language == Language::fr ? "+9\u202F999\u00A0j" : "+9,999\u00A0d", false) + em;
    TimelineScale const scale{span.first, std::max(em, part.width - late_width) / static_cast<double>(std::max<std::int64_t>(span.last - span.first, 1))};
    auto const end = std::min(timeline.rows.size(), frame.count > timeline.rows.size() ? timeline.rows.size() : frame.first + frame.count);
    auto const count = end > frame.first ? end - frame.first : 0;
    double const top = timeline_head(em), bottom = top + row_height * static_cast<double>(count);
    append(layout, layout_scale(scale, bottom, language, part), left, 0);
    double y = top;
    for (std::size_t at = frame.first; at < end; ++at, y += row_height) {
        auto const& row = timeline.rows[at];
        double const indent = row.level > 0 ? em : 0;
        layout.texts.push_back({indent, y + row_height / 2, Anchor::start, Ink::text, false, fitted(row.label, label_width - indent + 0.1, frame)});
        append(layout, layout_row(row, scale, row_height, language, part), left, y);
    }
    auto legend = layout_timeline_legend(timeline, language, frame);
    append(layout, legend, std::max(0.0, std::min(left, frame.width - legend.width)), bottom + em * 0.4);
    layout.height = bottom + em * 0.4 + legend.height;
    return layout;
}

} // namespace passerelle::exchange
