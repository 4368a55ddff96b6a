// A register's rows as they are shown: the order of all ids and the pages in view are read in jobs beside the window; a frame only
// looks up what is there. [main]
#pragma once
#include "host/model/query.hpp"
#include "host/ui/context.hpp"
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace passerelle::ui {

class RegisterRows {
public:
    RegisterRows(model::Entity const&, std::vector<model::Field const*> columns);
    ~RegisterRows();
    RegisterRows(RegisterRows const&) = delete;
    RegisterRows& operator=(RegisterRows const&) = delete;

    /// The order under this query; what is shown stays until it is there. A newer question overtakes an older one.
    void ask(Context&, model::Query);
    [[nodiscard]] bool ready() const { return m_ready; }
    [[nodiscard]] bool asking() const { return m_running != nullptr; }
    [[nodiscard]] std::vector<std::int64_t> const& ids() const { return m_ids; }
    /// Shown texts by column, "" where nothing is reported; null while the page is being read.
    [[nodiscard]] std::vector<std::string> const* row(Context&, std::size_t at);

private:
    struct Answer;
    using Page = std::vector<std::vector<std::string>>;
    void start(Context&);
    void read_page(Context&, std::size_t page);

    model::Entity const* m_entity;
    std::vector<model::Field const*> m_columns;
    std::optional<model::Query> m_wanted;
    std::shared_ptr<Answer> m_running;
    std::vector<std::shared_ptr<Answer>> m_reading; ///< pages under way
    std::vector<std::int64_t> m_ids;
    std::map<std::size_t, std::optional<Page>> m_pages; ///< nothing: asked for
    std::size_t m_last_page = 0;
    long m_turn = 0; ///< of the order: pages of an older one are dropped
    bool m_ready = false;
};

} // namespace passerelle::ui
