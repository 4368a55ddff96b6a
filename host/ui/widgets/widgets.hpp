// The small parts that screens are made of. Texts are data, never formats or ids: "##" and "%s" show as they are. [main]
#pragma once
#include "host/exchange/document.hpp"
#include "host/ui/context.hpp"
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::ui {

enum class ButtonKind { accent, outline, ghost };

void text(std::string_view);
void text(Context const&, ImU32 colour, std::string_view, ImFont* = nullptr);
/// On one line, cut with "…" at `width`, whole in a tooltip.
void fitted_text(Context const&, ImU32 colour, std::string_view, float width, ImFont* = nullptr);
void right_text(Context const&, ImU32 colour, std::string_view, float width);
bool button(Context const&, ButtonKind, char const* id, std::string_view label, float width = 0);
/// A line of the navigation or a tab; true when pressed.
bool nav_line(Context const&, char const* id, std::string_view label, std::string_view badge, bool active);
bool tab(Context const&, char const* id, std::string_view label, bool active);
bool link(Context const&, char const* id, std::string_view label);
/// The tone's shape: good a disc, warn a triangle, bad a square, info a diamond, neutral a ring.
void tone_mark(Context const&, exchange::Tone, float size = 9);
void chip(Context const&, exchange::Tone, std::string_view);
void hairline(Context const&);
void heading(Context const&, std::string_view title, std::string_view beside = {});
void empty_state(Context const&, std::string_view sentence);
/// A key figure in a card of this width.
void figure_card(Context const&, exchange::Figure const&, float width);

} // namespace passerelle::ui
