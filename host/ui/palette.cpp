#include "host/ui/palette.hpp"

namespace passerelle::ui {

namespace {

constexpr Palette light = {
    .bg = 0xFFF2F5F5u, .surface = 0xFFFFFFFFu, .surface_2 = 0xFFF8FAFAu, .hover = 0xFFECF0F0u,
    .pressed = 0xFFE0E6E6u, .selected = 0xFFFAEAE9u, .border = 0xFFDDE3E3u, .border_strong = 0xFF918A86u,
    .grid = 0xFFE6EBEBu, .text = 0xFF221D1Bu, .text_2 = 0xFF534A45u, .muted = 0xFF726862u,
    .disabled = 0xFFA59E9Au, .accent = 0xFFC24E4Au, .accent_hover = 0xFFAA413Eu, .accent_pressed = 0xFF903633u,
    .on_accent = 0xFFFFFFFFu, .accent_text = 0xFFB04440u, .accent_mark = 0xFFC24E4Au, .accent_tint = 0xFFFBEDECu,
    .accent_border = 0xFFEABBB9u, .focus = 0xFFC24E4Au, .scrim = 0x66221D1Bu, .good = 0xFF576E0Bu,
    .good_text = 0xFF485A0Au, .good_tint = 0xFFEBF1E1u, .good_border = 0xFFC5D3A9u, .warn = 0xFF127BAEu,
    .warn_text = 0xFF004C71u, .warn_tint = 0xFFDCF1FBu, .warn_border = 0xFF95CBE5u, .bad = 0xFF1C1CA5u,
    .bad_text = 0xFF191993u, .bad_tint = 0xFFE7E9FAu, .bad_border = 0xFFAFB4E7u, .info = 0xFFD68325u,
    .info_text = 0xFF8F5714u, .info_tint = 0xFFFAF0E5u, .info_border = 0xFFEBCDABu, .neutral = 0xFF8A8380u,
    .neutral_text = 0xFF5C544Fu, .neutral_tint = 0xFFEBEEEEu, .neutral_border = 0xFFCACFCFu, .map_land = 0xFFE2E8E8u,
    .map_coast = 0xFFC1C9C9u, .map_sea = 0xFFF8FAFAu,
    .chart = {0xFFB04857u, 0xFF1686C8u, 0xFF5F760Du, 0xFF4C0E63u, 0xFFD7960Du, 0xFF0A49A2u, 0xFF1D3614u, 0xFF99938Eu},
};

constexpr Palette dark = {
    .bg = 0xFF181514u, .surface = 0xFF211D1Bu, .surface_2 = 0xFF272220u, .hover = 0xFF302A27u,
    .pressed = 0xFF3B3430u, .selected = 0xFF4D2D2Au, .border = 0xFF3B3430u, .border_strong = 0xFF887D77u,
    .grid = 0xFF312B28u, .text = 0xFFF0EDECu, .text_2 = 0xFFCFC7C3u, .muted = 0xFFACA19Bu,
    .disabled = 0xFF776D68u, .accent = 0xFFDB6864u, .accent_hover = 0xFFD3635Fu, .accent_pressed = 0xFFC05652u,
    .on_accent = 0xFFFFFFFFu, .accent_text = 0xFFFAACA9u, .accent_mark = 0xFFF28F8Bu, .accent_tint = 0xFF472926u,
    .accent_border = 0xFFA0504Cu, .focus = 0xFFFFA09Du, .scrim = 0xA0000000u, .good = 0xFFB3D93Du,
    .good_text = 0xFFC6E36Fu, .good_tint = 0xFF2E3517u, .good_border = 0xFF515F2Au, .warn = 0xFF3AC1F5u,
    .warn_text = 0xFF6ACCF3u, .warn_tint = 0xFF142E39u, .warn_border = 0xFF235366u, .bad = 0xFF4A55E5u,
    .bad_text = 0xFF929CFFu, .bad_tint = 0xFF1F2040u, .bad_border = 0xFF333673u, .info = 0xFFE8974Bu,
    .info_text = 0xFFF7C292u, .info_tint = 0xFF442E1Au, .info_border = 0xFF77532Fu, .neutral = 0xFF8D8885u,
    .neutral_text = 0xFFC8C1BDu, .neutral_tint = 0xFF322D2Au, .neutral_border = 0xFF534B47u, .map_land = 0xFF342E2Bu,
    .map_coast = 0xFF534B47u, .map_sea = 0xFF1C1817u,
    .chart = {0xFFCD635Du, 0xFF3FCCFFu, 0xFFB4D94Fu, 0xFF754ABFu, 0xFFCAA78Cu, 0xFF7584ECu, 0xFF21835Fu, 0xFFFCE8DCu},
};

constexpr Palette high_contrast = {
    .bg = 0xFF000000u, .surface = 0xFF000000u, .surface_2 = 0xFF0F0F0Fu, .hover = 0xFF1F1F1Fu,
    .pressed = 0xFF333333u, .selected = 0xFF5C2B00u, .border = 0xFF8F8F8Fu, .border_strong = 0xFFFFFFFFu,
    .grid = 0xFF5C5C5Cu, .text = 0xFFFFFFFFu, .text_2 = 0xFFFFFFFFu, .muted = 0xFFDADADAu,
    .disabled = 0xFFA0A0A0u, .accent = 0xFF4DE1FFu, .accent_hover = 0xFF85EBFFu, .accent_pressed = 0xFFB8F3FFu,
    .on_accent = 0xFF000000u, .accent_text = 0xFF4DE1FFu, .accent_mark = 0xFF4DE1FFu, .accent_tint = 0xFF001B1Fu,
    .accent_border = 0xFF4DE1FFu, .focus = 0xFF4DE1FFu, .scrim = 0xC0000000u, .good = 0xFFB8E830u,
    .good_text = 0xFFC9F05Cu, .good_tint = 0xFF1B2400u, .good_border = 0xFFB8E830u, .warn = 0xFF00B0FFu,
    .warn_text = 0xFF47C2FFu, .warn_tint = 0xFF001C29u, .warn_border = 0xFF00B0FFu, .bad = 0xFF4D5AFFu,
    .bad_text = 0xFF949DFFu, .bad_tint = 0xFF050833u, .bad_border = 0xFF4D5AFFu, .info = 0xFFFFA95Au,
    .info_text = 0xFFFFC48Cu, .info_tint = 0xFF3A1C00u, .info_border = 0xFFFFA95Au, .neutral = 0xFF8E8E8Eu,
    .neutral_text = 0xFFE0E0E0u, .neutral_tint = 0xFF1A1A1Au, .neutral_border = 0xFFA6A6A6u, .map_land = 0xFF262626u,
    .map_coast = 0xFFA0A0A0u, .map_sea = 0xFF000000u,
    .chart = {0xFFDC726Cu, 0xFF3FCCFFu, 0xFFB4D94Fu, 0xFF8155CCu, 0xFFCAA78Cu, 0xFF7584ECu, 0xFF26946Bu, 0xFFFCE8DCu},
};

} // namespace

Palette const& palette(ThemeName name)
{
    return name == ThemeName::dark ? dark : name == ThemeName::high_contrast ? high_contrast : light;
}

std::string_view name_of(ThemeName name)
{
    return name == ThemeName::dark ? "dark" : name == ThemeName::high_contrast ? "contrast" : "light";
}

std::optional<ThemeName> theme_named(std::string_view name)
{
    for (auto const theme : {ThemeName::light, ThemeName::dark, ThemeName::high_contrast})
        if (name_of(theme) == name)
            return theme;
    return std::nullopt;
}

} // namespace passerelle::ui
