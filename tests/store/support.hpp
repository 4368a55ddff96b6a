// What the tests of the store share: a folder of their own, a small declared table, hashes of files.
#pragma once
#include "host/store/portfolio.hpp"
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <sodium.h>
#include <sstream>
#include <sqlite3.h>
#include <string>

namespace test {

using namespace passerelle;
using namespace passerelle::store;
namespace fs = std::filesystem;

struct Folder {
    fs::path path;
    Folder() {
        REQUIRE(sodium_init() >= 0);
        path = fs::temp_directory_path() / ("passerelle-test-" + std::to_string(randombytes_random()) + std::to_string(randombytes_random()));
        fs::create_directories(path);
    }
    ~Folder() {
        std::error_code failed;
        fs::permissions(path, fs::perms::owner_all, failed);
        fs::remove_all(path, failed);
    }
    [[nodiscard]] fs::path file(std::string const& name = "ville.passerelle") const { return path / name; }
};

inline OpenOptions quiet() {
    OpenOptions options;
    options.author = "Awa";
    options.automatic_backups = false;
    return options;
}

template<typename T>
void must(Result<T> const& result) {
    if (!result)
        FAIL(result.error().sentence.en);
}

inline WriteLabel label(std::string const& text = "essai") {
    WriteLabel made;
    made.label = {text, text};
    return made;
}

inline Result<void> add_note(Connection& connection, std::int64_t id, std::string const& text) {
    auto insert = connection.prepare("INSERT INTO note(id, text) VALUES(?, ?)");
    if (!insert)
        return insert.error();
    return insert->bind(1, id).bind(2, text).run();
}

/// A portfolio with the journalled table note(id, text, amount, place).
inline std::unique_ptr<Portfolio> with_notes(fs::path const& path, OpenOptions options = quiet()) {
    auto made = Portfolio::create(path, std::move(options));
    must(made);
    must((*made)->write(label("schéma"), [](WriteTransaction& tx) {
        return tx.connection().execute("CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT, amount INTEGER, place REAL);" +
                                       journal_triggers_sql("note", "id", {{"text"}, {"amount"}, {"place", true}}));
    }));
    return std::move(*made);
}

inline std::int64_t number(Connection& connection, std::string_view sql) {
    auto statement = connection.prepare(sql);
    must(statement);
    auto const row = statement->step();
    must(row);
    return *row ? statement->integer(0) : -1;
}

inline std::string text(Connection& connection, std::string_view sql) {
    auto statement = connection.prepare(sql);
    must(statement);
    auto const row = statement->step();
    must(row);
    return *row ? std::string(statement->text(0)) : "(no row)";
}

inline std::string bytes_of(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

inline std::string sha256_of(fs::path const& path) {
    std::string const bytes = bytes_of(path);
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size());
    return {reinterpret_cast<char const*>(hash), sizeof hash};
}

/// Another SQLite tool: plain connection, none of our settings. Gives the result code.
inline int other_tool(fs::path const& path, std::string const& sql) {
    sqlite3* database = nullptr;
    sqlite3_open(path.c_str(), &database);
    int const code = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
    sqlite3_close(database);
    return code;
}

} // namespace test
