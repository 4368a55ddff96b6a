#if defined __linux__
#include "host/apart/remote.hpp"

namespace passerelle::apart {

namespace {
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
constexpr milliseconds between_looks(200); ///< at whether a person stopped the work
} // namespace

Calling::Calling(std::shared_ptr<Remote> remote) : m_remote(std::move(remote)), m_line(m_remote->take(m_nested))
{
    if (m_line == nullptr)
        return;
    m_objects = m_line->objects.size();
    auto const* const locale = m_remote->interface<psl_locale>(PSL_LOCALE);
    psl_host const* const host = m_remote->host();
    out.put(locale == nullptr ? psl_str{} : locale->language(host));
    out.put(locale == nullptr ? psl_str{} : locale->today(host));
}

Calling::Calling(std::shared_ptr<Remote> remote, Line& line) : m_remote(std::move(remote)), m_line(&line), m_nested(true), m_objects(line.objects.size()) {}

Calling::~Calling()
{
    if (m_line == nullptr)
        return;
    m_line->objects.resize(m_objects);
    if (m_job) {
        m_line->job = nullptr;
        m_line->since_stopped = Clock::duration(-1);
    }
    if (!m_nested)
        m_remote->give_back(*m_line);
}

void Calling::give(Object object)
{
    if (m_line == nullptr)
        return;
    out.put(static_cast<std::uint32_t>(m_line->objects.size()));
    m_line->objects.push_back(object);
}

void Calling::give_scope(psl_row const* scope)
{
    give({Object::Type::row, scope});
    for (char const* const name : scope_fields) {
        psl_value value{};
        psl_status const status = scope == nullptr || scope->field == nullptr ? PSL_E_NOT_FOUND : scope->field(scope, to_c(name), &value);
        out.put(status);
        out.put(status == PSL_OK ? value : psl_value{});
    }
}

void Calling::give_job(psl_job* job)
{
    give({Object::Type::job, job});
    if (m_line == nullptr || m_line->job != nullptr)
        return;
    m_line->job = job;
    m_job = true;
}

psl_status Calling::run(Op op, Patience patience)
{
    if (m_line == nullptr || m_remote->gone())
        return m_remote->say_gone();
    if (m_line->depth >= nested_calls) {
        m_remote->end(End::broken);
        return m_remote->say_gone();
    }
    ++m_line->depth;
    m_line->channel.queue(Kind::call, op, out.bytes());
    psl_status status = PSL_E_IO;
    if (m_line->channel.flush(patience.silence))
        status = wait(op, patience);
    else { // it does not read, or is no longer there
        Frame frame;
        m_remote->end(m_line->channel.receive(frame, milliseconds(0)) == Received::closed ? End::crashed : End::silent);
    }
    --m_line->depth;
    return m_remote->gone() && !m_in.good() ? m_remote->say_gone() : status;
}

psl_status Calling::wait(Op op, Patience patience)
{
    m_in.spoil(); // until there is an answer
    // Only the time that the process has is counted, and what it costs to hear what it tells; not what the program takes to answer it.
    Clock::duration total(0);
    for (;;) {
        Frame frame;
        Clock::duration silence(0);
        Received received = Received::late;
        while (received == Received::late) {
            auto const from = Clock::now();
            auto const left = std::chrono::ceil<milliseconds>(std::min<Clock::duration>(patience.silence - silence, patience.total - total));
            received = m_line->channel.receive(frame, std::clamp(left, milliseconds(0), between_looks));
            auto const passed = Clock::now() - from;
            silence += passed;
            total += passed;
            if (m_line->job != nullptr && (m_line->since_stopped.count() >= 0 || m_remote->hooks().stopped(m_line->job)))
                m_line->since_stopped = std::max(m_line->since_stopped, Clock::duration(0)) + passed;
            bool const answered = received == Received::frame && frame.kind == Kind::answer;
            if (!answered && received != Received::closed &&
                (silence >= patience.silence || total >= patience.total || m_line->since_stopped > m_remote->limits().stop)) {
                m_remote->end(End::silent);
                return PSL_E_IO;
            }
        }
        if (received != Received::frame) {
            m_remote->end(received == Received::closed ? End::crashed : End::broken);
            return PSL_E_IO;
        }
        if (frame.kind == Kind::answer) {
            if (frame.op != op) {
                m_remote->end(End::broken);
                return PSL_E_IO;
            }
            m_answer = std::move(frame);
            m_in = In(m_answer.body);
            auto const status = m_in.take<psl_status>();
            return m_in.good() ? status : PSL_E_EXCEPTION;
        }
        auto const from = Clock::now();
        bool const served = serve(m_remote, *m_line, frame);
        if (frame.kind == Kind::told)
            total += Clock::now() - from;
        if (!served) {
            m_remote->end(End::broken);
            return PSL_E_IO;
        }
    }
}

} // namespace passerelle::apart
#endif
