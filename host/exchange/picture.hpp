// One chart, map or timeline as a file of its own, drawn as on paper: PNG, or SVG where it is to be enlarged. Any thread.
#pragma once
#include "host/base/result.hpp"
#include "host/exchange/document.hpp"
#include <filesystem>
#include <string>

namespace passerelle::exchange {

/// The words around the drawing.
struct PictureFrame {
    Language language = Language::fr;
    std::string date;   ///< ISO: of the dotted line of today, and beneath the picture
    std::string source; ///< beneath, e.g. the portfolio's name
    std::string notice; ///< e.g. "Données de démonstration – fictives"; may be empty
};

/// A chart, map or timeline; other blocks are no pictures.
[[nodiscard]] bool is_picture(Block const&);
[[nodiscard]] std::string picture_id(Block const&);
[[nodiscard]] std::string picture_title(Block const&);
/// By the ending of the name: ".svg", else PNG at two pixels a point. What the block holds is drawn as it is: give what may leave.
[[nodiscard]] Result<void> write_picture(std::filesystem::path const&, Block const&, PictureFrame const&);

} // namespace passerelle::exchange
