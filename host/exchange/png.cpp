#include "host/exchange/png.hpp"
#include "host/base/atomic_file.hpp"
#include <cairo.h>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

namespace passerelle::exchange {

namespace {

constexpr int longest_side = 16'384;

Error no_picture() { return {Status::invalid, {"Cette image n’est pas lisible.", "This picture cannot be read."}}; }

} // namespace

Result<void> write_png(std::filesystem::path const& path, int width, int height, std::string_view rgb)
{
    if (width < 1 || height < 1 || width > longest_side || height > longest_side || rgb.size() != static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3)
        return no_picture();
    std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> const surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height), &cairo_surface_destroy);
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
        return no_picture();
    auto* const pixels = cairo_image_surface_get_data(surface.get());
    auto const stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get()));
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            auto const at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 3;
            auto const byte = [&](std::size_t channel) { return static_cast<std::uint32_t>(static_cast<unsigned char>(rgb[at + channel])); };
            std::uint32_t const pixel = byte(0) << 16 | byte(1) << 8 | byte(2);
            std::memcpy(pixels + static_cast<std::size_t>(y) * stride + static_cast<std::size_t>(x) * 4, &pixel, 4);
        }
    cairo_surface_mark_dirty(surface.get());
    auto const temporary = temporary_beside(path);
    if (cairo_surface_write_to_png(surface.get(), temporary.c_str()) != CAIRO_STATUS_SUCCESS) {
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        return Error{Status::io, {"L’image n’a pas pu être écrite. Vérifiez le dossier et la place libre.", "The picture could not be written. Check the folder and the free space."}};
    }
    return keep_temporary(temporary, path);
}

Result<void> png_from_ppm(std::filesystem::path const& ppm, std::filesystem::path const& png)
{
    auto const bytes = read_whole_file(ppm, std::uintmax_t{64} + std::uintmax_t{longest_side} * longest_side * 3);
    if (!bytes)
        return bytes.error();
    int width = 0, height = 0, most = 0, used = 0;
    if (std::sscanf(bytes->c_str(), "P6 %5d %5d %3d%n", &width, &height, &most, &used) != 3 || most != 255 || static_cast<std::size_t>(used) + 1 > bytes->size())
        return no_picture();
    PASSERELLE_TRY(write_png(png, width, height, std::string_view(*bytes).substr(static_cast<std::size_t>(used) + 1)));
    std::error_code ignored;
    std::filesystem::remove(ppm, ignored);
    return {};
}

} // namespace passerelle::exchange
