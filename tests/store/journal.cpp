// The journal, its seals, and what they tell apart.
#include "host/store/clock.hpp"
#include "support.hpp"

using namespace test;

namespace {

std::unique_ptr<Portfolio> with_history(fs::path const& path) {
    auto portfolio = with_notes(path);
    for (int i = 1; i <= 5; ++i)
        must(portfolio->write(label("note " + std::to_string(i)), [i](WriteTransaction& tx) -> Result<void> {
            PASSERELLE_TRY(add_note(tx.connection(), i, "a"));
            return add_note(tx.connection(), 100 + i, "b");
        }));
    return portfolio;
}

std::size_t faults_after(fs::path const& path, std::string const& tampering) {
    REQUIRE(other_tool(path, tampering) == SQLITE_OK);
    auto portfolio = Portfolio::open(path, quiet());
    must(portfolio);
    auto const report = verify_chain((*portfolio)->reader());
    must(report);
    CHECK((*portfolio)->verify()->intact == report->faults.empty());
    return report->faults.size();
}

} // namespace

TEST_CASE("insertion, change and deletion are recorded with what was and what is") {
    Folder folder;
    auto portfolio = with_notes(folder.file());
    WriteLabel who = label("montant de la convention");
    who.module = "org.passerelle.funding";
    auto const one = portfolio->write(who, [](WriteTransaction& tx) {
        return tx.connection().execute("INSERT INTO note VALUES(1, 'dit \"oui\"', NULL, 0.1); UPDATE note SET amount=500, text=text; "
                                       "UPDATE note SET amount=500; DELETE FROM note");
    });
    must(one);
    Connection& reader = portfolio->reader();
    CHECK(number(reader, "SELECT count(*) FROM core_journal") == 3); // the change that changes nothing leaves no entry
    CHECK(text(reader, "SELECT after FROM core_journal WHERE operation='I'") == R"({"text":"dit \"oui\"","place":0.10000000000000001})");
    CHECK(text(reader, "SELECT before IS NULL FROM core_journal WHERE operation='I'") == "1");
    CHECK(text(reader, "SELECT before FROM core_journal WHERE operation='U'") == R"({"text":"dit \"oui\"","place":0.10000000000000001,"id":1})");
    CHECK(text(reader, "SELECT after FROM core_journal WHERE operation='U'") == R"({"text":"dit \"oui\"","amount":500,"place":0.10000000000000001,"id":1})");
    CHECK(text(reader, "SELECT json_extract(before,'$.amount') FROM core_journal WHERE operation='D'") == "500");
    CHECK(text(reader, "SELECT after IS NULL FROM core_journal WHERE operation='D'") == "1");
    CHECK(number(reader, "SELECT count(*) FROM core_journal WHERE entity_table='note' AND row=1 AND tx=" + std::to_string(*one)) == 3);
    CHECK(text(reader, "SELECT author||'/'||module||'/'||kind||'/'||entries||'/'||position FROM core_transaction") ==
          "Awa/org.passerelle.funding/change/3/1");
    CHECK(text(reader, "SELECT json_extract(label,'$.fr') FROM core_transaction") == "montant de la convention");
    CHECK(text(reader, "SELECT at FROM core_transaction").size() == 24);
    CHECK(text(reader, "SELECT tx IS NULL FROM core_current") == "1");
    auto const nothing = portfolio->write(label(), [](WriteTransaction&) -> Result<void> { return {}; });
    must(nothing);
    CHECK(number(reader, "SELECT count(*) FROM core_transaction") == 1);
}

TEST_CASE("a change of case is a change, also under a collation that folds it; a replaced row leaves its deletion") {
    Folder folder;
    auto portfolio = with_notes(folder.file());
    must(portfolio->write(label(), [](WriteTransaction& tx) {
        return tx.connection().execute("CREATE TABLE town(id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE UNIQUE);" +
                                       journal_triggers_sql("town", "id", {{"name"}}) +
                                       "INSERT INTO town VALUES(1,'lomé'); UPDATE town SET name='Lomé'; INSERT OR REPLACE INTO town VALUES(2,'lomé')");
    }));
    CHECK(text(portfolio->reader(), "SELECT group_concat(operation,'') FROM (SELECT operation FROM core_journal ORDER BY sequence)") == "IUDI");
}

TEST_CASE("cells of a count name their cell in every entry") {
    Folder folder;
    auto portfolio = with_notes(folder.file());
    must(portfolio->write(label(), [](WriteTransaction& tx) {
        return tx.connection().execute("CREATE TABLE people__n(owner INTEGER, sex TEXT, age TEXT, n INTEGER, PRIMARY KEY(owner,sex,age));" +
                                       journal_triggers_sql("people__n", "owner", {{"sex"}, {"age"}, {"n"}}) +
                                       "INSERT INTO people__n VALUES(7,'f','15-24',3); UPDATE people__n SET n=4");
    }));
    CHECK(text(portfolio->reader(), "SELECT json_extract(after,'$.sex','$.age','$.n') FROM core_journal WHERE operation='U' AND row=7") ==
          R"(["f","15-24",4])");
}

TEST_CASE("an untouched chain holds") {
    Folder folder;
    auto portfolio = with_history(folder.file());
    auto const report = verify_chain(portfolio->reader());
    must(report);
    CHECK(report->transactions == 5);
    CHECK(report->entries == 10);
    CHECK(report->foreign_entries == 0);
    CHECK(report->faults.empty());
}

TEST_CASE("tampering with what is sealed is found") {
    Folder folder;
    with_history(folder.file()).reset();
    for (char const* tampering :
         {"UPDATE core_journal SET after='{\"text\":\"z\"}' WHERE sequence=3", "UPDATE core_journal SET row=9 WHERE sequence=4",
          "DELETE FROM core_journal WHERE sequence=2", "UPDATE core_transaction SET author='Koffi' WHERE position=2",
          "UPDATE core_transaction SET at='2020-01-01T00:00:00.000Z' WHERE position=5", "DELETE FROM core_transaction WHERE position=3",
          "UPDATE core_transaction SET position=position+10 WHERE position>3",
          "UPDATE core_transaction SET position=99 WHERE position=2; UPDATE core_transaction SET position=2 WHERE position=3; UPDATE core_transaction SET "
          "position=3 WHERE position=99",
          "DELETE FROM core_journal WHERE tx=(SELECT max(id) FROM core_transaction); DELETE FROM core_transaction WHERE position=5",
          "UPDATE core_transaction SET hash=zeroblob(32) WHERE position=5", "UPDATE core_transaction SET entries=1 WHERE position=1",
          "UPDATE core_journal SET tx=NULL WHERE sequence=1", "INSERT INTO core_journal(tx,entity_table,row,operation) VALUES(12345,'note',1,'D')",
          "UPDATE core_journal SET before='' WHERE sequence=1", "DELETE FROM core_current"}) {
        fs::path const copy = folder.file("copie.passerelle");
        fs::copy_file(folder.file(), copy, fs::copy_options::overwrite_existing);
        CHECK_MESSAGE(faults_after(copy, tampering) > 0, std::string(tampering));
    }
    CHECK(faults_after(folder.file(), "SELECT 1") == 0);
}

TEST_CASE("what another tool writes is told apart and breaks nothing") {
    Folder folder;
    with_history(folder.file()).reset();
    REQUIRE(other_tool(folder.file(), "UPDATE note SET text='ailleurs' WHERE id=1; DELETE FROM note WHERE id=2") == SQLITE_OK);
    auto portfolio = Portfolio::open(folder.file(), quiet());
    must(portfolio);
    must((*portfolio)->write(label(), [](WriteTransaction& tx) { return add_note(tx.connection(), 50, "après"); }));
    auto const report = verify_chain((*portfolio)->reader());
    must(report);
    CHECK(report->foreign_entries == 2);
    CHECK(report->transactions == 6);
    CHECK(report->faults.empty());
    auto const verified = (*portfolio)->verify();
    must(verified);
    CHECK(verified->intact);
    CHECK(verified->findings.size() == 1);
}

TEST_CASE("ids are ordered by time, differ, and never go back") {
    IdMaker ids;
    constexpr std::int64_t noon = 1741780800000; // 2025-03-12T12:00:00Z
    std::int64_t last = ids.next_at(noon);
    CHECK((last >> 21) == noon - 1577836800000); // milliseconds since 2020-01-01
    for (int i = 0; i < 100000; ++i) {
        std::int64_t const id = ids.next_at(i % 3 == 0 ? noon - 86400000 : noon); // the clock jumps back by a day
        REQUIRE(id > last);
        last = id;
    }
    CHECK((ids.next_at(noon + 1000) >> 21) == noon + 1000 - 1577836800000);
    IdMaker after_reopening;
    after_reopening.seen(last);
    CHECK(after_reopening.next_at(noon - 1) > last);
    CHECK(utc_text(noon + 123) == "2025-03-12T12:00:00.123Z");
}
