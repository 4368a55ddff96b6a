// A register: headings that sort, filters, search as one types, rows under the keyboard; nothing here waits for the store. [main]
#pragma once
#include "host/model/query.hpp"
#include "host/ui/context.hpp"
#include "host/ui/register_filters.hpp"
#include "host/ui/register_rows.hpp"
#include <memory>
#include <string>
#include <vector>

namespace passerelle::ui {

class RegisterScreen {
public:
    /// link_field empty: all records; else those whose link leads to linked_id.
    RegisterScreen(Context&, std::string entity, std::string link_field = {}, std::int64_t linked_id = 0);
    /// height 0: all there is.
    void draw(Context&, float height = 0);
    void draw_page(Context&); ///< with title, search, filters and actions

private:
    void ask(Context&);
    void export_csv(Context&);
    void draw_tools(Context&);
    void draw_headings(Context&);
    void draw_row(Context&, std::size_t at, float height);
    void draw_cell(Context&, model::Field const&, std::string const&, float height, bool hovered);

    model::Entity const* m_entity = nullptr;
    model::Query m_query;
    std::vector<model::Field const*> m_columns;
    std::unique_ptr<RegisterRows> m_rows;
    std::unique_ptr<RegisterFilters> m_filters;
    std::string m_search, m_link_field;
    std::int64_t m_linked_id = 0, m_opened = 0; ///< m_opened: the record last visited from here
    long m_data_state = -1;
    Language m_language = Language::fr;
    bool m_focus_search = false, m_focus_rows = false;
};

} // namespace passerelle::ui
