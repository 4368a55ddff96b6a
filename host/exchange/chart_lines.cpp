// Lines over time: each series with a dash and a mark of its own, named at its end; what was not reported is a gap.
#include "host/exchange/chart_parts.hpp"
#include "host/exchange/facts.hpp"
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace passerelle::exchange {

namespace {

struct Range {
    double least = 0, most = 0;
};

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

} // namespace

ChartLayout layout_line(Chart const& chart, Language language, ChartFrame const& frame)
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
    double step = nice_step(range.most - range.least), low = 0, high = 0;
    for (int wider = 0; wider < 4; ++wider) { // rounding both ends outwards may add a line: then the next round step
        low = std::floor(range.least / step + 1e-9) * step;
        high = std::max(low + step, std::ceil(range.most / step - 1e-9) * step);
        if (high - low <= 4 * step * 1.0000001)
            break;
        step = nice_step(step * 4 * 1.01);
    }
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

} // namespace passerelle::exchange
