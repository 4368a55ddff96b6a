// The matrix of psl.ui/1: recorded row by row, cut at the limits of a page.
#include "host/bridge/matrix.hpp"
#include "host/bridge/tables.hpp"
#include <utility>

namespace passerelle::bridge {

namespace {

Matrix* open_matrix(psl_ui* ui)
{
    if (ui == nullptr)
        return nullptr;
    if (!ui->matrix) {
        ui->module->misbehaved("a word of a matrix outside a matrix");
        return nullptr;
    }
    return &*ui->matrix;
}

/// A row ends where the next begins: cells that the module left out read "not reported".
void fill_row(psl_ui& ui)
{
    auto& rows = ui.matrix->rows;
    if (rows.empty() || !rows.back().band.empty() || rows.back().cells.size() == ui.matrix->columns.size())
        return;
    ui.module->misbehaved("a matrix whose row is short");
    rows.back().cells.resize(ui.matrix->columns.size());
}

bool room(psl_ui& ui)
{
    if (++ui.page.cells <= limits::matrix_cells)
        return true;
    full(ui.page);
    return false;
}

} // namespace

void end_matrix(psl_ui& ui)
{
    if (!ui.matrix)
        return;
    fill_row(ui);
    Matrix matrix = std::move(*ui.matrix);
    ui.matrix.reset();
    ui.elements->emplace_back(std::move(matrix));
}

void PSL_CALL matrix_begin(psl_ui* ui, psl_str id, psl_str const* columns, std::uint32_t n) noexcept
{
    quiet_callback([&] {
        if (!ready(ui))
            return;
        if (columns == nullptr || n == 0 || n > limits::columns)
            return ui->module->misbehaved("a matrix whose columns cannot be read");
        Matrix matrix{said(ui->page, id, limits::label_bytes), {}, {}};
        for (std::uint32_t at = 0; at < n; ++at)
            matrix.columns.push_back(said(ui->page, columns[at], limits::label_bytes));
        ui->matrix = std::move(matrix);
    });
}

void PSL_CALL matrix_band(psl_ui* ui, psl_str text, psl_str entity, std::int64_t id) noexcept
{
    quiet_callback([&] {
        auto* const matrix = open_matrix(ui);
        if (matrix == nullptr || !room(*ui))
            return;
        fill_row(*ui);
        auto words = said(ui->page, text, limits::label_bytes);
        matrix->rows.push_back({words.empty() ? "\u2014" : std::move(words), std::string(name_in(entity)), id, {}});
    });
}

void PSL_CALL matrix_cell(psl_ui* ui, psl_matrix_cell const* raw) noexcept
{
    quiet_callback([&] {
        auto* const matrix = open_matrix(ui);
        if (matrix == nullptr || !room(*ui))
            return;
        if (raw == nullptr)
            return ui->module->misbehaved("a matrix cell that cannot be read");
        auto& rows = matrix->rows;
        if (rows.empty() || !rows.back().band.empty() || rows.back().cells.size() == matrix->columns.size())
            rows.emplace_back();
        rows.back().cells.push_back({fact_from(ui->page, raw->fact), tone_from(raw->tone), std::string(name_in(raw->entity)), std::string(name_in(raw->field)),
                                     said(ui->page, raw->fields, limits::matrix_fields_bytes), raw->id});
    });
}

void PSL_CALL matrix_end(psl_ui* ui) noexcept
{
    quiet_callback([&] {
        if (open_matrix(ui) != nullptr)
            end_matrix(*ui);
    });
}

} // namespace passerelle::bridge
