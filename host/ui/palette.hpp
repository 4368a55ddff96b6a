// The colours of the three themes, by meaning. Values are 0xAABBGGRR as Dear ImGui keeps them. No drawing here: a test reads the
// same tokens and computes every contrast. Immutable; any thread.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace passerelle::ui {

using Colour = std::uint32_t;
enum class ThemeName { light, dark, high_contrast };

struct Palette {
    Colour bg, surface, surface_2, hover, pressed, selected, border, border_strong;
    Colour grid, text, text_2, muted, disabled, accent, accent_hover, accent_pressed;
    Colour on_accent, accent_text, accent_mark, accent_tint, accent_border, focus, scrim, good;
    Colour good_text, good_tint, good_border, warn, warn_text, warn_tint, warn_border, bad;
    Colour bad_text, bad_tint, bad_border, info, info_text, info_tint, info_border, neutral;
    Colour neutral_text, neutral_tint, neutral_border, map_land, map_coast, map_sea;
    std::array<Colour, 8> chart; ///< in the order of series
};

[[nodiscard]] Palette const& palette(ThemeName);
[[nodiscard]] std::string_view name_of(ThemeName); ///< "light", "dark", "contrast"
[[nodiscard]] std::optional<ThemeName> theme_named(std::string_view);

} // namespace passerelle::ui
