#include "host/ui/register_views.hpp"
#include "host/model/query.hpp"
#include "host/ui/edits.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

constexpr char const* view_entity = "core.view";
constexpr std::size_t most_views = 50;

std::string text_of(model::Record const& record, std::string_view field)
{
    auto const* const words = std::get_if<std::string>(&record.at(field));
    return words ? *words : std::string();
}

} // namespace

RegisterViews::RegisterViews(model::Entity const& entity) : m_entity(&entity), m_declared(model::declared_layout(entity)) {}

void RegisterViews::read(Context& context)
{
    m_data_state = context.data_state;
    m_views.clear();
    auto& reader = context.session.portfolio().reader();
    auto const& registry = context.session.registry();
    auto const* const entity = registry.entity(view_entity);
    if (!entity)
        return;
    auto const ids = model::order(reader, registry, {entity, {{"register", model::Comparison::equal, {m_entity->id}}}, "", {{"name", false}}});
    auto const records = ids ? model::page(reader, registry, *entity, std::span(*ids).first(std::min(ids->size(), most_views))) : Result<std::vector<model::Record>>(ids.error());
    if (!records)
        return context.tell(records.error().sentence, exchange::Tone::bad);
    for (auto const& record : *records)
        if (auto layout = model::layout_from_json(*m_entity, text_of(record, "layout")))
            m_views.push_back({record.id, text_of(record, "name"), std::move(*layout)});
    if (std::none_of(m_views.begin(), m_views.end(), [this](View const& view) { return view.id == m_chosen; }))
        m_chosen = 0;
}

void RegisterViews::keep(Context& context, std::int64_t id, std::string const& name, model::RegisterLayout const& layout)
{
    model::Change change{id == 0 ? model::ChangeKind::insert : model::ChangeKind::update, view_entity, id, {{"layout", model::layout_to_json(layout)}}, {}, {}};
    if (id == 0) {
        change.fields.emplace_back("name", name);
        change.fields.emplace_back("register", m_entity->id);
    }
    auto* const owner = &context;
    submit(context, {fmt::format("vue enregistrée «\u00A0{}\u00A0»", name), fmt::format("saved view “{}”", name)}, {std::move(change)}, [this, alive = m_alive, owner](EditOutcome const& outcome) {
        if (auto const* const refused = std::get_if<model::Refusal>(&outcome))
            return owner->tell(refused->error.sentence, exchange::Tone::bad);
        owner->tell({"Vue enregistrée", "View saved"}, exchange::Tone::good);
        if (*alive)
            m_chosen = std::get<model::Applied>(outcome).ids.front();
    });
}

void RegisterViews::drop(Context& context, View const& view)
{
    auto* const owner = &context;
    submit(context, {fmt::format("suppression de la vue «\u00A0{}\u00A0»", view.name), fmt::format("deletion of the view “{}”", view.name)}, {{model::ChangeKind::remove, view_entity, view.id, {}, {}, {}}},
           [owner](EditOutcome const& outcome) {
               if (auto const* const refused = std::get_if<model::Refusal>(&outcome))
                   return owner->tell(refused->error.sentence, exchange::Tone::bad);
               owner->tell({"Vue supprimée", "View deleted"}, exchange::Tone::good);
           });
}

std::optional<model::RegisterLayout> RegisterViews::draw(Context& context, model::RegisterLayout const& now, std::string_view all)
{
    if (m_data_state != context.data_state)
        read(context);
    std::optional<model::RegisterLayout> wanted;
    float const right = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
    if (tab(context, "all", all, m_chosen == 0)) {
        m_chosen = 0;
        wanted = m_declared;
    }
    auto const* shown = &m_declared;
    for (auto const& view : m_views) {
        if (m_chosen == view.id)
            shown = &view.layout;
        float const width = text_width(context.fonts.strong, view.name) + context.px(20);
        if (ImGui::GetItemRectMax().x + width < right - context.px(220) || m_chosen == view.id) {
            ImGui::SameLine(0, context.px(16));
            ImGui::PushID(static_cast<int>(view.id));
            if (tab(context, "view", elided(context.fonts.strong, view.name, context.px(240)), m_chosen == view.id)) {
                m_chosen = view.id;
                wanted = view.layout;
                shown = &view.layout;
            }
            ImGui::PopID();
        }
    }
    bool const changed = !wanted && !model::same_arrangement(now, *shown);
    if (!m_views.empty()) {
        ImGui::SameLine(0, context.px(8));
        if (tool(context, "views", icons::chevron_down, context.tr("Vues", "Views"), context.tr("Toutes les vues de ce registre", "All views of this register")))
            ImGui::OpenPopup("views menu");
        ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + context.px(2)}, ImGuiCond_Appearing);
        if (begin_menu(context, "views menu")) {
            for (auto const& view : m_views) {
                ImGui::PushID(static_cast<int>(view.id));
                if (menu_line(context, "view", view.name, "", m_chosen == view.id, context.px(300))) {
                    m_chosen = view.id;
                    wanted = view.layout;
                    ImGui::CloseCurrentPopup();
                }
                ImGui::PopID();
            }
            hairline(context);
            for (auto const& view : m_views)
                if (m_chosen == view.id && !context.session.portfolio().read_only() &&
                    menu_line(context, "drop", fmt::format("{} «\u00A0{}\u00A0»", context.tr("Supprimer", "Delete"), view.name), "", false, context.px(300))) {
                    drop(context, view);
                    ImGui::CloseCurrentPopup();
                    break;
                }
            ImGui::EndPopup();
        }
    }
    if (!context.session.portfolio().read_only() && changed) {
        if (m_chosen != 0) {
            ImGui::SameLine(0, context.px(8));
            if (icon_button(context, ButtonKind::ghost, "update", icons::check, context.tr("Mettre la vue à jour", "Update the view")))
                for (auto const& view : m_views)
                    if (view.id == m_chosen)
                        keep(context, view.id, view.name, now);
        }
        ImGui::SameLine(0, context.px(8));
        if (icon_button(context, ButtonKind::ghost, "save", icons::plus, context.tr("Enregistrer la vue", "Save the view"))) {
            m_name.clear();
            m_fault = {};
            ImGui::OpenPopup("naming");
        }
        draw_naming(context, now);
    }
    return wanted;
}

void RegisterViews::draw_naming(Context& context, model::RegisterLayout const& now)
{
    if (!begin_dialog(context, "naming", 480))
        return;
    heading(context, context.tr("Enregistrer la vue", "Save the view"));
    ImGui::PushTextWrapPos(0);
    text(context, context.theme->text_2, context.tr("Colonnes, filtres, ordre et regroupement sont retrouvés sous ce nom, par tous ceux qui ouvrent ce portefeuille.",
                                                    "Columns, filters, order and grouping come back under this name, for everyone who opens this portfolio."));
    ImGui::PopTextWrapPos();
    Named const named(context.tr("Nom de la vue", "Name of the view"), context.in(m_fault));
    text_field(context, "##name", m_name, ImGui::GetContentRegionAvail().x, context.tr("Par exemple\u00A0: Fin en 2026", "For example: Ending in 2026"), 1, ImGui::IsWindowAppearing(), !m_fault.empty());
    bool const entered = ImGui::IsItemDeactivated() && key_pressed(ImGuiKey_Enter);
    if (!m_fault.empty())
        text(context, context.theme->bad.text, context.in(m_fault), context.fonts.caption);
    ImGui::Dummy({0, context.px(4)});
    std::string const stop = context.tr("Fermer", "Close"), act = context.tr("Enregistrer", "Save");
    to_the_right(context, {stop, act});
    if (button(context, ButtonKind::ghost, "stop", stop) || key_pressed(ImGuiKey_Escape))
        ImGui::CloseCurrentPopup();
    ImGui::SameLine();
    if (button(context, ButtonKind::accent, "keep", act) || entered) {
        bool const twice = std::any_of(m_views.begin(), m_views.end(), [this](View const& view) { return view.name == m_name; });
        if (m_name.empty())
            m_fault = {"Donnez un nom à la vue.", "Give the view a name."};
        else if (twice)
            m_fault = {"Une vue porte déjà ce nom. Choisissez-en un autre.", "A view already has this name. Choose another one."};
        else {
            keep(context, 0, m_name, now);
            ImGui::CloseCurrentPopup();
        }
    }
    ImGui::EndPopup();
}

} // namespace passerelle::ui
