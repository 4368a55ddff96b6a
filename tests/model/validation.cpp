// Each rule of a declaration refuses with a sentence for its field.
#include "tests/model/fixture.hpp"

namespace {

using namespace fixture;

std::string at_fault(Portfolio& portfolio, Portfolio::Fields fields, Record const* before = nullptr)
{
    Record after{&portfolio.of("work.project"), 1, {}, {}};
    after.fields.emplace("identifier", std::string{"P-9"});
    for (auto& [name, value] : fields)
        after.fields.insert_or_assign(name, value);
    auto const issues = validate(portfolio.store->reader(), portfolio.registry, after, before);
    std::string found;
    for (auto const& issue : issues) {
        CHECK_FALSE(issue.sentence.fr.empty());
        CHECK_FALSE(issue.sentence.en.empty());
        found += (found.empty() ? "" : " ") + issue.field + (issue.level == IssueLevel::error ? "" : "?");
    }
    return found;
}

} // namespace

TEST_CASE("fields at fault are named")
{
    Portfolio portfolio;
    CHECK(at_fault(portfolio, {}) == "");
    CHECK(at_fault(portfolio, {{"identifier", Value{}}}) == "identifier");
    CHECK(at_fault(portfolio, {{"identifier", std::string{"éééééééééééééééééééé"}}}) == ""); // 20 characters, 40 bytes
    CHECK(at_fault(portfolio, {{"identifier", std::string{"123456789012345678901"}}}) == "identifier");
    CHECK(at_fault(portfolio, {{"share", Scaled{10001, 2}}}) == "share");
    CHECK(at_fault(portfolio, {{"share", Scaled{-1, 2}}}) == "share");
    CHECK(at_fault(portfolio, {{"share", Scaled{10000, 2}}}) == "");
    CHECK(at_fault(portfolio, {{"status", std::string{"9"}}}) == "status");
    CHECK(at_fault(portfolio, {{"themes", Codes{"water", "air"}}}) == "themes?"); // an open list keeps it, with a warning
    CHECK(at_fault(portfolio, {{"town", RecordId{12345}}}) == "town");
    CHECK(at_fault(portfolio, {{"towns", Ids{12345}}}) == "towns");
    CHECK(at_fault(portfolio, {{"term", Period{day("2025-01-02"), day("2025-01-01")}}}) == "term");
    CHECK(at_fault(portfolio, {{"term", Period{day("2025-01-01"), day("2025-01-01")}}}) == "");
    CHECK(at_fault(portfolio, {{"cost", psl::Money{1, "euro"}}}) == "cost");
    CHECK(at_fault(portfolio, {{"people", psl::Cells{{{cell("F|?|?"), -1}}}}}) == "people");
    CHECK(at_fault(portfolio, {{"place", Point{91, 0}}}) == "place");
    CHECK(at_fault(portfolio, {{"file", FileRef{"x", "", "", "javascript:alert(1)", 0}}}) == "file");
    CHECK(at_fault(portfolio, {{"note", std::string{"\xff"}}}) == "note");
    CHECK(at_fault(portfolio, {{"start", std::string{"2025-01-01"}}}) == "start"); // a text is not a date
}

TEST_CASE("a breakdown gives its total, or says why not")
{
    Portfolio portfolio;
    psl::Cells const two{{{cell("F|18-24|no"), 90}, {cell("M|?|?"), 51}}}; // 141
    auto const total = [](std::int64_t hundredths) { return Scaled{hundredths, 2}; };
    CHECK(at_fault(portfolio, {{"trained", two}}) == "");
    CHECK(at_fault(portfolio, {{"trained", two}, {"trained_total", total(14100)}}) == "");
    CHECK(at_fault(portfolio, {{"trained", two}, {"trained_total", total(14000)}}) == "trained");
    CHECK(at_fault(portfolio, {{"trained", two}, {"trained_total", total(14150)}}) == "trained");
    CHECK(at_fault(portfolio, {{"trained", two}, {"trained_total", total(15000)}}) == "trained");
    CHECK(at_fault(portfolio, {{"trained", two}, {"trained_total", total(15000)}, {"trained_why", std::string{"Deux listes perdues"}}}) == "");
    CHECK(at_fault(portfolio, {{"trained", two}, {"trained_total", total(14000)}, {"trained_why", std::string{"Deux listes perdues"}}}) == "trained"); // parts above the whole are no opinion
    CHECK(portfolio.refusal({ChangeKind::insert, "work.project", 0, {{"identifier", std::string{"P-1"}}, {"trained", two}, {"trained_total", total(15000)}}, {}}).find("counts 141 persons for a total of 150") !=
          std::string::npos);
    // What an import brought is not held against a person who changes something else.
    Record before{&portfolio.of("work.project"), 1, {}, {}};
    before.fields = {{"identifier", std::string{"P-9"}}, {"trained", two}, {"trained_total", total(15000)}};
    CHECK(at_fault(portfolio, {{"trained", two}, {"trained_total", total(15000)}, {"note", std::string{"n"}}}, &before) == "");
    CHECK(at_fault(portfolio, {{"trained", two}, {"trained_total", total(15100)}}, &before) == "trained");
}

TEST_CASE("a state moves only where its transitions allow")
{
    Portfolio portfolio;
    auto const id = portfolio.project("P-1", {{"status", std::string{"1"}}});
    auto const before = portfolio.read("work.project", id);
    CHECK(at_fault(portfolio, {{"status", std::string{"2"}}}, &before) == "");
    CHECK(at_fault(portfolio, {{"status", std::string{"3"}}}, &before) == "status");
    CHECK(portfolio.refusal({ChangeKind::update, "work.project", id, {{"status", std::string{"3"}}}, {}}).find("“Planning” to “Closed”") != std::string::npos);
    portfolio.update("work.project", id, {{"status", std::string{"2"}}});
    portfolio.update("work.project", id, {{"status", std::string{"3"}}});
    CHECK(portfolio.refusal({ChangeKind::update, "work.project", id, {{"status", std::string{"1"}}}, {}}) != "(not refused)");
}

TEST_CASE("a key is held once, and the sentence names who holds it")
{
    Portfolio portfolio;
    portfolio.project("P-1", {{"title", Translations{{{"en", "Water"}}}}});
    CHECK(portfolio.refusal({ChangeKind::insert, "work.project", 0, {{"identifier", std::string{"P-1"}}}, {}}).find("“P-1 Water”") != std::string::npos);
    auto const other = portfolio.project("P-2");
    CHECK(portfolio.refusal({ChangeKind::update, "work.project", other, {{"identifier", std::string{"P-1"}}}, {}}).find("P-1") != std::string::npos);
    portfolio.update("work.project", other, {{"identifier", std::string{"P-2"}}}); // its own
    // Towns without a code are not the same town.
    portfolio.insert("town.town", {{"name", Translations{{{"fr", "A"}}}}});
    portfolio.insert("town.town", {{"name", Translations{{{"fr", "B"}}}}});
    CHECK(portfolio.number("SELECT count(*) FROM town_town") == 2);
}
