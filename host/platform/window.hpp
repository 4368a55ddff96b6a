// The one window: GLFW, OpenGL 3 with a fallback to 2.1, Dear ImGui's backends. Draws only when something happened. [main]
#pragma once
#include "host/base/result.hpp"
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace passerelle::platform {

struct WindowOptions {
    std::string title = "Passerelle";
    int width = 1366, height = 768; ///< logical pixels
};

class Window {
public:
    /// Refused with a sentence where there is no display or no OpenGL 2.1.
    [[nodiscard]] static Result<std::unique_ptr<Window>> open(WindowOptions const&);
    ~Window();

    /// What one turn of the loop asks of the screens.
    struct Loop {
        std::function<void()> before;     ///< outside of a frame: fonts may be rebuilt there
        std::function<void()> draw;       ///< between NewFrame and Render
        std::function<bool()> woken;      ///< after every wait; true asks for a frame
        std::function<bool()> keep_going; ///< false ends the loop
        std::function<bool()> may_close;  ///< the person asked to close; false: not yet
        std::function<void()> at_rest;    ///< nothing more to draw for now
        std::function<void()> drawn;      ///< after each frame
        std::function<void(std::filesystem::path const&)> dropped; ///< a file was let go over the window; outside of a frame
    };
    /// Draws frames until the window is closed; between them waits for events. After an event a few frames follow, so that what
    /// appears and disappears settles.
    void run(Loop const&);
    void set_title(std::string const&);        ///< what task bars and screen readers say
    [[nodiscard]] long frames() const;         ///< drawn so far
    [[nodiscard]] double last_frame_ms() const; ///< time of `draw` alone, without the driver
    [[nodiscard]] std::string renderer() const; ///< "OpenGL 3.3" or "OpenGL 2.1"
    /// The picture on screen as a PPM file, after the next frame.
    void screenshot_to(std::filesystem::path const&);
    [[nodiscard]] bool pictured() const; ///< the picture asked for is written
    void rebuild_font_texture(); ///< after the atlas changed, outside of a frame
    static void wake();          ///< [any] the window looks again
    [[nodiscard]] float scale() const; ///< of the monitor

private:
    struct Impl;
    explicit Window(std::unique_ptr<Impl>);
    std::unique_ptr<Impl> m_impl;
};

} // namespace passerelle::platform
