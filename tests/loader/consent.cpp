// Nothing of the person's own runs before it was agreed to, and agreeing is to these very bytes.
#include "tests/loader/desk.hpp"

using namespace test;

TEST_CASE("the program's own modules need no consent, the person's and those of --plugin-dir do")
{
    Desk const desk;
    desk.module("program", "ours");
    desk.module("personal", "mine");
    desk.module("further", "trial");
    CHECK(desk.start("ours").state == State::allowed);
    for (char const* name : {"mine", "trial"}) {
        auto const held = desk.start(name);
        CHECK(held.held == Held::consent);
        CHECK(held.reason.fr.find("Ce module attend votre accord.") == 0);
    }
    REQUIRE(pending_requests(desk.places()).size() == 2);
    desk.agree("mine");
    CHECK(desk.start("mine").state == State::allowed);
    CHECK(desk.start("trial").held == Held::consent);
}

TEST_CASE("the program's modules come before the person's: neither their id nor their namespace can be taken over")
{
    Desk const desk;
    desk.module("program", "ours", "1.0.0");
    desk.module("further", "ours", "9.0.0");
    auto const thief = desk.module("personal", "thief");
    auto manifest = Desk::text_of(thief / "plugin.json");
    manifest.replace(manifest.find(R"("namespace": "thief")"), 20, R"("namespace": "ours")");
    manifest.replace(manifest.find("thief.sector"), 12, "ours.sector");
    Desk::write(thief / "plugin.json", manifest);
    CHECK(desk.start("ours").manifest.version == "1.0.0");
    CHECK(desk.start("ours").state == State::allowed);
    CHECK(desk.start("thief").state == State::held);
    CHECK_FALSE(desk.start("thief").readable);
}

TEST_CASE("any byte of the folder that changes asks again, and the same bytes again do not")
{
    Desk const desk;
    auto const folder = desk.module("personal", "mine");
    desk.agree("mine");
    REQUIRE(desk.start("mine").state == State::allowed);
    auto const list = Desk::text_of(folder / "lists" / "sector.csv");
    Desk::write(folder / "lists" / "sector.csv", list + "2;Cuir;Leather\n");
    CHECK(desk.start("mine").held == Held::consent);
    CHECK(desk.start("mine").reason.en.find("has changed since you agreed") != std::string::npos);
    Desk::write(folder / "lists" / "sector.csv", list);
    CHECK(desk.start("mine").state == State::allowed);
    Desk::write(folder / "helper.so", "code");
    CHECK(desk.start("mine").held == Held::consent);
    fs::rename(folder / "helper.so", folder / "other.so");
    auto const one = read_content(folder)->digest;
    fs::rename(folder / "other.so", folder / "helper.so");
    CHECK(read_content(folder)->digest != one); // names count as much as bytes
    fs::remove(folder / "helper.so");
    CHECK(desk.start("mine").state == State::allowed);
}

TEST_CASE("while a change waits for consent, records are shown by the declaration that was agreed to")
{
    Desk const desk;
    desk.module("personal", "mine", "1.0.0");
    desk.agree("mine");
    desk.module("personal", "mine", "2.0.0");
    auto const held = desk.start("mine");
    CHECK(held.held == Held::consent);
    CHECK(held.readable);
    CHECK(held.manifest.version == "1.0.0");
    CHECK(pending_requests(desk.places()).at(0).version == "2.0.0");
    CHECK(pending_requests(desk.places()).at(0).version_before == "1.0.0");
}

TEST_CASE("agreeing for one start leaves nothing behind")
{
    Desk desk;
    desk.module("further", "trial", "1.0.0", R"(, "library": "trial")");
    desk.once = {"org.example.trial"};
    auto const started = desk.start("trial");
    CHECK(started.state == State::allowed);
    CHECK(started.apart);
    desk.once.clear();
    CHECK(desk.start("trial").held == Held::consent);
    CHECK_FALSE(fs::exists(desk.places().choices));
    CHECK_FALSE(fs::exists(desk.places().declarations / "org.example.trial"));
}

TEST_CASE("what is agreed to is what was shown")
{
    Desk const desk;
    auto const folder = desk.module("personal", "mine");
    auto const shown = pending_requests(desk.places()).at(0);
    Desk::write(folder / "lists" / "sector.csv", "code;fr;en\n9;Autre;Other\n");
    auto const refused = approve(desk.places(), shown);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().status == Status::conflict);
    CHECK(desk.start("mine").held == Held::consent);
}

TEST_CASE("links, special names and floods are refused in a module's folder")
{
    Desk const desk;
    auto const folder = desk.module("personal", "mine");
    fs::create_symlink("/etc/passwd", folder / "lists" / "other.csv");
    CHECK(desk.start("mine").held == Held::fault);
    CHECK_FALSE(desk.start("mine").readable);
    CHECK(pending_requests(desk.places()).empty());
    fs::remove(folder / "lists" / "other.csv");
    fs::create_directory_symlink("/etc", folder / "pictures");
    CHECK(desk.start("mine").held == Held::fault);
    fs::remove(folder / "pictures");
    CHECK(desk.start("mine").held == Held::consent);
    fs::create_directories(folder / ".git");
    for (std::size_t at = 0; at <= limits::files; ++at)
        Desk::write(folder / ".git" / std::to_string(at), "");
    CHECK(desk.start("mine").held == Held::consent); // a history of versions is no content
    fs::rename(folder / ".git", folder / "many");
    CHECK(desk.start("mine").held == Held::fault);
    fs::remove_all(folder / "many");
    Desk::write(folder / "big", "");
    fs::resize_file(folder / "big", limits::file_bytes + 1);
    CHECK(desk.start("mine").held == Held::fault);
    fs::remove_all(folder / "big");
    fs::rename(folder, desk / "elsewhere");
    fs::create_directory_symlink(desk / "elsewhere", folder);
    CHECK(desk.start("mine").held == Held::fault);
}

TEST_CASE("the digest is the one that the declaration of the format says")
{
    // printf 'passerelle-module-content/1\n\1\0\0\0\0\0\0\0a<64 digits of sha256("x")>' | sha256sum
    auto const x = sha256_of("x");
    CHECK(x == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
    CHECK(digest_of({{"a", 1, x}}) == sha256_of(std::string("passerelle-module-content/1\n\1\0\0\0\0\0\0\0a", 37) + x));
    CHECK(digest_of({{"ab", 1, x}}) != digest_of({{"a", 1, x}, {"b", 1, x}}));
}

TEST_CASE("a damaged file of choices is kept aside and said, and agrees to nothing")
{
    Desk const desk;
    desk.module("personal", "mine");
    desk.agree("mine");
    auto const file = desk.places().choices;
    auto const good = Desk::text_of(file);
    std::string const damages[] = {"", "{", "[]", "null", good.substr(0, good.size() / 2), R"({"format": 1})", R"({"format": 1, "approved": "all", "disabled": [], "publishers": []})",
                                   R"({"format": 1, "approved": {"org.example.mine": true}, "disabled": [], "publishers": []})", std::string(3 << 20, ' '), std::string(5000, '[')};
    for (auto const& damage : damages) {
        Desk::write(file, damage);
        CHECK(read_choices(file).choices.approved.empty());
        SearchPaths paths;
        auto const notice = ask_for_consent(paths, desk.places());
        REQUIRE(notice);
        CHECK(notice->fr.find("endommage-") != std::string::npos);
        CHECK_FALSE(fs::exists(file));
        CHECK(desk.start("mine").held == Held::consent);
    }
    int aside = 0;
    for (auto const& entry : fs::directory_iterator(file.parent_path()))
        aside += entry.path().filename().string().find("endommage-") != std::string::npos;
    CHECK(aside == static_cast<int>(std::size(damages)));
    Desk::write(file, good);
    CHECK(desk.start("mine").state == State::allowed);
    // Of a later version: believed in nothing, and not touched.
    Desk::write(file, R"({"format": 2, "approved": {"org.example.mine": {}}})");
    SearchPaths paths;
    CHECK(ask_for_consent(paths, desk.places()));
    CHECK(desk.start("mine").held == Held::consent);
    CHECK(withdraw(desk.places(), "org.example.mine").error().status == Status::newer);
    CHECK(Desk::text_of(file).find("\"format\": 2") != std::string::npos);
}

TEST_CASE("an agreement can be taken back, and another's words in an id stay words")
{
    Desk const desk;
    desk.module("personal", "mine");
    desk.agree("mine");
    REQUIRE(withdraw(desk.places(), "org.example.mine").ok());
    CHECK(desk.start("mine").held == Held::consent);
    REQUIRE(change_choices(desk.places().choices, [](Choices& choices) { choices.disabled.insert("a\"], \"publishers\": [\n%s"); }).ok());
    CHECK(read_choices(desk.places().choices).choices.disabled.contains("a\"], \"publishers\": [\n%s"));
}
