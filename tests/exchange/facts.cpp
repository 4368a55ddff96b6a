#include "host/exchange/facts.hpp"
#include "sample.hpp"
#include <doctest/doctest.h>
#include <limits>

using namespace passerelle;
using namespace passerelle::exchange;
using namespace sample;

TEST_CASE("zero and the five absences are six different things, in both languages")
{
    CHECK(fact_text(count(0), Language::fr) == "0");
    CHECK(fact_text(absent(FactKind::not_reported), Language::fr) == "n. r.");
    CHECK(fact_text(absent(FactKind::not_applicable), Language::fr) == "s. o.");
    CHECK(fact_text(absent(FactKind::not_computable), Language::fr) == "n. a.");
    CHECK(fact_text(absent(FactKind::not_converted), Language::fr) == "non converti");
    CHECK(fact_text(absent(FactKind::suppressed), Language::fr) == "•");
    std::vector<std::string> english;
    for (auto const kind : {FactKind::not_reported, FactKind::not_applicable, FactKind::not_computable, FactKind::not_converted, FactKind::suppressed})
        english.push_back(fact_text(absent(kind), Language::en));
    for (std::size_t a = 0; a < english.size(); ++a)
        for (std::size_t b = a + 1; b < english.size(); ++b)
            CHECK(english[a] != english[b]);
    // A blank cell means nothing and is forbidden in reports.
    CHECK(fact_text(text(""), Language::fr) == "n. r.");
}

TEST_CASE("figures are written as the language writes them")
{
    CHECK(fact_text(money(10'000'000, "XOF"), Language::fr) == "10\u202F000\u202F000\u00A0XOF");
    CHECK(fact_text(money(1'524'490, "EUR"), Language::fr) == "15\u202F244,90\u00A0EUR");
    CHECK(fact_text(percent(638), Language::fr) == "63,8\u00A0%");
    CHECK(fact_text(percent(638), Language::en) == "63.8%");
    CHECK(fact_text(date("2025-03-01"), Language::fr) == "01/03/2025");
}

TEST_CASE("ends and axes of charts are short")
{
    auto const euro = money(0, "EUR"), franc = money(0, "XOF");
    CHECK(compact_text(152'449.0, euro, Language::fr) == "152\u00A0k€");
    CHECK(compact_text(1'500'000.0, euro, Language::fr) == "1,5\u00A0M€");
    CHECK(compact_text(2'000'000'000.0, euro, Language::fr) == "2\u00A0Md€");
    CHECK(compact_text(1'500'000.0, franc, Language::fr) == "1,5\u00A0M\u00A0XOF");
    CHECK(compact_text(141, count(0), Language::fr) == "141");
    CHECK(compact_text(63.8, percent(0), Language::fr) == "63,8\u00A0%");
    CHECK(compact_text(std::numeric_limits<double>::infinity(), count(0), Language::fr) == "n. a.");
}

TEST_CASE("a sum leaves out what is absent and refuses what does not add up")
{
    CHECK(sum_of({count(30), count(45), absent(FactKind::not_reported), count(20)}) == count(95));
    CHECK_FALSE(sum_of({money(100, "XOF"), money(100, "XAF")}));
    CHECK_FALSE(sum_of({count(30), absent(FactKind::suppressed)}));
    CHECK_FALSE(sum_of({percent(500), percent(400)}));
    CHECK_FALSE(sum_of({count(std::numeric_limits<std::int64_t>::max()), count(1)}));
    CHECK_FALSE(sum_of({absent(FactKind::not_reported)}));
}

TEST_CASE("tones are a shape and a word, and the signs in use are explained under the table")
{
    for (auto const tone : {Tone::good, Tone::warn, Tone::bad, Tone::info, Tone::muted}) {
        CHECK_FALSE(tone_sign(tone).empty());
        CHECK_FALSE(tone_word(tone, Language::fr).empty());
        CHECK_FALSE(tone_word(tone, Language::en).empty());
    }
    Table table{"t", "", {"a", "b"}, {{cell(absent(FactKind::not_computable, "dénominateur nul")), cell(count(3), Tone::bad)}, {cell(absent(FactKind::suppressed, "3")), cell(count(0))}}, 0};
    auto const notes = notes_of(table, Language::fr);
    REQUIRE(notes.size() == 3);
    CHECK(notes[0] == "n. a.\u00A0: non calculable (dénominateur nul)");
    // The reason of a masked figure could give it away: it is never printed.
    CHECK(notes[1] == "•\u00A0: effectif inférieur au seuil ou masqué pour protéger un autre effectif");
    CHECK(notes[2] == "■ alerte");
}
