// A report: scope, period, language and format, written in a job beside the window. [main]
#pragma once
#include "host/ui/file_picker.hpp"
#include <string>

namespace passerelle::ui {

class ReportDialog {
public:
    void open(Context&, std::string kind, std::int64_t id);
    void draw(Context&);

private:
    void start(Context&);
    bool m_wanted = false;
    std::string m_kind, m_title;
    std::int64_t m_id = 0;
    std::size_t m_format = 0, m_language = 0;
    std::string m_from, m_to, m_path;
    FilePicker m_files;
};

} // namespace passerelle::ui
