// What publishers write as dates, numbers, codes and dimensions, and how it is read.
#include "codes.hpp"
#include "dimensions.hpp"
#include "names.hpp"
#include "organisations.hpp"
#include "values.hpp"
#include <doctest/doctest.h>
#include <string>

using iati::Reading;

TEST_CASE("dates: the day is taken, what does not exist or could mean two days is not")
{
    CHECK(iati::read_date("2014-01-31").date->iso() == "2014-01-31");
    CHECK(iati::read_date("2014-01-31").reading == Reading::plain);
    CHECK(iati::read_date(" 2014-01-31Z ").reading == Reading::plain); // xsd:date allows a zone
    CHECK(iati::read_date("2014-01-31+02:00").reading == Reading::plain);
    CHECK(iati::read_date("2014-01-01T00:00:00").reading == Reading::interpreted);
    CHECK(iati::read_date("2014-01-01T00:00:00").date->iso() == "2014-01-01");
    CHECK(iati::read_date("2024-02-29").date->iso() == "2024-02-29");
    for (char const* written : {"2014-02-31", "2023-02-29", "31/12/2014", "12/31/2014", "2014", "2014-1-1", "20140101", "0000-00-00", "2014-01-01x", ""})
        CHECK_MESSAGE(!iati::read_date(written).date, written);
}

TEST_CASE("numbers: plain decimals, and the forms that people type")
{
    auto const reads = [](char const* written, int scale, std::int64_t number, Reading reading) {
        auto const out = iati::read_number(written, scale);
        CHECK_MESSAGE(out.number == number, written);
        CHECK_MESSAGE(out.reading == reading, written);
    };
    reads("1000", 2, 100000, Reading::plain);
    reads("-1000.5", 2, -100050, Reading::plain);
    reads("+3", 0, 3, Reading::plain);
    reads(".5", 2, 50, Reading::plain);
    reads("0.10", 1, 1, Reading::plain);
    reads("2.345", 2, 235, Reading::rounded);
    reads("-2.345", 2, -235, Reading::rounded); // half away from zero
    reads("2.3449999", 2, 234, Reading::rounded);
    reads("10,000.00", 2, 1000000, Reading::interpreted);
    reads("30,000,000.00", 2, 3000000000, Reading::interpreted);
    reads("384 000,00", 2, 38400000, Reading::interpreted);
    reads("1\xC2\xA0" "234,56", 2, 123456, Reading::interpreted);
    reads("1\xE2\x80\xAF" "234,56", 2, 123456, Reading::interpreted);
    reads("1.234,56", 2, 123456, Reading::interpreted);
    reads("61,199", 0, 61199, Reading::interpreted); // three digits after a comma: thousands
    reads("12,5", 1, 125, Reading::interpreted);
    reads("1.5E3", 2, 150000, Reading::interpreted);
    reads("45%", 0, 45, Reading::interpreted);
    reads("9223372036854775807", 0, 9223372036854775807, Reading::plain);
    for (char const* written : {"", "-", ".", "abc", "12abc", "1,23,456", "1.2.3", "12-5", "1e999", "N=42;P=57", "9223372036854775808", "0x10", "nan", "€ 5"})
        CHECK_MESSAGE(iati::read_number(written, 2).reading == Reading::unreadable, written);
}

TEST_CASE("codes of versions before 2.01 become those of 2.0x")
{
    CHECK(iati::codes::transaction_type("C") == "2");
    CHECK(iati::codes::transaction_type("D") == "3");
    CHECK(iati::codes::transaction_type("E") == "4");
    CHECK(iati::codes::transaction_type("IF") == "1");
    CHECK(iati::codes::transaction_type("3") == "3");
    CHECK(iati::codes::organisation_role("Implementing") == "4");
    CHECK(iati::codes::activity_date_type("end-actual") == "4");
    CHECK(iati::codes::sector_vocabulary("DAC-3") == "2");
    CHECK(iati::codes::without_leading_zeros("04") == "4");
    CHECK(iati::codes::without_leading_zeros("0") == "0");
}

TEST_CASE("every name of the standard is found, and nothing else")
{
    for (std::size_t at = 1; at < static_cast<std::size_t>(iati::Name::count); ++at) {
        auto const text = iati::text_of(static_cast<iati::Name>(at));
        CHECK(iati::name_of(text.data(), text.size()) == static_cast<iati::Name>(at));
    }
    CHECK(iati::name_of("iati-activitie", 14) == iati::Name::unknown);
    CHECK(iati::name_of("usg:tec1", 8) == iati::Name::unknown);
    CHECK(iati::name_of("", 0) == iati::Name::unknown);
}

TEST_CASE("dimensions in French and English")
{
    CHECK(iati::dimension_named("Sexe") == iati::Dimension::sex);
    CHECK(iati::dimension_named("tranche d’âge") == iati::Dimension::age);
    CHECK(iati::dimension_named("Disability status") == iati::Dimension::disability);
    CHECK(iati::dimension_named("province") == iati::Dimension::none);
    CHECK(iati::sex_named("Femmes") == psl::Sex::female);
    CHECK(iati::sex_named("garçons") == psl::Sex::male);
    CHECK(!iati::sex_named("adult"));
    CHECK(iati::age_named("18–24") == psl::AgeBand::b18_24);
    CHECK(iati::age_named("18 to 24 years") == psl::AgeBand::b18_24);
    CHECK(iati::age_named("60 ans et plus") == psl::AgeBand::b60_up);
    CHECK(!iati::age_named("18-29")); // another cut
    CHECK(iati::disability_named("sans handicap") == psl::Disability::no);
}

TEST_CASE("cells are built only where the published values agree")
{
    psl::CellKey const woman{psl::Sex::female, psl::AgeBand::unknown, psl::Disability::unknown};
    psl::CellKey const man{psl::Sex::male, psl::AgeBand::unknown, psl::Disability::unknown};
    unsigned const by_sex = iati::bit(iati::Dimension::sex);
    iati::CellBuilder cells;
    cells.total(141);
    cells.cell(by_sex, woman, 90);
    cells.cell(by_sex, man, 51);
    CHECK(cells.cells().counts.size() == 2);
    CHECK(cells.cells().counts.at(woman) == 90);

    iati::CellBuilder too_many;
    too_many.total(140);
    too_many.cell(by_sex, woman, 90);
    too_many.cell(by_sex, man, 51);
    CHECK(too_many.cells().counts.empty());

    iati::CellBuilder twice;
    twice.cell(by_sex, woman, 90);
    twice.cell(by_sex, woman, 91);
    CHECK(twice.cells().counts.empty());
}

TEST_CASE("names of organisations fold")
{
    CHECK(iati::folded("Ville de  Genève") == iati::folded("VILLE DE GENEVE"));
    CHECK(iati::folded(" Huế ") == "hue");
    CHECK(iati::folded("Œuvre") != iati::folded("Ouvre"));
}
