// Opening, refusing, writing, reading.
#include "support.hpp"
#include <atomic>
#include <thread>

using namespace test;

TEST_CASE("a new portfolio opens, writes, and reads back after closing") {
    Folder folder;
    {
        auto portfolio = with_notes(folder.file());
        CHECK_FALSE(portfolio->read_only());
        CHECK(portfolio->path() == fs::canonical(folder.file()));
        must(portfolio->write(label(), [](WriteTransaction& tx) { return add_note(tx.connection(), tx.new_id(), "Lomé"); }));
        CHECK(text(portfolio->reader(), "SELECT text FROM note") == "Lomé");
    }
    CHECK_FALSE(fs::exists(folder.file("ville.passerelle-wal"))); // one file to put on a USB stick
    CHECK_FALSE(fs::exists(folder.file("ville.passerelle-shm")));
    auto again = Portfolio::open(folder.file(), quiet());
    must(again);
    CHECK(number((*again)->reader(), "SELECT count(*) FROM note") == 1);
    CHECK(text((*again)->reader(), "PRAGMA journal_mode") == "wal");
}

TEST_CASE("create never replaces a file") {
    Folder folder;
    std::ofstream(folder.file()) << "mon texte";
    auto const made = Portfolio::create(folder.file(), quiet());
    REQUIRE_FALSE(made.ok());
    CHECK(made.error().status == Status::conflict);
    CHECK(bytes_of(folder.file()) == "mon texte");
    auto const nowhere = Portfolio::create(folder.path / "absent" / "x.passerelle", quiet());
    REQUIRE_FALSE(nowhere.ok());
    CHECK(nowhere.error().status == Status::not_found);
}

TEST_CASE("what is no portfolio is refused and not changed") {
    Folder folder;
    auto const refused = [&](fs::path const& path, Status expected) {
        std::string const before = sha256_of(path);
        auto const opened = Portfolio::open(path, quiet());
        REQUIRE_FALSE(opened.ok());
        CHECK(opened.error().status == expected);
        CHECK_FALSE(opened.error().sentence.fr.empty());
        CHECK(sha256_of(path) == before);
        CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 1);
        fs::remove(path);
    };
    std::ofstream(folder.file("texte.passerelle")) << std::string(5000, 'x');
    refused(folder.file("texte.passerelle"), Status::invalid);
    std::ofstream(folder.file("vide.passerelle")).close();
    refused(folder.file("vide.passerelle"), Status::invalid);
    REQUIRE(other_tool(folder.file("autre.sqlite"), "CREATE TABLE t(a); INSERT INTO t VALUES(1)") == SQLITE_OK);
    refused(folder.file("autre.sqlite"), Status::invalid);
    CHECK(Portfolio::open(folder.file("absent.passerelle"), quiet()).error().status == Status::not_found);
    CHECK(Portfolio::open(folder.path, quiet()).error().status == Status::invalid);
}

TEST_CASE("a damaged portfolio is refused and not changed") {
    Folder folder;
    {
        auto portfolio = with_notes(folder.file());
        must(portfolio->write(label(), [](WriteTransaction& tx) -> Result<void> {
            for (int i = 1; i <= 2000; ++i)
                PASSERELLE_TRY(add_note(tx.connection(), i, std::string(100, 'a')));
            return {};
        }));
    }
    fs::remove(folder.file("ville.passerelle-verrou"));
    std::string bytes = bytes_of(folder.file());
    SUBCASE("cut short") { bytes.resize(bytes.size() / 2 + 7); }
    SUBCASE("cut at a page") { bytes.resize(bytes.size() / 2 / 4096 * 4096); }
    SUBCASE("overwritten in the middle") { std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2), 9000, '\xff'); }
    SUBCASE("first page destroyed after the header") { std::fill_n(bytes.begin() + 100, 900, '\0'); }
    std::ofstream(folder.file(), std::ios::binary) << bytes;
    std::string const before = sha256_of(folder.file());
    auto const opened = Portfolio::open(folder.file(), quiet());
    REQUIRE_FALSE(opened.ok());
    CHECK(opened.error().status == Status::corrupt);
    CHECK(sha256_of(folder.file()) == before);
    CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 1);
}

TEST_CASE("a body that fails or throws changes nothing") {
    Folder folder;
    auto portfolio = with_notes(folder.file());
    auto const refused = portfolio->write(label(), [](WriteTransaction& tx) -> Result<void> {
        PASSERELLE_TRY(add_note(tx.connection(), 1, "a"));
        return Error{Status::invalid, {"non", "no"}};
    });
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().sentence.fr == "non");
    auto const thrown = portfolio->write(label(), [](WriteTransaction& tx) -> Result<void> {
        PASSERELLE_TRY(add_note(tx.connection(), 2, "b"));
        throw std::runtime_error("oops");
    });
    REQUIRE_FALSE(thrown.ok());
    CHECK(thrown.error().status == Status::internal);
    auto const ended = portfolio->write(label(), [](WriteTransaction& tx) -> Result<void> {
        PASSERELLE_TRY(add_note(tx.connection(), 3, "c"));
        (void)tx.connection().execute("COMMIT"); // a body cannot end its transaction
        (void)add_note(tx.connection(), 4, "d");
        return {};
    });
    CHECK_FALSE(ended.ok());
    CHECK(number(portfolio->reader(), "SELECT count(*) FROM note") == 0);
    CHECK(number(portfolio->reader(), "SELECT count(*) FROM core_journal") == 0);
    must(portfolio->write(label(), [](WriteTransaction& tx) { return add_note(tx.connection(), 5, "e"); }));
    CHECK(number(portfolio->reader(), "SELECT count(*) FROM note") == 1);
}

TEST_CASE("rehearse leaves nothing") {
    Folder folder;
    auto portfolio = with_notes(folder.file());
    std::int64_t seen = 0;
    must(portfolio->rehearse([&](WriteTransaction& tx) -> Result<void> {
        PASSERELLE_TRY(add_note(tx.connection(), 1, "a"));
        seen = number(tx.connection(), "SELECT count(*) FROM note");
        return {};
    }));
    CHECK(seen == 1);
    CHECK(number(portfolio->reader(), "SELECT count(*) FROM note") == 0);
    CHECK(number(portfolio->reader(), "SELECT count(*) FROM core_transaction") == 0);
}

TEST_CASE("submitted writes all answer, also while the portfolio closes; writing on the writer thread is refused") {
    Folder folder;
    std::atomic<int> done = 0, well = 0;
    Status nested = Status::internal;
    {
        auto portfolio = with_notes(folder.file());
        must(portfolio->write(label(), [&](WriteTransaction&) -> Result<void> {
            nested = portfolio->write(label(), [](WriteTransaction&) -> Result<void> { return {}; }).error().status;
            return {};
        }));
        for (int i = 0; i < 200; ++i)
            portfolio->submit(
                label(),
                [i](WriteTransaction& tx) -> Result<void> {
                    if (i % 10 == 3)
                        throw 7;
                    return add_note(tx.connection(), tx.new_id(), "n");
                },
                [&](Result<std::int64_t> outcome) {
                    ++done;
                    well += outcome.ok() ? 1 : 0;
                    throw std::runtime_error("a listener that throws");
                });
    }
    CHECK(nested == Status::wrong_thread);
    CHECK(done == 200);
    CHECK(well == 180);
    auto again = Portfolio::open(folder.file(), quiet());
    must(again);
    CHECK(number((*again)->reader(), "SELECT count(*) FROM note") == 180);
}

TEST_CASE("each thread has its own reader, which cannot write and sees one state in a read transaction") {
    Folder folder;
    auto portfolio = with_notes(folder.file());
    Connection& mine = portfolio->reader();
    Connection* other = nullptr;
    std::thread([&] {
        other = &portfolio->reader();
        CHECK(number(*other, "SELECT count(*) FROM note") == 0);
    }).join();
    CHECK(other != &mine);
    CHECK_FALSE(mine.execute("INSERT INTO note(id) VALUES(1)").ok());
    must(mine.begin_read());
    auto const version = mine.data_version();
    must(portfolio->write(label(), [](WriteTransaction& tx) { return add_note(tx.connection(), 1, "a"); }));
    CHECK(number(mine, "SELECT count(*) FROM note") == 0);
    mine.end_read();
    CHECK(number(mine, "SELECT count(*) FROM note") == 1);
    CHECK(mine.data_version() != version);
}

TEST_CASE("interrupt stops a long statement") {
    Folder folder;
    auto portfolio = with_notes(folder.file());
    auto reader = portfolio->open_reader();
    must(reader);
    std::thread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
        (*reader)->interrupt();
    });
    auto endless = (*reader)->prepare("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT max(i) FROM n");
    must(endless);
    auto const row = endless->step();
    stopper.join();
    REQUIRE_FALSE(row.ok());
    CHECK(row.error().status == Status::cancelled);
}

TEST_CASE("two portfolios on one file in one process, also through a symbolic link, take turns") {
    Folder folder;
    auto first = with_notes(folder.file());
    fs::create_symlink(folder.file(), folder.file("lien"));
    auto second = Portfolio::open(folder.file("lien"), quiet());
    must(second);
    std::thread other([&] {
        for (int i = 0; i < 50; ++i)
            must((*second)->write(label(), [](WriteTransaction& tx) { return add_note(tx.connection(), tx.new_id(), "b"); }));
    });
    for (int i = 0; i < 50; ++i)
        must(first->write(label(), [](WriteTransaction& tx) { return add_note(tx.connection(), tx.new_id(), "a"); }));
    other.join();
    CHECK(number(first->reader(), "SELECT count(*) FROM note") == 100);
    auto const checked = first->verify();
    must(checked);
    CHECK(checked->intact);
}
