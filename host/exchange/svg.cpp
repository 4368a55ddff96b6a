#include "host/exchange/svg.hpp"
#include "host/exchange/paper.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::exchange {
namespace {

std::string colour(std::uint32_t rgb)
{
    return fmt::format("#{:06X}", rgb);
}

std::string colour_of(Ink ink, int series)
{
    switch (ink) {
    case Ink::series: return colour(paper::series_ink(series));
    case Ink::text: return colour(paper::text);
    case Ink::muted: return colour(paper::muted);
    case Ink::axis: return colour(paper::border_strong);
    case Ink::grid: return colour(paper::border);
    case Ink::today: return colour(paper::text_2);
    }
    return colour(paper::text);
}

void add_mark(std::string& out, ChartMark const& mark)
{
    bool const hollow = mark.shape == MarkShape::ring || mark.shape == MarkShape::box || mark.shape == MarkShape::hollow_diamond;
    auto const fill = hollow ? std::string{"#FFFFFF"} : colour(paper::series_ink(mark.series));
    auto const stroke = hollow ? colour(paper::series_ink(mark.series)) : std::string{"#FFFFFF"};
    auto const paint = fmt::format("fill=\"{}\" stroke=\"{}\" stroke-width=\"1\"", fill, stroke);
    double const x = mark.x, y = mark.y, r = mark.radius;
    switch (mark.shape) {
    case MarkShape::circle:
    case MarkShape::ring:
        out += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" {}/>", x, y, r, paint);
        break;
    case MarkShape::square:
    case MarkShape::box:
        out += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" {}/>", x - r * 0.89, y - r * 0.89, r * 1.78, r * 1.78, paint);
        break;
    case MarkShape::triangle:
        out += fmt::format("<path d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}Z\" {}/>", x, y - r, x + r * 1.05, y + r * 0.85, x - r * 1.05, y + r * 0.85, paint);
        break;
    case MarkShape::diamond:
    case MarkShape::hollow_diamond:
        out += fmt::format("<path d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}Z\" {}/>", x, y - r * 1.15, x + r * 1.15, y, x, y + r * 1.15, x - r * 1.15, y, paint);
        break;
    }
}

} // namespace

std::string escaped(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (char const letter : text)
        switch (letter) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += letter;
        }
    return out;
}

ChartFrame frame_for_browser(std::string today)
{
    ChartFrame frame;
    frame.width = 760;
    frame.font_size = 13;
    frame.today = std::move(today);
    frame.text_width = [](std::string_view text, bool strong) {
        double sum = 0;
        for (char const letter : text) {
            auto const byte = static_cast<unsigned char>(letter);
            if ((byte & 0xC0) == 0x80)
                continue;
            sum += byte == ' ' || byte == 'i' || byte == 'l' || byte == '.' || byte == ',' || byte == '\'' || byte == 'j' || byte == 't' ? 0.33
                   : byte == 'm' || byte == 'w' || byte == 'M' || byte == 'W'                                                     ? 0.92
                   : (byte >= 'A' && byte <= 'Z')                                                                                  ? 0.72
                   : byte >= 0xE0                                                                                                  ? 0.7
                                                                                                                                   : 0.6;
        }
        return sum * 13 * (strong ? 1.06 : 1.0);
    };
    return frame;
}

std::string svg_of(ChartLayout const& layout, std::string_view id, std::string_view title, std::string_view description)
{
    std::string out = fmt::format("<svg role=\"img\" aria-labelledby=\"{0}-t {0}-d\" viewBox=\"0 0 {1:.0f} {2:.0f}\" width=\"{1:.0f}\" height=\"{2:.0f}\">"
                                  "<title id=\"{0}-t\">{3}</title><desc id=\"{0}-d\">{4}</desc>\n",
                                  id, layout.width, layout.height, escaped(title), escaped(description));
    auto const add_line = [&](ChartLine const& line) {
        static constexpr char const* dashes[]{"", " stroke-dasharray=\"7 4\"", " stroke-dasharray=\"1.5 2.5\"", " stroke-dasharray=\"3.5 2.5\""};
        out += "<polyline points=\"";
        for (auto const& point : line.points)
            out += fmt::format("{:.1f},{:.1f} ", point.x, point.y);
        out += fmt::format("\" fill=\"none\" stroke=\"{}\" stroke-width=\"{:.2f}\"{}/>\n", colour_of(line.ink, line.series), line.thickness, dashes[line.dash & 3]);
    };
    for (auto const& area : layout.areas) {
        out += "<path d=\"M";
        for (auto const& point : area.points)
            out += fmt::format("{:.1f} {:.1f} ", point.x, point.y);
        out += fmt::format("Z\" fill=\"{}\" stroke=\"{}\" stroke-width=\"0.5\"/>\n", colour(area.water ? paper::sea : paper::land), colour(paper::coast));
    }
    for (auto const& line : layout.lines)
        if (line.ink == Ink::grid || line.ink == Ink::axis)
            add_line(line);
    for (auto const& bar : layout.bars) {
        auto const ink = colour(paper::series_ink(bar.series));
        if (bar.fill == BarFill::solid) {
            out += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\"/>\n", bar.x, bar.y, bar.width, bar.height, ink);
            continue;
        }
        out += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"none\" stroke=\"{}\"/>\n", bar.x, bar.y, std::max(0.1, bar.width), bar.height, ink);
        if (bar.fill == BarFill::hatched) {
            std::string path;
            for (double x = bar.x + 3; x < bar.x + bar.width + bar.height; x += 4) {
                double const x1 = std::min(x, bar.x + bar.width), y1 = bar.y + (x - x1), x2 = std::max(bar.x, x - bar.height), y2 = bar.y + (x - x2);
                path += fmt::format("M{:.1f} {:.1f}L{:.1f} {:.1f}", x1, y1, x2, y2);
            }
            out += fmt::format("<path d=\"{}\" stroke=\"{}\" fill=\"none\"/>\n", path, ink);
        }
    }
    for (auto const& line : layout.lines)
        if (line.ink != Ink::grid && line.ink != Ink::axis)
            add_line(line);
    for (auto const& mark : layout.marks)
        add_mark(out, mark);
    for (auto const& words : layout.texts)
        out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" dy=\".35em\" text-anchor=\"{}\" fill=\"{}\"{}>{}</text>\n", words.x, words.y,
                           words.anchor == Anchor::start ? "start" : words.anchor == Anchor::end ? "end" : "middle", colour_of(words.ink, 0),
                           words.strong ? " font-weight=\"600\"" : "", escaped(words.text));
    return out + "</svg>";
}

} // namespace passerelle::exchange
