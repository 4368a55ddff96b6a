// What spreadsheets leave on the clipboard, without a window.
#include "host/ui/clipboard_block.hpp"
#include <doctest/doctest.h>

using passerelle::ui::cells_of_text, passerelle::ui::says_nothing;
using Rows = std::vector<std::vector<std::string>>;

TEST_CASE("copied cells are rows of cells, with or without quotes and a last line end")
{
    CHECK(cells_of_text("") == Rows{});
    CHECK(cells_of_text("12") == Rows{{"12"}});
    CHECK(cells_of_text("a\tb\r\nc\td\r\n") == Rows{{"a", "b"}, {"c", "d"}});
    CHECK(cells_of_text("a\t\n\tb") == Rows{{"a", ""}, {"", "b"}});
    CHECK(cells_of_text("a\n\nb\n") == Rows{{"a"}, {""}, {"b"}}); // an empty line holds its place
    // Excel puts quotes around a cell that holds a line end or a tab, and doubles those inside.
    CHECK(cells_of_text("\"deux\nlignes\"\tet \"\"\n") == Rows{{"deux\nlignes", "et \"\""}});
    CHECK(cells_of_text("\"un \"\"mot\"\"\"\t2") == Rows{{"un \"mot\"", "2"}});
    CHECK(cells_of_text("\u00A0 12\u202F500 \t x ") == Rows{{"12\u202F500", "x"}}); // spaces around, not within
    CHECK(cells_of_text("\"sans fin\ta\nb") == Rows{{"sans fin\ta\nb"}});
}

TEST_CASE("what is beyond the bounds of a block is left out")
{
    std::string wide, high;
    for (int at = 0; at < 300; ++at)
        wide += "x\t";
    for (int at = 0; at < 2'500; ++at)
        high += "y\n";
    REQUIRE(cells_of_text(wide).size() == 1);
    CHECK(cells_of_text(wide).front().size() == 200);
    CHECK(cells_of_text(high).size() == 2'000);
}

TEST_CASE("a cell that says nothing is told from zero")
{
    for (char const* const nothing : {"", "-", "–", "—", "n. r.", "N.R.", "nr", "s. o.", "n. a."})
        CHECK(says_nothing(nothing));
    for (char const* const something : {"0", "0,0", "non", "-1", "."})
        CHECK_FALSE(says_nothing(something));
}
