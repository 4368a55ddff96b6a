// passerelle: the desktop program. Builds the objects from top to bottom, runs the loop, nothing else.
#include "host/app/arguments.hpp"
#include "host/app/settings.hpp"
#include "host/bridge/demo.hpp"
#include "host/base/atomic_file.hpp"
#include "host/exchange/png.hpp"
#include "host/loader/crash_journal.hpp"
#include "host/platform/paths.hpp"
#include "host/platform/speech.hpp"
#include "host/platform/window.hpp"
#include "host/ui/shell.hpp"
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <memory>

namespace app = passerelle::app;

int main(int count, char** words)
{
    auto arguments = app::read_arguments(count, words);
    if (!arguments.go_on)
        return arguments.status;
    auto settings = app::Settings::read();
    settings.follow(arguments);
    settings.look.welcome &= arguments.portfolio.empty() && !arguments.demo;
    auto const refuse = [&](passerelle::Error const& error) {
        fmt::print(stderr, "{}\n", error.sentence.in(settings.look.language));
        return 1;
    };

    // Named from here on: which module's code runs. Without a journal (a folder that cannot be written) the program runs all the same.
    auto journal = passerelle::loader::CrashJournal::open({passerelle::platform::incidents_folder(), PASSERELLE_VERSION, true, [] { passerelle::platform::Window::wake(); }});
    auto const places = app::places_of(arguments);
    app::StandIn stand_in; // outlives the session
    auto session = app::open_portfolio(arguments, settings);
    std::optional<passerelle::Phrase> not_opened;
    if (!session) {
        (void)refuse(session.error());
        if (arguments.frames > 0 || !arguments.picture.empty())
            return 1; // nobody is there to answer
        not_opened = session.error().sentence;
        session = stand_in.open(arguments, settings);
        if (!session)
            return refuse(session.error());
    }
    auto opened = passerelle::platform::Window::open({"Passerelle", settings.width, settings.height});
    if (!opened)
        return refuse(opened.error());
    auto& window = **opened;
    std::ofstream frame_log;
    if (!arguments.frame_log.empty())
        frame_log.open(arguments.frame_log, std::ios::app);
    bool pictured = false;
    bool const as_png = arguments.picture.extension() == ".png";
    auto const raw_picture = std::filesystem::path(arguments.picture).concat(".ppm");
    passerelle::platform::Speech speech(arguments.speech_log);
    long described = -1; ///< the frame that was described last
    auto const new_shell = [&] {
        auto made = std::make_unique<passerelle::ui::Shell>(**session, settings.look, app::desk_of(**session), places);
        if (!arguments.elements.empty())
            made->describe();
        return made;
    };
    auto shell = new_shell();
    if (not_opened)
        shell->not_opened(app::portfolio_wanted(arguments, settings), *not_opened);
    (*session)->set_wake([] { passerelle::platform::Window::wake(); });
    if (journal && arguments.frames == 0 && arguments.picture.empty())
        shell->tell((*journal)->news());
    if (auto const notice = passerelle::loader::read_choices(places.choices).notice)
        shell->stay(*notice);
    shell->go(arguments.page);
    passerelle::platform::Window::Loop loop;
    loop.before = [&] { shell->before_frame([&] { window.rebuild_font_texture(); }); };
    loop.draw = [&] { shell->draw(); };
    loop.woken = [&] { return shell->pump(); };
    loop.dropped = [&](std::filesystem::path const& path) { shell->take_file(path); };
    loop.keep_going = [&] {
        bool const done = pictured && window.pictured();
        return !done && !shell->closing() && (arguments.frames == 0 || window.frames() < arguments.frames);
    };
    loop.may_close = [&] { return shell->may_close(); };
    loop.at_rest = [&] {
        if (!arguments.picture.empty() && !pictured && shell->settled()) {
            window.screenshot_to(as_png ? raw_picture : arguments.picture);
            pictured = true;
        }
        if (!arguments.elements.empty() && described != window.frames() && shell->settled()) {
            described = window.frames();
            (void)passerelle::write_file_atomically(arguments.elements, shell->elements());
        }
    };
    loop.drawn = [&] {
        if (!(settings.look == shell->look())) { // language, theme, size: on the disk at once
            settings.look = shell->look();
            settings.write();
        }
        window.set_title(shell->title());
        if (auto sentence = shell->to_say())
            speech.say(std::move(*sentence), shell->look().language);
        if (frame_log.is_open())
            frame_log << fmt::format("{:.3f}\n", window.last_frame_ms()) << std::flush;
    };
    for (;;) {
        window.run(loop);
        settings.look = shell->look();
        auto const other = shell->other_portfolio();
        if (!other)
            break;
        if (!passerelle::loader::hanging().empty()) { // its session cannot be closed under it
            shell->stay({"Un module ne répond plus\u00a0: quittez le programme et relancez-le, puis recommencez. Vos données sont enregistrées.",
                         "A module no longer answers: quit the program, start it again, then try again. Your data is saved."});
            continue;
        }
        // A portfolio has one session at a time: the same one anew, under the name that was given, is closed first.
        std::error_code ignored;
        bool const same = std::filesystem::equivalent(other->path, (*session)->portfolio().path(), ignored);
        auto const wanted = *other;
        if (same) {
            (*session)->stop_jobs(); // what they answer is the shell
            shell.reset();
            session = passerelle::Error{};
        }
        auto opened_other = app::open_other(arguments, settings, wanted);
        if (!opened_other && !same && !stand_in.is(**session)) {
            shell->stay(opened_other.error().sentence);
            continue;
        }
        not_opened.reset();
        std::optional<passerelle::Phrase> not_done;
        if (!opened_other && same && !wanted.backup.empty()) { // the backup was refused; the portfolio is what it was
            not_done = opened_other.error().sentence;
            opened_other = app::open_other(arguments, settings, {wanted.path, passerelle::ui::Begin::existing, {}, wanted.without_code});
        }
        if (!opened_other) {
            not_opened = opened_other.error().sentence;
            opened_other = same ? stand_in.open(arguments, settings) : std::move(session);
            if (!opened_other)
                return refuse(opened_other.error());
        }
        if (session && session.value() && shell)
            (*session)->stop_jobs();
        shell.reset();
        session = std::move(opened_other);
        shell = new_shell();
        if (same && !not_opened)
            shell->go(""); // the same portfolio: where they were
        if (not_opened)
            shell->not_opened(wanted.path, *not_opened);
        else if (not_done)
            shell->stay(*not_done);
        (*session)->set_wake([] { passerelle::platform::Window::wake(); });
    }
    if (as_png && pictured)
        if (auto const written = passerelle::exchange::png_from_ppm(raw_picture, arguments.picture); !written)
            return refuse(written.error());
    if (arguments.tell_frames)
        fmt::print("{} frames, last {:.3f} ms, {}\n", window.frames(), window.last_frame_ms(), window.renderer());
    if (!stand_in.is(**session))
        settings.last_portfolio = (*session)->portfolio().path();
    settings.write();
    if (!passerelle::loader::hanging().empty()) {
        // What is committed is on the disk; the session would wait for the call that does not come back. The journal keeps its name.
        if (journal)
            journal->reset();
        std::fflush(nullptr);
        std::_Exit(0);
    }
    (*session)->stop_jobs();
    return 0;
}
