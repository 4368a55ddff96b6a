// A chart as a file of its own.
#include "host/exchange/picture.hpp"
#include "host/base/atomic_file.hpp"
#include "sample.hpp"
#include <doctest/doctest.h>
#include <filesystem>

using namespace passerelle;
using namespace passerelle::exchange;
using namespace sample;

namespace {

struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("passerelle-picture-" + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
    Folder() { std::filesystem::create_directories(path); }
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
};

std::string bytes_of(std::filesystem::path const& path)
{
    auto bytes = read_whole_file(path, 64u << 20);
    REQUIRE(bytes);
    return *bytes;
}

unsigned big_endian(std::string const& bytes, std::size_t at)
{
    unsigned value = 0;
    for (std::size_t more = 0; more < 4; ++more)
        value = value << 8 | static_cast<unsigned char>(bytes.at(at + more));
    return value;
}

Block chart() { return Chart{ChartKind::target, "c", "Réalisé sur cible %s <b>", {"Personnes formées"}, {"Réalisé", "Cible"}, {count(141), count(150)}}; }

} // namespace

TEST_CASE("a picture is written as PNG and as SVG")
{
    Folder const folder;
    REQUIRE(write_picture(folder.path / "a.png", chart(), {Language::fr, "2026-03-15", "Essai", "Données fictives"}));
    auto const png = bytes_of(folder.path / "a.png");
    CHECK(png.substr(0, 8) == "\x89PNG\r\n\x1a\n");
    CHECK(big_endian(png, 16) == 1536); // (720 + 2 × 24) points at two pixels each
    CHECK(big_endian(png, 20) > 100);
    REQUIRE(write_picture(folder.path / "a.svg", chart(), {Language::en, "", "", ""}));
    auto const svg = bytes_of(folder.path / "a.svg");
    CHECK(svg.find("<svg") != std::string::npos);
    CHECK(svg.find("</svg>") != std::string::npos);
    std::size_t files = 0;
    for ([[maybe_unused]] auto const& file : std::filesystem::directory_iterator(folder.path))
        ++files;
    CHECK(files == 2); // nothing half written stays
}

TEST_CASE("what is no picture, and where nothing can be written, is refused with a sentence")
{
    Folder const folder;
    auto const no_picture = write_picture(folder.path / "a.png", Heading{1, "Titre"}, {});
    REQUIRE_FALSE(no_picture);
    auto const nowhere = write_picture(folder.path / "absent" / "a.png", chart(), {});
    REQUIRE_FALSE(nowhere);
    CHECK_FALSE(nowhere.error().sentence.fr.empty());
    auto const nowhere_svg = write_picture(folder.path / "absent" / "a.svg", chart(), {});
    CHECK_FALSE(nowhere_svg);
}

TEST_CASE("timelines, maps and very long charts make pictures of a bounded size")
{
    Folder const folder;
    std::vector<std::string> labels(3000, "Libellé");
    std::vector<Fact> values(3000, count(4));
    REQUIRE(write_picture(folder.path / "long.png", Chart{ChartKind::bars, "c", "", labels, {"s"}, values}, {}));
    CHECK(big_endian(bytes_of(folder.path / "long.png"), 20) <= 16000);
    REQUIRE(write_picture(folder.path / "map.png", Map{"m", "Carte", {{6.1, 1.2, "Lomé", count(1)}}}, {}));
    Timeline timeline{"t", "Chronologie", {}};
    TimelineRow row;
    row.label = "Projet";
    row.planned_from = "2025-01-01";
    row.planned_to = "2025-12-31";
    timeline.rows.push_back(row);
    REQUIRE(write_picture(folder.path / "timeline.svg", timeline, {Language::fr, "2025-06-30", "", ""}));
}
