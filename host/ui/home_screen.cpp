#include "host/ui/home_screen.hpp"
#include "host/ui/document_view.hpp"
#include "host/ui/widgets/widgets.hpp"

namespace passerelle::ui {

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
            m_inbox.take(std::move(answer->alerts));
            if (done)
                m_dashboard = std::move(answer->dashboard);
            else
                tell(done.error().sentence, exchange::Tone::bad);
        });
}

void HomeScreen::draw(Context& context)
{
    float const available = ImGui::GetContentRegionAvail().x;
    bool const beside = available > context.px(900);
    if (beside) {
        begin_region("inbox", {available * 0.56f, 0});
        m_inbox.draw(context, m_ready, Inbox::Title::shown);
        ImGui::EndChild();
        ImGui::SameLine(0, context.px(24));
        begin_region("glance");
        heading(context, context.tr("En bref", "At a glance"));
        draw_glance(context);
        ImGui::EndChild();
        return;
    }
    // Small screens and large letters: one at a time, each with the whole height.
    auto const open = draw_tabs(context, "home", {context.tr("À traiter", "To do"), context.tr("En bref", "At a glance")});
    begin_region(open == 0 ? "inbox" : "glance");
    if (open == 0)
        m_inbox.draw(context, m_ready, Inbox::Title::said_above);
    else
        draw_glance(context);
    ImGui::EndChild();
}

void HomeScreen::draw_glance(Context& context)
{
    if (m_ready)
        draw_blocks(context, m_dashboard.blocks);
}

} // namespace passerelle::ui
