// One module at work: the psl_host that it sees, the interfaces that it offers, and the guard around every call into it.
// start, activate and stop [main]; call() on the threads that the extension's tag allows.
#pragma once
#include "host/bridge/border.hpp"
#include "host/bridge/context.hpp"
#include "host/loader/crash_journal.hpp"
#include "passerelle/ext/answers.h"
#include "passerelle/ext/checks.h"
#include "passerelle/ext/commands.h"
#include "passerelle/ext/db.h"
#include "passerelle/ext/page.h"
#include "passerelle/ext/transfer.h"
#include "passerelle/ext/ui.h"
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

struct psl_db_handle;

namespace passerelle::bridge {

/// One call into a module: what it is asked to do (the crash journal's words), and what holds while it does.
struct Call {
    loader::Phase phase;
    std::string_view what; ///< the view, section, register or format; outlives the call
    Language language = Language::fr;
    std::string today = {}; ///< empty: the session's
    Purity purity = Purity::may_write;
};

/// Sets the state of this thread for one call into a module, and restores the state of the call around it.
class CallScope {
public:
    explicit CallScope(Call const&);
    ~CallScope();
    CallScope(CallScope const&) = delete;
    CallScope& operator=(CallScope const&) = delete;

private:
    CallState m_outer;
};

class ModuleHost {
public:
    /// mark: the module's number in the crash journal, 0 for none.
    ModuleHost(Context&, model::Manifest const&, psl_entry const*, std::uint16_t mark);
    ~ModuleHost();
    ModuleHost(ModuleHost const&) = delete;
    ModuleHost& operator=(ModuleHost const&) = delete;

    [[nodiscard]] Result<void> start();    ///< create, init; then asks what it offers
    [[nodiscard]] Result<void> activate();
    void stop();                           ///< deactivate, handles void, destroy

    [[nodiscard]] model::Manifest const& manifest() const { return m_manifest; }
    [[nodiscard]] std::string const& id() const { return m_manifest.id; }
    [[nodiscard]] Context& context() const { return m_context; }
    [[nodiscard]] psl_plugin* plugin() const { return m_plugin; }
    [[nodiscard]] bool active() const { return m_active; }
    [[nodiscard]] static ModuleHost& of(psl_host const* host) { return *static_cast<ModuleHost*>(host->impl); }

    psl_checks const* checks = nullptr;
    psl_sections const* sections = nullptr;
    psl_transfer const* transfer = nullptr;
    psl_answers const* answers = nullptr;
    psl_views const* views = nullptr;
    psl_commands const* commands = nullptr;
    std::mutex transfer_mutex; ///< import and export are not pure: one at a time
    std::mutex commands_mutex; ///< nor are commands

    /// Runs `body`, which calls the module and returns its status. Whatever comes out of it by exception stays here.
    template<typename Body>
    [[nodiscard]] Result<void> call(Call const& settings, Body&& body)
    {
        CallScope const scope(settings);
        loader::Entered const entered(m_mark, settings.phase, settings.what);
        psl_status status = PSL_E_EXCEPTION;
        try {
            status = body();
        } catch (std::exception const& error) {
            call_state().sentence = error.what();
            misbehaved("an exception crossed the border");
        } catch (...) {
            call_state().sentence.clear();
            misbehaved("an exception crossed the border");
        }
        if (call_state().cut > 0)
            tell_of_cut(settings);
        if (status == PSL_OK)
            return {};
        return fault(status);
    }

    /// May it write records of this entity: its own, or granted by both sides.
    [[nodiscard]] Result<void> may_write(model::Entity const&) const;
    /// Named under needs or uses. Reading the language and writing to the log need no naming.
    [[nodiscard]] bool granted(std::string_view interface, int version) const;
    /// [main] Now, or, while a view of the module draws, when that has ended: the window never waits for a draw.
    void between_draws(std::function<void()>);
    /// [any] Holds off between_draws() while it lives.
    class Drawing {
    public:
        explicit Drawing(ModuleHost& host) : m_host(host), m_lock(host.m_view_mutex) {}
        ~Drawing();
        Drawing(Drawing const&) = delete;
        Drawing& operator=(Drawing const&) = delete;

    private:
        ModuleHost& m_host;
        std::unique_lock<std::mutex> m_lock;
    };
    /// A rule of the contract was broken: logged; three times in a session switch the module's views off.
    void misbehaved(std::string_view what);
    [[nodiscard]] bool views_off() const { return m_misbehaviours >= limits::misbehaviour; }
    /// This thread's handle, opened at first use.
    [[nodiscard]] Result<psl_db_handle*> handle();

private:
    [[nodiscard]] Error fault(psl_status) const;
    void tell_of_cut(Call const&) const; ///< for the author: the log says so
    void close_handles();
    static void const* PSL_CALL get(psl_host const*, char const* id) noexcept;
    static void PSL_CALL fail(psl_host const*, psl_status, psl_str) noexcept;

    Context& m_context;
    model::Manifest const& m_manifest;
    psl_entry const* m_entry;
    std::uint16_t m_mark;
    psl_host m_host;
    psl_plugin* m_plugin = nullptr;
    std::atomic<bool> m_active{false};
    std::atomic<bool> m_reading{false}; ///< from activate on
    std::atomic<int> m_misbehaviours{0};
    void settle();
    std::mutex m_view_mutex; ///< draws of views, and the answers to what they began: one at a time
    std::mutex m_owed_mutex;
    std::vector<std::function<void()>> m_owed; ///< what waits for the end of a draw
    std::mutex m_handles_mutex;
    struct CloseHandle {
        void operator()(psl_db_handle*) const;
    };
    std::unordered_map<std::thread::id, std::unique_ptr<psl_db_handle, CloseHandle>> m_handles;
};

} // namespace passerelle::bridge
