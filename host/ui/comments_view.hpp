// What colleagues say about a record: kept in the portfolio, dated by its journal. [main]
#pragma once
#include "host/ui/edits.hpp"
#include <memory>
#include <string>
#include <vector>

namespace passerelle::ui {

class CommentsView {
public:
    CommentsView(model::Entity const&, std::int64_t id);
    ~CommentsView() { *m_alive = false; }
    CommentsView(CommentsView const&) = delete; ///< a job under way answers to it
    CommentsView& operator=(CommentsView const&) = delete;
    void draw(Context&);

private:
    struct Comment {
        std::int64_t id = 0;
        std::string about, words; ///< about: who and when
    };
    void ask(Context&);
    void publish(Context&);
    void remove(Context&, Comment const&);
    [[nodiscard]] std::string desk_key() const;

    model::Entity const* m_entity;
    std::int64_t m_id;
    std::vector<Comment> m_comments;
    std::string m_words;
    bool m_ready = false, m_restored = false;
    long m_data_state = -1;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace passerelle::ui
