// Pictures as PNG files. Any thread.
#pragma once
#include "host/base/result.hpp"
#include <filesystem>
#include <string_view>

namespace passerelle::exchange {

/// rgb: rows from top to bottom, three bytes a pixel; width * height * 3 bytes.
[[nodiscard]] Result<void> write_png(std::filesystem::path const&, int width, int height, std::string_view rgb);
/// A picture as the window leaves it (binary PPM, at most 16,384 pixels a side); the PPM file is removed.
[[nodiscard]] Result<void> png_from_ppm(std::filesystem::path const& ppm, std::filesystem::path const& png);

} // namespace passerelle::exchange
