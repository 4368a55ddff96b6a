// What a person does to the rows and columns of a register.
#include "host/exchange/export.hpp"
#include "host/base/atomic_file.hpp"
#include "host/model/record.hpp"
#include "host/ui/register_screen.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fstream>

namespace passerelle::ui {

void RegisterScreen::sort_by(std::size_t column, bool also)
{
    auto const& id = m_columns[column]->id;
    auto const found = std::find_if(m_layout.sorts.begin(), m_layout.sorts.end(), [&](model::Sort const& one) { return one.field == id; });
    bool const there = found != m_layout.sorts.end();
    if (!also) { // alone: upwards, downwards, upwards …
        bool const descending = there && m_layout.sorts.size() == 1 && !found->descending;
        m_layout.sorts = {{id, descending}};
    } else if (!there) {
        m_layout.sorts.push_back({id, false});
    } else if (!found->descending) {
        found->descending = true;
    } else {
        m_layout.sorts.erase(found);
    }
}

void RegisterScreen::tick(std::size_t line, bool range)
{
    if (range) {
        auto const [first, last] = std::minmax(line, m_last_ticked);
        for (std::size_t at = first; at <= last && at < m_rows->lines(); ++at)
            if (auto const id = id_at(at))
                m_selection->add(id);
    } else if (auto const id = id_at(line)) {
        m_selection->toggle(id);
    }
    m_last_ticked = line;
}

void RegisterScreen::edit(Context& context, GridCell cell, std::string_view letters)
{
    auto const id = id_at(cell.row);
    if (id == 0)
        return;
    auto const& field = *m_columns[cell.column];
    if (!m_cell.open(context, *m_entity, id, field, letters))
        context.go({Page::sheet, m_entity->id, id, {}, {}, field.id});
}

void RegisterScreen::leave_cell(Context&, CellEditor::Left left)
{
    if (left == CellEditor::Left::no)
        return;
    auto cell = m_grid.cursor();
    if (left == CellEditor::Left::down && cell.row + 1 < m_rows->lines()) {
        ++cell.row;
        m_at_record = id_at(cell.row);
    } else if (left == CellEditor::Left::right && cell.column + 1 < m_columns.size())
        ++cell.column;
    else if (left == CellEditor::Left::back && cell.column > 0)
        --cell.column;
    m_grid.go_to(cell);
    m_grid.take_focus();
}

void RegisterScreen::act(Context& context, GridEvents const& events)
{
    if (events.heading) {
        sort_by(*events.heading, events.with_shift);
        layout_changed(context, true);
    }
    if (events.heading_menu) {
        m_menu_column = *events.heading_menu;
        m_menu_at = events.menu_at;
        ImGui::OpenPopup("heading menu");
    }
    if (events.resized)
        m_layout.columns[*events.resized].width = m_headings[*events.resized].width;
    if (events.fit) {
        // As wide as what is in sight.
        float widest = text_width(context.fonts.caption, m_headings[*events.fit].label) + context.px(24);
        for (std::size_t line = m_grid.first_row(); line < std::min(m_rows->lines(), m_grid.first_row() + m_grid.rows_in_sight()); ++line)
            if (!m_rows->line(line).heading)
                widest = std::max(widest, text_width(context.fonts.body, words_at(context, {line, *events.fit})));
        m_layout.columns[*events.fit].width = std::clamp(widest / context.zoom + 24, 60.0f, 900.0f);
    }
    if (events.moved) {
        auto const [from, to] = *events.moved;
        auto column = m_layout.columns[from];
        m_layout.columns.erase(m_layout.columns.begin() + static_cast<std::ptrdiff_t>(from));
        m_layout.columns.insert(m_layout.columns.begin() + static_cast<std::ptrdiff_t>(to), std::move(column));
    }
    if (events.resized || events.fit || events.moved)
        layout_changed(context, false);
    if (events.ticked)
        tick(*events.ticked, events.range);
    if (events.ticked_all)
        m_selection->toggle_all(m_rows->ids());
    if (events.copied)
        copy(context, !m_selection->empty());
    if (events.pasted && !context.session.portfolio().read_only())
        paste(context);
    if (events.edited)
        return edit(context, *events.edited, events.typed);
    if (events.cleared && !context.session.portfolio().read_only())
        if (auto const id = id_at(m_grid.cursor().row); id != 0 && !m_columns[m_grid.cursor().column]->required)
            CellEditor::clear(context, *m_entity, id, *m_columns[m_grid.cursor().column]);
    if (events.opened) {
        if (auto const line = m_rows->line(events.opened->row); line.heading)
            m_rows->open_or_close(line.at);
        else
            context.go({Page::sheet, m_entity->id, m_rows->ids()[line.at], {}, {}, {}});
    }
}

void RegisterScreen::draw_heading_menu(Context& context)
{
    ImGui::SetNextWindowPos(m_menu_at, ImGuiCond_Appearing);
    if (!begin_menu(context, "heading menu"))
        return;
    if (m_menu_column >= m_columns.size())
        return ImGui::EndPopup();
    auto const& field = *m_columns[m_menu_column];
    float const width = context.px(260);
    text(context, context.theme->muted, context.in(field.label), context.fonts.caption);
    bool order = false, changed = false;
    auto const line = [&](char const* id, char const* words) { return menu_line(context, id, words, "", false, width); };
    if (line("up", context.tr("Trier du plus petit au plus grand", "Sort smallest to largest"))) {
        m_layout.sorts = {{field.id, false}};
        order = true;
    }
    if (line("down", context.tr("Trier du plus grand au plus petit", "Sort largest to smallest"))) {
        m_layout.sorts = {{field.id, true}};
        order = true;
    }
    if (model::can_group(field) && line("group", context.tr("Grouper par cette colonne", "Group by this column"))) {
        m_layout.group = field.id;
        order = true;
    }
    if (line("freeze", m_layout.frozen == m_menu_column + 1 ? context.tr("Ne plus figer", "No longer freeze") : context.tr("Figer jusqu’à cette colonne", "Freeze up to this column"))) {
        m_layout.frozen = m_layout.frozen == m_menu_column + 1 ? 0 : m_menu_column + 1;
        changed = true;
    }
    if (m_columns.size() > 1 && line("hide", context.tr("Masquer la colonne", "Hide the column"))) {
        m_layout.columns.erase(m_layout.columns.begin() + static_cast<std::ptrdiff_t>(m_menu_column));
        m_layout.frozen = std::min(m_layout.frozen, m_layout.columns.size());
        changed = true;
    }
    if (order || changed) {
        layout_changed(context, true);
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

/// Tab-separated for spreadsheets: figures without spaces between thousands, so that they arrive as figures.
void RegisterScreen::copy(Context& context, bool chosen_records)
{
    constexpr std::size_t most = 100'000;
    std::vector<std::int64_t> ids;
    std::vector<model::Field const*> fields;
    if (chosen_records) {
        ids = m_selection->in_order_of(m_rows->ids());
        fields = m_columns;
    } else {
        auto const [first, last] = m_grid.chosen();
        for (std::size_t line = first.row; line <= last.row; ++line)
            if (auto const id = id_at(line))
                ids.push_back(id);
        fields.assign(m_columns.begin() + static_cast<std::ptrdiff_t>(first.column), m_columns.begin() + static_cast<std::ptrdiff_t>(last.column) + 1);
    }
    if (ids.size() > most)
        return context.tell({"Copiez au plus 100 000 fiches à la fois, ou exportez-les.", "Copy at most 100,000 records at a time, or export them."}, exchange::Tone::warn);
    auto text = std::make_shared<std::string>();
    auto const number = ids.size();
    bridge::Session* const session = &context.session;
    auto tell = context.tell;
    context.session.start_job(
        "copy",
        [session, text, entity = m_entity, ids = std::move(ids), fields = std::move(fields), headings = chosen_records, language = context.language](bridge::Progress&) -> Result<void> {
            auto made = exchange::as_pasted_text(session->portfolio().reader(), session->registry(), *entity, ids, fields, headings, language);
            if (!made)
                return made.error();
            *text = std::move(*made);
            return {};
        },
        [text, tell, number](Result<void> done) {
            if (!done)
                return tell(done.error().sentence, exchange::Tone::bad);
            ImGui::SetClipboardText(text->c_str());
            tell({fmt::format("{} {}", number, number < 2 ? "ligne copiée" : "lignes copiées"), fmt::format("{} {}", number, number < 2 ? "row copied" : "rows copied")}, exchange::Tone::good);
        });
}

/// From the cursor down and to the right; what would change is shown before anything is written.
void RegisterScreen::paste(Context& context)
{
    constexpr std::size_t most = 100'000;
    char const* const text = ImGui::GetClipboardText();
    if (!text || *text == '\0')
        return context.tell({"Le presse-papiers est vide. Copiez d’abord des cellules dans le tableur.", "The clipboard is empty. Copy cells in the spreadsheet first."}, exchange::Tone::warn);
    std::vector<std::int64_t> ids;
    for (std::size_t line = m_grid.cursor().row; line < m_rows->lines() && ids.size() < most; ++line)
        if (auto const id = id_at(line))
            ids.push_back(id);
    std::vector<std::string> fields;
    for (std::size_t column = m_grid.cursor().column; column < m_columns.size(); ++column)
        fields.push_back(m_columns[column]->id);
    context.paste(text, m_entity->id, std::move(ids), std::move(fields));
}

void RegisterScreen::export_csv(Context& context, std::vector<std::int64_t> ids, std::filesystem::path const& path)
{
    bridge::Session* const session = &context.session;
    auto tell = context.tell;
    context.session.start_job(
        "export",
        [session, path, entity = m_entity, fields = m_columns, ids = std::move(ids), language = context.language](bridge::Progress&) -> Result<void> {
            auto const temporary = temporary_beside(path);
            std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
            auto const written = exchange::write_csv(session->portfolio().reader(), session->registry(), *entity, fields, ids, language, [&](std::string_view bytes) {
                file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
                return file.good();
            });
            file.close();
            if (!written) {
                std::error_code ignored;
                std::filesystem::remove(temporary, ignored);
                return written.error();
            }
            return keep_temporary(temporary, path);
        },
        [tell, path](Result<void> done) {
            if (!done)
                return tell(done.error().sentence, exchange::Tone::bad);
            tell({fmt::format("Registre exporté\u00A0: {}", path.string()), fmt::format("Register exported: {}", path.string())}, exchange::Tone::good);
        });
}

} // namespace passerelle::ui
