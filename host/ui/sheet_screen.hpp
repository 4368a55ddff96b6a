// A record: the modules' own views, the form, linked records, history. [main]
#pragma once
#include "host/model/history.hpp"
#include "host/ui/context.hpp"
#include "host/ui/form.hpp"
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
    /// Into the form, which comes to the front; false where the record keeps no file.
    bool take_file(Context&, std::filesystem::path const&);

private:
    struct Tab {
        std::string id;
        Phrase label;
        std::string module, view;                                ///< a module's view
        model::Entity const* linked = nullptr;                   ///< linked records
        std::string link_field;
    };
    struct Links;
    void draw_header(Context&);
    void draw_tabs(Context&);
    void draw_history(Context&);
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
    std::vector<model::HistoryEntry> m_history;
    long m_history_state = -1, m_title_state = -1;
    Language m_title_language = Language::fr;
    std::string m_title, m_state, m_identifier;
};

} // namespace passerelle::ui
