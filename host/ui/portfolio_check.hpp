// The file, its history and its links looked over at a person's wish, beside the window. [main]
#pragma once
#include "host/ui/context.hpp"
#include <memory>
#include <vector>

namespace passerelle::ui {

class PortfolioCheck {
public:
    PortfolioCheck();
    ~PortfolioCheck();
    void start(Context&);
    [[nodiscard]] bool running() const { return m_answer->running; }
    void draw(Context&); ///< what was found

private:
    struct Answer {
        bool running = false, done = false;
        std::vector<Phrase> findings; ///< empty when done: nothing is wrong
    };
    std::shared_ptr<Answer> m_answer; ///< shared with the job
};

} // namespace passerelle::ui
