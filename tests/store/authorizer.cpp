// What a restricted connection may read.
#include "support.hpp"

using namespace test;

namespace {

std::unique_ptr<Connection> restricted(Portfolio& portfolio, std::int64_t steps = 10'000'000) {
    auto reader = portfolio.open_reader();
    must(reader);
    ReadScope scope;
    scope.may_read = [](std::string_view table, std::string_view column) {
        return table == "note" && (column.empty() || column == "id" || column == "text");
    };
    must((*reader)->restrict(scope, steps));
    return std::move(*reader);
}

bool refused(Connection& connection, std::string const& sql) {
    auto statement = connection.prepare(sql);
    return !statement || !statement->step().ok();
}

} // namespace

TEST_CASE("granted columns are read, others read NULL, other tables are refused") {
    Folder folder;
    auto portfolio = with_notes(folder.file());
    must(portfolio->write(label(), [](WriteTransaction& tx) {
        return tx.connection().execute("INSERT INTO note VALUES(1, 'a', 500, 1.5); CREATE TABLE secret(id INTEGER PRIMARY KEY, s TEXT);"
                                       "INSERT INTO secret VALUES(1, 'x')");
    }));
    auto reader = restricted(*portfolio);
    CHECK(text(*reader, "SELECT text FROM note") == "a");
    CHECK(number(*reader, "SELECT count(*) FROM note") == 1);
    CHECK(text(*reader, "SELECT amount IS NULL FROM note") == "1");
    CHECK(number(*reader, "SELECT count(*) FROM note WHERE amount = 500") == 0); // no guessing through WHERE either
    CHECK(number(*reader, "WITH c AS (SELECT text FROM note) SELECT count(*) FROM c") == 1);
    CHECK(number(*reader, "SELECT sum(value) FROM json_each('[1,2]')") == 3);
    for (char const* sql :
         {"SELECT s FROM secret", "SELECT count(*) FROM secret", "SELECT 1 FROM secret", "SELECT (SELECT s FROM secret) FROM note",
          "SELECT text FROM note UNION SELECT s FROM secret", "WITH c AS (SELECT s FROM secret) SELECT count(*) FROM c", "SELECT sql FROM sqlite_master",
          "SELECT count(*) FROM sqlite_schema", "SELECT name FROM sqlite_temp_master", "SELECT * FROM pragma_table_list",
          "SELECT count(*) FROM pragma_table_info('secret')", "PRAGMA table_info(secret)", "PRAGMA writable_schema=1", "PRAGMA query_only=0",
          "ATTACH ':memory:' AS m", "CREATE TEMP TABLE t(a)", "CREATE TABLE t(a)", "DROP TABLE note", "INSERT INTO note(id) VALUES(9)",
          "UPDATE note SET text='b'", "DELETE FROM note", "BEGIN", "SAVEPOINT s", "VACUUM", "VACUUM INTO '/tmp/never'", "ANALYZE", "REINDEX",
          "SELECT load_extension('x')", "SELECT fts3_tokenizer('simple')", "SELECT sqlite_compileoption_get(0)", "SELECT * FROM core_journal",
          "SELECT after FROM core_journal", "SELECT * FROM dbstat", "EXPLAIN SELECT s FROM secret", "CREATE TEMP TRIGGER t AFTER DELETE ON note BEGIN SELECT 1; END"})
        CHECK_MESSAGE(refused(*reader, sql), std::string(sql));
    CHECK_FALSE(reader->execute("DELETE FROM note").ok());
    must(reader->begin_read()); // ours still works
    CHECK(number(*reader, "SELECT count(*) FROM note") == 1);
    reader->end_read();
    CHECK(reader->data_version() > 0);
}

TEST_CASE("a statement that was prepared before the restriction is checked again") {
    Folder folder;
    auto portfolio = with_notes(folder.file());
    auto reader = portfolio->open_reader();
    must(reader);
    auto before = (*reader)->prepare("SELECT count(*) FROM core_journal");
    must(before);
    must((*reader)->restrict({}, 1000000));
    CHECK_FALSE(before->step().ok());
    CHECK(refused(**reader, "SELECT text FROM note")); // without a scope nothing is granted
}

TEST_CASE("a statement has so many steps, in one go or row by row") {
    Folder folder;
    auto portfolio = with_notes(folder.file());
    auto reader = restricted(*portfolio, 50'000);
    auto endless = reader->prepare("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT max(i) FROM n");
    must(endless);
    auto const stopped = endless->step();
    REQUIRE_FALSE(stopped.ok());
    CHECK(stopped.error().status == Status::cancelled);
    auto rows = reader->prepare("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i FROM n");
    must(rows);
    int got = 0;
    for (; got < 1'000'000; ++got)
        if (auto const row = rows->step(); !row)
            break;
    CHECK(got > 100);
    CHECK(got < 50'000);
    CHECK(number(*reader, "SELECT 1") == 1); // the next statement has its own steps
}
