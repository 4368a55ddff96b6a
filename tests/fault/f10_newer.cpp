// F10: a portfolio from a newer version, with tables and kinds of changes that we do not know.
#include "processes.hpp"

using namespace test;

namespace {

constexpr char const* from_the_future = "CREATE TABLE future_thing(id INTEGER PRIMARY KEY, idea TEXT); INSERT INTO future_thing VALUES(1,'x');"
                                        "ALTER TABLE note ADD COLUMN colour TEXT; ALTER TABLE core_transaction ADD COLUMN office TEXT;"
                                        "UPDATE core_transaction SET kind='merge'; PRAGMA user_version=2;";

void make_newer(fs::path const& path) {
    auto portfolio = with_notes(path);
    must(portfolio->write(label(), [](WriteTransaction& tx) { return add_note(tx.connection(), 1, "a"); }));
    portfolio.reset();
    REQUIRE(other_tool(path, from_the_future) == SQLITE_OK);
    fs::remove(path.string() + "-verrou");
}

void check_opens_to_read(fs::path const& path) {
    auto opened = Portfolio::open(path, OpenOptions{});
    must(opened);
    CHECK((*opened)->read_only());
    CHECK((*opened)->read_only_reason()->fr.find("version plus récente") != std::string::npos);
    CHECK(text((*opened)->reader(), "SELECT text FROM note") == "a");
    CHECK(text((*opened)->reader(), "SELECT idea FROM future_thing") == "x");
    auto const refused = (*opened)->write(label(), [](WriteTransaction& tx) { return add_note(tx.connection(), 2, "b"); });
    CHECK(refused.error().status == Status::read_only);
}

} // namespace

TEST_CASE("F10: opens to read, not a byte changed, nothing left beside it") {
    Folder folder;
    make_newer(folder.file());
    std::string const before = sha256_of(folder.file());
    check_opens_to_read(folder.file());
    CHECK(sha256_of(folder.file()) == before);
    CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 1);
}

TEST_CASE("F10: the newer version still has changes pending in its WAL") {
    Folder folder;
    must(with_notes(folder.file())->write(label(), [](WriteTransaction& tx) { return add_note(tx.connection(), 1, "a"); }));
    pid_t const child = in_child([&] {
        sqlite3* database = nullptr;
        sqlite3_open(folder.file().c_str(), &database);
        if (sqlite3_exec(database, from_the_future, nullptr, nullptr, nullptr) != SQLITE_OK)
            return 1;
        kill(getpid(), SIGKILL);
        return 2;
    });
    REQUIRE(wait_for(child) == -SIGKILL);
    std::string const wal = sha256_of(folder.file("ville.passerelle-wal")), file = sha256_of(folder.file());
    check_opens_to_read(folder.file());
    CHECK(sha256_of(folder.file()) == file);
    CHECK(sha256_of(folder.file("ville.passerelle-wal")) == wal);
}

TEST_CASE("F10: upgraded by a newer version while we have it open") {
    Folder folder;
    auto portfolio = with_notes(folder.file());
    REQUIRE(other_tool(folder.file(), "PRAGMA user_version=2") == SQLITE_OK);
    auto const refused = portfolio->write(label(), [](WriteTransaction& tx) { return add_note(tx.connection(), 1, "a"); });
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().status == Status::newer);
}

TEST_CASE("F10: restoring a backup of a newer version is refused") {
    Folder folder;
    make_newer(folder.file("neuf.passerelle"));
    with_notes(folder.file()).reset();
    auto const refused = Portfolio::restore(folder.file("neuf.passerelle"), folder.file(), quiet());
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().status == Status::newer);
}

TEST_CASE("F10 control: our own version does write") {
    Folder folder;
    with_notes(folder.file()).reset();
    std::string const before = sha256_of(folder.file());
    {
        auto opened = Portfolio::open(folder.file(), quiet());
        must(opened);
        must((*opened)->write(label(), [](WriteTransaction& tx) { return add_note(tx.connection(), 1, "a"); }));
    }
    CHECK(sha256_of(folder.file()) != before);
}
