// Donors' report templates as people write them: what is read, and every fault with its line and what to do.
#include "host/model/report_template.hpp"
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

using namespace passerelle;
using namespace passerelle::model;
namespace filesystem = std::filesystem;

namespace {

std::string refused(std::string_view json)
{
    auto const read = read_report_template(json, "ville");
    REQUIRE_FALSE(read.ok());
    CHECK_FALSE(read.error().sentence.en.empty());
    return read.error().sentence.fr;
}

bool holds(std::string const& text, std::string_view words) { return text.find(words) != std::string::npos; }

} // namespace

TEST_CASE("a donor's template gives sections in its order and words")
{
    auto const read = read_report_template(R"json({"template": 1, "name": {"fr": "Ville amie", "en": "Friendly city"}, "title": {"fr": "Compte rendu"}, "language": "en",
        "sections": [{"number": 15, "heading": {"fr": "Argent"}}, {"number": 1}]})json", "ville");
    REQUIRE(read.ok());
    CHECK(read->id == "ville");
    CHECK(read->name.en == "Friendly city");
    CHECK(read->title.fr == "Compte rendu");
    CHECK(read->title.en == "Compte rendu"); // English falls back to French
    CHECK(read->language == Language::en);
    REQUIRE(read->sections.size() == 2);
    CHECK(read->sections[0].number == 15);
    CHECK(read->sections[0].heading.fr == "Argent");
    CHECK(read->sections[1].number == 1);
    CHECK(read->sections[1].heading.empty());
}

TEST_CASE("a template with a fault says in which file, on which line, and what to do")
{
    auto const typo = refused("{\"template\": 1, \"name\": {\"fr\": \"V\"},\n\"sectoins\": []}");
    CHECK(holds(typo, "ville.json"));
    CHECK(holds(typo, "ligne 2"));
    CHECK(holds(typo, "sections")); // the nearest known key
    CHECK(holds(refused("{\"template\": 1, \"name\": {\"fr\": \"V\"}, \"sections\": [{\"number\": 18}]}"), "number"));
    CHECK(holds(refused("{\"template\": 1, \"name\": {\"fr\": \"V\"}, \"sections\": [{\"number\": 4},\n{\"number\": 4}]}"), "deux fois"));
    CHECK(holds(refused("{\"template\": 1, \"name\": {\"fr\": \"V\"}, \"language\": \"de\", \"sections\": []}"), "language"));
    CHECK(holds(refused("{\"template\": 2, \"name\": {\"fr\": \"V\"}, \"sections\": []}"), "template"));
    CHECK(holds(refused("pas du JSON"), "ville.json"));
    CHECK(holds(refused(std::string(70'000, ' ')), "ville.json"));
}

TEST_CASE("the program's templates all read; a person's own stand beside them or replace them, and a broken one is told and left out")
{
    std::vector<filesystem::path> folders{filesystem::path(PASSERELLE_SOURCE) / "data" / "templates"};
    auto const shipped = read_report_templates(folders);
    CHECK(shipped.refused.empty());
    CHECK(shipped.all.size() == 8); // Passerelle's own and seven files
    CHECK(shipped.all.front().id == "passerelle");
    CHECK(shipped.all.front().sections.empty());

    auto const own = filesystem::temp_directory_path() / ("passerelle-templates-" + std::to_string(getpid()));
    filesystem::create_directories(own);
    auto const write = [&](char const* name, std::string_view text) { std::ofstream(own / name) << text; };
    write("ville.json", R"({"template": 1, "name": {"fr": "Ville amie"}, "sections": [{"number": 1}]})");
    write("afd.json", R"({"template": 1, "name": {"fr": "AFD, à notre façon"}, "sections": [{"number": 15}]})");
    write("cassé.json", "{");
    write("notes.txt", "rien");
    folders.push_back(own);
    auto const both = read_report_templates(folders);
    filesystem::remove_all(own);
    REQUIRE(both.refused.size() == 1);
    CHECK(holds(both.refused.front().sentence.fr, "cassé.json"));
    CHECK(both.all.size() == 9);
    for (auto const& one : both.all)
        if (one.id == "afd")
            CHECK(one.name.fr == "AFD, à notre façon");
    CHECK(read_report_templates({own / "nowhere"}).all.size() == 1);
}
