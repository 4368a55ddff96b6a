// Frames over one socket: a header of eight bytes, then the body. One thread at a time. POSIX.
#pragma once
#include "host/apart/protocol.hpp"
#include <chrono>
#include <string>
#include <string_view>

namespace passerelle::apart {

struct Frame {
    Kind kind = Kind::call;
    Op op = Op::hello;
    std::string body;
};

enum class Received { frame, late, closed, broken };

class Channel {
public:
    /// program: the side that must not be stopped by the other: it waits with a limit and takes no signal from a closed socket. The
    /// other side may only read and write, which is all that its sandbox leaves it.
    Channel(int descriptor, bool program) : m_descriptor(descriptor), m_program(program) {}
    [[nodiscard]] int descriptor() const { return m_descriptor; }

    /// Kept until flush(): a call and what was told before it are one write.
    void queue(Kind, Op, std::string_view body);
    /// False: the other side is gone, or does not take it within the limit.
    [[nodiscard]] bool flush(std::chrono::milliseconds limit);
    /// late: no whole frame yet; what came of it is kept for the next call.
    [[nodiscard]] Received receive(Frame&, std::chrono::milliseconds limit);

private:
    [[nodiscard]] bool whole(Frame&, Received&);
    int m_descriptor;
    bool m_program;
    std::string m_out, m_in;
};

} // namespace passerelle::apart
