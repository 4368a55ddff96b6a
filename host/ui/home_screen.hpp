// "À traiter": what needs a person, and the portfolio at a glance. Both are computed in jobs beside the window. [main]
#pragma once
#include "host/ui/inbox.hpp"
#include <memory>

namespace passerelle::ui {

class HomeScreen {
public:
    HomeScreen();
    ~HomeScreen();
    void draw(Context&);
    [[nodiscard]] std::size_t alerts() const { return m_inbox.to_do(); }
    void keep_fresh(Context&); ///< asks anew where data or language changed

private:
    void draw_glance(Context&);
    struct Answer;
    std::shared_ptr<Answer> m_answer;
    Inbox m_inbox;
    exchange::Document m_dashboard;
    long m_data_state = -1;
    Language m_language = Language::fr;
    bool m_ready = false, m_asked = false;
};

} // namespace passerelle::ui
