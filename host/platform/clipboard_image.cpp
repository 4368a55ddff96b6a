#include "host/platform/clipboard_image.hpp"
#include <array>
#include <cstdlib>
#include <string>
#include <vector>
#if defined(__linux__) || defined(__FreeBSD__)
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
extern char** environ;
#endif

namespace passerelle::platform {

#if defined(__linux__) || defined(__FreeBSD__)
namespace {

/// The file on the program's input, nothing of it through a shell. These programs go on by themselves as long as the clipboard is theirs.
bool give(std::vector<std::string> words, std::filesystem::path const& file)
{
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, file.c_str(), O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    bool const started = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    int status = 0;
    return started && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

} // namespace
#endif

Result<void> copy_image(std::filesystem::path const& png)
{
#if defined(__linux__) || defined(__FreeBSD__)
    if (std::getenv("WAYLAND_DISPLAY") != nullptr && give({"wl-copy", "--type", "image/png"}, png))
        return {};
    if (give({"xclip", "-selection", "clipboard", "-t", "image/png", "-i"}, png))
        return {};
#else
    (void)png;
#endif
    return Error{Status::unsupported,
                 {"Ce poste ne sait pas copier d’image. Enregistrez-la, puis insérez le fichier dans votre document.", "This computer cannot copy pictures. Save it, then insert the file into your document."}};
}

} // namespace passerelle::platform
