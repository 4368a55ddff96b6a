// A portfolio of its own for one test, with the module under test behind the spy and the modules that it builds on.
#pragma once
#include "host/bridge/session.hpp"
#include "tools/plugin-validator/spy.hpp"
#include "tools/plugin-validator/test.hpp"
#include <memory>
#include <mutex>
#include <optional>

namespace passerelle::validator {

/// A folder for the time of a test.
class Scratch {
public:
    Scratch();
    ~Scratch();
    Scratch(Scratch const&) = delete;
    Scratch& operator=(Scratch const&) = delete;
    [[nodiscard]] std::filesystem::path const& folder() const { return m_folder; }

private:
    std::filesystem::path m_folder;
};

/// The declaration, or why it cannot be read.
[[nodiscard]] Result<model::Manifest> declaration_of(Subject const&);
/// For tests that have nothing to say about a declaration that cannot be read.
[[nodiscard]] std::optional<Outcome> unreadable(Subject const&);

struct StageOptions {
    SpySettings spy = {};
    std::string today = "2026-03-15";
    Language language = Language::fr;
    std::optional<std::filesystem::path> in_place_of = {}; ///< another folder instead of the module's: an earlier version
    bool without_module = false;
};

class Stage {
public:
    explicit Stage(Subject const&, StageOptions = {});
    ~Stage();
    Stage(Stage const&) = delete;
    Stage& operator=(Stage const&) = delete;

    [[nodiscard]] bridge::Session& session() { return *m_session; }
    [[nodiscard]] bool is_open() const { return m_session != nullptr; }
    [[nodiscard]] model::Manifest const& manifest() const { return m_manifest; }
    [[nodiscard]] loader::Module const& module() const;
    /// Nothing where the module is at work; else an outcome that says why the test has no ground.
    [[nodiscard]] std::optional<Outcome> not_started() const;
    void close();                    ///< the module is deactivated; what was owed is delivered
    Result<void> open(StageOptions); ///< the same portfolio once more
    /// Waits for what the module began; false: it was not over within the time.
    bool settle(std::chrono::milliseconds = std::chrono::seconds{20});
    /// Lines of the log under the module's id that hold `part`.
    [[nodiscard]] std::vector<std::string> log_with(std::string_view part) const;
    void forget_log();
    [[nodiscard]] std::filesystem::path const& folder() const { return m_scratch.folder(); }
    [[nodiscard]] std::filesystem::path portfolio() const { return m_scratch.folder() / "essai.passerelle"; }
    [[nodiscard]] Subject const& subject() const { return m_subject; }

private:
    bridge::SessionOptions options(StageOptions const&);
    void link(std::filesystem::path const& into, std::filesystem::path const& module);
    Subject const& m_subject;
    Scratch m_scratch;
    model::Manifest m_manifest;
    std::vector<std::filesystem::path> m_beside;
    mutable std::mutex m_log_mutex;
    std::vector<std::string> m_log;
    int m_openings = 0;
    std::unique_ptr<bridge::Session> m_session;
};

/// Faults that no test forgives, whatever it looks for: exceptions are named by a test of their own.
void add_faults(Outcome&, std::vector<Seen::Fault> const&, std::string_view fr, std::string_view en);

} // namespace passerelle::validator
