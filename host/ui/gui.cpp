#include "host/ui/gui.hpp"
#include <algorithm>
#include <cfloat>
#include <utility>

namespace passerelle::ui {

namespace {

// Latin, Vietnamese, Cyrillic for imported names, punctuation, currencies, arrows and signs; digits are merged apart so that they line up.
ImWchar const letters[] = {0x20, 0x2F, 0x3A, 0x7E, 0xA0, 0x17F, 0x192, 0x192, 0x1A0, 0x1B0, 0x1CD, 0x1DC, 0x218, 0x21B, 0x2BB, 0x2BC, 0x300, 0x30F,
                           0x391, 0x3C9, 0x400, 0x45F, 0x1E00, 0x1EF9, 0x2010, 0x2027, 0x2030, 0x203A, 0x20A0, 0x20BF, 0x2113, 0x2122,
                           0x2190, 0x2193, 0x2212, 0x2212, 0x2248, 0x2248, 0x2260, 0x2265, 0x25A0, 0x25CF, 0};
ImWchar const few_letters[] = {0x20, 0x2F, 0x3A, 0x7E, 0xA0, 0x17F, 0x2010, 0x2027, 0x20AC, 0x20AC, 0x2212, 0x2212, 0};
ImWchar const digits[] = {0x30, 0x39, 0};
ImWchar const narrow_space[] = {0x202F, 0x202F, 0};
ImWchar const other_scripts[] = {0x386, 0x3CE, 0x600, 0x6FF, 0x1780, 0x17FF, 0x2070, 0x209C, 0};

void set_style_sizes(ImGuiStyle& style, float zoom)
{
    style = ImGuiStyle();
    style.WindowPadding = {16, 16};
    style.FramePadding = {10, 7};
    style.ItemSpacing = {8, 8};
    style.ItemInnerSpacing = {8, 6};
    style.CellPadding = {8, 8};
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
    style.ScaleAllSizes(zoom);
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 0;
    style.FrameBorderSize = 1;
    style.PopupBorderSize = 1;
    style.AntiAliasedLinesUseTex = false;
}

void set_style_colours(ImGuiStyle& style, Palette const& c)
{
    auto const set = [&](int index, Colour colour) { style.Colors[index] = ImGui::ColorConvertU32ToFloat4(colour); };
    set(ImGuiCol_Text, c.text);
    set(ImGuiCol_TextDisabled, c.muted);
    set(ImGuiCol_WindowBg, c.surface);
    set(ImGuiCol_ChildBg, 0);
    set(ImGuiCol_PopupBg, c.surface);
    set(ImGuiCol_Border, c.border_strong);
    set(ImGuiCol_BorderShadow, 0);
    set(ImGuiCol_FrameBg, c.surface);
    set(ImGuiCol_FrameBgHovered, c.surface_2);
    set(ImGuiCol_FrameBgActive, c.surface);
    set(ImGuiCol_ScrollbarBg, 0);
    set(ImGuiCol_ScrollbarGrab, c.neutral_border);
    set(ImGuiCol_ScrollbarGrabHovered, c.border_strong);
    set(ImGuiCol_ScrollbarGrabActive, c.border_strong);
    set(ImGuiCol_CheckMark, c.accent_mark);
    set(ImGuiCol_Button, c.surface);
    set(ImGuiCol_ButtonHovered, c.hover);
    set(ImGuiCol_ButtonActive, c.pressed);
    set(ImGuiCol_Header, c.selected);
    set(ImGuiCol_HeaderHovered, c.hover);
    set(ImGuiCol_HeaderActive, c.pressed);
    set(ImGuiCol_Separator, c.border);
    set(ImGuiCol_TextSelectedBg, c.accent_border);
    set(ImGuiCol_NavHighlight, c.focus);
    set(ImGuiCol_ModalWindowDimBg, c.scrim);
    set(ImGuiCol_NavWindowingDimBg, 0);
}

} // namespace

Gui::Gui(platform::FontFiles files) : m_files(std::move(files))
{
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr; // the settings file is the program's own
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.ConfigInputTextCursorBlink = false; // a blinking cursor would redraw an idle window
    io.ConfigWindowsMoveFromTitleBarOnly = true;
}

Gui::~Gui()
{
    ImGui::DestroyContext();
}

void Gui::set_theme(ThemeName name)
{
    m_style_due |= name != m_theme;
    m_theme = name;
}

void Gui::set_zoom(float zoom)
{
    zoom = std::clamp(zoom, 1.0f, 2.0f);
    m_fonts_due |= zoom != m_zoom;
    m_style_due |= zoom != m_zoom;
    m_zoom = zoom;
}

bool Gui::refresh()
{
    if (std::exchange(m_style_due, false))
        build_style();
    if (!std::exchange(m_fonts_due, false))
        return false;
    build_fonts();
    return true;
}

void Gui::build_style()
{
    set_style_sizes(ImGui::GetStyle(), m_zoom);
    set_style_colours(ImGui::GetStyle(), colours());
}

void Gui::build_fonts()
{
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    auto const make = [&](std::filesystem::path const& file, float at_100_percent, bool all) {
        float const size = at_100_percent * m_zoom;
        Face face{nullptr, size};
        if (file.empty()) {
            ImFontConfig plain;
            plain.SizePixels = size;
            face.font = atlas.AddFontDefault(&plain);
        } else {
            std::string const name = file.string();
            ImFontConfig config;
            config.OversampleH = 2;
            config.OversampleV = 1;
            config.PixelSnapH = true;
            face.font = atlas.AddFontFromFileTTF(name.c_str(), size, &config, all ? letters : few_letters);
            config.MergeMode = true;
            // Every digit as wide as the widest of Inter (0.528 em), a space between thousands as wide as a quarter em.
            config.GlyphMinAdvanceX = config.GlyphMaxAdvanceX = static_cast<float>(static_cast<int>(size * 0.62f + 0.5f));
            atlas.AddFontFromFileTTF(name.c_str(), size, &config, digits);
            config.GlyphMinAdvanceX = config.GlyphMaxAdvanceX = std::max(3.0f, static_cast<float>(static_cast<int>(size * 0.25f + 0.5f)));
            atlas.AddFontFromFileTTF(name.c_str(), size, &config, narrow_space);
        }
        ImFontConfig merged;
        merged.MergeMode = true;
        merged.OversampleH = 1;
        merged.OversampleV = 1;
        merged.PixelSnapH = true;
        if (all)
            for (auto const& script : m_files.scripts)
                atlas.AddFontFromFileTTF(script.string().c_str(), size, &merged, other_scripts);
        return face;
    };
    body = make(m_files.regular, 14, true);
    caption = make(m_files.regular, 12.4f, true);
    strong = make(m_files.semibold, 14, true);
    title = make(m_files.semibold, 18.2f, true);
    figure = make(m_files.semibold, 24, false);
    icon = make_icons(atlas);
#if IMGUI_VERSION_NUM < 19200
    atlas.Build();
#endif
    ImGui::GetIO().FontDefault = body.font;
}

Face Gui::make_icons(ImFontAtlas& atlas) const
{
    if (m_files.icons.empty())
        return {};
    ImFontConfig config;
    config.OversampleH = config.OversampleV = 1;
    config.PixelSnapH = true;
    static ImWchar const range[] = {0xF002, 0xF8FF, 0};
    float const size = 18 * m_zoom;
    return {atlas.AddFontFromFileTTF(m_files.icons.string().c_str(), size, &config, range), size};
}

void push_face(Face const& face)
{
#if IMGUI_VERSION_NUM >= 19200
    ImGui::PushFont(face.font, face.size);
#else
    ImGui::PushFont(face.font);
#endif
}

void pop_face()
{
    ImGui::PopFont();
}

float text_width(Face const& face, std::string_view text)
{
    return face.font->CalcTextSizeA(face.size, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

std::string elided(Face const& face, std::string_view text, float most)
{
    auto const line = text.substr(0, text.find('\n'));
    if (line.size() == text.size() && text_width(face, line) <= most)
        return std::string(line);
    float const room = most - text_width(face, "…");
    char const* stop = nullptr;
    (void)face.font->CalcTextSizeA(face.size, std::max(room, 1.0f), 0, line.data(), line.data() + line.size(), &stop);
    auto kept = static_cast<std::size_t>((stop ? stop : line.data()) - line.data());
    if (kept < line.size())
        if (auto const word = line.substr(0, kept).rfind(' '); word != std::string_view::npos && word * 2 > kept)
            kept = word;
    while (kept > 0 && (line[kept - 1] == ' ' || line[kept - 1] == ','))
        --kept;
    return std::string(line.substr(0, kept)) + "…";
}

void draw_text(ImDrawList* list, Face const& face, ImVec2 at, Colour colour, std::string_view text)
{
    if (!text.empty())
        list->AddText(face.font, face.size, {static_cast<float>(static_cast<int>(at.x)), static_cast<float>(static_cast<int>(at.y))}, colour, text.data(),
                      text.data() + text.size());
}

float draw_wrapped(ImDrawList* list, Face const& face, ImVec2 at, Colour colour, std::string_view text, float width)
{
    if (!text.empty())
        list->AddText(face.font, face.size, {static_cast<float>(static_cast<int>(at.x)), static_cast<float>(static_cast<int>(at.y))}, colour, text.data(),
                      text.data() + text.size(), width);
    return wrapped_height(face, text, width);
}

float wrapped_height(Face const& face, std::string_view text, float width)
{
    return face.font->CalcTextSizeA(face.size, FLT_MAX, width, text.data(), text.data() + text.size()).y;
}

bool letter_pressed(char letter)
{
#if IMGUI_VERSION_NUM >= 18700
    return ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_A + (letter - 'A')), false);
#else
    return ImGui::IsKeyPressed(letter, false); // until 1.86 the native code: GLFW's are the capital letters
#endif
}

} // namespace passerelle::ui
