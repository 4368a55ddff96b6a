#include "host/store/sqlite_error.hpp"
#include <cerrno>
#include <fmt/format.h>
#include <sqlite3.h>

namespace passerelle::store {

Error full_error() {
    return {Status::full, {"Le disque est plein : cette modification n’est pas enregistrée. Tout ce qui l’était déjà est intact. "
                           "Libérez de la place, puis recommencez.",
                           "The disk is full: this change is not saved. All that was saved before is safe. Free some space, then try again."}};
}

Error busy_error() {
    return {Status::busy, {"Le portefeuille est occupé par un autre programme. Rien n’a été modifié. Recommencez dans un instant.",
                           "The portfolio is in use by another program. Nothing was changed. Try again in a moment."}};
}

Error io_error(std::string const& detail) {
    return {Status::io, {fmt::format("Le disque ne répond pas comme prévu : rien n’a été modifié. Vérifiez le support, puis "
                                     "recommencez. Détail technique : {}",
                                     detail),
                         fmt::format("The disk does not answer as expected: nothing was changed. Check it, then try again. Technical detail: {}",
                                     detail)}};
}

Error internal_error(std::string const& detail) {
    return {Status::internal,
            {fmt::format("Cette opération n’a pas abouti et rien n’a été modifié. Signalez-le à la personne qui suit Passerelle. Détail "
                         "technique : {}",
                         detail),
             fmt::format("This operation did not complete and nothing was changed. Please report it. Technical detail: {}", detail)}};
}

Error sqlite_error(sqlite3* database, int code) {
    int const extended = database != nullptr ? sqlite3_extended_errcode(database) : code;
    int const told = (extended & 0xff) == (code & 0xff) ? extended : code;
    std::string const detail = fmt::format("{} ({})", database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code), told);
    int const system = database != nullptr ? sqlite3_system_errno(database) : 0;
    bool const no_space = system == ENOSPC || system == EFBIG || system == EDQUOT;
    switch (code & 0xff) {
    case SQLITE_FULL: return full_error();
    case SQLITE_IOERR:
        // A write that is refused without a reason is, in practice, a limit on the file's size or a quota.
        if (no_space || (told == SQLITE_IOERR_WRITE && system != EIO))
            return full_error();
        if (told == SQLITE_IOERR_NOMEM)
            return internal_error(detail);
        return io_error(detail);
    case SQLITE_CANTOPEN: return no_space ? full_error() : io_error(detail);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL: return busy_error();
    case SQLITE_INTERRUPT:
        return {Status::cancelled, {"L’opération est interrompue ; rien n’a été modifié.", "The operation was stopped; nothing was changed."}};
    case SQLITE_AUTH:
        return {Status::denied, {fmt::format("Ce module n’a pas l’autorisation de lire ou de modifier cela. Détail technique : {}", detail),
                                 fmt::format("This module is not permitted to read or change that. Technical detail: {}", detail)}};
    case SQLITE_READONLY:
        return {Status::read_only, {"Le portefeuille s’ouvre ici en lecture seule : rien n’a été modifié.",
                                    "The portfolio is open read-only here: nothing was changed."}};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {Status::corrupt, {fmt::format("Le portefeuille est endommagé. Restaurez une sauvegarde. Détail technique : {}", detail),
                                  fmt::format("The portfolio is damaged. Restore a backup. Technical detail: {}", detail)}};
    case SQLITE_CONSTRAINT:
        return {Status::conflict,
                {fmt::format("Cette modification contredit ce qui est déjà enregistré : rien n’a été modifié. Détail technique : {}", detail),
                 fmt::format("This change contradicts what is already saved: nothing was changed. Technical detail: {}", detail)}};
    case SQLITE_TOOBIG:
        return {Status::invalid, {"Ce contenu est trop long pour le portefeuille : rien n’a été modifié. Raccourcissez-le.",
                                  "This content is too long for the portfolio: nothing was changed. Shorten it."}};
    default: return internal_error(detail);
    }
}

} // namespace passerelle::store
