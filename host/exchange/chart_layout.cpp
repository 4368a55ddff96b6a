#include "host/exchange/chart_layout.hpp"
#include "host/exchange/chart_parts.hpp"
#include "host/exchange/facts.hpp"
#include <algorithm>
#include <cmath>

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

BarFill fill_of(std::size_t series)
{
    static constexpr BarFill fills[]{BarFill::solid, BarFill::hatched, BarFill::outline};
    return fills[series % 3];
}

std::string end_text(Fact const& fact, Language language)
{
    auto const length = plotted(fact);
    return length && (fact.kind == FactKind::money || std::abs(*length) >= 1e7) ? compact_text(*length, fact, language) : fact_text(fact, language);
}

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
        layout.bars.push_back({x, y - em * 0.4, em * 0.8, em * 0.8, static_cast<int>(s), chart.kind == ChartKind::target && s == 1 ? BarFill::outline : fill_of(s)});
        layout.texts.push_back({x + em * 1.3, y, Anchor::start, Ink::text, false, name});
        x += width;
    }
    return y + row / 2 + em * 0.3;
}

std::size_t rows_of(Chart const& chart)
{
    return chart.kind == ChartKind::line ? 1 : chart.labels.size();
}

ChartLayout layout_chart(Chart const& chart, Language language, ChartFrame const& frame)
{
    switch (chart.kind) {
    case ChartKind::line: return layout_line(chart, language, frame);
    case ChartKind::target: return layout_target(chart, language, frame);
    default: return layout_bars(chart, language, frame);
    }
}

} // namespace passerelle::exchange
