// What modules did to the program in earlier starts, and which of them are therefore quarantined. One file, incidents.json, of one
// person on one machine. [any], one caller at a time.
#pragma once
#include "host/base/result.hpp"
#include "host/loader/modules.hpp"
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::loader {

/// What a module was asked to do. The numbers stand in files.
enum class Phase : std::uint8_t {
    none = 0,
    migrate = 1,
    load = 2,
    create = 3,
    init = 4,
    activate = 5,
    draw = 6,
    section = 7,
    check = 8,
    alerts = 9,
    answer = 10,
    recognise = 11,
    import_file = 12,
    export_file = 13,
    job = 14,
    done = 15, ///< the answer to a job or a change
    command = 16,
    closing = 17,
};
/// "en dessinant une vue"
[[nodiscard]] Phrase name_of(Phase);
/// Once is enough for quarantine: nothing of the module would come later anyway.
[[nodiscard]] bool is_first_steps(Phase);

enum class End : std::uint8_t {
    crash, ///< a signal: an access to memory that is not there, abort(), …
    hang,  ///< a person ended the program while the call did not come back
    left,  ///< the module ended the program itself, exit()
    cut,   ///< the process was ended from outside, or by _exit(), within the module's code
};

struct Incident {
    std::int64_t number = 0;      ///< grows; given by Incidents
    std::string module, identity; ///< id, identity_of(); empty: no module was at work
    Phase phase = Phase::none;
    std::string what; ///< the view, section, register or format
    End end = End::crash;
    int signal = 0;
    std::string at;           ///< local time, "2026-11-23 17:32"
    std::int64_t start = 0;   ///< the start of the program that it belongs to
    std::string program;      ///< version
    std::string stack, log;   ///< for whoever mends the module; at most 8 and 16 KiB
};
/// "Le module « X » a arrêté le programme le 23/11/2026 à 17 h 32, en dessinant une vue (overview)."
[[nodiscard]] Phrase in_words(Incident const&, Phrase const& module_name);

/// Tells two versions of a module apart without reading its library: version, size and time of the library.
[[nodiscard]] std::string identity_of(Module const&);

class Incidents {
public:
    /// A file that does not read counts as none: it is kept beside, under another name.
    [[nodiscard]] static Incidents read(std::filesystem::path const& folder);
    [[nodiscard]] Result<void> write() const;

    void add(Incident);
    /// Starts of the window are counted: two incidents within five of them are too many.
    std::int64_t begin_start() { return ++m_starts; }
    [[nodiscard]] std::int64_t starts() const { return m_starts; }
    [[nodiscard]] std::vector<Incident> const& all() const { return m_all; }

    /// The incident for which a module of that identity is quarantined; nullptr: it may run. A crash in its first steps counts at
    /// once; later ones where there are two in five starts; closing never counts; another identity begins anew.
    [[nodiscard]] Incident const* quarantines(std::string_view module, std::string_view identity) const;
    /// A person wants to try again: what has happened so far no longer counts for this module.
    void lift(std::string const& module);

private:
    std::filesystem::path m_folder;
    std::int64_t m_starts = 0, m_last = 0;
    std::vector<Incident> m_all; ///< the last 100
    std::map<std::string, std::int64_t> m_lifted; ///< module -> number of the last incident that no longer counts
};

/// Holds modules that are quarantined, with the reason and what to do.
[[nodiscard]] Gate quarantine_gate(Incidents);

} // namespace passerelle::loader
