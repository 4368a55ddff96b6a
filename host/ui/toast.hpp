// A sentence that says what was done, for a few seconds. [main]
#pragma once
#include "host/ui/context.hpp"
#include <chrono>

namespace passerelle::ui {

class Toast {
public:
    void show(Phrase sentence, exchange::Tone);
    void draw(Context const&);
    [[nodiscard]] bool over() const; ///< its time has passed while it is still on screen: a frame is due

private:
    Phrase m_sentence;
    exchange::Tone m_tone = exchange::Tone::good;
    std::chrono::steady_clock::time_point m_until;
    bool m_shown = false;
};

} // namespace passerelle::ui
