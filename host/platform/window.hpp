// The desktop window: GLFW, an OpenGL 3 context or, where there is none, 2.1, and Dear ImGui's back ends. It sleeps until an
// event comes. All on the main thread but wake(). One window for each process.
#pragma once
#include "host/base/result.hpp"
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace passerelle::platform {

struct WindowOptions {
    std::string title;
    int width = 1280, height = 760; ///< logical pixels
    bool maximised = false;
    bool old_graphics = false; ///< go straight to OpenGL 2.1
};

class Window {
public:
    [[nodiscard]] static Result<std::unique_ptr<Window>> open(WindowOptions const&);
    ~Window();
    Window(Window const&) = delete;
    Window& operator=(Window const&) = delete;

    /// Hands input and drawing of the current Dear ImGui context to this window; detach before the context ends.
    [[nodiscard]] Result<void> attach();
    void detach();
    /// After the font atlas was rebuilt.
    void fonts_changed();

    /// Sleeps until an event, a wake() or `seconds` have passed. True: something happened and a frame is due.
    [[nodiscard]] bool wait(double seconds);
    /// Takes waiting events without sleeping.
    void poll();
    /// From any thread: wait() returns true.
    void wake();
    void begin_frame();
    void end_frame(float red, float green, float blue); ///< draws what Dear ImGui recorded and shows it

    [[nodiscard]] bool closing() const;
    void keep_open();
    void set_title(std::string const&);
    struct Size { int width = 0, height = 0; };
    [[nodiscard]] Size size() const;
    [[nodiscard]] bool maximised() const;
    [[nodiscard]] float scale() const; ///< of the monitor: 1 = 96 dots an inch
    [[nodiscard]] std::string graphics() const; ///< what draws: "OpenGL 3.2 ..." for the settings page
    /// Files dropped on the window since the last call.
    [[nodiscard]] std::vector<std::string> dropped();
    /// The last frame as PPM (P6).
    [[nodiscard]] Result<void> save_picture(std::filesystem::path const&);

private:
    struct Impl;
    explicit Window(std::unique_ptr<Impl>);
    void draw(float red, float green, float blue);
    std::unique_ptr<Impl> m_impl;
};

} // namespace passerelle::platform
