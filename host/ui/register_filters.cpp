#include "host/ui/register_filters.hpp"
#include "host/base/text.hpp"
#include "host/model/record.hpp"
#include "host/model/value_text.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

using model::Comparison;
using model::FieldType;

bool can_filter(model::Field const& field)
{
    return !field.hidden && field.type != FieldType::count && field.type != FieldType::file && field.type != FieldType::point && field.type != FieldType::period;
}

bool in_range(FieldType type) { return type == FieldType::date || type == FieldType::integer || type == FieldType::decimal || type == FieldType::percent || type == FieldType::money; }

/// A code stands alone here, also where the field holds several.
std::string value_words(Context const& context, model::Field const& field, model::Value const& value)
{
    auto const* const code = std::get_if<std::string>(&value);
    if (auto const* const list = code ? context.session.registry().list(field.list) : nullptr)
        return list->name_of(*code, context.language);
    return code ? *code : model::value_in_words(field, value, context.session.registry(), context.language);
}

} // namespace

RegisterFilters::RegisterFilters(model::Entity const& entity) : m_entity(&entity) {}

std::vector<model::Filter> RegisterFilters::filters() const
{
    std::vector<model::Filter> all;
    for (auto const& one : m_filters)
        all.insert(all.end(), one.parts.begin(), one.parts.end());
    return all;
}

void RegisterFilters::set(Context const& context, std::vector<model::Filter> const& filters)
{
    m_filters.clear();
    for (auto const& filter : filters) {
        auto const* const field = m_entity->field(filter.field);
        if (!field)
            continue;
        auto found = std::find_if(m_filters.begin(), m_filters.end(), [&](One const& one) { return one.field == field; });
        if (found == m_filters.end())
            found = m_filters.insert(m_filters.end(), {field, {}, {}});
        found->parts.push_back(filter);
        auto const* const target = context.session.registry().entity(field->to);
        for (auto const& value : filter.values)
            if (auto const* const linked = std::get_if<model::RecordId>(&value); linked && target)
                found->names.push_back(model::title_of(context.session.portfolio().reader(), context.session.registry(), *target, linked->value, context.language));
    }
}

void RegisterFilters::show_behind(std::vector<model::Filter> conditions, std::string about)
{
    m_behind = std::move(conditions);
    m_about = std::move(about);
}

std::string RegisterFilters::words(Context const& context, One const& one) const
{
    std::string made;
    for (auto const& part : one.parts) {
        std::string values;
        for (std::size_t at = 0; at < part.values.size(); ++at)
            values += (at > 0 ? ", " : "") + (at < one.names.size() ? one.names[at] : value_words(context, *one.field, part.values[at]));
        std::string const said = part.comparison == Comparison::is_null              ? context.tr("non renseigné", "not reported")
                                 : part.comparison == Comparison::is_not_null        ? context.tr("renseigné", "reported")
                                 : part.comparison == Comparison::greater_or_equal   ? fmt::format("{} {}", context.tr("à partir de", "from"), values)
                                 : part.comparison == Comparison::less_or_equal      ? fmt::format("{} {}", context.tr("jusqu’à", "up to"), values)
                                 : part.comparison == Comparison::contains           ? (context.language == Language::fr ? fmt::format("«\u00A0{}\u00A0»", values) : fmt::format("“{}”", values))
                                                                                     : values;
        made += (made.empty() ? "" : ", ") + said;
    }
    return shortened(made, 60);
}

void RegisterFilters::put(One made)
{
    auto const found = std::find_if(m_filters.begin(), m_filters.end(), [&](One const& one) { return one.field == made.field; });
    if (found != m_filters.end())
        *found = std::move(made);
    else
        m_filters.push_back(std::move(made));
}

bool RegisterFilters::draw(Context& context)
{
    bool changed = false;
    float const right = ImGui::GetWindowPos().x + ImGui::GetContentRegionMax().x;
    if (!m_behind.empty()) {
        std::string const label = context.tr("Chiffre\u00A0:", "Figure:");
        if (removable_chip(context, "behind", label, shortened(m_about, 60))) {
            m_behind.clear();
            changed = true;
        }
        tooltip(context, context.tr("Les fiches derrière ce chiffre. Retirer pour voir tout le registre", "The records behind this figure. Remove to see the whole register"));
    }
    for (std::size_t at = 0; at < m_filters.size(); ++at) {
        ImGui::PushID(static_cast<int>(at));
        std::string const label = fmt::format("{}{}:", context.in(m_filters[at].field->label), context.language == Language::fr ? "\u00A0" : "");
        std::string const value = words(context, m_filters[at]);
        float const width = text_width(context.fonts.body, label) + text_width(context.fonts.body, value) + context.px(46);
        if ((at > 0 || !m_behind.empty()) && ImGui::GetItemRectMax().x + context.px(8) + width < right)
            ImGui::SameLine(0, context.px(8));
        if (removable_chip(context, "filter", label, value)) {
            m_filters.erase(m_filters.begin() + static_cast<std::ptrdiff_t>(at));
            changed = true;
            ImGui::PopID();
            break;
        }
        tooltip(context, context.tr("Retirer ce filtre", "Remove this filter"));
        ImGui::PopID();
    }
    if (!empty() && ImGui::GetItemRectMax().x + context.px(240) < right)
        ImGui::SameLine(0, context.px(8));
    if (icon_button(context, ButtonKind::ghost, "filter", icons::filter, context.tr("Filtrer", "Filter"))) {
        m_field = nullptr;
        m_find.clear();
        ImGui::OpenPopup("filter menu");
    }
    ImVec2 const below{ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + context.px(4)};
    if (!empty()) {
        ImGui::SameLine();
        if (icon_button(context, ButtonKind::ghost, "clear", {}, context.tr("Tout effacer", "Clear all"))) {
            m_filters.clear();
            m_behind.clear();
            changed = true;
        }
    }
    ImGui::SetNextWindowPos(below, ImGuiCond_Appearing);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.px(12), context.px(12)));
    if (ImGui::BeginPopup("filter menu")) {
        if (key_pressed(ImGuiKey_Escape))
            ImGui::CloseCurrentPopup();
        changed |= draw_editor(context);
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar();
    return changed;
}

bool RegisterFilters::draw_editor(Context& context)
{
    float const width = context.px(300);
    if (!m_field) {
        text_field(context, "##find", m_find, width, context.tr("Chercher une rubrique", "Search a field"), 1, ImGui::IsWindowAppearing());
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
        begin_region("fields", {width, context.px(300)});
        auto const wanted = fold(m_find);
        for (auto const& field : m_entity->fields) {
            if (!can_filter(field) || (!wanted.empty() && fold(context.in(field.label)).find(wanted) == std::string::npos))
                continue;
            if (menu_line(context, field.id.c_str(), context.in(field.label), "", false, ImGui::GetContentRegionAvail().x)) {
                m_field = &field;
                m_codes.clear();
                m_from.clear();
                m_to.clear();
                m_find.clear();
                m_fault = {};
                for (auto const& one : m_filters)
                    if (one.field == &field)
                        for (auto const& part : one.parts)
                            for (auto const& value : part.values)
                                if (auto const* code = std::get_if<std::string>(&value))
                                    m_codes.insert(*code);
                if (field.type == FieldType::link || field.type == FieldType::links)
                    if (auto const* target = context.session.registry().entity(field.to))
                        m_picker.open(context, *target);
            }
        }
        ImGui::EndChild();
        ImGui::PopStyleVar();
        return false;
    }
    text(context, context.theme->text, context.in(m_field->label), context.fonts.strong);
    bool changed = false;
    if (m_field->type == FieldType::choice || m_field->type == FieldType::choices) {
        changed = draw_choices(context, width);
    } else if (m_field->type == FieldType::link || m_field->type == FieldType::links) {
        if (m_picker.draw(context, width)) {
            put({m_field, {{m_field->id, Comparison::equal, {model::RecordId{m_picker.id}}}}, {m_picker.title}});
            ImGui::CloseCurrentPopup();
            changed = true;
        }
    } else if (m_field->type == FieldType::boolean) {
        for (bool const value : {true, false})
            if (menu_line(context, value ? "yes" : "no", value ? context.tr("Oui", "Yes") : context.tr("Non", "No"), "", false, width)) {
                put({m_field, {{m_field->id, Comparison::equal, {value}}}, {}});
                ImGui::CloseCurrentPopup();
                changed = true;
            }
    } else {
        changed = draw_range(context, width);
    }
    hairline(context);
    for (auto const comparison : {Comparison::is_null, Comparison::is_not_null})
        if (menu_line(context, comparison == Comparison::is_null ? "null" : "not null", comparison == Comparison::is_null ? context.tr("Non renseigné", "Not reported") : context.tr("Renseigné", "Reported"), "", false, width)) {
            put({m_field, {{m_field->id, comparison, {}}}, {}});
            ImGui::CloseCurrentPopup();
            changed = true;
        }
    return changed;
}

bool RegisterFilters::draw_choices(Context& context, float width)
{
    auto const* list = context.session.registry().list(m_field->list);
    if (!list)
        return false;
    if (list->codes.size() > 8)
        text_field(context, "##find", m_find, width, context.tr("Chercher", "Search"), 1, ImGui::IsWindowAppearing());
    bool changed = false;
    auto const wanted = fold(m_find);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    begin_region("codes", {width, std::min(context.px(240), context.px(30) * static_cast<float>(list->codes.size()))});
    for (auto const& code : list->codes) {
        if (!wanted.empty() && fold(context.in(code.name)).find(wanted) == std::string::npos && fold(code.code) != wanted)
            continue;
        bool const chosen = m_codes.contains(code.code);
        if (menu_line(context, code.code.c_str(), context.in(code.name), chosen ? context.tr("choisi", "chosen") : "", chosen, ImGui::GetContentRegionAvail().x)) {
            chosen ? (void)m_codes.erase(code.code) : (void)m_codes.insert(code.code);
            std::erase_if(m_filters, [this](One const& one) { return one.field == m_field; });
            if (!m_codes.empty()) {
                // One choice has one code; several choices hold any of them.
                model::Filter filter{m_field->id, Comparison::any_of, {}};
                for (auto const& each : m_codes)
                    filter.values.push_back(each);
                put({m_field, {filter}, {}});
            }
            changed = true;
        }
    }
    ImGui::EndChild();
    ImGui::PopStyleVar();
    return changed;
}

bool RegisterFilters::draw_range(Context& context, float width)
{
    bool const range = in_range(m_field->type);
    bool const money = m_field->type == FieldType::money;
    char const* const hint = m_field->type == FieldType::date ? "01/01/2026" : money ? "1 000 000 XOF" : "";
    bool entered = false;
    text(context, context.theme->muted, range ? context.tr("À partir de", "From") : context.tr("Contient", "Contains"), context.fonts.caption);
    Named const name(context.in(m_field->label));
    text_field(context, "##from", m_from, width, hint, 1);
    entered |= ImGui::IsItemFocused() && key_pressed(ImGuiKey_Enter);
    if (range) {
        text(context, context.theme->muted, context.tr("Jusqu’à", "Up to"), context.fonts.caption);
        text_field(context, "##to", m_to, width, hint);
        entered |= ImGui::IsItemFocused() && key_pressed(ImGuiKey_Enter);
    }
    if (!m_fault.empty()) {
        ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
        text(context, context.theme->bad.text, context.in(m_fault), context.fonts.caption);
        ImGui::PopTextWrapPos();
    }
    if (!button(context, ButtonKind::accent, "apply", context.tr("Filtrer", "Filter")) && !entered)
        return false;
    One made{m_field, {}, {}};
    m_fault = {};
    auto const add = [&](std::string const& typed, Comparison comparison) {
        if (typed.empty())
            return;
        if (!range) {
            made.parts.push_back({m_field->id, comparison, {typed}});
            return;
        }
        auto value = model::value_from_text(*m_field, typed, context.session.registry(), context.language);
        if (value)
            made.parts.push_back({m_field->id, comparison, {std::move(*value)}});
        else
            m_fault = value.error().sentence;
    };
    add(m_from, range ? Comparison::greater_or_equal : Comparison::contains);
    if (range)
        add(m_to, Comparison::less_or_equal);
    if (!m_fault.empty() || made.parts.empty())
        return false;
    put(std::move(made));
    ImGui::CloseCurrentPopup();
    return true;
}

} // namespace passerelle::ui
