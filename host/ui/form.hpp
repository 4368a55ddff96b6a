// A form generated from a declaration: label above, control, help under it, or the sentence that says what to mend. [main]
#pragma once
#include "host/model/editor.hpp"
#include "host/ui/context.hpp"
#include <map>
#include <memory>
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
    void take_focus() { m_focus = true; } ///< the first field, at the next drawing
    [[nodiscard]] bool dirty() const;
    /// `then` follows when it is saved; refused: the sentences stand at their fields.
    void save(Context&, std::function<void()> then = {});
    [[nodiscard]] std::int64_t id() const { return m_record.id; }

private:
    void read(Context&);
    void draw_field(Context&, model::Field const&, float width);
    bool draw_text(Context&, std::string const& key, bool many_lines, float width);
    void draw_link(Context&, model::Field const&, float width);
    void draw_cells(Context&, model::Field const&);
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
    std::string m_picking, m_pick_words;
    long m_data_state = -1;
};

} // namespace passerelle::ui
