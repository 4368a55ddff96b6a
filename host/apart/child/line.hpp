// The module's side of a line: what it tells is gathered, what it asks is waited for, and while it waits it serves what it is asked.
#pragma once
#include "host/apart/channel.hpp"
#include "host/apart/wire.hpp"
#include <chrono>
#include <mutex>
#include <string>
#include <vector>

namespace passerelle::apart::child {

/// Of the call in progress: psl.locale's answers live until it returns.
struct Locale {
    std::string language, today;
};

/// A row or a sink of the module's that the program asks for while the module asks it something.
struct Lent {
    psl_row const* row;
    psl_row_sink* sink;
};

struct Line {
    explicit Line(int descriptor) : channel(descriptor, false) {}
    Channel channel;
    Out told;
    std::chrono::steady_clock::time_point last_told = std::chrono::steady_clock::now();
    std::vector<Lent> lent;
    Locale const* locale = nullptr;
};

/// Nine for the life of the process. open_lines() once, before any other thread.
void open_lines();
[[nodiscard]] Line& line_at(int);
/// The line that this thread serves; nullptr: a thread that the module started itself.
[[nodiscard]] Line* current();
/// Serves a line until the program closes it, then ends the process. Makes it this thread's.
[[noreturn]] void serve_for_ever(Line&);

/// Something told: written into out() before this goes. A thread of the module's own has no call to send it with, so it goes at once.
class Telling {
public:
    explicit Telling(Op);
    ~Telling();
    Telling(Telling const&) = delete;
    Telling& operator=(Telling const&) = delete;
    [[nodiscard]] Out& out() { return m_out; }

private:
    std::unique_lock<std::recursive_mutex> m_lock;
    Line& m_line;
    Out m_out;
};

/// Something asked. Its answer lives as long as this does, or as long as the frame that is taken from it.
class Asking {
public:
    Asking();
    Asking(Asking const&) = delete;
    Asking& operator=(Asking const&) = delete;
    Out out;
    /// False: more than a frame holds; nothing was asked.
    [[nodiscard]] bool run(Op);
    /// The same where the answer begins with a status.
    [[nodiscard]] psl_status run_for_status(Op);
    [[nodiscard]] In& in() { return m_in; }
    [[nodiscard]] Line& line() { return m_line; }
    [[nodiscard]] Frame take() { return std::move(m_answer); }

private:
    std::unique_lock<std::recursive_mutex> m_lock;
    Line& m_line;
    Frame m_answer;
    In m_in;
};

/// A value whose text is no longer than the host takes: it cuts there too.
[[nodiscard]] psl_value clipped(psl_value);
void put_fields(Out&, psl_str const* names, psl_value const* values, std::uint32_t n);
void misbehaved(std::string_view what);

/// Puts what was told before what is sent next.
void queue_told(Line&);
/// Does one thing that the program asks; its answer is queued.
void serve(Line&, Frame const&);

} // namespace passerelle::apart::child
