// What every module's callbacks share: the portfolio, the declarations, the queues, the log. Owned by the session. [any]
#pragma once
#include "host/bridge/job_runner.hpp"
#include "host/bridge/main_queue.hpp"
#include "host/bridge/session.hpp"
#include "host/model/editor.hpp"
#include "host/model/registry.hpp"
#include "host/store/portfolio.hpp"
#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace passerelle::bridge {

class ModuleHost;

/// The last lines of the session's log, and who else wants to see them.
class Log {
public:
    void write(LogLevel, std::string_view module, std::string text);
    [[nodiscard]] std::vector<LogLine> lines() const;
    std::function<void(LogLine const&)> on_line; ///< set before use

private:
    mutable std::mutex m_mutex;
    std::deque<LogLine> m_lines;
};

struct Context {
    std::unique_ptr<store::Portfolio> portfolio;
    model::Manifest core;
    std::unique_ptr<model::Registry> registry;
    std::unique_ptr<model::Editor> editor;
    std::vector<loader::Module> modules;             ///< all that were found, held ones too
    std::vector<std::unique_ptr<ModuleHost>> hosts;  ///< those at work, in the order of starting
    std::thread::id main_thread;
    std::atomic<Language> language{Language::fr};
    std::filesystem::path templates, own_templates; ///< folders of report templates: the program's, the person's (empty: none)
    std::string fixed_today; ///< empty: the clock
    MainQueue main;
    Log log;
    std::unique_ptr<JobRunner> jobs;

    /// Changes that modules submitted and whose done() was not yet posted; closing waits for them.
    std::mutex pending_mutex;
    std::condition_variable pending_changed;
    std::size_t pending = 0;

    [[nodiscard]] std::string today() const;
    /// The declaration of the module that owns an entity; nullptr: nobody.
    [[nodiscard]] model::Manifest const* owner_of(model::Entity const&) const;
    [[nodiscard]] bool on_main() const { return std::this_thread::get_id() == main_thread; }
};

} // namespace passerelle::bridge
