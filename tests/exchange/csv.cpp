#include "host/exchange/csv.hpp"
#include <doctest/doctest.h>

using namespace passerelle;
using namespace passerelle::exchange;

TEST_CASE("the writer quotes by RFC 4180 and begins with Excel's mark")
{
    std::string out;
    CsvWriter csv{out};
    csv.text("Lomé");
    csv.text("a;b");
    csv.text("dit « \"oui\" »");
    csv.text("deux\nlignes");
    csv.end_row();
    csv.plain("-12,50");
    csv.text("");
    csv.end_row();
    CHECK(out == "\xEF\xBB\xBFLomé;\"a;b\";\"dit « \"\"oui\"\" »\";\"deux\nlignes\"\r\n-12,50;\r\n");
}

TEST_CASE("text that a spreadsheet would run is disarmed, numbers are not")
{
    for (std::string const hostile : {"=1+1", "+33 1 23", "-2+3", "@SUM(A1)", "\t=1", "  =1", "\u00A0=1"}) {
        std::string out;
        CsvWriter csv{out, {';', false}};
        csv.text(hostile);
        CHECK(out.find('\'') != std::string::npos);
        CHECK(out.find(hostile) == out.find('\'') + 1);
    }
    std::string out;
    CsvWriter csv{out, {',', false}};
    csv.plain("-5");
    CHECK(out == "-5");
}

TEST_CASE("what was written reads back")
{
    std::string out;
    CsvWriter csv{out};
    for (auto const* field : {"id", "titre"})
        csv.text(field);
    csv.end_row();
    csv.text("1");
    csv.text("Marché \"couvert\";\r\nphase 2");
    csv.end_row();
    auto const file = read_csv(out);
    REQUIRE(file);
    CHECK(file->separator == ';');
    CHECK(file->encoding == "UTF-8");
    REQUIRE(file->rows.size() == 2);
    CHECK(file->rows[1][1].find("Marché \"couvert\";") == 0);
    CHECK(file->rows[1].size() == 2);
}

TEST_CASE("separator and encoding are guessed")
{
    auto const tabs = read_csv("a\tb\tc\n1,5\t2,5\t3\n");
    REQUIRE(tabs);
    CHECK(tabs->separator == '\t');
    CHECK(tabs->rows[1][0] == "1,5");
    auto const commas = read_csv("name,city\n\"Diop, A.\",Lom\xE9\n");
    REQUIRE(commas);
    CHECK(commas->separator == ',');
    CHECK(commas->encoding == "windows-1252");
    CHECK(commas->rows[1][0] == "Diop, A.");
    CHECK(commas->rows[1][1] == "Lomé");
    std::string wide = "\xFF\xFE";
    for (char const letter : std::string{"a;\xE9\n"})
        (wide += letter) += '\0';
    auto const utf16 = read_csv(wide);
    REQUIRE(utf16);
    CHECK(utf16->encoding == "UTF-16LE");
    CHECK(utf16->rows[0] == std::vector<std::string>{"a", "é"});
    auto const hint = read_csv("sep=|\na|b;c\n");
    REQUIRE(hint);
    CHECK(hint->rows[0] == std::vector<std::string>{"a", "b;c"});
}

TEST_CASE("hostile files end with a sentence, not with memory")
{
    CHECK_FALSE(read_csv("a;\"never closed\nb;c\n"));
    CHECK_FALSE(read_csv(std::string(2'000'000, 'x')));
    CHECK_FALSE(read_csv(std::string(5000, ';')));
    CsvLimits few;
    few.rows = 3;
    CHECK_FALSE(read_csv("a\nb\nc\nd\n", few));
    auto const empty = read_csv("");
    REQUIRE(empty);
    CHECK(empty->rows.empty());
    auto const control = read_csv(std::string("a;b\x01\x02;\xEF\xBF\xBE\n"));
    REQUIRE(control);
    CHECK(control->rows[0].size() == 3);
    CHECK(read_csv("\xEF\xBB\xBF")->rows.empty());
    auto const lone = read_csv("\r\n\r\n;\r\n");
    REQUIRE(lone);
    CHECK(lone->rows == std::vector<std::vector<std::string>>{{"", ""}});
}
