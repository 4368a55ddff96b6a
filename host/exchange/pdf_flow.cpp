#include "host/exchange/pdf_flow.hpp"
#include "host/exchange/facts.hpp"
#include "host/exchange/map_layout.hpp"
#include "host/exchange/timeline_layout.hpp"
#include <algorithm>
#include <numeric>

namespace passerelle::exchange {
namespace {

class Flowing {
public:
    Flowing(Document const& document, PaperText& text) : m_document(document), m_text(text) { m_flow.tables.resize(document.blocks.size()); }

    Flow run()
    {
        // A table that would have to shrink below four fifths lies better; then the whole report lies, so that nobody turns pages.
        for (std::size_t at = 0; at < m_document.blocks.size() && !m_flow.sheet.lying; ++at)
            if (auto const* table = std::get_if<Table>(&m_document.blocks[at]); table && !table->columns.empty())
                m_flow.sheet.lying = columns_of(at, *table).scale < 0.85;
        if (m_flow.sheet.lying)
            m_flow.tables.assign(m_document.blocks.size(), {});
        cover();
        auto const& blocks = m_document.blocks;
        for (std::size_t at = 0; at < blocks.size();) {
            if (auto const* heading = std::get_if<Heading>(&blocks[at])) {
                place_heading(at, *heading);
                ++at;
            } else if (auto const* paragraph = std::get_if<Paragraph>(&blocks[at])) {
                place_paragraph(at, *paragraph);
                ++at;
            } else if (std::holds_alternative<Figure>(blocks[at])) {
                at += place_cards(at);
            } else if (auto const* table = std::get_if<Table>(&blocks[at])) {
                place_table(at, *table);
                ++at;
            } else if (auto const* chart = std::get_if<Chart>(&blocks[at])) {
                place_chart(at, chart->caption, rows_of(*chart));
                ++at;
            } else if (auto const* timeline = std::get_if<Timeline>(&blocks[at])) {
                place_chart(at, timeline->caption, timeline->rows.size());
                ++at;
            } else {
                place_map(at, std::get<Map>(blocks[at]));
                ++at;
            }
        }
        m_flow.legend = legend_of(m_document);
        if (!m_flow.legend.empty()) {
            double height = 6;
            for (auto const& line : m_flow.legend)
                height += m_text.height(line, TextStyle::small, m_flow.sheet.body_width());
            make_room(height);
            add({PartKind::legend, 0, 0, 0, height, 0, 0, false}, 0);
        }
        m_flow.pages = m_page + 1;
        return std::move(m_flow);
    }

private:

    void cover()
    {
        double y = Sheet::top;
        y += m_text.height(m_document.title, TextStyle::title, m_flow.sheet.body_width()) + 2;
        if (!m_document.subtitle.empty())
            y += m_text.height(m_document.subtitle, TextStyle::subtitle, m_flow.sheet.body_width()) + 2;
        y += 12;
        double const label = identification_label_width(), value = m_flow.sheet.body_width() - label - 10;
        for (auto const& [name, content] : m_document.identification)
            y += std::max(m_text.height(name, TextStyle::body, label), m_text.height(content, TextStyle::body, value)) + 5;
        y += 10;
        m_flow.cover_height = y - Sheet::top;
        m_y = y;
        if (m_y > m_flow.sheet.body_bottom() - 80)
            new_page();
    }

    void new_page()
    {
        ++m_page;
        m_y = Sheet::top;
    }
    [[nodiscard]] double room() const { return m_flow.sheet.body_bottom() - m_y; }
    void make_room(double height)
    {
        if (height > room() && m_y > Sheet::top)
            new_page();
    }
    void add(Part part, double gap_after)
    {
        part.page = m_page;
        part.y = m_y;
        m_y += part.height + gap_after;
        m_flow.parts.push_back(part);
    }

    static TextStyle style_of(Heading const& heading)
    {
        return heading.level <= 1 ? TextStyle::heading_1 : heading.level == 2 ? TextStyle::heading_2 : TextStyle::heading_3;
    }
    [[nodiscard]] double heading_height(Heading const& heading)
    {
        return m_text.height(heading.text, style_of(heading), m_flow.sheet.body_width()) + (heading.level <= 1 ? 5 : 1);
    }
    static double gap_before(Heading const& heading) { return heading.level <= 1 ? 16 : heading.level == 2 ? 10 : 7; }

    /// What must stand below a heading on the same page: headings that follow, then the beginning of the next block.
    double beginning_of(std::size_t at)
    {
        if (at >= m_document.blocks.size())
            return 0;
        auto const& block = m_document.blocks[at];
        if (auto const* heading = std::get_if<Heading>(&block))
            return gap_before(*heading) + heading_height(*heading) + 4 + beginning_of(at + 1);
        if (auto const* paragraph = std::get_if<Paragraph>(&block))
            return std::min(3.0, m_text.height(paragraph->text, TextStyle::body, paragraph_width(*paragraph)) / m_text.line_height(TextStyle::body)) * m_text.line_height(TextStyle::body);
        if (std::holds_alternative<Figure>(block))
            return cards_height(at, cards_from(at));
        if (auto const* table = std::get_if<Table>(&block)) {
            auto const& shape = shape_of(at, *table);
            if (is_short(shape))
                return whole_height(shape);
            double height = shape.caption_height + shape.head_height;
            for (std::size_t row = 0; row < std::min<std::size_t>(2, shape.row_heights.size()); ++row)
                height += shape.row_heights[row];
            return std::min(height, m_flow.sheet.body_height() * 0.6);
        }
        if (auto const* chart = std::get_if<Chart>(&block))
            return std::min(chart_height(at, chart->caption, 0, rows_of(*chart)), m_flow.sheet.body_height() * 0.6);
        if (auto const* timeline = std::get_if<Timeline>(&block))
            return std::min(chart_height(at, timeline->caption, 0, timeline->rows.size()), m_flow.sheet.body_height() * 0.6);
        return m_flow.sheet.body_height() * 0.4;
    }

    void place_heading(std::size_t at, Heading const& heading)
    {
        double const height = heading_height(heading);
        double const gap = m_y > Sheet::top ? gap_before(heading) : 0;
        make_room(gap + height + 4 + beginning_of(at + 1));
        if (m_y > Sheet::top)
            m_y += gap;
        add({PartKind::heading, at, 0, 0, height, 0, 0, false}, 4);
    }

    [[nodiscard]] double paragraph_width(Paragraph const& paragraph) const { return m_flow.sheet.body_width() - (paragraph.tone == Tone::plain || paragraph.tone == Tone::muted ? 0 : 22); }

    void place_paragraph(std::size_t at, Paragraph const& paragraph)
    {
        double const wide = paragraph_width(paragraph), line = m_text.line_height(TextStyle::body);
        bool const boxed = wide < m_flow.sheet.body_width();
        double const padding = boxed ? 10 : 0;
        auto lines = static_cast<std::size_t>(m_text.line_count(paragraph.text, TextStyle::body, wide));
        std::size_t first = 0;
        while (lines > 0) {
            auto fit = static_cast<std::size_t>(std::max(0.0, (room() - padding) / line));
            if (fit < lines) {
                // No single line at the foot or the head of a page.
                if (fit > 0 && lines - fit == 1)
                    --fit;
                if (fit < 2 && m_y > Sheet::top) {
                    new_page();
                    continue;
                }
                fit = std::max<std::size_t>(fit, 1);
            }
            auto const count = std::min(fit, lines);
            add({PartKind::paragraph, at, 0, 0, static_cast<double>(count) * line + padding, first, count, first > 0}, 6);
            first += count;
            lines -= count;
            if (lines > 0)
                new_page();
        }
    }

    [[nodiscard]] std::size_t cards_from(std::size_t at) const
    {
        std::size_t count = 0;
        while (at + count < m_document.blocks.size() && count < m_flow.sheet.cards() && std::holds_alternative<Figure>(m_document.blocks[at + count]))
            ++count;
        return count;
    }
    double cards_height(std::size_t at, std::size_t count)
    {
        double const wide = m_flow.sheet.card_width() - 2 * Sheet::card_pad;
        double most = 0;
        for (std::size_t k = 0; k < count; ++k) {
            auto const& figure = std::get<Figure>(m_document.blocks[at + k]);
            double height = m_text.height(figure.label, TextStyle::small, wide) + 3 + m_text.line_height(TextStyle::figure);
            auto const value = fact_text(figure.value, m_document.language);
            if (m_text.width(value, TextStyle::figure) > wide && m_text.width(value, TextStyle::figure_small) > wide)
                height += m_text.height(value, TextStyle::figure_small, wide) - m_text.line_height(TextStyle::figure);
            if (!is_absent(figure.target))
                height += m_text.line_height(TextStyle::small);
            if (figure.tone != Tone::plain)
                height += m_text.line_height(TextStyle::small_strong);
            if (!figure.note.empty())
                height += m_text.height(figure.note, TextStyle::small, wide);
            most = std::max(most, height);
        }
        return std::min(most + 2 * Sheet::card_pad, m_flow.sheet.body_height());
    }
    std::size_t place_cards(std::size_t at)
    {
        auto const count = cards_from(at);
        double const height = cards_height(at, count);
        make_room(height);
        add({PartKind::cards, at, 0, 0, height, 0, count, false}, Sheet::card_gap);
        return count;
    }

    /// Scale and widths of the columns; cheap beside the heights, which ask for shaping.
    TableShape& columns_of(std::size_t at, Table const& table)
    {
        auto& shape = m_flow.tables[at];
        if (!shape.widths.empty() || table.columns.empty())
            return shape;
        auto const columns = table.columns.size();
        std::vector<double> natural(columns), least(columns);
        std::vector<std::size_t> figures(columns), texts(columns);
        auto const style_of_row = [&](std::size_t row) { return row_style(table, row); };
        for (std::size_t row = 0; row < table.rows.size(); ++row)
            for (std::size_t c = 0; c < columns && c < table.rows[row].size(); ++c) {
                auto const& cell = table.rows[row][c];
                if (is_numeric(cell.fact))
                    ++figures[c];
                else if (!is_absent(cell.fact))
                    ++texts[c];
            }
        shape.numeric.resize(columns);
        for (std::size_t c = 0; c < columns; ++c)
            shape.numeric[c] = figures[c] > texts[c];
        auto const measure = [&](double scale) {
            for (std::size_t c = 0; c < columns; ++c) {
                natural[c] = std::min(m_text.width(table.columns[c], TextStyle::small_strong, scale), 110.0);
                least[c] = std::min(m_text.longest_word(table.columns[c], TextStyle::small_strong, scale), 110.0);
            }
            for (std::size_t row = 0; row < table.rows.size(); ++row)
                for (std::size_t c = 0; c < columns && c < table.rows[row].size(); ++c) {
                    auto const& cell = table.rows[row][c];
                    auto const text = cell_text(cell, m_document.language);
                    double const mark = cell.tone == Tone::plain ? 0 : 10;
                    double const wide = std::min(m_text.width(text, style_of_row(row), scale) * 1.03 + mark, 400.0);
                    natural[c] = std::max(natural[c], wide);
                    bool const whole = is_numeric(cell.fact) || cell.fact.kind == FactKind::date || is_absent(cell.fact);
                    least[c] = std::max(least[c], whole ? wide : std::min(m_text.longest_word(text, style_of_row(row), scale) * 1.03 + mark, 120.0));
                }
            for (std::size_t c = 0; c < columns; ++c) {
                natural[c] += 2 * Sheet::cell_pad_x;
                least[c] += 2 * Sheet::cell_pad_x;
            }
        };
        double const wide = m_flow.sheet.body_width();
        for (double const scale : {1.0, 0.9, 0.8, 0.7}) {
            shape.scale = scale;
            measure(scale);
            if (std::accumulate(least.begin(), least.end(), 0.0) <= wide)
                break;
        }
        double const sum_least = std::accumulate(least.begin(), least.end(), 0.0), sum_natural = std::accumulate(natural.begin(), natural.end(), 0.0);
        shape.widths.resize(columns);
        if (sum_least >= wide) {
            for (std::size_t c = 0; c < columns; ++c)
                shape.widths[c] = least[c] * wide / sum_least;
        } else if (sum_natural >= wide) {
            for (std::size_t c = 0; c < columns; ++c)
                shape.widths[c] = least[c] + (natural[c] - least[c]) * (wide - sum_least) / (sum_natural - sum_least);
        } else {
            // Air goes to columns of text first: figures stay near their names.
            double weight = 0;
            for (std::size_t c = 0; c < columns; ++c)
                weight += natural[c] * (shape.numeric[c] ? 0.35 : 1);
            for (std::size_t c = 0; c < columns; ++c)
                shape.widths[c] = natural[c] + (wide - sum_natural) * natural[c] * (shape.numeric[c] ? 0.35 : 1) / weight;
        }
        return shape;
    }
    static TextStyle row_style(Table const& table, std::size_t row) { return row + table.total_rows >= table.rows.size() ? TextStyle::cell_strong : TextStyle::cell; }

    TableShape const& shape_of(std::size_t at, Table const& table)
    {
        auto& shape = columns_of(at, table);
        if (shape.head_height > 0 || table.columns.empty())
            return shape;
        auto const columns = table.columns.size();
        for (std::size_t c = 0; c < columns; ++c)
            shape.head_height = std::max(shape.head_height, m_text.height(table.columns[c], TextStyle::small_strong, shape.widths[c] - 2 * Sheet::cell_pad_x + 0.5, shape.scale));
        shape.head_height += 2 * Sheet::cell_pad_y;
        shape.caption_height = table.caption.empty() ? 0 : m_text.height(table.caption, TextStyle::body_strong, m_flow.sheet.body_width()) + 4;
        shape.row_heights.reserve(table.rows.size());
        double const most = m_flow.sheet.body_height() - shape.head_height - shape.caption_height - 30;
        for (std::size_t row = 0; row < table.rows.size(); ++row) {
            double height = m_text.line_height(TextStyle::cell, shape.scale);
            for (std::size_t c = 0; c < columns && c < table.rows[row].size(); ++c) {
                auto const& cell = table.rows[row][c];
                double const mark = cell.tone == Tone::plain ? 0 : 10;
                height = std::max(height, m_text.height(cell_text(cell, m_document.language), row_style(table, row), shape.widths[c] - 2 * Sheet::cell_pad_x - mark + 0.5, shape.scale));
            }
            shape.row_heights.push_back(std::min(height, most) + 2 * Sheet::cell_pad_y);
        }
        shape.notes = notes_of(table, m_document.language);
        return shape;
    }

    static constexpr double notes_gap = 3; ///< below a table
    double notes_height(TableShape const& shape)
    {
        double height = shape.notes.empty() ? 0 : notes_gap;
        for (auto const& note : shape.notes)
            height += m_text.height(note, TextStyle::small, m_flow.sheet.body_width());
        return height;
    }
    double whole_height(TableShape const& shape)
    {
        double height = shape.caption_height + shape.head_height + notes_height(shape);
        for (double const row : shape.row_heights)
            height += row;
        return height;
    }
    /// Short enough to stand on one page whatever comes before.
    bool is_short(TableShape const& shape) { return shape.row_heights.size() < 20 && whole_height(shape) <= m_flow.sheet.body_height() * 0.4; }

    void place_table(std::size_t at, Table const& table)
    {
        auto const& shape = shape_of(at, table);
        if (table.columns.empty())
            return;
        auto const rows = table.rows.size();
        double const head = shape.caption_height + shape.head_height, notes = notes_height(shape);
        if (is_short(shape))
            make_room(whole_height(shape)); // read at one glance
        std::size_t first = 0;
        do {
            double height = head;
            std::size_t count = 0;
            while (first + count < rows && height + shape.row_heights[first + count] <= room()) {
                height += shape.row_heights[first + count];
                ++count;
            }
            // The key of a table's signs stands on the page of its last rows.
            bool const strands = first + count == rows && height + notes > room();
            auto const left = strands ? 0 : rows - first - count;
            // No single row alone at the foot or the head of a page; totals never without a row above them.
            auto const keep = std::max<std::size_t>(2, table.total_rows + 1u);
            if ((strands || (left > 0 && left < keep)) && count > keep)
                for (std::size_t back = keep - left; back > 0; --back) {
                    --count;
                    height -= shape.row_heights[first + count];
                }
            if ((count < std::min<std::size_t>(2, rows - first) || head > room()) && m_y > Sheet::top) {
                new_page();
                continue;
            }
            if (count == 0 && first < rows) { // higher than a page: drawn as far as it goes
                height += shape.row_heights[first];
                count = 1;
            }
            add({PartKind::table, at, 0, 0, height, first, count, first > 0}, notes_gap);
            first += count;
            if (first < rows)
                new_page();
        } while (first < rows);
        if (!shape.notes.empty()) {
            make_room(notes - notes_gap);
            add({PartKind::table_notes, at, 0, 0, notes - notes_gap, 0, 0, false}, 0);
        }
        m_y += 9;
    }

    double caption_height(std::string const& caption) { return caption.empty() ? 0 : m_text.height(caption, TextStyle::body_strong, m_flow.sheet.body_width()) + 5; }
    /// Of a chart or a timeline.
    double chart_height(std::size_t at, std::string const& caption, std::size_t first, std::size_t count)
    {
        auto frame = frame_on_paper(m_text, m_document, m_flow.sheet);
        frame.first = first;
        frame.count = count;
        auto const& block = m_document.blocks[at];
        auto const layout = std::holds_alternative<Timeline>(block) ? layout_timeline(std::get<Timeline>(block), m_document.language, frame) : layout_chart(std::get<Chart>(block), m_document.language, frame);
        return caption_height(caption) + layout.height + 2;
    }
    void place_chart(std::size_t at, std::string const& caption, std::size_t rows)
    {
        if (rows == 0)
            return;
        std::size_t first = 0;
        while (first < rows) {
            auto count = rows - first;
            double height = chart_height(at, caption, first, count);
            if (height > room() && m_y > Sheet::top && (height <= m_flow.sheet.body_height() || room() < m_flow.sheet.body_height() * 0.4)) {
                new_page();
                continue;
            }
            while (height > room() && count > 1) {
                count = std::max<std::size_t>(1, std::min(count - 1, static_cast<std::size_t>(static_cast<double>(count) * room() / height)));
                height = chart_height(at, caption, first, count);
            }
            add({PartKind::chart, at, 0, 0, height, first, count, first > 0}, 10);
            first += count;
            if (first < rows)
                new_page();
        }
    }

    void place_map(std::size_t at, Map const& map)
    {
        auto const layout = layout_map(map, m_document.language, frame_on_paper(m_text, m_document, m_flow.sheet));
        if (layout.height <= 0)
            return;
        double const height = caption_height(map.caption) + layout.height + 2;
        make_room(height);
        add({PartKind::map, at, 0, 0, height, 0, 1, false}, 10);
    }

    Document const& m_document;
    PaperText& m_text;
    Flow m_flow;
    std::size_t m_page = 0;
    double m_y = Sheet::top;
};

} // namespace

double identification_label_width()
{
    return 132;
}

std::string cell_text(Cell const& cell, Language language)
{
    return fact_text(cell.fact, language);
}

ChartFrame frame_on_paper(PaperText& text, Document const& document, Sheet const& sheet)
{
    ChartFrame frame;
    frame.width = sheet.body_width();
    frame.font_size = PaperText::size_of(TextStyle::small);
    frame.text_width = [&text](std::string_view words, bool strong) { return text.width(words, strong ? TextStyle::small_strong : TextStyle::small); };
    frame.today = document.date;
    return frame;
}

Flow flow(Document const& document, PaperText& text)
{
    return Flowing{document, text}.run();
}

} // namespace passerelle::exchange
