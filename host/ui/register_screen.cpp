#include "host/ui/register_screen.hpp"
#include "host/base/format.hpp"
#include "host/ui/desk.hpp"
#include "host/ui/register_cells.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

RegisterScreen::RegisterScreen(Context& context, std::string entity, RegisterScope scope) : m_entity(context.session.registry().entity(entity)), m_scope(std::move(scope))
{
    if (!m_entity)
        return;
    m_rows = std::make_unique<RegisterRows>(*m_entity, m_columns);
    m_filters = std::make_unique<RegisterFilters>(*m_entity);
    m_views = std::make_unique<RegisterViews>(*m_entity);
    m_selection = std::make_unique<RegisterSelection>(*m_entity);
    auto layout = model::declared_layout(*m_entity, m_scope.empty() ? std::string_view() : std::string_view(m_scope.front().first));
    if (auto const kept = context.desk.kept(desk_key()))
        if (auto read = model::layout_from_json(*m_entity, *kept))
            layout = std::move(*read);
    arrange(context, std::move(layout));
    if (m_scope.empty())
        m_grid.take_focus();
}

std::string RegisterScreen::desk_key() const { return fmt::format("register/{}{}{}", m_entity->id, m_scope.empty() ? "" : "/", m_scope.empty() ? "" : m_scope.front().first); }

void RegisterScreen::show_behind(Context& context, std::string_view filter, std::string const& about)
{
    std::vector<model::Filter> conditions;
    while (m_entity && !filter.empty()) {
        auto const end = filter.find('\n');
        if (auto read = model::parse_filter(context.session.registry(), *m_entity, filter.substr(0, end)))
            conditions.push_back(std::move(*read));
        filter = end == std::string_view::npos ? std::string_view{} : filter.substr(end + 1);
    }
    // What the person had filtered by would hide some of the records behind the figure.
    if (!m_entity)
        return;
    m_filters->set(context, {});
    m_filters->show_behind(std::move(conditions), about);
    ask(context);
}

void RegisterScreen::arrange(Context& context, model::RegisterLayout layout)
{
    m_layout = std::move(layout);
    m_filters->set(context, m_layout.filters);
    layout_changed(context, true);
}

/// Columns, widths and headings follow the layout; `order`: the rows are asked for again.
void RegisterScreen::layout_changed(Context& context, bool order)
{
    m_columns.clear();
    m_headings.clear();
    m_opens.clear();
    for (auto const& column : m_layout.columns)
        if (auto const* const field = m_entity->field(column.field)) {
            m_columns.push_back(field);
            m_headings.push_back({context.in(field->label), context.in(field->help), column.width > 0 ? column.width : usual_width(*field), is_figure(field->type)});
            m_opens.push_back(m_entity->title.find("{" + field->id + "}") != std::string::npos);
        }
    if (std::find(m_opens.begin(), m_opens.end(), true) == m_opens.end() && !m_opens.empty())
        m_opens.front() = true;
    for (std::size_t at = 0; at < m_layout.sorts.size(); ++at)
        for (std::size_t column = 0; column < m_columns.size(); ++column)
            if (m_columns[column]->id == m_layout.sorts[at].field) {
                m_headings[column].sort = static_cast<int>(at) + 1;
                m_headings[column].descending = m_layout.sorts[at].descending;
            }
    m_fitted_for = 0;
    m_rows->show(m_columns);
    context.desk.keep(desk_key(), model::layout_to_json(m_layout));
    if (!order)
        return;
    m_at_record = 0; // arranged anew: one looks at the beginning
    m_grid.go_to({0, m_grid.cursor().column});
    ask(context);
}

void RegisterScreen::ask(Context& context)
{
    m_data_state = context.data_state;
    m_language = context.language;
    RegisterRows::Question question{{m_entity, m_filters->filters(), m_search, m_layout.sorts}, m_layout.group, {}};
    question.query.filters.insert(question.query.filters.end(), m_filters->behind().begin(), m_filters->behind().end());
    for (auto const& [field, value] : m_scope)
        question.query.filters.push_back({field, model::Comparison::equal, {value}});
    for (auto const* const field : m_columns)
        if (model::can_total(*field))
            question.totals.push_back(field->id);
    m_rows->ask(context, std::move(question));
}

/// Room that is left over goes to the columns of words that nobody has resized.
void RegisterScreen::fit_columns(Context& context, float width)
{
    if (m_fitted_for == width)
        return;
    m_fitted_for = width;
    float used = context.px(60);
    float wishes = 0;
    std::vector<std::size_t> elastic;
    for (std::size_t at = 0; at < m_columns.size(); ++at) {
        bool const own = m_layout.columns[at].width > 0;
        m_headings[at].width = own ? m_layout.columns[at].width : usual_width(*m_columns[at]);
        used += context.px(m_headings[at].width);
        if (!own && !is_figure(m_columns[at]->type) && m_columns[at]->type != model::FieldType::date && m_columns[at]->type != model::FieldType::boolean)
            elastic.push_back(at);
    }
    for (auto const at : elastic)
        wishes += m_headings[at].width;
    if (elastic.empty() || used >= width)
        return;
    float const spare = (width - used) / context.zoom;
    for (auto const at : elastic)
        m_headings[at].width += spare * m_headings[at].width / wishes;
}

std::int64_t RegisterScreen::id_at(std::size_t line) const
{
    if (line >= m_rows->lines())
        return 0;
    auto const found = m_rows->line(line);
    return found.heading ? 0 : m_rows->ids()[found.at];
}

std::string RegisterScreen::words_at(Context& context, GridCell cell)
{
    auto const line = m_rows->line(cell.row);
    if (line.heading)
        return m_rows->grouping().groups[line.at].title;
    auto const* const texts = m_rows->row(context, line.at);
    return texts && cell.column < texts->size() ? (*texts)[cell.column] : std::string();
}

void RegisterScreen::draw(Context& context, float height)
{
    if (!m_entity)
        return empty_state(context, context.tr("Ce registre n’existe pas dans ce portefeuille.", "This register does not exist in this portfolio."));
    if (m_language != context.language)
        layout_changed(context, true);
    else if (m_data_state != context.data_state)
        ask(context);
    if (!m_rows->ready())
        return empty_state(context, context.tr("Lecture du registre…", "Reading the register…"));
    auto const count = m_rows->ids().size();
    if (count == 0 && m_scope.empty() && !ImGui::GetIO().WantTextInput && ImGui::GetIO().KeyCtrl && letter_pressed('V') && !context.session.portfolio().read_only())
        paste(context);
    if (count == 0)
        return empty_state(context, m_search.empty() && m_filters->empty() ? context.tr("Aucune fiche pour l’instant. «\u00A0Nouvelle fiche\u00A0» en ajoute une, «\u00A0Importer\u00A0» en lit d’un fichier.",
                                                                                        "No record yet. “New record” adds one, “Import” reads them from a file.")
                                    : m_filters->empty()                  ? context.tr("Aucune fiche ne correspond à la recherche. Effacez-la.", "No record matches the search. Clear it.")
                                                                          : context.tr("Aucune fiche ne correspond aux filtres. Retirez-en un.", "No record matches the filters. Remove one."));
    // After a change the cursor stays on its record, wherever the order has put it.
    if (m_turn != m_rows->turn()) {
        m_turn = m_rows->turn();
        m_selection->keep_only(m_rows->ids());
        if (auto const line = m_at_record != 0 && m_grid.cursor().row > 0 ? m_rows->line_of(m_at_record) : std::nullopt; line && *line != m_grid.cursor().row)
            m_grid.go_to({*line, m_grid.cursor().column});
    }
    float const row_height = m_layout.compact ? 28.0f : 36.0f, foot = context.px(28);
    float const whole = context.px(row_height) * static_cast<float>(std::min<std::size_t>(m_rows->lines(), 1000)) + context.px(36);
    float const room = height > 0 ? std::min(height, whole + foot) : ImGui::GetContentRegionAvail().y;
    fit_columns(context, ImGui::GetContentRegionAvail().x);
    GridContent content;
    content.rows = m_rows->lines();
    content.frozen = m_layout.frozen;
    content.row_height = row_height;
    content.ticks = true;
    content.draw = [&](GridCell cell, Box box, ImDrawList* list, bool hovered) {
        auto const line = m_rows->line(cell.row);
        if (line.heading)
            return draw_group_heading(context, *m_entity, m_rows->grouping().groups[line.at], m_rows->closed(line.at), box, list);
        auto const* const texts = m_rows->row(context, line.at);
        if (texts && cell.column < texts->size())
            draw_register_cell(context, *m_columns[cell.column], (*texts)[cell.column], box, list, m_opens[cell.column], hovered);
    };
    content.ticked = [&](std::size_t line) { return m_selection->has(id_at(line)); };
    content.spans = [&](std::size_t line) { return m_rows->line(line).heading; };
    content.words = [&](GridCell cell) { return words_at(context, cell); };
    content.opens = [&](std::size_t column) { return static_cast<bool>(m_opens[column]); };
    begin_region("register", {0, room}, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    auto const events = m_grid.draw(context, "rows", {0, room - foot}, m_headings, content);
    draw_foot(context);
    m_at_record = id_at(m_grid.cursor().row);
    act(context, events);
    if (m_cell.active()) {
        auto const line = m_rows->line_of(m_cell.record());
        bool const here = line && *line == m_grid.cursor().row && m_columns[m_grid.cursor().column] == m_cell.field();
        leave_cell(context, m_cell.draw(context, here ? m_grid.cursor_box() : std::nullopt));
    }
    switch (m_selection->draw(context, m_rows->ids())) {
    case RegisterSelection::Wish::copy: copy(context, true); break;
    case RegisterSelection::Wish::export_:
        m_to_export = m_selection->in_order_of(m_rows->ids());
        m_export.open({{"Où enregistrer le registre", "Where to save the register"}, {"Enregistrer", "Save"}, {".csv"}, fmt::format("{}-{}.csv", m_entity->id, context.session.today())});
        break;
    case RegisterSelection::Wish::none: break;
    }
    draw_heading_menu(context);
    ImGui::EndChild();
    if (auto const chosen = m_export.draw(context))
        export_csv(context, std::exchange(m_to_export, {}), *chosen);
}

void RegisterScreen::draw_foot(Context& context)
{
    Theme const& theme = *context.theme;
    ImVec2 const at = ImGui::GetCursorScreenPos();
    float const right = at.x + ImGui::GetContentRegionAvail().x, y = at.y + context.px(6);
    ImFont* const font = context.fonts.caption;
    std::string const legend = context.tr("— non renseigné", "— not reported");
    draw_text(ImGui::GetWindowDrawList(), font, {right - text_width(font, legend), y}, theme.muted, legend);
    std::string words;
    for (auto const& total : m_rows->grouping().totals)
        if (auto const* const field = m_entity->field(total.field); field && !total.sums.empty())
            words += fmt::format("{}{}{}: {}", words.empty() ? "" : "     ", context.in(field->label), context.language == Language::fr ? "\u00A0" : "", total_in_words(context, *field, total, 4));
    auto const shown = elided(font, words, right - at.x - text_width(font, legend) - context.px(24));
    draw_text(ImGui::GetWindowDrawList(), font, {at.x, y}, theme.text_2, shown);
    ImGui::Dummy({text_width(font, shown), context.px(20)});
    if (shown != words)
        tooltip(context, words);
}

void RegisterScreen::draw_tools(Context& context)
{
    if (ImGui::GetIO().KeyCtrl && letter_pressed('F'))
        m_focus_search = true;
    float const width = std::min(context.px(280), ImGui::GetContentRegionAvail().x);
    if (text_field(context, "##search", m_search, width, context.tr("Rechercher dans ce registre (Ctrl F)", "Search this register (Ctrl F)"), 1, std::exchange(m_focus_search, false)))
        ask(context);
    // From the words down into what they found.
    if ((ImGui::IsItemActive() && key_pressed(ImGuiKey_DownArrow)) || (ImGui::IsItemDeactivated() && key_pressed(ImGuiKey_Enter)))
        m_grid.take_focus();
    ImGui::SameLine(0, context.px(12));
    ImGui::BeginGroup();
    if (m_filters->draw(context)) {
        m_layout.filters = m_filters->filters();
        layout_changed(context, true);
    }
    ImGui::EndGroup();
    float const beside = text_width(context.fonts.body, context.tr("Grouper", "Group")) + text_width(context.fonts.body, context.tr("Colonnes", "Columns")) + context.px(110);
    if (ImGui::GetItemRectMax().x + beside < ImGui::GetWindowPos().x + ImGui::GetContentRegionMax().x)
        ImGui::SameLine(0, context.px(4));
    if (draw_grouping(context))
        layout_changed(context, true);
    ImGui::SameLine(0, context.px(4));
    if (m_columns_menu.draw(context, *m_entity, m_layout))
        layout_changed(context, true);
}

bool RegisterScreen::draw_grouping(Context& context)
{
    auto const* const by = m_layout.group.empty() ? nullptr : m_entity->field(m_layout.group);
    std::string const words = by ? fmt::format("{}{}: {}", context.tr("Groupé par", "Grouped by"), context.language == Language::fr ? "\u00A0" : "", context.in(by->label)) : context.tr("Grouper", "Group");
    if (icon_button(context, ButtonKind::ghost, "group", icons::rows, words))
        ImGui::OpenPopup("group menu");
    bool changed = false;
    ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + context.px(2)}, ImGuiCond_Appearing);
    if (begin_menu(context, "group menu")) {
        float const width = context.px(300);
        if (by && menu_line(context, "none", context.tr("Ne plus grouper", "No longer group"), "", false, width)) {
            m_layout.group.clear();
            changed = true;
        }
        begin_region("lines", {width, context.px(260)});
        for (auto const& field : m_entity->fields)
            if (model::can_group(field) && !field.unique && menu_line(context, field.id.c_str(), context.in(field.label), field.type == model::FieldType::date ? context.tr("par année", "by year") : "", by == &field, width)) {
                m_layout.group = field.id;
                changed = true;
            }
        ImGui::EndChild();
        if (changed)
            ImGui::CloseCurrentPopup();
        ImGui::EndPopup();
    }
    return changed;
}

void RegisterScreen::draw_header(Context& context)
{
    std::string beside;
    if (m_rows->ready()) {
        auto const count = static_cast<std::int64_t>(m_rows->ids().size());
        beside = fmt::format("{} {}", format_integer(count, context.language), count < 2 ? context.tr("fiche", "record") : context.tr("fiches", "records"));
        if (m_rows->asking())
            beside += context.tr(" – lecture…", " – reading…");
    }
    float const top = ImGui::GetCursorPosY();
    ImGui::SetCursorPosY(top + context.px(6));
    heading(context, context.in(m_entity->plural.empty() ? m_entity->label : m_entity->plural), beside);
    std::string const add = context.tr("Nouvelle fiche", "New record"), out = context.tr("Exporter…", "Export…");
    bool const may_add = !context.session.portfolio().read_only();
    float const icon = context.px(context.fonts.icon ? 46 : 24);
    float const width = text_width(context.fonts.body, out) + icon + (may_add ? text_width(context.fonts.body, add) + icon + context.px(8) : 0);
    ImGui::SetCursorPos({std::max(0.0f, ImGui::GetContentRegionMax().x - width), top});
    if (icon_button(context, ButtonKind::ghost, "export", icons::export_, out)) {
        m_to_export = m_rows->ids();
        m_export.open({{"Où enregistrer le registre", "Where to save the register"}, {"Enregistrer", "Save"}, {".csv"}, fmt::format("{}-{}.csv", m_entity->id, context.session.today())});
    }
    if (may_add) {
        ImGui::SameLine();
        if (icon_button(context, ButtonKind::accent, "new", icons::plus, add) || (ImGui::GetIO().KeyCtrl && letter_pressed('N')))
            context.go({Page::sheet, m_entity->id, 0, {}, {}, {}, m_scope});
        tooltip(context, "Ctrl N");
    }
}

/// Part of another page: its name, a way to add a record that leads to where one is, and no more height than its rows need.
void RegisterScreen::draw_within(Context& context)
{
    if (!m_entity)
        return draw(context);
    constexpr float row = 36, frame = 36, highest = 320;
    auto const count = static_cast<std::int64_t>(m_rows->ready() ? m_rows->ids().size() : 0);
    text(context, context.theme->text, context.in(m_entity->plural.empty() ? m_entity->label : m_entity->plural), context.fonts.strong);
    if (!context.session.portfolio().read_only()) {
        std::string const add = fmt::format("{}{}: {}", context.tr("Ajouter", "Add"), context.language == Language::fr ? "\u00A0" : "", context.in(m_entity->label));
        ImGui::SameLine(std::max(0.0f, ImGui::GetContentRegionAvail().x - text_width(context.fonts.body, add) - context.px(context.fonts.icon ? 46 : 24)));
        if (icon_button(context, ButtonKind::ghost, "add", icons::plus, add))
            context.go({Page::sheet, m_entity->id, 0, {}, {}, {}, m_scope});
    }
    draw(context, std::min(context.px(highest), context.px(frame + row * static_cast<float>(std::max<std::int64_t>(count, 1)))));
    ImGui::Dummy({0, context.px(8)});
}

void RegisterScreen::draw_page(Context& context)
{
    if (!m_entity)
        return draw(context);
    draw_header(context);
    if (auto wanted = m_views->draw(context, m_layout, context.tr("Toutes les fiches", "All records")))
        arrange(context, std::move(*wanted));
    hairline(context);
    ImGui::Dummy({0, context.px(2)});
    draw_tools(context);
    ImGui::Dummy({0, context.px(2)});
    draw(context);
}

} // namespace passerelle::ui
