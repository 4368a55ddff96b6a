// Exact numbers and money. Expected figures: domain 3.2, 3.3, 4.3 and their worked vectors.
#include "passerelle/value/money.hpp"
#include "passerelle/value/rates.hpp"
#include "passerelle/value/split.hpp"
#include <array>
#include <doctest/doctest.h>
#include <limits>

using namespace psl;

static Exact number(char const* text) { return parse_exact(text).value(); }

/// Units for 1 EUR: the parities, and the fictitious rates of the domain's vectors.
static Exact rate_of(std::string_view currency)
{
    if (auto const fixed = fixed_rate(currency))
        return *fixed;
    constexpr std::array<std::pair<std::string_view, char const*>, 7> rates{
        {{"MAD", "10.80"}, {"CHF", "0.95"}, {"CAD", "1.48"}, {"VND", "27000"}, {"LBP", "96000"}, {"MGA", "4900"}, {"TND", "3.35"}}};
    for (auto const& [code, rate] : rates)
        if (code == currency)
            return number(rate);
    return 0;
}

static std::string convert(char const* amount, char const* from, char const* to)
{
    auto const money = parse_money(amount, from);
    REQUIRE(money);
    auto const result = converted(*money, rate_of(from), to, rate_of(to));
    REQUIRE(result);
    return plain_amount(*result);
}

TEST_CASE("minor units by ISO 4217")
{
    for (auto const* const code : {"XOF", "XAF", "KMF", "GNF", "RWF", "BIF", "DJF", "VND", "VUV", "XPF", "JPY", "UGX", "ISK", "CLP", "KRW", "PYG"})
        CHECK_MESSAGE(minor_units(code) == 0, code);
    for (auto const* const code : {"EUR", "USD", "CAD", "CHF", "MAD", "DZD", "MGA", "LBP", "CDF", "HTG", "MUR", "SCR", "EGP", "KHR", "LAK", "CVE", "MRU", "STN", "GBP"})
        CHECK_MESSAGE(minor_units(code) == 2, code);
    for (auto const* const code : {"TND", "BHD", "IQD", "JOD", "KWD", "LYD", "OMR"})
        CHECK_MESSAGE(minor_units(code) == 3, code);
    CHECK(is_currency_code("XOF"));
    CHECK_FALSE(is_currency_code("xof"));
    CHECK_FALSE(is_currency_code("EURO"));
}

TEST_CASE("amounts are read exactly or not at all")
{
    CHECK(parse_money("1234.56", "EUR") == Money{123456, "EUR"});
    CHECK(parse_money("-0.05", "EUR") == Money{-5, "EUR"});
    CHECK(parse_money("12345.678", "TND") == Money{12345678, "TND"});
    CHECK(parse_money("10000000", "XOF") == Money{10000000, "XOF"});
    CHECK(parse_money("10000000.00", "XOF") == Money{10000000, "XOF"}); // zeros say nothing
    CHECK_FALSE(parse_money("0.5", "XOF"));
    CHECK_FALSE(parse_money("1.005", "EUR"));
    for (auto const* const bad : {"", "-", ".", ".5", "5.", "1,5", "1 000", "1e3", "+1", "1.2.3", "--1", "0x10", "NaN", "1_0"})
        CHECK_FALSE_MESSAGE(parse_money(bad, "EUR"), bad);
    CHECK(parse_money("92233720368547758.07", "EUR") == Money{std::numeric_limits<std::int64_t>::max(), "EUR"});
    CHECK(parse_money("-92233720368547758.08", "EUR") == Money{std::numeric_limits<std::int64_t>::min(), "EUR"});
    CHECK_FALSE(parse_money("92233720368547758.08", "EUR"));
    CHECK_FALSE(parse_money(std::string(5000, '9'), "EUR"));
    CHECK(plain_amount({-5, "EUR"}) == "-0.05");
    CHECK(plain_amount({7, "TND"}) == "0.007");
    CHECK(plain_amount({std::numeric_limits<std::int64_t>::min(), "EUR"}) == "-92233720368547758.08");
}

TEST_CASE("rounding is half up, away from zero")
{
    CHECK(round_half_up(number("2.5")) == 3);
    CHECK(round_half_up(number("-2.5")) == -3);
    CHECK(round_half_up(number("2.4999")) == 2);
    CHECK(round_half_up(number("1.005"), 2) == 101); // a binary fraction would give 1.00
    CHECK(round_half_up(number("-1.005"), 2) == -101);
    CHECK(round_half_up(Exact{1, 3}, 4) == 3333);
    CHECK_FALSE(round_half_up(number("9223372036854775807.5")));
    CHECK(rounded_text(Exact{2, 3}, 3) == "0.667");
}

TEST_CASE("conversion through the euro, rounded once (domain 3.3)")
{
    CHECK(convert("10000000", "XOF", "EUR") == "15244.90");
    CHECK(convert("1000", "XOF", "EUR") == "1.52");
    CHECK(convert("3000", "XOF", "EUR") == "4.57");
    CHECK(convert("293000", "EUR", "XOF") == "192195401");
    CHECK(convert("870000", "EUR", "XAF") == "570682590");
    CHECK(convert("32797850", "XOF", "EUR") == "50000.00");
    CHECK(convert("100", "EUR", "KMF") == "49197");
    CHECK(convert("1000000", "KMF", "EUR") == "2032.65");
    CHECK(convert("12345.67", "EUR", "XOF") == "8098229");
    CHECK(convert("8098229", "XOF", "EUR") == "12345.67");
    CHECK(convert("1", "EUR", "XOF") == "656");
    CHECK(convert("250000", "MAD", "EUR") == "23148.15");
    CHECK(convert("80000", "CHF", "EUR") == "84210.53");
    CHECK(convert("1250000000", "VND", "EUR") == "46296.30");
    CHECK(convert("4480000000", "LBP", "EUR") == "46666.67");
    CHECK(convert("49000000", "MGA", "EUR") == "10000.00");
    CHECK(convert("12345.678", "TND", "EUR") == "3685.28");
    CHECK(convert("1000004", "XAF", "CAD") == "2256.25"); // rounding to euro cents on the way would give 2256.26
    CHECK(convert("1700000", "EUR", "XOF") == "1115126900");
    CHECK(convert("-1000", "XOF", "EUR") == "-1.52"); // a correction takes back what it corrects
}

TEST_CASE("a table's total is the sum of its rounded lines")
{
    Money total{0, "EUR"};
    for (int line = 0; line < 3; ++line)
        total = sum(total, converted_at_parity({1000, "XOF"}, "EUR").value()).value();
    CHECK(plain_amount(total) == "4.56");
    CHECK_FALSE(sum({1, "EUR"}, {1, "XOF"}));
    CHECK_FALSE(sum({std::numeric_limits<std::int64_t>::max(), "EUR"}, {1, "EUR"}));
}

TEST_CASE("conversion refuses what cannot be")
{
    CHECK_FALSE(converted({100, "EUR"}, 1, "MAD", 0));
    CHECK_FALSE(converted({100, "EUR"}, -1, "MAD", 10));
    CHECK_FALSE(converted_at_parity({100, "MAD"}, "EUR"));
    CHECK(converted_at_parity({1000, "XOF"}, "XAF") == Money{1000, "XAF"});
    CHECK_FALSE(converted({std::numeric_limits<std::int64_t>::max(), "EUR"}, 1, "VND", 27000));
    CHECK(converted({123, "EUR"}, 1, "EUR", 1) == Money{123, "EUR"});
}

TEST_CASE("policies of an agreement (domain 3.3, MAD)")
{
    constexpr std::array<std::pair<char const*, char const*>, 3> lines{{{"120000", "10.70"}, {"80000", "10.90"}, {"50000", "11.10"}}};
    Money by_date{0, "EUR"};
    std::vector<Exact> rates;
    for (auto const& [amount, rate] : lines) {
        by_date = sum(by_date, converted(parse_money(amount, "MAD").value(), number(rate), "EUR", 1).value()).value();
        rates.push_back(number(rate));
    }
    CHECK(plain_amount(by_date) == "23058.90");
    Money const all = parse_money("250000", "MAD").value();
    CHECK(average_rate(rates) == number("10.90"));
    CHECK(plain_amount(converted(all, average_rate(rates).value(), "EUR", 1).value()) == "22935.78");
    std::array<Transfer, 2> const transfers{{{10000, 107000}, {15000, 165000}}};
    CHECK(weighted_rate(transfers) == number("10.88"));
    CHECK(plain_amount(converted(all, weighted_rate(transfers).value(), "EUR", 1).value()) == "22977.94");
    CHECK_FALSE(average_rate({}));
    CHECK_FALSE(weighted_rate({}));
}

TEST_CASE("the rate of a value date is the last one published by then")
{
    auto const day = [](char const* iso) { return Date::parse(iso).value(); };
    std::array<DatedRate, 3> const rates{{{day("2024-01-02"), number("10.70")}, {day("2024-02-01"), number("10.90")}, {day("2024-03-01"), number("11.10")}}};
    CHECK_FALSE(applicable_rate(rates, day("2024-01-01"))); // never a later rate
    CHECK(applicable_rate(rates, day("2024-01-02"))->rate.per_euro == number("10.70"));
    CHECK(applicable_rate(rates, day("2024-02-29"))->rate.per_euro == number("10.90"));
    CHECK(applicable_rate(rates, day("2024-04-01"))->days_old == 31);
    CHECK_FALSE(applicable_rate(rates, day("2024-04-01"))->stale());
    CHECK(applicable_rate(rates, day("2024-04-02"))->stale());
}

TEST_CASE("largest remainder: percentages that add up to exactly 100 (domain 4.3)")
{
    using Parts = std::vector<std::int64_t>;
    CHECK(split_by_largest_remainder(10000, Parts{1, 1, 1}) == Parts{3334, 3333, 3333});
    CHECK(split_by_largest_remainder(10000, Parts{5, 3, 3, 2}) == Parts{3846, 2308, 2308, 1538});
    CHECK(split_by_largest_remainder(-100, Parts{1, 1, 1}) == Parts{-34, -33, -33});
    CHECK(split_by_largest_remainder(7, Parts{0, 1, 0}) == Parts{0, 7, 0});
    CHECK(split_by_largest_remainder(1, Parts{1, 1}) == Parts{1, 0});
    CHECK(split_by_largest_remainder(100, Parts{}).empty());
    CHECK(split_by_largest_remainder(100, Parts{0, 0}).empty());
    CHECK(split_by_largest_remainder(100, Parts{1, -1}).empty());
    auto const most = std::numeric_limits<std::int64_t>::max();
    auto const huge = split_by_largest_remainder(most, Parts{most, most});
    CHECK(huge[0] - huge[1] == 1);
}

TEST_CASE("proration by days (domain 3.2)")
{
    auto const day = [](char const* iso) { return Date::parse(iso).value(); };
    CHECK(overlap_days(day("2024-01-01"), day("2024-12-31"), day("2024-10-01"), day("2025-03-31")) == 92);
    auto const part = prorated(240000, day("2024-01-01"), day("2024-12-31"), day("2024-10-01"), day("2025-03-31"));
    CHECK(rounded_text(part.value(), 2) == "60327.87");
    CHECK(prorated(240000, day("2024-01-01"), day("2024-12-31"), day("2025-01-01"), day("2025-03-31")) == Exact{0});
    CHECK_FALSE(prorated(1, day("2024-02-01"), day("2024-01-01"), day("2024-01-01"), day("2024-12-31")));
}
