// Registers in groups with totals: currencies apart, what is not reported last, figures that do not fit said, not invented.
#include "tests/model/fixture.hpp"
#include "host/model/grouping.hpp"
#include <limits>

using namespace fixture;

namespace {

Grouping groups_of(Portfolio& portfolio, std::string const& entity, std::string const& by, std::vector<std::string> totals, std::vector<Sort> sorts = {})
{
    Query query{&portfolio.of(entity), {}, "", std::move(sorts)};
    auto ids = order(portfolio.store->reader(), portfolio.registry, query);
    REQUIRE(ids);
    auto made = grouped(portfolio.store->reader(), portfolio.registry, query, std::move(*ids), by, totals);
    REQUIRE_MESSAGE(made, (made ? "" : made.error().sentence.en));
    return std::move(*made);
}

} // namespace

TEST_CASE("groups follow the order of their list, records keep theirs, subtotals do not mix currencies")
{
    Portfolio portfolio;
    auto const add = [&](std::string const& identifier, char const* status, std::optional<psl::Money> cost) {
        Portfolio::Fields fields{{"identifier", identifier}};
        if (status)
            fields.emplace_back("status", std::string(status));
        if (cost)
            fields.emplace_back("cost", *cost);
        return portfolio.insert("work.project", fields);
    };
    auto const a = add("A", "2", psl::Money{100'00, "EUR"}), b = add("B", "1", psl::Money{5'000, "XOF"}), c = add("C", "2", psl::Money{7'000, "XOF"}), d = add("D", "2", psl::Money{50'50, "EUR"}),
               e = add("E", nullptr, std::nullopt), f = add("F", "2", std::nullopt);
    auto const made = groups_of(portfolio, "work.project", "status", {"cost"}, {{"identifier", true}});
    REQUIRE(made.groups.size() == 3);
    CHECK(made.groups[0].title == "Préparation");
    CHECK(made.groups[1].title == "En cours");
    CHECK(made.groups[2].title == "Non renseigné");
    CHECK(made.groups[1].records == 4);
    CHECK((made.ids == std::vector<std::int64_t>{b, f, d, c, a, e})); // each group in the descending order asked for
    REQUIRE(made.groups[1].totals.size() == 1);
    auto const& sums = made.groups[1].totals[0].sums;
    REQUIRE(sums.size() == 2);
    CHECK(sums[0] == Total::Sum{"EUR", 150'50}); // two lines: before the one in XOF
    CHECK(sums[1] == Total::Sum{"XOF", 7'000});
    CHECK(made.groups[1].totals[0].reported == 3);
    CHECK(made.groups[1].totals[0].missing == 1); // F has no cost: it is not a zero
    CHECK(made.groups[2].totals[0].sums.empty());
    REQUIRE(made.totals.size() == 1);
    CHECK(made.totals[0].sums[0] == Total::Sum{"EUR", 150'50});
    CHECK(made.totals[0].sums[1] == Total::Sum{"XOF", 12'000});
}

TEST_CASE("records of the same title stay in their own group; dates gather by year; yes comes before no")
{
    Portfolio portfolio;
    auto const first = portfolio.town("L1", "Lomé"), second = portfolio.town("L2", "Lomé");
    portfolio.project("P-1", {{"town", RecordId{first}}, {"start", *psl::Date::parse("2025-03-01")}, {"pilot", false}});
    portfolio.project("P-2", {{"town", RecordId{second}}, {"start", *psl::Date::parse("2024-12-31")}, {"pilot", true}});
    portfolio.project("P-3", {{"town", RecordId{first}}, {"start", *psl::Date::parse("2025-12-31")}});
    auto const towns = groups_of(portfolio, "work.project", "town", {});
    REQUIRE(towns.groups.size() == 2);
    CHECK(towns.groups[0].title == towns.groups[1].title);
    CHECK(towns.groups[0].records + towns.groups[1].records == 3);
    auto const years = groups_of(portfolio, "work.project", "start", {});
    REQUIRE(years.groups.size() == 2);
    CHECK(years.groups[0].title == "2024");
    CHECK(years.groups[1].title == "2025");
    CHECK(years.groups[1].records == 2);
    auto const pilots = groups_of(portfolio, "work.project", "pilot", {});
    REQUIRE(pilots.groups.size() == 3);
    CHECK(pilots.groups[0].title == "Oui");
    CHECK(pilots.groups[1].title == "Non");
    CHECK(pilots.groups[2].title == "Non renseigné");
}

TEST_CASE("a total that does not fit in the store's integers is nothing, not a wrong figure")
{
    Portfolio portfolio;
    auto const most = std::numeric_limits<std::int64_t>::max();
    portfolio.project("P-1", {{"cost", psl::Money{most, "EUR"}}});
    portfolio.project("P-2", {{"cost", psl::Money{1, "EUR"}}});
    portfolio.project("P-3", {{"cost", psl::Money{12, "XOF"}}});
    auto const made = groups_of(portfolio, "work.project", "", {"cost", "note", "nothing"});
    CHECK(made.groups.empty());
    REQUIRE(made.totals.size() == 1); // only what can be added up
    CHECK(made.totals[0].sums[0] == Total::Sum{"EUR", std::nullopt});
    CHECK(made.totals[0].sums[1] == Total::Sum{"XOF", 12});
}

TEST_CASE("a field of another kind, or with too many values, is refused with a sentence")
{
    Portfolio portfolio;
    Query query{&portfolio.of("work.project"), {}, "", {}};
    auto const refused = grouped(portfolio.store->reader(), portfolio.registry, query, {}, "cost", {});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().sentence.en.find("Choose another one") != std::string::npos);
    std::vector<Change> changes;
    for (std::size_t at = 0; at <= most_groups; ++at)
        changes.push_back({ChangeKind::insert, "town.town", 0, {{"code", "C" + std::to_string(at)}, {"name", Translations{{{"fr", "V"}}}}}, {}});
    REQUIRE(std::holds_alternative<Applied>(portfolio.editor->apply({"lot", "set"}, std::move(changes))));
    query.entity = &portfolio.of("town.town");
    auto const many = grouped(portfolio.store->reader(), portfolio.registry, query, {}, "code", {});
    REQUIRE_FALSE(many);
    CHECK(many.error().sentence.fr.find("2\u202F000") != std::string::npos);
    CHECK(many.error().sentence.fr.find("filtrez") != std::string::npos);
}
