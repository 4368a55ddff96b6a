// The filters of a register in words: removable chips, and the popup that adds one. [main]
#pragma once
#include "host/ui/desk.hpp"
#include "host/ui/link_picker.hpp"
#include "host/ui/widgets/inputs.hpp"

namespace passerelle::ui {

class FilterBar {
public:
    /// Draws the chips and "Filtrer" on the present line; true when the filters changed.
    bool draw(Desk&, model::Entity const&, std::vector<model::Filter>&, float width);

private:
    [[nodiscard]] std::string in_words(Desk&, model::Field const&, model::Filter const&) const;
    bool editor(Desk&, model::Entity const&, std::vector<model::Filter>&);
    model::Field const* m_field = nullptr;
    std::string m_text, m_problem;
    std::vector<std::string> m_codes;
    std::int64_t m_link = 0;
    int m_how = 0;
    LinkPicker m_picker;
};

} // namespace passerelle::ui
