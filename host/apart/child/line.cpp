#include "host/apart/child/line.hpp"
#include <memory>
#include <unistd.h>

namespace passerelle::apart::child {

namespace {

std::vector<std::unique_ptr<Line>> all_lines; // of the process: opened once
std::recursive_mutex own_threads;             // the last line, for the threads that the module started
thread_local Line* mine = nullptr;

constexpr std::chrono::milliseconds at_least_every(250); ///< so that long work that tells is not taken for silence

std::unique_lock<std::recursive_mutex> lock_where_shared()
{
    return mine != nullptr ? std::unique_lock<std::recursive_mutex>() : std::unique_lock(own_threads);
}

Line& line_of_this_thread() { return mine != nullptr ? *mine : *all_lines.back(); }

/// Without the program there is nothing to do and nobody to tell: no destructor of the module's is owed.
[[noreturn]] void leave() { ::_exit(0); }

void send(Line& line)
{
    if (!line.channel.flush({}))
        leave();
    line.last_told = std::chrono::steady_clock::now();
}

} // namespace

void queue_told(Line& line)
{
    if (line.told.bytes().empty())
        return;
    line.channel.queue(Kind::told, Op::page_word, line.told.bytes());
    line.told.clear();
}

void open_lines()
{
    for (int at = 0; at < lines; ++at)
        all_lines.push_back(std::make_unique<Line>(first_descriptor + at));
}

Line& line_at(int at) { return *all_lines[static_cast<std::size_t>(at)]; }
Line* current() { return mine; }

void serve_for_ever(Line& line)
{
    mine = &line;
    Frame frame;
    while (line.channel.receive(frame, {}) == Received::frame && frame.kind == Kind::call) {
        serve(line, frame);
        send(line);
    }
    leave();
}

Telling::Telling(Op op) : m_lock(lock_where_shared()), m_line(line_of_this_thread()) { m_out.put(op); }

Telling::~Telling()
{
    if (m_out.bytes().size() > frame_bytes / 2) {
        m_out.clear();
        m_out.put(Op::misbehaved);
        m_out.put(std::string_view("a word beyond the limits was left out"));
    }
    m_line.told.append(m_out);
    bool const now = mine == nullptr || m_line.told.bytes().size() >= told_bytes || std::chrono::steady_clock::now() - m_line.last_told > at_least_every;
    if (now) {
        queue_told(m_line);
        send(m_line);
    }
}

Asking::Asking() : m_lock(lock_where_shared()), m_line(line_of_this_thread()) {}

bool Asking::run(Op op)
{
    m_in.spoil();
    if (out.bytes().size() > frame_bytes)
        return false;
    queue_told(m_line);
    m_line.channel.queue(Kind::call, op, out.bytes());
    send(m_line);
    for (;;) {
        Frame frame;
        if (m_line.channel.receive(frame, {}) != Received::frame)
            leave();
        if (frame.kind == Kind::answer && frame.op == op) {
            m_answer = std::move(frame);
            m_in = In(m_answer.body);
            return true;
        }
        if (frame.kind != Kind::call)
            leave();
        serve(m_line, frame);
        send(m_line);
    }
}

psl_status Asking::run_for_status(Op op)
{
    if (!run(op))
        return PSL_E_UNSUPPORTED;
    auto const status = m_in.take<psl_status>();
    return m_in.good() ? status : PSL_E_INVALID;
}

psl_value clipped(psl_value value)
{
    if ((value.kind == PSL_TEXT || value.kind == PSL_BLOB) && value.as.s.size > text_bytes)
        value.as.s.size = text_bytes + 8;
    return value;
}

void put_fields(Out& out, psl_str const* names, psl_value const* values, std::uint32_t n)
{
    n = names == nullptr || values == nullptr ? 0 : n;
    out.put_list(names, n);
    out.put(n);
    for (std::uint32_t at = 0; at < n; ++at)
        out.put(clipped(values[at]));
}

void misbehaved(std::string_view what)
{
    Telling telling(Op::misbehaved);
    telling.out().put(what);
}

} // namespace passerelle::apart::child
