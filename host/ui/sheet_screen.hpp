// A record: the modules' own views, the form, linked records, history. [main]
#pragma once
#include "host/ui/context.hpp"
#include "host/ui/comments_view.hpp"
#include "host/ui/form.hpp"
#include "host/ui/history_view.hpp"
#include "host/ui/module_view.hpp"
#include "host/ui/register_screen.hpp"
#include <memory>
#include <string>
#include <vector>

namespace passerelle::ui {

class SheetScreen {
public:
    SheetScreen(Context&, Place const&);
    ~SheetScreen();
    void draw(Context&);
    [[nodiscard]] bool dirty() const { return m_form && m_form->dirty(); }
    void save(Context& context, std::function<void()> then) { m_form->save(context, std::move(then)); }
    void drop_changes(Context& context) { m_form->drop_changes(context); }
    [[nodiscard]] std::string const& title() const { return m_title; }
    /// Into the open form where it has a field for it, else among the record's documents; false for a record that is not saved yet.
    bool take_file(Context&, std::filesystem::path const&);

private:
    struct Tab {
        std::string id;
        Phrase label;
        std::string module, view;                                ///< a module's view
        model::Entity const* linked = nullptr;                   ///< records that belong to this one
        RegisterScope scope = {};
    };
    struct Links;
    void draw_header(Context&);
    void draw_tabs(Context&);
    void draw_linked(Context&, Tab const&);
    void keep_document(Context&, std::filesystem::path const&);
    [[nodiscard]] std::size_t tab_of(std::string_view id) const;
    void ask_deletion(Context&);
    void remove(Context&);
    void read_title(Context&);
    void count_links(Context&);
    void open_tab(std::size_t);

    model::Entity const* m_entity = nullptr;
    std::int64_t m_id = 0;
    std::unique_ptr<Form> m_form;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true); ///< for what comes back after this screen has gone
    std::vector<Tab> m_tabs;            ///< always in sight
    std::vector<Tab> m_more;            ///< linked records, one press away
    std::shared_ptr<Links> m_links;     ///< being counted
    std::string m_wanted_tab;
    std::size_t m_active = 0;
    std::unique_ptr<ModuleView> m_view;
    std::unique_ptr<RegisterScreen> m_register;
    std::unique_ptr<HistoryView> m_history;
    std::unique_ptr<CommentsView> m_comments;
    FilePicker m_files;
    long m_title_state = -1;
    Language m_title_language = Language::fr;
    std::string m_title, m_state, m_identifier;
};

} // namespace passerelle::ui
