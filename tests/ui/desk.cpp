// What is typed and not saved: on the disk within two seconds, there again after the program was killed.
#include "host/ui/desk.hpp"
#include "host/ui/drafts.hpp"
#include <chrono>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace passerelle;

namespace {

struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("passerelle-desk-" + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
    Folder() { std::filesystem::create_directories(path); }
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
};

model::Entity declared()
{
    model::Entity entity;
    entity.id = "work.project";
    model::Field title, cost;
    title.id = "title";
    title.type = model::FieldType::translatable;
    cost.id = "cost";
    cost.type = model::FieldType::money;
    entity.fields = {title, cost};
    return entity;
}

} // namespace

TEST_CASE("what was kept is there again, and what was forgotten is not")
{
    Folder folder;
    auto const file = folder.path / "bureau.json";
    {
        ui::Desk desk(file);
        desk.keep("place", "ici");
        desk.keep("draft/a:1", "texte « %s » ## \"\n");
        desk.keep("draft/b:2", "parti");
        desk.keep("draft/b:2", "");
    }
    ui::Desk desk(file);
    CHECK(desk.kept("place") == "ici");
    CHECK(desk.kept("draft/a:1") == "texte « %s » ## \"\n");
    CHECK_FALSE(desk.kept("draft/b:2"));
    CHECK(desk.keys("draft/") == std::vector<std::string>{"draft/a:1"});
}

TEST_CASE("a keystroke is on the disk within two seconds, while the program goes on")
{
    Folder folder;
    auto const file = folder.path / "bureau.json";
    ui::Desk desk(file);
    desk.keep("draft/a:1", "premier");
    desk.keep("draft/a:1", "premier mot");
    auto const since = std::chrono::steady_clock::now();
    std::string text;
    while (text.find("premier mot") == std::string::npos && std::chrono::steady_clock::now() - since < std::chrono::seconds(2)) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        std::ifstream in(file);
        text.assign(std::istreambuf_iterator<char>(in), {});
    }
    CHECK(text.find("premier mot") != std::string::npos);
}

TEST_CASE("a desk that cannot be read is put aside, not overwritten")
{
    Folder folder;
    auto const file = folder.path / "bureau.json";
    std::ofstream(file) << "{\"draft/a:1\": \"coupé";
    {
        ui::Desk desk(file);
        CHECK_FALSE(desk.kept("draft/a:1"));
        desk.keep("place", "ici");
    }
    CHECK(std::filesystem::exists(folder.path / "bureau.json.illisible"));
    CHECK(ui::Desk(file).kept("place") == "ici");
}

TEST_CASE("two windows of one person have two desks; what the second left unsaved comes to the next window")
{
    Folder const folder;
    auto const file = folder.path / "bureau.json";
    {
        ui::Desk first(file);
        first.keep("draft/a:1", "premier");
        {
            ui::Desk second(file);
            CHECK_FALSE(second.kept("draft/a:1")); // not the other's
            second.keep("draft/a:1", "second");
            second.keep("draft/a:2", "encore");
            second.keep("place", "ailleurs");
        }
        CHECK(first.kept("draft/a:1") == "premier");
    }
    ui::Desk const next(file);
    CHECK(next.kept("draft/a:1") == "premier"); // its own stands
    CHECK(next.kept("draft/a:2") == "encore");
    CHECK_FALSE(next.kept("place")); // only what was typed
    // It lies on this desk now, not on both.
    ui::Desk const another(file);
    CHECK_FALSE(another.kept("draft/a:2"));
}

TEST_CASE("two portfolios have two desks, one portfolio one desk by whatever path")
{
    Folder folder;
    auto const one = ui::Desk::file_for(folder.path, folder.path / "a.passerelle"), other = ui::Desk::file_for(folder.path, folder.path / "b.passerelle");
    CHECK(one != other);
    CHECK(one == ui::Desk::file_for(folder.path, folder.path / "sous" / ".." / "a.passerelle"));
}

TEST_CASE("drafts keep what was typed and what stood there before, field by field")
{
    ui::Desk desk({});
    auto const entity = declared();
    ui::keep_draft(desk, entity, 7, entity.fields[0], {{{"fr", "Marché"}, {"en", ""}}, model::Translations{{{"fr", "Marche"}}}});
    ui::keep_draft(desk, entity, 7, entity.fields[1], {{{"amount", "12,5"}, {"currency", "EUR"}}, {}});
    ui::keep_draft(desk, entity, 0, entity.fields[1], {{{"amount", "3"}, {"currency", "XOF"}}, {}});
    auto drafts = ui::drafts_of(desk, entity, 7);
    REQUIRE(drafts.size() == 2);
    CHECK(drafts["title"].typed["fr"] == "Marché");
    CHECK(drafts["title"].base == model::Value(model::Translations{{{"fr", "Marche"}}}));
    CHECK(drafts["cost"].typed["amount"] == "12,5");
    CHECK(model::is_null(drafts["cost"].base));
    CHECK(ui::drafted_records(desk).size() == 2);
    ui::drop_draft(desk, entity, 7, entity.fields[0]);
    CHECK(ui::drafts_of(desk, entity, 7).size() == 1);
    ui::drop_drafts(desk, entity, 7);
    CHECK(ui::drafts_of(desk, entity, 7).empty());
    // A field that its module no longer declares, and a broken entry.
    desk.keep("draft/work.project:7", R"({"gone":{"typed":{"":"x"}},"cost":"no","title":{"typed":{"fr":5}}})");
    auto const left = ui::drafts_of(desk, entity, 7);
    CHECK(left.size() == 1);
    CHECK(left.at("title").typed.empty());
}
