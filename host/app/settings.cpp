#include "host/app/settings.hpp"
#include "host/app/places.hpp"
#include "host/bridge/demo.hpp"
#include "host/loader/incidents.hpp"
#include "host/loader/prober.hpp"
#include "host/platform/memory.hpp"
#include "host/platform/paths.hpp"
#include "host/ui/desk.hpp"
#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <utility>

namespace passerelle::app {

namespace {

std::filesystem::path settings_file() { return platform::settings_folder() / "settings.json"; }

ui::ThemeName theme_named(std::string const& name)
{
    return name == "dark" ? ui::ThemeName::dark : name == "contrast" ? ui::ThemeName::contrast : ui::ThemeName::light;
}

} // namespace

Settings Settings::read()
{
    Settings settings;
    std::ifstream file(settings_file());
    settings.look.welcome = !file.is_open();
    auto const json = nlohmann::json::parse(file, nullptr, false);
    if (!json.is_object())
        return settings;
    try {
        settings.look.language = json.value("language", "fr") == "en" ? Language::en : Language::fr;
        settings.look.theme = theme_named(json.value("theme", "light"));
        settings.look.author = json.value("author", "");
        settings.look.aloud = json.value("aloud", false);
        settings.look.zoom = std::clamp(json.value("zoom", 1.0f), 1.0f, 2.0f);
        settings.width = std::clamp(json.value("width", 1366), 640, 8192);
        settings.height = std::clamp(json.value("height", 768), 480, 8192);
        settings.last_portfolio = json.value("last_portfolio", "");
    } catch (nlohmann::json::exception const&) {
        return {}; // a value of another type: the file is not ours, defaults serve
    }
    settings.m_own = settings.m_told = settings.look;
    settings.m_own_width = settings.width;
    settings.m_own_height = settings.height;
    return settings;
}

void Settings::follow(Arguments const& arguments)
{
    if (arguments.language)
        look.language = *arguments.language;
    if (arguments.theme)
        look.theme = theme_named(*arguments.theme);
    if (arguments.zoom > 0)
        look.zoom = arguments.zoom;
    if (arguments.width > 0 && arguments.height > 0) {
        width = std::clamp(arguments.width, 640, 8192);
        height = std::clamp(arguments.height, 480, 8192);
    }
    look.aloud |= !arguments.speech_log.empty();
    m_told = look;
}

void Settings::write() const
{
    std::error_code ignored;
    std::filesystem::create_directories(settings_file().parent_path(), ignored);
    auto const kept = [this](auto ui::Look::*part) { return look.*part == m_told.*part ? m_own.*part : look.*part; };
    auto const theme = kept(&ui::Look::theme);
    nlohmann::json const json{{"language", kept(&ui::Look::language) == Language::fr ? "fr" : "en"},
                              {"theme", theme == ui::ThemeName::light ? "light" : theme == ui::ThemeName::dark ? "dark" : "contrast"},
                              {"zoom", kept(&ui::Look::zoom)},
                              {"author", look.author},
                              {"aloud", kept(&ui::Look::aloud)},
                              {"width", m_own_width},
                              {"height", m_own_height},
                              {"last_portfolio", last_portfolio.string()}};
    auto const temporary = settings_file().string() + ".new";
    {
        std::ofstream file(temporary);
        file << json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
        if (!file.good())
            return;
    }
    std::filesystem::rename(temporary, settings_file(), ignored);
}

std::filesystem::path desk_of(bridge::Session& session) { return ui::Desk::file_for(platform::settings_folder(), session.portfolio().path()); }

loader::Places places_of(Arguments const& arguments) { return module_places(arguments.session.modules.folders, arguments.approved); }

namespace {

bridge::SessionOptions options_of(Arguments const& arguments, Settings const& settings)
{
    bridge::SessionOptions options = arguments.session;
    auto const places = places_of(arguments);
    if (auto const notice = loader::ask_for_consent(options.modules, places))
        std::fprintf(stderr, "%s\n", notice->in(settings.look.language).c_str());
    options.after_long_job = platform::give_back_memory;
    options.language = settings.look.language;
    options.templates = platform::settings_folder() / "modeles";
    options.modules.gates.push_back(loader::quarantine_gate(loader::Incidents::read(places.incidents)));
    options.modules.gates.push_back(loader::probe({.cache = places.incidents / "modules-tried.json", .trusted = places.program, .beside = options.modules.folders}));
    if (options.store.author.empty())
        options.store.author = settings.look.author;
    return options;
}

} // namespace

Result<std::unique_ptr<bridge::Session>> open_other(Arguments const& arguments, Settings const& settings, ui::Shell::OtherPortfolio const& wanted)
{
    auto options = options_of(arguments, settings);
    options.modules.safe_mode |= wanted.without_code;
    std::error_code ignored;
    if (!wanted.backup.empty())
        if (auto const kept = store::Portfolio::restore(wanted.backup, wanted.path, options.store); !kept)
            return kept.error();
    if (wanted.begin == ui::Begin::existing || (wanted.begin == ui::Begin::demonstration && std::filesystem::exists(wanted.path, ignored)))
        return bridge::Session::open(wanted.path, options);
    auto created = bridge::Session::create(wanted.path, options);
    if (created && wanted.begin == ui::Begin::demonstration)
        if (auto loaded = bridge::load_demo(**created); !loaded)
            return loaded.error();
    return created;
}

std::filesystem::path portfolio_wanted(Arguments const& arguments, Settings const& settings)
{
    std::error_code ignored;
    if (!arguments.portfolio.empty())
        return arguments.portfolio;
    if (arguments.demo)
        return platform::data_folder() / "demonstration.passerelle";
    if (std::filesystem::exists(settings.last_portfolio, ignored))
        return settings.last_portfolio;
    return platform::data_folder() / "portefeuille.passerelle";
}

Result<std::unique_ptr<bridge::Session>> open_portfolio(Arguments const& arguments, Settings const& settings)
{
    std::error_code ignored;
    auto const options = options_of(arguments, settings);
    auto const file = portfolio_wanted(arguments, settings);
    if (std::filesystem::exists(file, ignored) || (!arguments.portfolio.empty() && !arguments.demo))
        return bridge::Session::open(file, options);
    if (file.has_parent_path())
        std::filesystem::create_directories(file.parent_path(), ignored);
    auto created = bridge::Session::create(file, options);
    if (created && arguments.demo)
        if (auto loaded = bridge::load_demo(**created); !loaded)
            return loaded.error();
    return created;
}

StandIn::~StandIn() { clear(); }

void StandIn::clear()
{
    std::error_code ignored;
    if (!m_folder.empty())
        std::filesystem::remove_all(std::exchange(m_folder, {}), ignored);
}

Result<std::unique_ptr<bridge::Session>> StandIn::open(Arguments const& arguments, Settings const& settings)
{
    clear();
    std::error_code failed;
    std::random_device chance;
    for (int attempt = 0; attempt < 20 && m_folder.empty(); ++attempt)
        if (auto const folder = std::filesystem::temp_directory_path(failed) / fmt::format("passerelle-{:08x}", chance()); !failed && std::filesystem::create_directory(folder, failed))
            m_folder = folder;
    if (m_folder.empty())
        return Error{Status::io, {"Le dossier des fichiers temporaires ne se laisse pas modifier. Libérez de la place, puis recommencez.",
                                  "The folder of temporary files cannot be written. Free some space, then try again."}};
    auto options = options_of(arguments, settings);
    options.store.automatic_backups = false;
    return bridge::Session::create(m_folder / "portefeuille.passerelle", options);
}

bool StandIn::is(bridge::Session& session) const { return !m_folder.empty() && session.portfolio().path().parent_path() == m_folder; }

} // namespace passerelle::app
