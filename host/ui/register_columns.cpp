#include "host/ui/register_columns.hpp"
#include "host/base/text.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

bool is_figure(model::FieldType type)
{
    return type == model::FieldType::money || type == model::FieldType::integer || type == model::FieldType::decimal || type == model::FieldType::percent || type == model::FieldType::count;
}

float usual_width(model::Field const& field)
{
    switch (field.type) {
    case model::FieldType::translatable:
    case model::FieldType::long_text: return 300;
    case model::FieldType::link:
    case model::FieldType::links: return 200;
    case model::FieldType::money: return 150;
    case model::FieldType::choice:
    case model::FieldType::choices: return 140;
    case model::FieldType::period: return 190;
    case model::FieldType::date: return 110;
    case model::FieldType::boolean: return 90;
    case model::FieldType::text:
    case model::FieldType::file: return 160;
    default: return 110;
    }
}

bool RegisterColumns::draw(Context& context, model::Entity const& entity, model::RegisterLayout& layout)
{
    if (icon_button(context, ButtonKind::ghost, "columns", icons::table, context.tr("Colonnes", "Columns")))
        ImGui::OpenPopup("columns menu");
    float const width = context.px(340);
    ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + context.px(2)}, ImGuiCond_Appearing);
    if (!begin_menu(context, "columns menu"))
        return false;
    bool changed = draw_chosen(context, entity, layout, width);
    hairline(context);
    changed |= draw_others(context, entity, layout, width);
    hairline(context);
    std::size_t density = layout.compact ? 1 : 0;
    text(context, context.theme->muted, context.tr("Hauteur des lignes", "Row height"), context.fonts.caption);
    if (segments(context, "density", {context.tr("Confortable", "Comfortable"), context.tr("Serrée", "Compact")}, density)) {
        layout.compact = density == 1;
        changed = true;
    }
    if (icon_button(context, ButtonKind::ghost, "declared", icons::undo, context.tr("Colonnes d’origine", "Original columns"))) {
        auto const declared = model::declared_layout(entity);
        layout.columns = declared.columns;
        layout.frozen = declared.frozen;
        changed = true;
    }
    ImGui::EndPopup();
    return changed;
}

bool RegisterColumns::draw_chosen(Context& context, model::Entity const& entity, model::RegisterLayout& layout, float width)
{
    bool changed = false;
    text(context, context.theme->muted, context.tr("Colonnes affichées", "Columns shown"), context.fonts.caption);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    begin_region("shown", {width, std::min(context.px(220), context.px(32) * static_cast<float>(layout.columns.size()))});
    for (std::size_t at = 0; at < layout.columns.size() && !changed; ++at) {
        auto const* const field = entity.field(layout.columns[at].field);
        if (!field)
            continue;
        ImGui::PushID(field->id.c_str());
        ImVec2 const from = ImGui::GetCursorPos();
        float const room = ImGui::GetContentRegionAvail().x;
        ImGui::SetCursorPos({from.x + context.px(8), from.y + context.px(7)});
        fitted_text(context, context.theme->text, context.in(field->label), room - context.px(140));
        if (at < layout.frozen) {
            ImGui::SameLine(0, context.px(6));
            text(context, context.theme->muted, context.tr("figée", "frozen"), context.fonts.caption);
        }
        float x = from.x + room;
        auto const act = [&](char const* id, std::string_view icon, char const* words, char const* about, bool enabled) {
            x -= tool_width(context, words);
            ImGui::SetCursorPos({x, from.y});
            return tool(context, id, icon, words, about, enabled) && enabled;
        };
        if (act("hide", icons::close, context.tr("Masquer", "Hide"), context.tr("Masquer la colonne", "Hide the column"), layout.columns.size() > 1)) {
            layout.columns.erase(layout.columns.begin() + static_cast<std::ptrdiff_t>(at));
            layout.frozen = std::min(layout.frozen, layout.columns.size());
            changed = true;
        } else if (act("down", icons::chevron_down, context.tr("Descendre", "Down"), context.tr("Plus à droite", "Further right"), at + 1 < layout.columns.size())) {
            std::swap(layout.columns[at], layout.columns[at + 1]);
            changed = true;
        } else if (act("up", icons::chevron_up, context.tr("Monter", "Up"), context.tr("Plus à gauche", "Further left"), at > 0)) {
            std::swap(layout.columns[at], layout.columns[at - 1]);
            changed = true;
        } else if (act("freeze", icons::flag, context.tr("Figer", "Freeze"), at + 1 == layout.frozen ? context.tr("Ne plus figer", "No longer freeze") : context.tr("Figer jusqu’à cette colonne", "Freeze up to this column"), true)) {
            layout.frozen = at + 1 == layout.frozen ? 0 : at + 1;
            changed = true;
        }
        ImGui::SetCursorPos({from.x, from.y + context.px(32)});
        ImGui::PopID();
    }
    ImGui::EndChild();
    ImGui::PopStyleVar();
    return changed;
}

bool RegisterColumns::draw_others(Context& context, model::Entity const& entity, model::RegisterLayout& layout, float width)
{
    text(context, context.theme->muted, context.tr("Ajouter une colonne", "Add a column"), context.fonts.caption);
    text_field(context, "##find", m_find, width, context.tr("Chercher une rubrique", "Search a field"));
    auto const wanted = fold(m_find);
    bool changed = false;
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    begin_region("others", {width, context.px(150)});
    for (auto const& field : entity.fields) {
        bool const shown = std::any_of(layout.columns.begin(), layout.columns.end(), [&](model::LayoutColumn const& one) { return one.field == field.id; });
        if (field.hidden || shown || (!wanted.empty() && fold(context.in(field.label)).find(wanted) == std::string::npos))
            continue;
        if (menu_line(context, field.id.c_str(), context.in(field.label), "", false, ImGui::GetContentRegionAvail().x)) {
            layout.columns.push_back({field.id, 0});
            changed = true;
        }
    }
    ImGui::EndChild();
    ImGui::PopStyleVar();
    return changed;
}

} // namespace passerelle::ui
