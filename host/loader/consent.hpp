// Which modules of the person's own may run: those agreed to, unchanged since, or signed by somebody trusted. The program's own
// modules are not asked about. Everything here reads the disk anew and touches no open portfolio: what changes takes effect at the
// next opening. [any]
#pragma once
#include "host/loader/choices.hpp"
#include "host/loader/modules.hpp"

namespace passerelle::model {
class Registry;
}

namespace passerelle::loader {

struct Places {
    std::vector<std::filesystem::path> program; ///< modules that came with the program: they need no consent
    std::vector<std::filesystem::path> further; ///< of this start alone (--plugin-dir)
    std::filesystem::path personal;             ///< the person's own, a folder for each
    std::filesystem::path declarations;         ///< what modules agreed to declared, so that their records stay visible
    std::filesystem::path choices;              ///< modules.json
    std::vector<std::string> approved_once;     ///< ids agreed to for this start alone (--approve)
    std::filesystem::path incidents;            ///< folder: what modules did to the program
};

enum class Consent {
    not_needed, ///< the program's own
    given,
    never,      ///< not asked yet
    changed,    ///< not what was agreed to
    more,       ///< signed by the same trusted publisher, but asks for more
};

/// What is known of a module on the disk, without running anything of it.
struct Standing {
    Consent consent = Consent::never;
    Content content;
    Sealed sealed;
    bool trusted = false;    ///< signed by a publisher of the list
    bool removed = false;    ///< only its declaration is left
    std::set<std::string> beyond; ///< permissions that were not agreed to
    std::optional<Phrase> fault;  ///< the folder itself is refused; the rest is then empty
};
[[nodiscard]] Standing standing_of(model::Manifest const&, Places const&, Choices const&);

/// The one decision on where a module's code runs: in a process of its own unless it came with the program or its publisher is
/// trusted. Without a library: false.
[[nodiscard]] bool must_run_apart(model::Manifest const&, Standing const&);

/// Adds the folders, and the gate that holds what is switched off, tampered with, removed or not agreed to, and marks what runs apart.
/// A module that is not agreed to shows its records by the declaration that was, where there is one.
/// Returns what has to be said about the file of choices.
[[nodiscard]] std::optional<Phrase> ask_for_consent(SearchPaths&, Places const&);

/// What a person is shown before agreeing.
struct Request {
    std::string id, version, version_before; ///< version_before: of what was agreed to before; empty: none
    Phrase name, about;
    std::string maintainer;
    Publisher publisher; ///< key empty: not signed
    bool trusted = false, apart = false;
    bool programs_own = false, removed = false; ///< as in Standing: neither is asked about
    std::string digest;  ///< of what is shown: agreeing to it agrees to nothing else
    Phrase why;          ///< why it is asked: new, changed, more permissions
    std::vector<Phrase> permissions;
    std::vector<Phrase> more; ///< those of them that are new since the last time
    std::filesystem::path folder;
};
[[nodiscard]] Request request_of(model::Manifest const&, Standing const&, Choices const&, model::Registry const* words = nullptr);
/// Modules that wait for the person's agreement, with the words of the portfolio's registers where they are known.
[[nodiscard]] std::vector<Request> pending_requests(Places const&);
/// Agrees to exactly what was shown: Status::conflict where it has changed meanwhile, denied where it was tampered with.
[[nodiscard]] Result<void> approve(Places const&, Request const&);
/// Takes an agreement back.
[[nodiscard]] Result<void> withdraw(Places const&, std::string const& id);

[[nodiscard]] Result<void> trust(Places const&, Publisher const&);
[[nodiscard]] Result<void> distrust(Places const&, std::string const& key);

/// One declared module as it lies on the disk; the first of its id counts, as at the start.
struct Found {
    model::Manifest manifest;
    bool removed = false; ///< only the declaration is left
};
[[nodiscard]] std::vector<Found> modules_on_disk(Places const&);
[[nodiscard]] Result<Found> module_on_disk(Places const&, std::string const& id);
/// Is this folder one of the program's own?
[[nodiscard]] bool is_programs_own(Places const&, std::filesystem::path const& folder);
/// Labels of the registers that the program and the modules on the disk declare, for sentences. May lack some.
[[nodiscard]] std::unique_ptr<model::Registry> words_of(Places const&);

} // namespace passerelle::loader
