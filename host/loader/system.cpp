#include "host/loader/system.hpp"

namespace passerelle::loader {

std::string this_system()
{
#if defined _WIN32
    std::string name = "windows-";
#elif defined __APPLE__
    std::string name = "macos-";
#else
    std::string name = "linux-";
#endif
#if defined __x86_64__ || defined _M_X64
    return name + "x86_64";
#elif defined __aarch64__ || defined _M_ARM64
    return name + "arm64";
#elif defined __riscv
    return name + "riscv64";
#else
    return name + "x86";
#endif
}

std::string library_ending(std::string const& system)
{
    auto const dash = system.find('-');
    auto const family = system.substr(0, dash);
    if (dash == std::string::npos || dash + 1 == system.size() || system.size() > 40 ||
        system.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_", dash + 1) != std::string::npos)
        return {};
    return family == "linux" ? ".so" : family == "windows" ? ".dll" : family == "macos" ? ".dylib" : "";
}

} // namespace passerelle::loader
