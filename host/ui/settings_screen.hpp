// Language, colours, size: what a person chooses once; and which portfolio is open. [main]
#pragma once
#include "host/ui/backups_view.hpp"
#include "host/ui/file_picker.hpp"
#include "host/ui/look.hpp"
#include "host/ui/portfolio_check.hpp"
#include "host/ui/publishers_view.hpp"

namespace passerelle::ui {

class SettingsScreen {
public:
    void draw(Context&, Look&);

private:
    FilePicker m_open, m_create;
    BackupsView m_backups;
    PortfolioCheck m_check;
    PublishersView m_publishers;
};

} // namespace passerelle::ui
