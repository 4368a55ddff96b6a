// Progress, lights, headcounts and marker shares with the worked figures of the domain brief (2.2 to 2.6).
#include "plugins/inclusion/src/measures.hpp"
#include "passerelle/value/suppression.hpp"
#include <doctest/doctest.h>

using psl::Exact;

namespace {

std::optional<Exact> of(std::int64_t number) { return Exact{number}; }

/// The 141 persons of the brief, by its columns; "36+" is put in 36-59.
psl::Cells reference()
{
    psl::Cells cells;
    auto const row = [&](psl::Sex sex, std::initializer_list<std::int64_t> counts) {
        auto at = counts.begin();
        for (psl::AgeBand const age : {psl::AgeBand::b18_24, psl::AgeBand::b25_35, psl::AgeBand::b36_59})
            for (psl::Disability const disability : {psl::Disability::yes, psl::Disability::no})
                cells.counts[{sex, age, disability}] = *at++;
    };
    row(psl::Sex::female, {4, 46, 3, 27, 2, 8});
    row(psl::Sex::male, {3, 29, 2, 12, 1, 4});
    return cells;
}

std::string percent(Exact const& part, Exact const& whole) { return psl::rounded_text(part / whole * 100, 1); }

} // namespace

TEST_CASE("progress is the same formula in both directions")
{
    CHECK(*inclusion::progress(of(20), of(100), of(68), true) == psl::exact(60, 2));
    CHECK(*inclusion::progress(of(40), of(25), of(31), false) == psl::exact(60, 2));
    CHECK(*inclusion::progress(of(20), of(100), of(12), true) == psl::exact(-10, 2)); // a regression stays one
    CHECK(psl::rounded_text(*inclusion::progress(of(0), of(150), of(141), true) * 100, 1) == "94.0");
    CHECK(*inclusion::progress(of(0), of(10), of(13), true) == psl::exact(130, 2)); // more than planned stays more
    CHECK(psl::rounded_text(*inclusion::progress(of(0), of(120), of(95), true) * 100, 1) == "79.2");
}

TEST_CASE("a target to maintain is met or not")
{
    CHECK(*inclusion::progress(of(50), of(50), of(55), true) == 1);
    CHECK(*inclusion::progress(of(50), of(50), of(50), true) == 1);
    CHECK(*inclusion::progress(of(50), of(50), of(49), true) == 0);
    CHECK(*inclusion::progress(of(50), of(50), of(49), false) == 1);
    CHECK(*inclusion::progress(of(50), of(50), of(51), false) == 0);
}

TEST_CASE("without a baseline there is a rate of achievement, not progress; without figures nothing")
{
    CHECK(!inclusion::progress(std::nullopt, of(100), of(68), true));
    CHECK(*inclusion::achievement(of(100), of(68)) == psl::exact(68, 2));
    CHECK(!inclusion::achievement(of(0), of(68)));
    CHECK(!inclusion::progress(of(0), of(100), std::nullopt, true));
    CHECK(!inclusion::progress(of(0), std::nullopt, of(5), true));
}

TEST_CASE("targets that go against the direction are seen")
{
    CHECK(inclusion::goes_backwards(of(100), of(20), true));
    CHECK(inclusion::goes_backwards(of(20), of(100), false));
    CHECK(!inclusion::goes_backwards(of(20), of(100), true));
    CHECK(!inclusion::goes_backwards(of(20), of(20), true));
    CHECK(!inclusion::goes_backwards(std::nullopt, of(20), true));
}

TEST_CASE("lights weigh progress against time")
{
    Exact const half = Exact{366} / Exact{731};
    CHECK(inclusion::light(psl::exact(46, 2), half) == inclusion::Light::green);
    CHECK(inclusion::light(psl::exact(40, 2), half) == inclusion::Light::amber);
    CHECK(inclusion::light(psl::exact(30, 2), half) == inclusion::Light::red); // 0.599
    CHECK(inclusion::light(psl::exact(45, 2), psl::exact(50, 2)) == inclusion::Light::green); // exactly 0.90
    CHECK(inclusion::light(psl::exact(30, 2), psl::exact(50, 2)) == inclusion::Light::amber); // exactly 0.60
    CHECK(inclusion::light(std::nullopt, half) == inclusion::Light::grey);
    CHECK(inclusion::light(psl::exact(46, 2), std::nullopt) == inclusion::Light::grey);
    CHECK(inclusion::light(psl::exact(46, 2), psl::exact(9, 2)) == inclusion::Light::grey);
    CHECK(inclusion::light(psl::exact(30, 2), half, 50, 30) == inclusion::Light::green); // a donor's own thresholds
}

TEST_CASE("women, youth by both definitions, disability and their crossing")
{
    auto const people = inclusion::people_of(reference());
    CHECK(people.total == 141);
    CHECK(people.women == 90);
    CHECK(percent(people.women, people.total) == "63.8");
    CHECK(people.disabled == 15);
    CHECK(percent(people.disabled, people.total) == "10.6");
    CHECK(people.youth_un == 82);
    CHECK(percent(people.youth_un, people.total) == "58.2");
    CHECK(people.youth_au == 126);
    CHECK(percent(people.youth_au, people.total) == "89.4");
    CHECK(people.young_disabled_women_un == 4);
    CHECK(people.young_disabled_women_au == 7);
    CHECK(percent(people.young_disabled_women_au, people.total) == "5.0");
}

TEST_CASE("what is not known stays unknown")
{
    psl::Cells cells;
    cells.counts[inclusion::cell_key("F", "?", "?")] = 3;
    cells.counts[inclusion::cell_key("?", "15-17", "yes")] = 2;
    cells.counts[inclusion::cell_key("other words", "99", "maybe")] = 1;
    auto const people = inclusion::people_of(cells);
    CHECK(people.total == 6);
    CHECK(people.unknown_sex == 3);
    CHECK(people.unknown_age == 4);
    CHECK(people.unknown_disability == 4);
    CHECK(people.youth_un == 2);
    CHECK(people.young_disabled_women_au == 0);
    CHECK(inclusion::people_of({}).total == 0);
}

TEST_CASE("the reference set is masked as the brief says")
{
    psl::CountTable const table{{4, 46}, {5, 35}, {3, 29}, {3, 16}};
    auto const mask = psl::suppressed(table, 5);
    CHECK(mask.hidden == std::vector<std::vector<bool>>{{true, true}, {false, false}, {true, true}, {true, true}});
}
