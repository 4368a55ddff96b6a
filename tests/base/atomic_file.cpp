#include "host/base/atomic_file.hpp"
#include "tests/folder.hpp"
#include <doctest/doctest.h>

using namespace passerelle;

TEST_CASE("a file is replaced whole and nothing else stays behind")
{
    Folder const folder;
    auto const file = folder.path / "rapport.txt";
    REQUIRE(write_file_atomically(file, "un"));
    REQUIRE(write_file_atomically(file, "deux"));
    CHECK(Folder::read(file) == "deux");
    CHECK(folder.files() == 1);
}

TEST_CASE("a folder that is not there and a name that is a folder are refused with a sentence, and no rest stays")
{
    Folder const folder;
    auto const absent = write_file_atomically(folder.path / "nulle-part" / "r.txt", "x");
    REQUIRE_FALSE(absent);
    CHECK(absent.error().status == Status::not_found);
    CHECK_FALSE(absent.error().sentence.fr.empty());
    std::filesystem::create_directory(folder.path / "dossier");
    std::ofstream(folder.path / "dossier" / "plein") << "x";
    CHECK_FALSE(write_file_atomically(folder.path / "dossier", "x"));
    CHECK(folder.files() == 1);
}

TEST_CASE("reading stops at the limit")
{
    Folder const folder;
    auto const file = folder.path / "f";
    REQUIRE(write_file_atomically(file, std::string(1000, 'x')));
    CHECK(read_whole_file(file, 1000)->size() == 1000);
    CHECK(read_whole_file(file, 999).error().status == Status::invalid);
    CHECK(read_whole_file(folder.path / "g", 10).error().status == Status::not_found);
}

#ifdef __linux__
TEST_CASE("a full disk leaves the old file")
{
    if (!std::filesystem::exists("/dev/full"))
        return;
    auto const result = write_file_atomically("/dev/full/none", "x");
    CHECK_FALSE(result);
}
#endif
