// The one door: sets of changes that hold or fall together, deletion along links, attachments, checks of modules.
#include "tests/model/fixture.hpp"
#include <future>

using namespace fixture;

TEST_CASE("records of one set may link to each other, forwards too")
{
    Portfolio portfolio;
    auto const result = portfolio.editor->apply({"lot", "set"}, {{ChangeKind::insert, "work.project", 0, {{"identifier", std::string{"P-1"}}, {"town", RecordId{-2}}}, {}},
                                                                 {ChangeKind::insert, "town.town", 0, {{"name", Translations{{{"fr", "Lomé"}}}}}, {}},
                                                                 {ChangeKind::insert, "work.payment", 0, {{"project", RecordId{-1}}, {"ref", std::string{"A"}}}, {}}});
    REQUIRE(std::holds_alternative<Applied>(result));
    auto const& ids = std::get<Applied>(result).ids;
    CHECK(portfolio.read("work.project", ids[0]).at("town") == Value{RecordId{ids[1]}});
    CHECK(portfolio.read("work.payment", ids[2]).at("project") == Value{RecordId{ids[0]}});
}

TEST_CASE("one fault and nothing of the set is written; every issue names its change")
{
    Portfolio portfolio;
    auto const result = portfolio.editor->apply({"lot", "set"}, {{ChangeKind::insert, "town.town", 0, {{"name", Translations{{{"fr", "Lomé"}}}}}, {}},
                                                                 {ChangeKind::insert, "town.town", 0, {{"people", std::int64_t{-1}}}, {}},
                                                                 {ChangeKind::insert, "work.nothing", 0, {}, {}},
                                                                 {ChangeKind::update, "town.town", 99, {}, {}}});
    auto const* const refused = std::get_if<Refusal>(&result);
    REQUIRE(refused);
    CHECK(portfolio.number("SELECT count(*) FROM town_town") == 0);
    std::string where;
    for (auto const& issue : refused->issues)
        where += std::to_string(issue.change) + issue.field + " ";
    CHECK(where == "1name 1people 2 3 ");
    CHECK(portfolio.number("SELECT count(*) FROM core_transaction WHERE kind='change'") == 0);
}

TEST_CASE("deleting follows the links: refused, cleared, deleted, to any depth")
{
    Portfolio portfolio;
    auto const lome = portfolio.town("L", "Lomé"), dakar = portfolio.town("D", "Dakar");
    auto const project = portfolio.project("P-1", {{"town", RecordId{lome}}, {"partner", RecordId{dakar}}, {"towns", Ids{dakar, lome}}});
    auto const payment = portfolio.insert("work.payment", {{"project", RecordId{project}}, {"ref", std::string{"A"}}, {"people", psl::Cells{{{cell("F|?|?"), 3}}}}});
    auto const part = portfolio.insert("work.part", {{"payment", RecordId{payment}}, {"ref", std::string{"a"}}});

    auto const sentence = portfolio.refusal({ChangeKind::remove, "town.town", lome, {}, {}});
    CHECK(sentence.find("“Lomé” cannot be deleted") != std::string::npos);
    CHECK(sentence.find("P-1") != std::string::npos);
    CHECK(portfolio.exists("town.town", lome));

    portfolio.remove("town.town", dakar);
    CHECK(is_null(portfolio.read("work.project", project).at("partner")));
    CHECK(portfolio.read("work.project", project).at("towns") == Value{Ids{lome}});

    portfolio.remove("work.project", project);
    CHECK_FALSE(portfolio.exists("work.payment", payment));
    CHECK_FALSE(portfolio.exists("work.part", part));
    CHECK(portfolio.number("SELECT count(*) FROM work_payment__people") == 0);
    // Tombstones hold what was there.
    CHECK(portfolio.number("SELECT count(*) FROM core_journal WHERE operation='D' AND entity_table='work_part' AND json_extract(before,'$.ref')='a'") == 1);
    portfolio.remove("town.town", lome);
}

TEST_CASE("a set that deletes both ends of a link that refuses is done")
{
    Portfolio portfolio;
    auto const lome = portfolio.town("L", "Lomé");
    auto const project = portfolio.project("P-1", {{"town", RecordId{lome}}});
    auto const result = portfolio.editor->apply({"lot", "set"}, {{ChangeKind::remove, "town.town", lome, {}, {}}, {ChangeKind::remove, "work.project", project, {}, {}}});
    CHECK(std::holds_alternative<Applied>(result));
    CHECK(portfolio.number("SELECT count(*) FROM work_project") == 0);
    CHECK(portfolio.number("SELECT count(*) FROM town_town") == 0);
}

TEST_CASE("a module's check sees the record before and after, and may refuse or warn")
{
    Portfolio portfolio;
    portfolio.editor->set_check("town.town", [](Record const& after, Record const* before, std::vector<Issue>& issues) {
        auto const* const people = std::get_if<std::int64_t>(&after.at("people"));
        if (people && *people > 100)
            issues.push_back({0, "people", before ? IssueLevel::error : IssueLevel::warning, {"trop", "too many"}});
    });
    auto const added = portfolio.editor->apply({"a", "a"}, {{ChangeKind::insert, "town.town", 0, {{"name", Translations{{{"fr", "A"}}}}, {"people", std::int64_t{200}}}, {}}});
    REQUIRE(std::holds_alternative<Applied>(added));
    CHECK(std::get<Applied>(added).issues.size() == 1);
    CHECK(portfolio.refusal({ChangeKind::update, "town.town", std::get<Applied>(added).ids[0], {{"people", std::int64_t{300}}}, {}}) == "too many");
}

TEST_CASE("submit returns at once and tells when it is done")
{
    Portfolio portfolio;
    std::promise<bool> told;
    portfolio.editor->submit({"a", "a"}, {{ChangeKind::insert, "town.town", 0, {{"name", Translations{{{"fr", "A"}}}}}, {}}}, "org.example.town",
                             [&](std::variant<Applied, Refusal> const& result) { told.set_value(std::holds_alternative<Applied>(result)); });
    CHECK(told.get_future().get());
    CHECK(portfolio.number("SELECT count(*) FROM core_transaction WHERE module='org.example.town'") == 1);
}

TEST_CASE("an attachment is kept once under its hash")
{
    Portfolio portfolio;
    auto const file = portfolio.editor->keep_file("rapport.txt", "text/plain", "abc");
    REQUIRE(file);
    // SHA-256 of "abc", FIPS 180-2 appendix B.1.
    CHECK(file->sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(file->size == 3);
    REQUIRE(portfolio.editor->keep_file("copie.txt", "text/plain", "abc"));
    CHECK(portfolio.number("SELECT count(*) FROM core_blob") == 1);
    auto const bytes = portfolio.editor->file_bytes(*file);
    REQUIRE(bytes);
    CHECK(*bytes == "abc");
    CHECK_FALSE(portfolio.editor->file_bytes(FileRef{"x", "00", "", "", 0}));
    CHECK_FALSE(portfolio.editor->keep_file("x", "", std::string(64 * 1024 * 1024 + 1, 'x')));
}

TEST_CASE("two edits of one field meet: the second writes nothing and learns what stands there")
{
    Portfolio portfolio;
    auto const id = portfolio.project("P-1", {{"note", std::string{"ancien"}}, {"pilot", false}});
    auto const edit = [&](std::string field, Value wanted, Value expected) {
        return portfolio.editor->apply({"modification", "change"}, {{ChangeKind::update, "work.project", id, {{field, wanted}}, {}, {{field, expected}}}});
    };
    // A colleague was faster.
    portfolio.update("work.project", id, {{"note", std::string{"du collègue"}}});
    auto const met = edit("note", std::string{"le mien"}, std::string{"ancien"});
    auto const* const refused = std::get_if<Refusal>(&met);
    REQUIRE(refused);
    REQUIRE(refused->issues.size() == 1);
    CHECK(refused->issues[0].field == "note");
    REQUIRE(refused->issues[0].stored);
    CHECK(*refused->issues[0].stored == Value(std::string{"du collègue"}));
    CHECK(refused->issues[0].sentence.fr.find("choisissez la valeur à garder") != std::string::npos);
    CHECK(portfolio.read("work.project", id).at("note") == Value(std::string{"du collègue"}));
    // Another field of the same record: both win.
    CHECK(std::holds_alternative<Applied>(edit("pilot", true, false)));
    // The same idea twice is no quarrel.
    CHECK(std::holds_alternative<Applied>(edit("note", std::string{"du collègue"}, std::string{"ancien"})));
    // Knowing what stands there, one may replace it; a value where there was none is expected as nothing.
    CHECK(std::holds_alternative<Applied>(edit("note", std::string{"le mien"}, std::string{"du collègue"})));
    CHECK(std::holds_alternative<Applied>(edit("cost", psl::Money{1, "EUR"}, Value())));
    CHECK(std::holds_alternative<Refusal>(edit("cost", psl::Money{2, "EUR"}, Value())));
    CHECK(portfolio.read("work.project", id).at("cost") == Value(psl::Money{1, "EUR"}));
}
