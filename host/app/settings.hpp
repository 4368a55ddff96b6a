// What the program remembers for this person between two starts, and which portfolio it opens. [main]
#pragma once
#include "host/app/arguments.hpp"
#include "host/ui/shell.hpp"
#include <filesystem>

namespace passerelle::app {

struct Settings {
    ui::Look look;
    int width = 1366, height = 768;
    std::filesystem::path last_portfolio;

    [[nodiscard]] static Settings read(); ///< defaults where the file is absent or unreadable
    /// What the command line says for this start.
    void follow(Arguments const&);
    void write() const;                   ///< best effort: a full disk must not stop the program from ending
};

/// Where what lies on this person's desk is kept for a portfolio.
[[nodiscard]] std::filesystem::path desk_of(bridge::Session&);
/// The one named, the demonstration, the last one, or the person's own (made at the first start).
[[nodiscard]] Result<std::unique_ptr<bridge::Session>> open_portfolio(Arguments const&, Settings const&);
/// One that was chosen while the program runs.
[[nodiscard]] Result<std::unique_ptr<bridge::Session>> open_other(Arguments const&, Settings const&, std::filesystem::path const&, ui::Begin);

} // namespace passerelle::app
