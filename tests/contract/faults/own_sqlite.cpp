// A module that links SQLite itself: two copies in one process lose each other's locks.
#include "passerelle/plugin.hpp"
#include <sqlite3.h>

namespace {
class OwnSqlite : public psl::Plugin {
public:
    using Plugin::Plugin;
    void init()
    {
        sqlite3* database = nullptr;
        if (sqlite3_open_v2(":memory:", &database, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK)
            sqlite3_close(database);
    }
};
} // namespace

PSL_PLUGIN(OwnSqlite)
