#include "tools/plugin-validator/spy.hpp"
#include "host/bridge/tables.hpp"
#include "tools/plugin-validator/phases.hpp"
#include <atomic>
#include <fmt/format.h>
#include <memory>

namespace passerelle::validator {

namespace {

constexpr std::size_t most_noted = 200;

std::string words(psl_str text) { return bridge::text_of(text, 200); }

std::string value_text(psl_value const& value)
{
    switch (value.kind) {
    case PSL_NULL: return "null";
    case PSL_INT: return std::to_string(value.as.i);
    case PSL_REAL: return fmt::format("{}", value.as.r);
    case PSL_TEXT:
    case PSL_BLOB: return value.as.s.data == nullptr ? std::string() : std::string(value.as.s.data, std::min<std::size_t>(value.as.s.size, 1000));
    default: return "?";
    }
}

} // namespace

Spy::Phase::Phase(std::string const& name) : m_outer(phases::get()) { phases::set(name); }
Spy::Phase::~Phase() { phases::set(m_outer); }
std::string Spy::phase() { return phases::get(); }

/// The functions that stand in for the module's and for the host's.
struct Thunks {
    static Spy& spy() { return Spy::the(); }

    template<typename List>
    static void note(List& list, std::string phase, std::string text)
    {
        std::lock_guard const lock(spy().m_mutex);
        if (list.size() < most_noted)
            list.push_back({std::move(phase), std::move(text)});
    }

    /// One call into the module. What it throws is noted and goes on to the host, whose business it is.
    template<typename Body>
    static psl_status into(std::string const& name, Body&& body)
    {
        Spy::Phase const phase(name);
        bool const outer_failed = bridge::call_state().failed;
        psl_status status = PSL_E_EXCEPTION;
        try {
            status = body();
        } catch (std::exception const& error) {
            note(spy().m_seen.exceptions, name, error.what());
            throw;
        } catch (...) {
            note(spy().m_seen.exceptions, name, "not a std::exception");
            throw;
        }
        bridge::CallState const& state = bridge::call_state();
        if (status == PSL_OK && state.failed && !outer_failed && state.status != PSL_OK)
            status = state.status; // draw has no status of its own
        if (status != PSL_OK)
            note(spy().m_seen.refusals, name, fmt::format("{}: {}", status, state.sentence));
        return status;
    }

    // ---- the module's functions
    static psl_status PSL_CALL create(psl_host const* host, psl_str id, psl_plugin** out)
    {
        Spy& s = spy();
        s.m_real_host = host;
        s.m_host = psl_host{host->abi, host->reserved, host->impl, &get_host, host->fail};
        for (int round = 0; round < s.m_settings.repeat_create; ++round) {
            psl_plugin* made = nullptr;
            psl_status const status = into(fmt::format("create ({}/{})", round + 1, s.m_settings.repeat_create), [&] { return s.m_real->create(&s.m_host, id, &made); });
            if (status != PSL_OK || made == nullptr || made->init == nullptr || made->destroy == nullptr)
                return status == PSL_OK ? PSL_E_INVALID : status;
            if (auto const ready = into("init", [&] { return made->init(made); }); ready != PSL_OK)
                return ready;
            (void)into("destroy", [&] { return made->destroy(made), PSL_OK; });
        }
        psl_status const status = into("create", [&] { return s.m_real->create(&s.m_host, id, &s.m_real_plugin); });
        psl_plugin* const made = s.m_real_plugin;
        if (status != PSL_OK || made == nullptr)
            return status;
        s.m_outer = psl_plugin{made->impl, made->init == nullptr ? nullptr : &init, made->activate == nullptr ? nullptr : &activate,
                               made->deactivate == nullptr ? nullptr : &deactivate, made->destroy == nullptr ? nullptr : &destroy,
                               made->get == nullptr ? nullptr : &get};
        s.m_plugin = &s.m_outer;
        *out = s.m_plugin;
        return status;
    }
    static psl_plugin* real() { return spy().m_real_plugin; }
    static psl_status PSL_CALL init(psl_plugin*)
    {
        return into("init", [] { return real()->init(real()); });
    }
    static psl_status PSL_CALL activate(psl_plugin*)
    {
        spy().m_active = true;
        return into("activate", [] { return real()->activate(real()); });
    }
    static void PSL_CALL deactivate(psl_plugin*)
    {
        (void)into("deactivate", [] { return real()->deactivate(real()), PSL_OK; });
        std::lock_guard const lock(spy().m_mutex);
        for (auto const& [statement, sql] : spy().m_open)
            spy().m_seen.left_open.push_back(sql);
        spy().m_over = true;
    }
    static void PSL_CALL destroy(psl_plugin*)
    {
        (void)into("destroy", [] { return real()->destroy(real()), PSL_OK; });
    }
    static void const* PSL_CALL get(psl_plugin const*, char const* id)
    {
        Spy& s = spy();
        void const* found = nullptr;
        (void)into("get", [&] { return found = real()->get(real(), id), PSL_OK; });
        if (found == nullptr)
            return nullptr;
        std::string_view const name = id;
        auto const ours = [&](auto const*& kept, auto& own, auto fill) {
            kept = static_cast<std::remove_reference_t<decltype(kept)>>(found);
            own = *kept;
            fill();
            return static_cast<void const*>(&own);
        };
        if (name == PSL_CHECKS)
            return ours(s.m_checks, s.m_our_checks, [&] {
                if (s.m_checks->check != nullptr)
                    s.m_our_checks.check = &check;
                if (s.m_checks->alerts != nullptr)
                    s.m_our_checks.alerts = &alerts;
            });
        if (name == PSL_SECTIONS)
            return ours(s.m_sections, s.m_our_sections, [&] {
                if (s.m_sections->write != nullptr)
                    s.m_our_sections.write = &section;
            });
        if (name == PSL_TRANSFER)
            return ours(s.m_transfer, s.m_our_transfer, [&] {
                if (s.m_transfer->recognise != nullptr)
                    s.m_our_transfer.recognise = &recognise;
                if (s.m_transfer->import_file != nullptr)
                    s.m_our_transfer.import_file = &import_file;
                if (s.m_transfer->export_file != nullptr)
                    s.m_our_transfer.export_file = &export_file;
            });
        if (name == PSL_ANSWERS)
            return ours(s.m_answers, s.m_our_answers, [&] {
                if (s.m_answers->answer != nullptr)
                    s.m_our_answers.answer = &answer;
            });
        if (name == PSL_COMMANDS)
            return ours(s.m_commands, s.m_our_commands, [&] {
                if (s.m_commands->run != nullptr)
                    s.m_our_commands.run = &run_command;
            });
        if (name == PSL_VIEWS)
            return ours(s.m_views, s.m_our_views, [&] {
                if (s.m_views->draw != nullptr)
                    s.m_our_views.draw = &draw;
            });
        return found;
    }
    static psl_status PSL_CALL check(psl_plugin*, psl_str entity, psl_row const* row, psl_issues* issues)
    {
        return into("check " + words(entity), [&] { return spy().m_checks->check(real(), entity, row, issues); });
    }
    static psl_status PSL_CALL alerts(psl_plugin*, psl_alerts* all)
    {
        return into("alerts", [&] { return spy().m_checks->alerts(real(), all); });
    }
    static psl_status PSL_CALL section(psl_plugin*, psl_str name, psl_row const* scope, psl_words const* table, psl_page* page)
    {
        return into("section " + words(name), [&] { return spy().m_sections->write(real(), name, scope, table, page); });
    }
    static void PSL_CALL draw(psl_plugin*, psl_str view, psl_row const* scope, psl_widgets const* widgets, psl_ui* ui)
    {
        (void)into("draw " + words(view), [&] { return spy().m_views->draw(real(), view, scope, widgets, ui), PSL_OK; });
    }
    static psl_status PSL_CALL answer(psl_plugin*, psl_str service, psl_row const* question, psl_row_sink* sink)
    {
        return into("answer " + words(service), [&] { return spy().m_answers->answer(real(), service, question, sink); });
    }
    static psl_status PSL_CALL recognise(psl_plugin*, psl_str format, psl_str head, std::int32_t* score)
    {
        return into("recognise " + words(format), [&] { return spy().m_transfer->recognise(real(), format, head, score); });
    }

    struct ShortReader {
        psl_reader* inner;
        std::uint64_t most;
        psl_reader raw;
        static std::int64_t PSL_CALL read(psl_reader* reader, void* into, std::uint64_t capacity)
        {
            auto const& self = *static_cast<ShortReader*>(reader->impl);
            return self.inner->read(self.inner, into, std::min(capacity, self.most));
        }
    };
    struct NotedImporter {
        psl_importer* inner;
        psl_importer raw;
        static psl_importer* of(psl_importer* importer) { return static_cast<NotedImporter*>(importer->impl)->inner; }
        static psl_status PSL_CALL put(psl_importer* importer, psl_str entity, psl_str const* names, psl_value const* values, std::uint32_t n, std::int64_t* id)
        {
            psl_status const status = of(importer)->put(of(importer), entity, names, values, n, id);
            std::lock_guard const lock(spy().m_mutex);
            if (status == PSL_OK)
                spy().m_seen.written.insert(words(entity));
            else if (status == PSL_E_DENIED)
                note(spy().m_seen.writes_refused, words(entity), Spy::phase());
            if (spy().m_seen.records.size() < 100'000) {
                std::string line = words(entity);
                for (std::uint32_t at = 0; names != nullptr && values != nullptr && at < std::min(n, 1000u); ++at)
                    line += '\x1f' + words(names[at]) + '=' + value_text(values[at]);
                spy().m_seen.records.push_back(std::move(line));
            }
            return status;
        }
        static psl_status PSL_CALL complete(psl_importer* importer, psl_str entity, std::int64_t id) { return of(importer)->complete(of(importer), entity, id); }
        static void PSL_CALL problem(psl_importer* importer, std::int32_t level, std::int64_t line, psl_str identifier, psl_str sentence)
        {
            {
                std::lock_guard const lock(spy().m_mutex);
                ++spy().m_seen.problems;
            }
            of(importer)->problem(of(importer), level, line, identifier, sentence);
        }
    };
    static psl_status PSL_CALL import_file(psl_plugin*, psl_str format, psl_reader* reader, psl_importer* importer, psl_job* job)
    {
        NotedImporter noted{importer, {}};
        noted.raw = psl_importer{&noted, &NotedImporter::put, &NotedImporter::complete, &NotedImporter::problem};
        ShortReader slow{reader, spy().m_settings.read_at_most, {}};
        slow.raw = psl_reader{&slow, &ShortReader::read};
        return into("import " + words(format),
                    [&] { return spy().m_transfer->import_file(real(), format, slow.most == 0 ? reader : &slow.raw, &noted.raw, job); });
    }
    static psl_status PSL_CALL export_file(psl_plugin*, psl_str format, psl_row const* scope, psl_writer* writer, psl_job* job)
    {
        return into("export " + words(format), [&] { return spy().m_transfer->export_file(real(), format, scope, writer, job); });
    }

    static psl_status PSL_CALL run_command(psl_plugin*, psl_str command, psl_row const* scope, psl_job* job, psl_issues* told)
    {
        return into("command " + words(command), [&] { return spy().m_commands->run(real(), command, scope, job, told); });
    }

    // ---- the host's functions
    static void const* PSL_CALL get_host(psl_host const* host, char const* id)
    {
        Spy& s = spy();
        std::string_view const name = id == nullptr ? std::string_view() : std::string_view(id);
        void const* const found = s.m_real_host->get(s.m_real_host, id);
        {
            std::lock_guard const lock(s.m_mutex);
            s.m_seen.asked.insert(std::string(name.substr(0, 100)));
            if (s.m_settings.hide_optional && s.m_optional.contains(std::string(name.substr(0, name.find('/')))))
                return nullptr;
        }
        (void)host;
        static constexpr psl_db db{&db_open, &db_prepare, &db_bind, &db_step, &db_column, &db_reset, &db_close};
        static constexpr psl_records records{&submit, &apply};
        static constexpr psl_jobs jobs{&start, &report};
        if (found == nullptr)
            return nullptr;
        if (name == PSL_DB)
            return &db;
        if (name == PSL_RECORDS)
            return &records;
        if (name == PSL_JOBS)
            return &jobs;
        return found;
    }

    /// What the host answered; a wrong thread and a use after the end are noted.
    static psl_status heard(char const* function, psl_status status)
    {
        Spy& s = spy();
        std::lock_guard const lock(s.m_mutex);
        if (status == PSL_E_WRONG_THREAD)
            note(s.m_seen.wrong_thread, function, Spy::phase().empty() ? "a thread of the module" : Spy::phase());
        if (s.m_over)
            s.m_seen.used_late.insert(function);
        return status;
    }
    static psl_status PSL_CALL db_open(psl_host const* host, psl_db_handle** out) { return heard("psl.db open", bridge::db_table().open(host, out)); }
    static psl_status PSL_CALL db_prepare(psl_db_handle* handle, psl_str sql, psl_statement** out)
    {
        psl_status const status = bridge::db_table().prepare(handle, sql, out);
        Spy& s = spy();
        std::lock_guard const lock(s.m_mutex);
        std::string const text = bridge::text_of(sql, 1 << 16);
        if (status == PSL_OK) {
            s.m_open[*out] = text;
            if (s.m_seen.sql.size() < 10'000)
                s.m_seen.sql.insert(text);
        } else if (status != PSL_E_WRONG_THREAD && !s.m_over)
            note(s.m_seen.sql_refused, text.substr(0, 300), fmt::format("{}: {}", status, bridge::call_state().sentence));
        return heard("psl.db prepare", status);
    }
    static psl_status PSL_CALL db_bind(psl_statement* statement, std::int32_t at, psl_value value) { return heard("psl.db bind", bridge::db_table().bind(statement, at, value)); }
    static psl_status PSL_CALL db_step(psl_statement* statement, bool* row) { return heard("psl.db step", bridge::db_table().step(statement, row)); }
    static psl_status PSL_CALL db_column(psl_statement* statement, std::int32_t at, psl_value* out) { return heard("psl.db column", bridge::db_table().column(statement, at, out)); }
    static psl_status PSL_CALL db_reset(psl_statement* statement) { return heard("psl.db reset", bridge::db_table().reset(statement)); }
    static void PSL_CALL db_close(psl_statement* statement)
    {
        bridge::db_table().close(statement);
        std::lock_guard const lock(spy().m_mutex);
        spy().m_open.erase(statement);
    }

    static void note_changes(psl_change const* changes, std::uint32_t n)
    {
        std::lock_guard const lock(spy().m_mutex);
        for (std::uint32_t at = 0; changes != nullptr && at < std::min(n, 1000u); ++at)
            spy().m_seen.written.insert(words(changes[at].entity));
    }
    static std::string entities_in(psl_change const* changes, std::uint32_t n)
    {
        std::set<std::string> names;
        for (std::uint32_t at = 0; changes != nullptr && at < std::min(n, 1000u); ++at)
            names.insert(words(changes[at].entity));
        return fmt::format("{}", fmt::join(names, ", "));
    }
    struct Owed {
        psl_change_call inner;
        int times = 0;
    };
    static void PSL_CALL change_done(void* self, psl_status status, std::int64_t const* ids, std::uint32_t n)
    {
        auto* const owed = static_cast<Owed*>(self); // kept: a second call must find it
        {
            std::lock_guard const lock(spy().m_mutex);
            ++spy().m_seen.changes_done;
            spy().m_seen.done_twice += owed->times++ > 0;
        }
        (void)into("change done", [&] { return owed->inner.done(owed->inner.self, status, ids, n), PSL_OK; });
    }
    static psl_status PSL_CALL submit(psl_host const*, psl_str label, psl_change const* changes, std::uint32_t n, psl_change_call call)
    {
        auto owed = std::make_shared<Owed>(Owed{call});
        psl_status const status = bridge::records_table().submit(spy().m_real_host, label, changes, n,
                                                                 call.done == nullptr ? call : psl_change_call{owed.get(), &change_done});
        if (status == PSL_OK) {
            spy().keep(std::move(owed));
            note_changes(changes, n);
            std::lock_guard const lock(spy().m_mutex);
            ++spy().m_seen.changes_sent;
        } else if (status == PSL_E_DENIED)
            note(spy().m_seen.writes_refused, entities_in(changes, n), Spy::phase());
        return heard("psl.records submit", status);
    }
    static psl_status PSL_CALL apply(psl_host const*, psl_str label, psl_change const* changes, std::uint32_t n, std::int64_t* ids)
    {
        psl_status const status = bridge::records_table().apply(spy().m_real_host, label, changes, n, ids);
        if (status == PSL_OK)
            note_changes(changes, n);
        else if (status == PSL_E_DENIED)
            note(spy().m_seen.writes_refused, entities_in(changes, n), Spy::phase());
        return heard("psl.records apply", status);
    }

    struct Work {
        psl_job_call inner;
        std::string title;
        int times = 0;
    };
    static psl_status PSL_CALL work_run(void* self, psl_job* job)
    {
        auto& work = *static_cast<Work*>(self);
        return into("job " + work.title, [&] { return work.inner.run(work.inner.self, job); });
    }
    static void PSL_CALL work_done(void* self, psl_status status)
    {
        auto& work = *static_cast<Work*>(self);
        {
            std::lock_guard const lock(spy().m_mutex);
            ++spy().m_seen.jobs_done;
            spy().m_seen.done_twice += work.times++ > 0;
        }
        (void)into("job done " + work.title, [&] { return work.inner.done(work.inner.self, status), PSL_OK; });
    }
    static psl_status PSL_CALL start(psl_host const*, psl_str title, psl_job_call call)
    {
        auto work = std::make_shared<Work>(Work{call, words(title)});
        psl_job_call const ours = call.run == nullptr || call.done == nullptr ? call : psl_job_call{work.get(), &work_run, &work_done};
        {
            std::lock_guard const lock(spy().m_mutex);
            ++spy().m_seen.jobs_started;
        }
        psl_status const status = bridge::jobs_table().start(spy().m_real_host, title, ours);
        if (status == PSL_OK)
            spy().keep(std::move(work));
        else {
            std::lock_guard const lock(spy().m_mutex);
            --spy().m_seen.jobs_started;
        }
        return heard("psl.jobs start", status);
    }
    static bool PSL_CALL report(psl_job* job, double share, psl_str text) { return bridge::jobs_table().report(job, share, text); }
};

Spy& Spy::the()
{
    static Spy spy;
    return spy;
}

void Spy::begin(SpySettings settings, std::filesystem::path const& phase_file)
{
    phases::open(phase_file);
    std::lock_guard const lock(m_mutex);
    m_settings = settings;
    m_seen = {};
    m_real = nullptr;
    m_real_host = nullptr;
    m_real_plugin = nullptr;
    m_plugin = nullptr;
    m_open.clear();
    m_active = m_over = false;
}

void Spy::stand_before(loader::Module& module)
{
    loader::Module opened = module;
    opened.state = loader::State::allowed;
    {
        Phase const phase("load");
        loader::load(opened);
    }
    if (opened.state == loader::State::held) {
        module.hold(opened.reason, opened.held);
        return;
    }
    if (opened.entry == nullptr)
        return; // declarations only
    m_real = opened.entry;
    m_entry = psl_entry{m_real->abi, m_real->reserved, &Thunks::create};
    m_optional.clear();
    for (auto const& [interface, version] : module.manifest.uses)
        if (!module.manifest.needs.contains(interface))
            m_optional.insert(interface);
    module.library = opened.library;
    module.handle = opened.handle;
    module.mark = opened.mark;
    module.entry = &m_entry;
}

void Spy::keep(std::shared_ptr<void> owed)
{
    std::lock_guard const lock(m_mutex);
    m_kept.push_back(std::move(owed));
}

Seen Spy::seen() const
{
    std::lock_guard const lock(m_mutex);
    return m_seen;
}

void Spy::forget_refusals()
{
    std::lock_guard const lock(m_mutex);
    m_seen.refusals.clear();
    m_seen.sql_refused.clear();
    m_seen.records.clear();
}

} // namespace passerelle::validator
