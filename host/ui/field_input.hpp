// One field as a person fills it in: what is typed, what is stored, and the control for its kind. A form is made of these; a cell of a
// register and a change of many records each use one. [main]
#pragma once
#include "host/model/editor.hpp"
#include "host/ui/context.hpp"
#include "host/ui/count_grid.hpp"
#include "host/ui/date_picker.hpp"
#include "host/ui/file_picker.hpp"
#include "host/ui/link_picker.hpp"
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace passerelle::ui {

class FieldInput {
public:
    explicit FieldInput(model::Field const&);
    ~FieldInput();
    FieldInput(FieldInput const&) = delete; ///< a job under way writes to it
    FieldInput& operator=(FieldInput const&) = delete;

    /// What is stored; what was typed before is gone.
    void set(Context const&, model::Value const& stored);
    /// What is typed, as a value. A refusal names the field and says what to do.
    [[nodiscard]] Result<model::Value> value(Context const&) const;
    [[nodiscard]] bool dirty() const { return m_typed != m_stored; }
    void drop_changes() { m_typed = m_stored; }
    [[nodiscard]] model::Field const& field() const { return *m_field; }
    /// Of a count: its cells that read as whole numbers.
    [[nodiscard]] psl::Cells cells() const { return cells_of(m_typed); }

    /// The control without label or help. focus: the keyboard goes there. True when something changed.
    bool draw(Context&, float width, bool focus, bool at_fault);
    /// In a cell: one line where a form has room for several.
    void be_small() { m_small = true; }
    void write_into(std::string_view text);   ///< instead of what stands in its first part: letters typed on a cell
    void write(Context const&, model::Value const&); ///< as if it had been typed
    /// A file dropped on the window; false where this is no field for files.
    bool take_file(Context&, std::filesystem::path const&);

    /// What is typed, to be kept over a power cut, and back. Keys: "" or the part ("fr", "amount", a cell's code).
    using Parts = std::map<std::string, std::string, std::less<>>;
    [[nodiscard]] Parts const& typed() const { return m_typed; }
    void restore(Parts typed) { m_typed = std::move(typed); }

private:
    [[nodiscard]] std::string& part(std::string const& key = {}) { return m_typed[key]; }
    [[nodiscard]] std::string const& part_or_none(std::string_view key) const;
    bool draw_text(Context&, std::string const& key, float width, char const* hint = "", int lines = 1);
    bool draw_code(Context&, std::string& code, std::string const& list, float width, bool required);
    bool draw_codes(Context&, float width);
    bool draw_boolean(Context&);
    bool draw_date(Context&, float width);
    bool draw_translations(Context&, float width);
    bool draw_link(Context&, float width);
    bool draw_links(Context&, float width);
    bool draw_file(Context&, float width);
    bool draw_cells(Context&, float width);
    void keep_file(Context&, std::filesystem::path const&);
    void save_copy(Context&, model::FileRef const&, std::filesystem::path const&);
    /// The list of codes in a popup: the one chosen.
    std::optional<std::string> pick_code(Context&, std::string const& list, std::vector<std::string> const& chosen);
    [[nodiscard]] std::string const& title_of(Context&, model::Entity const&, std::int64_t id);

    struct Pickers {
        LinkPicker links;
        FilePicker files, copies;
        DatePicker dates;
    };
    Pickers& pickers();

    model::Field const* m_field;
    Parts m_typed, m_stored;
    bool m_focus = false, m_at_fault = false, m_small = false, m_write_now = false;
    int m_typed_on = 0; ///< the frame in which a letter typed on a cell opened this
    std::string m_find, m_writing, m_address; ///< m_writing: the long text that is open for writing; m_address: of a web link being typed
    std::unique_ptr<Pickers> m_pickers;
    std::unique_ptr<CountGrid> m_count;
    std::map<std::int64_t, std::string> m_titles; ///< of linked records, until data or language change
    Language m_titles_language = Language::fr;
    long m_titles_state = -1;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace passerelle::ui
