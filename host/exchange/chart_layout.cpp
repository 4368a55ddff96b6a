#include "host/exchange/chart_layout.hpp"
#include "host/exchange/facts.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <optional>

namespace passerelle::exchange {

std::string fitted(std::string const& text, double width, ChartFrame const& frame)
{
    if (frame.text_width(text, false) <= width)
        return text;
    std::string cut = text;
    while (!cut.empty()) {
        auto const space = cut.find_last_of(' ');
        if (space == std::string::npos || space == 0)
            break;
        cut.resize(space);
        if (frame.text_width(cut + "…", false) <= width)
            return cut + "…";
    }
    while (!cut.empty() && frame.text_width(cut + "…", false) > width) {
        cut.pop_back();
        while (!cut.empty() && (static_cast<unsigned char>(cut.back()) & 0xC0) == 0x80)
            cut.pop_back();
        if (!cut.empty() && static_cast<unsigned char>(cut.back()) >= 0xC0)
            cut.pop_back();
    }
    return cut + "…";
}

namespace {

/// One or two lines at the ends of words.
std::vector<std::string> wrapped(std::string const& text, double width, ChartFrame const& frame)
{
    if (frame.text_width(text, false) <= width)
        return {text};
    std::size_t cut = std::string::npos;
    for (auto space = text.find(' '); space != std::string::npos; space = text.find(' ', space + 1)) {
        if (frame.text_width(std::string_view{text}.substr(0, space), false) > width)
            break;
        cut = space;
    }
    if (cut == std::string::npos)
        return {fitted(text, width, frame)};
    return {text.substr(0, cut), fitted(text.substr(cut + 1), width, frame)};
}

Fact const& value_at(Chart const& chart, std::size_t series, std::size_t label)
{
    static Fact const none{};
    auto const at = series * chart.labels.size() + label;
    return at < chart.values.size() ? chart.values[at] : none;
}

Fact const* first_figure(Chart const& chart)
{
    for (auto const& fact : chart.values)
        if (is_numeric(fact))
            return &fact;
    return nullptr;
}

MarkShape shape_of(std::size_t series)
{
    static constexpr MarkShape shapes[]{MarkShape::circle, MarkShape::square, MarkShape::triangle, MarkShape::diamond};
    return shapes[series % 4];
}

/// Swatches and names of the series, wrapped; returns the height used.
double add_legend(ChartLayout& layout, Chart const& chart, ChartFrame const& frame)
{
    double const em = frame.font_size, row = em * 1.7;
    double x = 0, y = row / 2;
    for (std::size_t s = 0; s < chart.series.size(); ++s) {
        auto const name = fitted(chart.series[s], frame.width - em * 1.5, frame);
        double const width = em * 1.3 + frame.text_width(name, false) + em * 1.6;
        if (x > 0 && x + width > frame.width) {
            x = 0;
            y += row;
        }
        layout.bars.push_back({x, y - em * 0.4, em * 0.8, em * 0.8, static_cast<int>(s), BarFill::solid});
        layout.texts.push_back({x + em * 1.3, y, Anchor::start, Ink::text, false, name});
        x += width;
    }
    return y + row / 2 + em * 0.3;
}

struct Range {
    double least = 0, most = 0;
};

ChartLayout bars(Chart const& chart, Language language, ChartFrame const& frame)
{
    ChartLayout layout;
    layout.width = frame.width;
    double const em = frame.font_size;
    bool const stacked = chart.kind == ChartKind::stacked;
    auto const n = chart.labels.size(), k = chart.series.size();
    double y = k > 1 ? add_legend(layout, chart, frame) : em * 0.2;

    Range range;
    double label_width = 0, value_width = em * 2;
    std::vector<std::string> ends(n * k);
    for (std::size_t l = 0; l < n; ++l) {
        label_width = std::max(label_width, frame.text_width(chart.labels[l], false));
        double up = 0, down = 0;
        for (std::size_t s = 0; s < k; ++s) {
            auto const& fact = value_at(chart, s, l);
            auto const length = plotted(fact).value_or(0);
            if (stacked)
                (length < 0 ? down : up) += length;
            else {
                up = std::max(up, length);
                down = std::min(down, length);
                ends[s * n + l] = fact_text(fact, language);
                if (fact.kind == FactKind::money || std::abs(length) >= 1e7)
                    if (is_numeric(fact))
                        ends[s * n + l] = compact_text(length, fact, language);
            }
        }
        if (stacked) {
            std::vector<Fact> parts;
            std::string absent;
            for (std::size_t s = 0; s < k; ++s) {
                parts.push_back(value_at(chart, s, l));
                if (is_absent(parts.back()))
                    absent = fact_text(parts.back(), language);
            }
            auto const* like = first_figure(chart);
            bool const any = std::any_of(parts.begin(), parts.end(), [](Fact const& fact) { return is_numeric(fact); });
            // A bar whose parts are not all known says so: its end is not the total.
            ends[l] = any && like ? compact_text(up + down, *like, language) : "";
            if (!absent.empty())
                ends[l] += (ends[l].empty() ? "" : " + ") + absent;
        }
        range.most = std::max(range.most, up);
        range.least = std::min(range.least, down);
    }
    for (auto const& end : ends)
        value_width = std::max(value_width, frame.text_width(end, false) + em);
    label_width = std::min(label_width, frame.width * 0.36);
    double const left = label_width + em, right = std::max(left + em, frame.width - value_width - (range.least < 0 ? value_width : 0));
    double const origin_left = left + (range.least < 0 ? value_width : 0);
    double const span = range.most - range.least;
    double const unit = span > 0 ? (right - left) / span : 0;
    double const zero = origin_left - range.least * unit;

    double const thickness = em * (stacked || k == 1 ? 1.25 : 0.95), gap = em * 0.2;
    auto const last = std::min(n, frame.count > n ? n : frame.first + frame.count);
    double const top = y;
    for (std::size_t l = frame.first; l < last; ++l) {
        auto const lines = wrapped(chart.labels[l], label_width, frame);
        double const bars_height = stacked ? thickness : static_cast<double>(k) * (thickness + gap) - gap;
        double const height = std::max(bars_height, static_cast<double>(lines.size()) * em * 1.25);
        double text_y = y + height / 2 - static_cast<double>(lines.size() - 1) * em * 0.625;
        for (auto const& line : lines) {
            layout.texts.push_back({label_width, text_y, Anchor::end, Ink::text, false, line});
            text_y += em * 1.25;
        }
        double bar_y = y + (height - bars_height) / 2, up = zero, down = zero;
        for (std::size_t s = 0; s < k; ++s) {
            auto const length = plotted(value_at(chart, s, l));
            double const width = std::abs(length.value_or(0)) * unit;
            if (stacked) {
                if (length && width > 0) {
                    layout.bars.push_back({*length < 0 ? down - width : up, bar_y, width, thickness, static_cast<int>(s), BarFill::solid});
                    (*length < 0 ? down : up) += *length < 0 ? -width : width;
                }
            } else {
                if (length && width > 0)
                    layout.bars.push_back({*length < 0 ? zero - width : zero, bar_y, width, thickness, static_cast<int>(s), BarFill::solid});
                bool const negative = length && *length < 0;
                layout.texts.push_back({negative ? zero - width - em * 0.4 : zero + (length ? width : 0) + em * 0.4, bar_y + thickness / 2,
                                        negative ? Anchor::end : Anchor::start, length ? Ink::text : Ink::muted, false, ends[s * n + l]});
                bar_y += thickness + gap;
            }
        }
        if (stacked)
            layout.texts.push_back({up + em * 0.4, bar_y + thickness / 2, Anchor::start, Ink::text, false, ends[l]});
        y += height + em * 0.75;
    }
    layout.lines.push_back({{{zero, top - em * 0.2}, {zero, y - em * 0.4}}, Ink::axis, -1, 0.75, 0});
    layout.height = y;
    return layout;
}

/// 1, 2 or 5 times a power of ten so that at most five lines cover the range.
double nice_step(double span)
{
    if (!(span > 0))
        return 1;
    double const rough = span / 4, power = std::pow(10.0, std::floor(std::log10(rough)));
    for (double const times : {1.0, 2.0, 2.5, 5.0, 10.0})
        if (rough <= power * times * 1.0000001)
            return power * times;
    return power * 10;
}

ChartLayout line(Chart const& chart, Language language, ChartFrame const& frame)
{
    ChartLayout layout;
    layout.width = frame.width;
    double const em = frame.font_size;
    auto const n = chart.labels.size(), k = chart.series.size();
    auto const* like = first_figure(chart);
    Range range;
    for (auto const& fact : chart.values)
        if (auto const value = plotted(fact)) {
            range.least = std::min(range.least, *value);
            range.most = std::max(range.most, *value);
        }
    double const step = nice_step(range.most - range.least);
    double const low = std::floor(range.least / step + 1e-9) * step, high = std::max(low + step, std::ceil(range.most / step - 1e-9) * step);
    std::vector<std::pair<double, std::string>> ticks;
    double tick_width = 0, name_width = 0;
    for (int t = 0; t < 8 && low + t * step <= high + step * 1e-6; ++t) {
        double const value = low + t * step;
        ticks.emplace_back(value, compact_text(std::abs(value) < step * 1e-6 ? 0 : value, like ? *like : Fact{FactKind::count, 0, 0, {}}, language));
        tick_width = std::max(tick_width, frame.text_width(ticks.back().second, false));
    }
    for (auto const& name : chart.series)
        name_width = std::max(name_width, frame.text_width(name, false));
    name_width = k > 1 ? std::min(name_width + em, frame.width * 0.28) : em;
    double const top = em, plot_height = em * 14, left = tick_width + em * 0.8, right = frame.width - name_width - em * 0.6;
    auto const y_of = [&](double value) { return top + plot_height * (high - value) / (high - low); };
    auto const x_of = [&](std::size_t l) { return n < 2 ? (left + right) / 2 : left + em + (right - left - 2 * em) * static_cast<double>(l) / static_cast<double>(n - 1); };
    for (auto const& [value, text] : ticks) {
        bool const zero = std::abs(value) < step * 1e-6;
        layout.lines.push_back({{{left, y_of(value)}, {right, y_of(value)}}, zero ? Ink::axis : Ink::grid, -1, zero ? 0.75 : 0.5, 0});
        layout.texts.push_back({left - em * 0.5, y_of(value), Anchor::end, Ink::muted, false, text});
    }
    // Labels below, as many as stand apart.
    double widest = em;
    for (auto const& label : chart.labels)
        widest = std::max(widest, std::min(frame.text_width(label, false), frame.width * 0.25));
    double const apart = n > 1 ? x_of(1) - x_of(0) : right - left;
    auto const every = std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil((widest + em * 0.8) / std::max(apart, 0.1))));
    for (std::size_t l = 0; l < n; l += every)
        layout.texts.push_back({x_of(l), top + plot_height + em * 1.2, Anchor::middle, Ink::muted, false, fitted(chart.labels[l], frame.width * 0.25, frame)});

    struct End {
        double y;
        std::size_t series;
    };
    std::vector<End> ends;
    for (std::size_t s = 0; s < k; ++s) {
        std::vector<ChartPoint> points;
        std::optional<double> last;
        auto const flush = [&] {
            if (points.size() > 1)
                layout.lines.push_back({points, Ink::series, static_cast<int>(s), 1.5, static_cast<int>(s % 4)});
            points.clear();
        };
        for (std::size_t l = 0; l < n; ++l) {
            auto const value = plotted(value_at(chart, s, l));
            if (!value) { // a period that was not reported is a gap, not a straight line over it
                flush();
                continue;
            }
            points.push_back({x_of(l), y_of(*value)});
            layout.marks.push_back({x_of(l), y_of(*value), em * 0.3, static_cast<int>(s), shape_of(s)});
            last = y_of(*value);
        }
        flush();
        if (last)
            ends.push_back({*last, s});
    }
    if (k > 1) {
        std::sort(ends.begin(), ends.end(), [](End const& a, End const& b) { return a.y < b.y; });
        double lowest = top - em;
        for (auto& end : ends) {
            double const y = std::max(end.y, lowest + em * 1.25);
            lowest = y;
            layout.marks.push_back({right + em * 0.6, y, em * 0.3, static_cast<int>(end.series), shape_of(end.series)});
            layout.texts.push_back({right + em * 1.2, y, Anchor::start, Ink::text, false, fitted(chart.series[end.series], name_width - em * 0.6, frame)});
        }
        layout.height = lowest + em;
    }
    layout.height = std::max(layout.height, top + plot_height + em * 2);
    return layout;
}

} // namespace

std::size_t rows_of(Chart const& chart)
{
    return chart.kind == ChartKind::line ? 1 : chart.labels.size();
}

ChartLayout layout_chart(Chart const& chart, Language language, ChartFrame const& frame)
{
    switch (chart.kind) {
    case ChartKind::line: return line(chart, language, frame);
    default: return bars(chart, language, frame);
    }
}

} // namespace passerelle::exchange
