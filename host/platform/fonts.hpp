// The font files that the window needs: those beside the program first, then the system's. Any thread.
#pragma once
#include <filesystem>
#include <vector>

namespace passerelle::platform {

struct FontFiles {
    std::filesystem::path regular, semibold; ///< Inter, else Noto Sans, else DejaVu; empty: none was found
    std::filesystem::path icons;             ///< Material Design Icons; empty: words stand alone
    std::vector<std::filesystem::path> scripts; ///< Noto Sans for scripts that Inter lacks
};

/// `beside`: folders of the program's own copies (data/fonts), looked through first.
[[nodiscard]] FontFiles find_fonts(std::vector<std::filesystem::path> const& beside);

} // namespace passerelle::platform
