// French on screen follows its own marks: what the eye does not see at once, a test does.
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

namespace {

/// The first text of every tr("fr", "en") and Phrase{"fr", "en"} in the room, with its file.
std::vector<std::pair<std::string, std::string>> french_texts()
{
    std::vector<std::pair<std::string, std::string>> found;
    std::regex const pattern(R"x((?:tr\(|tell\(\{|Phrase\{|, \{)\s*"((?:[^"\\]|\\.)*)",\s*"(?:[^"\\]|\\.)*")x");
    for (auto const& entry : std::filesystem::recursive_directory_iterator(std::filesystem::path(PASSERELLE_SOURCE) / "host" / "ui")) {
        if (entry.path().extension() != ".cpp")
            continue;
        std::ifstream in(entry.path());
        std::string const text{std::istreambuf_iterator<char>(in), {}};
        for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at)
            found.emplace_back(entry.path().filename().string(), std::regex_replace((*at)[1].str(), std::regex(R"(\\u(00A0|202F))"), "\u00A0"));
    }
    return found;
}

} // namespace

TEST_CASE("French texts of the window keep their typography and their words")
{
    auto const texts = french_texts();
    REQUIRE(texts.size() > 40); // the pattern still finds them
    for (auto const& [file, text] : texts) {
        CAPTURE(file);
        CAPTURE(text);
        CHECK(text.find('\'') == std::string::npos);
        CHECK(text.find("...") == std::string::npos);
        for (char const* const plain : {" :", " ;", " !", " ?", " %", " »", "« "})
            CHECK(text.find(plain) == std::string::npos);
        for (char const* const word : {"plugin", "Plugin", "mapping", "reporting", "burn", "Erreur", "enregistrement", "base de données"})
            CHECK(text.find(word) == std::string::npos);
    }
}
