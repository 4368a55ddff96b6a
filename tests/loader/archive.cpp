// Packages that want to leave their folder, to fill the disk, or to mean two things: none gets in, and nothing is left behind.
#include "host/loader/archive.hpp"
#include "host/loader/installation.hpp"
#include "host/loader/packing.hpp"
#include "host/loader/system.hpp"
#include "tests/loader/desk.hpp"
#include "tests/loader/zip_bytes.hpp"

using namespace test;

namespace {

std::string const declaration =
    R"({"manifest": 1, "id": "org.example.mine", "version": "1.0.0", "namespace": "mine", "name": {"fr": "Le mien"}, "license": "MIT"})";

std::vector<ZipEntry> with(ZipEntry entry) { return {{.name = "plugin.json", .bytes = declaration}, std::move(entry)}; }

/// The sentence; empty where the package was accepted. Whatever happens, nothing may be written but below the folder of modules.
std::string refusal(Desk const& desk, std::string const& bytes)
{
    auto const file = desk / "evil.passerelle-plugin";
    Desk::write(file, bytes);
    auto const opened = open_package(desk.places(), file);
    CHECK_FALSE(fs::exists(desk / "escaped"));
    CHECK_FALSE(fs::exists(desk / "personal" / "escaped"));
    std::string const sentence = opened ? "" : opened.error().sentence.en;
    if (!opened) {
        CHECK(opened.error().sentence.fr.find("Détail technique") == std::string::npos);
        CHECK(fs::is_empty(desk / "personal"));
    }
    return sentence;
}

} // namespace

TEST_CASE("a sound package made by another hand is accepted")
{
    Desk const desk;
    CHECK(refusal(desk, zip_bytes({{.name = "plugin.json", .bytes = declaration}})).empty());
    CHECK(refusal(desk, zip_bytes({{.name = "lists/", .attributes = 040755u << 16}, {.name = "lists/a.csv", .bytes = "x"}, {.name = "plugin.json", .bytes = declaration}})).empty());
    CHECK(refusal(desk, zip_bytes(with({.name = "lists/fran\xC3\xA7" "ais.csv", .bytes = "x", .flags = 1 << 11}))).empty());
}

TEST_CASE("names that leave the folder, or that systems read in different ways, are refused")
{
    Desk const desk;
    char const* const names[] = {"../escaped", "lists/../../escaped", "/escaped", "//escaped", "lists//a.csv", "./lists/a.csv", "lists/./a.csv", "lists\\..\\..\\escaped", "..\\escaped",
                                 "C:escaped", "C:/escaped", "lists/a.csv:stream", "lists/con", "lists/CON.csv", "lists/lpt1.txt", "lists/a.csv.", "lists/a.csv ", "lists/..", "..", "lists/ /a",
                                 "lists/\xFF.csv", "lists/a\x01.csv", "lists/a\nb.csv", "lists/a\xE2\x80\xAE" "vsc.csv", "lists/*.csv", "lists/a|b", "lists/1/2/3/4/5/6/7/8/9"};
    for (auto const* name : names) {
        auto const sentence = refusal(desk, zip_bytes(with({.name = name, .bytes = "x"})));
        CHECK_MESSAGE(sentence.find("is not permitted") != std::string::npos, name);
    }
    CHECK_FALSE(refusal(desk, zip_bytes(with({.name = "lists/" + std::string(300, 'a'), .bytes = "x"}))).empty());
    CHECK_FALSE(refusal(desk, zip_bytes(with({.name = std::string("lists/a\0.csv", 12), .bytes = "x"}))).empty());
    CHECK_FALSE(refusal(desk, zip_bytes(with({.name = "", .bytes = "x"}))).empty());
    for (auto const* name : {"mine.so", "src/mine.cpp", "lib/mine.so", "lib/linux/mine.so", "lib/plan9-x86_64/mine.so", ".git/config", "PLUGIN.JSON.bak", "lists"})
        CHECK_MESSAGE(refusal(desk, zip_bytes(with({.name = name, .bytes = "x"}))).find("does not belong") != std::string::npos, name);
}

TEST_CASE("links, special files and two files under one name are refused")
{
    Desk const desk;
    for (std::uint32_t const kind : {0120777u, 0020644u, 0060644u, 0010644u, 0140644u, 0040755u})
        CHECK(refusal(desk, zip_bytes(with({.name = "lists/a.csv", .bytes = "../../escaped", .attributes = kind << 16}))).find("not a regular file") != std::string::npos);
    auto twice = [&](char const* one, char const* other) {
        return refusal(desk, zip_bytes({{.name = "plugin.json", .bytes = declaration}, {.name = one, .bytes = "1"}, {.name = other, .bytes = "2"}}));
    };
    CHECK(twice("lists/a.csv", "lists/a.csv").find("twice") != std::string::npos);
    CHECK(twice("lists/a.csv", "lists/A.CSV").find("twice") != std::string::npos);
    CHECK(twice("lists/\xC3\xA9.csv", "lists/\xC3\x89.csv").find("twice") != std::string::npos); // é, É
    CHECK(twice("lists/a", "lists/A/b.csv").find("both a file and a folder") != std::string::npos);
    CHECK(twice("lists/a.csv", "lists/b.csv").empty());
    CHECK_FALSE(refusal(desk, zip_bytes({{.name = "plugin.json", .bytes = declaration}, {.name = "plugin.json", .bytes = declaration}})).empty());
}

TEST_CASE("more entries, larger files and more compression than anybody needs are refused before anything is written")
{
    Desk const desk;
    std::vector<ZipEntry> many{{.name = "plugin.json", .bytes = declaration}};
    for (std::size_t at = 0; at < limits::files; ++at)
        many.push_back({.name = "lists/" + std::to_string(at), .bytes = ""});
    CHECK(refusal(desk, zip_bytes(many)).find("500 files") != std::string::npos);
    many.pop_back();
    CHECK(refusal(desk, zip_bytes(many)).empty());
    CHECK_FALSE(refusal(desk, zip_bytes(with({.name = "lists/a", .bytes = "x", .method = 8, .size = 65u << 20}))).empty());
    CHECK_FALSE(refusal(desk, zip_bytes({{.name = "plugin.json", .bytes = declaration},
                                         {.name = "lists/a", .bytes = std::string(1 << 20, 'x'), .method = 8, .size = 60u << 20},
                                         {.name = "lists/b", .bytes = std::string(1 << 20, 'x'), .method = 8, .size = 60u << 20}}))
                    .empty());
    // A bomb that is sound as an archive: 32 MiB of one letter, deflated by the library that packs.
    auto const folder = desk.module("further", "mine");
    Desk::write(folder / "lists" / "zeros.csv", std::string(32 << 20, '0'));
    REQUIRE(pack(folder, desk / "bomb.passerelle-plugin").ok());
    CHECK(fs::file_size(desk / "bomb.passerelle-plugin") < 100'000);
    auto const bomb = open_package(desk.places(), desk / "bomb.passerelle-plugin");
    REQUIRE_FALSE(bomb.ok());
    CHECK(bomb.error().sentence.en.find("compressed more than 200 times") != std::string::npos);
    CHECK_FALSE(pack_module(folder, desk / "other.passerelle-plugin", {}).ok()); // its author is told, too
    CHECK_FALSE(fs::exists(desk / "other.passerelle-plugin"));
}

TEST_CASE("an archive that can be read in two ways is refused")
{
    Desk const desk;
    std::vector<ZipEntry> const sound = with({.name = "lists/a.csv", .bytes = "x"});
    auto const bytes = zip_bytes(sound);
    REQUIRE(refusal(desk, bytes).empty());
    std::string const faults[] = {
        "before" + bytes,
        bytes + "after",
        zip_bytes(sound, "comment"),
        zip_bytes(sound, "", "hidden between"),
        bytes + bytes,
        bytes.substr(0, bytes.size() - 1),
        bytes.substr(0, bytes.size() / 2),
        "",
        "PK\5\6",
        std::string(22, '\0'),
        "PK\5\6" + std::string(18, '\0'),
        zip_bytes(with({.name = "lists/a.csv", .bytes = "x", .local_name = "../escaped"})),
        zip_bytes(with({.name = "lists/a.csv", .bytes = "x", .flags = 1})),       // encrypted
        zip_bytes(with({.name = "lists/a.csv", .bytes = "x", .flags = 1 << 13})), // names masked
        zip_bytes(with({.name = "lists/a.csv", .bytes = "x", .method = 12})),     // bzip2
        zip_bytes(with({.name = "lists/a.csv", .bytes = "x", .method = 8})),      // not deflated at all
        zip_bytes(with({.name = "lists/a.csv", .bytes = "x", .size = 9})),
        zip_bytes(with({.name = "lists/", .bytes = "hidden", .attributes = 040755u << 16})),
        zip_bytes({{.name = "lists/a.csv", .bytes = "x"}}), // nothing declared
        zip_bytes({{.name = "plugin.json", .bytes = "{}"}}),
    };
    for (auto const& fault : faults) {
        Desk::write(desk / "evil.passerelle-plugin", fault);
        CHECK_FALSE(open_package(desk.places(), desk / "evil.passerelle-plugin").ok());
        CHECK(fs::is_empty(desk / "personal"));
    }
    Desk::write(desk / "evil.passerelle-plugin", zip_bytes(with({.name = "lists/a.csv", .bytes = "x", .crc_error = 1})));
    CHECK_FALSE(open_package(desk.places(), desk / "evil.passerelle-plugin").ok());
    CHECK_FALSE(open_package(desk.places(), desk / "none.passerelle-plugin").ok());
    CHECK_FALSE(open_package(desk.places(), desk / "personal").ok());
}

TEST_CASE("no single byte that changes in a package makes it do harm")
{
    Desk const desk;
    auto const folder = desk.module("further", "mine", "1.0.0");
    desk.sign_with("Dakar", folder);
    auto const file = desk / "mine.passerelle-plugin";
    REQUIRE(pack(folder, file).ok());
    auto const bytes = Desk::text_of(file);
    int accepted = 0;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        auto changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 0x5A);
        Desk::write(file, changed);
        auto const opened = open_package(desk.places(), file);
        accepted += opened.ok();
        if (opened)
            CHECK((*opened)->sealed.seal == Seal::good); // a date, a right: what was signed is what is there
    }
    CHECK(accepted < static_cast<int>(bytes.size() / 4));
}

TEST_CASE("the same folder gives the same bytes")
{
    Desk const desk;
    auto const folder = desk.module("further", "mine");
    REQUIRE(pack(folder, desk / "one").ok());
    fs::last_write_time(folder / "plugin.json", fs::file_time_type::clock::now() - std::chrono::hours(1000));
    fs::permissions(folder / "plugin.json", fs::perms::owner_all);
    Desk::write(folder / "lists" / "b.csv", "x"); // another order of making
    fs::remove(folder / "lists" / "b.csv");
    REQUIRE(pack(folder, desk / "two").ok());
    CHECK(Desk::text_of(desk / "one") == Desk::text_of(desk / "two"));
    CHECK(unpack(desk / "one", desk / "personal").ok());
    CHECK(Desk::text_of(desk / "personal" / "plugin.json") == Desk::text_of(folder / "plugin.json"));
}
