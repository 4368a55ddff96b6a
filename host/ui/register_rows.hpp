// A register's rows as they are shown: the order of all ids, their groups and totals, and the pages in view are read in jobs beside
// the window; a frame only looks up what is there. [main]
#pragma once
#include "host/model/grouping.hpp"
#include "host/ui/context.hpp"
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace passerelle::ui {

class RegisterRows {
public:
    RegisterRows(model::Entity const&, std::vector<model::Field const*> columns);
    ~RegisterRows();
    RegisterRows(RegisterRows const&) = delete;
    RegisterRows& operator=(RegisterRows const&) = delete;

    struct Question {
        model::Query query;
        std::string group;               ///< field id; empty: not grouped
        std::vector<std::string> totals; ///< fields that are added up
    };
    /// The order under this question; what is shown stays until it is there. A newer question overtakes an older one.
    void ask(Context&, Question);
    /// Other columns: the pages are read again, the order stays.
    void show(std::vector<model::Field const*> columns);
    [[nodiscard]] bool ready() const { return m_ready; }
    [[nodiscard]] long turn() const { return m_turn; } ///< another one: order or columns have changed
    [[nodiscard]] bool asking() const { return m_running != nullptr; }
    [[nodiscard]] std::vector<std::int64_t> const& ids() const { return m_ids; }
    [[nodiscard]] model::Grouping const& grouping() const { return m_grouping; }
    /// What stands on a line: the heading of a group, or a record.
    struct Line {
        bool heading = false;
        std::size_t at = 0; ///< of groups or of ids
    };
    [[nodiscard]] std::size_t lines() const { return m_grouping.groups.empty() ? m_ids.size() : m_lines; }
    [[nodiscard]] Line line(std::size_t) const;
    [[nodiscard]] std::optional<std::size_t> line_of(std::int64_t id) const; ///< nothing: not listed, or in a closed group
    [[nodiscard]] bool closed(std::size_t group) const { return m_closed.contains(m_grouping.groups[group].key); }
    void open_or_close(std::size_t group);
    /// Shown texts by column, "" where nothing is reported; null while the page is being read.
    [[nodiscard]] std::vector<std::string> const* row(Context&, std::size_t at);

private:
    struct Answer;
    using Page = std::vector<std::vector<std::string>>;
    void start(Context&);
    void count_lines();
    void read_page(Context&, std::size_t page);

    model::Entity const* m_entity;
    std::vector<model::Field const*> m_columns;
    std::optional<Question> m_wanted;
    std::shared_ptr<Answer> m_running;
    std::vector<std::shared_ptr<Answer>> m_reading; ///< pages under way
    std::vector<std::int64_t> m_ids;
    model::Grouping m_grouping; ///< its ids are m_ids
    struct Stretch {
        std::size_t line, first; ///< of the heading; its first record in m_ids
    };
    std::vector<Stretch> m_stretches;
    std::size_t m_lines = 0;
    std::set<std::string> m_closed;
    std::map<std::size_t, std::optional<Page>> m_pages; ///< nothing: asked for
    std::size_t m_last_page = 0;
    long m_turn = 0; ///< of the order: pages of an older one are dropped
    bool m_ready = false;
};

} // namespace passerelle::ui
