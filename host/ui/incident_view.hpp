// After a start that did not come to its proper end: which module was at work, what is safe, and what to do. [main]
#pragma once
#include "host/loader/incidents.hpp"
#include "host/ui/context.hpp"
#include <optional>
#include <vector>

namespace passerelle::ui {

class IncidentView {
public:
    void because(std::vector<loader::Incident>);
    /// Over everything until a person has chosen.
    void draw(Context&);

private:
    bool m_open = false, m_details = false;
    std::vector<loader::Incident> m_news;
    std::optional<Phrase> m_last_change;
};

} // namespace passerelle::ui
