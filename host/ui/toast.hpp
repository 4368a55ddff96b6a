// A sentence that says what was done, for a few seconds. [main]
#pragma once
#include "host/ui/context.hpp"
#include <chrono>
#include <cstdint>

namespace passerelle::ui {

class Toast {
public:
    void show(Phrase sentence, exchange::Tone);
    /// The latest step that can be undone, 0: none. A step newer than any before it is what the sentence tells of, and can be taken
    /// back from here.
    void know(std::int64_t step);
    /// True when the person takes it back.
    bool draw(Context const&);
    [[nodiscard]] bool over() const; ///< its time has passed while it is still on screen: a frame is due

private:
    Phrase m_sentence;
    exchange::Tone m_tone = exchange::Tone::good;
    std::chrono::steady_clock::time_point m_until;
    bool m_shown = false, m_offers = false;
    std::int64_t m_newest = -1; ///< step; -1: none is known yet
};

} // namespace passerelle::ui
