// A row of controls and words that breaks where the window ends: nothing of a toolbar is out of reach on a small screen. [main]
#pragma once
#include "host/ui/context.hpp"
#include <algorithm>

namespace passerelle::ui {

/// Things of the height of a control beside each other, each in the middle of its line; on the next line where there is no room.
class Flow {
public:
    explicit Flow(Context const& context) : m_context(context), m_start(ImGui::GetCursorScreenPos()), m_right(m_start.x + ImGui::GetContentRegionAvail().x), m_at(m_start) {}
    /// The cursor goes to where something of that size stands.
    void place(float width, float height)
    {
        if (m_at.x > m_start.x && m_at.x + width > m_right)
            m_at = {m_start.x, m_at.y + m_high + m_context.px(6)};
        if (m_at.x == m_start.x)
            m_high = m_context.px(32);
        m_high = std::max(m_high, height);
        ImGui::SetCursorScreenPos({m_at.x, m_at.y + (m_high - height) / 2});
        m_at.x += width + m_context.px(12);
    }
    void end()
    {
        ImGui::SetCursorScreenPos({m_start.x, m_at.y + m_high});
        ImGui::Dummy({0, m_context.px(4)});
    }

private:
    Context const& m_context;
    ImVec2 m_start;
    float m_right;
    ImVec2 m_at;
    float m_high = 0;
};

} // namespace passerelle::ui
