// A chart layout as inline SVG with its name and description for readers who do not see it. Any thread.
#pragma once
#include "host/exchange/chart_layout.hpp"
#include <string>
#include <string_view>

namespace passerelle::exchange {

/// & < > " ' escaped: safe in text and in attributes of HTML and XML.
[[nodiscard]] std::string escaped(std::string_view);
/// `id` must be unique in the file; it names the title and description.
[[nodiscard]] std::string svg_of(ChartLayout const&, std::string_view id, std::string_view title, std::string_view description);
/// A frame for the browser: widths estimated from Inter's advances, since the reader's font is not known.
[[nodiscard]] ChartFrame frame_for_browser(std::string today);

} // namespace passerelle::exchange
