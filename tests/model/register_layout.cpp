// Arrangements of registers: what is written reads back; what a declaration no longer has is left out; what is no arrangement is refused.
#include "tests/model/fixture.hpp"
#include "host/model/register_layout.hpp"

using namespace fixture;

TEST_CASE("a whole arrangement survives its file")
{
    Portfolio portfolio;
    auto const& entity = portfolio.of("work.project");
    RegisterLayout layout;
    layout.columns = {{"identifier", 0}, {"cost", 180}, {"status", 0}};
    layout.frozen = 2;
    layout.sorts = {{"status", false}, {"cost", true}};
    layout.filters = {{"status", Comparison::any_of, {std::string("1"), std::string("2")}},
                      {"themes", Comparison::any_of, {std::string("water")}},
                      {"town", Comparison::equal, {RecordId{12}}},
                      {"towns", Comparison::equal, {RecordId{13}}},
                      {"cost", Comparison::greater_or_equal, {psl::Money{1000, "XOF"}}},
                      {"start", Comparison::less_or_equal, {*psl::Date::parse("2026-12-31")}},
                      {"title", Comparison::contains, {std::string("marché \"vert\"")}},
                      {"note", Comparison::is_null, {}},
                      {"pilot", Comparison::equal, {true}}};
    layout.group = "town";
    layout.compact = true;
    auto const read = layout_from_json(entity, layout_to_json(layout));
    REQUIRE(read);
    CHECK(same_arrangement(*read, layout));
    CHECK(read->columns == layout.columns); // widths too
    REQUIRE(read->filters.size() == 9);
    CHECK(read->filters[4].values[0] == Value(psl::Money{1000, "XOF"}));
    auto narrower = layout;
    narrower.columns[1].width = 90;
    CHECK(same_arrangement(narrower, layout)); // a width is no other view
    narrower.sorts[1].descending = false;
    CHECK_FALSE(same_arrangement(narrower, layout));
}

TEST_CASE("what an older or a foreign file holds beyond the declaration is left out")
{
    Portfolio portfolio;
    auto const& entity = portfolio.of("work.project");
    auto const read = layout_from_json(entity, R"({"columns":[{"field":"gone"},{"field":"title","width":-4},{"field":"title"},{"field":"note","width":1e9},7],"frozen":9,
        "sorts":[{"field":"gone"},{"field":"start","descending":"yes"}],
        "filters":[{"field":"status","comparison":"like","values":["1"]},{"field":"start","comparison":"equal","values":["31/02"]},{"field":"status","comparison":"equal","values":[]},{"field":"pilot","comparison":"equal","values":[true]}],
        "group":"gone","compact":1})");
    REQUIRE(read);
    REQUIRE(read->columns.size() == 2);
    CHECK(read->columns[0] == LayoutColumn{"title", 0});
    CHECK(read->columns[1] == LayoutColumn{"note", 1600});
    CHECK(read->frozen == 2);
    REQUIRE(read->sorts.size() == 1);
    CHECK_FALSE(read->sorts[0].descending);
    REQUIRE(read->filters.size() == 1);
    CHECK(read->filters[0].field == "pilot");
    CHECK(read->group.empty());
    CHECK_FALSE(read->compact);
    auto const nothing = layout_from_json(entity, "{}");
    REQUIRE(nothing);
    CHECK(nothing->columns == declared_layout(entity).columns); // never a register without columns
    for (char const* const broken : {"", "[]", "{\"columns\":", "\xff\xfe"}) {
        auto const refused = layout_from_json(entity, broken);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().sentence.fr.find("Supprimez-la") != std::string::npos);
    }
}

TEST_CASE("the declared arrangement has the declared columns, in their order, without the link that leads here")
{
    Portfolio portfolio;
    auto entity = portfolio.of("work.payment");
    entity.shape = {{"project", "ref", "value", "nothing"}, {"-date", "ref"}};
    auto const layout = declared_layout(entity, "project");
    REQUIRE(layout.columns.size() == 2);
    CHECK(layout.columns[0].field == "ref");
    CHECK(layout.columns[1].field == "value");
    REQUIRE(layout.sorts.size() == 2);
    CHECK(layout.sorts[0].field == "date");
    CHECK(layout.sorts[0].descending);
}
