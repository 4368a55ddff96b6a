// Children of a fault test, and what they share. The test program has no thread of its own when it forks.
#pragma once
#include "../store/support.hpp"
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace test {

/// Runs `body` in a child process and gives its number. The child ends without the parent's destructors.
template<typename Body>
[[nodiscard]] pid_t in_child(Body body) {
    pid_t const child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        int code = 99;
        try {
            code = body();
        } catch (...) {
        }
        _exit(code);
    }
    return child;
}

/// The exit code, or -signal.
inline int wait_for(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/// One transaction: two rows that belong together, in two tables.
inline Result<void> add_pair(Connection& connection, std::int64_t id) {
    auto left = connection.prepare("INSERT INTO pair_left(id, text) VALUES(?, 'gauche')");
    auto right = connection.prepare("INSERT INTO pair_right(id, owner) VALUES(?, ?)");
    if (!left || !right)
        return left ? right.error() : left.error();
    PASSERELLE_TRY(left->bind(1, id).run());
    return right->bind(1, id).bind(2, id).run();
}

inline void make_pairs(fs::path const& path) {
    auto portfolio = Portfolio::create(path, quiet());
    must(portfolio);
    must((*portfolio)->write(label("schéma"), [](WriteTransaction& tx) {
        return tx.connection().execute("CREATE TABLE pair_left(id INTEGER PRIMARY KEY, text TEXT); CREATE TABLE pair_right(id INTEGER PRIMARY KEY, owner "
                                       "INTEGER NOT NULL REFERENCES pair_left(id)); CREATE TABLE counter(n INTEGER); INSERT INTO counter VALUES(0);" +
                                       journal_triggers_sql("pair_left", "id", {{"text"}}) + journal_triggers_sql("pair_right", "id", {{"owner"}}));
    }));
}

struct PairCheck {
    std::int64_t missing = 0; ///< told as saved, not there
    std::int64_t halves = 0;  ///< transactions of which only a part is there
    bool sound = true;        ///< integrity, foreign keys, journal chain
};

inline PairCheck check_pairs(fs::path const& path, std::vector<std::int64_t> const& told) {
    auto opened = Portfolio::open(path, quiet());
    must(opened);
    Connection& reader = (*opened)->reader();
    PairCheck found;
    auto const verified = (*opened)->verify();
    must(verified);
    found.sound = verified->intact;
    found.halves = number(reader, "SELECT (SELECT count(*) FROM pair_left WHERE id NOT IN (SELECT id FROM pair_right)) + "
                                  "(SELECT count(*) FROM pair_right WHERE id NOT IN (SELECT id FROM pair_left))") +
                   (number(reader, "SELECT count(*) FROM core_journal") == 2 * number(reader, "SELECT count(*) FROM pair_left") ? 0 : 1);
    for (std::int64_t const id : told)
        found.missing += number(reader, "SELECT count(*) FROM pair_left WHERE id=" + std::to_string(id)) == 1 ? 0 : 1;
    return found;
}

} // namespace test
