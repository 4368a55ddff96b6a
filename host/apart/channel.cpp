#include "host/apart/channel.hpp"
#if defined __linux__
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace passerelle::apart {

namespace {

struct Header {
    std::uint32_t size;
    std::uint8_t kind, zero;
    std::uint16_t op;
};
static_assert(sizeof(Header) == 8);

using Clock = std::chrono::steady_clock;

/// False: not within the limit.
bool wait_for(int descriptor, short events, Clock::time_point end)
{
    for (;;) {
        auto const left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
        pollfd one{descriptor, events, 0};
        int const ready = ::poll(&one, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, 3'600'000)));
        if (ready > 0)
            return true;
        if (ready < 0 && errno == EINTR)
            continue;
        if (left <= 0 || ready < 0)
            return false;
    }
}

} // namespace

void Channel::queue(Kind kind, Op op, std::string_view body)
{
    Header const header{static_cast<std::uint32_t>(body.size()), static_cast<std::uint8_t>(kind), 0, static_cast<std::uint16_t>(op)};
    m_out.append(reinterpret_cast<char const*>(&header), sizeof header);
    m_out.append(body);
}

bool Channel::flush(std::chrono::milliseconds limit)
{
    auto const end = Clock::now() + limit;
    std::size_t sent = 0;
    while (sent < m_out.size()) {
        auto const wrote = m_program ? ::send(m_descriptor, m_out.data() + sent, m_out.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT)
                                     : ::write(m_descriptor, m_out.data() + sent, m_out.size() - sent);
        if (wrote > 0)
            sent += static_cast<std::size_t>(wrote);
        else if (wrote < 0 && errno == EINTR)
            continue;
        else if (!(wrote < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) && m_program && wait_for(m_descriptor, POLLOUT, end)))
            return false;
    }
    m_out.clear();
    if (m_out.capacity() > (1u << 20))
        m_out.shrink_to_fit();
    return true;
}

bool Channel::whole(Frame& frame, Received& outcome)
{
    if (m_in.size() < sizeof(Header))
        return false;
    Header header;
    std::memcpy(&header, m_in.data(), sizeof header);
    if (header.size > frame_bytes || header.zero != 0 || header.kind < 1 || header.kind > 3) {
        outcome = Received::broken;
        return true;
    }
    if (m_in.size() - sizeof header < header.size)
        return false;
    frame.kind = static_cast<Kind>(header.kind);
    frame.op = static_cast<Op>(header.op);
    frame.body.assign(m_in, sizeof header, header.size);
    m_in.erase(0, sizeof header + header.size);
    outcome = Received::frame;
    return true;
}

Received Channel::receive(Frame& frame, std::chrono::milliseconds limit)
{
    auto const end = Clock::now() + limit;
    Received outcome = Received::late;
    // Bytes are taken as they come: a size that is announced costs no memory before its bytes are there.
    char part[1 << 16];
    for (;;) {
        if (whole(frame, outcome))
            return outcome;
        if (m_program && !wait_for(m_descriptor, POLLIN, end))
            return Received::late;
        auto const got = m_program ? ::recv(m_descriptor, part, sizeof part, MSG_DONTWAIT) : ::read(m_descriptor, part, sizeof part);
        if (got > 0)
            m_in.append(part, static_cast<std::size_t>(got));
        else if (got == 0)
            return Received::closed;
        else if (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK)
            return Received::closed;
    }
}

} // namespace passerelle::apart
#endif
