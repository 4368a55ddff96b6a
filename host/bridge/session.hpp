// An open portfolio with its modules at work: what the window, the console, the tests and the benchmarks all start from.
// Made and used on the main thread; functions marked [any] may be called from jobs.
#pragma once
#include "host/base/result.hpp"
#include "host/bridge/view.hpp"
#include "host/exchange/document.hpp"
#include "host/loader/modules.hpp"
#include "host/model/editor.hpp"
#include "host/model/query.hpp"
#include "host/model/report_template.hpp"
#include "host/store/portfolio.hpp"
#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::bridge {

/// Same order as PSL_DEBUG ... PSL_ERROR in passerelle/ext/log.h.
enum class LogLevel { debug, info, warning, error };
struct LogLine {
    LogLevel level = LogLevel::info;
    std::string module, text; ///< text: English, for whoever looks after the program
};

/// A kind of file that an active module writes.
struct ExportFormat {
    std::string id; ///< "module/id", as export_file() takes it
    Phrase label;
    std::string extension; ///< ".csv"; empty: the module names none
};

/// What a person can have an active module do.
struct ModuleCommand {
    std::string id, module; ///< id: "module/id", as run_command() takes it
    Phrase label;
    std::set<std::string> scopes;
};
/// A sentence that a command ended with.
struct ToldByCommand {
    exchange::Tone tone;
    std::string sentence;
};

struct SessionOptions {
    store::OpenOptions store;
    loader::SearchPaths modules;       ///< empty folders: those beside the program
    std::filesystem::path core;        ///< folder with core.json and its lists; empty: the program's own
    std::filesystem::path templates;   ///< folder of the person's own report templates; empty: none
    Language language = Language::fr;
    std::string today;                 ///< ISO date; empty: the clock
    std::function<void(LogLine const&)> on_log; ///< called from any thread; may be empty
    std::function<void()> after_long_job;       ///< called on the job's thread, after what it held is gone; may be empty
};

/// Where a report looks: "project:ID", "donor:ID", "city:ID", "country:CODE", "portfolio". ID: number or identifier.
struct Scope {
    std::string kind = "portfolio";
    std::int64_t id = 0;
    std::string code; ///< country
    std::string from, to, as_of, currency = "EUR"; ///< ISO dates, empty: open; as_of empty: today
};

struct Alert {
    std::string module, rule;
    exchange::Tone tone = exchange::Tone::warn;
    std::string what, why, entity, field, due; ///< in the session's language
    std::int64_t id = 0;
    std::string snoozed_until, snooze_reason;  ///< put off by a person, to a date after today; empty: it is to be done
    std::int64_t snooze = 0;                   ///< the record of core.snooze, also where its date has passed
};

struct ImportProblem {
    model::IssueLevel level = model::IssueLevel::warning;
    std::int64_t line = 0;
    std::string identifier, sentence;
};
struct ImportReport {
    std::int64_t created = 0, changed = 0, unchanged = 0, removed = 0;
    struct PerEntity { std::int64_t created = 0, changed = 0, unchanged = 0, removed = 0; };
    std::map<std::string, PerEntity> entities;
    std::vector<ImportProblem> problems; ///< at most 1,000 kept; `problems_total` counts all
    std::int64_t problems_total = 0;
    std::int64_t transaction = 0;        ///< 0 after a preview or when nothing changed
};
enum class ImportMode { preview, apply };

/// What a job sees: progress out, cancel in. [any]
struct Progress {
    std::function<void(double share_or_negative, std::string note)> report;
    std::atomic<bool> cancel{false};
};

struct RunningJob {
    std::uint64_t id = 0;
    std::string title, note;
    double share = -1; ///< 0..1; negative: unknown
};

class Session {
public:
    [[nodiscard]] static Result<std::unique_ptr<Session>> create(std::filesystem::path const&, SessionOptions);
    [[nodiscard]] static Result<std::unique_ptr<Session>> open(std::filesystem::path const&, SessionOptions);
    ~Session(); ///< jobs are joined, modules deactivated, the portfolio closed

    [[nodiscard]] store::Portfolio& portfolio();
    [[nodiscard]] model::Registry const& registry() const;
    [[nodiscard]] model::Editor& editor();
    [[nodiscard]] std::vector<loader::Module> const& modules() const;
    [[nodiscard]] Language language() const;
    void set_language(Language);
    [[nodiscard]] std::string today() const;

    /// [any] Alerts of every active module, worst first; those put off stand among them and say so.
    [[nodiscard]] std::vector<Alert> alerts();
    /// [any] The change that puts an alert off (until: ISO date) or brings it back (until empty).
    [[nodiscard]] static model::Change snooze(Alert const&, std::string const& until, std::string const& reason);
    /// Text that an import brought enters the search index: about a second for 100,000 records, in short writes. Any thread but
    /// the writer's; before a search, and in the background after opening and importing.
    [[nodiscard]] Result<void> index_text();
    /// [any] One transaction or nothing. format empty: the module that recognises the file best.
    [[nodiscard]] Result<ImportReport> import_file(std::filesystem::path const&, std::string format, ImportMode, Progress&);
    /// [any] A file in a format that a module declares for export; bytes written. "id" or "module/id".
    [[nodiscard]] Result<std::uint64_t> export_file(std::string const& format, Scope const&, Language, std::filesystem::path const&, Progress&);
    /// [main] What active modules write as files.
    [[nodiscard]] std::vector<ExportFormat> export_formats() const;
    /// [main] Commands of active modules for such a scope ("project", "portfolio", …); empty: all.
    [[nodiscard]] std::vector<ModuleCommand> commands(std::string_view scope_kind) const;
    /// [any] Within a job, or where nothing else waits; see host/bridge/module_commands.hpp.
    [[nodiscard]] Result<std::vector<ToldByCommand>> run_command(std::string const& command, Scope const&, Language, Progress&);
    [[nodiscard]] Result<Scope> parse_scope(std::string_view text);
    /// [any] Every section of every active module that fits the scope, in order; an absent module's say so.
    /// A template: the donor's sections in its order and under its headings.
    [[nodiscard]] Result<exchange::Document> report(Scope const&, Language, Progress&, model::ReportTemplate const& = {});
    /// [any] Those of the program and the person's own, read anew: Passerelle's own report first.
    [[nodiscard]] model::ReportTemplates report_templates() const;
    struct Figures { exchange::Document document; };
    /// [any] The portfolio's key figures for the home page and the console dashboard: the modules' "home" sections.
    [[nodiscard]] Result<exchange::Document> dashboard(Language);

    /// A module's view, recorded; press and type through it, then draw again. [main]
    [[nodiscard]] std::unique_ptr<View> view(std::string_view module, std::string_view view_id, Scope const&, Drawing = Drawing::here);

    /// A job beside the window: run on a worker, done on the main thread (in pump()).
    void start_job(std::string title, std::function<Result<void>(Progress&)> run, std::function<void(Result<void>)> done);
    [[nodiscard]] std::vector<RunningJob> running_jobs() const; ///< [any]
    void cancel_job(std::uint64_t id);                          ///< [any]
    /// [main] Cancels and joins what runs and delivers every answer; nothing starts any more. For whoever is answered and goes first.
    void stop_jobs();
    [[nodiscard]] std::vector<LogLine> log() const;             ///< [any] the last 1,000 lines
    /// [main] Delivers what finished elsewhere; true if anything happened. The window calls it when woken.
    bool pump();
    /// Called from any thread when pump() has something to do (the window: glfwPostEmptyEvent).
    void set_wake(std::function<void()>);

private:
    struct Impl;
    explicit Session(std::unique_ptr<Impl>);
    std::unique_ptr<Impl> m_impl;
};

} // namespace passerelle::bridge
