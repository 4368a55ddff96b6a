// French texts of declarations and lists follow the writing rules: this refuses a straight apostrophe in a word, three dots, a plain
// space before : ; ! ? % » or after «, inclusive signs, and words that are the programmer's and not the officer's.
#include "host/base/text.hpp"
#include "host/model/manifest.hpp"
#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <string>

using namespace passerelle;
using namespace passerelle::model;
namespace filesystem = std::filesystem;

/// What is wrong with a French text; empty: nothing.
static std::string fault(std::string_view text)
{
    if (text.find('\'') != std::string_view::npos)
        return "apostrophe U+0027";
    if (text.find("...") != std::string_view::npos)
        return "three dots";
    for (std::string_view const wrong : {" :", " ;", " !", " ?", " %", " »", "« "})
        if (text.find(wrong) != std::string_view::npos)
            return "plain space at “" + std::string{wrong} + "”";
    for (std::string_view const sign : {"?", "!", ";"})
        for (auto at = text.find(sign); at != std::string_view::npos; at = text.find(sign, at + 1))
            if (at > 0 && !text.substr(0, at).ends_with("\u202F"))
                return "no U+202F before " + std::string{sign};
    for (std::string_view const sign : {"%", "»"})
        for (auto at = text.find(sign); at != std::string_view::npos; at = text.find(sign, at + sign.size()))
            if (at > 0 && !text.substr(0, at).ends_with("\u00A0"))
                return "no U+00A0 before " + std::string{sign};
    if (text.find("·") != std::string_view::npos || text.find("(e)") != std::string_view::npos || text.find("(s)") != std::string_view::npos)
        return "inclusive sign";
    auto const folded = fold(text);
    for (std::string_view const word : {"plugin", "mapping", "reporting", "mail", "burn", "log"})
        for (auto at = folded.find(word); at != std::string::npos; at = folded.find(word, at + 1)) {
            auto const letter = [&](std::size_t index) { return index < folded.size() && folded[index] >= 'a' && folded[index] <= 'z'; };
            if (!(at > 0 && letter(at - 1)) && !letter(at + word.size()))
                return "the word " + std::string{word};
        }
    return {};
}

TEST_CASE("the check itself finds what it should")
{
    for (auto const* const bad : {"l'eau", "etc...", "Ville : Dakar", "Oui ?", "Oui?", "63,8 %", "63,8%", "« Eau »", "élu·e·s", "projet(s)", "Le plugin", "E-mail"})
        CHECK_MESSAGE(!fault(bad).empty(), bad);
    for (auto const* const good : {"L’eau", "Suite…", "Ville\u00A0: Dakar", "Oui\u202F?", "63,8\u00A0%", "«\u00A0Eau\u00A0»", "Logiciel", "Catalogue", "Technologie", "https://example.org"})
        CHECK_MESSAGE(fault(good).empty(), good);
}

TEST_CASE("French texts of all declarations and lists follow the writing rules")
{
    std::vector<filesystem::path> files{filesystem::path{PASSERELLE_SOURCE} / "data/core/core.json"};
    for (auto const& folder : filesystem::directory_iterator{filesystem::path{PASSERELLE_SOURCE} / "plugins"})
        if (filesystem::exists(folder.path() / "plugin.json"))
            files.push_back(folder.path() / "plugin.json");
    for (auto const& file : files) {
        auto const manifest = read_manifest(file);
        REQUIRE_MESSAGE(manifest.ok(), file.string() << ": " << (manifest.ok() ? "" : manifest.error().sentence.fr));
        auto const name = file.parent_path().filename().string();
        auto const check = [&](std::string const& where, Phrase const& phrase) {
            auto const found = fault(phrase.fr);
            CHECK_MESSAGE(found.empty(), name << " " << where << ": " << phrase.fr << " — " << found);
        };
        check("name", manifest->name);
        check("about", manifest->about);
        for (auto const& entity : manifest->entities) {
            for (auto const& phrase : {entity.label, entity.plural, entity.group})
                check(entity.id, phrase);
            for (auto const& field : entity.fields) {
                check(entity.id + "." + field.id, field.label);
                check(entity.id + "." + field.id, field.help);
                CHECK_MESSAGE(!field.label.fr.ends_with("."), name << " " << entity.id << "." << field.id << ": a label takes no full stop");
            }
        }
        for (auto const& view : manifest->views)
            check(view.id, view.label);
        for (auto const& section : manifest->sections)
            check(section.id, section.label);
        for (auto const& format : manifest->formats)
            check(format.id, format.label);
        for (auto const& list : manifest->lists) {
            check(list.id, list.label);
            if (list.id == "core.file_format") // names of media types, in English
                continue;
            for (auto const& code : list.codes)
                if (code.name.fr != code.name.en) // a name that the list gives in one language only is quoted as it is
                    check(list.id + " " + code.code, code.name);
        }
    }
}
