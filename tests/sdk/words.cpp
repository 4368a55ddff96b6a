// Words inside sentences: translated fields, list files, numbers and dates as people write them.
#include "passerelle/cpp/words.hpp"
#include <doctest/doctest.h>

using namespace psl;

TEST_CASE("a translated field is read in the reader's language, else in another")
{
    CHECK(*translated(R"({"fr": "Eau", "en": "Water"})", true) == "Eau");
    CHECK(*translated(R"({"fr": "Eau", "en": "Water"})", false) == "Water");
    CHECK(*translated(R"({"en":"Water"})", true) == "Water");
    CHECK(*translated(R"({"vi":"Nước","es":"Agua"})", true) == "Nước");
    CHECK(*translated(R"({"fr":"","en":"Water"})", true) == "Water");
    CHECK(!translated("", true));
    CHECK(!translated("null", true));
    CHECK(!translated("{}", true));
    CHECK(*translated(R"({"fr":"a \"b\" \\ \u00e9 \ud83d\ude00\n"})", true) == "a \"b\" \\ é 😀\n");
    CHECK(*translated(R"({"fr":"\ud83d"})", true) == "\xEF\xBF\xBD"); // half a pair
    for (char const* broken : {"{\"fr\"", "{\"fr\":\"a", "\"", "{\"fr\":12}", "{\"fr\":\"\\u12\"}", "{\"\\"})
        (void)translated(broken, true); // ends
}

TEST_CASE("names come from list files")
{
    std::string_view const csv = "code;fr;en\n1;Un;One\n11;Onze;Eleven\n";
    CHECK(*name_in("code;fr;en;parent;withdrawn\nSN;Sénégal;Senegal;;0\n", "SN", false) == "Senegal");
    CHECK(*name_in(csv, "1", true) == "Un");
    CHECK(*name_in(csv, "11", false) == "Eleven");
    CHECK(!name_in(csv, "2", true));
    CHECK(!name_in(csv, "", true));
}

TEST_CASE("numbers and dates in sentences")
{
    CHECK(number_text(1234567, 2, true) == "12\u202f345,67");
    CHECK(number_text(1234567, 2, false) == "12,345.67");
    CHECK(number_text(-5, 2, true) == "\u22120,05");
    CHECK(number_text(999, 0, true) == "999");
    CHECK(number_text(1000, 0, false) == "1,000");
    CHECK(percent_text(638, 1, true) == "63,8\u00a0%");
    CHECK(money_text(1524490, "EUR", true) == "15\u202f244,90\u00a0EUR");
    CHECK(money_text(10'000'000, "XOF", true) == "10\u202f000\u202f000\u00a0XOF");
    CHECK(date_text("2025-03-01", true) == "01/03/2025");
    CHECK(days_text(0, true) == "0\u00a0jour");
    CHECK(days_text(1, true) == "1\u00a0jour");
    CHECK(days_text(97, true) == "97\u00a0jours");
    CHECK(days_text(0, false) == "0 days");
    CHECK(filled("{2} puis {1}, {3}", {"a", "b"}) == "b puis a, {3}");
}
