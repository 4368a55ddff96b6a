// A form generated from a declaration: label above, control, help under it, or the sentence that says what to mend. What is typed is
// kept on the desk until it is saved; where somebody else saves the same field meanwhile, both values stand there to choose from. [main]
#pragma once
#include "host/ui/edits.hpp"
#include "host/ui/field_input.hpp"
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace passerelle::ui {

class Form {
public:
    /// id 0: a new record, which begins with `preset`.
    Form(Context&, model::Entity const&, std::int64_t id, Preset preset = {});
    ~Form();
    Form(Form const&) = delete; ///< a job under way writes to it
    Form& operator=(Form const&) = delete;
    void draw(Context&);
    /// The field of this name, or the first, at the next drawing.
    void take_focus(std::string field = {});
    [[nodiscard]] model::Record const& record() const { return m_record; }
    [[nodiscard]] bool dirty() const;
    void drop_changes(Context&);
    /// `then` follows when it is saved; refused: the sentences stand at their fields.
    void save(Context&, std::function<void()> then = {});
    [[nodiscard]] std::int64_t id() const { return m_record.id; }
    /// A file dropped on the window goes into the first field for files; false where there is none.
    bool take_file(Context&, std::filesystem::path const&);

private:
    using Inputs = std::vector<std::unique_ptr<FieldInput>>;
    void read(Context&);
    void keep(Context&, FieldInput const&) const;
    void restore(Context&);
    /// What was typed is kept, with what stood there before.
    void changed(Context&, FieldInput const&, bool was_dirty);
    void total_follows(Context&, FieldInput& cells, FieldInput& total, std::optional<std::int64_t> sum_before);
    void draw_total(Context&, FieldInput& cells, FieldInput& total, float width);
    void draw_field(Context&, FieldInput&, float width);
    void draw_conflict(Context&, FieldInput&);
    void draw_row(Context&, std::vector<FieldInput*> const&, float available);
    void draw_footer(Context&);
    void draw_why(Context&);
    [[nodiscard]] std::string why_key() const;
    void take_outcome(Context&, EditOutcome const&);
    [[nodiscard]] FieldInput* input(std::string_view field) const;

    model::Entity const* m_entity;
    Preset m_preset;
    model::Record m_record;              ///< as stored when it was last read
    std::map<std::string, model::Value, std::less<>> m_base; ///< of fields being changed: what stood there when the change began
    Inputs m_inputs;
    std::map<std::string, Phrase> m_faults;
    struct Conflict {
        model::Value stored;
        std::string words, who;
    };
    std::map<std::string, Conflict> m_conflicts;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    bool m_busy = false, m_focus = false, m_restored = false;
    std::string m_focus_field, m_why; ///< why: said with the change, in the history
    Language m_language = Language::fr;
    long m_data_state = -1;
};

} // namespace passerelle::ui
