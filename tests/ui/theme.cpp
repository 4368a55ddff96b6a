// Contrast of every pair of colours that the window puts together: 4.5 for words, 3 for marks and edges (WCAG 2.1, 1.4.3 and 1.4.11).
#include "host/ui/theme.hpp"
#include <doctest/doctest.h>
#include <string>
#include <utility>

using namespace passerelle;
using ui::contrast;
using ui::rgb;
using ui::Theme;
using ui::ThemeName;

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
