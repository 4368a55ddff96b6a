#include "host/app/cli/console.hpp"
#include "host/platform/terminal/terminal.hpp"
#include <csignal>
#include <cstdio>
#include <fmt/format.h>

namespace passerelle::cli {

namespace {
// A signal handler can reach nothing but a global; it points at the one bar that is shown.
std::atomic<bool>* volatile cancelled_by_signal = nullptr;
extern "C" void on_interrupt(int)
{
    if (auto* flag = cancelled_by_signal)
        flag->store(true);
}
} // namespace

void Console::line(std::string_view text) const
{
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fputc('\n', stdout);
}

void Console::note(Phrase const& phrase) const
{
    std::fflush(stdout);
    fmt::print(stderr, "{}\n", in(phrase));
}

int Console::refuse(Error const& error) const
{
    note(error.sentence);
    return exit_refused;
}

int Console::misused(Phrase const& phrase) const
{
    note(phrase);
    return exit_usage;
}

ProgressBar::ProgressBar(Console const& console, Phrase title)
    : m_console(console), m_title(std::move(title)), m_started(std::chrono::steady_clock::now()), m_last(m_started)
{
    m_progress.report = [this](double share, std::string const& note) { show(share, note); };
    cancelled_by_signal = &m_progress.cancel;
    std::signal(SIGINT, on_interrupt);
}

ProgressBar::~ProgressBar()
{
    std::signal(SIGINT, SIG_DFL);
    cancelled_by_signal = nullptr;
    if (m_shown)
        fmt::print(stderr, "\r\x1b[K");
}

void ProgressBar::show(double share, std::string const& note)
{
    auto const now = std::chrono::steady_clock::now();
    if (now - m_started < std::chrono::seconds(1) || now - m_last < std::chrono::milliseconds(100) ||
        !platform::is_terminal(platform::Stream::error))
        return;
    m_last = now;
    m_shown = true;
    if (share < 0) {
        fmt::print(stderr, "\r\x1b[K{}… {}", m_console.in(m_title), note);
    } else {
        int const width = 24;
        int const full = static_cast<int>(share * width + 0.5);
        std::string bar;
        for (int at = 0; at < width; ++at)
            bar += at < full ? "█" : "░";
        fmt::print(stderr, "\r\x1b[K{} {} {:3.0f} % {}", m_console.in(m_title), bar, share * 100, note);
    }
    std::fflush(stderr);
}

Waiting::Waiting(Console const& console, Phrase title)
{
    if (!platform::is_terminal(platform::Stream::error))
        return;
    m_thread = std::thread([this, words = console.in(title)] {
        std::unique_lock lock(m_mutex);
        int seconds = 0;
        while (!m_changed.wait_for(lock, std::chrono::seconds(1), [this] { return m_over; })) {
            fmt::print(stderr, "\r\x1b[K{}… {}\u00A0s", words, ++seconds);
            std::fflush(stderr);
        }
        if (seconds > 0)
            fmt::print(stderr, "\r\x1b[K");
    });
}

Waiting::~Waiting()
{
    {
        std::scoped_lock const lock(m_mutex);
        m_over = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

} // namespace passerelle::cli
