#include "host/ui/module_view.hpp"
#include "host/exchange/picture.hpp"
#include "host/loader/crash_journal.hpp"
#include "host/ui/document_view.hpp"
#include "host/ui/map_view.hpp"
#include "host/ui/matrix_view.hpp"
#include "host/ui/register_screen.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace passerelle::ui {

namespace {

/// A field that tells what was typed when one leaves it, or at Enter. While nobody types it shows `value`.
std::optional<std::string> field_said(Context& context, std::string const& label, std::optional<std::string>& typed, std::string const& value, float width)
{
    text(context, context.theme->muted, label, context.fonts.caption);
    std::string words = typed.value_or(value);
    if (Named const name(label); text_field(context, "##said", words, context.px(width)))
        typed = words;
    return ImGui::IsItemDeactivated() ? std::exchange(typed, std::nullopt) : std::nullopt;
}

constexpr float choice_width = 240; ///< four of them stand beside each other on a small screen

/// The menu of a choice: the item that was taken.
std::optional<std::int32_t> choose(Context& context, bridge::ChoiceInput const& choice)
{
    constexpr float width = choice_width, line = 30, highest = 300;
    std::optional<std::int32_t> taken;
    ImGui::BeginGroup();
    text(context, context.theme->muted, choice.label, context.fonts.caption);
    bool const any = choice.at >= 0 && static_cast<std::size_t>(choice.at) < choice.items.size();
    if (Named const name(choice.label); select_box(context, "choice", any ? choice.items[static_cast<std::size_t>(choice.at)] : std::string(), context.tr("Choisir", "Choose"), context.px(width)))
        ImGui::OpenPopup("items");
    ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + context.px(2)}, ImGuiCond_Appearing);
    if (begin_menu(context, "items")) {
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
        begin_region("lines", {context.px(width), std::min(context.px(highest), context.px(line) * static_cast<float>(choice.items.size()) + context.px(2))});
        for (std::size_t at = 0; at < choice.items.size(); ++at) {
            ImGui::PushID(static_cast<int>(at));
            if (menu_line(context, "item", choice.items[at], "", static_cast<std::int32_t>(at) == choice.at, ImGui::GetContentRegionAvail().x)) {
                taken = static_cast<std::int32_t>(at);
                ImGui::CloseCurrentPopup();
            }
            ImGui::PopID();
        }
        ImGui::EndChild();
        ImGui::PopStyleVar();
        ImGui::EndPopup();
    }
    ImGui::EndGroup();
    return taken;
}

void beside_choices(Context const& context)
{
    float const bottom = ImGui::GetItemRectMax().y, wanted = tool_width(context, context.tr("Copier l’image", "Copy the picture")) + tool_width(context, context.tr("Enregistrer l’image…", "Save the picture…"));
    if (ImGui::GetItemRectMax().x + context.px(12) + wanted > ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x)
        return;
    ImGui::SameLine(0, context.px(8));
    ImGui::SetCursorScreenPos({ImGui::GetCursorScreenPos().x, bottom - context.px(32)});
}

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
    : m_module(std::move(module)), m_view(std::move(view)), m_scope(std::move(scope)), m_recorded(context.session.view(m_module, m_view, m_scope, bridge::Drawing::beside)),
      m_data_state(context.data_state), m_language(context.language)
{
}
ModuleView::~ModuleView() = default;

void ModuleView::draw(Context& context, std::string_view above)
{
    if (!m_recorded) {
        empty_state(context, context.tr("Données non disponibles (module absent)", "Data not available (module absent)"));
        return;
    }
    for (auto const& call : loader::hanging()) {
        if (call.module != m_module)
            continue;
        auto const& modules = context.session.modules();
        auto const found = std::find_if(modules.begin(), modules.end(), [&](loader::Module const& one) { return one.manifest.id == m_module; });
        std::string const name = found == modules.end() ? m_module : context.in(found->manifest.name);
        notice(context, exchange::Tone::warn,
               context.language == Language::fr
                   ? fmt::format("Le module «\u00A0{}\u00A0» ne répond plus depuis {} secondes, {}. Le reste du programme continue, et vos données sont enregistrées. Pour l’arrêter, quittez puis relancez Passerelle.",
                                 name, call.since.count(), loader::name_of(call.phase).fr)
                   : fmt::format("The module “{}” has not answered for {} seconds, {}. The rest of the program goes on, and your data is saved. To stop it, quit and start Passerelle again.", name,
                                 call.since.count(), loader::name_of(call.phase).en));
        break;
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
        if (choosing && was_choice && ImGui::GetItemRectMax().x + context.px(16 + choice_width) < ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x)
            ImGui::SameLine(0, context.px(16));
        bool const after_choice = std::exchange(was_choice, choosing);
        ImGui::PushID(id++);
        if (auto const* block = std::get_if<exchange::Block>(&element)) {
            bool const wide = std::holds_alternative<exchange::Map>(*block) || std::holds_alternative<exchange::Timeline>(*block); // these take the rest of the page
            if (wide) {
                if (after_choice) // beside the choices, where there is room
                    beside_choices(context);
                m_pictures.draw(context, *m_recorded, *block);
            }
            if (auto const* map = std::get_if<exchange::Map>(block)) {
                auto& view = m_maps[map->id];
                if (!view)
                    view = std::make_unique<MapView>();
                view->draw(context, *map, m_recorded->version(), above);
            } else
                draw_block(context, *block, above);
            if (!wide && exchange::is_picture(*block))
                m_pictures.draw(context, *m_recorded, *block);
            if (auto const* title = std::get_if<exchange::Heading>(block))
                above = title->text;
        } else if (auto const* pressed = std::get_if<bridge::Button>(&element)) {
            if (button(context, ButtonKind::outline, pressed->id.c_str(), pressed->label))
                act = [this, name = pressed->id] { m_recorded->press(name); };
        } else if (auto const* toggle = std::get_if<bridge::Toggle>(&element)) {
            std::size_t chosen = toggle->value ? 0 : 1;
            text(context, context.theme->muted, toggle->label, context.fonts.caption);
            if (segments(context, toggle->id.c_str(), {context.tr("Oui", "Yes"), context.tr("Non", "No")}, chosen))
                act = [this, name = toggle->id, chosen] { m_recorded->set(name, chosen == 0); };
        } else if (auto const* integer = std::get_if<bridge::IntegerInput>(&element)) {
            auto& typed = m_typed[integer->id];
            if (auto const said = field_said(context, integer->label, typed, std::to_string(integer->value), 160)) {
                std::int64_t value = 0;
                if (std::from_chars(said->data(), said->data() + said->size(), value).ec == std::errc())
                    act = [this, name = integer->id, value] { m_recorded->set(name, value); };
            }
        } else if (auto const* input = std::get_if<bridge::TextInput>(&element)) {
            if (auto const said = field_said(context, input->label, m_typed[input->id], input->value, 320); said && said->size() <= input->capacity)
                act = [this, name = input->id, value = *said] { m_recorded->set(name, std::string_view(value)); };
        } else if (auto const* choice = std::get_if<bridge::ChoiceInput>(&element)) {
            if (auto const at = choose(context, *choice))
                act = [this, name = choice->id, at] { m_recorded->choose(name, *at); };
        } else if (auto const* table = std::get_if<bridge::EntityTable>(&element)) {
            std::string const key = table->entity + "|" + table->link_field + "|" + std::to_string(table->linked_id);
            auto found = std::find_if(m_tables.begin(), m_tables.end(), [&](auto const& one) { return one.first == key; });
            if (found == m_tables.end()) {
                m_tables.emplace_back(key, std::make_unique<RegisterScreen>(context, table->entity, table->link_field.empty() ? RegisterScope{} : RegisterScope{{table->link_field, model::RecordId{table->linked_id}}}));
                found = std::prev(m_tables.end());
            }
            found->second->draw_within(context);
        } else if (auto const* matrix = std::get_if<bridge::Matrix>(&element)) {
            auto& view = m_matrices[matrix->id];
            if (!view)
                view = std::make_unique<MatrixView>();
            view->draw(context, *matrix);
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
