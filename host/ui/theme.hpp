// Colours, sizes and fonts of the window, from the tokens of the visual language. [main]
#pragma once
#include "host/exchange/document.hpp"
#include <filesystem>
#include <imgui.h>

namespace passerelle::ui {

enum class ThemeName { light, dark, contrast };

struct ToneColours {
    ImU32 mark, text, tint, border;
};

struct Theme {
    ImU32 bg, surface, surface_2, hover, pressed, selected, border, border_strong, text, text_2, muted, disabled;
    ImU32 accent, accent_hover, accent_pressed, on_accent, accent_text, accent_tint, focus;
    ToneColours good, warn, bad, info, neutral;
    ImU32 chart[8];
    ImU32 map_land, map_coast, map_sea;

    [[nodiscard]] static Theme const& named(ThemeName);
    [[nodiscard]] ToneColours const& of(exchange::Tone) const;
};

struct Fonts {
    ImFont* caption = nullptr;
    ImFont* body = nullptr;
    ImFont* strong = nullptr;
    ImFont* title = nullptr;
    ImFont* figure = nullptr;
    ImFont* icon = nullptr; ///< null where the icon file is missing: words stand alone
};

/// Fills the atlas with Inter (digits of one width), Noto Sans for what it lacks, and the icons, at `zoom` times the base sizes.
[[nodiscard]] Fonts load_fonts(float zoom);
void apply_style(Theme const&, float zoom);
/// 0xRRGGBB, opaque.
[[nodiscard]] constexpr ImU32 rgb(unsigned value) { return IM_COL32((value >> 16) & 255, (value >> 8) & 255, value & 255, 255); }
/// Contrast of two opaque colours, 1 to 21 (WCAG 2.1, relative luminance).
[[nodiscard]] double contrast(ImU32, ImU32);

} // namespace passerelle::ui
