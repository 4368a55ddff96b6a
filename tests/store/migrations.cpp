// The store's own steps: all or nothing, and each once.
#include "host/store/connection_access.hpp"
#include "host/store/migrations.hpp"
#include "support.hpp"
#include <array>

using namespace test;

namespace {

constexpr Migration grown{2, "a second table", "CREATE TABLE core_second(id INTEGER PRIMARY KEY); INSERT INTO core_second VALUES(7)"};
constexpr Migration broken{3, "a step that fails", "CREATE TABLE core_third(id INTEGER PRIMARY KEY); INSERT INTO core_absent VALUES(1)"};

std::unique_ptr<Connection> opened(Folder const& folder) {
    auto connection = ConnectionAccess::open(folder.file(), OpenAs::creator);
    must(connection);
    return std::move(*connection);
}

std::int64_t number(Connection& connection, char const* sql) {
    auto const found = single_integer(connection, sql);
    must(found);
    return *found;
}

} // namespace

TEST_CASE("the steps that a file lacks are applied, each once, and noted") {
    Folder folder;
    auto const connection = opened(folder);
    must(migrate(*connection, core_migrations()));
    CHECK(number(*connection, "PRAGMA user_version") == schema_version());
    std::array const steps{core_migrations().front(), grown};
    must(migrate(*connection, steps));
    CHECK(number(*connection, "PRAGMA user_version") == 2);
    CHECK(number(*connection, "SELECT id FROM core_second") == 7);
    must(migrate(*connection, steps)); // nothing is left to do
    CHECK(number(*connection, "SELECT count(*) FROM core_second") == 1);
    CHECK(number(*connection, "SELECT count(*) FROM core_migration WHERE module='core' AND at IS NOT NULL") == 2);
}

TEST_CASE("a step that fails takes the others with it: the file stays at the version it had") {
    Folder folder;
    auto const connection = opened(folder);
    must(migrate(*connection, core_migrations()));
    std::array const steps{core_migrations().front(), grown, broken};
    CHECK_FALSE(migrate(*connection, steps));
    CHECK(number(*connection, "PRAGMA user_version") == 1);
    CHECK(number(*connection, "SELECT count(*) FROM sqlite_schema WHERE name IN ('core_second','core_third')") == 0);
    CHECK(number(*connection, "SELECT count(*) FROM core_migration") == 1);
}
