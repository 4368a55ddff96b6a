// Ctrl K: every register searched as one types, and the window's own places; Enter goes there. [main]
#pragma once
#include "host/model/entity.hpp"
#include "host/ui/context.hpp"
#include <memory>
#include <string>
#include <vector>

namespace passerelle::ui {

class SearchBox {
public:
    ~SearchBox();
    void open() { m_wanted = true; }
    void draw(Context&);

private:
    struct Line {
        std::string words, beside;
        Place place;
    };
    struct Answer;
    void ask(Context&);
    [[nodiscard]] std::vector<Line> places(Context const&) const;

    bool m_wanted = false;
    std::string m_words;
    std::shared_ptr<Answer> m_answer;
    std::vector<Line> m_hits;
    std::size_t m_at = 0;
    bool m_reading = false;
};

} // namespace passerelle::ui
