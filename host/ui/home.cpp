#include "host/ui/home.hpp"
#include "host/base/format.hpp"
#include "host/ui/page.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

void Home::prepare(Desk& desk)
{
    if (m_generation == desk.generation() && m_language == desk.language())
        return;
    m_generation = desk.generation();
    m_language = desk.language();
    struct Answer {
        std::vector<bridge::Alert> alerts;
        exchange::Document figures;
    };
    auto answer = std::make_shared<Answer>();
    int const number = ++*m_request;
    desk.job(
        std::string(desk.say("Points à traiter", "To do")),
        [&session = desk.session, answer, language = desk.language()](bridge::Progress&) -> Result<void> {
            answer->alerts = session.alerts();
            auto figures = session.dashboard(language);
            if (!figures)
                return figures.error();
            answer->figures = std::move(*figures);
            return {};
        },
        [this, &desk, answer, number, request = std::weak_ptr<int>(m_request)](Result<void> result) {
            auto const latest = request.lock();
            if (!latest || *latest != number)
                return;
            m_known = true;
            m_problem = result ? std::string() : desk.in(result.error().sentence);
            m_alerts = std::move(answer->alerts);
            m_figures = std::move(answer->figures);
            m_drawer.clear();
            sort_alerts(desk);
        });
}

void Home::sort_alerts(Desk const& desk)
{
    auto const today = desk.session.today();
    auto const day = psl::Date::parse(today);
    auto const week = day ? day->plus_days(7).iso() : today;
    m_groups = {{{"En retard", "Overdue"}, {}, false}, {{"Cette semaine", "This week"}, {}, false}, {{"À corriger", "To correct"}, {}, false}, {{"À surveiller", "To watch"}, {}, false}};
    for (std::size_t at = 0; at < m_alerts.size(); ++at) {
        auto const& due = m_alerts[at].due;
        std::size_t group = m_alerts[at].tone == exchange::Tone::bad ? 2 : 3;
        if (!due.empty() && due < today)
            group = 0;
        else if (!due.empty() && due <= week)
            group = 1;
        m_groups[group].alerts.push_back(at);
    }
    for (auto& group : m_groups)
        std::stable_sort(group.alerts.begin(), group.alerts.end(), [&](std::size_t left, std::size_t right) {
            auto const rank = [](exchange::Tone tone) { return tone == exchange::Tone::bad ? 0 : tone == exchange::Tone::warn ? 1 : tone == exchange::Tone::info ? 2 : 3; };
            auto const& a = m_alerts[left];
            auto const& b = m_alerts[right];
            if (rank(a.tone) != rank(b.tone))
                return rank(a.tone) < rank(b.tone);
            if (a.due.empty() != b.due.empty())
                return b.due.empty();
            return a.due < b.due;
        });
}

void Home::alert(Desk& desk, bridge::Alert const& alert, std::size_t index, float width)
{
    Gui const& gui = desk.gui;
    auto const& c = gui.colours();
    ImGui::PushID(static_cast<int>(index));
    auto const touch = pressable("alert", {width, gui.px(48)});
    auto* const list = ImGui::GetWindowDrawList();
    if (touch.hovered || touch.focused)
        list->AddRectFilled(touch.min, touch.max, touch.held ? c.pressed : c.hover, gui.px(6));
    tone_mark(gui, list, {touch.min.x + gui.px(18), touch.min.y + gui.px(24)}, alert.tone == exchange::Tone::plain ? exchange::Tone::muted : alert.tone);
    auto const due = alert.due.empty() ? std::string(desk.say("Sans échéance", "No due date")) : format_date(alert.due, desk.language());
    float const due_width = text_width(gui.caption, due);
    draw_text(list, gui.caption, {touch.max.x - gui.px(12) - due_width, touch.min.y + gui.px(16)}, c.text_2, due);
    float const room = width - gui.px(64) - due_width;
    auto const what = elided(gui.body, alert.what, room);
    draw_text(list, gui.body, {touch.min.x + gui.px(36), touch.min.y + gui.px(6)}, c.text, what);
    std::string where;
    if (auto const* const entity = desk.registry().entity(alert.entity); entity && alert.id)
        where = desk.title_of(*entity, alert.id);
    auto const line = where.empty() || alert.what.find(where) != std::string::npos ? alert.why : alert.why.empty() ? where : fmt::format("{} – {}", where, alert.why);
    auto const why = elided(gui.caption, line, room);
    draw_text(list, gui.caption, {touch.min.x + gui.px(36), touch.min.y + gui.px(26)}, c.text_2, why);
    if (what != alert.what || why != line)
        tooltip(gui, fmt::format("{}\n{}", alert.what, line));
    focus_ring(gui, touch, gui.px(6));
    if (touch.pressed)
        open_record(desk, alert.entity, alert.id);
    ImGui::PopID();
}

void Home::alerts_list(Desk& desk, float width)
{
    Gui const& gui = desk.gui;
    auto const& c = gui.colours();
    std::size_t const late = m_groups.empty() ? 0 : m_groups[0].alerts.size();
    std::string after;
    if (m_known && !m_alerts.empty()) {
        auto const all = m_alerts.size();
        after = desk.language() == Language::fr ? fmt::format("{} {}", all, all > 1 ? "points" : "point") : fmt::format("{} {}", all, all > 1 ? "items" : "item");
        if (late)
            after += fmt::format(fmt::runtime(desk.say(", dont {} en retard", ", {} overdue")), late);
    }
    page_title(gui, desk.say("À traiter", "To do"), after);
    if (!m_problem.empty())
        notice(gui, exchange::Tone::warn, m_problem, width);
    if (m_known && m_alerts.empty())
        return empty_state(gui, icons::check, desk.say("Aucun point à traiter. Le portefeuille est à jour.", "Nothing to do. The portfolio is up to date."));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(gui.px(8), 0));
    std::size_t const first = 6;
    for (std::size_t number = 0; number < m_groups.size(); ++number) {
        auto& group = m_groups[number];
        if (group.alerts.empty())
            continue;
        ImGui::PushID(static_cast<int>(number));
        ImGui::Dummy({1, gui.px(10)});
        ImVec2 const at = ImGui::GetCursorScreenPos();
        auto* const list = ImGui::GetWindowDrawList();
        draw_text(list, gui.strong, {at.x + gui.px(12), at.y + gui.px(4)}, c.text, desk.in(group.name));
        draw_text(list, gui.body, {at.x + gui.px(22) + text_width(gui.strong, desk.in(group.name)), at.y + gui.px(4)}, c.muted, fmt::format("{}", group.alerts.size()));
        list->AddLine({at.x, at.y + gui.px(30)}, {at.x + width, at.y + gui.px(30)}, c.border);
        ImGui::Dummy({width, gui.px(34)});
        auto const shown = group.all ? group.alerts.size() : std::min(first, group.alerts.size());
        for (std::size_t index = 0; index < shown; ++index)
            alert(desk, m_alerts[group.alerts[index]], index, width);
        if (shown < group.alerts.size()) {
            ImGui::Dummy({1, gui.px(6)});
            ImGui::SetCursorPosX(ImGui::GetCursorPosX() + gui.px(36));
            if (link(gui, "more", fmt::format(fmt::runtime(desk.say("Afficher les {} autres", "Show the {} others")), group.alerts.size() - shown)))
                group.all = true;
            ImGui::Dummy({1, gui.px(4)});
        }
        ImGui::PopID();
    }
    ImGui::PopStyleVar();
}

void Home::figures(Desk& desk, float width)
{
    Gui const& gui = desk.gui;
    page_title(gui, desk.say("En bref", "At a glance"),
               fmt::format("{}{}", desk.say("au ", "as of "), format_date(m_figures.date.empty() ? desk.session.today() : m_figures.date, desk.language())));
    space(gui, 4);
    if (m_known && m_figures.blocks.empty())
        return empty_state(gui, icons::chart, desk.say("Aucun chiffre pour l’instant. Ajoutez un projet ou importez un fichier.", "No figures yet. Add a project or import a file."));
    m_drawer.draw(desk, m_figures.blocks, width);
}

void Home::draw(Desk& desk)
{
    prepare(desk);
    Gui const& gui = desk.gui;
    float const width = ImGui::GetContentRegionAvail().x;
    float const side = gui.px(400), gap = gui.px(32);
    if (width < side + gap + gui.px(420)) {
        begin_scroll(gui, "all");
        float const inner = ImGui::GetContentRegionAvail().x - gui.px(14);
        figures(desk, inner);
        space(gui, 24);
        alerts_list(desk, inner);
        ImGui::EndChild();
        return;
    }
    begin_scroll(gui, "todo", {width - side - gap, 0});
    alerts_list(desk, ImGui::GetContentRegionAvail().x - gui.px(2));
    space(gui, 24);
    ImGui::EndChild();
    ImGui::SameLine(0, gap);
    begin_scroll(gui, "brief", {side, 0});
    figures(desk, side - gui.px(14));
    space(gui, 24);
    ImGui::EndChild();
}

} // namespace passerelle::ui
