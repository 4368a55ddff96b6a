// Every C header of the SDK compiles by itself, as C11 and as C++20, without a warning.
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

std::filesystem::path const include_folder = std::filesystem::path(PASSERELLE_SOURCE) / "sdk" / "include";

bool compiles(std::string const& compiler, std::string const& standard, std::string const& language, std::filesystem::path const& header)
{
    std::string const command = compiler + " -std=" + standard + " -x " + language + " -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I\"" +
                                include_folder.string() + "\" -include \"" + header.string() + "\" /dev/null";
    return std::system(command.c_str()) == 0;
}

bool there(std::string const& program) { return std::system(("command -v " + program + " > /dev/null 2>&1").c_str()) == 0; }

std::vector<std::filesystem::path> headers(std::string const& extension)
{
    std::vector<std::filesystem::path> found;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(include_folder))
        if (entry.path().extension() == extension)
            found.push_back(entry.path());
    return found;
}

} // namespace

TEST_CASE("the C headers stand alone in C11 and C++20")
{
    auto const all = headers(".h");
    CHECK(all.size() >= 11);
    for (std::string const compiler : {"gcc", "clang"}) {
        if (!there(compiler))
            continue;
        for (auto const& header : all) {
            CAPTURE(header.string());
            CHECK(compiles(compiler, "c11", "c", header));
            CHECK(compiles(compiler, "c++20", "c++", header));
        }
    }
}

TEST_CASE("the wrapper stands alone with both compilers")
{
    for (std::string const compiler : {"g++", "clang++"})
        if (there(compiler))
            CHECK(compiles(compiler, "c++20", "c++", include_folder / "passerelle" / "plugin.hpp"));
}
