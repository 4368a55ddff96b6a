// Deleting all that a module's registers hold, on a person's explicit word: after a backup, in one transaction, in the history, undone
// like any other change. Not on the writer thread.
#pragma once
#include "host/bridge/session.hpp"

namespace passerelle::bridge {

struct Holding {
    std::string entity;
    Phrase label; ///< of the register
    std::int64_t records = 0;
};
/// The registers of a module that this portfolio knows, also where the module is held or removed. Status::not_found: none.
[[nodiscard]] Result<std::vector<Holding>> holdings_of(Session&, std::string const& module);

struct Purged {
    std::int64_t records = 0;
    std::filesystem::path backup;
};
/// Refused, and nothing deleted, where a record of another module uses one of these and does not let it go.
[[nodiscard]] Result<Purged> purge(Session&, std::string const& module);

} // namespace passerelle::bridge
