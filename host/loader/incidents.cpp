#include "host/loader/incidents.hpp"
#include "host/base/atomic_file.hpp"
#include "host/base/text.hpp"
#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <utility>

namespace passerelle::loader {

namespace {

constexpr std::size_t most_kept = 100;
constexpr std::int64_t starts_looked_at = 5;
constexpr std::size_t most_incidents = 2;
constexpr std::uintmax_t most_bytes = 8u << 20;

std::filesystem::path file_in(std::filesystem::path const& folder) { return folder / "incidents.json"; }

Incident incident_from(nlohmann::json const& json)
{
    Incident incident;
    incident.number = json.value("number", std::int64_t{0});
    incident.module = shortened(cleaned(json.value("module", "")), 100);
    incident.identity = json.value("identity", "");
    incident.phase = static_cast<Phase>(std::clamp(json.value("phase", 0), 0, static_cast<int>(Phase::closing)));
    incident.what = shortened(cleaned(json.value("what", "")), 60);
    incident.end = static_cast<End>(std::clamp(json.value("end", 0), 0, static_cast<int>(End::cut)));
    incident.signal = json.value("signal", 0);
    incident.at = shortened(cleaned(json.value("at", "")), 20);
    incident.start = json.value("start", std::int64_t{0});
    incident.program = json.value("program", "");
    incident.stack = json.value("stack", "");
    incident.log = json.value("log", "");
    return incident;
}

nlohmann::json json_of(Incident const& incident)
{
    return {{"number", incident.number}, {"module", incident.module},   {"identity", incident.identity}, {"phase", static_cast<int>(incident.phase)},
            {"what", incident.what},     {"end", static_cast<int>(incident.end)}, {"signal", incident.signal},     {"at", incident.at},
            {"start", incident.start},   {"program", incident.program}, {"stack", incident.stack},       {"log", incident.log}};
}

/// "2026-11-23 17:32" as people read it.
Phrase moment(std::string const& at)
{
    if (at.size() != 16)
        return {};
    return {fmt::format(" le {}/{}/{} à {}\u00a0h\u00a0{}", at.substr(8, 2), at.substr(5, 2), at.substr(0, 4), at.substr(11, 2), at.substr(14, 2)),
            fmt::format(" on {}/{}/{} at {}", at.substr(8, 2), at.substr(5, 2), at.substr(0, 4), at.substr(11, 5))};
}

} // namespace

Phrase name_of(Phase phase)
{
    switch (phase) {
    case Phase::none: return {};
    case Phase::migrate: return {"en convertissant ses données", "while converting its data"};
    case Phase::load: return {"au chargement de sa bibliothèque", "while its library was loaded"};
    case Phase::create:
    case Phase::init:
    case Phase::activate: return {"à son démarrage", "while it started"};
    case Phase::draw: return {"en affichant une vue", "while showing a view"};
    case Phase::section: return {"en écrivant une partie de rapport", "while writing a report section"};
    case Phase::check: return {"en contrôlant une fiche", "while checking a record"};
    case Phase::alerts: return {"en cherchant ce qui est à traiter", "while looking for what is to be done"};
    case Phase::answer: return {"en répondant à un autre module", "while answering another module"};
    case Phase::recognise: return {"en reconnaissant un fichier", "while recognising a file"};
    case Phase::import_file: return {"en important un fichier", "while importing a file"};
    case Phase::export_file: return {"en exportant un fichier", "while exporting a file"};
    case Phase::job:
    case Phase::done: return {"pendant une tâche", "during a task"};
    case Phase::command: return {"pendant une action", "during a command"};
    case Phase::closing: return {"à la fermeture", "while closing"};
    }
    return {};
}

bool is_first_steps(Phase phase)
{
    return phase == Phase::migrate || phase == Phase::load || phase == Phase::create || phase == Phase::init || phase == Phase::activate;
}

Phrase in_words(Incident const& incident, Phrase const& module_name)
{
    auto const when = moment(incident.at);
    if (incident.module.empty())
        return {fmt::format("Le programme s’est arrêté{} sans qu’aucun module soit en cause.", when.fr),
                fmt::format("The program stopped{}; no module was at work.", when.en)};
    auto const doing = name_of(incident.phase);
    std::string const detail = incident.what.empty() ? std::string() : fmt::format(" ({})", incident.what);
    bool const hung = incident.end == End::hang;
    return {fmt::format("Le module «\u00a0{}\u00a0» {}{}, {}{}.", module_name.fr, hung ? "ne répondait plus" : "a arrêté le programme", when.fr, doing.fr, detail),
            fmt::format("The module “{}” {}{}, {}{}.", module_name.en, hung ? "no longer answered" : "stopped the program", when.en, doing.en, detail)};
}

std::string identity_of(Module const& module)
{
    std::error_code ignored;
    auto const library = library_of(module.manifest);
    if (library.empty())
        return module.manifest.version;
    auto const size = std::filesystem::file_size(library, ignored);
    auto const time = std::filesystem::last_write_time(library, ignored).time_since_epoch().count();
    return fmt::format("{} {} {}", module.manifest.version, size, time);
}

Incidents Incidents::read(std::filesystem::path const& folder)
{
    Incidents incidents;
    incidents.m_folder = folder;
    auto const bytes = read_whole_file(file_in(folder), most_bytes);
    if (!bytes)
        return incidents;
    try {
        auto const json = nlohmann::json::parse(*bytes);
        incidents.m_starts = json.value("starts", std::int64_t{0});
        incidents.m_last = json.value("last", std::int64_t{0});
        for (auto const& one : json.at("incidents"))
            if (incidents.m_all.size() < most_kept)
                incidents.m_all.push_back(incident_from(one));
        for (auto const& [module, number] : json.at("lifted").items())
            incidents.m_lifted[module] = number.get<std::int64_t>();
        return incidents;
    } catch (nlohmann::json::exception const&) {
        std::error_code ignored;
        std::filesystem::rename(file_in(folder), folder / "incidents.damaged.json", ignored);
        Incidents none;
        none.m_folder = folder;
        return none;
    }
}

Result<void> Incidents::write() const
{
    auto incidents = nlohmann::json::array();
    for (Incident const& incident : m_all)
        incidents.push_back(json_of(incident));
    nlohmann::json const json{{"starts", m_starts}, {"last", m_last}, {"incidents", std::move(incidents)}, {"lifted", m_lifted}};
    return write_file_atomically(file_in(m_folder), json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void Incidents::add(Incident incident)
{
    incident.number = ++m_last;
    m_all.push_back(std::move(incident));
    if (m_all.size() > most_kept)
        m_all.erase(m_all.begin());
}

Incident const* Incidents::quarantines(std::string_view module, std::string_view identity) const
{
    auto const lifted = m_lifted.find(std::string(module));
    std::int64_t const after = lifted == m_lifted.end() ? 0 : lifted->second;
    std::size_t late = 0;
    for (auto at = m_all.rbegin(); at != m_all.rend(); ++at) {
        Incident const& incident = *at;
        if (incident.module != module || incident.identity != identity || incident.number <= after || incident.phase == Phase::closing)
            continue;
        if (is_first_steps(incident.phase) && incident.end != End::cut)
            return &incident;
        if (incident.start > m_starts - starts_looked_at && ++late >= most_incidents)
            return &*std::find_if(m_all.rbegin(), m_all.rend(), [&](Incident const& one) { return one.module == module; }); // the newest is told
    }
    return nullptr;
}

void Incidents::lift(std::string const& module) { m_lifted[module] = m_last; }

Gate quarantine_gate(Incidents incidents)
{
    return [incidents = std::move(incidents)](Module& module) {
        if (module.manifest.library.empty())
            return; // declarations cannot crash
        auto const* const incident = incidents.quarantines(module.manifest.id, identity_of(module));
        if (incident == nullptr)
            return;
        auto const happened = in_words(*incident, module.manifest.name);
        module.hold({happened.fr + " Il est suspendu, et ses fiches restent accessibles. Installez une version corrigée, ou rétablissez-le pour essayer de nouveau.",
                     happened.en + " It is held, and its records remain available. Install a corrected version, or restore it to try again."},
                    Held::quarantined);
    };
}

} // namespace passerelle::loader
