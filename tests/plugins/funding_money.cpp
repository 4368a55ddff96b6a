// Conversion and ratios of the funding module with the worked figures of the domain brief (3.2, 3.3).
#include "plugins/funding/src/convert.hpp"
#include "plugins/funding/src/ratios.hpp"
#include <doctest/doctest.h>
#include <string_view>

using funding::Rate;

namespace {

Rate rate(std::string_view units)
{
    Rate made;
    made.units = *psl::parse_exact(units);
    made.scaled = psl::parse_scaled_exactly(units, funding::rate_scale).value_or(0);
    return made;
}

std::int64_t convert(std::int64_t minor, std::string_view from, std::string_view from_units, std::string_view to, std::string_view to_units)
{
    auto const result = funding::converted(minor, from, rate(from_units), to, rate(to_units));
    REQUIRE(result);
    return *result;
}

psl::Date day(std::string_view iso) { return *psl::Date::parse(iso); }

} // namespace

TEST_CASE("fixed parities")
{
    CHECK(convert(10'000'000, "XOF", "655.957", "EUR", "1") == 1524490);
    CHECK(convert(1000, "XOF", "655.957", "EUR", "1") == 152);
    CHECK(3 * convert(1000, "XOF", "655.957", "EUR", "1") == 456); // lines add up to 4.56
    CHECK(convert(3000, "XOF", "655.957", "EUR", "1") == 457);     // one line of the same money is 4.57
    CHECK(convert(29'300'000, "EUR", "1", "XOF", "655.957") == 192'195'401);
    CHECK(convert(87'000'000, "EUR", "1", "XAF", "655.957") == 570'682'590);
    CHECK(convert(32'797'850, "XOF", "655.957", "EUR", "1") == 5'000'000);
    CHECK(convert(10'000, "EUR", "1", "KMF", "491.96775") == 49197); // 49 196.775
    CHECK(convert(1'000'000, "KMF", "491.96775", "EUR", "1") == 203265);
    CHECK(convert(1'234'567, "EUR", "1", "XOF", "655.957") == 8'098'229);
    CHECK(convert(8'098'229, "XOF", "655.957", "EUR", "1") == 1'234'567);
    CHECK(convert(100, "EUR", "1", "XOF", "655.957") == 656);
}

TEST_CASE("floating currencies, two and three decimals and none")
{
    CHECK(convert(25'000'000, "MAD", "10.80", "EUR", "1") == 2'314'815);
    CHECK(convert(8'000'000, "CHF", "0.95", "EUR", "1") == 8'421'053);
    CHECK(convert(1'250'000'000, "VND", "27000", "EUR", "1") == 4'629'630);
    CHECK(convert(448'000'000'000, "LBP", "96000", "EUR", "1") == 4'666'667);
    CHECK(convert(4'900'000'000, "MGA", "4900", "EUR", "1") == 1'000'000);
    CHECK(convert(12'345'678, "TND", "3.35", "EUR", "1") == 368'528);
}

TEST_CASE("a cross rate is not rounded on its way through EUR")
{
    CHECK(convert(1'000'004, "XAF", "655.957", "CAD", "1.48") == 225'625);
}

TEST_CASE("corrections take back exactly what they correct")
{
    CHECK(convert(-1000, "XOF", "655.957", "EUR", "1") == -152);
    CHECK(convert(-12'345'678, "TND", "3.35", "EUR", "1") == -368'528);
    CHECK(convert(0, "XOF", "655.957", "EUR", "1") == 0);
    // At the ends of what 64 bits hold: a figure that does not fit is refused, never wrapped.
    CHECK(!funding::converted(INT64_MAX, "XOF", rate("0.5"), "EUR", rate("1")));
    CHECK(convert(INT64_MIN + 1, "EUR", "1", "EUR", "1") == INT64_MIN + 1);
}

TEST_CASE("the policies of an agreement give different totals")
{
    std::int64_t const value_date = convert(12'000'000, "MAD", "10.70", "EUR", "1") + convert(8'000'000, "MAD", "10.90", "EUR", "1") + convert(5'000'000, "MAD", "11.10", "EUR", "1");
    CHECK(value_date == 2'305'890);
    CHECK(convert(25'000'000, "MAD", "10.90", "EUR", "1") == 2'293'578);
    CHECK(convert(25'000'000, "MAD", "10.88", "EUR", "1") == 2'297'794);
}

TEST_CASE("burn index, estimate at completion and the light")
{
    auto const time = funding::elapsed(day("2024-01-01"), day("2025-12-31"), day("2024-12-31"));
    CHECK(time.days == 366);
    CHECK(time.all == 731);
    CHECK(psl::rounded_text(*time.share() * 100, 2) == "50.07");
    psl::Exact const spend{18'000'000}, budget{48'000'000};
    auto const index = funding::burn_index(spend, budget, time);
    REQUIRE(index);
    CHECK(psl::rounded_text(*index, 3) == "0.749");
    CHECK(psl::round_half_up(*funding::estimate_at_completion(spend, time)) == 35'950'820);
    CHECK(48'000'000 - 35'950'820 == 12'049'180); // the underspend that the brief projects
    CHECK(funding::light(*index) == psl::Tone::warn);
    CHECK(funding::light(psl::exact(80, 2)) == psl::Tone::good);
    CHECK(funding::light(psl::exact(110, 2)) == psl::Tone::good);
    CHECK(funding::light(psl::exact(1101, 3)) == psl::Tone::warn);
    CHECK(funding::light(psl::exact(125, 2)) == psl::Tone::warn);
    CHECK(funding::light(psl::exact(126, 2)) == psl::Tone::bad);
    CHECK(funding::light(psl::exact(599, 3)) == psl::Tone::bad);
}

TEST_CASE("nothing is divided by zero")
{
    CHECK(!funding::burn_index(psl::Exact{5}, psl::Exact{0}, {10, 20}));
    CHECK(!funding::burn_index(psl::Exact{5}, psl::Exact{10}, {0, 20})); // the project has not begun
    CHECK(!funding::estimate_at_completion(psl::Exact{5}, {}));
    CHECK(funding::elapsed(day("2025-01-02"), day("2025-01-01"), day("2025-01-01")).all == 0);
    auto const before = funding::elapsed(day("2025-01-01"), day("2025-12-31"), day("2024-06-01"));
    CHECK(before.days == 0);
    auto const after = funding::elapsed(day("2025-01-01"), day("2025-12-31"), day("2027-06-01"));
    CHECK(after.days == after.all);
}
