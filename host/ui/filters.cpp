#include "host/ui/filters.hpp"
#include "host/base/text.hpp"
#include "host/model/display.hpp"
#include "host/model/value_text.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

using model::Comparison;
using model::FieldType;

namespace {

enum class Kind { words, code, amount, yes_no, link, presence };

Kind kind_of(model::Field const& field)
{
    switch (field.type) {
    case FieldType::text:
    case FieldType::long_text:
    case FieldType::translatable: return Kind::words;
    case FieldType::choice: return Kind::code;
    case FieldType::integer:
    case FieldType::decimal:
    case FieldType::percent:
    case FieldType::money:
    case FieldType::date: return Kind::amount;
    case FieldType::boolean: return Kind::yes_no;
    case FieldType::link: return Kind::link;
    default: return Kind::presence;
    }
}

std::string_view sign(Comparison comparison)
{
    switch (comparison) {
    case Comparison::equal: return "=";
    case Comparison::not_equal: return "≠";
    case Comparison::less: return "<";
    case Comparison::less_or_equal: return "≤";
    case Comparison::greater: return ">";
    case Comparison::greater_or_equal: return "≥";
    default: return "";
    }
}

} // namespace

std::string FilterBar::in_words(Desk& desk, model::Field const& field, model::Filter const& filter) const
{
    if (filter.comparison == Comparison::is_null)
        return std::string(desk.say("non renseigné", "not reported"));
    if (filter.comparison == Comparison::is_not_null)
        return std::string(desk.say("renseigné", "reported"));
    std::string words;
    for (auto const& value : filter.values) {
        if (!words.empty())
            words += ", ";
        if (auto const* const typed = std::get_if<std::string>(&value); typed && kind_of(field) == Kind::words)
            words += desk.language() == Language::fr ? fmt::format("«\u00A0{}\u00A0»", *typed) : fmt::format("“{}”", *typed);
        else
            words += model::displayed(desk.reader(), desk.registry(), field, value, desk.language());
    }
    auto const relation = sign(filter.comparison);
    if (kind_of(field) == Kind::amount && !relation.empty() && filter.comparison != Comparison::equal)
        return fmt::format("{} {}", relation, words);
    return words;
}

bool FilterBar::editor(Desk& desk, model::Entity const& entity, std::vector<model::Filter>& filters)
{
    Gui const& gui = desk.gui;
    float const width = gui.px(300);
    if (!m_field) {
        for (auto const& field : entity.fields) {
            if (field.hidden || field.type == FieldType::count)
                continue;
            ImGui::PushID(field.id.c_str());
            if (menu_row(gui, "field", {}, desk.in(field.label), {}, false, width)) {
                m_field = &field;
                m_text.clear();
                m_problem.clear();
                m_codes.clear();
                m_link = 0;
                m_how = 0;
            }
            ImGui::PopID();
        }
        return false;
    }
    text(gui.strong, gui.colours().text, desk.in(m_field->label));
    model::Filter made;
    made.field = m_field->id;
    bool ready = false;
    auto const apply = [&] { return button(gui, "apply", desk.say("Appliquer", "Apply"), ButtonKind::accent); };
    switch (kind_of(*m_field)) {
    case Kind::words:
        text_input(gui, "##words", m_text, {.hint = desk.say("Contient…", "Contains…"), .focus_now = ImGui::IsWindowAppearing(), .width = width});
        made.comparison = Comparison::contains;
        made.values = {m_text};
        ready = (gui.entered || apply()) && !m_text.empty();
        break;
    case Kind::code: {
        ImGui::BeginChild("codes", {width, gui.px(260)}, false);
        if (auto const* const list = desk.registry().list(m_field->list)) {
            if (list->codes.size() > 12)
                text_input(gui, "##find", m_text, {.hint = desk.say("Rechercher", "Search"), .width = width - gui.px(14)});
            auto const wanted = fold(m_text);
            for (auto const& code : list->codes) {
                auto const& name = desk.in(code.name);
                if (!wanted.empty() && fold(name).find(wanted) == std::string::npos && fold(code.code) != wanted)
                    continue;
                auto const at = std::find(m_codes.begin(), m_codes.end(), code.code);
                bool chosen = at != m_codes.end();
                ImGui::PushID(code.code.c_str());
                auto const shown = elided(gui.body, name, width - gui.px(44));
                if (check_box(gui, "code", shown, chosen)) {
                    if (chosen)
                        m_codes.push_back(code.code);
                    else
                        m_codes.erase(at);
                }
                if (shown != name)
                    tooltip(gui, name);
                ImGui::PopID();
            }
        }
        ImGui::EndChild();
        made.comparison = Comparison::any_of;
        for (auto const& code : m_codes)
            made.values.emplace_back(code);
        ready = apply() && !m_codes.empty();
        break;
    }
    case Kind::amount: {
        segments(gui, "how", {"≥", "≤", "="}, m_how);
        bool const money = m_field->type == FieldType::money;
        text_input(gui, "##value", m_text, {.hint = m_field->type == FieldType::date ? desk.say("jj/mm/aaaa", "dd/mm/yyyy") : money ? desk.say("1\u202F000\u202F000 XOF", "1,000,000 XOF") : std::string_view(), .width = width});
        bool const enter = gui.entered;
        made.comparison = m_how == 0 ? Comparison::greater_or_equal : m_how == 1 ? Comparison::less_or_equal : Comparison::equal;
        if ((apply() || enter) && !m_text.empty()) {
            auto value = model::value_from_text(*m_field, m_text, desk.registry(), desk.language());
            if (value) {
                made.values = {std::move(*value)};
                ready = true;
            } else
                m_problem = desk.in(value.error().sentence);
        }
        break;
    }
    case Kind::yes_no:
        segments(gui, "how", {desk.say("Oui", "Yes"), desk.say("Non", "No")}, m_how);
        made.values = {m_how == 0};
        ready = apply();
        break;
    case Kind::link:
        if (auto const* const target = desk.registry().entity(m_field->to))
            m_picker.draw(desk, "target", *target, m_link, true, width, false);
        made.values = {model::RecordId{m_link}};
        ready = apply() && m_link;
        break;
    case Kind::presence: break;
    }
    if (!m_problem.empty())
        field_note(gui, {}, m_problem, {}, width);
    ImGui::PushID("presence");
    if (menu_row(gui, "null", {}, desk.say("Non renseigné", "Not reported"), {}, false, width)) {
        made.comparison = Comparison::is_null;
        made.values.clear();
        ready = true;
    }
    if (menu_row(gui, "any", {}, desk.say("Renseigné", "Reported"), {}, false, width)) {
        made.comparison = Comparison::is_not_null;
        made.values.clear();
        ready = true;
    }
    ImGui::PopID();
    if (ready) {
        filters.push_back(std::move(made));
        m_field = nullptr;
        ImGui::CloseCurrentPopup();
    }
    return ready;
}

bool FilterBar::draw(Desk& desk, model::Entity const& entity, std::vector<model::Filter>& filters, float width)
{
    Gui const& gui = desk.gui;
    bool changed = false;
    float const from = ImGui::GetCursorPosX();
    float x = 0;
    for (std::size_t index = 0; index < filters.size(); ++index) {
        auto const* const field = entity.field(filters[index].field);
        if (!field)
            continue;
        auto const label = fmt::format("{}{}", desk.in(field->label), desk.say("\u00A0:", ":"));
        auto const words = elided(gui.body, in_words(desk, *field, filters[index]), gui.px(260));
        float const wide = text_width(gui.body, label) + text_width(gui.body, words) + gui.px(52);
        if (x > 0 && x + wide > width - gui.px(220)) {
            ImGui::NewLine();
            ImGui::SetCursorPosX(from);
            x = 0;
        }
        x += wide;
        ImGui::PushID(static_cast<int>(index));
        if (removable_chip(gui, "chip", label, words)) {
            filters.erase(filters.begin() + static_cast<std::ptrdiff_t>(index));
            changed = true;
            --index;
        }
        ImGui::PopID();
        ImGui::SameLine(0, gui.px(8));
    }
    if (button(gui, "filter", desk.say("Filtrer", "Filter"), ButtonKind::ghost, icons::filter)) {
        m_field = nullptr;
        ImGui::OpenPopup("filters");
    }
    ImGui::SetNextWindowSizeConstraints({0, 0}, {gui.px(360), gui.px(460)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(gui.px(10), gui.px(8)));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(gui.px(6), gui.px(4)));
    if (ImGui::BeginPopup("filters")) {
        changed |= editor(desk, entity, filters);
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar(2);
    if (!filters.empty()) {
        ImGui::SameLine(0, gui.px(8));
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() + gui.px(8));
        if (link(gui, "clear", desk.say("Tout effacer", "Clear all"))) {
            filters.clear();
            changed = true;
        }
    }
    return changed;
}

} // namespace passerelle::ui
