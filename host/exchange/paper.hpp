// Colours of paper and of HTML: the light theme of the visual language, whose contrasts are tested there. Values only.
#pragma once
#include "host/exchange/document.hpp"
#include <array>
#include <cstdint>
#include <string>

namespace passerelle::exchange::paper {

inline constexpr std::uint32_t text = 0x1B1D22, text_2 = 0x454A53, muted = 0x626872, surface_2 = 0xFAFAF8, border = 0xE3E3DD,
                               border_strong = 0x868A91, grid = 0xEBEBE6, accent = 0x4A4EC2, accent_text = 0x4044B0, sea = 0xFAFAF8,
                               land = 0xE8E8E2, coast = 0xC9C9C1;
/// Chosen to stay apart under protanopia, deuteranopia and tritanopia; lines differ by dash and mark as well.
inline constexpr std::array<std::uint32_t, 8> chart{0x5748B0, 0xC88616, 0x0D765F, 0x630E4C, 0x0D96D7, 0xA2490A, 0x14361D, 0x8E9399};

struct ToneInk {
    std::uint32_t mark, text, tint, border;
};
[[nodiscard]] constexpr ToneInk ink_of(Tone tone)
{
    switch (tone) {
    case Tone::good: return {0x0B6E57, 0x0A5A48, 0xE1F1EB, 0xA9D3C5};
    case Tone::warn: return {0xAE7B12, 0x714C00, 0xFBF1DC, 0xE5CB95};
    case Tone::bad: return {0xA51C1C, 0x931919, 0xFAE9E7, 0xE7B4AF};
    case Tone::info: return {0x2583D6, 0x14578F, 0xE5F0FA, 0xABCDEB};
    case Tone::muted: return {0x80838A, 0x4F545C, 0xEEEEEB, 0xCFCFCA};
    case Tone::plain: break;
    }
    return {text, text, 0xFFFFFF, border};
}
[[nodiscard]] constexpr std::uint32_t series_ink(int series)
{
    return chart[static_cast<std::size_t>(series < 0 ? 0 : series) % chart.size()];
}

} // namespace passerelle::exchange::paper
