#include "host/platform/open_outside.hpp"
#include <fmt/format.h>
#include <string>
#ifdef _WIN32
#include <windows.h>
#include <shellapi.h>
#else
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
extern char** environ;
#endif

namespace passerelle::platform {

Result<void> open_outside(std::filesystem::path const& path)
{
    // Whole, so that a name cannot be taken for an option.
    auto const whole = std::filesystem::absolute(path);
#ifdef _WIN32
    bool const opened = reinterpret_cast<INT_PTR>(ShellExecuteW(nullptr, L"open", whole.c_str(), nullptr, nullptr, SW_SHOWNORMAL)) > 32;
#else
#ifdef __APPLE__
    std::string program = "open";
#else
    std::string program = "xdg-open";
#endif
    std::string name = whole.string();
    char* const arguments[] = {program.data(), name.data(), nullptr};
    pid_t child = 0;
    bool const opened = posix_spawnp(&child, program.c_str(), nullptr, nullptr, arguments, environ) == 0;
    if (opened)
        std::thread([child] { waitpid(child, nullptr, 0); }).detach();
#endif
    if (!opened)
        return Error{Status::unsupported, {fmt::format("Ce poste ne sait pas ouvrir le fichier d’ici. Il se trouve ici\u00A0: {}", whole.string()), fmt::format("This computer cannot open the file from here. It is at: {}", whole.string())}};
    return {};
}

} // namespace passerelle::platform
