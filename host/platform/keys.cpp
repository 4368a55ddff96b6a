#include "host/platform/keys.hpp"
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>

namespace passerelle::platform {

namespace {

constexpr std::size_t most_waiting = 4096; ///< a key held down while a frame takes long must not fill the memory

/// Keys that act on a text rather than write in it: what is typed before and after them must not share a frame with them.
bool acts(int key) { return key >= GLFW_KEY_ESCAPE && (key < GLFW_KEY_KP_0 || key == GLFW_KEY_KP_ENTER) && key < GLFW_KEY_LEFT_SHIFT; }

bool is_modifier(int key) { return key >= GLFW_KEY_LEFT_SHIFT && key <= GLFW_KEY_RIGHT_SUPER; }

} // namespace

void Keys::key(int key, int scancode, int action, int mods)
{
    if (m_waiting.size() < most_waiting || action == GLFW_RELEASE)
        m_waiting.push_back({false, key, scancode, action, mods, 0});
}

void Keys::character(unsigned code)
{
    if (m_waiting.size() < most_waiting)
        m_waiting.push_back({true, 0, 0, 0, 0, code});
}

bool Keys::feed(GLFWwindow* window)
{
    std::set<int> changed;
    bool typed = false, acted = false, pressed = false;
    while (!m_waiting.empty()) {
        Event const event = m_waiting.front();
        if (event.typed) {
            if (acted)
                break;
            typed = true;
            ImGui_ImplGlfw_CharCallback(window, event.code);
        } else {
            if (changed.contains(event.key) || (acts(event.key) && event.action != GLFW_RELEASE && typed))
                break;
            if (is_modifier(event.key) && pressed) // "Shift, Space" must not become "Space" because Shift was let go while the frame took long
                break;
            pressed = pressed || (!is_modifier(event.key) && event.action != GLFW_RELEASE);
            changed.insert(event.key);
            acted = acted || (acts(event.key) && event.action != GLFW_RELEASE);
            ImGui_ImplGlfw_KeyCallback(window, event.key, event.scancode, event.action, event.mods);
        }
        m_waiting.pop_front();
    }
    return !m_waiting.empty();
}

} // namespace passerelle::platform
