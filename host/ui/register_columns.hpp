// The menu that chooses, orders and freezes the columns of a register, and how high its rows are. [main]
#pragma once
#include "host/model/register_layout.hpp"
#include "host/ui/context.hpp"
#include <string>

namespace passerelle::ui {

class RegisterColumns {
public:
    /// The button and its menu; true when the layout changed.
    bool draw(Context&, model::Entity const&, model::RegisterLayout&);

private:
    bool draw_chosen(Context&, model::Entity const&, model::RegisterLayout&, float width);
    bool draw_others(Context&, model::Entity const&, model::RegisterLayout&, float width);
    std::string m_find;
};

/// How wide a column of this field is at first, in pixels at 100 %.
[[nodiscard]] float usual_width(model::Field const&);
[[nodiscard]] bool is_figure(model::FieldType); ///< at the right of its column

} // namespace passerelle::ui
