// The list of what needs a person: late, this week, to watch; what was typed and not saved; what was put off, with its reason. [main]
#pragma once
#include "host/ui/context.hpp"
#include "host/ui/edits.hpp"
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace passerelle::ui {

class Inbox {
public:
    Inbox() = default;
    ~Inbox() { *m_alive = false; }
    Inbox(Inbox const&) = delete; ///< a job under way answers to it
    Inbox& operator=(Inbox const&) = delete;

    void take(std::vector<bridge::Alert>);
    /// What is to be done, without what was put off.
    [[nodiscard]] std::size_t to_do() const { return m_alerts.size(); }
    /// Its title, unless a tab above says it already.
    enum class Title { shown, said_above };
    void draw(Context&, bool ready, Title);

private:
    struct Unsaved {
        model::Entity const* entity = nullptr;
        std::int64_t id = 0;
        std::string title, field;
        bool conflict = false; ///< somebody else has changed the same field since
    };
    void read_unsaved(Context&);
    void draw_unsaved(Context&);
    void draw_groups(Context&);
    void draw_put_off(Context&);
    void draw_group(Context&, char const* title, std::vector<bridge::Alert const*> const&);
    void draw_line(Context&, bridge::Alert const&);
    void draw_snooze(Context&);
    void put_off(Context&, bridge::Alert const&, std::string const& until, std::string const& reason);

    std::vector<bridge::Alert> m_alerts, m_put_off;
    std::vector<Unsaved> m_unsaved;
    std::size_t m_shown = 0; ///< 0: to do, 1: put off
    bridge::Alert m_snoozing;
    std::string m_until, m_reason;
    Phrase m_fault;
    bool m_ask_again = false; ///< the keyboard goes back to the reason
    bool m_ask = false;
    long m_unsaved_state = -1;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace passerelle::ui
