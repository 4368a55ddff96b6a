#include "host/bridge/module_host.hpp"
#include "host/bridge/db.hpp"
#include "host/bridge/tables.hpp"
#include <charconv>
#include <cstring>
#include <fmt/format.h>

namespace passerelle::bridge {

CallScope::CallScope(Call const& settings) : m_outer(std::exchange(call_state(), CallState{}))
{
    CallState& state = call_state();
    state.inside = true;
    state.language = settings.language;
    state.today = settings.today;
    // A pure call stays pure in all that it calls.
    state.purity = m_outer.inside && m_outer.purity == Purity::pure ? Purity::pure : settings.purity;
    state.ask_depth = m_outer.ask_depth;
}

CallScope::~CallScope() { call_state() = std::move(m_outer); }

ModuleHost::ModuleHost(Context& context, model::Manifest const& manifest, psl_entry const* entry, std::uint16_t mark)
    : m_context(context), m_manifest(manifest), m_entry(entry), m_mark(mark), m_host{PSL_ABI, 0, this, &ModuleHost::get, &ModuleHost::fail}
{
}

ModuleHost::~ModuleHost() { stop(); }

Result<void> ModuleHost::start()
{
    if (m_entry == nullptr)
        return {}; // declarations only
    Language const language = m_context.language;
    PASSERELLE_TRY(call(Call{loader::Phase::create, {}, language}, [&] {
        psl_plugin* made = nullptr;
        psl_status const status = m_entry->create(&m_host, to_c(m_manifest.id), &made);
        if (status == PSL_OK)
            m_plugin = made;
        return status;
    }));
    if (m_plugin == nullptr || m_plugin->init == nullptr || m_plugin->activate == nullptr || m_plugin->deactivate == nullptr ||
        m_plugin->destroy == nullptr || m_plugin->get == nullptr) {
        m_plugin = nullptr; // not whole: not even destroy can be trusted
        return Error{Status::invalid, {"Le module ne remplit pas son contrat\u00a0: une fonction manque. Demandez une version corrigée du module.",
                                       "The module does not fulfil its contract: a function is missing. Ask for a corrected version of the module."}};
    }
    PASSERELLE_TRY(call(Call{loader::Phase::init, {}, language}, [&] { return m_plugin->init(m_plugin); }));
    return call(Call{loader::Phase::init, "get", language}, [&] {
        checks = static_cast<psl_checks const*>(m_plugin->get(m_plugin, PSL_CHECKS));
        sections = static_cast<psl_sections const*>(m_plugin->get(m_plugin, PSL_SECTIONS));
        transfer = static_cast<psl_transfer const*>(m_plugin->get(m_plugin, PSL_TRANSFER));
        answers = static_cast<psl_answers const*>(m_plugin->get(m_plugin, PSL_ANSWERS));
        views = static_cast<psl_views const*>(m_plugin->get(m_plugin, PSL_VIEWS));
        commands = static_cast<psl_commands const*>(m_plugin->get(m_plugin, PSL_COMMANDS));
        return PSL_OK;
    });
}

Result<void> ModuleHost::activate()
{
    m_reading = true;
    if (m_plugin != nullptr)
        PASSERELLE_TRY(call(Call{loader::Phase::activate, {}, m_context.language}, [&] { return m_plugin->activate(m_plugin); }));
    m_active = true;
    return {};
}

void ModuleHost::stop()
{
    bool const was_reading = m_reading.exchange(false);
    m_active = false;
    if (m_plugin != nullptr && was_reading)
        (void)call(Call{loader::Phase::closing, "deactivate", m_context.language}, [&] { return m_plugin->deactivate(m_plugin), PSL_OK; });
    close_handles();
    if (m_plugin != nullptr)
        (void)call(Call{loader::Phase::closing, "destroy", m_context.language}, [&] { return m_plugin->destroy(m_plugin), PSL_OK; });
    m_plugin = nullptr;
    checks = nullptr;
    sections = nullptr;
    transfer = nullptr;
    answers = nullptr;
    views = nullptr;
    commands = nullptr;
    std::lock_guard const lock(m_handles_mutex);
    m_handles.clear(); // only now: a statement that the module closed late, in destroy, still found its place
}

Result<void> ModuleHost::may_write(model::Entity const& entity) const
{
    if (entity.module == m_manifest.id)
        return {};
    model::Manifest const* const owner = m_context.owner_of(entity);
    bool accepted = false;
    if (owner != nullptr) {
        auto const entry = owner->accepts.find(entity.id);
        accepted = entry != owner->accepts.end() && (entry->second.contains("*") || entry->second.contains(m_manifest.id));
    }
    if (m_manifest.write.contains(entity.id) && accepted)
        return {};
    return Error{Status::denied,
                 {fmt::format("Le module «\u00a0{}\u00a0» n’a pas la permission d’écrire les fiches «\u00a0{}\u00a0». Rien n’a été changé.",
                              m_manifest.name.fr, entity.label.fr),
                  fmt::format("The module “{}” is not permitted to write records of “{}”. Nothing was changed.", m_manifest.name.en,
                              entity.label.en)}};
}

bool ModuleHost::granted(std::string_view interface, int version) const
{
    if (interface == "psl.log" || interface == "psl.locale")
        return true;
    for (auto const* named : {&m_manifest.needs, &m_manifest.uses})
        if (auto const entry = named->find(std::string(interface)); entry != named->end() && entry->second >= version)
            return true;
    return false;
}

void ModuleHost::between_draws(std::function<void()> body)
{
    {
        std::lock_guard const lock(m_owed_mutex);
        m_owed.push_back(std::move(body));
    }
    settle();
}

void ModuleHost::settle()
{
    std::unique_lock const drawing(m_view_mutex, std::try_to_lock);
    if (!drawing)
        return; // the draw posts it when it ends
    std::vector<std::function<void()>> owed;
    {
        std::lock_guard const lock(m_owed_mutex);
        owed.swap(m_owed);
    }
    for (auto const& body : owed)
        body();
}

ModuleHost::Drawing::~Drawing()
{
    m_lock.unlock();
    std::lock_guard const lock(m_host.m_owed_mutex);
    if (!m_host.m_owed.empty())
        m_host.m_context.main.post([&host = m_host] { host.settle(); });
}

void ModuleHost::misbehaved(std::string_view what)
{
    ++m_misbehaviours;
    m_context.log.write(LogLevel::warning, id(), fmt::format("misbehaviour: {}", what));
}

void ModuleHost::tell_of_cut(Call const& settings) const
{
    m_context.log.write(LogLevel::warning, id(), fmt::format("a text of {} bytes was cut [{}]", call_state().cut, settings.what));
}

Error ModuleHost::fault(psl_status status) const
{
    CallState const& state = call_state();
    m_context.log.write(LogLevel::warning, id(), fmt::format("status {}: {}", status, state.sentence));
    Status const meaning = from_c(status);
    // What a module says in so many words is shown as it is; a technical text only as a detail.
    if (meaning != Status::internal && !state.sentence.empty())
        return {meaning, {state.sentence, state.sentence}};
    if (meaning == Status::cancelled)
        return {meaning, {"Interrompu. Rien n’a été changé.", "Interrupted. Nothing was changed."}};
    std::string const detail_fr = state.sentence.empty() ? fmt::format(" Détail technique\u00a0: {}", status)
                                                         : fmt::format(" Détail technique\u00a0: {}", state.sentence);
    std::string const detail_en = state.sentence.empty() ? fmt::format(" Technical detail: {}", status)
                                                         : fmt::format(" Technical detail: {}", state.sentence);
    return {meaning,
            {fmt::format("Le module «\u00a0{}\u00a0» s’est arrêté. Vos données sont intactes. Relancez le programme ou continuez sans lui.{}",
                         m_manifest.name.fr, detail_fr),
             fmt::format("The module “{}” stopped. Your data is intact. Start the program again or go on without it.{}", m_manifest.name.en,
                         detail_en)}};
}

Result<psl_db_handle*> ModuleHost::handle()
{
    if (!m_reading)
        return Error{Status::invalid, {"Le module lit avant d’être actif.", "The module reads before it is active."}};
    std::lock_guard const lock(m_handles_mutex);
    auto& mine = m_handles[std::this_thread::get_id()];
    if (mine == nullptr) {
        auto opened = open_handle(*this);
        if (!opened)
            return opened.error();
        mine.reset(*opened);
    }
    return mine.get();
}

void ModuleHost::close_handles()
{
    std::lock_guard const lock(m_handles_mutex);
    for (auto const& [thread, handle] : m_handles)
        if (handle != nullptr)
            void_handle(*handle);
}

void ModuleHost::CloseHandle::operator()(psl_db_handle* handle) const { delete_handle(handle); }

void const* PSL_CALL ModuleHost::get(psl_host const* host, char const* id) noexcept
{
    void const* found = nullptr;
    quiet_callback([&] {
        if (host == nullptr || id == nullptr)
            return;
        std::size_t const size = strnlen(id, limits::label_bytes);
        std::string_view const name(id, size);
        auto const slash = name.find('/');
        int version = 0;
        if (slash == std::string_view::npos || std::from_chars(name.data() + slash + 1, name.data() + size, version).ptr != name.data() + size)
            return;
        if (!of(host).granted(name.substr(0, slash), version))
            return;
        if (name == PSL_LOG)
            found = &log_table();
        else if (name == PSL_LOCALE)
            found = &locale_table();
        else if (name == PSL_DB)
            found = &db_table();
        else if (name == PSL_RECORDS)
            found = &records_table();
        else if (name == PSL_JOBS)
            found = &jobs_table();
        else if (name == PSL_ASK)
            found = &ask_table();
        else if (name == PSL_PAGE)
            found = &words_table();
        else if (name == PSL_UI)
            found = &widgets_table();
    });
    return found;
}

void PSL_CALL ModuleHost::fail(psl_host const*, psl_status status, psl_str sentence) noexcept
{
    quiet_callback([&] {
        CallState& state = call_state();
        state.failed = true;
        state.status = status;
        if (std::string said = text_of(sentence, limits::label_bytes); !said.empty())
            state.sentence = std::move(said);
    });
}

std::map<std::string, int> host_offers()
{
    return {{"psl.log", 1},    {"psl.locale", 1}, {"psl.db", 1},       {"psl.records", 1}, {"psl.jobs", 1},    {"psl.ask", 1},  {"psl.page", 1},
            {"psl.sections", 1}, {"psl.ui", 1},   {"psl.views", 1},    {"psl.checks", 1},  {"psl.transfer", 1}, {"psl.answers", 1}, {"psl.commands", 1}};
}

} // namespace passerelle::bridge
