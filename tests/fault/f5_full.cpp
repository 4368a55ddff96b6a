// F5: the disk is full. A sentence, nothing lost, and work goes on once there is space.
#include "processes.hpp"
#include <sys/mount.h>
#include <sys/resource.h>

using namespace test;

namespace {

Result<std::int64_t> add_much(Portfolio& portfolio, std::vector<std::int64_t>& told) {
    std::int64_t id = 0;
    auto const written = portfolio.write(label(), [&](WriteTransaction& tx) -> Result<void> {
        id = tx.new_id();
        return add_note(tx.connection(), id, std::string(20000, 'x'));
    });
    if (written)
        told.push_back(id);
    return written;
}

void check_full(Result<std::int64_t> const& outcome) {
    REQUIRE_FALSE(outcome.ok());
    CHECK(outcome.error().status == Status::full);
    CHECK(outcome.error().sentence.fr.find("Libérez de la place") != std::string::npos);
    CHECK(outcome.error().sentence.en.find("Free some space") != std::string::npos);
}

void check_all_there(Portfolio& portfolio, std::vector<std::int64_t> const& told) {
    for (std::int64_t const id : told)
        CHECK(number(portfolio.reader(), "SELECT length(text) FROM note WHERE id=" + std::to_string(id)) == 20000);
    CHECK(number(portfolio.reader(), "SELECT count(*) FROM note") == static_cast<std::int64_t>(told.size()));
    auto const verified = portfolio.verify();
    must(verified);
    CHECK(verified->intact);
}

} // namespace

TEST_CASE("F5: a limit on the size of files") {
    Folder folder;
    auto portfolio = with_notes(folder.file());
    auto const old_handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit before = {};
    REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
    rlimit tight = before;
    tight.rlim_cur = 2 << 20;
    REQUIRE(setrlimit(RLIMIT_FSIZE, &tight) == 0);
    std::vector<std::int64_t> told;
    Result<std::int64_t> outcome = 0;
    for (int i = 0; i < 1000 && outcome; ++i)
        outcome = add_much(*portfolio, told);
    auto const again = add_much(*portfolio, told);
    REQUIRE(setrlimit(RLIMIT_FSIZE, &before) == 0);
    std::signal(SIGXFSZ, old_handler);
    CHECK(told.size() > 5);
    check_full(outcome);
    CHECK_FALSE(again.ok());
    check_all_there(*portfolio, told);
    must(add_much(*portfolio, told)); // the limit is gone: the same portfolio goes on
    check_all_there(*portfolio, told);
}

TEST_CASE("F5: a disk of 2 MB") {
    Folder folder;
    fs::path const disk = folder.path / "disque";
    fs::create_directory(disk);
    if (geteuid() != 0 || mount("none", disk.c_str(), "tmpfs", 0, "size=2m") != 0) {
        MESSAGE("not run: mounting a small disk is not permitted here");
        return;
    }
    std::vector<std::int64_t> told;
    {
        std::ofstream(disk / "autre") << std::string(200000, 'o'); // what a person will delete to make room
        auto portfolio = with_notes(disk / "ville.passerelle");
        Result<std::int64_t> outcome = 0;
        for (int i = 0; i < 1000 && outcome; ++i)
            outcome = add_much(*portfolio, told);
        CHECK(told.size() > 5);
        check_full(outcome);
        check_all_there(*portfolio, told);
        auto const saved = portfolio->backup_now();
        REQUIRE_FALSE(saved.ok());
        CHECK(saved.error().status == Status::full);
        fs::remove(disk / "autre");
        must(add_much(*portfolio, told));
        check_all_there(*portfolio, told);
    }
    {
        auto again = Portfolio::open(disk / "ville.passerelle", quiet());
        must(again);
        check_all_there(**again, told);
    }
    CHECK(umount(disk.c_str()) == 0);
}
