// Counts of people, masking, youth, functioning, markers. Expected figures: domain 2.1 to 2.6.
#include "passerelle/value/cells.hpp"
#include "passerelle/value/date.hpp"
#include "passerelle/value/markers.hpp"
#include "passerelle/value/suppression.hpp"
#include "passerelle/value/washington_group.hpp"
#include <algorithm>
#include <array>
#include <doctest/doctest.h>

using namespace psl;

/// The reference set of domain 2.4, 141 persons; the youngest band of each pair stands for it.
static Cells reference()
{
    Cells cells;
    auto const put = [&](char const* code, std::int64_t n) { cells.counts[cell_coded(code).value()] = n; };
    put("F|18-24|yes", 4), put("F|18-24|no", 46), put("F|25-35|yes", 3), put("F|25-35|no", 27), put("F|36-59|yes", 2), put("F|36-59|no", 8);
    put("M|15-17|yes", 3), put("M|15-17|no", 29), put("M|25-35|yes", 2), put("M|25-35|no", 12), put("M|60+|yes", 1), put("M|60+|no", 4);
    return cells;
}

TEST_CASE("margins and intersections are computed from the joint cells (domain 2.4)")
{
    auto const cells = reference();
    CHECK(total(cells) == 141);
    CHECK(margin(cells, Sex::female) == 90);
    CHECK(margin(cells, Sex::male) == 51);
    CHECK(margin(cells, Sex::unknown) == 0);
    CHECK(margin(cells, AgeBand::b25_35) == 44);
    CHECK(margin(cells, Disability::yes) == 15);
    CHECK(youth_un(cells) == 82);
    CHECK(youth_au(cells) == 126);
    CHECK(young_disabled_women_un(cells) == 4);
    CHECK(young_disabled_women_au(cells) == 7);
    CHECK(percent(ratio(90, 141)) == 638);
    CHECK(percent(ratio(15, 141)) == 106);
    CHECK(percent(ratio(82, 141)) == 582);
    CHECK(percent(ratio(126, 141)) == 894);
    CHECK(percent(ratio(7, 141)) == 50);
}

TEST_CASE("nothing reported is not zero")
{
    Cells const none;
    CHECK_FALSE(total(none));
    CHECK_FALSE(youth_au(none));
    Cells zero;
    zero.counts[{Sex::female, AgeBand::unknown, Disability::unknown}] = 0;
    CHECK(total(zero) == 0);
}

TEST_CASE("margins alone give bounds, not a product")
{
    CHECK(intersection_bounds(90, 126, 15, 141) == std::pair<std::int64_t, std::int64_t>{0, 15});
    CHECK(intersection_bounds(90, 82, 15, 141) == std::pair<std::int64_t, std::int64_t>{0, 15});
    CHECK(intersection_bounds(100, 95, 90, 100) == std::pair<std::int64_t, std::int64_t>{85, 90}); // 285 - 200
}

TEST_CASE("a typed total reconciles with its breakdown exactly")
{
    CHECK(reconcile(reference(), 141)->exact());
    CHECK(reconcile(reference(), 143)->unknown == 2);
    CHECK(reconcile(reference(), 139)->exceeds());
    CHECK_FALSE(reconcile({}, 10));
}

TEST_CASE("persons versus participations")
{
    CHECK(unique_persons_range(std::vector<std::int64_t>{120, 80, 50}) == std::pair<std::int64_t, std::int64_t>{120, 250});
    CHECK_FALSE(unique_persons_range(std::vector<std::int64_t>{}));
}

TEST_CASE("codes of cells are read and written")
{
    for (auto const* const code : {"F|18-24|yes", "M|60+|no", "X|0-14|?", "?|?|?"})
        CHECK(code_of(cell_coded(code).value()) == code);
    for (auto const* const bad : {"", "F", "F|18-24", "f|18-24|yes", "F|18-24|yes|", "F||yes", "F|15-24|yes", "F|18-24|oui"})
        CHECK_FALSE_MESSAGE(cell_coded(bad), bad);
}

TEST_CASE("age and both definitions of youth (domain 2.3)")
{
    struct Vector {
        char const *birth, *at;
        int age;
        bool un, au;
    };
    for (auto const& [birth, at, age, un, au] : std::array<Vector, 6>{{{"2000-02-29", "2025-02-28", 24, true, true},
                                                                       {"2000-02-29", "2025-03-01", 25, false, true},
                                                                       {"1989-06-15", "2025-06-14", 35, false, true},
                                                                       {"1989-06-15", "2025-06-15", 36, false, false},
                                                                       {"2010-01-01", "2024-12-31", 14, false, false},
                                                                       {"2010-01-01", "2025-01-01", 15, true, true}}}) {
        auto const years = age_at(Date::parse(birth).value(), Date::parse(at).value());
        CHECK(years == age);
        CHECK(is_youth_un(band_of(years)) == un);
        CHECK(is_youth_au(band_of(years)) == au);
    }
    CHECK(band_of(0) == AgeBand::b0_14);
    CHECK(band_of(17) == AgeBand::b15_17);
    CHECK(band_of(18) == AgeBand::b18_24);
    CHECK(band_of(59) == AgeBand::b36_59);
    CHECK(band_of(60) == AgeBand::b60_up);
}

TEST_CASE("Washington Group short set (domain 2.1)")
{
    constexpr std::nullopt_t none = std::nullopt;
    CHECK(functioning({1, 1, 2, 1, 1, 1}).status == Disability::no);
    CHECK(functioning({1, 3, 1, 1, 1, 1}).status == Disability::yes);
    CHECK(functioning({2, 2, 2, 2, 2, 2}).status == Disability::no); // six times "some" is still no
    CHECK(functioning({4, 1, 1, 1, 1, 1}).status == Disability::yes);
    CHECK(functioning({4, 1, 1, 1, 1, 1}).severity == 4);
    auto const partial = functioning({1, none, 2, 1, 1, 1});
    CHECK(partial.status == Disability::no);
    CHECK(partial.incomplete);
    CHECK(functioning({none, none, none, none, none, none}).status == Disability::unknown);
    auto const one = functioning({none, 3, none, none, none, none});
    CHECK(one.status == Disability::yes);
    CHECK(one.incomplete);
    CHECK(functioning({7, 9, 7, 9, 7, 9}).status == Disability::unknown); // refused, not known
    CHECK_FALSE(functioning({1, 1, 1, 1, 1, 1}).incomplete);
}

static std::string shown(CountTable const& table, std::int64_t k)
{
    auto const mask = suppressed(table, k);
    std::string text;
    for (std::size_t r = 0; r < table.size(); ++r) {
        for (std::size_t c = 0; c < table[r].size(); ++c)
            text += (c ? "," : "") + (mask.hidden[r][c] ? "x" : table[r][c] ? std::to_string(*table[r][c]) : "-");
        text += ';';
    }
    return text + (mask.margins ? "margins" : "");
}

TEST_CASE("masking small counts (domain 2.6, S1 and S2)")
{
    CountTable const first{{3, 41}, {7, 22}, {6, 35}, {9, 18}};
    CHECK(shown(first, 5) == "x,x;7,22;x,x;9,18;");
    CHECK(shown(first, 11) == "x,x;x,x;x,x;x,x;");
    CHECK(shown({{4, 46}, {5, 35}, {3, 29}, {3, 16}}, 5) == "x,x;5,35;x,x;x,x;");
}

TEST_CASE("masking: zero stays, nothing stays nothing, ties go to the lowest index")
{
    CHECK(shown({{0, 10}, {20, 30}}, 5) == "0,10;20,30;");
    CHECK(shown({{3, 10, 10}, {3, 20, 20}}, 5) == "x,x,10;x,x,20;");
    // One masked cell may spread: (1,3), then (1,1) by row 1, (2,1) by column 1, (2,2) by row 2, (1,2) and (2,3) by columns 2 and 3.
    CHECK(shown({{10, 10, 3}, {10, 10, 10}}, 5) == "x,x,x;x,x,x;");
    CHECK(shown({{std::nullopt, 9}, {9, 9}}, 5) == "-,9;9,9;");
    CHECK(shown({{5, 5}, {5, 5}}, 5) == "5,5;5,5;"); // k itself may be shown
    CHECK(shown({}, 5) == "");
}

TEST_CASE("masking: a line without a second positive cell hides its margins instead")
{
    CHECK(shown({{3}}, 5) == "x;margins");
    CHECK(shown({{2, 0}, {0, 0}}, 5) == "x,0;0,0;margins");
    std::vector<std::optional<std::int64_t>> const line{90, 3, 0, 40};
    auto const mask = suppressed_line(line, 5);
    CHECK_FALSE(mask.hidden[0][0]);
    CHECK(mask.hidden[1][0]);
    CHECK_FALSE(mask.hidden[2][0]);
    CHECK(mask.hidden[3][0]); // the smallest positive one protects it
    CHECK(suppressed_line({3, 0}, 5).margins);
}

TEST_CASE("after masking no published line has exactly one hidden cell, whatever the table")
{
    std::uint64_t state = 42;
    auto const next = [&] { return static_cast<std::int64_t>((state = state * 6364136223846793005ULL + 1442695040888963407ULL) >> 33); };
    for (int round = 0; round < 500; ++round) {
        CountTable table(static_cast<std::size_t>(1 + next() % 6), std::vector<std::optional<std::int64_t>>(static_cast<std::size_t>(1 + next() % 6)));
        for (auto& row : table)
            for (auto& cell : row)
                cell = next() % 25;
        auto const mask = suppressed(table, 5);
        bool single = false;
        for (std::size_t r = 0; r < table.size(); ++r) {
            single = single || std::count(mask.hidden[r].begin(), mask.hidden[r].end(), true) == 1;
            for (std::size_t c = 0; c < table[r].size(); ++c)
                if (*table[r][c] >= 1 && *table[r][c] < 5)
                    REQUIRE(mask.hidden[r][c]);
                else if (*table[r][c] == 0)
                    REQUIRE_FALSE(mask.hidden[r][c]);
        }
        for (std::size_t c = 0; c < table[0].size(); ++c)
            single = single || std::count_if(mask.hidden.begin(), mask.hidden.end(), [&](auto const& row) { return row[c]; }) == 1;
        REQUIRE(single == mask.margins);
    }
}

TEST_CASE("the threshold may only be raised (domain 2.6)")
{
    CHECK(threshold(false, std::nullopt) == 5);
    CHECK(threshold(true, std::nullopt) == 11);
    CHECK(threshold(false, 19'999) == 11);
    CHECK(threshold(false, 20'000) == 5);
    CHECK(threshold(false, std::nullopt, 8) == 8);
    CHECK(threshold(true, std::nullopt, 8) == 11);
    CHECK(threshold(false, std::nullopt, 2) == 5);
}

TEST_CASE("shares of a policy marker (domain 2.2)")
{
    MarkerShares shares;
    shares.add(500000, 2);
    shares.add(300000, 1);
    shares.add(200000, 0);
    shares.add(400000, std::nullopt);
    CHECK(percent(shares.coverage()) == 714);
    CHECK(percent(shares.focus()) == 800);
    CHECK(percent(shares.principal_share()) == 500);
    CHECK(percent(shares.eu_weighted()) == 620);
    MarkerShares nothing;
    CHECK_FALSE(nothing.coverage());
    nothing.add(100, std::nullopt);
    CHECK(percent(nothing.coverage()) == 0);
    CHECK_FALSE(nothing.focus());
}

TEST_CASE("the proposed score of the gender marker needs every criterion")
{
    CHECK_FALSE(proposed_score({})); // not screened, which is not 0
    GenderCriteria criteria{.analysis = true, .findings_used = true};
    CHECK(proposed_score(criteria) == 0);
    criteria.objective = criteria.sex_disaggregated = criteria.reporting_commitment = true;
    CHECK(proposed_score(criteria) == 1);
    criteria.top_ambition = true;
    CHECK(proposed_score(criteria) == 1);
    criteria.outcome_indicators = true;
    CHECK(proposed_score(criteria) == 2);
    criteria.findings_used = false;
    CHECK_FALSE(proposed_score(criteria));
}
