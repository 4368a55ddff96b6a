#include "host/base/format.hpp"
#include "host/base/text.hpp"
#include "host/base/atomic_file.hpp"
#include "host/exchange/cleaning.hpp"
#include "host/exchange/facts.hpp"
#include "host/exchange/map_layout.hpp"
#include "host/exchange/paper.hpp"
#include "host/exchange/paper_pages.hpp"
#include "host/exchange/pdf_finish.hpp"
#include "host/exchange/pdf_flow.hpp"
#include "host/exchange/pdf_shapes.hpp"
#include "host/exchange/timeline_layout.hpp"
#include "host/exchange/writers.hpp"
#include <algorithm>
#include <cairo-pdf.h>
#include <cmath>
#include <cstring>
#include <fmt/format.h>

namespace passerelle::exchange {
namespace {

cairo_status_t append_bytes(void* closure, unsigned char const* data, unsigned length)
{
    // Cairo is C: nothing may be thrown through it.
    try {
        static_cast<std::string*>(closure)->append(reinterpret_cast<char const*>(data), length);
        return CAIRO_STATUS_SUCCESS;
    } catch (...) {
        return CAIRO_STATUS_NO_MEMORY;
    }
}

class Tag {
public:
    Tag(cairo_t* cairo, char const* name) : m_cairo(cairo), m_name(name) { cairo_tag_begin(cairo, name, ""); }
    ~Tag() { cairo_tag_end(m_cairo, m_name); }
    Tag(Tag const&) = delete;
    Tag& operator=(Tag const&) = delete;

private:
    cairo_t* m_cairo;
    char const* m_name;
};

class Drawing {
public:
    Drawing(Document const& document, PaperText& text, Flow const& flow, cairo_surface_t* surface, cairo_t* cairo)
        : m_document(document), m_text(text), m_flow(flow), m_surface(surface), m_cairo(cairo), m_french(document.language == Language::fr)
    {
    }

    std::vector<std::string> run()
    {
        Tag const whole{m_cairo, "Document"};
        for (std::size_t at = 0; at < m_flow.pages; ++at) {
            page(at);
            cairo_show_page(m_cairo);
        }
        return std::move(m_alternatives);
    }
    void page(std::size_t at)
    {
        furniture(at);
        if (at == 0)
            cover();
        auto part = std::lower_bound(m_flow.parts.begin(), m_flow.parts.end(), at, [](Part const& one, std::size_t wanted) { return one.page < wanted; });
        for (; part != m_flow.parts.end() && part->page == at; ++part)
            draw(*part);
    }

private:
    static constexpr double left = Sheet::left;

    void words(std::string_view text, TextStyle style, std::uint32_t colour, double x, double y, double room, Flush flush = Flush::left, double scale = 1, double most = 0)
    {
        set_colour(m_cairo, colour);
        m_text.draw(m_cairo, text, style, x, y, room, flush, scale, most);
    }
    void rule(double x, double y, double length, std::uint32_t colour, double thickness)
    {
        set_colour(m_cairo, colour);
        cairo_set_line_width(m_cairo, thickness);
        cairo_new_path(m_cairo);
        cairo_move_to(m_cairo, x, y);
        cairo_line_to(m_cairo, x + length, y);
        cairo_stroke(m_cairo);
    }

    /// Head and foot of a page: title, notice, page x of y.
    void furniture(std::size_t page)
    {
        double const line = m_text.line_height(TextStyle::small);
        if (page > 0) {
            words(shortened(m_document.title, 90), TextStyle::small, paper::muted, left, 32, wide);
            rule(left, 32 + line + 4, wide, paper::border, 0.5);
        }
        double const foot = m_flow.sheet.height() - 40;
        rule(left, foot - 6, wide, paper::border, 0.5);
        auto const number = m_french ? fmt::format("page\u00A0{} sur {}", page + 1, m_flow.pages) : fmt::format("page {} of {}", page + 1, m_flow.pages);
        words(number, TextStyle::small, paper::muted, left + wide - 120, foot, 120, Flush::right);
        double x = left;
        if (!m_document.notice.empty()) {
            draw_tone_mark(m_cairo, Tone::warn, left + 4, foot + line / 2 - 0.5, 3.4);
            x += 12;
            words(m_document.notice, TextStyle::small_strong, paper::ink_of(Tone::warn).text, x, foot, wide - 140, Flush::left, 1, line * 2);
        } else if (!m_document.date.empty()) {
            words((m_french ? "Données au " : "Data as of ") + format_date(m_document.date, m_document.language, DateStyle::text), TextStyle::small, paper::muted, x, foot, wide - 140);
        }
    }

    void cover()
    {
        double y = Sheet::top;
        set_colour(m_cairo, paper::accent);
        cairo_rectangle(m_cairo, left, y - 22, 42, 4);
        cairo_fill(m_cairo);
        {
            Tag const tag{m_cairo, "H1"};
            words(m_document.title, TextStyle::title, paper::text, left, y, wide);
        }
        if (m_surface)
            cairo_pdf_surface_add_outline(m_surface, CAIRO_PDF_OUTLINE_ROOT, m_document.title.c_str(), "page=1 pos=[0 0]", CAIRO_PDF_OUTLINE_FLAG_OPEN);
        y += m_text.height(m_document.title, TextStyle::title, wide) + 2;
        if (!m_document.subtitle.empty()) {
            Tag const tag{m_cairo, "P"};
            words(m_document.subtitle, TextStyle::subtitle, paper::text_2, left, y, wide);
            y += m_text.height(m_document.subtitle, TextStyle::subtitle, wide) + 2;
        }
        y += 6;
        rule(left, y, wide, paper::border_strong, 0.75);
        y += 6;
        double const label = identification_label_width(), room = wide - label - 10;
        for (auto const& [name, content] : m_document.identification) {
            Tag const tag{m_cairo, "P"};
            words(name, TextStyle::body, paper::muted, left, y, label);
            words(content, TextStyle::body, paper::text, left + label + 10, y, room);
            y += std::max(m_text.height(name, TextStyle::body, label), m_text.height(content, TextStyle::body, room)) + 5;
        }
        if (!m_document.identification.empty())
            rule(left, y, wide, paper::border, 0.5);
    }

    void draw(Part const& part)
    {
        switch (part.kind) {
        case PartKind::heading: return heading(part);
        case PartKind::paragraph: return paragraph(part);
        case PartKind::cards: return cards(part);
        case PartKind::table: return table(part);
        case PartKind::table_notes: return notes(m_flow.tables[part.block].notes, part.y);
        case PartKind::chart: return chart(part);
        case PartKind::map: return map(part);
        case PartKind::legend:
            rule(left, part.y, 60, paper::border_strong, 0.5);
            return notes(m_flow.legend, part.y + 6);
        }
    }

    void heading(Part const& part)
    {
        auto const& heading = std::get<Heading>(m_document.blocks[part.block]);
        bool const first = heading.level <= 1;
        {
            Tag const tag{m_cairo, first ? "H2" : heading.level == 2 ? "H3" : "H4"};
            words(heading.text, first ? TextStyle::heading_1 : heading.level == 2 ? TextStyle::heading_2 : TextStyle::heading_3, first ? paper::accent_text : paper::text, left, part.y, wide);
        }
        if (first)
            rule(left, part.y + part.height - 1, wide, paper::border, 0.75);
        // Bookmarks nest under the nearest heading above that is of a higher level.
        auto const level = static_cast<std::size_t>(std::clamp(heading.level, 1, 3));
        int parent = CAIRO_PDF_OUTLINE_ROOT;
        for (std::size_t upper = level; upper-- > 1;)
            if (m_outline[upper] != 0) {
                parent = m_outline[upper];
                break;
            }
        auto const place = fmt::format("page={} pos=[{:.1f} {:.1f}]", part.page + 1, 0.0, std::max(0.0, part.y - 12));
        m_outline[level] = m_surface ? cairo_pdf_surface_add_outline(m_surface, parent, heading.text.c_str(), place.c_str(), static_cast<cairo_pdf_outline_flags_t>(0)) : 0;
        for (auto lower = level + 1; lower < m_outline.size(); ++lower)
            m_outline[lower] = 0;
    }

    void paragraph(Part const& part)
    {
        auto const& paragraph = std::get<Paragraph>(m_document.blocks[part.block]);
        Tag const tag{m_cairo, "P"};
        if (paragraph.tone == Tone::plain || paragraph.tone == Tone::muted) {
            set_colour(m_cairo, paragraph.tone == Tone::muted ? paper::muted : paper::text);
            m_text.draw_lines(m_cairo, paragraph.text, TextStyle::body, left, part.y, wide, static_cast<int>(part.first), static_cast<int>(part.count));
            return;
        }
        auto const ink = paper::ink_of(paragraph.tone);
        cairo_new_path(m_cairo);
        rounded_rectangle(m_cairo, left, part.y, wide, part.height, 4);
        set_colour(m_cairo, ink.tint);
        cairo_fill(m_cairo);
        draw_tone_mark(m_cairo, paragraph.tone, left + 10, part.y + 5 + m_text.line_height(TextStyle::body) / 2 - 0.5, 3.8);
        set_colour(m_cairo, ink.text);
        m_text.draw_lines(m_cairo, paragraph.text, TextStyle::body, left + 20, part.y + 5, wide - 22, static_cast<int>(part.first), static_cast<int>(part.count));
    }

    void cards(Part const& part)
    {
        double const width = m_flow.sheet.card_width();
        for (std::size_t k = 0; k < part.count; ++k)
            card(std::get<Figure>(m_document.blocks[part.block + k]), left + static_cast<double>(k) * (width + Sheet::card_gap), part.y, width, part.height);
    }
    void card(Figure const& figure, double x, double y, double width, double height)
    {
        Tag const tag{m_cairo, "P"};
        auto const ink = paper::ink_of(figure.tone);
        cairo_new_path(m_cairo);
        rounded_rectangle(m_cairo, x + 0.4, y + 0.4, width - 0.8, height - 0.8, 5);
        set_colour(m_cairo, figure.tone == Tone::plain ? paper::border : ink.border);
        cairo_set_line_width(m_cairo, 0.8);
        cairo_stroke(m_cairo);
        double const room = width - 2 * Sheet::card_pad, inner = x + Sheet::card_pad;
        double at = y + Sheet::card_pad;
        words(figure.label, TextStyle::small, paper::muted, inner, at, room);
        at += m_text.height(figure.label, TextStyle::small, room) + 3;
        auto const value = fact_text(figure.value, m_document.language);
        bool const large = m_text.width(value, TextStyle::figure) <= room;
        auto const style = large ? TextStyle::figure : TextStyle::figure_small;
        double const value_height = large ? m_text.line_height(style) : m_text.height(value, style, room);
        double const down = std::max(0.0, m_text.line_height(TextStyle::figure) - value_height);
        words(value, style, is_absent(figure.value) ? paper::muted : paper::text, inner, at + down, room);
        at += down + value_height;
        if (!is_absent(figure.target)) {
            words((m_french ? "Cible\u00A0: " : "Target: ") + fact_text(figure.target, m_document.language), TextStyle::small, paper::text_2, inner, at, room);
            at += m_text.line_height(TextStyle::small);
        }
        if (figure.tone != Tone::plain) {
            draw_tone_mark(m_cairo, figure.tone, inner + 3.4, at + m_text.line_height(TextStyle::small_strong) / 2 - 0.5, 3.2);
            words(tone_word(figure.tone, m_document.language), TextStyle::small_strong, ink.text, inner + 11, at, room - 11);
            at += m_text.line_height(TextStyle::small_strong);
        }
        if (!figure.note.empty())
            words(figure.note, TextStyle::small, paper::text_2, inner, at, room, Flush::left, 1, std::max(10.0, y + height - at));
    }

    void table(Part const& part)
    {
        auto const& table = std::get<Table>(m_document.blocks[part.block]);
        auto const& shape = m_flow.tables[part.block];
        Tag const tag{m_cairo, "Table"};
        double y = part.y;
        if (!table.caption.empty()) {
            Tag const caption{m_cairo, "Caption"};
            words(part.continued ? table.caption + (m_french ? " (suite)" : " (continued)") : table.caption, TextStyle::body_strong, paper::text, left, y, wide, Flush::left, 1, shape.caption_height);
            y += shape.caption_height;
        }
        set_colour(m_cairo, 0xF5F5F2);
        cairo_new_path(m_cairo);
        cairo_rectangle(m_cairo, left, y, wide, shape.head_height);
        cairo_fill(m_cairo);
        {
            Tag const row{m_cairo, "TR"};
            double x = left;
            for (std::size_t c = 0; c < table.columns.size(); ++c) {
                Tag const cell{m_cairo, "TH"};
                double const room = shape.widths[c] - 2 * Sheet::cell_pad_x + 0.5;
                double const height = m_text.height(table.columns[c], TextStyle::small_strong, room, shape.scale);
                words(table.columns[c], TextStyle::small_strong, paper::text_2, x + Sheet::cell_pad_x, y + shape.head_height - Sheet::cell_pad_y - height, room, shape.numeric[c] ? Flush::right : Flush::left, shape.scale);
                x += shape.widths[c];
            }
        }
        y += shape.head_height;
        rule(left, y, wide, paper::border_strong, 0.75);
        for (std::size_t r = part.first; r < part.first + part.count; ++r) {
            bool const total = r + table.total_rows >= table.rows.size();
            bool const first_total = total && r + table.total_rows == table.rows.size();
            if (first_total && r > part.first)
                rule(left, y, wide, paper::border_strong, 0.75);
            else if (r > part.first)
                rule(left, y, wide, paper::border, 0.5);
            row(table, shape, table.rows[r], y, shape.row_heights[r], total);
            y += shape.row_heights[r];
        }
        rule(left, y, wide, paper::border_strong, 0.5);
    }
    void row(Table const& table, TableShape const& shape, std::vector<Cell> const& cells, double y, double height, bool total)
    {
        Tag const tag{m_cairo, "TR"};
        double x = left;
        auto const style = total ? TextStyle::cell_strong : TextStyle::cell;
        double const line = m_text.line_height(style, shape.scale);
        for (std::size_t c = 0; c < table.columns.size() && c < cells.size(); x += shape.widths[c], ++c) {
            Tag const cell_tag{m_cairo, "TD"};
            auto const& cell = cells[c];
            auto const text = cell_text(cell, m_document.language);
            double from = x + Sheet::cell_pad_x, room = shape.widths[c] - 2 * Sheet::cell_pad_x + 0.5;
            bool const right = shape.numeric[c] && (is_numeric(cell.fact) || is_absent(cell.fact));
            if (cell.tone != Tone::plain) {
                double const mark_x = right ? std::max(from + 3, from + room - m_text.width(text, style, shape.scale) * 1.03 - 6) : from + 3;
                draw_tone_mark(m_cairo, cell.tone, mark_x, y + Sheet::cell_pad_y + line / 2 - 0.4, 3 * shape.scale);
                if (!right) {
                    from += 10;
                    room -= 10;
                }
            }
            auto const colour = cell.tone != Tone::plain ? paper::ink_of(cell.tone).text : is_absent(cell.fact) ? paper::muted : paper::text;
            words(text, style, colour, from, y + Sheet::cell_pad_y, room, right ? Flush::right : Flush::left, shape.scale, height - 2 * Sheet::cell_pad_y + 1);
        }
    }

    void notes(std::vector<std::string> const& lines, double y)
    {
        Tag const tag{m_cairo, "P"};
        for (auto const& line : lines) {
            words(line, TextStyle::small, paper::muted, left, y, wide);
            y += m_text.height(line, TextStyle::small, wide);
        }
    }

    double caption(std::string const& text, double y, bool continued)
    {
        if (text.empty())
            return y;
        words(continued ? text + (m_french ? " (suite)" : " (continued)") : text, TextStyle::body_strong, paper::text, left, y, wide);
        return y + m_text.height(text, TextStyle::body_strong, wide) + 5;
    }
    void chart(Part const& part)
    {
        auto const& block = m_document.blocks[part.block];
        auto frame = frame_on_paper(m_text, m_document, m_flow.sheet);
        frame.first = part.first;
        frame.count = part.count;
        Tag const tag{m_cairo, "Figure"};
        auto const draw = [&](std::string const& title, ChartLayout const& layout) { draw_chart(m_cairo, m_text, layout, left, caption(title, part.y, part.continued)); };
        if (auto const* timeline = std::get_if<Timeline>(&block)) {
            m_alternatives.push_back(described(*timeline, m_document.language));
            draw(timeline->caption, layout_timeline(*timeline, m_document.language, frame));
        } else {
            auto const& chart = std::get<Chart>(block);
            m_alternatives.push_back(described(chart, m_document.language));
            draw(chart.caption, layout_chart(chart, m_document.language, frame));
        }
    }
    void map(Part const& part)
    {
        auto const& map = std::get<Map>(m_document.blocks[part.block]);
        Tag const tag{m_cairo, "Figure"};
        m_alternatives.push_back(described(map, m_document.language));
        double const y = caption(map.caption, part.y, false);
        draw_chart(m_cairo, m_text, layout_map(map, m_document.language, frame_on_paper(m_text, m_document, m_flow.sheet)), left, y);
    }

    Document const& m_document;
    PaperText& m_text;
    Flow const& m_flow;
    cairo_surface_t* m_surface; ///< of the PDF; null: a picture of a page, which has no outline
    cairo_t* m_cairo;
    bool m_french;
    double const wide = m_flow.sheet.body_width();
    std::array<int, 4> m_outline{};
    std::vector<std::string> m_alternatives;
};

/// Pango's time grows with the square of a text's length, so no single text is long: paragraphs are divided at the end of a line,
/// a sentence or a word, other texts end with "…" (HTML and XLSX hold them whole). Guarded by "hostile texts" in tests/exchange/pdf.cpp.
Document bounded_for_paper(Document document)
{
    auto const bound = [](std::string& text, std::size_t most) {
        if (text.size() > most)
            text = shortened(text, most);
    };
    bound(document.title, 400);
    bound(document.subtitle, 400);
    bound(document.notice, 200);
    for (auto& [name, content] : document.identification) {
        bound(name, 200);
        bound(content, 3000);
    }
    constexpr std::size_t most = 2000;
    std::vector<Block> blocks;
    blocks.reserve(document.blocks.size());
    for (auto& block : document.blocks) {
        if (auto* paragraph = std::get_if<Paragraph>(&block); paragraph && paragraph->text.size() > most) {
            std::string_view left = paragraph->text;
            while (!left.empty()) {
                auto cut = left.size();
                if (cut > most) {
                    auto const head = left.substr(0, most);
                    cut = head.rfind('\n');
                    if (cut == std::string_view::npos || cut < most / 2)
                        cut = head.rfind(". ") == std::string_view::npos ? std::string_view::npos : head.rfind(". ") + 1;
                    if (cut == std::string_view::npos || cut < most / 2)
                        cut = head.rfind(' ');
                    if (cut == std::string_view::npos || cut < most / 2)
                        for (cut = most; (static_cast<unsigned char>(left[cut]) & 0xC0) == 0x80;)
                            --cut;
                }
                blocks.push_back(Paragraph{paragraph->tone, std::string{left.substr(0, cut)}});
                left.remove_prefix(cut);
                while (!left.empty() && (left.front() == ' ' || left.front() == '\n'))
                    left.remove_prefix(1);
            }
            continue;
        }
        if (auto* heading = std::get_if<Heading>(&block)) {
            bound(heading->text, 400);
        } else if (auto* figure = std::get_if<Figure>(&block)) {
            bound(figure->label, 200);
            bound(figure->note, 500);
            bound(figure->value.text, 200);
        } else if (auto* table = std::get_if<Table>(&block)) {
            bound(table->caption, 500);
            for (auto& column : table->columns)
                bound(column, 300);
            for (auto& row : table->rows)
                for (auto& cell : row)
                    bound(cell.fact.text, 3000);
        } else if (auto* chart = std::get_if<Chart>(&block)) {
            bound(chart->caption, 500);
            for (auto* names : {&chart->labels, &chart->series})
                for (auto& name : *names)
                    bound(name, 200);
        } else if (auto* timeline = std::get_if<Timeline>(&block)) {
            bound(timeline->caption, 500);
            for (auto& row : timeline->rows) {
                bound(row.label, 200);
                bound(row.beside, 100);
            }
        } else if (auto* map = std::get_if<Map>(&block)) {
            bound(map->caption, 500);
            for (auto& place : map->places)
                bound(place.label, 200);
        }
        blocks.push_back(std::move(block));
    }
    document.blocks = std::move(blocks);
    return document;
}

} // namespace

struct PaperPages::Impl {
    explicit Impl(Document const& given) : document(bounded_for_paper(cleaned_document(given))), text(document.language), placed(flow(document, text)) {}
    Document document;
    PaperText text;
    Flow placed;
};

PaperPages::PaperPages(Document const& document) : m_impl(std::make_unique<Impl>(document)) {}
PaperPages::~PaperPages() = default;
std::size_t PaperPages::pages() const { return m_impl->placed.pages; }
double PaperPages::width() const { return m_impl->placed.sheet.width(); }
double PaperPages::height() const { return m_impl->placed.sheet.height(); }

std::vector<std::pair<std::string, std::size_t>> PaperPages::sections() const
{
    std::vector<std::pair<std::string, std::size_t>> all;
    for (auto const& part : m_impl->placed.parts)
        if (part.kind == PartKind::heading)
            if (auto const& heading = std::get<Heading>(m_impl->document.blocks[part.block]); heading.level == 1)
                all.emplace_back(heading.text, part.page);
    return all;
}

Result<PagePicture> PaperPages::picture(std::size_t page, double scale)
{
    scale = std::clamp(scale, 0.2, 4.0);
    PagePicture picture{static_cast<int>(std::lround(width() * scale)), static_cast<int>(std::lround(height() * scale)), {}};
    // Cairo 1.16 puts the letters of a picture on whole pixels, which tears small words apart: drawn finer, then averaged.
    int const finer = scale <= 1.5 ? 3 : 2;
    auto* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture.width * finer, picture.height * finer);
    auto* cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_scale(cairo, scale * finer, scale * finer);
    if (page < pages())
        Drawing{m_impl->document, m_impl->text, m_impl->placed, nullptr, cairo}.page(page);
    auto status = cairo_status(cairo);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    if (status == CAIRO_STATUS_SUCCESS) {
        // Cairo keeps 0xXXRRGGBB in the order of the machine; screens take bytes R, G, B, A.
        auto const stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface));
        auto const* data = cairo_image_surface_get_data(surface);
        picture.rgba.resize(static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height) * 4);
        auto* out = picture.rgba.data();
        auto const step = static_cast<std::size_t>(finer);
        for (std::size_t y = 0; y < static_cast<std::size_t>(picture.height); ++y)
            for (std::size_t x = 0; x < static_cast<std::size_t>(picture.width); ++x) {
                std::uint32_t red = 0, green = 0, blue = 0;
                for (std::size_t row = y * step; row < (y + 1) * step; ++row)
                    for (std::size_t column = x * step; column < (x + 1) * step; ++column) {
                        std::uint32_t pixel = 0;
                        std::memcpy(&pixel, data + row * stride + column * 4, 4);
                        red += pixel >> 16 & 255;
                        green += pixel >> 8 & 255;
                        blue += pixel & 255;
                    }
                auto const area = static_cast<std::uint32_t>(finer * finer);
                *out++ = static_cast<unsigned char>(red / area);
                *out++ = static_cast<unsigned char>(green / area);
                *out++ = static_cast<unsigned char>(blue / area);
                *out++ = 255;
            }
    }
    cairo_surface_destroy(surface);
    if (status != CAIRO_STATUS_SUCCESS)
        return Error{Status::internal, {fmt::format("Cette page n’a pas pu être dessinée. Détail technique\u00A0: {}.", cairo_status_to_string(status)), fmt::format("This page could not be drawn. Technical detail: {}.", cairo_status_to_string(status))}};
    return picture;
}

Result<void> write_pdf(Document const& given, std::filesystem::path const& path)
{
    try {
        auto const document = bounded_for_paper(cleaned_document(given));
        PaperText text{document.language};
        auto const placed = flow(document, text);
        std::string bytes;
        auto* surface = cairo_pdf_surface_create_for_stream(append_bytes, &bytes, placed.sheet.width(), placed.sheet.height());
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, document.title.c_str());
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Passerelle");
        if (!document.author.empty())
            cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, document.author.c_str());
        if (!document.subtitle.empty())
            cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, document.subtitle.c_str());
        // The document's own date, so that the same document gives the same bytes.
        auto const created = (document.date.size() == 10 ? document.date : std::string{"2020-01-01"}) + "T00:00:00Z";
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created.c_str());
        auto* cairo = cairo_create(surface);
        auto const alternatives = Drawing{document, text, placed, surface, cairo}.run();
        auto status = cairo_status(cairo);
        cairo_destroy(cairo);
        cairo_surface_finish(surface);
        if (status == CAIRO_STATUS_SUCCESS)
            status = cairo_surface_status(surface);
        cairo_surface_destroy(surface);
        if (status != CAIRO_STATUS_SUCCESS)
            return Error{Status::internal, {fmt::format("Le rapport n’a pas pu être mis en page. Aucun fichier n’a été écrit. Détail technique : {}.", cairo_status_to_string(status)),
                                            fmt::format("The report could not be laid out. No file was written. Technical detail: {}.", cairo_status_to_string(status))}};
        return write_file_atomically(path, finished_pdf(std::move(bytes), document.language == Language::fr ? "fr-FR" : "en-GB", alternatives));
    } catch (std::exception const& fault) {
        return Error{Status::internal, {fmt::format("Le rapport n’a pas pu être mis en page. Aucun fichier n’a été écrit. Détail technique : {}.", fault.what()),
                                        fmt::format("The report could not be laid out. No file was written. Technical detail: {}.", fault.what())}};
    }
}

} // namespace passerelle::exchange
