// Backups, rotation, restoring.
#include "host/store/backup.hpp"
#include "support.hpp"
#include <atomic>
#include <thread>

using namespace test;

TEST_CASE("a backup while others write is whole, checked, and replaces nothing") {
    Folder folder;
    auto portfolio = with_notes(folder.file());
    std::atomic<bool> stop = false;
    std::thread writing([&] {
        while (!stop)
            must(portfolio->write(label(), [](WriteTransaction& tx) -> Result<void> {
                PASSERELLE_TRY(add_note(tx.connection(), tx.new_id(), "un"));
                return add_note(tx.connection(), tx.new_id(), "deux");
            }));
    });
    for (int i = 0; i < 5; ++i) {
        fs::path const target = folder.file("copie" + std::to_string(i) + ".passerelle");
        must(portfolio->backup_to(target));
        auto copy = Portfolio::open(target, quiet());
        must(copy);
        CHECK(number((*copy)->reader(), "SELECT count(*) % 2 FROM note") == 0);
        CHECK((*copy)->verify()->intact);
    }
    stop = true;
    writing.join();
    std::string const before = sha256_of(folder.file("copie0.passerelle"));
    auto const refused = portfolio->backup_to(folder.file("copie0.passerelle"));
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().status == Status::conflict);
    CHECK(sha256_of(folder.file("copie0.passerelle")) == before);
    CHECK(portfolio->backup_to(folder.path / "absent" / "x").error().status == Status::not_found);
    for (auto const& entry : fs::directory_iterator(folder.path))
        CHECK(entry.path().string().find("partiel") == std::string::npos);
}

TEST_CASE("the last ten and one a month are kept") {
    std::vector<DatedBackup> all;
    for (int day = 28; day >= 1; --day)
        all.push_back({"", "2025-03-" + std::string(day < 10 ? "0" : "").append(std::to_string(day)) + "-120000"});
    all.push_back({"", "2025-02-20-120000"});
    all.push_back({"", "2025-02-10-120000"});
    all.push_back({"", "2025-01-31-120000"});
    auto const gone = superfluous(all);
    CHECK(gone.size() == 19); // 18 of March beyond the ten, and the older one of February
    CHECK(gone.back().stamp == "2025-02-10-120000");
    CHECK(gone.front().stamp == "2025-03-18-120000");
}

TEST_CASE("dated backups beside the file; opening makes one a day") {
    Folder folder;
    with_notes(folder.file()).reset();
    OpenOptions options = quiet();
    options.automatic_backups = true;
    {
        auto portfolio = Portfolio::open(folder.file(), options);
        must(portfolio);
        must((*portfolio)->write(label(), [](WriteTransaction& tx) { return add_note(tx.connection(), 1, "Lomé"); }));
        CHECK((*portfolio)->backups().empty()); // there was nothing to save yet
    }
    for (int i = 0; i < 2; ++i) {
        auto portfolio = Portfolio::open(folder.file(), options);
        must(portfolio);
    }
    auto portfolio = Portfolio::open(folder.file(), options);
    must(portfolio);
    REQUIRE((*portfolio)->backups().size() == 1);
    CHECK((*portfolio)->backups()[0].parent_path() == folder.file("ville.passerelle-sauvegardes"));
    for (int i = 0; i < 13; ++i)
        must((*portfolio)->backup_now());
    CHECK((*portfolio)->backups().size() == 10);
    std::ofstream(folder.file("ville.passerelle-sauvegardes") / "ville-notes.passerelle") << "à moi";
    must((*portfolio)->backup_now());
    CHECK(fs::exists(folder.file("ville.passerelle-sauvegardes") / "ville-notes.passerelle")); // only what the program made goes
}

TEST_CASE("restoring brings the content back and keeps the present one") {
    Folder folder;
    fs::path saved;
    {
        auto portfolio = with_notes(folder.file());
        must(portfolio->write(label(), [](WriteTransaction& tx) { return add_note(tx.connection(), 1, "avant"); }));
        auto const made = portfolio->backup_now();
        must(made);
        saved = *made;
        must(portfolio->write(label(), [](WriteTransaction& tx) { return add_note(tx.connection(), 2, "après"); }));
    }
    SUBCASE("over a sound portfolio") {}
    SUBCASE("over a damaged one") {
        std::string bytes = bytes_of(folder.file());
        std::fill_n(bytes.begin() + 4096, 8192, '\x5a');
        std::ofstream(folder.file(), std::ios::binary) << bytes;
    }
    SUBCASE("over something that is no portfolio") { std::ofstream(folder.file()) << "abc"; }
    SUBCASE("where nothing is") { fs::remove(folder.file()); }
    bool const was_there = fs::exists(folder.file());
    std::string const before = was_there ? bytes_of(folder.file()) : "";
    auto const kept = Portfolio::restore(saved, folder.file(), quiet());
    must(kept);
    {
        auto portfolio = Portfolio::open(folder.file(), quiet());
        must(portfolio);
        CHECK(number((*portfolio)->reader(), "SELECT count(*) FROM note") == 1);
        CHECK((*portfolio)->verify()->intact);
        must((*portfolio)->write(label(), [](WriteTransaction& tx) { return add_note(tx.connection(), 3, "suite"); }));
    }
    if (was_there) {
        REQUIRE(fs::exists(*kept));
        auto old = Portfolio::open(*kept, quiet());
        if (old)
            CHECK(number((*old)->reader(), "SELECT count(*) FROM note") == 2);
        else
            CHECK(bytes_of(*kept) == before);
    }
}

TEST_CASE("restoring refuses what is no sound backup and leaves the portfolio as it is") {
    Folder folder;
    with_notes(folder.file()).reset();
    std::string const before = sha256_of(folder.file());
    std::ofstream(folder.file("faux.passerelle")) << std::string(9000, 'x');
    CHECK_FALSE(Portfolio::restore(folder.file("faux.passerelle"), folder.file(), quiet()).ok());
    CHECK_FALSE(Portfolio::restore(folder.file("absent.passerelle"), folder.file(), quiet()).ok());
    std::string bytes = bytes_of(folder.file());
    std::fill_n(bytes.begin() + 8192, 4096, '\x5a');
    std::ofstream(folder.file("abime.passerelle"), std::ios::binary) << bytes;
    CHECK_FALSE(Portfolio::restore(folder.file("abime.passerelle"), folder.file(), quiet()).ok());
    CHECK(sha256_of(folder.file()) == before);
}
