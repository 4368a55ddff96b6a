// Dear ImGui made ready for this program: context, fonts at the current zoom, style and colours of the theme, text helpers.
// One for the life of the window. [main]
#pragma once
#include "host/platform/fonts.hpp"
#include "host/ui/palette.hpp"
#include <imgui.h>
#include <string>
#include <string_view>

namespace passerelle::ui {

/// A font with its size in pixels at the current zoom.
struct Face {
    ImFont* font = nullptr;
    float size = 14;
};

class Gui {
public:
    explicit Gui(platform::FontFiles);
    ~Gui();
    Gui(Gui const&) = delete;
    Gui& operator=(Gui const&) = delete;

    void set_theme(ThemeName);
    [[nodiscard]] ThemeName theme() const { return m_theme; }
    /// 1 to 2; the atlas is built anew before the next frame.
    void set_zoom(float);
    [[nodiscard]] float zoom() const { return m_zoom; }
    /// Builds fonts and style where zoom or theme changed; between frames only. True: the font texture must be sent again.
    [[nodiscard]] bool refresh();

    [[nodiscard]] Palette const& colours() const { return palette(m_theme); }
    [[nodiscard]] float px(float at_100_percent) const { return static_cast<float>(static_cast<int>(at_100_percent * m_zoom + 0.5f)); }

    Face caption, body, strong, title, figure;
    Face icon; ///< font null where the icon file is missing

private:
    void build_fonts();
    [[nodiscard]] Face make_icons(ImFontAtlas&) const;
    void build_style();
    platform::FontFiles m_files;
    ThemeName m_theme = ThemeName::light;
    float m_zoom = 1;
    bool m_fonts_due = true, m_style_due = true;
};

void push_face(Face const&);
void pop_face();
[[nodiscard]] float text_width(Face const&, std::string_view);
/// One line, cut at a word's end with "…" where it is wider than `most`.
[[nodiscard]] std::string elided(Face const&, std::string_view, float most);
void draw_text(ImDrawList*, Face const&, ImVec2 at, Colour, std::string_view);
/// Returns the height used. Width 0: as long as the lines are.
float draw_wrapped(ImDrawList*, Face const&, ImVec2 at, Colour, std::string_view, float width);
[[nodiscard]] float wrapped_height(Face const&, std::string_view, float width);

/// True once when the key goes down; `letter` 'A'..'Z' by what is printed on the key.
[[nodiscard]] bool letter_pressed(char letter);

} // namespace passerelle::ui
