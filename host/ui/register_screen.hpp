// A register: its order is computed in a job beside the window; only the rows in view are read. [main]
#pragma once
#include "host/model/query.hpp"
#include "host/ui/context.hpp"
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace passerelle::ui {

class RegisterScreen {
public:
    /// link_field empty: all records; else those whose link leads to linked_id.
    RegisterScreen(Context&, std::string entity, std::string link_field = {}, std::int64_t linked_id = 0);
    ~RegisterScreen();
    /// height 0: all there is.
    void draw(Context&, float height = 0);
    void draw_page(Context&); ///< with title, search and actions

private:
    struct Order; ///< shared with the job that computes it
    void ask(Context&);
    [[nodiscard]] std::vector<std::string> const& row(Context&, std::size_t at);
    void export_csv(Context&);

    model::Entity const* m_entity = nullptr;
    model::Query m_query;
    std::shared_ptr<Order> m_order;
    std::vector<std::int64_t> m_ids;
    bool m_asked = false, m_ready = false;
    long m_data_state = -1;
    Language m_language = Language::fr;
    std::unordered_map<std::size_t, std::vector<std::string>> m_rows; ///< shown texts, by position; bounded
    std::vector<model::Field const*> m_columns;
    std::string m_search;
    char m_typed[256] = {};
};

} // namespace passerelle::ui
