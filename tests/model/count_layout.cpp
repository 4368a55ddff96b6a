// The spreadsheet of a count: its rows and sums, and its total (domain 2.4).
#include "host/model/count_layout.hpp"
#include "tests/model/fixture.hpp"

namespace {

using namespace fixture;
using psl::AgeBand, psl::Disability, psl::Sex;

psl::CellKey key(std::string_view code) { return *psl::cell_coded(code); }

/// The 141 persons of domain 2.4; its "15–24" and "36+" are put into one band each.
psl::Cells trained()
{
    return {{{key("F|18-24|yes"), 4}, {key("F|18-24|no"), 46}, {key("F|25-35|yes"), 3}, {key("F|25-35|no"), 27}, {key("F|36-59|yes"), 2}, {key("F|36-59|no"), 8},
             {key("M|18-24|yes"), 3}, {key("M|18-24|no"), 29}, {key("M|25-35|yes"), 2}, {key("M|25-35|no"), 12}, {key("M|36-59|yes"), 1}, {key("M|36-59|no"), 4}}};
}

Field count(std::vector<std::string> by)
{
    Field made = field("people", FieldType::count);
    made.by = std::move(by);
    return made;
}

} // namespace

TEST_CASE("rows: sexes as groups, their disabilities where open, the total last")
{
    CountLayout const all(count({"sex", "age", "disability"}));
    CHECK(all.ages.size() == 7);
    CHECK(all.rows({}).size() == 5); // four sexes and the total
    auto const open = all.rows({Sex::male});
    REQUIRE(open.size() == 8);
    CHECK(open[0] == CountRow{Sex::female, std::nullopt});
    CHECK(open[1] == CountRow{Sex::male, std::nullopt});
    CHECK(open[2] == CountRow{Sex::male, Disability::yes});
    CHECK(open[4] == CountRow{Sex::male, Disability::unknown});
    CHECK(open[0].is_sum());
    CHECK_FALSE(open[2].is_sum());
    CHECK(open.back() == CountRow{});

    CountLayout const by_sex(count({"sex"}));
    CHECK(by_sex.ages == std::vector{AgeBand::unknown});
    CHECK_FALSE(by_sex.has_groups());
    CHECK(by_sex.rows({})[0] == CountRow{Sex::female, Disability::unknown});
    CHECK_FALSE(by_sex.rows({})[0].is_sum());

    // A breakdown that came with more than the field asks for is shown whole.
    CountLayout const wider(count({"sex"}), psl::Cells{{{key("F|18-24|?"), 3}}});
    CHECK(wider.ages == std::vector{AgeBand::b18_24, AgeBand::unknown});
}

TEST_CASE("sums are of what is reported; nothing reported is no 0")
{
    auto const cells = trained();
    CHECK(sum_of(cells, {}) == 141);
    CHECK(sum_of(cells, {Sex::female, {}}) == 90);
    CHECK(sum_of(cells, {Sex::male, Disability::yes}) == 6);
    CHECK(sum_of(cells, {}, AgeBand::b25_35) == 44);
    CHECK(sum_of(cells, {Sex::female, {}}, AgeBand::b18_24) == 50);
    CHECK(sum_of(cells, {Sex::other, {}}) == std::nullopt);
    CHECK(sum_of({}, {}) == std::nullopt);
    CHECK(sum_of({{{key("F|18-24|yes"), 0}}}, {}) == 0);
}

TEST_CASE("a total against its parts")
{
    auto const cells = trained();
    CHECK(check_total(cells, Value{}).match == TotalMatch::nothing);
    CHECK(check_total({}, std::int64_t{3}).match == TotalMatch::nothing);
    CHECK(check_total(cells, std::int64_t{141}).match == TotalMatch::equal);
    CHECK(check_total(cells, Scaled{141'000'000, 6}).match == TotalMatch::equal);
    auto const below = check_total(cells, Scaled{15'000, 2});
    CHECK(below.match == TotalMatch::below);
    CHECK(below.apart == Scaled{9, 0});
    auto const rest = with_rest_unknown(cells, below);
    REQUIRE(rest);
    CHECK(rest->counts.at({}) == 9);
    CHECK(check_total(*rest, std::int64_t{150}).match == TotalMatch::equal);
    auto const above = check_total(cells, std::int64_t{140});
    CHECK(above.match == TotalMatch::above);
    CHECK(above.apart == Scaled{1, 0});
    CHECK_FALSE(with_rest_unknown(cells, above));
    auto const half = check_total(cells, Scaled{1415, 1}); // 141.5 jobs
    CHECK(half.match == TotalMatch::below);
    CHECK(half.apart == Scaled{5, 1});
    CHECK_FALSE(with_rest_unknown(cells, half)); // half a person goes nowhere
    // A slip of the hand beyond all people does not wrap around.
    CHECK(check_total({{{key("F|18-24|yes"), INT64_MAX}, {key("M|18-24|yes"), INT64_MAX}}}, std::int64_t{1}).match == TotalMatch::above);
}
