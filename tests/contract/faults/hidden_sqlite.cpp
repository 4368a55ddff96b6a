// A module that carries a copy of SQLite which shows none of its names: the mark that every copy holds is what remains of it.
#include "passerelle/plugin.hpp"

namespace {
// As in sqlite3.c: the head of every database that a copy writes.
__attribute__((used)) const unsigned char head_of_every_file[] = "SQLite format 3";

class HiddenSqlite : public psl::Plugin {
public:
    using Plugin::Plugin;
    void init() { log(reinterpret_cast<char const*>(head_of_every_file)); }
};
} // namespace

PSL_PLUGIN(HiddenSqlite)
