// Time-ordered ids and the times written in the journal. IdMaker: any thread.
#pragma once
#include <cstdint>
#include <mutex>
#include <string>

namespace passerelle::store {

[[nodiscard]] std::int64_t milliseconds_since_1970();
/// "2025-03-12T17:05:09.123Z"
[[nodiscard]] std::string utc_text(std::int64_t milliseconds_since_1970);

/// Milliseconds since 2020-01-01 in the high 42 bits, 21 random bits increased within a millisecond. Always greater than
/// the one before, also when the clock goes back: it then counts on from there until the clock has caught up.
class IdMaker {
public:
    [[nodiscard]] std::int64_t next() { return next_at(milliseconds_since_1970()); }
    [[nodiscard]] std::int64_t next_at(std::int64_t milliseconds_since_1970);
    /// An id that is already in the portfolio: those to come are greater.
    void seen(std::int64_t id);

private:
    std::mutex m_mutex;
    std::int64_t m_last = 0;
};

} // namespace passerelle::store
