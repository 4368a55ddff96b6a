#include "host/ui/sheet_screen.hpp"
#include "host/base/format.hpp"
#include "host/model/record.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

SheetScreen::SheetScreen(Context& context, Place const& place) : m_entity(context.session.registry().entity(place.entity)), m_id(place.id)
{
    if (!m_entity)
        return;
    m_form = std::make_unique<Form>(context, *m_entity, m_id);
    if (m_id != 0)
        for (auto const& module : context.session.modules())
            for (auto const& view : module.manifest.views)
                if (view.place == "sheet:" + m_entity->id && module.state == loader::State::active)
                    m_tabs.push_back({module.manifest.id + "/" + view.id, view.label, module.manifest.id, view.id, nullptr, {}});
    m_tabs.push_back({"form", {"Fiche", "Record"}, {}, {}, nullptr, {}});
    if (m_id != 0) {
        auto& reader = context.session.portfolio().reader();
        for (auto const& incoming : context.session.registry().links_to(m_entity->id)) {
            if (incoming.field->type != model::FieldType::link || incoming.entity->hidden)
                continue;
            auto const linked = model::count(reader, context.session.registry(), {incoming.entity, {{incoming.field->id, model::Comparison::equal, {model::RecordId{m_id}}}}, "", {}});
            if (linked && *linked > 0)
                m_tabs.push_back({incoming.entity->id + "." + incoming.field->id,
                                  {fmt::format("{} {}", incoming.entity->plural.fr, *linked), fmt::format("{} {}", incoming.entity->plural.en, *linked)}, {}, {}, incoming.entity, incoming.field->id});
        }
        m_tabs.push_back({"history", {"Historique", "History"}, {}, {}, nullptr, {}});
    }
    if (!place.field.empty())
        for (std::size_t at = 0; at < m_tabs.size(); ++at)
            if (m_tabs[at].id == "form")
                m_active = at;
}

void SheetScreen::draw_history(Context& context)
{
    if (m_history_state != context.data_state) {
        m_history_state = context.data_state;
        auto entries = model::history(context.session.portfolio().reader(), context.session.registry(), m_entity->id, m_id, 100);
        m_history = entries ? std::move(*entries) : std::vector<model::HistoryEntry>();
    }
    if (m_history.empty())
        return empty_state(context, context.tr("Aucun changement.", "No change."));
    auto& reader = context.session.portfolio().reader();
    ImGui::BeginChild("history");
    int id = 0;
    for (auto const& entry : m_history) {
        ImGui::PushID(id++);
        std::string const day = entry.at.size() >= 16 ? format_date(entry.at.substr(0, 10), context.language) + " " + entry.at.substr(11, 5) + " UTC" : entry.at;
        text(context, context.theme->text, entry.foreign ? context.tr("Modifié avec un autre outil", "Changed with another tool") : context.in(entry.label), context.fonts.strong);
        ImGui::SameLine();
        text(context, context.theme->muted, fmt::format("{} – {}", day, entry.author.empty() ? context.tr("auteur non précisé", "author not stated") : entry.author), context.fonts.caption);
        for (auto const& change : entry.changes) {
            auto const* field = m_entity->field(change.field);
            if (!field || field->hidden)
                continue;
            auto const shown = [&](model::Value const& value) { return model::is_null(value) ? std::string("—") : model::displayed(reader, context.session.registry(), *field, value, context.language); };
            ImGui::Indent();
            fitted_text(context, context.theme->text_2,
                        fmt::format("{}{}: {} → {}", context.in(field->label), context.language == Language::fr ? "\u00A0" : "", shown(change.before), shown(change.after)),
                        ImGui::GetContentRegionAvail().x, context.fonts.caption);
            ImGui::Unindent();
        }
        hairline(context);
        ImGui::PopID();
    }
    ImGui::EndChild();
}

void SheetScreen::draw(Context& context)
{
    if (!m_entity)
        return empty_state(context, context.tr("Ce registre n’existe pas dans ce portefeuille.", "This register does not exist in this portfolio."));
    if (m_id == 0 && m_form->id() != 0)
        return context.go({Page::sheet, m_entity->id, m_form->id(), {}, {}, {}});
    if (m_title_state != context.data_state) {
        m_title_state = context.data_state;
        m_title = m_id == 0 ? fmt::format("{}{}: {}", context.in(m_entity->label), context.language == Language::fr ? "\u00A0" : "", context.tr("nouvelle fiche", "new record"))
                            : model::title_of(context.session.portfolio().reader(), context.session.registry(), *m_entity, m_id, context.language);
    }
    fitted_text(context, context.theme->text, m_title, ImGui::GetContentRegionAvail().x, context.fonts.title);
    float x = 0;
    for (std::size_t at = 0; at < m_tabs.size(); ++at) {
        std::string const& label = context.in(m_tabs[at].label);
        float const width = ImGui::CalcTextSize(label.c_str()).x + context.px(26);
        if (at > 0 && x + width < ImGui::GetContentRegionMax().x - context.px(24))
            ImGui::SameLine(0, context.px(20));
        else
            x = 0;
        x += width;
        if (tab(context, m_tabs[at].id.c_str(), label, at == m_active) && at != m_active) {
            m_active = at;
            m_view.reset();
            m_register.reset();
        }
    }
    hairline(context);
    if (ImGui::GetIO().KeyCtrl && letter_pressed('E')) {
        m_active = static_cast<std::size_t>(std::find_if(m_tabs.begin(), m_tabs.end(), [](Tab const& one) { return one.id == "form"; }) - m_tabs.begin());
        m_form->take_focus();
    }
    Tab const& active = m_tabs[m_active];
    ImGui::PushID(active.id.c_str());
    if (active.id == "form") {
        m_form->draw(context);
    } else if (active.id == "history") {
        draw_history(context);
    } else if (active.linked) {
        if (!m_register)
            m_register = std::make_unique<RegisterScreen>(context, active.linked->id, active.link_field, m_id);
        m_register->draw(context);
    } else {
        if (!m_view) {
            bridge::Scope scope;
            scope.kind = m_entity->id == "projects.activity" ? "project" : m_entity->id == "core.organisation" ? "donor" : m_entity->id == "core.territory" ? "city" : m_entity->id;
            scope.id = m_id;
            m_view = std::make_unique<ModuleView>(context, active.module, active.view, scope);
        }
        ImGui::BeginChild("view");
        m_view->draw(context);
        ImGui::EndChild();
    }
    ImGui::PopID();
}

} // namespace passerelle::ui
