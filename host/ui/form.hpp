// A form generated from a declaration: label above, control, help under it, or the sentence that says what to mend. [main]
#pragma once
#include "host/model/editor.hpp"
#include "host/ui/context.hpp"
#include "host/ui/file_picker.hpp"
#include "host/ui/link_picker.hpp"
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace passerelle::ui {

class Form {
public:
    /// id 0: a new record.
    Form(Context&, model::Entity const&, std::int64_t id);
    ~Form();
    Form(Form const&) = delete; ///< a job under way writes to it
    Form& operator=(Form const&) = delete;
    void draw(Context&);
    /// The field of this name, or the first, at the next drawing.
    void take_focus(std::string field = {});
    [[nodiscard]] model::Record const& record() const { return m_record; }
    [[nodiscard]] bool dirty() const;
    void drop_changes() { m_typed = m_stored; }
    /// `then` follows when it is saved; refused: the sentences stand at their fields.
    void save(Context&, std::function<void()> then = {});
    [[nodiscard]] std::int64_t id() const { return m_record.id; }
    /// A file dropped on the window goes into the first field for files; false where there is none.
    bool take_file(Context&, std::filesystem::path const&);

private:
    void read(Context&);
    void draw_field(Context&, model::Field const&, float width);
    void draw_control(Context&, model::Field const&, float width);
    bool draw_text(Context&, model::Field const&, std::string const& key, float width, char const* hint = "", int lines = 1);
    void draw_choice(Context&, model::Field const&, std::string& code, std::string const& list, float width, bool required);
    void draw_choices(Context&, model::Field const&, float width);
    void draw_link(Context&, model::Field const&, float width);
    void draw_links(Context&, model::Field const&, float width);
    void draw_file(Context&, model::Field const&, float width);
    void keep_file(Context&, model::Field const&, std::filesystem::path const&);
    void save_copy(Context&, model::FileRef const&, std::filesystem::path const&);
    void draw_cells(Context&, model::Field const&);
    void draw_footer(Context&);
    /// The list of codes in a popup: the one chosen.
    std::optional<std::string> pick_code(Context&, std::string const& list, std::vector<std::string> const& chosen);
    [[nodiscard]] std::string const& title_of(Context&, model::Entity const&, std::int64_t id);
    [[nodiscard]] std::string& typed(std::string const& key);

    model::Entity const* m_entity;
    model::Record m_record;                      ///< as stored
    std::map<std::string, std::string> m_typed;  ///< by field id, or "field.part"
    std::map<std::string, std::string> m_stored; ///< the same as read: what differs is saved
    std::map<std::string, Phrase> m_faults;
    struct Saving {
        bool alive = true;
    };
    std::shared_ptr<Saving> m_saving;
    bool m_busy = false, m_focus = false;
    std::string m_focus_field, m_find, m_writing; ///< m_writing: the long text that is open for writing
    bool m_write_now = false;
    LinkPicker m_picker;
    FilePicker m_files, m_copies;
    std::string m_address;                       ///< of a web link that is being typed
    std::map<std::pair<std::string, std::int64_t>, std::string> m_titles; ///< of linked records, until data or language change
    Language m_language = Language::fr;
    long m_data_state = -1;
};

} // namespace passerelle::ui
