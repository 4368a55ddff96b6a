// Folding, order, cleaning and shortening of text.
#include "host/base/text.hpp"
#include <doctest/doctest.h>
#include <string>

using namespace passerelle;

TEST_CASE("fold: case, accents, ligatures, kinds of space and apostrophe")
{
    CHECK(fold("Équité") == "equite");
    CHECK(fold("NOUAKCHOTT") == "nouakchott");
    CHECK(fold("Mise en œuvre") == "mise en oeuvre");
    CHECK(fold("L’État") == fold("l'etat"));
    CHECK(fold("10\u202F000\u00A0XOF") == "10 000 xof");
    CHECK(fold("Cafe\u0301") == "cafe"); // a combining accent
    CHECK(fold("Đà Nẵng") == "đa nang");
    CHECK(fold("Thiès–Dakar") == "thies-dakar");
    CHECK(fold("") == "");
}

TEST_CASE("fold: inclusive signs read as the reader would type them")
{
    for (auto const* const text : {"élus", "élu·e·s", "élu-e-s", "élu(e)s", "élu•e•s", "élu·es"})
        CHECK_MESSAGE(fold(text) == "elus", text);
    CHECK(fold("chargé·e de projet") == "charge de projet");
    CHECK(fold("chargé-e") == "charge");
    CHECK(fold("citoyen·ne·s") == "citoyens");
    CHECK(fold("citoyen(ne)s") == "citoyens");
    CHECK(fold("directeur·rice") == "directeur");
    CHECK(fold("acteur·trice·s locaux") == "acteurs locaux");
    CHECK(fold("tous·tes") == "tous");
    CHECK(fold("projet(s)") == "projets");
}

TEST_CASE("fold: words with hyphens and brackets stay as they are")
{
    CHECK(fold("Porto-Novo") == "porto-novo");
    CHECK(fold("Saint-Louis") == "saint-louis");
    CHECK(fold("peut-être") == "peut-etre");
    CHECK(fold("donnez-le") == "donnez-le");
    CHECK(fold("Ville (Sénégal)") == "ville (senegal)");
    CHECK(fold("m(2)") == "m(2)");
    CHECK(fold("a·b") == "a·b");
    CHECK(fold("(e)") == "(e)");
    CHECK(fold("e-s") == "e-s");
}

TEST_CASE("order of texts for people")
{
    CHECK(collate("Abidjan", "Zurich") < 0);
    CHECK(collate("Étampes", "Zurich") < 0); // not after z
    CHECK(collate("cote", "côte") < 0);
    CHECK(collate("Lot 2", "Lot 10") < 0);
    CHECK(collate("Dakar", "Dakar") == 0);
}

TEST_CASE("cleaning: valid UTF-8 without control characters")
{
    CHECK(cleaned("Thiès\tok\n") == "Thiès\tok\n");
    CHECK(cleaned("a\r\nb\rc") == "a\nb\nc");
    CHECK(cleaned(std::string{"a\0b", 3}) == "a\uFFFDb");
    CHECK(cleaned("a\x1B[31m") == "a\uFFFD[31m");
    CHECK(cleaned("caf\xE9") == "caf\uFFFD"); // Latin-1
    CHECK(cleaned("\xC0\xAF") == "\uFFFD\uFFFD"); // overlong
    CHECK(cleaned("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD"); // a surrogate
    CHECK(cleaned("\xF0\x9F\x98") == "\uFFFD\uFFFD\uFFFD"); // cut short
    CHECK(is_valid_utf8("œ€😀"));
    CHECK_FALSE(is_valid_utf8("\xF5\x80\x80\x80"));
    CHECK_FALSE(is_valid_utf8("caf\xE9"));
    CHECK(is_valid_utf8(""));
}

TEST_CASE("cleaning any bytes gives valid UTF-8")
{
    std::uint64_t state = 7;
    for (int round = 0; round < 2000; ++round) {
        std::string bytes;
        for (int at = 0; at < 40; ++at)
            bytes += static_cast<char>((state = state * 6364136223846793005ULL + 1442695040888963407ULL) >> 56);
        auto const clean = cleaned(bytes);
        REQUIRE(is_valid_utf8(clean));
        REQUIRE(cleaned(clean) == clean);
        (void)fold(bytes); // never throws
        (void)collate(bytes, clean);
        (void)shortened(bytes, 10);
    }
}

TEST_CASE("shortening cuts at the end of a word")
{
    CHECK(shortened("Réhabilitation du marché", 100) == "Réhabilitation du marché");
    CHECK(shortened("Réhabilitation du marché", 20) == "Réhabilitation du…");
    CHECK(shortened("Réhabilitation", 5) == "Réha…");
    CHECK(shortened("abc", 3) == "abc");
    CHECK(shortened("abcd", 1) == "…");
    CHECK(shortened("abcd", 0) == "");
}
