// The keys, in a list over the page (Ctrl /). [main]
#pragma once
#include "host/ui/context.hpp"

namespace passerelle::ui {

class KeysHelp {
public:
    void open() { m_wanted = true; }
    void draw(Context&);

private:
    bool m_wanted = false;
};

} // namespace passerelle::ui
