// Numbers, money and dates for people. Expected texts: the French writing rules (CLDR forms) and hand calculation.
#include "host/base/format.hpp"
#include <array>
#include <doctest/doctest.h>
#include <limits>

using namespace passerelle;

static constexpr auto fr = Language::fr;
static constexpr auto en = Language::en;

TEST_CASE("numbers: U+202F between thousands and a comma in French")
{
    CHECK(format_integer(1234567, fr) == "1\u202F234\u202F567");
    CHECK(format_integer(1234567, en) == "1,234,567");
    CHECK(format_integer(0, fr) == "0");
    CHECK(format_integer(-1234, fr) == "-1\u202F234");
    CHECK(format_integer(std::numeric_limits<std::int64_t>::min(), fr) == "-9\u202F223\u202F372\u202F036\u202F854\u202F775\u202F808");
    CHECK(format_decimal(12345675, 1, fr) == "1\u202F234\u202F567,5");
    CHECK(format_decimal(5, 2, fr) == "0,05");
    CHECK(format_decimal(-5, 2, en) == "-0.05");
    CHECK(format_decimal(655957000000, 9, fr) == "655,957000000");
    CHECK(format_percent(638, 1, fr) == "63,8\u00A0%");
    CHECK(format_percent(638, 1, en) == "63.8%");
    CHECK(format_percent(-100, 1, fr) == "-10,0\u00A0%");
}

TEST_CASE("money: the currency's own decimals, its ISO code, U+00A0 before it")
{
    CHECK(format_money(10'000'000, "XOF", fr) == "10\u202F000\u202F000\u00A0XOF");
    CHECK(format_money(1524490, "EUR", fr) == "15\u202F244,90\u00A0EUR");
    CHECK(format_money(1524490, "EUR", fr, CurrencyStyle::symbol) == "15\u202F244,90\u00A0€");
    CHECK(format_money(1524490, "EUR", en, CurrencyStyle::symbol) == "€15,244.90");
    CHECK(format_money(-1524490, "EUR", en, CurrencyStyle::symbol) == "-€15,244.90");
    CHECK(format_money(12345678, "TND", fr) == "12\u202F345,678\u00A0TND");
    CHECK(format_money(1000, "XAF", fr, CurrencyStyle::symbol) == "1\u202F000\u00A0XAF"); // never FCFA beside F CFA
}

TEST_CASE("dates in tables and in running text")
{
    CHECK(format_date("2025-03-01", fr) == "01/03/2025");
    CHECK(format_date("2025-03-01", fr, DateStyle::text) == "1er\u00A0mars 2025");
    CHECK(format_date("2025-08-31", fr, DateStyle::text) == "31\u00A0août 2025");
    CHECK(format_date("2025-03-01", en, DateStyle::text) == "1 March 2025");
    CHECK(format_date("2025-13-01", fr) == "2025-13-01"); // what is no date is shown as it came
}

TEST_CASE("typed numbers")
{
    auto const read = [](char const* typed, int scale, Language language = fr) { return parse_scaled(typed, scale, language); };
    for (auto const* const typed : {"1234,56", "1 234,56", "1\u202F234,56", "1\u00A0234,56", "1.234,56", "1,234.56", "1234.56", "1'234.56", "1’234,56", " +1 234,56 "})
        CHECK_MESSAGE((read(typed, 2).ok() && *read(typed, 2) == 123456), typed);
    CHECK(*read("-0,05", 2) == -5);
    CHECK(*read("\u22125", 0) == -5);
    CHECK(*read("5", 2) == 500);
    CHECK(*read(",5", 1) == 5);
    CHECK(*read("1.234.567", 0) == 1234567);
    CHECK(*read("1 234 567", 0) == 1234567);
    CHECK(*read("12,500", 1) == 125); // zeros beyond the scale say nothing
    CHECK(*read("655,957", 9) == 655957000000);
    CHECK(*read("1,234", 0, en) == 1234);
    CHECK(*read("1.5", 1, fr) == 15);
    CHECK(*read("0.125", 3, fr) == 125); // no thousand starts with 0
    CHECK(*read("1234.567", 3, fr) == 1234567);
}

TEST_CASE("typed numbers that are refused, with a sentence")
{
    for (auto const* const typed : {"", " ", "-", "abc", "1e3", "12a", "1,2,3", "1.2.3", "1 23", "12 34", "1,5,", "5,", "0x10", "١٢", "NaN", "1;5", "--1", "1-1"}) {
        auto const result = parse_scaled(typed, 2, fr);
        CHECK_FALSE_MESSAGE(result.ok(), typed);
        if (!result)
            CHECK(result.error().sentence.fr.ends_with("."));
    }
    CHECK_FALSE(parse_scaled("1.234", 2, fr).ok()); // 1 234 or 1,234: two readings
    CHECK(parse_scaled("1.234", 2, fr).error().sentence.fr.find("deux façons") != std::string::npos);
    CHECK_FALSE(parse_scaled("1,005", 2, fr).ok());
    CHECK_FALSE(parse_scaled("1,5", 0, fr).ok());
    CHECK_FALSE(parse_scaled("92233720368547758,08", 2, fr).ok());
    CHECK(parse_scaled("92233720368547758,07", 2, fr).ok());
    CHECK_FALSE(parse_scaled(std::string(100'000, '9'), 2, fr).ok());
    CHECK_FALSE(parse_scaled("\xFF\xFE", 2, fr).ok());
}

TEST_CASE("what is written is read back")
{
    for (auto const language : {fr, en})
        for (std::int64_t const number : {0LL, 7LL, -7LL, 99999LL, 123456789LL, -98765432101LL, 922337203685477580LL})
            for (int scale = 0; scale <= 9; ++scale) {
                auto const text = format_decimal(number, scale, language);
                auto const back = parse_scaled(text, scale, language);
                CHECK_MESSAGE((back.ok() && *back == number), text);
            }
}

TEST_CASE("typed dates")
{
    for (auto const* const typed : {"1/3/2025", "01/03/2025", "2025-03-01", "01.03.2025", "1-3-2025", " 1 3 2025 "})
        CHECK_MESSAGE((parse_date(typed, fr).ok() && *parse_date(typed, fr) == "2025-03-01"), typed);
    CHECK(*parse_date("29/02/2024", fr) == "2024-02-29");
    for (auto const* const typed : {"", "29/02/2025", "31/04/2025", "1/13/2025", "2025", "01/03/25", "1/3", "1/3/2025/4", "03/2025", "0/3/2025", "1/3/0000", "32/01/2025", "aa/bb/cccc", "1//3/2025"})
        CHECK_FALSE_MESSAGE(parse_date(typed, fr).ok(), typed);
}
