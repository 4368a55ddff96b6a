// The value helpers of the wrapper that modules compile in.
#include "passerelle/plugin.hpp"
#include <cstdint>
#include <doctest/doctest.h>

TEST_CASE("scaled numbers are written and read exactly")
{
    using psl::detail::scaled_number;
    using psl::detail::scaled_text;
    CHECK(scaled_text(125, 1) == "12.5");
    CHECK(scaled_text(-5, 2) == "-0.05");
    CHECK(scaled_text(0, 0) == "0");
    CHECK(scaled_text(INT64_MIN, 2) == "-92233720368547758.08");
    CHECK(scaled_number("12.5", 2) == 1250);
    CHECK(scaled_number("-0.05", 2) == -5);
    CHECK(scaled_number("7", 3) == 7000);
    CHECK(scaled_number("1.500", 1) == 15); // zeros say nothing more
    CHECK(scaled_number(".5", 1) == 5);
    CHECK_FALSE(scaled_number("1.55", 1));
    for (char const* const bad : {"", "-", ".", "1e3", "1,5", "1.2.3", " 1", "92233720368547758.08", "NaN"}) {
        CAPTURE(bad);
        CHECK_FALSE(scaled_number(bad, 2));
    }
}

TEST_CASE("fields speak the names of ext/records.h")
{
    psl::Fields fields;
    fields.set("title", "x").money("value", psl::Money{125, "XOF"}).period("time", psl::Date::of(2025, 1, 1), std::nullopt);
    fields.link_key("bed", {"a", "b"}).codes("tags", {"a\"b", "c\n"}).links("parts", {1, -2}).translations("name", {{"fr", "é\\"}});
    fields.decimal("share", 638, 1).translations("none", {}).web_file("file", "t", "https://example.org");
    psl::detail::FieldsRow const raw(fields);
    psl::Row const row(&raw.row);
    CHECK(row.text("title") == "x");
    CHECK(row.money("value") == psl::Money{125, "XOF"});
    CHECK(row.date("time.from") == psl::Date::of(2025, 1, 1));
    CHECK(row.is_null("time.to"));
    CHECK(row.has("time.to"));
    CHECK_FALSE(row.has("nothing"));
    CHECK(row.text("bed") == "a\x1f" "b");
    CHECK(row.text("tags") == R"(["a\"b","c\u000a"])");
    CHECK(row.text("parts") == "[1,-2]");
    CHECK(row.text("name") == R"({"fr":"é\\"})");
    CHECK(row.text("share") == "63.8");
    CHECK(row.is_null("none"));
    CHECK(row.text("file") == R"({"name":"t","url":"https://example.org"})");
    CHECK_FALSE(row.integer("title"));
}

TEST_CASE("not reported is a fact of its own")
{
    CHECK(psl::fact::count(std::optional<std::int64_t>{}).kind == PSL_NOT_REPORTED);
    CHECK(psl::fact::count(std::int64_t{0}).kind == PSL_FACT_COUNT);
    CHECK(psl::fact::money(std::optional<psl::Money>{}).kind == PSL_NOT_REPORTED);
    CHECK(psl::Fact{}.kind == PSL_NOT_REPORTED);
    CHECK(psl::fact::suppressed("k").text == "k");
}
