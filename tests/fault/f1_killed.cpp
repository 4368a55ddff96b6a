// F1: the program is killed at any moment. What was told as saved is there, whole; the file is sound.
#include "processes.hpp"
#include <poll.h>
#include <random>

using namespace test;

namespace {

enum class Tells { after_commit, before_commit };

struct Outcome {
    int runs = 0, corrupt = 0;
    std::int64_t told = 0, missing = 0, halves = 0;
};

/// Writes as fast as it can and tells each id over the pipe, until it is killed.
int write_until_killed(fs::path const& path, int pipe, Tells tells) {
    auto opened = Portfolio::open(path, quiet());
    if (!opened)
        return 1;
    std::int64_t ready = 0;
    if (::write(pipe, &ready, sizeof ready) != sizeof ready)
        return 2;
    for (;;) {
        std::int64_t id = 0;
        auto const tell = [&] { return ::write(pipe, &id, sizeof id) == sizeof id; };
        auto const written = (*opened)->write(label(), [&](WriteTransaction& tx) -> Result<void> {
            id = tx.new_id();
            PASSERELLE_TRY(add_pair(tx.connection(), id));
            if (tells == Tells::before_commit && !tell())
                return Error{};
            return {};
        });
        if (!written || (tells == Tells::after_commit && !tell()))
            return 3;
    }
}

std::vector<std::int64_t> run_and_kill(fs::path const& path, Tells tells, std::chrono::microseconds moment) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    pid_t const child = in_child([&] {
        close(ends[0]);
        return write_until_killed(path, ends[1], tells);
    });
    close(ends[1]);
    std::int64_t id = 0;
    REQUIRE(read(ends[0], &id, sizeof id) == sizeof id); // it is ready
    std::vector<std::int64_t> told;
    auto const until = std::chrono::steady_clock::now() + moment;
    for (;;) {
        auto const left = std::chrono::duration_cast<std::chrono::nanoseconds>(until - std::chrono::steady_clock::now()).count();
        if (left <= 0)
            break;
        timespec const wait{0, left};
        pollfd readable{ends[0], POLLIN, 0};
        if (ppoll(&readable, 1, &wait, nullptr) > 0 && read(ends[0], &id, sizeof id) == sizeof id)
            told.push_back(id);
    }
    kill(child, SIGKILL);
    CHECK(wait_for(child) == -SIGKILL);
    while (read(ends[0], &id, sizeof id) == sizeof id)
        told.push_back(id);
    close(ends[0]);
    return told;
}

Outcome kill_many_times(int runs, Tells tells) {
    Folder folder;
    Outcome outcome;
    std::mt19937 random(20250312);
    std::uniform_int_distribution<int> moments(0, 12000);
    fs::path path;
    for (int run = 0; run < runs; ++run) {
        if (run % 25 == 0) { // a fresh file now and then keeps the checks short
            path = folder.file(std::to_string(run) + ".passerelle");
            make_pairs(path);
        }
        auto const told = run_and_kill(path, tells, std::chrono::microseconds(moments(random)));
        auto const found = check_pairs(path, told);
        ++outcome.runs;
        outcome.told += static_cast<std::int64_t>(told.size());
        outcome.missing += found.missing;
        outcome.halves += found.halves;
        outcome.corrupt += found.sound ? 0 : 1;
    }
    return outcome;
}

} // namespace

TEST_CASE("F1: killed 1,000 times at random moments") {
    Outcome const outcome = kill_many_times(1000, Tells::after_commit);
    MESSAGE("runs " << outcome.runs << ", told as saved " << outcome.told << ", missing " << outcome.missing << ", halves " << outcome.halves
                    << ", damaged " << outcome.corrupt);
    CHECK(outcome.told > 100);
    CHECK(outcome.missing == 0);
    CHECK(outcome.halves == 0);
    CHECK(outcome.corrupt == 0);
}

TEST_CASE("F1 control: a writer that tells before the commit is caught") {
    Outcome const outcome = kill_many_times(150, Tells::before_commit);
    MESSAGE("told " << outcome.told << ", missing " << outcome.missing);
    CHECK(outcome.told > 0);
    CHECK(outcome.missing > 0);
}
