// Progress, aggregation, lights, schedule. Expected figures: domain 2.5 and 3.2.
#include "passerelle/value/indicators.hpp"
#include "passerelle/value/lights.hpp"
#include "passerelle/value/ratios.hpp"
#include <array>
#include <doctest/doctest.h>

using namespace psl;

static Exact number(char const* text) { return parse_exact(text).value(); }
static Date day(char const* iso) { return Date::parse(iso).value(); }

TEST_CASE("progress to target, one formula in both directions (domain 2.5)")
{
    CHECK(progress(20, 100, 68, Direction::ascending)->share == number("0.60"));
    CHECK(progress(40, 25, 31, Direction::descending)->share == number("0.60"));
    CHECK(progress(20, 100, 12, Direction::ascending)->share == number("-0.10"));
    CHECK(progress(0, 150, 141, Direction::ascending)->share == number("0.94"));
    CHECK(progress(0, 100, 130, Direction::ascending)->share == number("1.3")); // over-achievement is kept
    CHECK(bar_length(number("-0.10")) == 0);
    CHECK(bar_length(number("1.3")) == 1);
}

TEST_CASE("progress without baseline, to maintain, and without data")
{
    auto const rate = progress(std::nullopt, 150, 141, Direction::ascending);
    CHECK(rate->kind == ProgressKind::achievement);
    CHECK(rate->share == number("0.94"));
    CHECK_FALSE(progress(std::nullopt, 0, 5, Direction::ascending));
    CHECK_FALSE(progress(0, std::nullopt, 5, Direction::ascending));
    CHECK_FALSE(progress(0, 10, std::nullopt, Direction::ascending));
    CHECK(progress(80, 80, 80, Direction::ascending)->share == 1);
    CHECK(progress(80, 80, 79, Direction::ascending)->share == 0);
    CHECK(progress(80, 80, 79, Direction::descending)->share == 1);
    CHECK(progress(80, 80, 81, Direction::descending)->kind == ProgressKind::maintained);
    CHECK(target_contradicts(20, 10, Direction::ascending));
    CHECK(target_contradicts(20, 30, Direction::descending));
    CHECK_FALSE(target_contradicts(20, 20, Direction::ascending));
}

TEST_CASE("the light compares progress with time (domain 2.5)")
{
    auto const time = elapsed(day("2024-01-01"), day("2025-12-31"), day("2024-12-31")).value();
    CHECK(time.total == 731);
    CHECK(time.days == 366);
    CHECK(rounded_text(time.share(), 4) == "0.5007");
    auto const index = [&](char const* share) { return rounded_text(time_adjusted(number(share), time.share()).value(), 3); };
    CHECK(index("0.46") == "0.919");
    CHECK(index("0.40") == "0.799");
    CHECK(index("0.30") == "0.599");
    CHECK(result_light(number("0.46"), time.share()) == Light::green);
    CHECK(result_light(number("0.40"), time.share()) == Light::amber);
    CHECK(result_light(number("0.30"), time.share()) == Light::red);
    CHECK(result_light(number("-0.10"), time.share()) == Light::red);
    CHECK(result_light(std::nullopt, time.share()) == Light::grey);
    CHECK(result_light(number("0.30"), number("0.0999")) == Light::grey); // too early to say
    CHECK(result_light(number("0.30"), number("0.10")) == Light::green);
    CHECK(result_light(number("0.45"), number("0.5")) == Light::green);   // exactly 0.90
    CHECK(result_light(number("0.30"), number("0.5")) == Light::amber);   // exactly 0.60
    CHECK(worst({Light::green, Light::grey, Light::amber}) == Light::amber);
    CHECK(worst({Light::grey, Light::grey}) == Light::grey);
}

TEST_CASE("burn index and estimate at completion (domain 3.2, F1)")
{
    auto const time = elapsed(day("2024-01-01"), day("2025-12-31"), day("2024-12-31")).value();
    auto const burn = burn_index(180000, 480000, time);
    CHECK(rounded_text(burn.value(), 3) == "0.749");
    CHECK(budget_light(burn) == Light::amber);
    auto const estimate = estimate_at_completion(180000, time).value();
    CHECK(rounded_text(estimate, 2) == "359508.20");
    CHECK(rounded_text(480000 - estimate, 2) == "120491.80");
    CHECK(percent(ratio(180000, 480000), 2) == 3750);
    CHECK_FALSE(ratio(5, 0)); // "n/a", not 0 %
    CHECK_FALSE(burn_index(5, 0, time));
    auto const before = elapsed(day("2024-01-01"), day("2025-12-31"), day("2023-06-01")).value();
    CHECK(before.days == 0);
    CHECK_FALSE(burn_index(5, 10, before));
    CHECK_FALSE(estimate_at_completion(5, before));
    CHECK(elapsed(day("2024-01-01"), day("2025-12-31"), day("2030-01-01"))->share() == 1);
    CHECK_FALSE(elapsed(day("2024-01-02"), day("2024-01-01"), day("2024-01-01")));
    for (auto const& [value, light] : std::array<std::pair<char const*, Light>, 7>{{{"0.59", Light::red}, {"0.60", Light::amber}, {"0.80", Light::green}, {"1.10", Light::green}, {"1.11", Light::amber}, {"1.25", Light::amber}, {"1.26", Light::red}}})
        CHECK_MESSAGE(budget_light(number(value)) == light, value);
    CHECK(budget_light(std::nullopt) == Light::grey);
}

TEST_CASE("over periods: sum, latest, and what is missing (domain 2.5)")
{
    using Values = std::vector<std::optional<Exact>>;
    auto const actual = over_periods(Values{30, 45, 20}, PeriodRule::sum);
    auto const target = over_periods(Values{30, 50, 40}, PeriodRule::sum);
    CHECK(actual.value == Exact{95});
    CHECK(percent(ratio(*actual.value, *target.value)) == 792);
    auto const gap = over_periods(Values{30, std::nullopt, 20}, PeriodRule::sum);
    CHECK(gap.value == Exact{50});
    CHECK(gap.missing == 1);
    CHECK(over_periods(Values{30, 45, std::nullopt}, PeriodRule::latest).value == Exact{45});
    CHECK_FALSE(over_periods(Values{std::nullopt}, PeriodRule::sum).value); // not 0
    CHECK_FALSE(over_periods(Values{1, 2}, PeriodRule::none).value);
    CHECK(period_rule(Measure::unit, Counting::flow) == PeriodRule::sum);
    CHECK(period_rule(Measure::unit, Counting::stock) == PeriodRule::latest);
    CHECK(period_rule(Measure::percentage, Counting::flow) == PeriodRule::latest);
    CHECK(period_rule(Measure::qualitative, Counting::flow) == PeriodRule::none);
}

TEST_CASE("percentages are pooled, never averaged (domain 2.5)")
{
    std::array<Fraction, 2> const places{{{Exact{45}, Exact{60}}, {Exact{30}, Exact{90}}}};
    auto const all = pooled(places);
    CHECK(all->numerator == 75);
    CHECK(all->denominator == 150);
    CHECK(percent(all->share()) == 500); // the mean of 75 % and 33.3 % would be 54.2
    std::array<Fraction, 2> const sexes{{{Exact{24}, Exact{30}}, {Exact{21}, Exact{30}}}};
    CHECK(percent(pooled(sexes)->share()) == 750);
    std::array<Fraction, 2> const without{{{Exact{45}, Exact{60}}, {Exact{30}, std::nullopt}}};
    CHECK_FALSE(pooled(without));
    CHECK_FALSE(pooled({}));
    std::array<Fraction, 1> const empty{{{Exact{0}, Exact{0}}}};
    CHECK_FALSE(pooled(empty)->share());
}

TEST_CASE("scores have a distribution and a median, yes and no are counted")
{
    using Scores = std::vector<std::optional<std::int64_t>>;
    auto const scores = distribution(Scores{5, 1, 3, std::nullopt, 3, 4});
    CHECK(scores->median == 3);
    CHECK(scores->counts.at(3) == 2);
    CHECK(distribution(Scores{2, 4})->median == 2); // a score that exists
    CHECK_FALSE(distribution(Scores{std::nullopt}));
    auto const answers = count_answers(std::vector<std::optional<bool>>{true, false, std::nullopt, true});
    CHECK(answers.yes == 2);
    CHECK(answers.known == 3);
}
