// What every screen begins with: the title line with its buttons at the right, and the scrolling area below. [main]
#pragma once
#include "host/ui/desk.hpp"
#include "host/ui/widgets/basic.hpp"
#include <string_view>

namespace passerelle::ui {

/// Title, a muted line after it, and room for `buttons` pixels at the right: the cursor stands there, on the same line.
void page_title(Gui const&, std::string_view title, std::string_view after, float buttons = 0);
/// A child that takes what is left and scrolls; end with ImGui::EndChild().
void begin_scroll(Gui const&, char const* id, ImVec2 size = {0, 0});

} // namespace passerelle::ui
