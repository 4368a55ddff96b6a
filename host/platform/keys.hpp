// Keys pressed and released between two frames, and what is typed after them, reach the screens in order and one by one: Dear
// ImGui before 1.87 looks at the keyboard once a frame, so that a quick press on a slow machine would be lost. [main]
#pragma once
#include <deque>
#include <set>

struct GLFWwindow;

namespace passerelle::platform {

class Keys {
public:
    void key(int key, int scancode, int action, int mods);
    void character(unsigned code);
    /// Hands on what one frame can tell apart; true: more waits for the next frame.
    bool feed(GLFWwindow*);

private:
    struct Event {
        bool typed = false;
        int key = 0, scancode = 0, action = 0, mods = 0;
        unsigned code = 0;
    };
    std::deque<Event> m_waiting;
};

} // namespace passerelle::platform
