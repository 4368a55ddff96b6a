// Import: a file's path, a preview of what would change, then all or nothing. [main]
#pragma once
#include "host/ui/context.hpp"
#include <memory>

namespace passerelle::ui {

class ImportDialog {
public:
    ~ImportDialog();
    void open(Context&);
    void draw(Context&);

private:
    struct Run;
    void start(Context&, bridge::ImportMode);
    bool m_wanted = false;
    std::string m_path;
    std::shared_ptr<Run> m_run;
};

} // namespace passerelle::ui
