// Stands between the host and the module under test: its entry, its functions and the host's tables that it sees all pass through
// here, are noted, and go on unchanged. One module under test in a process; [any] once the session is open.
#pragma once
#include "host/bridge/module_host.hpp"
#include "host/loader/modules.hpp"
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace passerelle::validator {

/// What the module did, as far as it crosses the border.
struct Seen {
    struct Fault {
        std::string phase, text;
    };
    std::vector<Fault> exceptions;     ///< what it threw across the border
    std::vector<Fault> refusals;       ///< calls that it did not answer with PSL_OK, with what it said
    std::vector<Fault> wrong_thread;   ///< functions of the host that it called where it may not
    std::set<std::string> asked;       ///< interfaces that it asked the host for
    std::set<std::string> sql;         ///< texts that it prepared
    std::vector<Fault> sql_refused;    ///< with the status
    std::set<std::string> written;     ///< registers that it submitted changes to
    std::vector<Fault> writes_refused;
    std::vector<std::string> left_open; ///< statements that were open when deactivate returned
    std::set<std::string> used_late;   ///< functions of the host called after deactivate
    int jobs_started = 0, jobs_done = 0, changes_sent = 0, changes_done = 0, done_twice = 0;
    int problems = 0;                  ///< that its imports told
    std::vector<std::string> records;  ///< what its import put, one line each, in order
};

struct SpySettings {
    bool hide_optional = false;        ///< what "uses" names is not there
    int repeat_create = 0;             ///< so many times create, init, destroy before the one that stays
    std::uint64_t read_at_most = 0;    ///< bytes that one read of an import gives; 0: what was asked for
};

class Spy {
public:
    [[nodiscard]] static Spy& the();
    /// Forgets everything; before a session.
    void begin(SpySettings, std::filesystem::path const& phases);
    /// Opens the library and puts itself before its entry: for loader::SearchPaths::gates.
    void stand_before(loader::Module&);

    [[nodiscard]] Seen seen() const;
    void forget_refusals();
    [[nodiscard]] psl_plugin* plugin() const { return m_plugin; }
    [[nodiscard]] bridge::ModuleHost* host() const { return m_real_host == nullptr ? nullptr : &bridge::ModuleHost::of(m_real_host); }
    [[nodiscard]] psl_entry const* real_entry() const { return m_real; }
    [[nodiscard]] psl_host const* real_host() const { return m_real_host; }
    /// What the module itself offers, behind the spy; nullptr: not offered.
    template<typename Interface>
    [[nodiscard]] Interface const* offered(char const* id) const
    {
        return m_plugin == nullptr ? nullptr : static_cast<Interface const*>(m_plugin->get(m_plugin, id));
    }

    /// Notes the phase on this thread while it lives.
    class Phase {
    public:
        explicit Phase(std::string const& name);
        ~Phase();
        Phase(Phase const&) = delete;
        Phase& operator=(Phase const&) = delete;

    private:
        std::string m_outer;
    };
    [[nodiscard]] static std::string phase();

private:
    friend struct Thunks;
    mutable std::recursive_mutex m_mutex;
    SpySettings m_settings;
    Seen m_seen;
    psl_entry const* m_real = nullptr;
    psl_entry m_entry{};
    psl_host const* m_real_host = nullptr;
    psl_host m_host{};
    psl_plugin* m_real_plugin = nullptr;
    psl_plugin* m_plugin = nullptr; ///< ours
    psl_plugin m_outer{};
    std::set<std::string> m_optional;
    std::map<psl_statement*, std::string> m_open;
    bool m_active = false, m_over = false;
    std::vector<std::shared_ptr<void>> m_kept; ///< what the host still has to answer, to the end of the process
    void keep(std::shared_ptr<void>);
    // The module's own tables, and ours in their place.
    psl_checks const* m_checks = nullptr;
    psl_sections const* m_sections = nullptr;
    psl_transfer const* m_transfer = nullptr;
    psl_commands const* m_commands = nullptr;
    psl_answers const* m_answers = nullptr;
    psl_views const* m_views = nullptr;
    psl_checks m_our_checks{};
    psl_sections m_our_sections{};
    psl_transfer m_our_transfer{};
    psl_commands m_our_commands{};
    psl_answers m_our_answers{};
    psl_views m_our_views{};
};

} // namespace passerelle::validator
