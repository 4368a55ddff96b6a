// The whole window: navigation at left, path and undo on top, one screen at a time, toasts. [main]
#pragma once
#include "host/ui/context.hpp"
#include <memory>
#include <string>

namespace passerelle::ui {

struct Look {
    ThemeName theme = ThemeName::light;
    float zoom = 1;
    Language language = Language::fr;
};

class Shell {
public:
    Shell(bridge::Session&, Look);
    ~Shell();
    void before_frame(std::function<void()> const& rebuild_font_texture); ///< outside of a frame
    void draw();
    /// Delivers finished jobs and looks for other programs' changes; true: something to draw.
    bool pump();
    [[nodiscard]] Look const& look() const;
    void go(std::string const& page); ///< "home", "modules", "settings", an entity id, or "entity:id"

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace passerelle::ui
