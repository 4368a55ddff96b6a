// passerelle: the desktop program. Builds the objects from top to bottom, runs the loop, nothing else.
#include "host/app/arguments.hpp"
#include "host/app/settings.hpp"
#include "host/bridge/demo.hpp"
#include "host/platform/window.hpp"
#include "host/ui/shell.hpp"
#include <fmt/format.h>

namespace app = passerelle::app;

int main(int count, char** words)
{
    auto arguments = app::read_arguments(count, words);
    if (!arguments.go_on)
        return arguments.status;
    auto settings = app::Settings::read();
    if (arguments.language)
        settings.look.language = *arguments.language;
    auto const refuse = [&](passerelle::Error const& error) {
        fmt::print(stderr, "{}\n", error.sentence.in(settings.look.language));
        return 1;
    };

    auto session = app::open_portfolio(arguments, settings);
    if (!session)
        return refuse(session.error());
    auto window = passerelle::platform::Window::open({"Passerelle", settings.width, settings.height});
    if (!window)
        return refuse(window.error());
    (*session)->set_wake([] { passerelle::platform::Window::wake(); });

    passerelle::ui::Shell shell(**session, settings.look);
    shell.go(arguments.page);
    (*window)->run([&] { shell.before_frame([&] { (*window)->rebuild_font_texture(); }); }, [&] { shell.draw(); }, [&] { return shell.pump(); },
                   [&] { return arguments.frames == 0 || (*window)->frames() < arguments.frames; });
    if (arguments.tell_frames)
        fmt::print("{} frames, last {:.3f} ms, {}\n", (*window)->frames(), (*window)->last_frame_ms(), (*window)->renderer());
    settings.look = shell.look();
    settings.last_portfolio = (*session)->portfolio().path();
    settings.write();
    return 0;
}
