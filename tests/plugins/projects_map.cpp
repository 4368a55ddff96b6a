// The map of the projects module: cities, partnerships, choices, and cities without coordinates, through the recorder.
#include "portfolio.hpp"
#include <algorithm>

using namespace testing;

namespace {

std::string const network = R"([
  {"ref":"n","entity":"core.territory","fields":{"identifier":"N","name":{"fr":"Nordville"},"location":{"lat":46.2,"lon":6.1}}},
  {"ref":"s","entity":"core.territory","fields":{"identifier":"S","name":{"fr":"Sudville"},"location":{"lat":14.6,"lon":-17.0}}},
  {"ref":"t","entity":"core.territory","fields":{"identifier":"T","name":{"fr":"Rivage"},"location":{"lat":6.1,"lon":1.2}}},
  {"ref":"x","entity":"core.territory","fields":{"identifier":"X","name":{"fr":"Sanslieu"}}},
  {"ref":"d","entity":"core.organisation","fields":{"identifier":"D","name":{"fr":"Fonds"}}},
  {"ref":"ns","entity":"projects.partnership","fields":{"name":"Nord et Sud","direction":"north_south","cities":["@n","@s"]}},
  {"ref":"ss","entity":"projects.partnership","fields":{"name":"Sud et Rivage","direction":"south_south","cities":["@s","@t"]}},
  {"ref":"p1","entity":"projects.activity","fields":{"identifier":"P1","title":{"fr":"Un"},"status":"2","city":"@s","theme":["water"],"partnership":"@ns"}},
  {"entity":"projects.activity","fields":{"identifier":"P2","title":{"fr":"Deux"},"status":"2","city":"@s","theme":["energy"]}},
  {"entity":"projects.activity","fields":{"identifier":"P3","title":{"fr":"Trois"},"status":"4","city":"@x"}},
  {"entity":"projects.participation","fields":{"activity":"@p1","organisation":"@d","role":"1"}}])";

exchange::Map const* map_of(std::vector<exchange::Block> const& blocks)
{
    for (auto const& block : blocks)
        if (auto const* const map = std::get_if<exchange::Map>(&block))
            return map;
    return nullptr;
}

exchange::Place const* place(exchange::Map const& map, std::string_view label)
{
    auto const found = std::find_if(map.places.begin(), map.places.end(), [&](exchange::Place const& one) { return one.label == label; });
    return found == map.places.end() ? nullptr : &*found;
}

bridge::ChoiceInput const* choice(bridge::View const& view, std::string_view id)
{
    for (auto const& element : view.elements())
        if (auto const* const found = std::get_if<bridge::ChoiceInput>(&element); found != nullptr && found->id == id)
            return found;
    return nullptr;
}

void choose(bridge::View& view, std::string_view id, std::string_view item)
{
    auto const* const shown = choice(view, id);
    REQUIRE(shown);
    auto const at = std::find(shown->items.begin(), shown->items.end(), item);
    REQUIRE(at != shown->items.end());
    view.choose(id, static_cast<std::int32_t>(at - shown->items.begin()));
}

} // namespace

TEST_CASE("the map shows carrying and partner cities, links by direction, and names those without coordinates")
{
    Portfolio portfolio("2025-06-30");
    portfolio.add(network);
    auto scope = portfolio.session().parse_scope("portfolio");
    REQUIRE(scope);
    auto const view = portfolio.session().view("org.passerelle.projects", "map", *scope);
    REQUIRE(view);
    view->refresh();
    auto blocks = blocks_of(*view);
    auto const* map = map_of(blocks);
    REQUIRE(map);
    CHECK(map->places.size() == 3);
    auto const* const south = place(*map, "Sudville");
    REQUIRE(south);
    CHECK(south->value.number == 2);
    CHECK(south->shape == exchange::PlaceShape::disc);
    CHECK(south->entity == "core.territory");
    CHECK(south->latitude == doctest::Approx(14.6));
    REQUIRE(place(*map, "Nordville"));
    CHECK(place(*map, "Nordville")->shape == exchange::PlaceShape::square);
    REQUIRE(map->links.size() == 2);
    for (auto const& link : map->links) {
        auto const& kind = map->kinds.at(link.kind);
        CHECK(link.entity == "projects.partnership");
        CHECK(link.id > 0);
        if (link.label == "Nord et Sud") {
            CHECK(map->places[link.from].label == "Nordville");
            CHECK(map->places[link.to].label == "Sudville");
            CHECK(kind.label == "Nord-Sud");
            CHECK(kind.line == exchange::LineStyle::solid);
        } else {
            CHECK(kind.label == "Sud-Sud");
            CHECK(kind.line == exchange::LineStyle::dashed);
        }
    }
    CHECK(paragraphs(blocks) == "1 ville sans coordonnées\u00A0: Sanslieu.\n");

    SUBCASE("a theme keeps its projects and their partnerships")
    {
        choose(*view, "theme", "Eau et assainissement");
        blocks = blocks_of(*view);
        map = map_of(blocks);
        REQUIRE(map);
        CHECK(map->links.size() == 1);
        CHECK(place(*map, "Sudville")->value.number == 1);
        CHECK(!place(*map, "Rivage"));
    }
    SUBCASE("a donor keeps what it funds")
    {
        choose(*view, "donor", "Fonds");
        blocks = blocks_of(*view);
        map = map_of(blocks);
        REQUIRE(map);
        CHECK(map->places.size() == 2);
        CHECK(place(*map, "Sudville")->value.number == 1);
    }
    SUBCASE("nothing answers two choices that exclude each other")
    {
        choose(*view, "theme", "Énergie");
        choose(*view, "donor", "Fonds");
        blocks = blocks_of(*view);
        CHECK(!map_of(blocks));
        CHECK(paragraphs(blocks) == "Aucun projet ne répond à ce choix.\n");
    }
}

TEST_CASE("cities sized by what their projects have committed: what is not known is neither 0 nor a part of it")
{
    Portfolio portfolio("2025-06-30");
    portfolio.add(network.substr(0, network.size() - 1) + R"(,
      {"ref":"far","entity":"core.territory","fields":{"identifier":"F","name":{"fr":"Lointain"},"location":{"lat":33.9,"lon":35.5}}},
      {"ref":"p4","entity":"projects.activity","fields":{"identifier":"P4","title":{"fr":"Quatre"},"status":"2","city":"@t"}},
      {"ref":"p5","entity":"projects.activity","fields":{"identifier":"P5","title":{"fr":"Cinq"},"status":"2","city":"@far"}},
      {"ref":"p6","entity":"projects.activity","fields":{"identifier":"P6","title":{"fr":"Six"},"status":"2","city":"@far"}},
      {"ref":"p7","entity":"projects.activity","fields":{"identifier":"P7","title":{"fr":"Sept"},"status":"2","city":"@s"}},
      {"entity":"funding.transaction","fields":{"activity":"@p1","type":"2","date":"2025-02-01","value_date":"2025-02-01","value":{"minor":100000,"currency":"EUR"}}},
      {"entity":"funding.transaction","fields":{"activity":"@p7","type":"2","date":"2025-03-01","value_date":"2025-03-01","value":{"minor":25050,"currency":"EUR"}}},
      {"entity":"funding.transaction","fields":{"activity":"@p6","type":"2","date":"2025-03-01","value_date":"2025-03-01","value":{"minor":90000,"currency":"EUR"}}},
      {"entity":"funding.transaction","fields":{"activity":"@p5","type":"2","date":"2025-03-01","value_date":"2025-03-01","value":{"minor":500000,"currency":"LBP"}}}])");
    auto scope = portfolio.session().parse_scope("portfolio");
    REQUIRE(scope);
    auto const view = portfolio.session().view("org.passerelle.projects", "map", *scope);
    REQUIRE(view);
    view->refresh();
    choose(*view, "size", "Montant engagé");
    auto blocks = blocks_of(*view);
    auto const* map = map_of(blocks);
    REQUIRE_MESSAGE(map, paragraphs(blocks));
    CHECK(map->discs == "Ville porteuse (taille\u00A0: montant engagé)");
    // P1 and P7 of Sudville: 1,000.00 + 250.50; its P2 has committed nothing that is known.
    CHECK(place(*map, "Sudville")->value == exchange::Fact{exchange::FactKind::money, 0, 125050, "EUR"});
    // Rivage: no commitment at all. Lointain: 900.00, and 5,000.00 LBP for which there is no rate: the sum is not known.
    CHECK(place(*map, "Rivage")->value.kind == exchange::FactKind::not_reported);
    CHECK(place(*map, "Lointain")->value.kind == exchange::FactKind::not_converted);
    CHECK(place(*map, "Nordville")->shape == exchange::PlaceShape::square);
    choose(*view, "size", "Nombre de projets");
    blocks = blocks_of(*view);
    map = map_of(blocks);
    REQUIRE(map);
    CHECK(place(*map, "Sudville")->value.number == 3);
}

TEST_CASE("an empty portfolio says what the map needs")
{
    Portfolio portfolio("2025-06-30");
    auto scope = portfolio.session().parse_scope("portfolio");
    REQUIRE(scope);
    auto const view = portfolio.session().view("org.passerelle.projects", "map", *scope);
    REQUIRE(view);
    view->refresh();
    CHECK(paragraphs(blocks_of(*view)).starts_with("Aucune ville à montrer"));
}
