// SQLite's result codes as a Status and a sentence. For this room only.
#pragma once
#include "host/base/result.hpp"
#include <string>

struct sqlite3;

namespace passerelle::store {

/// What went wrong with the last call on `database`. A full disk shows itself in many codes (SQLITE_FULL, a write or a
/// shared-memory error with errno ENOSPC, EFBIG or EDQUOT): all are Status::full.
[[nodiscard]] Error sqlite_error(sqlite3* database, int code);
[[nodiscard]] Error full_error();
[[nodiscard]] Error busy_error();
[[nodiscard]] Error io_error(std::string const& detail);
[[nodiscard]] Error internal_error(std::string const& detail);

} // namespace passerelle::store
