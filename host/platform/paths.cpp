#include "host/platform/paths.hpp"
#include <cstdlib>
#include <string>
#include <system_error>

namespace passerelle::platform {

namespace {

std::filesystem::path from_environment(char const* name)
{
    char const* const value = std::getenv(name);
    return value && *value ? std::filesystem::path(value) : std::filesystem::path();
}

std::filesystem::path home()
{
    for (char const* const name : {"HOME", "USERPROFILE"})
        if (auto path = from_environment(name); !path.empty())
            return path;
    std::error_code ignored;
    return std::filesystem::temp_directory_path(ignored);
}

#ifndef __APPLE__
/// XDG says that a relative value must be ignored.
std::filesystem::path absolute_or(char const* name, std::filesystem::path fallback)
{
    auto const path = from_environment(name);
    return path.is_absolute() ? path : fallback;
}
#endif

} // namespace

std::filesystem::path settings_folder()
{
#ifdef _WIN32
    return absolute_or("APPDATA", home()) / "Passerelle";
#elif defined(__APPLE__)
    return home() / "Library" / "Application Support" / "Passerelle";
#else
    return absolute_or("XDG_CONFIG_HOME", home() / ".config") / "passerelle";
#endif
}

std::filesystem::path portfolio_folder()
{
#ifdef _WIN32
    return absolute_or("LOCALAPPDATA", home()) / "Passerelle";
#elif defined(__APPLE__)
    return home() / "Library" / "Application Support" / "Passerelle";
#else
    return absolute_or("XDG_DATA_HOME", home() / ".local" / "share") / "passerelle";
#endif
}

std::filesystem::path documents_folder()
{
    std::error_code ignored;
    for (char const* const name : {"Documents", "documents"})
        if (auto folder = home() / name; std::filesystem::is_directory(folder, ignored))
            return folder;
    return home();
}

} // namespace passerelle::platform
