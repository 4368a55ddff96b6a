#include "host/exchange/picture.hpp"
#include "host/base/format.hpp"
#include "host/base/atomic_file.hpp"
#include "host/exchange/facts.hpp"
#include "host/exchange/map_layout.hpp"
#include "host/exchange/paper.hpp"
#include "host/exchange/pdf_shapes.hpp"
#include "host/exchange/timeline_layout.hpp"
#include <algorithm>
#include <cairo-svg.h>
#include <cmath>
#include <fmt/format.h>

namespace passerelle::exchange {

namespace {

constexpr double drawing_width = 720, margin = 24, gap = 10, pixels = 2; ///< points; pixels for each
constexpr double most_height = 8000;                                      ///< an image beyond is refused by other programs
constexpr std::size_t most_rows = 400;

ChartLayout layout_of(Block const& block, Language language, ChartFrame const& frame)
{
    if (auto const* chart = std::get_if<Chart>(&block))
        return layout_chart(*chart, language, frame);
    if (auto const* map = std::get_if<Map>(&block))
        return layout_map(*map, language, frame);
    return layout_timeline(std::get<Timeline>(block), language, frame);
}

std::string beneath(PictureFrame const& words)
{
    std::string line = words.source;
    if (!words.date.empty())
        line += fmt::format("{}{}", line.empty() ? "" : ", ", fmt::format(fmt::runtime(words.language == Language::fr ? "au {}" : "to {}"), format_date(words.date, words.language, DateStyle::text)));
    if (!words.notice.empty())
        line += (line.empty() ? "" : ". ") + words.notice;
    return line;
}

struct Canvas {
    double title_height = 0, words_height = 0;
    ChartLayout layout;
    [[nodiscard]] double height() const { return margin * 2 + title_height + layout.height + words_height; }
};

void draw(cairo_t* cairo, PaperText& text, Canvas const& canvas, Block const& block, PictureFrame const& words)
{
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    set_colour(cairo, paper::text);
    double y = margin;
    text.draw(cairo, picture_title(block), TextStyle::body_strong, margin, y, drawing_width);
    y += canvas.title_height;
    draw_chart(cairo, text, canvas.layout, margin, y);
    y += canvas.layout.height + gap;
    set_colour(cairo, paper::muted);
    text.draw(cairo, beneath(words), TextStyle::small, margin, y, drawing_width);
}

Error not_written(std::filesystem::path const& path)
{
    auto const name = path.filename().string();
    return {Status::io, {fmt::format("L’image « {} » n’a pas pu être écrite. Choisissez un autre dossier ou libérez de la place.", name), fmt::format("The picture “{}” could not be written. Choose another folder or free some space.", name)}};
}

} // namespace

bool is_picture(Block const& block) { return std::holds_alternative<Chart>(block) || std::holds_alternative<Map>(block) || std::holds_alternative<Timeline>(block); }

std::string picture_id(Block const& block)
{
    auto const* chart = std::get_if<Chart>(&block);
    auto const* map = std::get_if<Map>(&block);
    auto const* timeline = std::get_if<Timeline>(&block);
    return chart ? chart->id : map ? map->id : timeline ? timeline->id : std::string();
}

std::string picture_title(Block const& block)
{
    auto const* chart = std::get_if<Chart>(&block);
    auto const* map = std::get_if<Map>(&block);
    auto const* timeline = std::get_if<Timeline>(&block);
    return chart ? chart->caption : map ? map->caption : timeline ? timeline->caption : std::string();
}

Result<void> write_picture(std::filesystem::path const& path, Block const& block, PictureFrame const& words)
{
    if (!is_picture(block))
        return Error{Status::invalid, {"Ce n’est pas une image.", "This is no picture."}};
    PaperText text(words.language);
    ChartFrame frame;
    frame.width = drawing_width;
    frame.font_size = PaperText::size_of(TextStyle::small);
    frame.text_width = [&text](std::string_view run, bool strong) { return text.width(run, strong ? TextStyle::small_strong : TextStyle::small); };
    frame.today = words.date;
    frame.count = most_rows;
    Canvas canvas;
    canvas.layout = layout_of(block, words.language, frame);
    canvas.title_height = picture_title(block).empty() ? 0 : text.height(picture_title(block), TextStyle::body_strong, drawing_width) + gap;
    canvas.words_height = beneath(words).empty() ? 0 : gap + text.height(beneath(words), TextStyle::small, drawing_width);
    double const width = drawing_width + 2 * margin, height = std::min(canvas.height(), most_height);
    auto const temporary = temporary_beside(path);
    bool const vector = path.extension() == ".svg";
    cairo_surface_t* const surface = vector ? cairo_svg_surface_create(temporary.string().c_str(), width, height)
                                            : cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(std::ceil(width * pixels)), static_cast<int>(std::ceil(height * pixels)));
    cairo_t* const cairo = cairo_create(surface);
    if (!vector)
        cairo_scale(cairo, pixels, pixels);
    draw(cairo, text, canvas, block, words);
    bool written = cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cairo);
    if (!vector)
        written = written && cairo_surface_write_to_png(surface, temporary.string().c_str()) == CAIRO_STATUS_SUCCESS;
    cairo_surface_finish(surface);
    written = written && cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    if (!written) {
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        return not_written(path);
    }
    return keep_temporary(temporary, path);
}

} // namespace passerelle::exchange
