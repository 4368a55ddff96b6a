#include "host/ui/home_screen.hpp"
#include "host/base/format.hpp"
#include "host/ui/document_view.hpp"
#include "host/ui/widgets/widgets.hpp"
#include "passerelle/value/date.hpp"
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

constexpr std::size_t most_shown = 100; ///< of each group: nobody reads further, and a frame stays short

std::string week_after(std::string const& iso)
{
    auto const date = psl::Date::parse(iso);
    return date ? date->plus_days(7).iso() : iso;
}

void draw_alert(Context& context, bridge::Alert const& alert)
{
    Theme const& theme = *context.theme;
    ImVec2 const at = ImGui::GetCursorScreenPos();
    float const width = ImGui::GetContentRegionAvail().x, height = context.px(44);
    if (ImGui::InvisibleButton("line", {width, height}) && !alert.entity.empty())
        context.go({Page::sheet, alert.entity, alert.id, {}, {}, alert.field});
    if (ImGui::IsItemHovered() || (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible))
        ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + width, at.y + height}, theme.hover, context.px(6));
    ImVec2 const next = ImGui::GetCursorPos();
    ImGui::SetCursorScreenPos({at.x + context.px(8), at.y + context.px(4)});
    tone_mark(context, alert.tone);
    std::string const due = alert.due.empty() ? std::string() : format_date(alert.due, context.language);
    float const date_width = ImGui::CalcTextSize("00/00/0000").x + context.px(16);
    ImGui::SetCursorScreenPos({at.x + context.px(28), at.y + context.px(4)});
    fitted_text(context, theme.text, alert.what, width - context.px(40) - date_width);
    ImGui::SetCursorScreenPos({at.x + context.px(28), at.y + context.px(23)});
    fitted_text(context, theme.muted, alert.why, width - context.px(40) - date_width, context.fonts.caption);
    if (!due.empty()) {
        ImGui::SetCursorScreenPos({at.x + width - date_width, at.y + context.px(4)});
        text(context, theme.text_2, due);
    }
    ImGui::SetCursorPos(next);
}

} // namespace

struct HomeScreen::Answer {
    bool alive = true;
    std::vector<bridge::Alert> alerts;
    exchange::Document dashboard;
};

HomeScreen::HomeScreen() = default;
HomeScreen::~HomeScreen()
{
    if (m_answer)
        m_answer->alive = false;
}

void HomeScreen::keep_fresh(Context& context)
{
    if (m_asked || (m_data_state == context.data_state && m_language == context.language))
        return;
    m_asked = true;
    m_data_state = context.data_state;
    m_language = context.language;
    m_answer = std::make_shared<Answer>();
    auto answer = m_answer;
    bridge::Session* session = &context.session;
    Language const language = context.language;
    auto tell = context.tell;
    context.session.start_job(
        "home",
        [session, answer, language](bridge::Progress&) -> Result<void> {
            answer->alerts = session->alerts();
            auto dashboard = session->dashboard(language);
            if (!dashboard)
                return dashboard.error();
            answer->dashboard = std::move(*dashboard);
            return {};
        },
        [this, answer, tell](Result<void> done) {
            if (!answer->alive)
                return;
            m_asked = false;
            m_ready = true;
            m_alerts = std::move(answer->alerts);
            if (done)
                m_dashboard = std::move(answer->dashboard);
            else
                tell(done.error().sentence, exchange::Tone::bad);
        });
}

void HomeScreen::draw(Context& context)
{
    Theme const& theme = *context.theme;
    float const available = ImGui::GetContentRegionAvail().x;
    bool const beside = available > context.px(900);
    float const left = beside ? available * 0.56f : available;
    ImGui::BeginChild("alerts", {left, beside ? 0 : ImGui::GetContentRegionAvail().y * 0.5f});
    heading(context, context.tr("À traiter", "To do"), m_ready ? fmt::format("{} {}", format_integer(static_cast<std::int64_t>(m_alerts.size()), context.language), m_alerts.size() < 2 ? context.tr("point", "item") : context.tr("points", "items")) : "");
    if (!m_ready)
        empty_state(context, context.tr("Calcul en cours…", "Working…"));
    else if (m_alerts.empty())
        empty_state(context, context.tr("Rien à traiter.", "Nothing needs attention."));
    int id = 0;
    // What is late, what comes this week, what to keep an eye on: within each, worst first as the modules say.
    std::string const today = context.session.today(), week = week_after(today);
    std::pair<char const*, std::vector<bridge::Alert const*>> groups[] = {{context.tr("En retard", "Late"), {}}, {context.tr("Cette semaine", "This week"), {}}, {context.tr("À surveiller", "To watch"), {}}};
    for (auto const& alert : m_alerts)
        groups[alert.due.empty() ? 2 : alert.due < today ? 0 : alert.due <= week ? 1 : 2].second.push_back(&alert);
    for (auto const& [title, alerts] : groups) {
        if (alerts.empty())
            continue;
        ImGui::Dummy({0, context.px(4)});
        text(context, theme.text, title, context.fonts.strong);
        ImGui::SameLine(0, context.px(8));
        text(context, theme.muted, format_integer(static_cast<std::int64_t>(alerts.size()), context.language));
        hairline(context);
        for (std::size_t at = 0; at < alerts.size() && at < most_shown; ++at) {
            ImGui::PushID(id++);
            draw_alert(context, *alerts[at]);
            ImGui::PopID();
        }
        if (alerts.size() > most_shown) {
            auto const more = format_integer(static_cast<std::int64_t>(alerts.size() - most_shown), context.language);
            text(context, theme.muted, fmt::format("{}{} {}", context.tr("Autres points\u00A0: ", "Further items: "), more, context.tr("(les plus graves sont au-dessus)", "(the worst are above)")), context.fonts.caption);
        }
    }
    ImGui::EndChild();
    if (beside)
        ImGui::SameLine(0, context.px(24));
    ImGui::BeginChild("glance");
    heading(context, context.tr("En bref", "At a glance"));
    if (m_ready)
        draw_blocks(context, m_dashboard.blocks);
    ImGui::EndChild();
}

} // namespace passerelle::ui
