#include "host/ui/register_screen.hpp"
#include "host/base/format.hpp"
#include "host/exchange/export.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <climits>
#include <fmt/format.h>
#include <fstream>

namespace passerelle::ui {

namespace {

constexpr std::size_t most_columns = 8;

bool is_numeric(model::FieldType type)
{
    return type == model::FieldType::money || type == model::FieldType::integer || type == model::FieldType::decimal || type == model::FieldType::percent || type == model::FieldType::count;
}

/// How much of the width a column wants, compared with the others.
float weight(model::Field const& field, bool first)
{
    switch (field.type) {
    case model::FieldType::translatable:
    case model::FieldType::long_text: return 2.6f;
    case model::FieldType::date: return 0.95f;
    case model::FieldType::link: return 1.8f;
    case model::FieldType::choice: return 1.2f;
    default: return is_numeric(field.type) ? 1.1f : first ? 1.3f : 1.4f;
    }
}

} // namespace

RegisterScreen::RegisterScreen(Context& context, std::string entity, std::string link_field, std::int64_t linked_id)
    : m_entity(context.session.registry().entity(entity)), m_link_field(std::move(link_field)), m_linked_id(linked_id), m_focus_rows(m_link_field.empty())
{
    if (!m_entity)
        return;
    m_query.entity = m_entity;
    for (auto const& sort : m_entity->shape.sort)
        m_query.sorts.push_back({sort.starts_with('-') ? sort.substr(1) : sort, sort.starts_with('-')});
    for (auto const& id : m_entity->shape.columns)
        if (auto const* field = m_entity->field(id); field && m_columns.size() < most_columns && id != m_link_field)
            m_columns.push_back(field);
    if (m_columns.empty())
        for (auto const& field : m_entity->fields)
            if (!field.hidden && m_columns.size() < 6)
                m_columns.push_back(&field);
    m_rows = std::make_unique<RegisterRows>(*m_entity, m_columns);
    m_filters = std::make_unique<RegisterFilters>(*m_entity);
}

void RegisterScreen::ask(Context& context)
{
    m_data_state = context.data_state;
    m_language = context.language;
    auto query = m_query;
    query.search = m_search;
    query.filters = m_filters->filters();
    if (!m_link_field.empty())
        query.filters.push_back({m_link_field, model::Comparison::equal, {model::RecordId{m_linked_id}}});
    m_rows->ask(context, std::move(query));
}

void RegisterScreen::export_csv(Context& context)
{
    auto const path = context.session.portfolio().path().parent_path() / fmt::format("{}-{}.csv", m_entity->id, context.session.today());
    auto ids = std::make_shared<std::vector<std::int64_t>>(m_rows->ids());
    bridge::Session* session = &context.session;
    auto const* entity = m_entity;
    Language const language = context.language;
    auto tell = context.tell;
    context.session.start_job(
        "export",
        [=](bridge::Progress&) -> Result<void> {
            std::ofstream file(path, std::ios::binary | std::ios::trunc);
            return exchange::write_csv(session->portfolio().reader(), session->registry(), *entity, *ids, language, [&](std::string_view bytes) {
                file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
                return file.good();
            });
        },
        [=](Result<void> done) {
            if (!done)
                return tell(done.error().sentence, exchange::Tone::bad);
            tell({fmt::format("Registre exporté\u00A0: {}", path.string()), fmt::format("Register exported: {}", path.string())}, exchange::Tone::good);
        });
}

/// Names come from modules: drawn by hand, since "##" in one would cut it.
void RegisterScreen::draw_headings(Context& context)
{
    Theme const& theme = *context.theme;
    ImGui::TableNextRow(ImGuiTableRowFlags_Headers, context.px(32));
    ImGui::PushFont(context.fonts.caption);
    for (std::size_t column = 0; column < m_columns.size(); ++column) {
        ImGui::TableSetColumnIndex(static_cast<int>(column));
        auto const& field = *m_columns[column];
        ImGui::PushID(static_cast<int>(column));
        ImVec2 const at = ImGui::GetCursorScreenPos();
        float const width = ImGui::GetContentRegionAvail().x;
        ImGui::TableHeader("##heading");
        bool const sorted = (ImGui::TableGetColumnFlags() & ImGuiTableColumnFlags_IsSorted) != 0;
        float const room = width - (sorted ? context.px(26) : 0);
        std::string const& label = context.in(field.label);
        auto const shown = elided(context.fonts.caption, label, room);
        float const shift = is_numeric(field.type) ? std::max(0.0f, room - text_width(context.fonts.caption, shown)) : 0;
        draw_text(ImGui::GetWindowDrawList(), context.fonts.caption, {at.x + shift, at.y + context.px(3)}, sorted ? theme.text : theme.muted, shown);
        tooltip(context, shown == label ? context.tr("Trier (avec Maj\u00A0: trier aussi par cette colonne)", "Sort (with Shift: sort by this column too)") : label);
        ImGui::PopID();
    }
    ImGui::PopFont();
}

void RegisterScreen::draw_cell(Context& context, model::Field const& field, std::string const& whole, float height, bool hovered)
{
    Theme const& theme = *context.theme;
    ImDrawList* const list = ImGui::GetWindowDrawList();
    ImVec2 const at = ImGui::GetCursorScreenPos();
    float const width = ImGui::GetContentRegionAvail().x, y = at.y + (height - font_size(context.fonts.body)) / 2 - context.px(7);
    if (whole.empty()) {
        float const shift = is_numeric(field.type) ? width - text_width(context.fonts.body, "—") : 0;
        return draw_text(list, context.fonts.body, {at.x + shift, y}, theme.muted, "—");
    }
    if (field.type == model::FieldType::money) {
        // The currency follows in a quieter hand; an amount is never cut.
        auto const space = whole.rfind("\u00A0");
        auto const amount = whole.substr(0, space), currency = space == std::string::npos ? std::string() : whole.substr(space + 2);
        float const after = currency.empty() ? 0 : context.px(32);
        draw_text(list, context.fonts.body, {at.x + width - after - text_width(context.fonts.body, amount), y}, theme.text, amount);
        return draw_text(list, context.fonts.caption, {at.x + width - after + context.px(6), y + context.px(1.5f)}, theme.muted, currency);
    }
    if (is_numeric(field.type))
        return draw_text(list, context.fonts.body, {at.x + width - text_width(context.fonts.body, whole), y}, theme.text, whole);
    if (field.type == model::FieldType::choice && !field.transitions.empty()) {
        auto const words = elided(context.fonts.caption, whole, width - context.px(28));
        return draw_chip(context, list, {at.x, at.y + (height - context.px(22)) / 2 - context.px(5)}, exchange::Tone::plain, words);
    }
    auto const shown = elided(context.fonts.body, whole, width);
    draw_text(list, context.fonts.body, {at.x, y}, theme.text, shown);
    if (hovered && shown != whole && (ImGui::TableGetColumnFlags() & ImGuiTableColumnFlags_IsHovered)) {
        ImGui::BeginTooltip();
        ImGui::PushTextWrapPos(context.px(420));
        text(whole);
        ImGui::PopTextWrapPos();
        ImGui::EndTooltip();
    }
}

void RegisterScreen::draw_row(Context& context, std::size_t at, float height)
{
    auto const* const texts = m_rows->row(context, at);
    auto const id = m_rows->ids()[at];
    ImGui::TableNextRow(ImGuiTableRowFlags_None, height);
    ImGui::PushID(static_cast<int>(at));
    bool hovered = false;
    for (std::size_t column = 0; column < m_columns.size(); ++column) {
        ImGui::TableNextColumn();
        if (column == 0) {
            ImVec2 const before = ImGui::GetCursorPos();
            if (std::exchange(m_focus_rows, false))
                ImGui::SetKeyboardFocusHere();
            bool pressed = ImGui::Selectable("##row", id == m_opened, ImGuiSelectableFlags_SpanAllColumns, {0, height - context.px(14)});
            hovered = ImGui::IsItemHovered();
            pressed |= ImGui::IsItemFocused() && key_pressed(ImGuiKey_Enter);
            if (pressed) {
                m_opened = id;
                context.go({Page::sheet, m_entity->id, id, {}, {}, {}});
            }
            ImGui::SetCursorPos(before);
        }
        if (texts && column < texts->size())
            draw_cell(context, *m_columns[column], (*texts)[column], height, hovered);
    }
    ImGui::PopID();
}

void RegisterScreen::draw(Context& context, float height)
{
    if (!m_entity)
        return empty_state(context, context.tr("Ce registre n’existe pas dans ce portefeuille.", "This register does not exist in this portfolio."));
    if (m_data_state != context.data_state || m_language != context.language)
        ask(context);
    if (!m_rows->ready())
        return empty_state(context, context.tr("Lecture du registre…", "Reading the register…"));
    auto const count = m_rows->ids().size();
    if (count == 0)
        return empty_state(context, m_search.empty() && m_filters->empty() ? context.tr("Aucune fiche pour l’instant.", "No record yet.")
                                    : m_filters->empty()                  ? context.tr("Aucune fiche ne correspond à la recherche. Effacez-la.", "No record matches the search. Clear it.")
                                                                          : context.tr("Aucune fiche ne correspond aux filtres. Retirez-en un.", "No record matches the filters. Remove one."));
    float const row_height = context.px(36);
    ImGuiTableFlags const flags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_SizingStretchProp | ImGuiTableFlags_Resizable | ImGuiTableFlags_NoBordersInBody | ImGuiTableFlags_Sortable |
                                  ImGuiTableFlags_SortTristate | ImGuiTableFlags_SortMulti | ImGuiTableFlags_NoSavedSettings;
    float const whole = row_height * static_cast<float>(std::min<std::size_t>(count, 1000) + 1) + context.px(4);
    if (!ImGui::BeginTable("register", static_cast<int>(m_columns.size()), flags, {0, height > 0 ? std::min(height, whole) : 0}))
        return;
    ImGui::TableSetupScrollFreeze(0, 1);
    for (std::size_t column = 0; column < m_columns.size(); ++column) {
        auto const& field = *m_columns[column];
        auto const sort = std::find_if(m_entity->shape.sort.begin(), m_entity->shape.sort.end(), [&](auto const& one) { return one == field.id || one == "-" + field.id; });
        ImGuiTableColumnFlags column_flags = sort == m_entity->shape.sort.begin() && sort != m_entity->shape.sort.end() ? ImGuiTableColumnFlags_DefaultSort : ImGuiTableColumnFlags_None;
        if (sort != m_entity->shape.sort.end() && sort->starts_with('-'))
            column_flags |= ImGuiTableColumnFlags_PreferSortDescending;
        ImGui::TableSetupColumn("", column_flags, weight(field, column == 0));
    }
    draw_headings(context);
    if (ImGuiTableSortSpecs* specs = ImGui::TableGetSortSpecs(); specs && specs->SpecsDirty) {
        std::vector<model::Sort> sorts;
        for (int at = 0; at < specs->SpecsCount; ++at)
            sorts.push_back({m_columns[static_cast<std::size_t>(specs->Specs[at].ColumnIndex)]->id, specs->Specs[at].SortDirection == ImGuiSortDirection_Descending});
        bool const same = std::equal(sorts.begin(), sorts.end(), m_query.sorts.begin(), m_query.sorts.begin() + static_cast<std::ptrdiff_t>(std::min(sorts.size(), m_query.sorts.size())),
                                     [](auto const& left, auto const& right) { return left.field == right.field && left.descending == right.descending; });
        if (!sorts.empty() && !same) {
            m_query.sorts = std::move(sorts);
            ask(context);
        }
        specs->SpecsDirty = false;
    }
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(std::min<std::size_t>(count, INT_MAX)), row_height);
    while (clipper.Step())
        for (int line = clipper.DisplayStart; line < clipper.DisplayEnd; ++line)
            draw_row(context, static_cast<std::size_t>(line), row_height);
    ImGui::EndTable();
}

void RegisterScreen::draw_tools(Context& context)
{
    if (ImGui::GetIO().KeyCtrl && letter_pressed('F'))
        m_focus_search = true;
    float const width = std::min(context.px(320), ImGui::GetContentRegionAvail().x);
    if (text_field(context, "##search", m_search, width, context.tr("Rechercher dans ce registre (Ctrl F)", "Search this register (Ctrl F)"), 1, std::exchange(m_focus_search, false)))
        ask(context);
    // From the words down into what they found.
    if (ImGui::IsItemActive() && key_pressed(ImGuiKey_DownArrow))
        m_focus_rows = true;
    if (ImGui::IsItemDeactivated() && key_pressed(ImGuiKey_Enter))
        m_focus_rows = true;
    ImGui::SameLine(0, context.px(12));
    if (m_filters->draw(context))
        ask(context);
}

void RegisterScreen::draw_page(Context& context)
{
    if (!m_entity)
        return draw(context);
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
    std::string const add = context.tr("Nouvelle fiche", "New record"), out = context.tr("Exporter en CSV", "Export as CSV");
    bool const may_add = !context.session.portfolio().read_only();
    float const icon = context.px(context.fonts.icon ? 46 : 24);
    float const width = text_width(context.fonts.body, out) + icon + (may_add ? text_width(context.fonts.body, add) + icon + context.px(8) : 0);
    ImGui::SetCursorPos({std::max(0.0f, ImGui::GetContentRegionMax().x - width), top});
    if (icon_button(context, ButtonKind::ghost, "export", icons::export_, out))
        export_csv(context);
    if (may_add) {
        ImGui::SameLine();
        if (icon_button(context, ButtonKind::accent, "new", icons::plus, add))
            context.go({Page::sheet, m_entity->id, 0, {}, {}, {}});
    }
    draw_tools(context);
    ImGui::Dummy({0, context.px(2)});
    draw(context);
}

} // namespace passerelle::ui
