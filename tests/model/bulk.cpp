// Many records in one transaction: what an import writes is journalled, sealed, found, undone and counted as what a person writes.
#include "host/model/bulk.hpp"
#include "host/model/history.hpp"
#include "host/model/query.hpp"
#include "tests/model/fixture.hpp"

using namespace fixture;

namespace {

using Names = std::vector<std::string_view>;
using Row = std::vector<Simple>;

/// One import into the fixture's registers.
class Import {
public:
    Import(Portfolio& portfolio, BulkWriter& writer) : m_portfolio(portfolio), m_writer(writer) {}

    PutResult put(std::string const& entity, Names const& names, Row const& row)
    {
        auto const layout = m_writer.layout(m_portfolio.of(entity), names);
        REQUIRE(layout);
        auto const made = m_writer.put(**layout, row, issues);
        REQUIRE_MESSAGE(made, (made ? "" : made.error().sentence.en));
        return *made;
    }
    PutResult project(std::string_view identifier, std::string_view title, Simple people = {})
    {
        return put("work.project", {"identifier", "title", "people"}, {identifier, title, people});
    }
    PutResult payment(std::int64_t of, std::string_view ref, std::int64_t minor)
    {
        return put("work.payment", {"project", "ref", "value.minor", "value.currency"}, {of, ref, minor, std::string_view("EUR")});
    }
    PutResult part(std::int64_t of, std::string_view ref, std::int64_t number) { return put("work.part", {"payment", "ref", "number"}, {of, ref, number}); }
    void complete(std::string const& entity, std::int64_t id) { REQUIRE(m_writer.complete(m_portfolio.of(entity), id)); }

    std::vector<Issue> issues;

private:
    Portfolio& m_portfolio;
    BulkWriter& m_writer;
};

/// Returns how many records went.
std::int64_t import(Portfolio& portfolio, std::function<void(Import&)> const& body, bool finish = true)
{
    std::int64_t removed = 0;
    auto const written = portfolio.store->write({{"import", "import"}, store::WriteKind::import, 0, ""}, [&](store::WriteTransaction& transaction) -> Result<void> {
        BulkWriter writer{transaction, portfolio.registry, "test"};
        Import run{portfolio, writer};
        body(run);
        if (!finish)
            return {};
        auto const gone = writer.finish(run.issues);
        if (!gone)
            return gone.error();
        for (auto const& each : *gone)
            removed += each.count;
        return {};
    });
    REQUIRE_MESSAGE(written, (written ? "" : written.error().sentence.en));
    return removed;
}

void expect_intact(Portfolio& portfolio)
{
    auto const verified = portfolio.store->verify();
    REQUIRE(verified);
    for (auto const& finding : verified->findings)
        CHECK_MESSAGE(verified->intact, finding.en);
    CHECK(verified->intact);
}

std::int64_t total(Portfolio& portfolio, std::string const& cell)
{
    auto const key = fixture::cell(cell);
    return portfolio.number("SELECT ifnull(sum(n),0) FROM work_project__people__total WHERE sex='" + std::string(psl::code_of(key.sex)) + "' AND age='" +
                            std::string(psl::code_of(key.age)) + "' AND disability='" + std::string(psl::code_of(key.disability)) + "'");
}
void expect_totals_of_the_cells(Portfolio& portfolio)
{
    CHECK(portfolio.number("SELECT count(*) FROM (SELECT sex,age,disability,n FROM work_project__people__total WHERE n<>0 EXCEPT "
                           "SELECT sex,age,disability,sum(n) FROM work_project__people GROUP BY 1,2,3)") == 0);
    CHECK(portfolio.number("SELECT count(*) FROM (SELECT sex,age,disability,sum(n) FROM work_project__people GROUP BY 1,2,3 EXCEPT "
                           "SELECT sex,age,disability,n FROM work_project__people__total)") == 0);
}

constexpr std::string_view lome = R"({"en":"Market","fr":"Marché de Lomé"})";

} // namespace

TEST_CASE("what an import writes stands in the history of each record and is undone and done again")
{
    Portfolio portfolio;
    std::int64_t project = 0, payment = 0;
    import(portfolio, [&](Import& run) {
        project = run.project("P-1", lome, std::string_view(R"({"F|18-24|yes":3,"M|?|?":40})")).id;
        payment = run.payment(project, "a \"quoted\" \\ ref", 1250).id;
        for (int at = 0; at < 2000; ++at) // more than one journal entry
            run.payment(project, "r" + std::to_string(at), at);
    });
    CHECK(portfolio.number("SELECT count(*) FROM work_payment") == 2001);
    CHECK(portfolio.number("SELECT count(*) FROM core_journal WHERE operation='B'") > 1);
    CHECK(portfolio.number("SELECT count(*) FROM core_journal WHERE operation<>'B'") == 0);
    expect_intact(portfolio);
    expect_totals_of_the_cells(portfolio);
    CHECK(total(portfolio, "F|18-24|yes") == 3);

    auto const of_payment = history(portfolio.store->reader(), portfolio.registry, "work.payment", payment);
    REQUIRE(of_payment);
    REQUIRE(of_payment->size() == 1);
    CHECK(of_payment->front().operation == 'I');
    CHECK(of_payment->front().author == "Awa");
    auto const& changes = of_payment->front().changes;
    REQUIRE(changes.size() == 3);
    CHECK(changes[1].field == "ref");
    CHECK(changes[1].after == Value{std::string("a \"quoted\" \\ ref")});
    CHECK(changes[2].after == Value{psl::Money{1250, "EUR"}});
    auto const of_project = history(portfolio.store->reader(), portfolio.registry, "work.project", project);
    REQUIRE(of_project);
    REQUIRE(of_project->size() == 1);
    CHECK(std::any_of(of_project->front().changes.begin(), of_project->front().changes.end(), [](FieldChange const& each) {
        auto const* const cells = std::get_if<psl::Cells>(&each.after);
        return each.field == "people" && cells && cells->counts.size() == 2;
    }));

    REQUIRE(portfolio.editor->undo());
    CHECK(portfolio.number("SELECT count(*) FROM work_project") == 0);
    auto const taken_back = history(portfolio.store->reader(), portfolio.registry, "work.payment", payment);
    REQUIRE(taken_back);
    REQUIRE(taken_back->size() == 2);
    CHECK(taken_back->front().operation == 'D');
    CHECK(taken_back->front().label.fr.starts_with("annulation\u00A0– "));
    CHECK(taken_back->back().label.fr == of_payment->front().label.fr);
    CHECK(portfolio.number("SELECT count(*) FROM work_project__people") == 0);
    CHECK(total(portfolio, "F|18-24|yes") == 0);
    expect_intact(portfolio);
    REQUIRE(portfolio.editor->redo());
    CHECK(portfolio.number("SELECT count(*) FROM work_payment") == 2001);
    CHECK(portfolio.read("work.payment", payment).at("value") == Value{psl::Money{1250, "EUR"}});
    expect_totals_of_the_cells(portfolio);
    expect_intact(portfolio);
}

TEST_CASE("an entry of many insertions is sealed: what is changed in it is found")
{
    for (std::string const tampering : {"UPDATE core_journal SET after=zeroblob(length(after)) WHERE operation='B'", "UPDATE core_journal SET last_row=last_row-1 WHERE operation='B'",
                                        "UPDATE core_journal SET row=row+1 WHERE operation='B'", "DELETE FROM core_journal WHERE operation='B'"}) {
        Portfolio portfolio;
        import(portfolio, [&](Import& run) { run.payment(run.project("P-1", lome).id, "a", 1250); });
        expect_intact(portfolio);
        auto const tampered = portfolio.store->write({{"x", "x"}, store::WriteKind::change, 0, ""}, [&](store::WriteTransaction& transaction) { return transaction.connection().execute(tampering); });
        REQUIRE(tampered);
        auto const verified = portfolio.store->verify();
        REQUIRE(verified);
        CHECK_MESSAGE(!verified->intact, tampering);
    }
}

TEST_CASE("the same key again in one import is the same record, also in a family that was complete")
{
    Portfolio portfolio;
    std::int64_t project = 0;
    import(portfolio, [&](Import& run) {
        auto const first = run.project("P-1", lome);
        project = first.id;
        CHECK(first.outcome == PutOutcome::created);
        auto const a = run.payment(project, "a", 1);
        auto const x = run.part(a.id, "x", 1);
        auto const again = run.payment(project, "a", 1);
        CHECK(again.outcome == PutOutcome::unchanged);
        CHECK(again.id == a.id);
        auto const changed = run.payment(project, "a", 2);
        CHECK(changed.outcome == PutOutcome::changed);
        CHECK(changed.id == a.id);
        run.complete("work.project", project);
        run.payment(run.project("P-2", lome).id, "a", 5);

        // The file brings the first project a second time.
        auto const second = run.project("P-1", R"({"fr":"Autre"})");
        CHECK(second.id == project);
        CHECK(second.outcome == PutOutcome::changed);
        auto const once_more = run.payment(project, "a", 3);
        CHECK(once_more.id == a.id);
        CHECK(run.part(a.id, "x", 1).id == x.id);
        CHECK(run.part(a.id, "y", 2).outcome == PutOutcome::created);
        CHECK(run.payment(project, "b", 9).outcome == PutOutcome::created);
        CHECK(run.issues.empty());
    });
    CHECK(portfolio.number("SELECT count(*) FROM work_project") == 2);
    CHECK(portfolio.number("SELECT count(*) FROM work_payment") == 3);
    CHECK(portfolio.number("SELECT value_minor FROM work_payment WHERE ref='a' AND project=" + std::to_string(project)) == 3);
    CHECK(portfolio.number("SELECT count(*) FROM work_part") == 2);
    expect_intact(portfolio);
    REQUIRE(portfolio.editor->undo());
    CHECK(portfolio.number("SELECT (SELECT count(*) FROM work_project)+(SELECT count(*) FROM work_payment)+(SELECT count(*) FROM work_part)") == 0);
}

TEST_CASE("a record of before is changed once, with both images; what is no longer said goes, others' records stay")
{
    Portfolio portfolio;
    std::int64_t project = 0, kept = 0;
    import(portfolio, [&](Import& run) {
        project = run.project("P-1", lome, std::string_view(R"({"F|18-24|yes":3})")).id;
        run.part(run.payment(project, "a", 1).id, "x", 1);
        kept = run.payment(project, "b", 2).id;
    });
    auto const own = portfolio.insert("work.payment", {{"project", RecordId{project}}, {"ref", std::string("mine")}});
    auto const again = [&](std::string_view title, std::string_view people) {
        return import(portfolio, [&](Import& run) {
            run.project("P-1", title, people);
            run.payment(project, "b", 2);
            run.complete("work.project", project);
        });
    };
    CHECK(again(R"({"fr":"Jardin"})", R"({"F|18-24|yes":5,"M|60+|no":7})") == 2); // the payment "a" and its part
    CHECK(portfolio.exists("work.payment", own));
    CHECK(portfolio.exists("work.payment", kept));
    CHECK(total(portfolio, "F|18-24|yes") == 5);
    CHECK(total(portfolio, "M|60+|no") == 7);
    expect_totals_of_the_cells(portfolio);
    expect_intact(portfolio);
    auto const changes = history(portfolio.store->reader(), portfolio.registry, "work.project", project);
    REQUIRE(changes);
    REQUIRE(changes->size() == 2);
    auto const& latest = changes->front();
    CHECK(latest.operation == 'U');
    REQUIRE(latest.changes.size() == 2); // title and people; the identifier stayed
    REQUIRE(portfolio.editor->undo());
    CHECK(total(portfolio, "F|18-24|yes") == 3);
    CHECK(portfolio.number("SELECT count(*) FROM work_part") == 1);
    expect_totals_of_the_cells(portfolio);
    expect_intact(portfolio);

    auto const entries = portfolio.number("SELECT count(*) FROM core_journal");
    import(portfolio, [&](Import& run) { CHECK(run.project("P-1", lome, std::string_view(R"({"F|18-24|yes":3})")).outcome == PutOutcome::unchanged); });
    CHECK(portfolio.number("SELECT count(*) FROM core_journal") == entries);
}

TEST_CASE("imported text is found after indexing, and a text that an import changes is found at once")
{
    Portfolio portfolio;
    auto const hits = [&](std::string_view words) {
        auto const found = search(portfolio.store->reader(), portfolio.registry, words);
        REQUIRE(found);
        return found->size();
    };
    import(portfolio, [&](Import& run) { run.project("P-1", lome); });
    CHECK(hits("marche") == 0);
    REQUIRE(index_pending_text(*portfolio.store, portfolio.registry));
    CHECK(hits("marche lome") == 1);
    import(portfolio, [&](Import& run) { run.project("P-1", R"({"fr":"Jardin d’Atakpamé"})"); });
    CHECK(hits("marche") == 0);
    CHECK(hits("atakpame") == 1);
    auto const written = portfolio.insert("town.town", {{"code", std::string("T")}, {"name", Translations{{{"fr", "Kara"}}}}});
    CHECK(written != 0);
    CHECK(hits("kara") == 1); // the triggers work again
    REQUIRE(portfolio.editor->undo());
    CHECK(hits("kara") == 0);
    CHECK(hits("atakpame") == 1);
}

TEST_CASE("a writer that nobody finished still journals what it wrote")
{
    Portfolio portfolio;
    import(portfolio, [&](Import& run) { run.project("P-1", lome, std::string_view(R"({"F|18-24|yes":3})")); }, false);
    CHECK(portfolio.number("SELECT count(*) FROM work_project") == 1);
    CHECK(total(portfolio, "F|18-24|yes") == 3);
    expect_intact(portfolio);
    REQUIRE(portfolio.editor->undo());
    CHECK(portfolio.number("SELECT count(*) FROM work_project") == 0);
}
