// Bars from left to right: one or several for each label, stacked, or what there is within what was aimed at.
#include "host/exchange/chart_parts.hpp"
#include "host/exchange/facts.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace passerelle::exchange {

namespace {

struct Range {
    double least = 0, most = 0;
};

} // namespace

ChartLayout layout_bars(Chart const& chart, Language language, ChartFrame const& frame)
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
                ends[s * n + l] = end_text(fact, language);
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
                    layout.bars.push_back({*length < 0 ? down - width : up, bar_y, width, thickness, static_cast<int>(s), fill_of(s)});
                    (*length < 0 ? down : up) += *length < 0 ? -width : width;
                }
            } else {
                if (length && width > 0)
                    layout.bars.push_back({*length < 0 ? zero - width : zero, bar_y, width, thickness, static_cast<int>(s), fill_of(s)});
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

/// One bar for each label: the aim as an outline, what there is within it and, where it is more, beyond. What is not known is
/// said in words and has neither.
ChartLayout layout_target(Chart const& chart, Language language, ChartFrame const& frame)
{
    ChartLayout layout;
    layout.width = frame.width;
    double const em = frame.font_size;
    auto const n = chart.labels.size();
    double y = chart.series.empty() ? em * 0.2 : add_legend(layout, chart, frame);
    double most = 0, label_width = 0, end_width = em * 2;
    std::vector<std::string> ends(n);
    for (std::size_t l = 0; l < n; ++l) {
        auto const &is = value_at(chart, 0, l), &aim = value_at(chart, 1, l);
        most = std::max({most, plotted(is).value_or(0), plotted(aim).value_or(0)});
        label_width = std::max(label_width, frame.text_width(chart.labels[l], false));
        ends[l] = chart.series.size() > 1 ? fmt::format("{} / {}", end_text(is, language), end_text(aim, language)) : end_text(is, language);
        end_width = std::max(end_width, frame.text_width(ends[l], false) + em);
    }
    label_width = std::min(label_width, frame.width * 0.36);
    double const left = label_width + em, right = std::max(left + em, frame.width - end_width), unit = most > 0 ? (right - left) / most : 0;
    double const thickness = em * 1.25, within = em * 0.75, top = y;
    auto const last = std::min(n, frame.count > n ? n : frame.first + frame.count);
    for (std::size_t l = frame.first; l < last; ++l) {
        auto const lines = wrapped(chart.labels[l], label_width, frame);
        double const height = std::max(thickness, static_cast<double>(lines.size()) * em * 1.25), middle = y + height / 2;
        double text_y = middle - static_cast<double>(lines.size() - 1) * em * 0.625;
        for (auto const& words : lines) {
            layout.texts.push_back({label_width, text_y, Anchor::end, Ink::text, false, words});
            text_y += em * 1.25;
        }
        double reach = 0;
        auto const is = plotted(value_at(chart, 0, l));
        if (auto const aim = plotted(value_at(chart, 1, l)); aim && *aim > 0 && is) { // an outline alone would read as 0
            layout.bars.push_back({left, middle - thickness / 2, *aim * unit, thickness, 1, BarFill::outline});
            reach = *aim * unit;
        }
        if (is && *is > 0) {
            layout.bars.push_back({left, middle - within / 2, *is * unit, within, 0, BarFill::solid});
            reach = std::max(reach, *is * unit);
        }
        layout.texts.push_back({left + reach + em * 0.4, middle, Anchor::start, is ? Ink::text : Ink::muted, false, ends[l]});
        y += height + em * 0.75;
    }
    layout.lines.push_back({{{left, top - em * 0.2}, {left, y - em * 0.4}}, Ink::axis, -1, 0.75, 0});
    layout.height = y;
    return layout;
}

} // namespace passerelle::exchange
