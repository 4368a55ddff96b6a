// What the program remembers for this person between two starts, and which portfolio it opens. [main]
#pragma once
#include "host/app/arguments.hpp"
#include "host/loader/consent.hpp"
#include "host/ui/shell.hpp"
#include <filesystem>

namespace passerelle::app {

struct Settings {
    ui::Look look;
    int width = 1366, height = 768;
    std::filesystem::path last_portfolio;

    [[nodiscard]] static Settings read(); ///< defaults where the file is absent or unreadable
    /// What the command line says for this start: it is not kept, unless a person then chooses otherwise.
    void follow(Arguments const&);
    void write() const;                   ///< best effort: a full disk must not stop the program from ending

private:
    ui::Look m_own, m_told;               ///< as read; as the command line then had it
    int m_own_width = 1366, m_own_height = 768;
};

/// Where modules and the choices about them lie for this start: what the screens of modules work with.
[[nodiscard]] loader::Places places_of(Arguments const&);
/// Where what lies on this person's desk is kept for a portfolio.
[[nodiscard]] std::filesystem::path desk_of(bridge::Session&);
/// The one named, the demonstration, the last one, or the person's own.
[[nodiscard]] std::filesystem::path portfolio_wanted(Arguments const&, Settings const&);
/// That one; the person's own and the demonstration are made where they are not there yet.
[[nodiscard]] Result<std::unique_ptr<bridge::Session>> open_portfolio(Arguments const&, Settings const&);
/// One that was chosen while the program runs.
[[nodiscard]] Result<std::unique_ptr<bridge::Session>> open_other(Arguments const&, Settings const&, ui::Shell::OtherPortfolio const&);

/// An empty portfolio in a folder of its own, which ends with it: it stands in where none opens, so that the window can say why.
class StandIn {
public:
    StandIn() = default;
    ~StandIn();
    StandIn(StandIn const&) = delete;
    StandIn& operator=(StandIn const&) = delete;
    [[nodiscard]] Result<std::unique_ptr<bridge::Session>> open(Arguments const&, Settings const&);
    [[nodiscard]] bool is(bridge::Session&) const;

private:
    void clear();
    std::filesystem::path m_folder;
};

} // namespace passerelle::app
