// How a person wants the window: kept between two starts.
#pragma once
#include "host/base/result.hpp"
#include "host/ui/theme.hpp"
#include <string>

namespace passerelle::ui {

struct Look {
    ThemeName theme = ThemeName::light;
    float zoom = 1; ///< 1 to 2
    Language language = Language::fr;
    bool welcome = false; ///< the first start: what to begin with is asked
    bool aloud = false; ///< what has the keyboard is spoken
    std::string author; ///< written in the history from the next opening on
    friend bool operator==(Look const&, Look const&) = default;
};

} // namespace passerelle::ui
