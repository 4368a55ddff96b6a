// Editing one cell of a register or a matrix in its place: the field's own control over the cell, saved as it is left. What is refused comes back
// with its sentence; what is typed is kept on the desk meanwhile. [main]
#pragma once
#include "host/ui/edits.hpp"
#include "host/ui/field_input.hpp"
#include "host/ui/widgets/grid.hpp"
#include <memory>
#include <string>

namespace passerelle::ui {

class CellEditor {
public:
    CellEditor() = default;
    ~CellEditor() { *m_alive = false; }
    CellEditor(CellEditor const&) = delete; ///< a job under way answers to it
    CellEditor& operator=(CellEditor const&) = delete;

    /// False where this kind of field needs its sheet (files, several links, counts). letters: typed on the cell, in place of what stood there.
    /// id 0: the first field of a new record, which begins with `preset`.
    bool open(Context&, model::Entity const&, std::int64_t id, model::Field const&, std::string_view letters = {}, Preset preset = {});
    [[nodiscard]] bool active() const { return m_input != nullptr; }
    [[nodiscard]] std::int64_t record() const { return m_id; }
    [[nodiscard]] model::Field const* field() const { return m_field; }
    enum class Left { no, stays, down, right, back };
    /// Over the cell; `where` empty: it is out of sight, and the editor waits.
    Left draw(Context&, std::optional<Box> where);
    /// Deletes what stands in a cell: "not reported".
    static void clear(Context&, model::Entity const&, std::int64_t id, model::Field const&);

private:
    Left save(Context&, Left);
    void close(Context&);

    model::Entity const* m_entity = nullptr;
    model::Field const* m_field = nullptr;
    std::int64_t m_id = 0;
    std::unique_ptr<FieldInput> m_input;
    model::Value m_base;
    Preset m_preset;
    Phrase m_fault;
    bool m_just_opened = false, m_was_open = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace passerelle::ui
