// A list of records to choose from, narrowed as one types; read in a job. Drawn inside a popup. [main]
#pragma once
#include "host/model/query.hpp"
#include "host/ui/context.hpp"
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace passerelle::ui {

class LinkPicker {
public:
    ~LinkPicker();
    void open(Context&, model::Entity const& target);
    /// True when a record was chosen: then `id` and `title` say which.
    bool draw(Context&, float width);
    std::int64_t id = 0;
    std::string title;

private:
    struct Answer;
    void ask(Context&);
    model::Entity const* m_target = nullptr;
    std::string m_words, m_asked;
    std::shared_ptr<Answer> m_answer;
    std::vector<std::pair<std::int64_t, std::string>> m_lines;
    bool m_more = false, m_ready = false, m_focus = false;
};

} // namespace passerelle::ui
