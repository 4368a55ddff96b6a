#include "host/ui/navigation.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <array>
#include <map>

namespace passerelle::ui {

namespace {

constexpr std::size_t shown_at_first = 3; ///< of each group; the others one press away

std::string_view icon_of_view(std::string const& id)
{
    static std::map<std::string, std::string_view, std::less<>> const known{
        {"org.passerelle.projects/timeline", icons::timeline}, {"org.passerelle.projects/late", icons::flag},          {"org.passerelle.projects/map", icons::map},          {"org.passerelle.funding/donors", icons::bank},
        {"org.passerelle.funding/cash", icons::cash},          {"org.passerelle.inclusion/dashboard", icons::people},
    };
    auto const found = known.find(id);
    return found == known.end() ? icons::dashboard : found->second;
}

} // namespace

std::string_view icon_of(model::Entity const& entity)
{
    static std::map<std::string, std::string_view, std::less<>> const known{
        {"projects.activity", icons::folder},   {"projects.partnership", icons::link},     {"projects.milestone", icons::flag},       {"projects.risk", icons::alert},
        {"projects.lesson", icons::bulb},       {"projects.replication", icons::swap},     {"funding.agreement", icons::document}, {"funding.report", icons::report},    {"funding.transaction", icons::cash},
        {"funding.transfer", icons::swap},      {"funding.budget", icons::coin},           {"funding.planned_disbursement", icons::calendar}, {"funding.plan", icons::balance},
        {"funding.cofinancing", icons::people}, {"funding.share_rule", icons::percent},    {"funding.lead", icons::target},           {"funding.organisation_budget", icons::bank},
        {"inclusion.result", icons::chart},     {"inclusion.indicator", icons::target},    {"inclusion.period", icons::calendar},     {"inclusion.marker", icons::tag},
        {"inclusion.washington", icons::people}, {"inclusion.threshold", icons::tune},     {"core.organisation", icons::building},    {"core.territory", icons::city},
        {"core.contact", icons::person},        {"core.rate", icons::swap},                {"core.document", icons::file},            {"core.tag", icons::tag},
        {"core.code", icons::rows},
    };
    auto const found = known.find(entity.id);
    return found == known.end() ? icons::rows : found->second;
}

Navigation::Navigation(Context const& context)
{
    auto const& registry = context.session.registry();
    std::map<model::Entity const*, std::size_t> weight;
    for (auto const& entity : registry.entities()) {
        if (entity.hidden)
            continue;
        for (auto const& incoming : registry.links_to(entity.id))
            weight[&entity] += incoming.entity != &entity;
        auto const name = entity.group.empty() ? Phrase{"Autres registres", "Other registers"} : entity.group;
        auto group = std::find_if(m_groups.begin(), m_groups.end(), [&](Group const& one) { return one.name.fr == name.fr; });
        if (group == m_groups.end())
            group = m_groups.insert(m_groups.end(), {name, {}});
        group->registers.push_back(&entity);
    }
    // Declarations say which registers matter: the one that most others lead to is where people start.
    for (auto& group : m_groups)
        std::stable_sort(group.registers.begin(), group.registers.end(), [&](auto const* left, auto const* right) { return weight[left] > weight[right]; });
    std::stable_sort(m_groups.begin(), m_groups.end(), [&](Group const& left, Group const& right) { return weight[left.registers.front()] > weight[right.registers.front()]; });
}

float Navigation::width(Context const& context, float window_width) { return context.px(window_width / context.zoom < 1200 ? 56 : 208); }

std::optional<Place> Navigation::draw(Context& context, Place const& here, std::size_t alerts)
{
    Theme const& theme = *context.theme;
    std::optional<Place> next;
    ImVec2 const at = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    bool const rail = size.x < context.px(80);
    ImDrawList* const list = ImGui::GetWindowDrawList();
    list->AddLine({at.x + size.x - 1, at.y}, {at.x + size.x - 1, at.y + size.y}, theme.border);
    // The mark: a bridge, two piers and an arch.
    ImVec2 const mark{at.x + context.px(12), at.y + context.px(12)};
    float const side = context.px(32);
    list->AddRectFilled(mark, {mark.x + side, mark.y + side}, theme.accent, context.px(7));
    auto const stroke = [&](float x1, float y1, float x2, float y2) {
        list->AddLine({mark.x + side * x1, mark.y + side * y1}, {mark.x + side * x2, mark.y + side * y2}, theme.on_accent, context.px(2));
    };
    stroke(0.2f, 0.68f, 0.8f, 0.68f);
    stroke(0.3f, 0.34f, 0.3f, 0.68f);
    stroke(0.7f, 0.34f, 0.7f, 0.68f);
    list->AddBezierQuadratic({mark.x + side * 0.3f, mark.y + side * 0.36f}, {mark.x + side * 0.5f, mark.y + side * 0.78f}, {mark.x + side * 0.7f, mark.y + side * 0.36f}, theme.on_accent, context.px(1.5f), 12);
    if (!rail) {
        ImGui::SetCursorPos({context.px(52), context.px(10)});
        text(context, theme.text, "Passerelle", context.fonts.strong);
        ImGui::SetCursorPos({context.px(52), context.px(28)});
        fitted_text(context, theme.muted, context.session.portfolio().path().stem().string(), size.x - context.px(64), context.fonts.caption);
    }
    float const foot = context.px(80);
    ImGui::SetCursorPos({context.px(8), context.px(60)});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    ImGui::PushStyleVar(ImGuiStyleVar_ScrollbarSize, context.px(6));
    begin_region("lines", {size.x - context.px(rail ? 10 : 12), size.y - context.px(60) - foot});
    if (nav_line(context, "home", icons::inbox, context.tr("À traiter", "To do"), alerts == 0 ? "" : alerts > 999 ? "999+" : std::to_string(alerts), here.page == Page::home))
        next = Place{};
    for (auto const& module : context.session.modules())
        for (auto const& declared : module.manifest.views)
            if (declared.place == "dashboard" && module.state == loader::State::active) {
                std::string const id = module.manifest.id + "/" + declared.id;
                bool const active = here.page == Page::module_view && here.module == module.manifest.id && here.view == declared.id;
                if (nav_line(context, id.c_str(), icon_of_view(id), context.in(declared.label), "", active))
                    next = Place{Page::module_view, {}, 0, module.manifest.id, declared.id, {}};
            }
    for (auto const& group : m_groups) {
        bool const opened = m_opened.contains(group.name.fr), more = group.registers.size() > shown_at_first;
        ImGui::PushID(group.name.fr.c_str());
        ImGui::Dummy({0, context.px(rail ? 4 : 8)});
        if (rail) {
            ImVec2 const line = ImGui::GetCursorScreenPos();
            ImGui::GetWindowDrawList()->AddLine({line.x + context.px(8), line.y}, {line.x + context.px(32), line.y}, theme.border);
            ImGui::Dummy({0, context.px(5)});
        } else if (more) {
            auto const beside = std::to_string(group.registers.size());
            if (group_line(context, "group", context.in(group.name), beside, opened))
                opened ? (void)m_opened.erase(group.name.fr) : (void)m_opened.insert(group.name.fr);
        } else {
            ImGui::SetCursorPos({ImGui::GetCursorPosX() + context.px(12), ImGui::GetCursorPosY() + context.px(5)});
            text(context, theme.muted, context.in(group.name), context.fonts.caption);
            ImGui::Dummy({0, context.px(4)});
        }
        for (std::size_t place = 0; place < group.registers.size(); ++place) {
            auto const& entity = *group.registers[place];
            bool const active = (here.page == Page::register_ || here.page == Page::sheet) && here.entity == entity.id;
            if (place >= shown_at_first && !opened && !active)
                continue;
            if (nav_line(context, entity.id.c_str(), icon_of(entity), context.in(entity.plural.empty() ? entity.label : entity.plural), "", active))
                next = Place{Page::register_, entity.id, 0, {}, {}, {}};
        }
        ImGui::PopID();
    }
    ImGui::EndChild();
    ImVec2 const line{at.x, at.y + size.y - foot};
    list->AddLine(line, {at.x + size.x, line.y}, theme.border);
    ImGui::SetCursorPos({context.px(8), size.y - foot + context.px(8)});
    begin_region("foot", {size.x - context.px(16), context.px(66)});
    if (nav_line(context, "modules", icons::puzzle, context.tr("Modules", "Modules"), "", here.page == Page::modules))
        next = Place{Page::modules, {}, 0, {}, {}, {}};
    if (nav_line(context, "settings", icons::tune, context.tr("Réglages", "Settings"), "", here.page == Page::settings))
        next = Place{Page::settings, {}, 0, {}, {}, {}};
    ImGui::EndChild();
    ImGui::PopStyleVar(2);
    return next;
}

} // namespace passerelle::ui
