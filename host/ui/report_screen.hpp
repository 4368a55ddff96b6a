// A report: what it is about and in which format, its period, then its pages, looked at before any file is written. [main]
#pragma once
#include "host/ui/context.hpp"
#include <memory>
#include <string>

namespace passerelle::ui {

struct ReportState;

class ReportScreen {
public:
    ReportScreen();
    ~ReportScreen();
    /// Begins again. kind: "project", "donor" or "portfolio"; id: of the record.
    void open(Context&, std::string kind, std::int64_t id);
    void draw(Context&);

private:
    std::shared_ptr<ReportState> m_state;
};

} // namespace passerelle::ui
