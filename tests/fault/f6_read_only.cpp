// F6: a medium, a folder or a file that cannot be written. Opens to read, tells why, writes nothing.
#include "processes.hpp"
#include <sys/mount.h>

using namespace test;

namespace {

void check_readable_only(fs::path const& path, std::int64_t notes) {
    std::string const before = sha256_of(path);
    auto const started = std::chrono::steady_clock::now();
    {
        auto opened = Portfolio::open(path, OpenOptions{});
        must(opened);
        CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds(1));
        CHECK((*opened)->read_only());
        REQUIRE((*opened)->read_only_reason());
        CHECK((*opened)->read_only_reason()->fr.find("lecture seule") != std::string::npos);
        CHECK(number((*opened)->reader(), "SELECT count(*) FROM note") == notes);
        auto const refused = (*opened)->write(label(), [](WriteTransaction& tx) { return add_note(tx.connection(), 99, "non"); });
        REQUIRE_FALSE(refused.ok());
        CHECK(refused.error().status == Status::read_only);
        bool told = false;
        (*opened)->submit(label(), [](WriteTransaction&) -> Result<void> { return {}; }, [&](Result<std::int64_t> outcome) { told = !outcome.ok(); });
        CHECK(told);
        CHECK((*opened)->verify()->intact);
        Folder elsewhere;
        must((*opened)->backup_to(elsewhere.file())); // the way out: a copy that can be written
        auto copy = Portfolio::open(elsewhere.file(), quiet());
        must(copy);
        CHECK_FALSE((*copy)->read_only());
        CHECK(number((*copy)->reader(), "SELECT count(*) FROM note") == notes);
    }
    CHECK(sha256_of(path) == before);
}

/// A portfolio with one note in the file and, where `pending`, a second one in a WAL left by a killed program.
void make_left(fs::path const& path, bool pending) {
    auto portfolio = with_notes(path);
    must(portfolio->write(label(), [](WriteTransaction& tx) { return add_note(tx.connection(), 1, "a"); }));
    portfolio.reset();
    if (!pending)
        return;
    pid_t const child = in_child([&] {
        auto opened = Portfolio::open(path, quiet());
        if (!opened || !(*opened)->write(label(), [](WriteTransaction& tx) { return add_note(tx.connection(), 2, "b"); }))
            return 1;
        kill(getpid(), SIGKILL);
        return 2;
    });
    REQUIRE(wait_for(child) == -SIGKILL);
    REQUIRE(fs::file_size(path.string() + "-wal") > 0);
}

std::size_t files_in(fs::path const& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

} // namespace

TEST_CASE("F6: a file that nobody may write") {
    Folder folder;
    make_left(folder.file(), false);
    fs::permissions(folder.file(), fs::perms::owner_read);
    auto const files = files_in(folder.path);
    check_readable_only(folder.file(), 1);
    CHECK(files_in(folder.path) == files);
}

TEST_CASE("F6: a folder that nobody may write") {
    Folder folder;
    make_left(folder.file(), false);
    auto const files = files_in(folder.path);
    fs::permissions(folder.path, fs::perms::owner_read | fs::perms::owner_exec);
    check_readable_only(folder.file(), 1);
    fs::permissions(folder.path, fs::perms::owner_all);
    CHECK(files_in(folder.path) == files);
}

TEST_CASE("F6: a medium mounted read-only, closed cleanly or with changes pending") {
    Folder folder;
    fs::path const disk = folder.path / "disque";
    fs::create_directory(disk);
    if (geteuid() != 0 || mount("none", disk.c_str(), "tmpfs", 0, "size=8m") != 0) {
        MESSAGE("not run: mounting a disk is not permitted here");
        return;
    }
    make_left(disk / "propre.passerelle", false);
    make_left(disk / "reste.passerelle", true);
    REQUIRE(mount("none", disk.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) == 0);
    check_readable_only(disk / "propre.passerelle", 1);
    check_readable_only(disk / "reste.passerelle", 2);
    CHECK(umount(disk.c_str()) == 0);
}

TEST_CASE("F6 control: the same file, writable, does change") {
    Folder folder;
    make_left(folder.file(), false);
    std::string const before = sha256_of(folder.file());
    {
        auto opened = Portfolio::open(folder.file(), quiet());
        must(opened);
        must((*opened)->write(label(), [](WriteTransaction& tx) { return add_note(tx.connection(), 99, "oui"); }));
    }
    CHECK(sha256_of(folder.file()) != before);
}
