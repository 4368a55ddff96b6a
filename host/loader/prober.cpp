#include "host/loader/prober.hpp"
#include "host/base/atomic_file.hpp"
#include "host/base/text.hpp"
#include "host/loader/child_process.hpp"
#include "host/loader/content.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>

namespace passerelle::loader {

namespace {

using nlohmann::json;
namespace filesystem = std::filesystem;

constexpr std::uintmax_t most_bytes = std::uintmax_t{256} << 20;
constexpr std::size_t most_tried = 1000;

struct Tried {
    std::string path;
    std::uintmax_t size = 0;
    std::int64_t time = 0;
    std::string sha256; ///< of the library and of plugin.json
    std::optional<Phrase> fault;
};

std::string digest_of(filesystem::path const& library, filesystem::path const& declaration)
{
    std::string all;
    for (auto const& file : {library, declaration}) {
        auto const bytes = read_whole_file(file, most_bytes);
        if (!bytes)
            return {};
        all += sha256_of(*bytes);
    }
    return all;
}

/// Size and time of the library and of the declaration in one number each: a change of either asks again.
Tried identity_of(filesystem::path const& library, filesystem::path const& declaration)
{
    Tried one;
    std::error_code fault;
    one.path = (filesystem::weakly_canonical(declaration.parent_path(), fault) / library.filename()).string(); // a link to another's library is a module of its own
    for (auto const& file : {library, declaration}) {
        one.size = one.size * 1'000'003 + filesystem::file_size(file, fault);
        one.time = one.time * 31 + static_cast<std::int64_t>(filesystem::last_write_time(file, fault).time_since_epoch().count() & 0xFFFF'FFFF'FFFF);
    }
    return one;
}

class Memory {
public:
    explicit Memory(filesystem::path file) : m_file(std::move(file))
    {
        if (m_file.empty())
            return;
        auto const text = read_whole_file(m_file, 4 << 20);
        auto const tree = text ? json::parse(*text, nullptr, false) : json();
        if (!tree.is_object() || tree.value("format", 0) != 1 || !tree.contains("tried") || !tree["tried"].is_array())
            return; // absent or damaged: everything is tried anew
        try {
            for (auto const& one : tree["tried"]) {
                Tried tried{one.at("path"), one.at("size"), one.at("time"), one.at("sha256"), std::nullopt};
                if (one.contains("fault"))
                    tried.fault = Phrase{cleaned(one["fault"].at("fr").get<std::string>()), cleaned(one["fault"].at("en").get<std::string>())};
                m_tried[tried.path] = std::move(tried);
            }
        } catch (json::exception const&) {
            m_tried.clear();
        }
    }
    [[nodiscard]] Tried const* find(Tried const& now) const
    {
        auto const found = m_tried.find(now.path);
        return found != m_tried.end() && found->second.size == now.size && found->second.time == now.time ? &found->second : nullptr;
    }
    [[nodiscard]] Tried const* same_content(std::string const& path, std::string const& sha256) const
    {
        auto const found = m_tried.find(path);
        return found != m_tried.end() && !sha256.empty() && found->second.sha256 == sha256 ? &found->second : nullptr;
    }
    void put(Tried tried)
    {
        if (m_tried.size() >= most_tried)
            m_tried.clear();
        m_tried[tried.path] = std::move(tried);
        if (m_file.empty())
            return;
        auto all = json::array();
        for (auto const& [path, one] : m_tried) {
            json entry{{"path", cleaned(one.path)}, {"size", one.size}, {"time", one.time}, {"sha256", one.sha256}};
            if (one.fault)
                entry["fault"] = {{"fr", one.fault->fr}, {"en", one.fault->en}};
            all.push_back(std::move(entry));
        }
        std::error_code ignored;
        filesystem::create_directories(m_file.parent_path(), ignored);
        (void)write_file_atomically(m_file, json{{"format", 1}, {"tried", all}}.dump(1)); // not remembered: tried again next time
    }

private:
    filesystem::path m_file;
    std::map<std::string, Tried> m_tried;
};

bool lies_in(filesystem::path const& folder, std::vector<filesystem::path> const& homes)
{
    std::error_code fault;
    auto const own = filesystem::weakly_canonical(folder, fault);
    return std::any_of(homes.begin(), homes.end(), [&](auto const& home) {
        auto const there = filesystem::weakly_canonical(home, fault);
        return !there.empty() && own.parent_path() == there;
    });
}

/// What the child wrote, else how it ended. Nothing: it could not be tried at all.
std::optional<Tried> outcome_of(ProberOptions const& options, Module const& module, Tried tried)
{
    std::error_code failed;
    auto const result = filesystem::temp_directory_path(failed) / fmt::format("passerelle-probe-{:08x}.json", std::random_device{}());
    ChildCall call;
    call.program = options.validator;
    call.arguments = {"probe", module.manifest.folder.string(), "--json", result.string(), "--lang", "fr"};
    call.arguments.insert(call.arguments.end(), {"--beside", module.manifest.folder.parent_path().string()});
    for (auto const& one : options.beside)
        call.arguments.insert(call.arguments.end(), {"--beside", one.string()});
    call.within = options.within + std::chrono::seconds{5}; // the child keeps the time of its own child
    auto const end = run_child(call);
    auto const text = read_whole_file(result, 1 << 20);
    filesystem::remove(result, failed);
    if (end.how == ChildEnd::How::exited && end.code == 0)
        return tried;
    if (end.how == ChildEnd::How::not_started || (end.how == ChildEnd::How::exited && end.code == 2))
        return std::nullopt;
    Phrase said;
    if (auto const tree = text ? json::parse(*text, nullptr, false) : json(); tree.is_object() && tree.contains("said") && tree["said"].is_object())
        said = {shortened(cleaned(tree["said"].value("fr", std::string())), 400), shortened(cleaned(tree["said"].value("en", std::string())), 400)};
    else if (end.how == ChildEnd::How::signalled)
        said = {fmt::format("L’essai du module s’est arrêté ({}).", signal_name(end.code)), fmt::format("The trial of the module stopped ({}).", signal_name(end.code))};
    if (said.empty())
        said = {"L’essai du module n’a pas fini à temps.", "The trial of the module did not end in time."};
    // What happened comes first: lists cut a long sentence.
    tried.fault = Phrase{fmt::format("{} C’était un essai, avant tout chargement\u00a0: rien n’est perdu. Demandez une version corrigée du module.", said.fr),
                         fmt::format("{} It was a trial, before anything was loaded: nothing is lost. Ask for a corrected version of the module.", said.en)};
    return tried;
}

} // namespace

bool can_probe()
{
#ifdef _WIN32
    return false;
#else
    return true;
#endif
}

filesystem::path validator_program()
{
#ifdef _WIN32
    return program_folder() / "plugin-validator.exe";
#else
    return program_folder() / "plugin-validator";
#endif
}

Gate probe(ProberOptions options)
{
    if (options.validator.empty())
        options.validator = validator_program();
    if (options.trusted.empty())
        options.trusted = program_modules();
    auto const memory = std::make_shared<Memory>(options.cache);
    return [options = std::move(options), memory](Module& module) {
        if (module.manifest.library.empty() || module.state == State::held || !can_probe() || lies_in(module.manifest.folder, options.trusted))
            return;
        auto const library = library_of(module.manifest);
        if (library.empty())
            return; // loading says so
        Tried now = identity_of(library, module.manifest.folder / "plugin.json");
        Tried const* known = memory->find(now);
        if (known == nullptr) {
            now.sha256 = digest_of(library, module.manifest.folder / "plugin.json");
            if (auto const* const same = memory->same_content(now.path, now.sha256)) {
                now.fault = same->fault; // only touched
                memory->put(now);
            } else {
                std::error_code fault;
                if (!filesystem::is_regular_file(options.validator, fault)) {
                    module.hold({fmt::format("Le programme qui essaie les modules manque ({}). Installez de nouveau Passerelle.", options.validator.filename().string()),
                                 fmt::format("The program that tries modules is missing ({}). Install Passerelle again.", options.validator.filename().string())});
                    return;
                }
                auto tried = outcome_of(options, module, now);
                if (!tried) { // not the module's fault: tried again at the next start
                    module.hold({"Ce module n’a pas pu être essayé avant d’être chargé. Relancez le programme\u00a0; si cela se répète, vérifiez que les modules qu’il demande sont installés.",
                                 "This module could not be tried before it was loaded. Start the program again; if it happens again, check that the modules it requires are installed."});
                    return;
                }
                now = std::move(*tried);
                memory->put(now);
            }
            known = &now;
        }
        if (known->fault)
            module.hold(*known->fault);
    };
}

} // namespace passerelle::loader
