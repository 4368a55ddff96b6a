// Which part of a document stands on which page of paper, and where: measured first, so that "page x of y", table heads on
// every page and headings that stay with what follows are known before anything is drawn. One thread.
#pragma once
#include "host/exchange/chart_layout.hpp"
#include "host/exchange/document.hpp"
#include "host/exchange/pdf_text.hpp"
#include <vector>

namespace passerelle::exchange {

/// A4 in points; margins leave room for a punch at the left.
struct Sheet {
    static constexpr double width = 595.276, height = 841.89, left = 54, right = 48, top = 60, bottom = 58;
    static constexpr double body_width = width - left - right, body_bottom = height - bottom;
    static constexpr double cell_pad_x = 5, cell_pad_y = 3.6, card_gap = 10, card_pad = 9;
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
    std::vector<Part> parts;
    std::vector<TableShape> tables;    ///< by block index
    std::vector<std::string> legend;
    std::size_t pages = 1;
    double cover_height = 0;
};

[[nodiscard]] Flow flow(Document const&, PaperText&);
[[nodiscard]] ChartFrame frame_on_paper(PaperText&, Document const&);
/// Text of a cell as drawn, with its tone word where the fact is no text.
[[nodiscard]] std::string cell_text(Cell const&, Language);
[[nodiscard]] double identification_label_width();

} // namespace passerelle::exchange
