// From a package to a running module, up, down, off and out.
#include "host/loader/installation.hpp"
#include "host/loader/packing.hpp"
#include "host/loader/folders.hpp"
#include "host/loader/system.hpp"
#include "tests/loader/desk.hpp"

using namespace test;

namespace {

fs::path package(Desk const& desk, std::string const& name, std::string const& version, std::string const& extra = "", PackOptions const& options = {})
{
    auto const folder = desk.module("workshop", name, version, extra);
    auto const file = desk / (name + "-" + version + ".passerelle-plugin");
    auto const packed = pack_module(folder, file, options);
    REQUIRE_MESSAGE(packed.ok(), packed.error().sentence.en);
    fs::remove_all(folder);
    return file;
}

Result<void> bring(Desk const& desk, fs::path const& file)
{
    auto opened = open_package(desk.places(), file);
    if (!opened)
        return opened.error();
    return install(desk.places(), **opened);
}

} // namespace

TEST_CASE("a package is inspected, then installed with the agreement that was given, and starts")
{
    Desk const desk;
    auto const file = package(desk, "mine", "1.0.0", R"(, "permissions": {"read": {"core.territory": ["name"]}})");
    {
        auto const opened = open_package(desk.places(), file);
        REQUIRE(opened.ok());
        CHECK((*opened)->effect == Effect::install);
        CHECK((*opened)->request.permissions[0].fr == "Lit dans «\u00A0Territoires\u00A0»\u00A0: Nom.");
        CHECK_FALSE(desk.knows("mine")); // looking installs nothing
    }
    CHECK(fs::is_empty(desk / "personal"));
    REQUIRE(bring(desk, file).ok());
    CHECK(desk.start("mine").state == State::allowed);
    CHECK(desk.start("mine").manifest.folder == desk.places().personal / "org.example.mine");
}

TEST_CASE("versions go up; down is refused, also after the module was removed")
{
    Desk const desk;
    auto const one = package(desk, "mine", "1.0.0"), two = package(desk, "mine", "2.0.0-beta"), three = package(desk, "mine", "2.0.0");
    REQUIRE(bring(desk, one).ok());
    CHECK((*open_package(desk.places(), one))->effect == Effect::repair);
    CHECK((*open_package(desk.places(), two))->effect == Effect::update);
    CHECK((*open_package(desk.places(), two))->installed == "1.0.0");
    REQUIRE(bring(desk, two).ok());
    REQUIRE(bring(desk, three).ok());
    CHECK(desk.start("mine").manifest.version == "2.0.0");
    for (auto const& older : {one, two}) {
        CHECK((*open_package(desk.places(), older))->effect == Effect::downgrade);
        auto const refused = bring(desk, older);
        REQUIRE_FALSE(refused.ok());
        CHECK(refused.error().sentence.en.find("older than version 2.0.0") != std::string::npos);
        CHECK(desk.start("mine").manifest.version == "2.0.0");
    }
    REQUIRE(remove(desk.places(), "org.example.mine").ok());
    CHECK_FALSE(bring(desk, one).ok());
    CHECK(bring(desk, three).ok());
    CHECK(compare_versions("1.10.0", "1.9.0") > 0);
    CHECK(compare_versions("1.0.0-beta", "1.0.0") < 0);
    CHECK(compare_versions("1.0.0", "1.0.0") == 0);
}

TEST_CASE("a removed module's declaration stays, so that its records stay visible; it comes back by being installed")
{
    Desk const desk;
    auto const file = package(desk, "mine", "1.0.0");
    REQUIRE(bring(desk, file).ok());
    REQUIRE(remove(desk.places(), "org.example.mine").ok());
    CHECK_FALSE(fs::exists(desk.places().personal / "org.example.mine"));
    auto const removed = desk.start("mine");
    CHECK(removed.held == Held::removed);
    CHECK(removed.readable);
    CHECK_FALSE(removed.manifest.lists.empty());
    CHECK(pending_requests(desk.places()).empty());
    CHECK_FALSE(remove(desk.places(), "org.example.mine").ok());
    Request gone;
    gone.id = "org.example.mine";
    CHECK_FALSE(approve(desk.places(), gone).ok());
    REQUIRE(bring(desk, file).ok());
    CHECK(desk.start("mine").state == State::allowed);
}

TEST_CASE("a module that nobody agreed to leaves nothing when it is removed")
{
    Desk const desk;
    desk.module("personal", "mine");
    REQUIRE(remove(desk.places(), "org.example.mine").ok());
    CHECK_FALSE(desk.knows("mine"));
    desk.module("program", "ours");
    desk.module("further", "trial");
    CHECK(remove(desk.places(), "org.example.ours").error().status == Status::denied);
    CHECK(remove(desk.places(), "org.example.trial").error().status == Status::denied);
    CHECK(remove(desk.places(), "../program/ours").error().status == Status::not_found);
    CHECK(desk.start("ours").state == State::allowed);
    // A folder whose declaration is damaged is known by its name.
    Desk::write(desk.module("personal", "broken") / "plugin.json", "{");
    CHECK(remove(desk.places(), "broken").ok());
    CHECK_FALSE(fs::exists(desk.places().personal / "broken"));
}

TEST_CASE("switching off and on, also a module of the program")
{
    Desk const desk;
    desk.module("program", "ours");
    REQUIRE(bring(desk, package(desk, "mine", "1.0.0")).ok());
    for (char const* name : {"ours", "mine"}) {
        auto const id = std::string("org.example.") + name;
        REQUIRE(disable(desk.places(), id).ok());
        CHECK(desk.start(name).held == Held::disabled);
        CHECK(desk.start(name).readable);
        REQUIRE(enable(desk.places(), id).ok());
        CHECK(desk.start(name).state == State::allowed);
    }
    CHECK_FALSE(disable(desk.places(), "org.example.none").ok());
    CHECK_FALSE(enable(desk.places(), "org.example.none").ok());
    REQUIRE(disable(desk.places(), "org.example.mine").ok());
    REQUIRE(bring(desk, package(desk, "mine", "1.1.0")).ok());
    CHECK(desk.start("mine").held == Held::disabled); // an update does not switch on
}

TEST_CASE("what belongs to others cannot be taken by a package")
{
    Desk const desk;
    desk.module("program", "ours");
    CHECK(bring(desk, package(desk, "ours", "9.0.0")).error().sentence.en.find("part of the program") != std::string::npos);
    auto const folder = desk.module("workshop", "thief");
    auto manifest = Desk::text_of(folder / "plugin.json");
    manifest.replace(manifest.find(R"("namespace": "thief")"), 20, R"("namespace": "ours")");
    manifest.replace(manifest.find("thief.sector"), 12, "ours.sector");
    Desk::write(folder / "plugin.json", manifest);
    REQUIRE(pack_module(folder, desk / "thief.passerelle-plugin", {}).ok());
    CHECK(bring(desk, desk / "thief.passerelle-plugin").error().status == Status::conflict);
    CHECK(fs::is_empty(desk / "personal"));
}

TEST_CASE("code comes with a library for this system, and keeps no other; else the systems are named")
{
    Desk const desk;
    Desk::write(desk / "a.so", "for here");
    Desk::write(desk / "b.dll", "for there");
    REQUIRE(make_keys(desk / "ville.key", "").ok());
    PackOptions const both{{{this_system(), desk / "a.so"}, {"windows-arm64", desk / "b.dll"}}, desk / "ville.key", "Ville d’exemple"};
    auto const file = package(desk, "mine", "1.0.0", R"(, "library": "mine")", both);
    auto const opened = open_package(desk.places(), file);
    REQUIRE(opened.ok());
    CHECK((*opened)->systems == std::set<std::string>{this_system(), "windows-arm64"});
    CHECK((*opened)->request.publisher.name == "Ville d’exemple");
    CHECK((*opened)->request.apart);
    REQUIRE(install(desk.places(), **opened).ok());
    auto const started = desk.start("mine");
    CHECK(started.state == State::allowed);
    CHECK(Desk::text_of(library_of(started.manifest)) == "for here");
    CHECK_FALSE(fs::exists(started.manifest.folder / "lib" / "windows-arm64"));

    auto const elsewhere = package(desk, "other", "1.0.0", R"(, "library": "other")", {{{"windows-arm64", desk / "b.dll"}, {"macos-arm64", desk / "b.dll"}}, {}, {}});
    auto const refused = open_package(desk.places(), elsewhere);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().sentence.fr.find("macos-arm64, windows-arm64") != std::string::npos);
    CHECK_FALSE(pack_module(desk.module("workshop", "bare", "1.0.0", R"(, "library": "bare")"), desk / "bare", {}).ok());
    CHECK_FALSE(pack_module(desk.module("workshop", "plain"), desk / "plain", both).ok());
    CHECK_FALSE(pack_module(desk.module("workshop", "odd", "1.0.0", R"(, "library": "odd")"), desk / "odd", {{{"../x", desk / "a.so"}}, {}, {}}).ok());
}

TEST_CASE("a trusted publisher's package says so, one that was tampered with is refused")
{
    Desk const desk;
    auto const publisher = make_keys(desk / "ville.key", "Ville d’exemple");
    REQUIRE(publisher.ok());
    REQUIRE(trust(desk.places(), {publisher->key, "Notre ville"}).ok());
    auto const file = package(desk, "mine", "1.0.0", "", {{}, desk / "ville.key", ""});
    auto const opened = open_package(desk.places(), file);
    REQUIRE(opened.ok());
    CHECK((*opened)->request.trusted);
    CHECK((*opened)->request.publisher.name == "Notre ville"); // the name that the person gave, not the one that the key gives itself
    fs::create_directory(desk / "opened");
    REQUIRE(unpack(file, desk / "opened").ok());
    Desk::write(desk / "opened" / "lists" / "sector.csv", "code;fr;en\n1;Autre;Other\n");
    REQUIRE(pack(desk / "opened", file).ok());
    auto const tampered = open_package(desk.places(), file);
    REQUIRE_FALSE(tampered.ok());
    CHECK(tampered.error().status == Status::denied);
    REQUIRE(sign_module(file, desk / "ville.key", "").ok()); // signed anew, it is sound again
    CHECK(open_package(desk.places(), file).ok());
}

TEST_CASE("what was cut short leaves the old module or the new one")
{
    Desk const desk;
    REQUIRE(bring(desk, package(desk, "mine", "1.0.0")).ok());
    auto const there = desk.places().personal / "org.example.mine";
    // Cut while the new one was unpacked.
    auto const staged = make_staging(desk.places().personal);
    REQUIRE(staged.ok());
    Desk::write(*staged / "plugin.json", Desk::text_of(there / "plugin.json"));
    CHECK(desk.start("mine").manifest.folder == there);
    CHECK(fs::exists(*staged)); // another process may be at it
    fs::last_write_time(*staged, fs::file_time_type::clock::now() - std::chrono::hours(48));
    CHECK(desk.start("mine").state == State::allowed);
    CHECK_FALSE(fs::exists(*staged));
    // Cut between the two renames, where the system cannot exchange two names.
    fs::rename(there, desk.places().personal / ".old-org.example.mine");
    CHECK(desk.start("mine").state == State::allowed);
    CHECK(fs::exists(there));
    // Cut while deleting.
    fs::rename(there, desk.places().personal / ".gone-0123456789abcdef");
    CHECK(desk.start("mine").held == Held::removed);
    CHECK(fs::is_empty(desk.places().personal));
}

TEST_CASE("where nothing can be written, nothing changes and a sentence says so")
{
    Desk const desk;
    auto const file = package(desk, "mine", "1.0.0");
    Places places = desk.places();
    Desk::write(desk / "file", "");
    places.personal = desk / "file" / "modules";
    auto const refused = open_package(places, file);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().sentence.fr.find("ne se laisse pas modifier") != std::string::npos);
    places = desk.places();
    places.choices = desk / "file" / "modules.json";
    auto opened = open_package(places, file);
    REQUIRE(opened.ok());
    CHECK_FALSE(install(places, **opened).ok());
    SearchPaths paths;
    (void)ask_for_consent(paths, places);
    for (auto const& module : find_modules(paths, {}))
        CHECK(module.held == Held::consent); // there, but not agreed to
}
