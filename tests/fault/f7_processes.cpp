// F7: four programs with two threads each write to one portfolio at once. Each change counts, nobody is turned away.
#include "processes.hpp"
#include <thread>

using namespace test;

namespace {

constexpr int programs = 4, threads = 2, changes = 500;

enum class Counts { in_its_transaction, beside_it };

int count_up(fs::path const& path, int times, Counts how) {
    auto opened = Portfolio::open(path, quiet());
    if (!opened)
        return 100;
    std::atomic<int> refused = 0;
    auto const work = [&] {
        for (int i = 0; i < times; ++i) {
            std::string const next = how == Counts::in_its_transaction ? "n+1" : std::to_string(number((*opened)->reader(), "SELECT n FROM counter") + 1);
            auto const written = (*opened)->write(label(), [&](WriteTransaction& tx) -> Result<void> {
                PASSERELLE_TRY(tx.connection().execute("UPDATE counter SET n=" + next));
                return add_pair(tx.connection(), tx.new_id());
            });
            refused += written ? 0 : 1;
        }
    };
    std::thread other(work);
    work();
    other.join();
    return refused > 90 ? 90 : refused.load();
}

std::int64_t count_together(fs::path const& path, int times, Counts how) {
    make_pairs(path);
    std::vector<pid_t> children;
    for (int i = 0; i < programs; ++i)
        children.push_back(in_child([&] { return count_up(path, times, how); }));
    for (pid_t const child : children)
        CHECK(wait_for(child) == 0); // the number of refused changes
    auto const found = check_pairs(path, {});
    CHECK(found.sound);
    CHECK(found.halves == 0);
    auto opened = Portfolio::open(path, quiet());
    must(opened);
    CHECK(number((*opened)->reader(), "SELECT count(*) FROM pair_left") == programs * threads * times);
    CHECK(number((*opened)->reader(), "SELECT count(DISTINCT position) FROM core_transaction") == programs * threads * times);
    return number((*opened)->reader(), "SELECT n FROM counter");
}

} // namespace

TEST_CASE("F7: 4 programs, 2 threads each, 500 changes each") {
    Folder folder;
    auto const started = std::chrono::steady_clock::now();
    CHECK(count_together(folder.file(), changes, Counts::in_its_transaction) == programs * threads * changes);
    MESSAGE("4,000 changes in " << std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count() << " s");
}

TEST_CASE("F7 control: reading the counter outside the transaction loses changes") {
    Folder folder;
    CHECK(count_together(folder.file(), 50, Counts::beside_it) < programs * threads * 50);
}
