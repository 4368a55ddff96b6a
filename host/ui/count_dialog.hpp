// A disaggregated figure typed from where it is shown: the cells, the total that they are of and the reason where they differ, saved as
// one step. What is typed is kept on the desk until then. [main]
#pragma once
#include "host/ui/count_total.hpp"
#include "host/ui/edits.hpp"
#include <memory>
#include <string>

namespace passerelle::ui {

class CountDialog {
public:
    CountDialog() = default;
    ~CountDialog() { *m_alive = false; }
    CountDialog(CountDialog const&) = delete; ///< a job under way answers to it
    CountDialog& operator=(CountDialog const&) = delete;

    /// field: a count. id 0: a new record, which begins with `preset`. letters: typed on the cell, for the total.
    void open(Context&, model::Entity const&, std::int64_t id, model::Field const&, std::string_view letters = {}, Preset preset = {});
    [[nodiscard]] bool active() const { return m_cells != nullptr; }
    /// True in the frame in which it closed.
    bool draw(Context&);

private:
    [[nodiscard]] std::vector<FieldInput*> inputs() const;
    [[nodiscard]] bool dirty() const;
    void keep(Context&) const;
    void draw_total(Context&, float width);
    void save(Context&);
    void forget(Context&) const; ///< what is kept on the desk
    void reset();

    model::Entity const* m_entity = nullptr;
    std::int64_t m_id = 0;
    Preset m_preset;
    model::Record m_record;
    std::string m_title, m_beside;
    std::unique_ptr<FieldInput> m_cells, m_total, m_reason;
    std::map<std::string, Phrase> m_faults;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    int m_opened_on = 0; ///< frame: the key that opened it is not one for the cells
    bool m_busy = false, m_appear = false, m_saved = false, m_letters = false;
};

} // namespace passerelle::ui
