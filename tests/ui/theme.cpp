// Contrast of every pair of colours that the window puts together: 4.5 for words, 3 for marks and edges (WCAG 2.1, 1.4.3 and 1.4.11).
#include "host/exchange/map_layout.hpp"
#include "host/ui/theme.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <doctest/doctest.h>
#include <string>
#include <utility>

using namespace passerelle;
using ui::contrast;
using ui::rgb;
using ui::Theme;
using ui::ThemeName;

/// `over` with that alpha on `ground`, as Dear ImGui blends it.
static ImU32 veiled(ImU32 ground, ImU32 over, unsigned alpha)
{
    ImU32 mixed = 0xFF000000u;
    for (int shift = 0; shift < 24; shift += 8)
        mixed |= ((((over >> shift) & 255u) * alpha + ((ground >> shift) & 255u) * (255u - alpha)) / 255u) << shift;
    return mixed;
}

TEST_CASE("contrast is that of WCAG 2.1")
{
    CHECK(contrast(rgb(0x000000), rgb(0xFFFFFF)) == doctest::Approx(21.0));
    CHECK(contrast(rgb(0xFFFFFF), rgb(0x000000)) == doctest::Approx(21.0));
    CHECK(contrast(rgb(0x777777), rgb(0xFFFFFF)) == doctest::Approx(4.48).epsilon(0.002)); // the known grey that just fails
    CHECK(contrast(rgb(0x123456), rgb(0x123456)) == doctest::Approx(1.0));
}

TEST_CASE("every pair of colours in use can be read")
{
    for (auto const& [name, id] : {std::pair{"light", ThemeName::light}, std::pair{"dark", ThemeName::dark}, std::pair{"contrast", ThemeName::contrast}}) {
        CAPTURE(name);
        Theme const& theme = Theme::named(id);
        auto const words = [](char const* what, ImU32 ink, ImU32 ground) {
            CAPTURE(what);
            CHECK(contrast(ink, ground) >= 4.5);
        };
        auto const edge = [](char const* what, ImU32 ink, ImU32 ground) {
            CAPTURE(what);
            CHECK(contrast(ink, ground) >= 3.0);
        };
        for (auto const ground : {theme.bg, theme.surface, theme.surface_2, theme.hover, theme.selected}) {
            words("text", theme.text, ground);
            words("secondary text", theme.text_2, ground);
            words("muted text", theme.muted, ground);
        }
        for (auto const ground : {theme.bg, theme.surface, theme.hover})
            words("accent text", theme.accent_text, ground);
        for (auto const fill : {theme.accent, theme.accent_hover, theme.accent_pressed})
            words("words on the accent", theme.on_accent, fill);
        for (auto const ground : {theme.bg, theme.surface, theme.surface_2}) {
            edge("edge of a control", theme.border_strong, ground);
            edge("focus ring", theme.focus, ground);
        }
        for (auto const* tone : {&theme.good, &theme.warn, &theme.bad, &theme.info, &theme.neutral}) {
            for (auto const ground : {theme.surface, tone->tint}) {
                words("words of a tone", tone->text, ground);
                edge("mark of a tone", tone->mark, ground);
            }
        }
        words("words of a toast", theme.surface, theme.text);
        for (auto const series : theme.chart)
            edge("series of a chart", series, theme.surface);
        // A map: names lie on land and on the sea (or on either through a veil of the sea's colour), lines and dots cross both.
        for (auto const ground : {theme.map_land, theme.map_sea}) {
            words("names on a map", theme.text, ground);
            words("names on a map, through the veil", theme.text, veiled(ground, theme.map_sea, 190));
            edge("what is chosen on a map", theme.accent_text, ground);
            edge("keyboard on a map", theme.focus, ground);
            edge("dots on a map", theme.chart[0], ground);
            for (std::size_t kind = 0; kind < 8; ++kind)
                edge("links of a map", theme.chart[exchange::series_of(kind)], ground);
        }
        for (std::size_t kind = 0; kind < 8; ++kind)
            edge("links in the list of a map", theme.chart[exchange::series_of(kind)], theme.surface);
    }
}

TEST_CASE("tones are told apart by more than colour")
{
    // The shapes are drawn by tone_mark; here: no two tones share a mark colour, so that a missing shape would still show.
    for (auto const id : {ThemeName::light, ThemeName::dark, ThemeName::contrast}) {
        Theme const& theme = Theme::named(id);
        ImU32 const marks[] = {theme.good.mark, theme.warn.mark, theme.bad.mark, theme.info.mark, theme.neutral.mark};
        for (std::size_t left = 0; left < 5; ++left)
            for (std::size_t right = left + 1; right < 5; ++right)
                CHECK(marks[left] != marks[right]);
    }
}

TEST_CASE("every letter of the languages of the network has a glyph, and what the screen cannot join is known")
{
    ImGui::CreateContext();
    auto const fonts = ui::load_fonts(1);
    // Latin of French, Romanian, Czech, Vietnamese, Malagasy, Wolof and Lingala; Arabic; Khmer; signs in use.
    constexpr ImWchar letters[] = {0xE9, 0xC9, 0x153, 0x152, 0x178, 0xAB, 0xBB, 0x2019, 0x202F, 0xA0, 0x219, 0x21B, 0x159, 0x111, 0x1B0, 0x1EA1, 0x1ED9, 0x1EF9, 0xF1, 0x14B, 0x254, 0x25B,
                                   0x621, 0x627, 0x639, 0x64A, 0x60C, 0x61F, 0x660, 0x1780, 0x17A2, 0x17B6, 0x17D2, 0x17E0, 0x20AC, 0x2212, 0x2026};
    for (auto* const font : {fonts.body, fonts.caption, fonts.strong, fonts.title})
        for (ImWchar const letter : letters)
            CHECK_MESSAGE(font->FindGlyphNoFallback(letter) != nullptr, "U+" << std::hex << letter);
    ImGui::DestroyContext();
    CHECK(ui::needs_shaping("بلدية تونس"));
    CHECK(ui::needs_shaping("Ville de ភ្នំពេញ"));
    CHECK_FALSE(ui::needs_shaping("Thành phố Huế, Ñuñoa, Łódź, 1 250 €"));
    CHECK_FALSE(ui::needs_shaping(""));
}
