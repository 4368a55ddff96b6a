// Whose module it is: signed folders, what breaks a signature, and what a trusted hand may do without asking.
#include "tests/loader/desk.hpp"
#include "host/loader/system.hpp"

using namespace test;

namespace {

Sealed seal_of(fs::path const& folder)
{
    auto const content = read_content(folder);
    auto const manifest = model::read_manifest(folder / "plugin.json");
    REQUIRE(content.ok());
    REQUIRE(manifest.ok());
    return check_signature(*content, *manifest);
}

void replace(fs::path const& file, std::string const& from, std::string const& to)
{
    auto text = Desk::text_of(file);
    auto const at = text.find(from);
    REQUIRE(at != std::string::npos);
    Desk::write(file, text.replace(at, from.size(), to));
}

} // namespace

TEST_CASE("keys: the secret one is for its owner alone, and neither is ever replaced")
{
    Desk const desk;
    auto const made = make_keys(desk / "ville.key", "Ville d’exemple");
    REQUIRE(made.ok());
    CHECK((fs::status(desk / "ville.key").permissions() & fs::perms::all) == (fs::perms::owner_read | fs::perms::owner_write));
    auto const before = Desk::text_of(desk / "ville.key");
    CHECK(before.find(made->key) == std::string::npos);
    CHECK(make_keys(desk / "ville.key", "Ville d’exemple").error().status == Status::conflict);
    CHECK(Desk::text_of(desk / "ville.key") == before);
    fs::remove(desk / "ville.key");
    CHECK(make_keys(desk / "ville.key", "Ville d’exemple").error().status == Status::conflict); // the public one is there
    CHECK_FALSE(fs::exists(desk / "ville.key"));
    auto const read = read_public_key((desk / "ville.key.pub").string());
    REQUIRE(read.ok());
    CHECK(*read == *made);
    CHECK_FALSE(make_keys(desk / "a.key", "deux\nlignes").ok());
    CHECK_FALSE(make_keys(desk / "a.key", "Ville\xE2\x80\xAE d’exemple").ok()); // turns the direction of reading
    CHECK_FALSE(make_keys(desk / "none" / "a.key", "Ville").ok());
}

TEST_CASE("a signature holds for these bytes, this id and this version, and breaks with any of them")
{
    Desk const desk;
    auto const folder = desk.module("personal", "mine");
    CHECK(seal_of(folder).seal == Seal::none);
    auto const publisher = desk.sign_with("Dakar", folder);
    REQUIRE(seal_of(folder).seal == Seal::good);
    CHECK(seal_of(folder).publisher == publisher);
    auto const signature = Desk::text_of(folder / "signature.json");

    SUBCASE("a file changed")
    {
        Desk::write(folder / "lists" / "sector.csv", "code;fr;en\n1;Textiles;Textile\n");
        CHECK(seal_of(folder).fault.en.find("lists/sector.csv") != std::string::npos);
    }
    SUBCASE("a file added") { Desk::write(folder / "lists" / "extra.csv", "x"); }
    SUBCASE("a file gone") { fs::remove(folder / "lists" / "sector.csv"); Desk::write(folder / "plugin.json", R"({"manifest": 1, "id": "org.example.mine", "version": "1.0.0", "namespace": "mine", "name": {"fr": "M"}, "license": "MIT"})"); }
    SUBCASE("the digest of a file changed in the signature")
    {
        Desk::write(folder / "lists" / "sector.csv", "code;fr;en\n1;Textiles;Textile\n");
        auto const changed = read_content(folder);
        for (auto const& file : changed->files)
            if (file.name == "lists/sector.csv") {
                auto const at = signature.find("lists/sector.csv\": \"") + 20;
                Desk::write(folder / "signature.json", std::string(signature).replace(at, 64, file.sha256));
            }
    }
    SUBCASE("another's name") { replace(folder / "signature.json", "Ville de Dakar", "Ville de Paris"); }
    SUBCASE("another's key")
    {
        REQUIRE(make_keys(desk / "other.key", "Autre").ok());
        replace(folder / "signature.json", publisher.key, read_public_key((desk / "other.key.pub").string())->key);
    }
    SUBCASE("another's signature")
    {
        auto const other = desk.module("further", "other");
        desk.sign_with("Dakar", other);
        fs::copy_file(other / "signature.json", folder / "signature.json", fs::copy_options::overwrite_existing);
    }
    SUBCASE("not a signature") { Desk::write(folder / "signature.json", "{}"); }
    SUBCASE("an empty signature") { Desk::write(folder / "signature.json", ""); }
    SUBCASE("one more key in it") { replace(folder / "signature.json", "\"signature\": 1", "\"signature\": 1, \"more\": 1"); }
    SUBCASE("a low-order key, under which anything would do")
    {
        replace(folder / "signature.json", publisher.key, std::string(64, '0'));
        auto const at = signature.find("ed25519\": \"") + 11;
        auto text = Desk::text_of(folder / "signature.json");
        Desk::write(folder / "signature.json", text.replace(at, 128, std::string(128, '0')));
    }
    auto const sealed = seal_of(folder);
    CHECK(sealed.seal == Seal::broken);
    CHECK(sealed.publisher.key.empty());
    CHECK_FALSE(sealed.fault.fr.empty());
    auto const held = desk.start("mine");
    CHECK(held.held == Held::tampered);
    CHECK_FALSE(held.readable);
    for (auto const& request : pending_requests(desk.places()))
        CHECK(request.id != "org.example.mine");
}

TEST_CASE("tampered content is refused although it was agreed to, and its publisher trusted")
{
    Desk const desk;
    auto const folder = desk.module("personal", "mine", "1.0.0", R"(, "library": "mine")");
    Desk::write(folder / "mine.so", "code");
    REQUIRE(trust(desk.places(), desk.sign_with("Dakar", folder)).ok());
    desk.agree("mine");
    REQUIRE(desk.start("mine").state == State::allowed);
    Desk::write(folder / "mine.so", "c0de");
    auto const held = desk.start("mine");
    CHECK(held.held == Held::tampered);
    CHECK(held.readable); // by the declaration that was agreed to
    CHECK(approve(desk.places(), request_of(held.manifest, standing_of(held.manifest, desk.places(), {}), {})).ok() == false);
}

TEST_CASE("a trusted publisher's update runs without asking, but not where it asks for more")
{
    Desk const desk;
    std::string const reads = R"(, "permissions": {"read": {"core.territory": ["id", "name"]}})";
    auto folder = desk.module("personal", "mine", "1.0.0", reads);
    auto const publisher = desk.sign_with("Dakar", folder);
    REQUIRE(trust(desk.places(), publisher).ok());
    CHECK(desk.start("mine").held == Held::consent); // the first time is asked all the same
    desk.agree("mine");

    desk.module("personal", "mine", "1.1.0", reads);
    CHECK(desk.start("mine").held == Held::tampered); // signed for the version before
    desk.sign_with("Dakar", folder);
    CHECK(desk.start("mine").state == State::allowed);
    CHECK(model::read_manifest(desk.places().declarations / "org.example.mine" / "plugin.json")->version == "1.1.0");

    desk.module("personal", "mine", "1.2.0", R"(, "permissions": {"read": {"core.territory": ["id", "name", "country"]}})");
    desk.sign_with("Dakar", folder);
    auto const more = desk.start("mine");
    CHECK(more.held == Held::consent);
    CHECK(more.reason.en.find("asks for more") != std::string::npos);
    auto const request = pending_requests(desk.places()).at(0);
    REQUIRE(request.more.size() == 1);
    CHECK(request.more[0].fr == "Lit dans «\u00A0Territoires\u00A0»\u00A0: Pays ou gouvernement.");

    desk.module("personal", "mine", "1.3.0", R"(, "permissions": {"read": {"core.territory": ["id"]}})");
    desk.sign_with("Dakar", folder);
    CHECK(desk.start("mine").state == State::allowed); // less is no more
    desk.module("personal", "mine", "1.4.0", reads);
    desk.sign_with("Paris", folder);
    CHECK(desk.start("mine").held == Held::consent); // another hand
    REQUIRE(trust(desk.places(), *read_public_key((desk / "Paris.key.pub").string())).ok());
    CHECK(desk.start("mine").held == Held::consent); // trusted, but not the one agreed to

    desk.module("personal", "mine", "1.5.0", reads);
    desk.sign_with("Dakar", folder);
    CHECK(desk.start("mine").state == State::allowed);
    REQUIRE(distrust(desk.places(), publisher.key).ok());
    CHECK(desk.start("mine").held == Held::consent);
    CHECK_FALSE(distrust(desk.places(), publisher.key).ok());
}

TEST_CASE("code runs apart unless it came with the program or its publisher is trusted")
{
    Desk const desk;
    std::string const code = R"(, "library": "mine")";
    desk.module("program", "ours", "1.0.0", R"(, "library": "ours")");
    auto const folder = desk.module("personal", "mine", "1.0.0", code);
    desk.module("personal", "words");
    desk.agree("words");
    desk.agree("mine");
    CHECK_FALSE(desk.start("ours").apart);
    CHECK_FALSE(desk.start("words").apart);
    CHECK(desk.start("mine").apart);
    auto const publisher = desk.sign_with("Dakar", folder);
    CHECK(desk.start("mine").state == State::allowed); // a signature changes nothing of what was agreed to
    CHECK(desk.start("mine").apart);
    REQUIRE(trust(desk.places(), publisher).ok());
    CHECK_FALSE(desk.start("mine").apart);
}

TEST_CASE("a signed package keeps its seal without the libraries of other systems, but not without its own")
{
    Desk const desk;
    auto const folder = desk.module("personal", "mine", "1.0.0", R"(, "library": "mine")");
    for (auto const& system : {this_system(), std::string("windows-arm64")}) {
        fs::create_directories(folder / "lib" / system);
        Desk::write(folder / "lib" / system / ("mine" + library_ending(system)), system);
    }
    desk.sign_with("Dakar", folder);
    REQUIRE(seal_of(folder).seal == Seal::good);
    auto manifest = *model::read_manifest(folder / "plugin.json");
    manifest.folder = folder;
    CHECK(library_of(manifest) == folder / "lib" / this_system() / ("mine" + library_ending(this_system())));
    fs::remove_all(folder / "lib" / "windows-arm64");
    CHECK(seal_of(folder).seal == Seal::good);
    fs::remove_all(folder / "lib" / this_system());
    CHECK(seal_of(folder).seal == Seal::broken);
}

TEST_CASE("the sentences of consent leave nothing unsaid")
{
    Desk const desk;
    auto const folder = desk.module("personal", "mine", "1.0.0",
                                    R"(, "library": "mine", "asks": {"evidence": 1}, "permissions": {"read": {"core.territory": ["*"]}, "write": ["core.organisation"], "files": ["import", "export"], "network": []})");
    auto const manifest = model::read_manifest(folder / "plugin.json");
    REQUIRE(manifest.ok());
    auto const words = model::permissions_in_words(*manifest);
    REQUIRE(words.size() == 6);
    CHECK(words[5].en.find("anything that you can do") != std::string::npos);
    CHECK(model::permissions_in_words(*manifest, nullptr, model::CodeRuns::apart)[5].en.find("no access to your files or to the network") != std::string::npos);
    auto const codes = model::permissions_of(*manifest);
    CHECK(codes == std::set<std::string>{"read core.territory *", "write core.organisation", "files import", "files export", "asks evidence", "code"});
    CHECK(model::permissions_in_words(codes).size() == 6);
    CHECK(model::permissions_beyond({"read core.territory name"}, codes).empty());
    CHECK(model::permissions_beyond({"read core.organisation name"}, codes).size() == 1);
    CHECK(model::permissions_beyond({"read core.territory *"}, {"read core.territory name"}).size() == 1);
    auto const quiet = desk.module("personal", "quiet");
    auto const none = model::permissions_in_words(*model::read_manifest(quiet / "plugin.json"));
    REQUIRE(none.size() == 1);
    CHECK(none[0].fr == "Ne contient aucun programme et n’utilise pas le réseau.");
}
