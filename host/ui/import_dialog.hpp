// Import: a file's path, a preview of what would change, then all or nothing. [main]
#pragma once
#include "host/ui/file_picker.hpp"
#include <memory>

namespace passerelle::ui {

class ImportDialog {
public:
    ~ImportDialog();
    /// path: already chosen (a file that was dropped on the window); what would change is shown at once.
    void open(Context&, std::string path = {});
    void draw(Context&);

private:
    struct Run;
    void start(Context&, bridge::ImportMode);
    bool m_wanted = false;
    std::string m_path;
    FilePicker m_files;
    std::shared_ptr<Run> m_run;
};

} // namespace passerelle::ui
