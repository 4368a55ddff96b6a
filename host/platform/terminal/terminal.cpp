#include "host/platform/terminal/terminal.hpp"
#include <cstdio>
#ifdef _WIN32
#include <io.h>
#else
#include <sys/ioctl.h>
#include <unistd.h>
#endif

namespace passerelle::platform {

bool is_terminal(Stream stream)
{
#ifdef _WIN32
    return _isatty(_fileno(stream == Stream::out ? stdout : stderr)) != 0;
#else
    return isatty(stream == Stream::out ? STDOUT_FILENO : STDERR_FILENO) == 1;
#endif
}

int terminal_width()
{
#ifndef _WIN32
    winsize size{};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
#endif
    return 80;
}

} // namespace passerelle::platform
