#include "host/platform/paths.hpp"
#include <cstdlib>

namespace passerelle::platform {

namespace {

std::filesystem::path from_environment(char const* name)
{
    char const* value = std::getenv(name);
    return value ? std::filesystem::path(value) : std::filesystem::path();
}

std::filesystem::path folder([[maybe_unused]] char const* xdg, [[maybe_unused]] char const* below_home)
{
#ifdef _WIN32
    return from_environment("APPDATA") / "Passerelle";
#elif defined __APPLE__
    return from_environment("HOME") / "Library" / "Application Support" / "Passerelle";
#else
    auto base = from_environment(xdg);
    if (base.empty())
        base = from_environment("HOME") / below_home;
    return base / "passerelle";
#endif
}

} // namespace

std::filesystem::path home_folder()
{
#ifdef _WIN32
    auto const home = from_environment("USERPROFILE");
#else
    auto const home = from_environment("HOME");
#endif
    std::error_code failed;
    return home.empty() ? std::filesystem::current_path(failed) : home;
}
std::filesystem::path settings_folder() { return folder("XDG_CONFIG_HOME", ".config"); }
std::filesystem::path incidents_folder() { return data_folder() / "incidents"; }
std::filesystem::path data_folder() { return folder("XDG_DATA_HOME", ".local/share"); }

} // namespace passerelle::platform
