#include "host/ui/module_view.hpp"
#include "host/ui/document_view.hpp"
#include "host/ui/register_screen.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <array>
#include <cstring>

namespace passerelle::ui {

namespace {

exchange::Tab const* tab_in(bridge::Element const& element)
{
    auto const* const block = std::get_if<exchange::Block>(&element);
    return block ? std::get_if<exchange::Tab>(block) : nullptr;
}

/// The labels of the set that begins with `first`, which is one of the elements.
std::vector<std::string_view> tabs_from(std::vector<bridge::Element> const& elements, bridge::Element const& first)
{
    std::vector<std::string_view> labels;
    for (auto const* at = &first; at != elements.data() + elements.size(); ++at)
        if (auto const* const tab = tab_in(*at)) {
            if (tab->label.empty())
                break;
            labels.push_back(tab->label);
        }
    return labels;
}

} // namespace

ModuleView::ModuleView(Context& context, std::string module, std::string view, bridge::Scope scope)
    : m_module(std::move(module)), m_view(std::move(view)), m_scope(std::move(scope)), m_recorded(context.session.view(m_module, m_view, m_scope))
{
}
ModuleView::~ModuleView() = default;

void ModuleView::draw(Context& context, std::string_view above)
{
    if (!m_recorded) {
        empty_state(context, context.tr("Données non disponibles (module absent)", "Data not available (module absent)"));
        return;
    }
    if (m_data_state != context.data_state || m_language != context.language) {
        m_recorded->refresh();
        m_data_state = context.data_state;
        m_language = context.language;
    }
    std::vector<exchange::Figure const*> figures;
    auto const flush = [&] {
        if (!figures.empty())
            draw_figures(context, figures);
        figures.clear();
    };
    // What a person does is told to the module after the list has been drawn: acting records the list anew.
    std::function<void()> act;
    int id = 0;
    bool was_choice = false;
    std::size_t tab = 0, open = 0; ///< of the set under way, counted from 1; 0: outside tabs
    for (auto const& element : m_recorded->elements()) {
        auto const* const begins = tab_in(element);
        if (begins) {
            flush();
            if (begins->label.empty())
                tab = open = 0;
            else if (++tab == 1)
                open = draw_tabs(context, begins->set, tabs_from(m_recorded->elements(), element)) + 1;
        }
        if (begins || tab != open)
            continue;
        if (auto const* block = std::get_if<exchange::Block>(&element))
            if (auto const* figure = std::get_if<exchange::Figure>(block)) {
                figures.push_back(figure);
                continue;
            }
        flush();
        // Choices that follow each other stand in a row.
        bool const choosing = std::holds_alternative<bridge::ChoiceInput>(element);
        if (choosing && was_choice && ImGui::GetItemRectMax().x + context.px(16 + 240) < ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x)
            ImGui::SameLine(0, context.px(16));
        was_choice = choosing;
        ImGui::PushID(id++);
        if (auto const* block = std::get_if<exchange::Block>(&element)) {
            draw_block(context, *block, above);
            if (auto const* title = std::get_if<exchange::Heading>(block))
                above = title->text;
        } else if (auto const* pressed = std::get_if<bridge::Button>(&element)) {
            if (button(context, ButtonKind::outline, pressed->id.c_str(), pressed->label))
                act = [this, name = pressed->id] { m_recorded->press(name); };
        } else if (auto const* toggle = std::get_if<bridge::Toggle>(&element)) {
            bool value = toggle->value;
            if (ImGui::Checkbox("##toggle", &value))
                act = [this, name = toggle->id, value] { m_recorded->set(name, value); };
            ImGui::SameLine();
            text(toggle->label);
        } else if (auto const* integer = std::get_if<bridge::IntegerInput>(&element)) {
            text(context, context.theme->muted, integer->label, context.fonts.caption);
            std::int64_t value = integer->value;
            ImGui::SetNextItemWidth(context.px(160));
            if (ImGui::InputScalar("##integer", ImGuiDataType_S64, &value, nullptr, nullptr, nullptr, ImGuiInputTextFlags_EnterReturnsTrue))
                act = [this, name = integer->id, value] { m_recorded->set(name, value); };
        } else if (auto const* input = std::get_if<bridge::TextInput>(&element)) {
            text(context, context.theme->muted, input->label, context.fonts.caption);
            std::array<char, 1024> buffer{};
            std::memcpy(buffer.data(), input->value.data(), std::min(input->value.size(), buffer.size() - 1));
            ImGui::SetNextItemWidth(context.px(320));
            if (ImGui::InputText("##text", buffer.data(), buffer.size(), ImGuiInputTextFlags_EnterReturnsTrue))
                act = [this, name = input->id, value = std::string(buffer.data())] { m_recorded->set(name, std::string_view(value)); };
        } else if (auto const* choice = std::get_if<bridge::ChoiceInput>(&element)) {
            ImGui::BeginGroup();
            text(context, context.theme->muted, choice->label, context.fonts.caption);
            ImGui::SetNextItemWidth(context.px(240));
            char const* preview = choice->at >= 0 && static_cast<std::size_t>(choice->at) < choice->items.size() ? choice->items[static_cast<std::size_t>(choice->at)].c_str() : "";
            if (ImGui::BeginCombo("##choice", preview)) {
                for (std::size_t at = 0; at < choice->items.size(); ++at) {
                    ImGui::PushID(static_cast<int>(at));
                    if (ImGui::Selectable("##item", static_cast<std::int32_t>(at) == choice->at))
                        act = [this, name = choice->id, at] { m_recorded->choose(name, static_cast<std::int32_t>(at)); };
                    ImGui::SameLine();
                    text(choice->items[at]);
                    ImGui::PopID();
                }
                ImGui::EndCombo();
            }
            ImGui::EndGroup();
        } else if (auto const* table = std::get_if<bridge::EntityTable>(&element)) {
            std::string const key = table->entity + "|" + table->link_field + "|" + std::to_string(table->linked_id);
            auto found = std::find_if(m_tables.begin(), m_tables.end(), [&](auto const& one) { return one.first == key; });
            if (found == m_tables.end()) {
                m_tables.emplace_back(key, std::make_unique<RegisterScreen>(context, table->entity, table->link_field.empty() ? RegisterScope{} : RegisterScope{{table->link_field, model::RecordId{table->linked_id}}}));
                found = std::prev(m_tables.end());
            }
            found->second->draw(context, context.px(320));
        } else if (auto const* form = std::get_if<bridge::EntityForm>(&element)) {
            if (link(context, "form", context.tr("Ouvrir la fiche", "Open the record")))
                context.go({Page::sheet, form->entity, form->id, {}, {}, {}});
        } else if (auto const* group = std::get_if<bridge::GroupBegin>(&element)) {
            text(context, context.theme->text, group->title, context.fonts.strong);
            ImGui::Indent();
        } else {
            ImGui::Unindent();
        }
        ImGui::PopID();
    }
    flush();
    if (act)
        act();
}

} // namespace passerelle::ui
