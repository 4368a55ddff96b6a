// The small parts that screens are made of. Texts are data, never formats or ids: "##" and "%s" show as they are. [main]
#pragma once
#include "host/exchange/document.hpp"
#include "host/ui/context.hpp"
#include "host/ui/icons.hpp"
#include "host/ui/widgets/elements.hpp"
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::ui {

#if IMGUI_VERSION_NUM < 18700
using ImGuiKey = ::ImGuiKey_;
#endif

enum class ButtonKind { accent, outline, ghost };

[[nodiscard]] float font_size(ImFont const*);
[[nodiscard]] float text_width(ImFont const*, std::string_view);
/// One line on the draw list; nothing moves the cursor.
void draw_text(ImDrawList*, ImFont const*, ImVec2 at, ImU32, std::string_view);
/// Cut at a word's end with "…" where it is wider than `most`.
[[nodiscard]] std::string elided(ImFont const*, std::string_view, float most);
void draw_icon(Context const&, ImDrawList*, ImVec2 centre, std::string_view icon, ImU32);
void tooltip(Context const&, std::string_view); ///< of the last item, while hovered
void tooltip_here(Context const&, std::string_view); ///< whatever is under the mouse
/// Invisible, for what is drawn by hand: mouse, Space and Enter press it; the ring shows where the keyboard is.
struct Touch {
    bool pressed = false, hovered = false, focused = false;
    ImVec2 min, max;
};
Touch pressable(Context const&, char const* id, ImVec2 size, float rounding = 6);
/// A text field over a string that grows; true when it changed. `lines` above 1: a box. `typed_on`: the frame in which a first
/// letter opened the field, 0: none. Typing then goes on after what stands there, and nothing typed meanwhile is lost.
bool text_field(Context const&, char const* id, std::string&, float width, char const* hint = "", int lines = 1, bool focus_now = false, bool at_fault = false, int* typed_on = nullptr);
void append_letter(std::string& utf8, unsigned code_point);
[[nodiscard]] bool key_pressed(ImGuiKey, bool repeat = false);
[[nodiscard]] bool letter_pressed(char capital); ///< by what is printed on the key
[[nodiscard]] bool function_key_pressed(int number); ///< F1 to F12
[[nodiscard]] bool menu_key_pressed();          ///< or Shift F10
[[nodiscard]] bool slash_pressed();              ///< with or without Shift: where "/" lies differs between keyboards
[[nodiscard]] int zoom_pressed();                ///< +1, -1, 2 for the 0 key, else 0
/// A part of a page that the arrows enter and leave like the rest of it; then ImGui::EndChild.
void begin_region(char const* id, ImVec2 size = {}, ImGuiWindowFlags flags = 0);
/// A dialog in the middle: true while it is open; then draw it and call ImGui::EndPopup. height 0: as its content.
bool begin_dialog(Context const&, char const* id, float width, float height = 0);
/// Small words on a tint; drawn at a place.
[[nodiscard]] float chip_width(Context const&, std::string_view);
void draw_chip(Context const&, ImDrawList*, ImVec2 at, exchange::Tone, std::string_view, bool accent = false);
/// "Label : value ×"; true when pressed.
bool removable_chip(Context const&, char const* id, std::string_view label, std::string_view value);
/// The box of something chosen among several, on the draw list.
void draw_tick(Context const&, ImDrawList*, ImVec2 at, float side, bool ticked);
/// A line of a menu or list.
bool menu_line(Context const&, char const* id, std::string_view label, std::string_view beside, bool selected, float width);
/// A long text, wrapped, in a box as high as it needs (4 to 14 lines); true when pressed.
bool reading_box(Context const&, char const* id, std::string_view, float width, bool at_fault = false);
/// The cursor goes to where a row of buttons with these words ends at the right edge.
void to_the_right(Context const&, std::vector<std::string> const& labels);
/// What was chosen, in a box that opens a menu; `empty` says what to do where nothing is.
bool select_box(Context const&, char const* id, std::string_view shown, std::string_view empty, float width, bool at_fault = false);
/// A popup of lines; true while open: then ImGui::EndPopup.
bool begin_menu(Context const&, char const* id);
/// A strip with a mark and a sentence.
void notice(Context const&, exchange::Tone, std::string_view sentence);

/// "340 ko", "1,2 Mo"
[[nodiscard]] std::string size_in_words(std::int64_t bytes, Language);

/// Arabic or Khmer letters, which the screen cannot join: they are shown, and marked.
[[nodiscard]] bool needs_shaping(std::string_view);
void text(std::string_view);
void text(Context const&, ImU32 colour, std::string_view, ImFont* = nullptr);
/// On one line, cut with "…" at `width`, whole in a tooltip.
void fitted_text(Context const&, ImU32 colour, std::string_view, float width, ImFont* = nullptr);
void right_text(Context const&, ImU32 colour, std::string_view, float width);
bool button(Context const&, ButtonKind, char const* id, std::string_view label, float width = 0);
/// With an icon before the label; the label alone where icons are missing.
bool icon_button(Context const&, ButtonKind, char const* id, std::string_view icon, std::string_view label, bool enabled = true);
/// The icon alone with the words as its tooltip; the words where icons are missing.
bool tool(Context const&, char const* id, std::string_view icon, std::string_view words, std::string_view about, bool enabled = true);
[[nodiscard]] float tool_width(Context const&, std::string_view words);
/// One of several, side by side; true when another was chosen.
bool segments(Context const&, char const* id, std::vector<std::string_view> const& labels, std::size_t& chosen);
/// The heading of a group that opens and closes.
bool group_line(Context const&, char const* id, std::string_view label, std::string_view beside, bool opened);
/// A line of the navigation or a tab; true when pressed.
bool nav_line(Context const&, char const* id, std::string_view icon, std::string_view label, std::string_view badge, bool active);
bool tab(Context const&, char const* id, std::string_view label, bool active);
bool link(Context const&, char const* id, std::string_view label);
/// The tone's shape: good a disc, warn a triangle, bad a square, info a diamond, neutral a ring.
void tone_mark(Context const&, exchange::Tone, float size = 9);
void chip(Context const&, exchange::Tone, std::string_view);
void hairline(Context const&);
void heading(Context const&, std::string_view title, std::string_view beside = {});
void empty_state(Context const&, std::string_view sentence);

} // namespace passerelle::ui
