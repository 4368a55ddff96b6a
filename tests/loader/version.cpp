#include "host/loader/version.hpp"
#include <doctest/doctest.h>

using namespace passerelle::loader;

TEST_CASE("a caret keeps the first number that is not zero")
{
    // The examples of semver.org's caret as npm and Cargo document it.
    CHECK(satisfies("1.2.3", "^1.2.3") == true);
    CHECK(satisfies("1.9.0", "^1.2") == true);
    CHECK(satisfies("1.1.9", "^1.2") == false);
    CHECK(satisfies("2.0.0", "^1.2") == false);
    CHECK(satisfies("0.3.5", "^0.3") == true);
    CHECK(satisfies("0.4.0", "^0.3") == false);
    CHECK(satisfies("0.0.3", "^0.0.3") == true);
    CHECK(satisfies("0.0.4", "^0.0.3") == false);
    CHECK(satisfies("1.0.0", "1.0") == true);
    CHECK(satisfies("1.0.1", "1.0") == false);
    CHECK(satisfies("7.1.0", "*") == true);
    CHECK(satisfies("1.2.9", "~1.2") == true);
    CHECK(satisfies("1.3.0", "~1.2") == false);
    CHECK(satisfies("1.9.0", "~1") == true);
    CHECK(satisfies("2.0.0", "~1") == false);
    CHECK(satisfies("9.0.0", ">=1.2") == true);
    CHECK(satisfies("1.1.9", ">=1.2") == false);
}

TEST_CASE("what cannot be read is said, not guessed")
{
    for (char const* const bad : {"", "^", "1.", "1.2.3.4", "v1", "1.x", "<=1", "^1.2-beta", "99999999999999"}) {
        CAPTURE(bad);
        CHECK_FALSE(satisfies("1.0.0", bad));
    }
    CHECK_FALSE(satisfies("one", "^1"));
}
