#include "tools/plugin-validator/stage.hpp"
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <random>
#include <set>
#include <thread>

namespace passerelle::validator {

namespace filesystem = std::filesystem;

Scratch::Scratch()
{
    std::error_code failed;
    std::random_device chance;
    auto home = filesystem::temp_directory_path(failed);
#ifdef __linux__ // in memory where there is room: hundreds of small transactions need not wait for a disk
    if (auto const memory = filesystem::path("/dev/shm"); std::getenv("TMPDIR") == nullptr && filesystem::space(memory, failed).available > (std::uintmax_t{512} << 20) && !failed)
        home = memory;
#endif
    for (int attempt = 0; attempt < 20; ++attempt)
        if (auto const folder = home / fmt::format("plugin-validator-{:08x}", chance()); filesystem::create_directory(folder, failed)) {
            m_folder = folder;
            return;
        }
    throw CouldNotRun({"Le dossier des fichiers temporaires ne se laisse pas modifier.", "The folder of temporary files cannot be written."});
}

Scratch::~Scratch()
{
    std::error_code ignored;
    if (!m_folder.empty())
        filesystem::remove_all(m_folder, ignored);
}

Result<model::Manifest> declaration_of(Subject const& subject) { return model::read_manifest(subject.folder / "plugin.json"); }

std::optional<Outcome> unreadable(Subject const& subject)
{
    if (declaration_of(subject))
        return std::nullopt;
    return Outcome::because(Verdict::skipped, "La déclaration ne se lit pas\u00a0: voyez manifest-schema.", "The declaration cannot be read: see manifest-schema.");
}

namespace {

/// What one declaration needs of others, as module ids and namespaces.
std::set<std::string> wanted_by(model::Manifest const& manifest)
{
    std::set<std::string> wanted;
    for (auto const& [id, range] : manifest.requires_)
        wanted.insert(id);
    auto const space_of = [&](std::string const& id) {
        if (auto const ns = id.substr(0, id.find('.')); !ns.empty() && ns != manifest.ns && ns != "core")
            wanted.insert(ns);
    };
    for (auto const& entity : manifest.entities)
        for (auto const& field : entity.fields) {
            space_of(field.to);
            space_of(field.list);
        }
    for (auto const& [entity, fields] : manifest.read)
        space_of(entity);
    for (auto const& entity : manifest.write)
        space_of(entity);
    return wanted;
}

std::vector<filesystem::path> modules_beside(Subject const& subject, model::Manifest const& manifest)
{
    auto folders = subject.beside;
    folders.push_back(subject.folder.parent_path());
    for (auto const& folder : loader::program_modules())
        folders.push_back(folder);
    std::vector<model::Manifest> known;
    std::error_code fault;
    for (auto const& folder : folders)
        for (filesystem::directory_iterator at(folder, fault), end; !fault && at != end && known.size() < 200; at.increment(fault)) {
            std::error_code ignored;
            if (!filesystem::is_regular_file(at->path() / "plugin.json", ignored))
                continue;
            auto read = model::read_manifest(at->path() / "plugin.json");
            if (!read || read->id == manifest.id || read->ns == manifest.ns ||
                std::any_of(known.begin(), known.end(), [&](auto const& one) { return one.id == read->id; }))
                continue;
            read->folder = at->path();
            known.push_back(std::move(*read));
        }
    std::vector<filesystem::path> needed;
    std::set<std::string> taken;
    std::vector<std::string> open;
    for (auto const& one : wanted_by(manifest))
        open.push_back(one);
    while (!open.empty()) {
        std::string const name = open.back();
        open.pop_back();
        auto const found = std::find_if(known.begin(), known.end(), [&](auto const& one) { return one.id == name || one.ns == name; });
        if (found == known.end() || !taken.insert(found->id).second)
            continue;
        needed.push_back(found->folder);
        for (auto const& one : wanted_by(*found))
            open.push_back(one);
    }
    for (auto const& [id, range] : manifest.requires_)
        if (!taken.contains(id))
            throw CouldNotRun({fmt::format("Le module demande {}, introuvable. Indiquez son dossier avec --beside.", id),
                               fmt::format("The module requires {}, which cannot be found. Name its folder with --beside.", id)});
    return needed;
}

} // namespace

Stage::Stage(Subject const& subject, StageOptions given) : m_subject(subject)
{
    auto manifest = model::read_manifest((given.in_place_of ? *given.in_place_of : subject.folder) / "plugin.json");
    if (!manifest)
        throw CouldNotRun(manifest.error().sentence);
    m_manifest = std::move(*manifest);
    m_beside = modules_beside(subject, m_manifest);
    auto made = bridge::Session::create(portfolio(), options(given));
    if (!made)
        throw CouldNotRun(made.error().sentence);
    m_session = std::move(*made);
}

Stage::~Stage() { close(); }

void Stage::close()
{
    m_session.reset();
}

Result<void> Stage::open(StageOptions given)
{
    close();
    if (auto manifest = model::read_manifest((given.in_place_of ? *given.in_place_of : m_subject.folder) / "plugin.json"))
        m_manifest = std::move(*manifest);
    auto opened = bridge::Session::open(portfolio(), options(given));
    if (!opened)
        return opened.error();
    m_session = std::move(*opened);
    return {};
}

void Stage::link(filesystem::path const& into, filesystem::path const& module)
{
    std::error_code failed;
    filesystem::create_directory_symlink(filesystem::absolute(module), into, failed);
    if (failed) // systems where a person may not make links
        filesystem::copy(module, into, filesystem::copy_options::recursive, failed);
    if (failed)
        throw CouldNotRun({"Le dossier du module ne se copie pas.", "The module’s folder cannot be copied."});
}

bridge::SessionOptions Stage::options(StageOptions const& given)
{
    auto const modules = m_scratch.folder() / fmt::format("modules-{}", ++m_openings);
    std::error_code failed;
    filesystem::create_directories(modules, failed);
    int number = 0;
    if (!given.without_module)
        link(modules / "0-module", given.in_place_of ? *given.in_place_of : m_subject.folder);
    for (auto const& one : m_beside)
        link(modules / fmt::format("{}-beside", ++number), one);

    bridge::SessionOptions options;
    options.store.automatic_backups = false;
    options.store.author = "plugin-validator";
    options.modules.folders = {modules};
    options.language = given.language;
    options.today = given.today;
    options.on_log = [this](bridge::LogLine const& line) {
        std::lock_guard const lock(m_log_mutex);
        if (line.module == m_manifest.id && m_log.size() < 10'000)
            m_log.push_back(line.text);
    };
    Spy::the().begin(given.spy, m_subject.phases);
    options.modules.gates.push_back([id = m_manifest.id](loader::Module& module) {
        if (module.manifest.id == id)
            Spy::the().stand_before(module);
    });
    return options;
}

loader::Module const& Stage::module() const
{
    for (auto const& one : m_session->modules())
        if (one.manifest.id == m_manifest.id)
            return one;
    throw CouldNotRun({"Le module n’a pas été trouvé dans son dossier.", "The module was not found in its folder."});
}

std::optional<Outcome> Stage::not_started() const
{
    auto const& one = module();
    if (one.state == loader::State::active)
        return std::nullopt;
    return Outcome{Verdict::skipped,
                   {{"Le module ne démarre pas\u00a0: voyez activate-on-empty-store.", "The module does not start: see activate-on-empty-store."}, one.reason}};
}

bool Stage::settle(std::chrono::milliseconds most)
{
    auto const until = std::chrono::steady_clock::now() + most;
    while (std::chrono::steady_clock::now() < until) {
        bool const moved = m_session->pump();
        auto const seen = Spy::the().seen();
        bool const owed = seen.jobs_done < seen.jobs_started || seen.changes_done < seen.changes_sent;
        if (!moved && !owed && m_session->running_jobs().empty())
            return true;
        if (!moved)
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    return false;
}

std::vector<std::string> Stage::log_with(std::string_view part) const
{
    std::lock_guard const lock(m_log_mutex);
    std::vector<std::string> lines;
    for (auto const& line : m_log)
        if (line.find(part) != std::string::npos)
            lines.push_back(line);
    return lines;
}

void Stage::forget_log()
{
    std::lock_guard const lock(m_log_mutex);
    m_log.clear();
}

void add_faults(Outcome& outcome, std::vector<Seen::Fault> const& faults, std::string_view fr, std::string_view en)
{
    for (auto const& fault : faults)
        outcome.fail(fmt::format("{} [{}] {}", fr, fault.phase, fault.text), fmt::format("{} [{}] {}", en, fault.phase, fault.text));
}

} // namespace passerelle::validator
