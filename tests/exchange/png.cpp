// Pictures: a PNG of the right size and colours, and refusals.
#include "host/exchange/png.hpp"
#include <cairo.h>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <string>

using namespace passerelle;

TEST_CASE("a picture of four pixels becomes a PNG with these colours; what is none is refused")
{
    auto const folder = std::filesystem::temp_directory_path() / "passerelle-png";
    std::filesystem::create_directories(folder);
    auto const ppm = folder / "a.ppm", png = folder / "a.png";
    std::string const pixels{"\xFF\x00\x00\x00\xFF\x00\x00\x00\xFF\x0A\x0B\x0C", 12};
    std::ofstream(ppm, std::ios::binary) << "P6\n2 2\n255\n" << pixels;
    REQUIRE(exchange::png_from_ppm(ppm, png));
    CHECK_FALSE(std::filesystem::exists(ppm));
    auto* const surface = cairo_image_surface_create_from_png(png.c_str());
    REQUIRE(cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS);
    CHECK(cairo_image_surface_get_width(surface) == 2);
    CHECK(cairo_image_surface_get_height(surface) == 2);
    auto const* const data = cairo_image_surface_get_data(surface);
    auto const stride = cairo_image_surface_get_stride(surface);
    auto const pixel = [&](int x, int y) { return *reinterpret_cast<std::uint32_t const*>(data + y * stride + x * 4) & 0xFFFFFF; };
    CHECK(pixel(0, 0) == 0xFF0000);
    CHECK(pixel(1, 0) == 0x00FF00);
    CHECK(pixel(0, 1) == 0x0000FF);
    CHECK(pixel(1, 1) == 0x0A0B0C);
    cairo_surface_destroy(surface);

    CHECK_FALSE(exchange::write_png(png, 2, 2, pixels.substr(1)));
    CHECK_FALSE(exchange::write_png(png, 0, 0, ""));
    for (char const* const broken : {"", "P6", "P6\n2 2\n255\n", "P5\n2 2\n255\nabcdefghijkl", "P6\n-2 2\n255\nabcdefghijkl", "P6\n99999 99999\n255\nx"}) {
        std::ofstream(ppm, std::ios::binary) << broken;
        CHECK_FALSE(exchange::png_from_ppm(ppm, png));
    }
    std::filesystem::remove_all(folder);
}
