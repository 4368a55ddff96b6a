// Filters that a person builds by pressing: a field, then its values; each stays as removable words. [main]
#pragma once
#include "host/model/query.hpp"
#include "host/ui/context.hpp"
#include "host/ui/link_picker.hpp"
#include <set>
#include <string>
#include <vector>

namespace passerelle::ui {

class RegisterFilters {
public:
    explicit RegisterFilters(model::Entity const&);
    /// The button, its menu, and the words of each filter; true when the filters changed.
    bool draw(Context&);
    [[nodiscard]] std::vector<model::Filter> filters() const;
    /// Those of a saved view. Names of linked records are read at once: few.
    void set(Context const&, std::vector<model::Filter> const&);
    /// The records behind a figure: conditions that a person only removes, under the figure's name. They are of this visit and in no view.
    void show_behind(std::vector<model::Filter> conditions, std::string about);
    [[nodiscard]] std::vector<model::Filter> const& behind() const { return m_behind; }
    [[nodiscard]] bool empty() const { return m_filters.empty() && m_behind.empty(); }

private:
    struct One {
        model::Field const* field;
        std::vector<model::Filter> parts; ///< a range has two
        std::vector<std::string> names;   ///< of linked records
    };
    [[nodiscard]] std::string words(Context const&, One const&) const;
    bool draw_editor(Context&);
    bool draw_choices(Context&, float width);
    bool draw_range(Context&, float width);
    void put(One);

    model::Entity const* m_entity;
    std::vector<One> m_filters;
    std::vector<model::Filter> m_behind;
    std::string m_about; ///< the figure that m_behind is behind
    model::Field const* m_field = nullptr; ///< being edited; null: the list of fields
    std::set<std::string> m_codes;
    std::string m_from, m_to, m_find;
    Phrase m_fault;
    LinkPicker m_picker;
};

} // namespace passerelle::ui
