#include "host/bridge/inbox.hpp"
#include "host/bridge/session.hpp"
#include "host/apart/apart.hpp"
#include "host/bridge/checks.hpp"
#include "host/bridge/context.hpp"
#include "host/bridge/db.hpp"
#include "host/bridge/file_export.hpp"
#include "host/bridge/module_commands.hpp"
#include "host/bridge/jobs.hpp"
#include "host/bridge/module_host.hpp"
#include "host/bridge/report.hpp"
#include "host/bridge/tables.hpp"
#include "host/bridge/transfer.hpp"
#include "host/bridge/view_recorder.hpp"
#include "host/model/schema.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace passerelle::bridge {

struct Session::Impl {
    Context context;
};

namespace {

/// Links and lists that a module's declaration names must be declared by somebody; what is missing is said.
std::optional<Phrase> missing_declaration(model::Manifest const& manifest, std::set<std::string> const& entities, std::set<std::string> const& lists)
{
    for (model::Entity const& entity : manifest.entities)
        for (model::Field const& field : entity.fields) {
            std::string const& missing = !field.to.empty() && !entities.contains(field.to)    ? field.to
                                         : !field.list.empty() && !lists.contains(field.list) ? field.list
                                                                                              : std::string();
            if (!missing.empty())
                return Phrase{fmt::format("Le champ {}.{} renvoie à «\u00a0{}\u00a0», que personne ne déclare. Installez le module qui le déclare.",
                                          entity.id, field.id, missing),
                              fmt::format("The field {}.{} refers to “{}”, which nobody declares. Install the module that declares it.", entity.id,
                                          field.id, missing)};
        }
    return std::nullopt;
}

/// A module whose declaration cannot stand is held and its entities stay out; this may leave another without its links.
void hold_incomplete(model::Manifest const& core, std::vector<loader::Module>& modules)
{
    for (bool changed = true; changed;) {
        changed = false;
        std::set<std::string> entities, lists;
        auto const collect = [&](model::Manifest const& manifest) {
            for (model::Entity const& entity : manifest.entities)
                entities.insert(entity.id);
            for (model::Codelist const& list : manifest.lists)
                lists.insert(list.id);
        };
        collect(core);
        for (loader::Module const& module : modules)
            if (module.readable)
                collect(module.manifest);
        for (loader::Module& module : modules) {
            if (!module.readable)
                continue;
            if (auto reason = missing_declaration(module.manifest, entities, lists)) {
                if (module.state != loader::State::held)
                    module.hold(std::move(*reason));
                module.readable = false;
                changed = true;
            }
        }
    }
}

Result<std::unique_ptr<model::Registry>> registry_of(model::Manifest const& core, std::vector<loader::Module>& modules)
{
    auto registry = std::make_unique<model::Registry>();
    PASSERELLE_TRY(registry->add(core.entities, core.lists));
    for (loader::Module& module : modules) {
        if (!module.readable)
            continue;
        if (auto added = registry->add(module.manifest.entities, module.manifest.lists); !added) {
            module.hold(added.error().sentence);
            module.readable = false;
        }
    }
    PASSERELLE_TRY(registry->check());
    return registry;
}

/// Of the modules that may run: what is held converts nothing.
std::vector<model::ModuleMigrations> migrations_of(std::vector<loader::Module> const& modules)
{
    std::vector<model::ModuleMigrations> all;
    for (loader::Module const& module : modules)
        if (module.readable && module.state == loader::State::allowed)
            all.push_back(model::ModuleMigrations::of(module.manifest));
    return all;
}

/// Tries the modules one after the other; the one whose tables cannot follow its declaration is held.
void hold_misshapen(Context& context)
{
    for (std::size_t at = 0; at < context.modules.size(); ++at) {
        if (!context.modules[at].readable)
            continue;
        std::vector<loader::Module> trial = context.modules;
        for (std::size_t later = at + 1; later < trial.size(); ++later)
            trial[later].readable = false;
        hold_incomplete(context.core, trial);
        if (!trial[at].readable)
            continue; // it needs a later one: tried again with that one
        auto partial = registry_of(context.core, trial);
        auto const tried = partial ? model::apply_schema(*context.portfolio, **partial, migrations_of(trial)) : Result<void>(partial.error());
        if (tried)
            continue;
        context.modules[at].hold(tried.error().sentence);
        context.modules[at].readable = partial && model::schema_fits(*context.portfolio, **partial, context.modules[at].manifest.id);
    }
}

/// One faulty module must not keep the portfolio shut.
Result<void> prepare_schema(Context& context)
{
    hold_incomplete(context.core, context.modules);
    auto registry = registry_of(context.core, context.modules);
    if (!registry)
        return registry.error();
    context.registry = std::move(*registry);
    if (context.portfolio->read_only() || model::apply_schema(*context.portfolio, *context.registry, migrations_of(context.modules)))
        return {};
    hold_misshapen(context);
    hold_incomplete(context.core, context.modules);
    auto remaining = registry_of(context.core, context.modules);
    if (!remaining)
        return remaining.error();
    context.registry = std::move(*remaining);
    return model::apply_schema(*context.portfolio, *context.registry, migrations_of(context.modules));
}

/// A module that nobody agreed to here leaves no trace in a portfolio that does not hold its records.
void leave_strangers_out(Context& context)
{
    auto const holds_records = [&](loader::Module const& module) {
        for (model::Entity const& entity : module.manifest.entities) {
            auto statement = context.portfolio->reader().prepare("SELECT 1 FROM sqlite_schema WHERE type='table' AND name=?1");
            if (!statement)
                continue;
            auto const row = statement->bind(1, entity.table).step();
            if (row && *row)
                return true;
        }
        return false;
    };
    for (loader::Module& module : context.modules)
        if (module.held == loader::Held::consent || module.held == loader::Held::tampered || module.held == loader::Held::removed)
            module.readable = module.readable && holds_records(module);
    std::erase_if(context.modules, [](loader::Module const& module) { return module.held == loader::Held::removed && !module.readable; });
}

/// What a module in a process of its own needs to know beyond the ABI.
apart::Options apart_options()
{
    return {{[](psl_job const* job) { return job != nullptr && job->progress->cancel.load(); }, &columns_of,
             [](psl_host const* host, std::string_view what) { ModuleHost::of(host).misbehaved(what); }}};
}

void start_modules(Context& context)
{
    for (loader::Module& module : context.modules) {
        // What it requires may have been held since: by its tables, or by its own start.
        for (auto const& [id, range] : module.manifest.requires_) {
            auto const other = std::find_if(context.modules.begin(), context.modules.end(), [&](auto const& one) { return one.manifest.id == id; });
            if (module.state == loader::State::allowed && (other == context.modules.end() || other->state == loader::State::held))
                module.hold({fmt::format("Le module demande le module {}, qui est suspendu. Rétablissez d’abord celui-ci.", id),
                             fmt::format("The module requires the module {}, which is held. Restore that one first.", id)});
        }
        module.apart ? apart::load(module, apart_options()) : loader::load(module);
        if (module.state != loader::State::loaded)
            continue;
        auto host = std::make_unique<ModuleHost>(context, module.manifest, module.entry, module.mark);
        auto ready = host->start();
        if (ready)
            ready = host->activate();
        if (!ready) {
            host->stop();
            module.hold(ready.error().sentence);
            continue;
        }
        module.state = loader::State::active;
        context.hosts.push_back(std::move(host));
    }
}

} // namespace

Session::Session(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

namespace {

using OpenPortfolio = Result<std::unique_ptr<store::Portfolio>> (*)(std::filesystem::path const&, store::OpenOptions);

Result<void> begin(Context& context, std::filesystem::path const& path, OpenPortfolio open, SessionOptions& options)
{
    context.main_thread = std::this_thread::get_id();
    context.language = options.language;
    context.fixed_today = options.today;
    context.log.on_line = options.on_log;
    context.jobs = std::make_unique<JobRunner>(context.main, options.after_long_job);

    auto const core = options.core.empty() ? loader::program_core() : options.core;
    if (core.empty())
        return Error{Status::not_found, {"Les données communes du programme (core.json) manquent. Installez de nouveau le programme. Votre portefeuille est intact.",
                                         "The program’s common data (core.json) is missing. Install the program again. Your portfolio is intact."}};
    context.templates = core.parent_path() / "templates";
    context.own_templates = options.templates;
    auto manifest = model::read_manifest(core / "core.json");
    if (!manifest)
        return manifest.error();
    context.core = std::move(*manifest);
    // Only now: a portfolio without the common data would be an empty file.
    auto portfolio = open(path, options.store);
    if (!portfolio)
        return portfolio.error();
    context.portfolio = std::move(*portfolio);

    if (options.modules.folders.empty())
        options.modules.folders = loader::program_modules();
    context.modules = loader::find_modules(options.modules, host_offers());
    leave_strangers_out(context);
    PASSERELLE_TRY(prepare_schema(context));
    context.editor = std::make_unique<model::Editor>(*context.portfolio, *context.registry);
    start_modules(context);
    wire_checks(context);
    return {};
}

} // namespace

Result<std::unique_ptr<Session>> Session::create(std::filesystem::path const& path, SessionOptions options)
{
    auto impl = std::make_unique<Impl>();
    if (auto begun = begin(impl->context, path, &store::Portfolio::create, options); !begun)
        return begun.error();
    return std::unique_ptr<Session>(new Session(std::move(impl)));
}

Result<std::unique_ptr<Session>> Session::open(std::filesystem::path const& path, SessionOptions options)
{
    auto impl = std::make_unique<Impl>();
    if (auto begun = begin(impl->context, path, &store::Portfolio::open, options); !begun)
        return begun.error();
    return std::unique_ptr<Session>(new Session(std::move(impl)));
}

void Session::stop_jobs()
{
    Context& context = m_impl->context;
    context.main.set_wake({});
    context.jobs->stop();
    {
        std::unique_lock lock(context.pending_mutex);
        context.pending_changed.wait(lock, [&] { return context.pending == 0; });
    }
    while (context.main.pump()) { // every done() is owed once, also now
    }
}

Session::~Session()
{
    Context& context = m_impl->context;
    stop_jobs();
    // Those that require come after those that are required: back to front.
    while (!context.hosts.empty())
        context.hosts.pop_back();
    for (loader::Module& module : context.modules)
        if (module.state == loader::State::active)
            module.state = loader::State::closed;
    context.editor.reset();
    context.registry.reset();
    context.portfolio.reset();
}

store::Portfolio& Session::portfolio() { return *m_impl->context.portfolio; }
model::Registry const& Session::registry() const { return *m_impl->context.registry; }
model::Editor& Session::editor() { return *m_impl->context.editor; }
std::vector<loader::Module> const& Session::modules() const { return m_impl->context.modules; }
Language Session::language() const { return m_impl->context.language; }
void Session::set_language(Language language) { m_impl->context.language = language; }
std::string Session::today() const { return m_impl->context.today(); }

std::vector<Alert> Session::alerts()
{
    auto all = gather_alerts(m_impl->context);
    mark_snoozed(m_impl->context, all);
    return all;
}

model::Change Session::snooze(Alert const& alert, std::string const& until, std::string const& reason) { return snooze_change(alert, until, reason); }

Result<ImportReport> Session::import_file(std::filesystem::path const& path, std::string format, ImportMode mode, Progress& progress)
{
    return bridge::import_file(m_impl->context, path, format, mode, progress);
}

Result<std::uint64_t> Session::export_file(std::string const& format, Scope const& scope, Language language, std::filesystem::path const& path, Progress& progress)
{
    return bridge::export_file(m_impl->context, format, scope, language, path, progress);
}

std::vector<ExportFormat> Session::export_formats() const { return bridge::export_formats(m_impl->context); }

std::vector<ModuleCommand> Session::commands(std::string_view scope_kind) const { return module_commands(m_impl->context, scope_kind); }

Result<std::vector<ToldByCommand>> Session::run_command(std::string const& command, Scope const& scope, Language language, Progress& progress)
{
    return bridge::run_command(m_impl->context, command, scope, language, progress);
}

Result<void> Session::index_text()
{
    return portfolio().read_only() ? Result<void>{} : model::index_pending_text(portfolio(), registry());
}

Result<Scope> Session::parse_scope(std::string_view text) { return bridge::parse_scope(m_impl->context, text); }

model::ReportTemplates Session::report_templates() const
{
    std::vector<std::filesystem::path> folders{m_impl->context.templates};
    if (!m_impl->context.own_templates.empty())
        folders.push_back(m_impl->context.own_templates);
    return model::read_report_templates(folders);
}

Result<exchange::Document> Session::report(Scope const& scope, Language language, Progress& progress, model::ReportTemplate const& form)
{
    return write_report(m_impl->context, scope, language, progress, form);
}

Result<exchange::Document> Session::dashboard(Language language) { return write_dashboard(m_impl->context, language); }

std::unique_ptr<View> Session::view(std::string_view module, std::string_view view_id, Scope const& scope, Drawing drawing)
{
    auto view = std::make_unique<ViewRecorder>(m_impl->context, std::string(module), std::string(view_id), scope, drawing);
    view->refresh();
    return view;
}

void Session::start_job(std::string title, std::function<Result<void>(Progress&)> run, std::function<void(Result<void>)> done)
{
    m_impl->context.jobs->start(std::move(title), std::move(run), std::move(done));
}

bool Session::pump() { return m_impl->context.main.pump(); }
void Session::set_wake(std::function<void()> wake) { m_impl->context.main.set_wake(std::move(wake)); }
std::vector<RunningJob> Session::running_jobs() const { return m_impl->context.jobs->running(); }
void Session::cancel_job(std::uint64_t id) { m_impl->context.jobs->cancel(id); }
std::vector<LogLine> Session::log() const { return m_impl->context.log.lines(); }

} // namespace passerelle::bridge
