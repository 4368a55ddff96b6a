#include "host/store/clock.hpp"
#include <chrono>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sodium.h>

namespace passerelle::store {

namespace {

constexpr std::int64_t start_of_2020_ms = 1577836800000; // 2020-01-01T00:00:00Z
constexpr int random_bits = 21;

} // namespace

std::int64_t milliseconds_since_1970() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string utc_text(std::int64_t milliseconds) {
    auto const seconds = static_cast<std::time_t>(milliseconds / 1000);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(seconds), milliseconds % 1000);
}

std::int64_t IdMaker::next_at(std::int64_t milliseconds) {
    std::int64_t const since_2020 = milliseconds > start_of_2020_ms ? milliseconds - start_of_2020_ms : 0;
    std::scoped_lock const lock(m_mutex);
    if (since_2020 > (m_last >> random_bits))
        m_last = (since_2020 << random_bits) | randombytes_uniform(1U << random_bits);
    else
        ++m_last;
    return m_last;
}

void IdMaker::seen(std::int64_t id) {
    std::scoped_lock const lock(m_mutex);
    if (id > m_last)
        m_last = id;
}

} // namespace passerelle::store
