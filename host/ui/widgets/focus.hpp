// Where the keyboard is: Tab from one control to the next in the order in which they are drawn, and in and out of grids, which move
// among their own cells. [main]
#pragma once
#include <imgui.h>

struct ImGuiWindow;

namespace passerelle::ui {

/// Once a frame, before anything is drawn.
void begin_focus_frame();
/// F6 goes from the first control of one area to that of the next: what is drawn from here on is one.
void begin_focus_area();
/// An invisible button that Tab reaches, and that shows the keyboard when it came by Tab.
bool tab_stop(char const* id, ImVec2 size);
/// The last item has the keyboard, and a person sees it.
[[nodiscard]] bool has_keyboard();
[[nodiscard]] bool has_keyboard(ImGuiID); ///< the item with this id, drawn or not

enum class Way { stay, onward, back };

/// Stands for a child window that has keys of its own: a control of the page around it, which the keyboard enters and leaves.
class Gate {
public:
    /// Just before BeginChild, with its id and its size (above 0); true when the keyboard has come here and goes in.
    [[nodiscard]] bool draw(char const* id, ImVec2 size);
    /// The keyboard goes out: to the frame around the child, or on from it. From inside the child as well.
    void leave(Way);
    /// The keyboard is on the frame, not inside.
    [[nodiscard]] bool outside() const { return m_outside; }

private:
    ImGuiID m_id = 0;
    ::ImGuiWindow* m_page = nullptr; ///< of this frame
    ImVec2 m_min, m_max; ///< in the page
    bool m_was_here = false, m_outside = false;
};

} // namespace passerelle::ui
