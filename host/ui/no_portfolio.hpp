// What a person sees where the portfolio does not open: why, its backups, and what else can be opened. [main]
#pragma once
#include "host/ui/backups_view.hpp"
#include "host/ui/file_picker.hpp"

namespace passerelle::ui {

class NoPortfolio {
public:
    void because(std::filesystem::path portfolio, Phrase why);
    [[nodiscard]] bool is_open() const { return m_open; }
    /// Over everything until a person has chosen; true: the program is to end.
    [[nodiscard]] bool draw(Context&);

private:
    bool m_open = false;
    std::filesystem::path m_portfolio;
    Phrase m_why;
    BackupsView m_backups;
    FilePicker m_existing, m_fresh;
};

} // namespace passerelle::ui
