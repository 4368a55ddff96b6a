#include "host/ui/matrix_view.hpp"
#include "host/base/format.hpp"
#include "host/exchange/facts.hpp"
#include "host/ui/counted.hpp"
#include "host/ui/edits.hpp"
#include "host/ui/matrix_paste.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

constexpr float row_height = 34, heading_room = 33, narrowest_words = 160, widest_words = 420;

std::string const& none()
{
    static std::string const empty;
    return empty;
}

bridge::MatrixCell const* cell_at(bridge::Matrix const& matrix, GridCell at)
{
    return at.row < matrix.rows.size() && at.column < matrix.rows[at.row].cells.size() ? &matrix.rows[at.row].cells[at.column] : nullptr;
}

/// An empty text is an empty cell: nothing is asked for there.
std::string words_of(Context const& context, bridge::MatrixCell const& cell)
{
    return cell.fact.kind == exchange::FactKind::text && cell.fact.text.empty() ? none() : exchange::fact_text(cell.fact, context.language);
}

} // namespace

void MatrixView::lay_out(Context const& context, bridge::Matrix const& matrix, float width)
{
    auto const columns = matrix.columns.size();
    if (m_columns.size() == columns && m_laid_out == width && m_rows == matrix.rows.size())
        return;
    m_laid_out = width;
    m_rows = matrix.rows.size();
    std::vector<float> wanted(columns);
    m_columns.assign(columns, {});
    float total = 0, words = 0;
    for (std::size_t column = 0; column < columns; ++column) {
        m_columns[column].label = matrix.columns[column];
        wanted[column] = text_width(context.fonts.caption, matrix.columns[column]) / context.zoom + 18;
        bool figures = false;
        for (auto const& row : matrix.rows) {
            if (column >= row.cells.size())
                continue;
            auto const& cell = row.cells[column];
            figures = figures || exchange::is_numeric(cell.fact);
            wanted[column] = std::max(wanted[column], text_width(context.fonts.body, words_of(context, cell)) / context.zoom + (cell.tone == exchange::Tone::plain ? 20 : 40));
        }
        m_columns[column].right = figures;
        if (!figures)
            wanted[column] = std::min(wanted[column], widest_words);
        total += wanted[column];
        words += figures ? 0 : std::max(0.0f, wanted[column] - narrowest_words);
    }
    // Columns of words give way to those of figures, and take what is left.
    float const room = width / context.zoom - 4, excess = total - room;
    for (std::size_t column = 0; column < columns; ++column) {
        if (!m_columns[column].right && wanted[column] > narrowest_words && words > 0 && excess > 0)
            wanted[column] -= std::min(wanted[column] - narrowest_words, excess * (wanted[column] - narrowest_words) / words);
        else if (excess < 0 && column == 0)
            wanted[column] -= excess;
        m_columns[column].width = wanted[column];
    }
}

void MatrixView::draw_cell(Context const& context, bridge::Matrix const& matrix, GridCell at, Box box, ImDrawList* list) const
{
    Theme const& theme = *context.theme;
    auto const& row = matrix.rows[at.row];
    if (!row.band.empty()) {
        draw_text(list, context.fonts.strong, {box.min.x + context.px(8), box.min.y + (box.height() - font_size(context.fonts.strong)) / 2 - context.px(1)}, theme.text,
                  elided(context.fonts.strong, row.band, box.width() - context.px(16)));
        return;
    }
    auto const* const cell = cell_at(matrix, at);
    if (!cell)
        return;
    auto const whole = words_of(context, *cell);
    bool const marked = cell->tone != exchange::Tone::plain && cell->tone != exchange::Tone::muted;
    float const mark = marked ? context.px(18) : 0;
    auto const shown = elided(context.fonts.body, whole, box.width() - mark);
    bool const opens = cell->field.empty() && !cell->entity.empty();
    ImU32 const colour = opens ? theme.accent_text : exchange::is_absent(cell->fact) || cell->tone == exchange::Tone::muted ? theme.muted : theme.text;
    float const y = box.min.y + (box.height() - font_size(context.fonts.body)) / 2 - context.px(1);
    float const x = m_columns[at.column].right ? box.max.x - text_width(context.fonts.body, shown) : box.min.x + mark;
    if (marked) {
        ImVec2 const before = ImGui::GetCursorScreenPos();
        ImGui::SetCursorScreenPos({x - mark, y});
        tone_mark(context, cell->tone);
        ImGui::SetCursorScreenPos(before);
    }
    draw_text(list, context.fonts.body, {x, y}, colour, shown);
    if (shown != whole && box.holds(ImGui::GetIO().MousePos) && ImGui::IsWindowHovered())
        tooltip_here(context, whole);
}

void MatrixView::copy(Context const& context, bridge::Matrix const& matrix) const
{
    std::string all;
    auto const [first, last] = m_grid.chosen();
    for (auto row = first.row; row <= last.row && row < matrix.rows.size(); ++row) {
        if (!matrix.rows[row].band.empty())
            continue;
        for (auto column = first.column; column <= last.column; ++column) {
            auto const* const cell = cell_at(matrix, {row, column});
            all += (cell && !exchange::is_absent(cell->fact) ? words_of(context, *cell) : none()) + (column < last.column ? "\t" : "\n");
        }
    }
    ImGui::SetClipboardText(all.c_str());
}

/// All of it in one step, or none where a cell does not read.
void MatrixView::paste(Context& context, bridge::Matrix const& matrix)
{
    char const* const copied = ImGui::GetClipboardText();
    if (!copied || *copied == '\0')
        return context.tell({"Le presse-papiers est vide. Copiez d’abord des cellules dans le tableur.", "The clipboard is empty. Copy cells in the spreadsheet first."}, exchange::Tone::warn);
    auto made = pasted(context, matrix, m_grid.cursor(), copied);
    if (made.refused)
        return context.tell(*made.refused, exchange::Tone::bad);
    auto const left_out = made.left_out == 0 ? Phrase{} : Phrase{fmt::format("\u00A0; {} laissées de côté, car calculées ou à saisir dans leur fiche", made.left_out), fmt::format("; {} left out: reckoned, or with a sheet of their own", made.left_out)};
    if (made.changes.empty())
        return context.tell({"Rien à coller ici: les cellules disent déjà cela" + left_out.fr, "Nothing to paste here: the cells say so already" + left_out.en}, exchange::Tone::info);
    Phrase const what{counted(made.cells, Language::fr, "cellule collée", "cellules collées"), counted(made.cells, Language::en, "cell pasted", "cells pasted")};
    auto* const owner = &context;
    submit(context, {"collage\u00A0: " + what.fr, "paste: " + what.en}, std::move(made.changes), [owner, what, left_out](EditOutcome const& outcome) {
        auto const* const refused = std::get_if<model::Refusal>(&outcome);
        auto const issue = refused ? std::find_if(refused->issues.begin(), refused->issues.end(), [](model::Issue const& one) { return one.level == model::IssueLevel::error; }) : decltype(refused->issues.begin()){};
        if (refused)
            return owner->tell(issue != refused->issues.end() ? issue->sentence : refused->error.sentence, exchange::Tone::bad);
        owner->tell({what.fr + left_out.fr, what.en + left_out.en}, exchange::Tone::good);
    });
}

/// write: the cell is to be filled in; else a cell that only opens is enough.
void MatrixView::open(Context& context, bridge::Matrix const& matrix, GridCell at, std::string_view letters, bool write)
{
    if (at.row >= matrix.rows.size())
        return;
    auto const& row = matrix.rows[at.row];
    if (!row.band.empty()) {
        if (!row.entity.empty() && row.id != 0 && !write)
            context.go({Page::sheet, row.entity, row.id, {}, {}, {}, {}});
        return;
    }
    auto const* const cell = cell_at(matrix, at);
    auto const* const entity = cell ? context.session.registry().entity(cell->entity) : nullptr;
    if (!entity)
        return;
    auto const* const field = entity->field(cell->field);
    if (!field || field->hidden) {
        if (cell->id != 0 && !write)
            context.go({Page::sheet, cell->entity, cell->id, {}, {}, {}, {}});
        return;
    }
    auto preset = cell->id == 0 ? preset_of(*entity, cell->fields) : Preset{};
    if (field->type == model::FieldType::count)
        m_counts.open(context, *entity, cell->id, *field, letters, std::move(preset));
    else if (!m_editor.open(context, *entity, cell->id, *field, letters, std::move(preset)))
        context.go({Page::sheet, cell->entity, cell->id, {}, {}, field->id, {}}); // a kind that needs more room
}

void MatrixView::act(Context& context, bridge::Matrix const& matrix, GridEvents const& events)
{
    if (events.copied)
        copy(context, matrix);
    if (events.edited)
        return open(context, matrix, *events.edited, events.typed, true);
    if (events.opened)
        return open(context, matrix, *events.opened, {}, false);
    if (context.session.portfolio().read_only())
        return;
    if (events.pasted)
        return paste(context, matrix);
    if (!events.cleared)
        return;
    auto const* const cell = cell_at(matrix, m_grid.cursor());
    auto const* const entity = cell && cell->id != 0 ? context.session.registry().entity(cell->entity) : nullptr;
    if (auto const* const field = entity ? entity->field(cell->field) : nullptr; field && !field->required && field->type != model::FieldType::count)
        CellEditor::clear(context, *entity, cell->id, *field);
}

/// After Enter down, after Tab to the right, over the headings between.
void MatrixView::follow(CellEditor::Left left)
{
    if (left == CellEditor::Left::no)
        return;
    auto at = m_grid.cursor();
    if (left == CellEditor::Left::down)
        ++at.row;
    else if (left == CellEditor::Left::right)
        at.column = std::min(at.column + 1, m_columns.size() - 1);
    else if (left == CellEditor::Left::back && at.column > 0)
        --at.column;
    m_grid.go_to(at);
    m_grid.take_focus();
}

void MatrixView::draw(Context& context, bridge::Matrix const& matrix)
{
    lay_out(context, matrix, ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ScrollbarSize);
    GridContent content;
    content.rows = matrix.rows.size();
    content.row_height = row_height;
    content.draw = [&](GridCell at, Box box, ImDrawList* list, bool) { draw_cell(context, matrix, at, box, list); };
    content.spans = [&](std::size_t row) { return !matrix.rows[row].band.empty(); };
    content.words = [&](GridCell at) {
        auto const* const cell = cell_at(matrix, at);
        return !matrix.rows[at.row].band.empty() ? matrix.rows[at.row].band : cell ? words_of(context, *cell) : none();
    };
    // A column whose cells are read only opens records at a press on its words.
    content.opens = [&](std::size_t column) {
        return std::none_of(matrix.rows.begin(), matrix.rows.end(), [&](auto const& row) { return column < row.cells.size() && !row.cells[column].field.empty(); });
    };
    float width = 0;
    for (auto const& column : m_columns)
        width += context.px(column.width);
    float const available = ImGui::GetContentRegionAvail().x, bar = width > available ? ImGui::GetStyle().ScrollbarSize : 0;
    float const whole = context.px(heading_room) + std::floor(context.px(row_height)) * static_cast<float>(content.rows) + bar + 2;
    float const most = std::max(ImGui::GetWindowHeight() - context.px(140), context.px(240));
    ImGui::BeginChild(matrix.id.c_str(), {0, std::min(whole, most)}, false, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NavFlattened);
    auto const events = m_grid.draw(context, "grid", {0, 0}, m_columns, content);
    if (m_editor.active())
        follow(m_editor.draw(context, m_grid.cursor_box()));
    else
        act(context, matrix, events);
    ImGui::EndChild();
    if (m_counts.draw(context))
        m_grid.take_focus();
}

} // namespace passerelle::ui
