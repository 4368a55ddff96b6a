#include "host/ui/document_view.hpp"
#include "host/exchange/chart_layout.hpp"
#include "host/exchange/facts.hpp"
#include "host/ui/map_view.hpp"
#include "host/ui/timeline_view.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>

namespace passerelle::ui {

namespace {

constexpr std::size_t most_columns = 60;
constexpr std::size_t rows_shown = 200; ///< further rows are in the register and in the report

exchange::ChartFrame frame_of(Context const& context)
{
    exchange::ChartFrame frame;
    frame.width = std::min(ImGui::GetContentRegionAvail().x, context.px(760));
    frame.font_size = context.fonts.caption->FontSize;
    frame.text_width = [&context](std::string_view words, bool strong) {
        ImFont* font = strong ? context.fonts.strong : context.fonts.caption;
        return static_cast<double>(font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, words.data(), words.data() + words.size()).x);
    };
    frame.today = context.session.today();
    return frame;
}

void draw_cell(Context& context, exchange::Cell const& cell, bool total, bool right, int id)
{
    Theme const& theme = *context.theme;
    std::string const shown = exchange::fact_text(cell.fact, context.language);
    bool const marked = cell.tone != exchange::Tone::plain && cell.tone != exchange::Tone::muted;
    if (total)
        ImGui::PushFont(context.fonts.strong);
    if (marked) {
        tone_mark(context, cell.tone);
        ImGui::SameLine(0, context.px(6));
    }
    ImU32 const colour = exchange::is_absent(cell.fact) || cell.tone == exchange::Tone::muted ? theme.muted : theme.text;
    float const width = ImGui::GetContentRegionAvail().x;
    if (!cell.entity.empty()) {
        ImGui::PushID(id);
        auto const words = elided(total ? context.fonts.strong : context.fonts.body, shown, width);
        if (link(context, "open", words))
            context.go({Page::sheet, cell.entity, cell.id, {}, {}, {}});
        if (words != shown)
            tooltip(context, shown);
        ImGui::PopID();
    } else if (right)
        right_text(context, colour, shown, width);
    else {
        ImGui::PushTextWrapPos(0);
        text(context, colour, shown);
        ImGui::PopTextWrapPos();
    }
    if (total)
        ImGui::PopFont();
}

float longest_word(ImFont const* font, std::string_view words)
{
    float longest = 0;
    while (!words.empty()) {
        auto const end = words.find_first_of(" \n");
        longest = std::max(longest, text_width(font, words.substr(0, end)));
        words = end == std::string_view::npos ? std::string_view{} : words.substr(end + 1);
    }
    return longest;
}

/// Each column gets what its texts want while there is room; then long texts wrap, between words and never within one.
std::vector<float> column_widths(Context& context, exchange::Table const& table, float available)
{
    std::size_t const count = std::min<std::size_t>(table.columns.size(), most_columns);
    std::vector<float> wanted(count), least(count);
    for (std::size_t column = 0; column < count; ++column) {
        wanted[column] = text_width(context.fonts.caption, table.columns[column]);
        least[column] = longest_word(context.fonts.caption, table.columns[column]);
        for (std::size_t row = 0; row < table.rows.size() && row < 40; ++row) {
            if (column >= table.rows[row].size())
                continue;
            auto const& cell = table.rows[row][column];
            auto const* const font = row + table.total_rows >= table.rows.size() ? context.fonts.strong : context.fonts.body;
            auto const shown = exchange::fact_text(cell.fact, context.language);
            float const mark = cell.tone == exchange::Tone::plain || cell.tone == exchange::Tone::muted ? 0 : context.px(18);
            float const whole = text_width(font, shown) + mark;
            wanted[column] = std::max(wanted[column], whole);
            least[column] = std::max(least[column], std::min(exchange::is_numeric(cell.fact) ? whole : longest_word(font, shown) + mark, context.px(220)));
        }
    }
    float total = 0, floor_total = 0;
    float const room = std::max(available - ImGui::GetStyle().CellPadding.x * 2 * static_cast<float>(count) - context.px(4), context.px(100));
    for (std::size_t column = 0; column < count; ++column) {
        wanted[column] += 1;
        least[column] += 1;
        total += wanted[column];
        floor_total += least[column];
    }
    for (std::size_t column = 0; column < count; ++column) {
        if (total <= room)
            wanted[column] += (room - total) * wanted[column] / total;
        else if (floor_total >= room)
            wanted[column] = least[column];
        else
            wanted[column] = least[column] + (room - floor_total) * (wanted[column] - least[column]) / (total - floor_total);
    }
    return wanted;
}

void draw_table(Context& context, exchange::Table const& table, std::string_view above)
{
    if (table.columns.empty())
        return;
    if (!table.caption.empty() && table.caption != above)
        text(context, context.theme->text, table.caption, context.fonts.strong);
    std::vector<bool> right(table.columns.size(), false);
    for (auto const& row : table.rows)
        for (std::size_t column = 0; column < row.size() && column < right.size(); ++column)
            right[column] = right[column] || exchange::is_numeric(row[column].fact);
    ImGui::PushID(table.id.c_str());
    if (ImGui::BeginTable("table", static_cast<int>(std::min(table.columns.size(), most_columns)), ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_NoSavedSettings)) {
        auto const widths = column_widths(context, table, ImGui::GetContentRegionAvail().x);
        for (float const width : widths)
            ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, width);
        ImGui::TableNextRow();
        for (std::size_t column = 0; column < table.columns.size() && column < most_columns; ++column) {
            ImGui::TableNextColumn();
            ImGui::PushFont(context.fonts.caption);
            if (right[column] && text_width(context.fonts.caption, table.columns[column]) <= ImGui::GetContentRegionAvail().x)
                right_text(context, context.theme->muted, table.columns[column], ImGui::GetContentRegionAvail().x);
            else {
                ImGui::PushTextWrapPos(0);
                text(context, context.theme->muted, table.columns[column]);
                ImGui::PopTextWrapPos();
            }
            ImGui::PopFont();
        }
        std::size_t const shown = std::min(table.rows.size(), rows_shown);
        for (std::size_t row = 0; row < shown; ++row) {
            ImGui::TableNextRow();
            bool const total = row + table.total_rows >= table.rows.size();
            if (total)
                ImGui::TableSetBgColor(ImGuiTableBgTarget_RowBg0, context.theme->surface_2);
            for (std::size_t column = 0; column < table.rows[row].size() && column < most_columns; ++column) {
                ImGui::TableNextColumn();
                draw_cell(context, table.rows[row][column], total, right[column], static_cast<int>(row * 64 + column));
            }
        }
        ImGui::EndTable();
    }
    if (table.rows.empty())
        text(context, context.theme->muted, context.tr("Aucune ligne.", "No rows."), context.fonts.caption);
    else if (table.rows.size() > rows_shown)
        text(context, context.theme->muted, context.tr("Les lignes suivantes figurent dans le rapport et dans le registre.", "Further rows are in the report and in the register."), context.fonts.caption);
    for (auto const& note : exchange::notes_of(table, context.language))
        text(context, context.theme->muted, note, context.fonts.caption);
    ImGui::PopID();
    ImGui::Dummy({0, context.px(6)});
}

/// The labels of the set that begins at `at`.
std::vector<std::string_view> tabs_of(std::vector<exchange::Block> const& blocks, std::size_t at)
{
    std::vector<std::string_view> labels;
    for (; at < blocks.size(); ++at)
        if (auto const* tab = std::get_if<exchange::Tab>(&blocks[at])) {
            if (tab->label.empty())
                break;
            labels.push_back(tab->label);
        }
    return labels;
}

} // namespace

void draw_layout_at(Context const& context, exchange::ChartLayout const& layout, ImVec2 at)
{
    Theme const& theme = *context.theme;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    auto const x = [&](double value) { return at.x + static_cast<float>(value); };
    auto const y = [&](double value) { return at.y + static_cast<float>(value); };
    auto const series = [&](int index) { return theme.chart[index < 0 ? 7 : index % 8]; };
    auto const ink = [&](exchange::Ink one, int index) {
        switch (one) {
        case exchange::Ink::series: return series(index);
        case exchange::Ink::text: return theme.text;
        case exchange::Ink::muted: return theme.muted;
        case exchange::Ink::grid: return theme.border;
        case exchange::Ink::today: return theme.bad.mark;
        default: return theme.border_strong;
        }
    };
    for (auto const& bar : layout.bars) {
        ImVec2 const from(x(bar.x), y(bar.y)), to(x(bar.x + bar.width), y(bar.y + bar.height));
        if (bar.fill == exchange::BarFill::solid)
            draw->AddRectFilled(from, to, series(bar.series), 2);
        else
            draw->AddRect(from, to, series(bar.series), 2);
        if (bar.fill == exchange::BarFill::hatched) {
            draw->PushClipRect(from, to, true);
            for (float step = from.x - (to.y - from.y); step < to.x; step += context.px(5))
                draw->AddLine({step, to.y}, {step + (to.y - from.y), from.y}, series(bar.series));
            draw->PopClipRect();
        }
    }
    for (auto const& line : layout.lines)
        for (std::size_t p = 1; p < line.points.size(); ++p) {
            ImVec2 const from(x(line.points[p - 1].x), y(line.points[p - 1].y)), to(x(line.points[p].x), y(line.points[p].y));
            float const thickness = static_cast<float>(line.thickness);
            if (line.dash == 0) {
                draw->AddLine(from, to, ink(line.ink, line.series), thickness);
                continue;
            }
            float const length = std::hypot(to.x - from.x, to.y - from.y), dash = context.px(line.dash == 2 ? 2.0f : line.dash == 3 ? 4.0f : 7.0f);
            for (float d = 0; d < length; d += dash * 2) {
                float const e = std::min(length, d + dash);
                draw->AddLine({from.x + (to.x - from.x) * d / length, from.y + (to.y - from.y) * d / length}, {from.x + (to.x - from.x) * e / length, from.y + (to.y - from.y) * e / length},
                              ink(line.ink, line.series), thickness);
            }
        }
    for (auto const& mark : layout.marks) {
        float const r = static_cast<float>(mark.radius), cx = x(mark.x), cy = y(mark.y);
        ImU32 const colour = series(mark.series);
        switch (mark.shape) {
        case exchange::MarkShape::circle: draw->AddCircleFilled({cx, cy}, r, colour); break;
        case exchange::MarkShape::square: draw->AddRectFilled({cx - r, cy - r}, {cx + r, cy + r}, colour); break;
        case exchange::MarkShape::triangle: draw->AddTriangleFilled({cx, cy - r}, {cx + r, cy + r}, {cx - r, cy + r}, colour); break;
        case exchange::MarkShape::diamond: draw->AddQuadFilled({cx, cy - r}, {cx + r, cy}, {cx, cy + r}, {cx - r, cy}, colour);
            draw->AddQuad({cx, cy - r}, {cx + r, cy}, {cx, cy + r}, {cx - r, cy}, theme.bg, 1.0f);
            break;
        case exchange::MarkShape::hollow_diamond:
            draw->AddQuadFilled({cx, cy - r}, {cx + r, cy}, {cx, cy + r}, {cx - r, cy}, theme.bg);
            draw->AddQuad({cx, cy - r}, {cx + r, cy}, {cx, cy + r}, {cx - r, cy}, colour, 1.5f);
            break;
        case exchange::MarkShape::box: draw->AddRect({cx - r, cy - r}, {cx + r, cy + r}, colour, 0, 0, 1.5f); break;
        case exchange::MarkShape::ring: draw->AddCircle({cx, cy}, r, colour, 0, 1.5f); break;
        }
    }
    for (auto const& words : layout.texts) {
        ImFont* font = words.strong ? context.fonts.strong : context.fonts.caption;
        ImVec2 const size = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, words.text.data(), words.text.data() + words.text.size());
        float const left = words.anchor == exchange::Anchor::start ? 0 : words.anchor == exchange::Anchor::middle ? size.x / 2 : size.x;
        draw->AddText(font, font->FontSize, {x(words.x) - left, y(words.y) - size.y / 2}, ink(words.ink, -1), words.text.data(), words.text.data() + words.text.size());
    }
}

void draw_layout(Context const& context, exchange::ChartLayout const& layout)
{
    draw_layout_at(context, layout, ImGui::GetCursorScreenPos());
    ImGui::Dummy({static_cast<float>(layout.width), static_cast<float>(layout.height)});
}

void draw_block(Context& context, exchange::Block const& block, std::string_view above)
{
    if (auto const* title = std::get_if<exchange::Heading>(&block)) {
        ImGui::Dummy({0, context.px(title->level == 1 ? 8 : 4)});
        text(context, context.theme->text, title->text, title->level == 1 ? context.fonts.title : context.fonts.strong);
    } else if (auto const* paragraph = std::get_if<exchange::Paragraph>(&block)) {
        bool const marked = paragraph->tone != exchange::Tone::plain && paragraph->tone != exchange::Tone::muted;
        if (marked) {
            tone_mark(context, paragraph->tone);
            ImGui::SameLine(0, context.px(8));
        }
        ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + std::min(ImGui::GetContentRegionAvail().x, context.px(760)));
        text(context, paragraph->tone == exchange::Tone::muted ? context.theme->muted : marked ? context.theme->of(paragraph->tone).text : context.theme->text, paragraph->text);
        ImGui::PopTextWrapPos();
    } else if (auto const* figure = std::get_if<exchange::Figure>(&block)) {
        draw_figures(context, {figure});
    } else if (auto const* table = std::get_if<exchange::Table>(&block)) {
        table->bars ? draw_bars(context, *table, above) : draw_table(context, *table, above);
    } else if (auto const* chart = std::get_if<exchange::Chart>(&block)) {
        if (chart->caption != above)
            text(context, context.theme->text, chart->caption, context.fonts.strong);
        draw_layout(context, exchange::layout_chart(*chart, context.language, frame_of(context)));
    } else if (auto const* timeline = std::get_if<exchange::Timeline>(&block)) {
        draw_timeline(context, *timeline);
    } else if (auto const* tab = std::get_if<exchange::Tab>(&block)) {
        if (!tab->label.empty()) // outside draw_blocks, which shows one tab at a time
            text(context, context.theme->text, tab->label, context.fonts.strong);
    } else if (auto const* map = std::get_if<exchange::Map>(&block)) {
        draw_map(context, *map, above);
    }
}

void draw_blocks(Context& context, std::vector<exchange::Block> const& blocks)
{
    std::vector<exchange::Figure const*> figures;
    auto const flush = [&] {
        ImGui::PushID(figures.empty() ? "" : figures.front()->label.c_str());
        draw_figures(context, figures);
        ImGui::PopID();
        figures.clear();
    };
    std::string_view above;
    std::size_t tab = 0, open = 0; ///< of the set under way, counted from 1; 0: outside tabs
    for (std::size_t at = 0; at < blocks.size(); ++at) {
        auto const& block = blocks[at];
        if (auto const* begins = std::get_if<exchange::Tab>(&block)) {
            flush();
            if (begins->label.empty())
                tab = open = 0;
            else if (++tab == 1)
                open = draw_tabs(context, begins->set, tabs_of(blocks, at)) + 1;
            continue;
        }
        if (tab != open)
            continue;
        if (auto const* figure = std::get_if<exchange::Figure>(&block)) {
            figures.push_back(figure);
            continue;
        }
        flush();
        ImGui::PushID(static_cast<int>(at));
        auto const* const bars = tab > 0 ? std::get_if<exchange::Table>(&block) : nullptr;
        draw_block(context, block, bars && bars->bars ? std::string_view(bars->caption) : above); // the tab says what they are by
        if (auto const* title = std::get_if<exchange::Heading>(&block))
            above = title->text;
        ImGui::PopID();
    }
    flush();
}

} // namespace passerelle::ui
