// A register: saved views, search, filters, groups, and its rows as a spreadsheet under the keyboard; nothing here waits for the
// store. [main]
#pragma once
#include "host/model/register_layout.hpp"
#include "host/ui/cell_editor.hpp"
#include "host/ui/file_picker.hpp"
#include "host/ui/register_columns.hpp"
#include "host/ui/register_filters.hpp"
#include "host/ui/register_rows.hpp"
#include "host/ui/register_selection.hpp"
#include "host/ui/register_views.hpp"
#include "host/ui/widgets/grid.hpp"
#include <memory>
#include <string>
#include <vector>

namespace passerelle::ui {

/// Which records of a register: all, or those that belong to another record. What selects them is what a new one begins with.
using RegisterScope = std::vector<std::pair<std::string, model::Value>>;

class RegisterScreen {
public:
    RegisterScreen(Context&, std::string entity, RegisterScope scope = {});
    ~RegisterScreen() { *m_alive = false; }
    RegisterScreen(RegisterScreen const&) = delete; ///< a job under way answers to it
    RegisterScreen& operator=(RegisterScreen const&) = delete;
    /// height 0: all there is.
    void draw(Context&, float height = 0);
    void draw_within(Context&); ///< part of another page, under its own name
    void draw_page(Context&); ///< with title, views, search, filters and actions
    /// Only the records behind a figure, until a person removes it: its conditions, one a line, and its name.
    void show_behind(Context&, std::string_view filter, std::string const& about);
    [[nodiscard]] RegisterScope const& scope() const { return m_scope; }

private:
    void ask(Context&);
    void arrange(Context&, model::RegisterLayout); ///< a saved view, or the one of last time
    void layout_changed(Context&, bool order);
    void fit_columns(Context&, float width);
    void draw_header(Context&);
    void draw_tools(Context&);
    bool draw_grouping(Context&);
    void draw_foot(Context&);
    void draw_heading_menu(Context&);
    void act(Context&, GridEvents const&);
    void sort_by(std::size_t column, bool also);
    void tick(std::size_t line, bool range);
    void edit(Context&, GridCell, std::string_view letters);
    void leave_cell(Context&, CellEditor::Left);
    void copy(Context&, bool chosen_records);
    void paste(Context&);
    void export_csv(Context&, std::vector<std::int64_t> ids, std::filesystem::path const&);
    [[nodiscard]] std::int64_t id_at(std::size_t line) const; ///< 0: a heading
    [[nodiscard]] std::string words_at(Context&, GridCell);
    [[nodiscard]] std::string desk_key() const;

    model::Entity const* m_entity = nullptr;
    model::RegisterLayout m_layout;
    std::vector<model::Field const*> m_columns;
    std::vector<GridColumn> m_headings;
    std::vector<bool> m_opens; ///< by column: its words lead to the sheet
    Grid m_grid;
    std::unique_ptr<RegisterRows> m_rows;
    std::unique_ptr<RegisterFilters> m_filters;
    std::unique_ptr<RegisterViews> m_views;
    std::unique_ptr<RegisterSelection> m_selection;
    RegisterColumns m_columns_menu;
    CellEditor m_cell;
    FilePicker m_export;
    std::vector<std::int64_t> m_to_export;
    RegisterScope m_scope;
    std::string m_search;
    std::int64_t m_at_record = 0; ///< m_at_record: under the cursor, found again when the order changes
    std::size_t m_menu_column = 0, m_last_ticked = 0;
    ImVec2 m_menu_at;
    long m_data_state = -1, m_turn = -1;
    float m_fitted_for = 0;
    Language m_language = Language::fr;
    bool m_focus_search = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace passerelle::ui
