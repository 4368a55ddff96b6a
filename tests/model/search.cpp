// Search: the same records whichever of its ways finds them (whole words, first letters read one by one, the index's beginnings).
#include "host/model/query.hpp"
#include "host/model/query_sql.hpp"
#include "tests/model/fixture.hpp"
#include <fmt/format.h>
#include <set>

using namespace fixture;

namespace {

std::set<std::int64_t> found(Portfolio& portfolio, std::string_view words, std::size_t most = 50)
{
    auto const hits = search(portfolio.store->reader(), portfolio.registry, words, most);
    REQUIRE_MESSAGE(hits, (hits ? "" : hits.error().sentence.en));
    std::set<std::int64_t> ids;
    for (auto const& hit : *hits)
        CHECK_MESSAGE(ids.insert(hit.id).second, "each record once");
    return ids;
}

Value fr(std::string const& text) { return Translations{{{"fr", text}}}; }

} // namespace

TEST_CASE("words are found with or without accents, as beginnings, all of them")
{
    Portfolio portfolio;
    auto const market = portfolio.project("P-1", {{"title", fr("Marché couvert de Nouakchott – équité entre quartiers")}});
    auto const garden = portfolio.project("P-2", {{"title", fr("Jardin maraîcher «Équilibre»")}, {"note", std::string("Près de l’œuvre du quartier, 12°30’ nord")}});
    CHECK(found(portfolio, "nouakchott equite") == std::set{market});
    CHECK(found(portfolio, "Équi") == std::set{market, garden});
    CHECK(found(portfolio, "equil") == std::set{garden});
    CHECK(found(portfolio, "MAR") == std::set{market, garden});
    CHECK(found(portfolio, "marche") == std::set{market});
    CHECK(found(portfolio, "quartiers couv") == std::set{market});
    CHECK(found(portfolio, "quartier oeuvre") == std::set{garden});
    CHECK(found(portfolio, "12°30") == std::set{garden}); // two words for the index, which has no phrases
    CHECK(found(portfolio, "« équilibre »") == std::set{garden});
    CHECK(found(portfolio, "fr").empty()); // the name of the language is not in the text
    CHECK(found(portfolio, "rien du tout").empty());
    CHECK(found(portfolio, "«»").empty());
}

TEST_CASE("a beginning that many records hold and one that few hold are both found among thousands")
{
    Portfolio portfolio;
    std::vector<std::int64_t> all;
    std::int64_t rare = 0;
    for (int from = 0; from < 1500; from += 500) {
        std::vector<Change> changes;
        for (int at = from; at < from + 500; ++at)
            changes.push_back({ChangeKind::insert, "work.project", 0, {{"identifier", fmt::format("P-{:04}", at)}, {"title", fr(at == 3 ? "Projection rare" : "Projet ordinaire")}}, {}});
        auto const result = portfolio.editor->apply({"ajout", "addition"}, std::move(changes));
        auto const* const applied = std::get_if<Applied>(&result);
        REQUIRE(applied);
        all.insert(all.end(), applied->ids.begin(), applied->ids.end());
        if (from == 0)
            rare = applied->ids[3];
    }
    // The latest of what is frequent.
    auto const frequent = found(portfolio, "proje", 50);
    CHECK(frequent == std::set<std::int64_t>(all.end() - 50, all.end()));
    // 400 rows with the same first letters are tried before the index is asked.
    CHECK(found(portfolio, "projecti") == std::set{rare});
    CHECK(found(portfolio, "rare projec") == std::set{rare});
    CHECK(found(portfolio, "projectil").empty());

    auto const& entity = portfolio.of("work.project");
    auto const order_of = [&](char const* field, bool descending) {
        auto ids = order(portfolio.store->reader(), portfolio.registry, {&entity, {}, "", {{field, descending}}, Language::fr});
        REQUIRE(ids);
        return *ids;
    };
    auto const narrow = [&](std::string_view words, std::vector<std::int64_t> const& in, std::size_t most) {
        auto ids = narrowed(portfolio.store->reader(), entity, words, in, most);
        REQUIRE(ids);
        return *ids;
    };
    auto const down = order_of("identifier", true);
    CHECK(narrow("proje", down, 50) == std::vector<std::int64_t>(down.begin(), down.begin() + 50));
    CHECK(narrow("projection", down, 50) == std::vector{rare});
    CHECK(narrow("proje", down, down.size()) == down);
    CHECK(narrow("", down, 3) == std::vector<std::int64_t>(down.begin(), down.begin() + 3));
    CHECK(narrow("xyz", down, 50).empty());

    std::atomic<bool> stop{true};
    auto const stopped = search(portfolio.store->reader(), portfolio.registry, "proje", 50, &stop);
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().status == Status::cancelled);
    CHECK_FALSE(narrowed(portfolio.store->reader(), entity, "proje", down, 50, &stop));
}

TEST_CASE("the expression of a search")
{
    CHECK(match_expression(search_words("Équité « Nouakchott »"), LastWord::beginning) == "\"equite\" \"nouakchott\"*");
    CHECK(match_expression(search_words("marchés"), LastWord::few_letters) == "\"mar\"*");
    CHECK(match_expression(search_words("a\" OR b"), LastWord::whole) == "\"a\" \"or\" \"b\"");
    CHECK(match_expression({}, LastWord::beginning).empty());
}
