// Undo and redo from the journal: across registers, after a restart, with conflicts named.
#include "tests/model/fixture.hpp"
#include "host/model/bulk.hpp"
#include "host/model/history.hpp"
#include "host/store/clock.hpp"
#include <thread>

using namespace fixture;

TEST_CASE("undo and redo walk the author's list back and forth, also after a restart")
{
    Portfolio portfolio;
    auto const lome = portfolio.town("L", "Lomé");
    auto const project = portfolio.project("P-1", {{"town", RecordId{lome}}, {"people", psl::Cells{{{cell("F|?|?"), 3}}}}});
    portfolio.update("work.project", project, {{"cost", psl::Money{5, "XOF"}}, {"people", psl::Cells{{{cell("F|?|?"), 4}, {cell("M|?|?"), 1}}}}});
    portfolio.reopen();
    REQUIRE(portfolio.editor->next_undo());
    CHECK(portfolio.editor->next_undo()->label.en == "change");
    CHECK_FALSE(portfolio.editor->next_redo());

    REQUIRE(portfolio.editor->undo());
    auto record = portfolio.read("work.project", project);
    CHECK(is_null(record.at("cost")));
    CHECK(record.at("people") == Value{psl::Cells{{{cell("F|?|?"), 3}}}});
    REQUIRE(portfolio.editor->undo());
    CHECK_FALSE(portfolio.exists("work.project", project));
    REQUIRE(portfolio.editor->undo());
    CHECK_FALSE(portfolio.exists("town.town", lome));
    CHECK_FALSE(portfolio.editor->next_undo());
    CHECK(portfolio.editor->undo().error().status == Status::not_found);

    portfolio.reopen();
    REQUIRE(portfolio.editor->redo());
    CHECK(portfolio.exists("town.town", lome));
    REQUIRE(portfolio.editor->redo());
    REQUIRE(portfolio.editor->redo());
    record = portfolio.read("work.project", project);
    CHECK(record.at("cost") == Value{psl::Money{5, "XOF"}});
    CHECK(record.at("people") == Value{psl::Cells{{{cell("F|?|?"), 4}, {cell("M|?|?"), 1}}}});
    CHECK_FALSE(portfolio.editor->next_redo());

    REQUIRE(portfolio.editor->undo());
    portfolio.update("town.town", lome, {{"people", std::int64_t{7}}});
    CHECK_FALSE(portfolio.editor->next_redo()); // a new change empties the list
    auto const checked = portfolio.store->verify();
    REQUIRE(checked);
    CHECK(checked->intact);
}

TEST_CASE("a deletion with all that went with it comes back")
{
    Portfolio portfolio;
    auto const lome = portfolio.town("L", "Lomé");
    auto const project = portfolio.project("P-1", {{"town", RecordId{lome}}, {"place", Point{6.1319, 0.1 + 0.2}}, {"note", std::string{"a\"b\\c\nd"}}});
    auto const payment = portfolio.insert("work.payment", {{"project", RecordId{project}}, {"ref", std::string{"A"}}, {"people", psl::Cells{{{cell("F|?|?"), 3}}}}});
    auto const before = portfolio.read("work.project", project);
    portfolio.remove("work.project", project);
    REQUIRE(portfolio.editor->undo());
    auto const after = portfolio.read("work.project", project);
    CHECK(after.fields == before.fields);
    CHECK(portfolio.read("work.payment", payment).at("people") == Value{psl::Cells{{{cell("F|?|?"), 3}}}});
    REQUIRE(portfolio.editor->redo());
    CHECK_FALSE(portfolio.exists("work.payment", payment));
}

TEST_CASE("what has changed since is a conflict: named, and nothing is done")
{
    Portfolio portfolio;
    auto const lome = portfolio.town("L", "Lomé");
    portfolio.update("town.town", lome, {{"people", std::int64_t{10}}});
    // Somebody else, with another tool.
    REQUIRE(portfolio.store->write({{"autre", "other"}, store::WriteKind::schema, 0, ""},
                                   [](store::WriteTransaction& transaction) { return transaction.connection().execute("UPDATE town_town SET people=11"); }));
    auto const refused = portfolio.editor->undo();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().status == Status::conflict);
    CHECK(refused.error().sentence.en.find("Field people") != std::string::npos);
    CHECK(refused.error().sentence.en.find("Lomé") != std::string::npos);
    CHECK(portfolio.read("town.town", lome).at("people") == Value{std::int64_t{11}});
}

TEST_CASE("a record that others link to since is not taken away")
{
    Portfolio portfolio;
    auto const lome = portfolio.town("L", "Lomé");
    REQUIRE(portfolio.store->write({{"autre", "other"}, store::WriteKind::schema, 0, ""}, [&](store::WriteTransaction& transaction) {
        return transaction.connection().execute("INSERT INTO work_project(id, identifier, town) VALUES(5, 'P', " + std::to_string(lome) + ")");
    }));
    auto const refused = portfolio.editor->undo();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().sentence.en.find("Register work.project") != std::string::npos);
    CHECK(portfolio.exists("town.town", lome));
}

TEST_CASE("an import is undone as one step, whatever its size")
{
    Portfolio portfolio;
    auto const kept = portfolio.town("T0", "Ancienne");
    constexpr int rows = 20'000;
    auto const imported = portfolio.store->write({{"import", "import"}, store::WriteKind::import, 0, ""}, [&](store::WriteTransaction& transaction) -> Result<void> {
        BulkWriter writer{transaction, portfolio.registry, "test"};
        std::vector<std::string_view> const names{"code", "name", "people"};
        auto const layout = writer.layout(portfolio.of("town.town"), names);
        if (!layout)
            return layout.error();
        std::vector<Issue> issues;
        for (int at = 0; at < rows; ++at) {
            std::string const code = "T" + std::to_string(at);
            std::vector<Simple> const values{std::string_view{code}, std::string_view{R"({"fr":"Ville"})"}, std::int64_t{at}};
            auto const put = writer.put(**layout, values, issues);
            if (!put)
                return put.error();
        }
        return {};
    });
    REQUIRE(imported);
    CHECK(portfolio.number("SELECT count(*) FROM town_town") == rows);
    CHECK(portfolio.read("town.town", kept).at("people") == Value{std::int64_t{0}});
    auto const step = portfolio.editor->undo();
    REQUIRE(step);
    CHECK(step->transaction == *imported);
    CHECK(portfolio.number("SELECT count(*) FROM town_town") == 1);
    CHECK(is_null(portfolio.read("town.town", kept).at("people")));
    REQUIRE(portfolio.editor->redo());
    CHECK(portfolio.number("SELECT count(*) FROM town_town") == rows);
}

TEST_CASE("a record as it stood at an instant: later changes taken back, before its creation nothing, after its deletion nothing")
{
    Portfolio portfolio;
    // The journal tells milliseconds apart.
    auto const instant = [] {
        std::this_thread::sleep_for(std::chrono::milliseconds(3));
        auto const now = store::utc_text(store::milliseconds_since_1970());
        std::this_thread::sleep_for(std::chrono::milliseconds(3));
        return now;
    };
    auto const young = cell("F|18-24|?"), men = cell("M|?|?");
    auto const before = instant();
    auto const id = portfolio.project("P-1", {{"note", std::string{"un"}}, {"people", psl::Cells{{{young, 3}}}}});
    auto const made = instant();
    portfolio.update("work.project", id, {{"note", std::string{"deux"}}, {"cost", psl::Money{100, "EUR"}}, {"people", psl::Cells{{{young, 5}, {men, 2}}}}});
    auto const changed = instant();
    portfolio.update("work.project", id, {{"note", Value()}});
    auto const emptied = instant();
    portfolio.remove("work.project", id);
    auto const removed = instant();
    auto const at = [&](std::string const& until) {
        auto found = record_as_of(portfolio.store->reader(), portfolio.registry, portfolio.of("work.project"), id, until);
        REQUIRE(found);
        return std::move(*found);
    };
    CHECK_FALSE(at(before));
    auto const first = at(made);
    REQUIRE(first);
    CHECK(first->at("note") == Value(std::string{"un"}));
    CHECK(is_null(first->at("cost")));
    CHECK(first->at("people") == Value(psl::Cells{{{young, 3}}}));
    auto const second = at(changed);
    REQUIRE(second);
    CHECK(second->at("note") == Value(std::string{"deux"}));
    CHECK(second->at("cost") == Value(psl::Money{100, "EUR"}));
    CHECK(second->at("people") == Value(psl::Cells{{{young, 5}, {men, 2}}}));
    REQUIRE(at(emptied));
    CHECK(is_null(at(emptied)->at("note")));
    CHECK_FALSE(at(removed));
    CHECK_FALSE(at(removed.substr(0, 10))); // the whole of today
    CHECK_FALSE(at("2019-12-31"));
}
