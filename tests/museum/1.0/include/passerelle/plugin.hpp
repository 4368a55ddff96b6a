// passerelle/plugin.hpp - the C++20 wrapper over the C headers: one class, one macro. Compiled into the plugin.
//
//   class Incubators : public psl::Plugin {
//   public:
//       using Plugin::Plugin;
//       void write_section(std::string_view section, psl::Scope const& scope, psl::Page& page);
//   };
//   PSL_PLUGIN(Incubators)
//
// A member function of one of these names offers the extension; nothing is registered by hand:
//   void draw(std::string_view view, Scope const&, Ui&)                        psl.views/1     [main]
//   void write_section(std::string_view section, Scope const&, Page&)          psl.sections/1  [main|worker] pure
//   void check(std::string_view entity, Row const&, Issues&)                   psl.checks/1    [main|worker] pure
//   void alerts(Alerts&)                                                       psl.checks/1    [worker] pure
//   void answer(std::string_view service, Row const& question, Sink&)          psl.answers/1   [main|worker] pure
//   int  recognise(std::string_view format, std::string_view head)             psl.transfer/1  [worker] pure
//   void import_file(std::string_view format, Reader&, Importer&, Job&)        psl.transfer/1  [worker]
//   void export_file(std::string_view format, Scope const&, Writer&, Job&)     psl.transfer/1  [worker]
//   void run_command(std::string_view command, Scope const&, Job&, Issues&)    psl.commands/1  [worker]
// and, where needed: void init(), void activate(), void deactivate() [main].
// "Pure" functions may run on several threads at once: they change no member. To refuse, throw psl::Error with a sentence.
#pragma once
#include "passerelle/cpp/base.hpp"
#include "passerelle/cpp/database.hpp"
#include "passerelle/cpp/page.hpp"
#include "passerelle/cpp/records.hpp"
#include "passerelle/cpp/transfer.hpp"
#include "passerelle/cpp/ui.hpp"
#include "passerelle/cpp/value.hpp"
#include "passerelle/ext/commands.h"
#include "passerelle/ext/locale.h"
#include "passerelle/ext/log.h"
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace psl {

/// The base of a plugin's class. Never virtual: PSL_PLUGIN knows the type.
class Plugin {
public:
    Plugin(psl_host const* host, std::string_view id) : m_host(host), m_id(id) {}
    Plugin(Plugin const&) = delete;
    Plugin& operator=(Plugin const&) = delete;

    void init() {}
    void activate() {}
    void deactivate() {}

    [[nodiscard]] psl_host const* host() const { return m_host; }
    [[nodiscard]] std::string const& id() const { return m_id; }

    /// "fr" or "en": the language of the call in progress. French where the host offers none.
    [[nodiscard]] std::string_view language() const
    {
        auto const* const locale = detail::interface_of<psl_locale>(m_host, PSL_LOCALE);
        return locale == nullptr ? std::string_view("fr") : from_c(locale->language(m_host));
    }
    [[nodiscard]] bool french() const { return language() != "en"; }
    /// The text in the language of the call; French is written first.
    [[nodiscard]] std::string tr(std::string_view fr, std::string_view en) const { return std::string(french() ? fr : en); }
    /// The date that the program works at: in a report, its as-of date.
    [[nodiscard]] Date today() const
    {
        if (auto const* const locale = detail::interface_of<psl_locale>(m_host, PSL_LOCALE))
            if (auto const date = Date::parse(from_c(locale->today(m_host))))
                return *date;
        throw Error(PSL_E_UNSUPPORTED, "psl.locale/1");
    }
    void log(std::string_view line, std::int32_t level = PSL_INFO) const
    {
        if (auto const* const log = detail::interface_of<psl_log>(m_host, PSL_LOG))
            log->write(m_host, level, to_c(line));
    }
    /// This thread's own reading handle. Cheap: the host keeps one for each thread. Needs psl.db.
    [[nodiscard]] Database open_db() const
    {
        auto const* const table = needed<psl_db>(PSL_DB);
        psl_db_handle* handle = nullptr;
        require(table->open(m_host, &handle));
        return Database(table, handle);
    }
    [[nodiscard]] Records records() const { return Records(m_host, needed<psl_records>(PSL_RECORDS)); }
    [[nodiscard]] Jobs jobs() const { return Jobs(m_host, needed<psl_jobs>(PSL_JOBS)); }
    /// Asks every plugin that provides the service ("metrics/1"); returns how many answered.
    std::uint32_t ask(std::string_view service, Fields const& question, detail::FunctionSink::Take const& take) const
    {
        auto const* const table = detail::interface_of<psl_ask>(m_host, PSL_ASK);
        if (table == nullptr)
            return 0;
        detail::FieldsRow const row(question);
        detail::FunctionSink sink(m_host, take);
        std::uint32_t answered = 0;
        require(table->ask(m_host, to_c(service), &row.row, &sink.sink, &answered));
        return answered;
    }

protected:
    ~Plugin() = default;

private:
    template<typename Interface>
    [[nodiscard]] Interface const* needed(char const* id) const
    {
        if (auto const* const table = detail::interface_of<Interface>(m_host, id))
            return table;
        throw Error(PSL_E_DENIED, std::string(id) + " is not named under needs or uses in plugin.json");
    }
    psl_host const* m_host;
    std::string m_id;
};

namespace detail {

template<typename T>
struct Glue {
    static constexpr bool draws = requires { &T::draw; };
    static constexpr bool writes = requires { &T::write_section; };
    static constexpr bool checks = requires { &T::check; };
    static constexpr bool alerts = requires { &T::alerts; };
    static constexpr bool answers = requires { &T::answer; };
    static constexpr bool recognises = requires { &T::recognise; };
    static constexpr bool imports = requires { &T::import_file; };
    static constexpr bool exports = requires { &T::export_file; };
    static constexpr bool commands = requires { &T::run_command; };

    psl_plugin table;
    T plugin;

    Glue(psl_host const* host, std::string_view id) : table{this, &init, &activate, &deactivate, &destroy, &get}, plugin(host, id) {}
    static T& of(psl_plugin const* raw) { return static_cast<Glue*>(raw->impl)->plugin; }
    template<typename Body>
    static psl_status run(psl_plugin const* raw, Body&& body) noexcept
    {
        T& self = of(raw);
        return guarded(self.host(), [&] { body(self); });
    }

    static psl_status PSL_CALL create(psl_host const* host, psl_str id, psl_plugin** out) noexcept
    {
        return guarded(host, [&] { *out = &(new Glue(host, from_c(id)))->table; });
    }
    static psl_status PSL_CALL init(psl_plugin* raw) noexcept
    {
        return run(raw, [](T& self) { self.init(); });
    }
    static psl_status PSL_CALL activate(psl_plugin* raw) noexcept
    {
        return run(raw, [](T& self) { self.activate(); });
    }
    static void PSL_CALL deactivate(psl_plugin* raw) noexcept
    {
        (void)run(raw, [](T& self) { self.deactivate(); });
    }
    static void PSL_CALL destroy(psl_plugin* raw) noexcept { delete static_cast<Glue*>(raw->impl); }

    static void const* PSL_CALL get(psl_plugin const*, char const* id) noexcept
    {
        if (id == nullptr)
            return nullptr;
        [[maybe_unused]] auto const is = [&](char const* known) { return std::strcmp(id, known) == 0; };
        if constexpr (draws) {
            static constexpr psl_views views{&draw};
            if (is(PSL_VIEWS))
                return &views;
        }
        if constexpr (writes) {
            static constexpr psl_sections sections{&write};
            if (is(PSL_SECTIONS))
                return &sections;
        }
        if constexpr (checks || alerts) {
            static constexpr psl_checks table_of_checks{&check, alerts ? &tell_alerts : nullptr};
            if (is(PSL_CHECKS))
                return &table_of_checks;
        }
        if constexpr (answers) {
            static constexpr psl_answers table_of_answers{&answer};
            if (is(PSL_ANSWERS))
                return &table_of_answers;
        }
        if constexpr (imports || exports) {
            static constexpr psl_transfer transfer{&recognise, &import_file, exports ? &export_file : nullptr};
            if (is(PSL_TRANSFER))
                return &transfer;
        }
        if constexpr (commands) {
            static constexpr psl_commands table_of_commands{&run_command};
            if (is(PSL_COMMANDS))
                return &table_of_commands;
        }
        return nullptr;
    }

    static void PSL_CALL draw(psl_plugin* raw, psl_str view, psl_row const* scope, psl_widgets const* widgets, psl_ui* ui) noexcept
    {
        (void)run(raw, [&](T& self) {
            if constexpr (draws) {
                Ui words(widgets, ui);
                self.draw(from_c(view), Scope::of(scope), words); // what it throws reaches host->fail, and the host shows it
            }
        });
    }
    static psl_status PSL_CALL write(psl_plugin* raw, psl_str section, psl_row const* scope, psl_words const* words, psl_page* page) noexcept
    {
        return run(raw, [&](T& self) {
            if constexpr (writes) {
                Page out(words, page);
                self.write_section(from_c(section), Scope::of(scope), out);
            }
        });
    }
    static psl_status PSL_CALL check(psl_plugin* raw, psl_str entity, psl_row const* row, psl_issues* issues) noexcept
    {
        return run(raw, [&](T& self) {
            if constexpr (checks) {
                Issues out(issues);
                self.check(from_c(entity), Row(row), out);
            }
        });
    }
    static psl_status PSL_CALL tell_alerts(psl_plugin* raw, psl_alerts* out) noexcept
    {
        return run(raw, [&](T& self) {
            if constexpr (alerts) {
                Alerts all(out);
                self.alerts(all);
            }
        });
    }
    static psl_status PSL_CALL answer(psl_plugin* raw, psl_str service, psl_row const* question, psl_row_sink* sink) noexcept
    {
        return run(raw, [&](T& self) {
            if constexpr (answers) {
                Sink out(sink);
                self.answer(from_c(service), Row(question), out);
            }
        });
    }
    static psl_status PSL_CALL recognise(psl_plugin* raw, psl_str format, psl_str head, std::int32_t* score) noexcept
    {
        return run(raw, [&](T& self) {
            *score = 0;
            if constexpr (recognises)
                *score = self.recognise(from_c(format), from_c(head));
        });
    }
    static psl_status PSL_CALL import_file(psl_plugin* raw, psl_str format, psl_reader* reader, psl_importer* importer, psl_job* job) noexcept
    {
        return run(raw, [&](T& self) {
            if constexpr (imports) {
                Reader in(reader);
                Importer out(importer);
                Job at_work(interface_of<psl_jobs>(self.host(), PSL_JOBS), job);
                self.import_file(from_c(format), in, out, at_work);
            } else
                throw Error(PSL_E_UNSUPPORTED, "");
        });
    }
    static psl_status PSL_CALL export_file(psl_plugin* raw, psl_str format, psl_row const* scope, psl_writer* writer, psl_job* job) noexcept
    {
        return run(raw, [&](T& self) {
            if constexpr (exports) {
                Writer out(writer);
                Job at_work(interface_of<psl_jobs>(self.host(), PSL_JOBS), job);
                self.export_file(from_c(format), Scope::of(scope), out, at_work);
            }
        });
    }
    static psl_status PSL_CALL run_command(psl_plugin* raw, psl_str command, psl_row const* scope, psl_job* job, psl_issues* told) noexcept
    {
        return run(raw, [&](T& self) {
            if constexpr (commands) {
                Job at_work(interface_of<psl_jobs>(self.host(), PSL_JOBS), job);
                Issues out(told);
                self.run_command(from_c(command), Scope::of(scope), at_work, out);
            }
        });
    }
};

} // namespace detail
} // namespace psl

/// Once, in one source file of the plugin.
#define PSL_PLUGIN(Type)                                                                                                                   \
    extern "C" {                                                                                                                           \
    const psl_entry psl_plugin_entry = {PSL_ABI, 0, &psl::detail::Glue<Type>::create}; /* exported by its declaration in abi.h */          \
    }
