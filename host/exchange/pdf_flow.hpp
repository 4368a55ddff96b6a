// Which part of a document stands on which page of paper, and where: measured first, so that "page x of y", table heads on
// every page and headings that stay with what follows are known before anything is drawn. One thread.
#pragma once
#include "host/exchange/chart_layout.hpp"
#include "host/exchange/document.hpp"
#include "host/exchange/pdf_text.hpp"
#include <vector>

namespace passerelle::exchange {

/// A4 in points; margins leave room for a punch at the left. Lying where a table would be too small to read upright.
struct Sheet {
    static constexpr double left = 54, right = 48, top = 60, bottom = 58;
    static constexpr double cell_pad_x = 5, cell_pad_y = 3.6, card_gap = 10, card_pad = 9;
    bool lying = false;
    [[nodiscard]] double width() const { return lying ? 841.89 : 595.276; }
    [[nodiscard]] double height() const { return lying ? 595.276 : 841.89; }
    [[nodiscard]] double body_width() const { return width() - left - right; }
    [[nodiscard]] double body_bottom() const { return height() - bottom; }
    [[nodiscard]] double body_height() const { return body_bottom() - top; }
    [[nodiscard]] std::size_t cards() const { return lying ? 4 : 3; }
    [[nodiscard]] double card_width() const { return (body_width() - static_cast<double>(cards() - 1) * card_gap) / static_cast<double>(cards()); }
};

struct TableShape {
    std::vector<double> widths, row_heights;
    std::vector<bool> numeric;
    double scale = 1, head_height = 0, caption_height = 0;
    std::vector<std::string> notes;
};

enum class PartKind { heading, paragraph, cards, table, table_notes, chart, map, legend };
struct Part {
    PartKind kind = PartKind::heading;
    std::size_t block = 0;             ///< index in Document::blocks
    std::size_t page = 0;              ///< from 0
    double y = 0, height = 0;
    std::size_t first = 0, count = 0;  ///< lines of a paragraph, rows of a table, rows of a chart, blocks of a row of cards
    bool continued = false;            ///< not the first part of its block
};
struct Flow {
    Sheet sheet;
    std::vector<Part> parts;
    std::vector<TableShape> tables;    ///< by block index
    std::vector<std::string> legend;
    std::size_t pages = 1;
    double cover_height = 0;
};

[[nodiscard]] Flow flow(Document const&, PaperText&);
[[nodiscard]] ChartFrame frame_on_paper(PaperText&, Document const&, Sheet const&);
/// Text of a cell as drawn, with its tone word where the fact is no text.
[[nodiscard]] std::string cell_text(Cell const&, Language);
[[nodiscard]] double identification_label_width();

} // namespace passerelle::exchange
