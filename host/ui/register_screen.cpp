#include "host/ui/register_screen.hpp"
#include "host/base/format.hpp"
#include "host/exchange/export.hpp"
#include "host/model/record.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <mutex>

namespace passerelle::ui {

namespace {
constexpr std::size_t page_rows = 100, most_kept = 2000, most_columns = 8;

bool is_numeric(model::FieldType type)
{
    return type == model::FieldType::money || type == model::FieldType::integer || type == model::FieldType::decimal || type == model::FieldType::percent || type == model::FieldType::count;
}
} // namespace

struct RegisterScreen::Order {
    std::mutex mutex;
    std::vector<std::int64_t> ids;
    bool abandoned = false;
};

RegisterScreen::RegisterScreen(Context& context, std::string entity, std::string link_field, std::int64_t linked_id) : m_entity(context.session.registry().entity(entity))
{
    if (!m_entity)
        return;
    m_query.entity = m_entity;
    if (!link_field.empty())
        m_query.filters.push_back({link_field, model::Comparison::equal, {model::RecordId{linked_id}}});
    for (auto const& sort : m_entity->shape.sort)
        m_query.sorts.push_back({sort.starts_with('-') ? sort.substr(1) : sort, sort.starts_with('-')});
    for (auto const& id : m_entity->shape.columns)
        if (auto const* field = m_entity->field(id); field && m_columns.size() < most_columns && id != link_field)
            m_columns.push_back(field);
    if (m_columns.empty())
        for (auto const& field : m_entity->fields)
            if (!field.hidden && m_columns.size() < 6)
                m_columns.push_back(&field);
}

RegisterScreen::~RegisterScreen()
{
    if (m_order) {
        std::lock_guard const lock(m_order->mutex);
        m_order->abandoned = true;
    }
}

void RegisterScreen::ask(Context& context)
{
    m_data_state = context.data_state;
    m_language = context.language;
    m_asked = true;
    if (m_order) {
        std::lock_guard const lock(m_order->mutex);
        m_order->abandoned = true;
    }
    m_order = std::make_shared<Order>();
    auto order = m_order;
    auto query = m_query;
    query.search = m_search;
    bridge::Session* session = &context.session;
    auto tell = context.tell;
    context.session.start_job(
        "register",
        [session, order, query](bridge::Progress&) -> Result<void> {
            auto ids = model::order(session->portfolio().reader(), session->registry(), query);
            if (!ids)
                return ids.error();
            std::lock_guard const lock(order->mutex);
            order->ids = std::move(*ids);
            return {};
        },
        [this, order, tell](Result<void> done) {
            std::lock_guard const lock(order->mutex);
            if (order->abandoned)
                return; // the screen may be gone
            m_asked = false;
            m_ready = true;
            if (!done)
                return tell(done.error().sentence, exchange::Tone::bad);
            m_ids = std::move(order->ids);
            m_rows.clear();
        });
}

std::vector<std::string> const& RegisterScreen::row(Context& context, std::size_t at)
{
    if (auto const found = m_rows.find(at); found != m_rows.end())
        return found->second;
    if (m_rows.size() > most_kept)
        m_rows.clear();
    std::size_t const from = at / page_rows * page_rows;
    std::size_t const count = std::min(page_rows, m_ids.size() - from);
    auto& reader = context.session.portfolio().reader();
    auto const records = model::page(reader, context.session.registry(), *m_entity, {m_ids.data() + from, count});
    for (std::size_t offset = 0; offset < count; ++offset) {
        std::vector<std::string> texts;
        if (records && offset < records->size())
            for (auto const* field : m_columns) {
                auto const& value = (*records)[offset].at(field->id);
                texts.push_back(model::is_null(value) ? "—" : model::displayed(reader, context.session.registry(), *field, value, context.language));
            }
        m_rows.emplace(from + offset, std::move(texts));
    }
    return m_rows.at(at);
}

void RegisterScreen::export_csv(Context& context)
{
    auto const path = context.session.portfolio().path().parent_path() / fmt::format("{}-{}.csv", m_entity->id, context.session.today());
    auto ids = std::make_shared<std::vector<std::int64_t>>(m_ids);
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

void RegisterScreen::draw(Context& context, float height)
{
    if (!m_entity)
        return empty_state(context, context.tr("Ce registre n’existe pas dans ce portefeuille.", "This register does not exist in this portfolio."));
    if ((m_data_state != context.data_state || m_language != context.language) && !m_asked)
        ask(context);
    if (!m_ready)
        return empty_state(context, context.tr("Lecture du registre…", "Reading the register…"));
    if (m_ids.empty())
        return empty_state(context, m_search.empty() ? context.tr("Aucune fiche pour l’instant.", "No record yet.") : context.tr("Aucune fiche ne correspond à la recherche. Effacez-la.", "No record matches the search. Clear it."));
    Theme const& theme = *context.theme;
    ImGuiTableFlags const flags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_SizingStretchProp | ImGuiTableFlags_Resizable | ImGuiTableFlags_Sortable |
                                  ImGuiTableFlags_SortTristate | ImGuiTableFlags_NoSavedSettings;
    if (!ImGui::BeginTable("register", static_cast<int>(m_columns.size()), flags, {0, height > 0 ? std::min(height, context.px(36) * static_cast<float>(m_ids.size() + 2)) : 0}))
        return;
    ImGui::TableSetupScrollFreeze(0, 1);
    for (auto const* field : m_columns)
        ImGui::TableSetupColumn(context.in(field->label).c_str(), ImGuiTableColumnFlags_None,
                                field->type == model::FieldType::translatable || field == m_columns.front() ? 2.4f : is_numeric(field->type) ? 1.2f : 1.0f);
    ImGui::PushFont(context.fonts.caption);
    ImGui::PushStyleColor(ImGuiCol_Text, theme.muted);
    ImGui::TableHeadersRow();
    ImGui::PopStyleColor();
    ImGui::PopFont();
    if (ImGuiTableSortSpecs* specs = ImGui::TableGetSortSpecs(); specs && specs->SpecsDirty) {
        if (specs->SpecsCount > 0) {
            m_query.sorts.clear();
            for (int at = 0; at < specs->SpecsCount; ++at)
                m_query.sorts.push_back({m_columns[static_cast<std::size_t>(specs->Specs[at].ColumnIndex)]->id, specs->Specs[at].SortDirection == ImGuiSortDirection_Descending});
            ask(context);
        }
        specs->SpecsDirty = false;
    }
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(std::min<std::size_t>(m_ids.size(), INT32_MAX)));
    while (clipper.Step())
        for (int line = clipper.DisplayStart; line < clipper.DisplayEnd; ++line) {
            auto const at = static_cast<std::size_t>(line);
            auto const& texts = row(context, at);
            ImGui::TableNextRow(ImGuiTableRowFlags_None, context.px(34));
            ImGui::PushID(line);
            for (std::size_t column = 0; column < m_columns.size(); ++column) {
                ImGui::TableNextColumn();
                if (column == 0) {
                    if (ImGui::Selectable("##row", false, ImGuiSelectableFlags_SpanAllColumns, {0, context.px(22)}))
                        context.go({Page::sheet, m_entity->id, m_ids[at], {}, {}, {}});
                    ImGui::SameLine(0, 0);
                }
                std::string const& shown = column < texts.size() ? texts[column] : std::string();
                float const width = ImGui::GetContentRegionAvail().x;
                if (is_numeric(m_columns[column]->type))
                    right_text(context, theme.text, shown, width);
                else
                    fitted_text(context, shown == "—" ? theme.muted : theme.text, shown, width);
            }
            ImGui::PopID();
        }
    ImGui::EndTable();
}

void RegisterScreen::draw_page(Context& context)
{
    if (!m_entity)
        return draw(context);
    heading(context, context.in(m_entity->plural.empty() ? m_entity->label : m_entity->plural),
            m_ready ? fmt::format("{} {}", format_integer(static_cast<std::int64_t>(m_ids.size()), context.language), m_ids.size() < 2 ? context.tr("fiche", "record") : context.tr("fiches", "records")) : "");
    std::string const add = context.tr("Nouvelle fiche", "New record"), out = context.tr("Exporter en CSV", "Export as CSV");
    float const width = ImGui::CalcTextSize(add.c_str()).x + ImGui::CalcTextSize(out.c_str()).x + context.px(60);
    ImGui::SameLine(std::max(0.0f, ImGui::GetContentRegionMax().x - width));
    if (button(context, ButtonKind::ghost, "export", out))
        export_csv(context);
    ImGui::SameLine();
    if (!context.session.portfolio().read_only() && button(context, ButtonKind::accent, "new", add))
        context.go({Page::sheet, m_entity->id, 0, {}, {}, {}});
    ImGui::SetNextItemWidth(context.px(320));
    if (ImGui::InputTextWithHint("##search", context.tr("Rechercher dans ce registre", "Search this register"), m_typed, sizeof m_typed)) {
        m_search = m_typed;
        ask(context);
    }
    ImGui::Dummy({0, context.px(2)});
    draw(context);
}

} // namespace passerelle::ui
