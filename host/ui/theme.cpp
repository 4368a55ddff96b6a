#include "host/ui/theme.hpp"
#include "host/loader/modules.hpp"
#include "host/platform/fonts.hpp"
#include "host/ui/icons.hpp"
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace passerelle::ui {

Theme const& Theme::named(ThemeName name)
{
    static Theme const light{
        rgb(0xF5F5F2), rgb(0xFFFFFF), rgb(0xFAFAF8), rgb(0xF0F0EC), rgb(0xE6E6E0), rgb(0xE9EAFA), rgb(0xE3E3DD), rgb(0x868A91), rgb(0x1B1D22), rgb(0x454A53), rgb(0x626872), rgb(0x9A9EA5),
        rgb(0x4A4EC2), rgb(0x3E41AA), rgb(0x333690), rgb(0xFFFFFF), rgb(0x4044B0), rgb(0xECEDFB), rgb(0x4A4EC2),
        {rgb(0x0B6E57), rgb(0x0A5A48), rgb(0xE1F1EB), rgb(0xA9D3C5)}, {rgb(0xAE7B12), rgb(0x714C00), rgb(0xFBF1DC), rgb(0xE5CB95)}, {rgb(0xA51C1C), rgb(0x931919), rgb(0xFAE9E7), rgb(0xE7B4AF)},
        {rgb(0x2583D6), rgb(0x14578F), rgb(0xE5F0FA), rgb(0xABCDEB)}, {rgb(0x80838A), rgb(0x4F545C), rgb(0xEEEEEB), rgb(0xCFCFCA)},
        {rgb(0x5748B0), rgb(0xC88616), rgb(0x0D765F), rgb(0x630E4C), rgb(0x0D96D7), rgb(0xA2490A), rgb(0x14361D), rgb(0x8E9399)},
        rgb(0xE8E8E2), rgb(0xC9C9C1), rgb(0xFAFAF8)};
    static Theme const dark{
        rgb(0x141518), rgb(0x1B1D21), rgb(0x202227), rgb(0x272A30), rgb(0x30343B), rgb(0x2A2D4D), rgb(0x30343B), rgb(0x777D88), rgb(0xECEDF0), rgb(0xC3C7CF), rgb(0x9BA1AC), rgb(0x686D77),
        rgb(0x6468DB), rgb(0x5F63D3), rgb(0x5256C0), rgb(0xFFFFFF), rgb(0xA9ACFA), rgb(0x262947), rgb(0x9DA0FF),
        {rgb(0x3DD9B3), rgb(0x6FE3C6), rgb(0x17352E), rgb(0x2A5F51)}, {rgb(0xF5C13A), rgb(0xF3CC6A), rgb(0x392E14), rgb(0x665323)}, {rgb(0xE5554A), rgb(0xFF9C92), rgb(0x40201F), rgb(0x733633)},
        {rgb(0x4B97E8), rgb(0x92C2F7), rgb(0x1A2E44), rgb(0x2F5377)}, {rgb(0x85888D), rgb(0xBDC1C8), rgb(0x2A2D32), rgb(0x474B53)},
        {rgb(0x5D63CD), rgb(0xFFCC3F), rgb(0x4FD9B4), rgb(0xBF4A75), rgb(0x8CA7CA), rgb(0xEC8475), rgb(0x5F8321), rgb(0xDCE8FC)},
        rgb(0x22252A), rgb(0x4F545D), rgb(0x101114)};
    static Theme const contrast{
        rgb(0x000000), rgb(0x000000), rgb(0x0F0F0F), rgb(0x1F1F1F), rgb(0x333333), rgb(0x002B5C), rgb(0x8F8F8F), rgb(0xFFFFFF), rgb(0xFFFFFF), rgb(0xFFFFFF), rgb(0xDADADA), rgb(0xA0A0A0),
        rgb(0xFFE14D), rgb(0xFFEB85), rgb(0xFFF3B8), rgb(0x000000), rgb(0xFFE14D), rgb(0x1F1B00), rgb(0xFFE14D),
        {rgb(0x30E8B8), rgb(0x5CF0C9), rgb(0x00241B), rgb(0x30E8B8)}, {rgb(0xFFB000), rgb(0xFFC247), rgb(0x291C00), rgb(0xFFB000)}, {rgb(0xFF5A4D), rgb(0xFF9D94), rgb(0x330805), rgb(0xFF5A4D)},
        {rgb(0x5AA9FF), rgb(0x8CC4FF), rgb(0x001C3A), rgb(0x5AA9FF)}, {rgb(0x8E8E8E), rgb(0xE0E0E0), rgb(0x1A1A1A), rgb(0xA6A6A6)},
        {rgb(0x6C72DC), rgb(0xFFCC3F), rgb(0x4FD9B4), rgb(0xCC5581), rgb(0x8CA7CA), rgb(0xEC8475), rgb(0x6B9426), rgb(0xDCE8FC)},
        rgb(0x262626), rgb(0xA0A0A0), rgb(0x000000)};
    return name == ThemeName::light ? light : name == ThemeName::dark ? dark : contrast;
}

ToneColours const& Theme::of(exchange::Tone tone) const
{
    switch (tone) {
    case exchange::Tone::good: return good;
    case exchange::Tone::warn: return warn;
    case exchange::Tone::bad: return bad;
    case exchange::Tone::info: return info;
    default: return neutral;
    }
}

double contrast(ImU32 left, ImU32 right)
{
    auto const luminance = [](ImU32 colour) {
        auto const channel = [](unsigned value) {
            double const share = value / 255.0;
            return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * channel((colour >> IM_COL32_R_SHIFT) & 255) + 0.7152 * channel((colour >> IM_COL32_G_SHIFT) & 255) + 0.0722 * channel((colour >> IM_COL32_B_SHIFT) & 255);
    };
    double const a = luminance(left), b = luminance(right);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

namespace {

ImFont* add_icons(std::filesystem::path const& file, float size)
{
    if (file.empty())
        return nullptr;
    static auto const range = [] {
        std::array<ImWchar, icons::code_points.size() * 2 + 1> pairs{};
        for (std::size_t at = 0; at < icons::code_points.size(); ++at)
            pairs[at * 2] = pairs[at * 2 + 1] = icons::code_points[at];
        return pairs;
    }();
    ImFontConfig config;
    config.OversampleH = config.OversampleV = 1;
    config.PixelSnapH = true;
    return ImGui::GetIO().Fonts->AddFontFromFileTTF(file.string().c_str(), size, &config, range.data());
}

/// What Noto's font for one script is asked for: its letters, and the forms that other programs wrote joined.
ImWchar const* letters_of(std::string const& file)
{
    static ImWchar const arabic[] = {0x60C, 0x60C, 0x61B, 0x61B, 0x61F, 0x63A, 0x640, 0x652, 0x660, 0x669, 0x670, 0x6D5, 0x6F0, 0x6F9, 0xFE80, 0xFEFC, 0};
    static ImWchar const khmer[] = {0x1780, 0x17DD, 0x17E0, 0x17E9, 0};
    return file.find("Arabic") != std::string::npos ? arabic : file.find("Khmer") != std::string::npos ? khmer : nullptr;
}

ImFont* add_font(std::string const& text, std::vector<std::string> const& scripts, float size)
{
    ImFontAtlas* atlas = ImGui::GetIO().Fonts;
    static ImWchar const letters[] = {0x20, 0x2F, 0x3A, 0x17F, 0x2010, 0x2044, 0x20AC, 0x20AC, 0x2190, 0x2193, 0x2212, 0x2212, 0x25A0, 0x25CF, 0};
    static ImWchar const digits[] = {0x30, 0x39, 0};
    static ImWchar const narrow_space[] = {0x202F, 0x202F, 0};
    static ImWchar const others[] = {0x180, 0x2AF, 0x300, 0x36F, 0x370, 0x3FF, 0x400, 0x4FF, 0x1E00, 0x1EFF, 0x25A0, 0x25FF, 0};
    if (text.empty())
        return atlas->AddFontDefault();
    ImFontConfig config;
    config.OversampleH = 2;
    config.OversampleV = 1;
    ImFont* font = atlas->AddFontFromFileTTF(text.c_str(), size, &config, letters);
    // Digits of one width, so that amounts line up.
    ImFontConfig fixed = config;
    fixed.MergeMode = true;
    fixed.GlyphMinAdvanceX = fixed.GlyphMaxAdvanceX = size * 0.545f;
    atlas->AddFontFromFileTTF(text.c_str(), size, &fixed, digits);
    ImFontConfig space = config;
    space.MergeMode = true;
    space.GlyphMinAdvanceX = std::round(size * 0.22f);
    atlas->AddFontFromFileTTF(text.c_str(), size, &space, narrow_space);
    for (auto const& script : scripts) {
        ImFontConfig merged = config;
        merged.MergeMode = true;
        merged.OversampleH = 1;
        auto const* const own = letters_of(script);
        atlas->AddFontFromFileTTF(script.c_str(), size, &merged, own ? own : others);
    }
    return font;
}

} // namespace

Fonts load_fonts(float zoom)
{
    auto const program = loader::program_folder();
    auto const files = platform::find_fonts({program / ".." / "data" / "fonts", program / ".." / "share" / "passerelle" / "fonts"});
    std::string const regular = files.regular.string(), semibold = files.semibold.string();
    std::vector<std::string> scripts;
    for (auto const& file : files.scripts)
        scripts.push_back(file.string());
    ImGui::GetIO().Fonts->Clear();
    Fonts fonts;
    fonts.body = add_font(regular, scripts, std::round(14 * zoom));
    fonts.caption = add_font(regular, scripts, std::round(12.4f * zoom));
    fonts.strong = add_font(semibold, scripts, std::round(14 * zoom));
    fonts.title = add_font(semibold, scripts, std::round(18.2f * zoom));
    fonts.figure = add_font(semibold, {}, std::round(24 * zoom));
    fonts.icon = add_icons(files.icons, std::round(18 * zoom));
#if IMGUI_VERSION_NUM < 19200 // since then glyphs are made when they are first drawn
    ImGui::GetIO().Fonts->Build();
#endif
    return fonts;
}

void apply_style(Theme const& theme, float zoom)
{
    ImGuiStyle& style = ImGui::GetStyle();
    style = ImGuiStyle();
    style.WindowPadding = {16, 16};
    style.FramePadding = {10, 9};
    style.ItemSpacing = {8, 8};
    style.ItemInnerSpacing = {8, 6};
    style.CellPadding = {8, 6};
    style.IndentSpacing = 16;
    style.ScrollbarSize = 12;
    style.GrabMinSize = 12;
    style.WindowRounding = 0;
    style.ChildRounding = 8;
    style.FrameRounding = 6;
    style.PopupRounding = 8;
    style.ScrollbarRounding = 6;
    style.GrabRounding = 6;
    style.TabRounding = 0;
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 0;
    style.FrameBorderSize = 1;
    style.PopupBorderSize = 1;
    style.ScaleAllSizes(zoom);
    auto const set = [&](ImGuiCol slot, ImU32 colour) { style.Colors[slot] = ImGui::ColorConvertU32ToFloat4(colour); };
    set(ImGuiCol_Text, theme.text);
    set(ImGuiCol_TextDisabled, theme.muted);
    set(ImGuiCol_WindowBg, theme.bg);
    set(ImGuiCol_ChildBg, IM_COL32(0, 0, 0, 0));
    set(ImGuiCol_PopupBg, theme.surface);
    set(ImGuiCol_Border, theme.border_strong);
    set(ImGuiCol_FrameBg, theme.surface);
    set(ImGuiCol_FrameBgHovered, theme.hover);
    set(ImGuiCol_FrameBgActive, theme.hover);
    set(ImGuiCol_ScrollbarBg, IM_COL32(0, 0, 0, 0));
    set(ImGuiCol_ScrollbarGrab, theme.border);
    set(ImGuiCol_ScrollbarGrabHovered, theme.border_strong);
    set(ImGuiCol_ScrollbarGrabActive, theme.border_strong);
    set(ImGuiCol_CheckMark, theme.accent);
    set(ImGuiCol_SliderGrab, theme.accent);
    set(ImGuiCol_Button, theme.surface);
    set(ImGuiCol_ButtonHovered, theme.hover);
    set(ImGuiCol_ButtonActive, theme.pressed);
    set(ImGuiCol_Header, theme.selected);
    set(ImGuiCol_HeaderHovered, theme.hover);
    set(ImGuiCol_HeaderActive, theme.pressed);
    set(ImGuiCol_Separator, theme.border);
    set(ImGuiCol_Tab, IM_COL32(0, 0, 0, 0));
    set(ImGuiCol_TabHovered, theme.hover);
    set(ImGuiCol_TabActive, theme.selected);
    set(ImGuiCol_TableHeaderBg, theme.surface);
    set(ImGuiCol_TableBorderLight, theme.border);
    set(ImGuiCol_TableBorderStrong, theme.border);
    set(ImGuiCol_TableRowBg, IM_COL32(0, 0, 0, 0));
    set(ImGuiCol_TextSelectedBg, theme.selected);
    set(ImGuiCol_NavHighlight, theme.focus);
    set(ImGuiCol_ModalWindowDimBg, IM_COL32(27, 29, 34, 102));
}

} // namespace passerelle::ui
