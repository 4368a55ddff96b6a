// Find anything (Ctrl K): records, pages and registers, commands, and what fields mean. What one types is looked for beside the
// window. [main]
#pragma once
#include "host/ui/context.hpp"
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace passerelle::ui {

/// Something that a person can do from anywhere, by its name.
struct Command {
    Phrase words;
    char const* keys = ""; ///< of the keyboard; may be empty
    std::function<void()> act;
};

class SearchBox {
public:
    ~SearchBox();
    void open() { m_wanted = true; }
    void offer(std::function<std::vector<Command>()> commands) { m_offered = std::move(commands); } ///< asked whenever the box opens
    void draw(Context&);

private:
    struct Line {
        std::string words, beside;
        Place place;
        std::function<void()> act = {}; ///< instead of the place
        std::string about = {};         ///< a definition, shown while it is chosen
    };
    struct Answer;
    void ask(Context&);
    void gather(Context const&);
    void draw_lines(Context&, float width);
    void take(Context&, Line const&);

    bool m_wanted = false, m_reading = false;
    std::string m_words;
    std::function<std::vector<Command>()> m_offered;
    std::vector<Command> m_commands; ///< of this opening
    std::vector<Line> m_pages, m_hits, m_help; ///< for these words
    std::size_t m_at = 0;
    bool m_moved = false;
    std::shared_ptr<Answer> m_answer;
};

} // namespace passerelle::ui
