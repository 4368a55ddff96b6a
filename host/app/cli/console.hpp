// Where the console program speaks: results on the standard output, sentences and progress on the error output. [main]
#pragma once
#include "host/base/result.hpp"
#include "host/bridge/session.hpp"
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace passerelle::cli {

enum ExitStatus { exit_done = 0, exit_refused = 1, exit_usage = 2 };

class Console {
public:
    explicit Console(Language language) : m_language(language) {}
    [[nodiscard]] Language language() const { return m_language; }
    [[nodiscard]] std::string const& in(Phrase const& phrase) const { return phrase.in(m_language); }
    void line(std::string_view text) const;         ///< on the standard output
    void line(Phrase const& phrase) const { line(in(phrase)); }
    void note(Phrase const& phrase) const;           ///< on the error output
    [[nodiscard]] int refuse(Error const&) const;    ///< says the sentence; returns exit_refused
    [[nodiscard]] int misused(Phrase const&) const;  ///< says the sentence; returns exit_usage

private:
    Language m_language;
};

/// A progress bar on the error output where it is a terminal, once the work has lasted a second. Ctrl+C asks it to stop.
class ProgressBar {
public:
    ProgressBar(Console const&, Phrase title);
    ~ProgressBar();
    ProgressBar(ProgressBar const&) = delete;
    ProgressBar& operator=(ProgressBar const&) = delete;
    [[nodiscard]] bridge::Progress& progress() { return m_progress; }

private:
    void show(double share, std::string const& note);
    Console const& m_console;
    Phrase m_title;
    bridge::Progress m_progress;
    std::chrono::steady_clock::time_point m_started, m_last;
    bool m_shown = false;
};

/// For work that cannot say how far it is: after a second the error output, where it is a terminal, tells what is going on and
/// since when.
class Waiting {
public:
    Waiting(Console const&, Phrase title);
    ~Waiting();
    Waiting(Waiting const&) = delete;
    Waiting& operator=(Waiting const&) = delete;

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_over = false;
    std::thread m_thread; ///< after what it uses
};

} // namespace passerelle::cli
