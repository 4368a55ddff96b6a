// The whole window: navigation at left, path and undo on top, one screen at a time, toasts. [main]
#pragma once
#include "host/loader/incidents.hpp"
#include "host/ui/context.hpp"
#include "host/ui/look.hpp"
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace passerelle::ui {

class Shell {
public:
    /// desk: the file of what this person had under way in this portfolio; empty: nothing is kept. Places: of modules; they outlive the window.
    Shell(bridge::Session&, Look, std::filesystem::path desk, loader::Places const&);
    ~Shell();
    void before_frame(std::function<void()> const& rebuild_font_texture); ///< outside of a frame
    void draw();
    /// Delivers finished jobs and looks for other programs' changes; true: something to draw.
    bool pump();
    /// Nothing is being read or computed for what is on screen.
    [[nodiscard]] bool settled() const;
    /// False where something typed is not saved: the question is then on screen.
    [[nodiscard]] bool may_close();
    [[nodiscard]] bool closing() const; ///< the answer was to close, or another portfolio was chosen
    struct OtherPortfolio {
        std::filesystem::path path;
        Begin begin = Begin::existing;
        std::filesystem::path backup; ///< what the portfolio is to become first; empty: it stays as it is
        bool without_code = false;    ///< no module's code runs
    };
    [[nodiscard]] std::optional<OtherPortfolio> const& other_portfolio() const;
    void stay(Phrase why); ///< it did not open
    /// The portfolio that was wanted at the start does not open: why, and what else to do, over a session that only stands in for it.
    void not_opened(std::filesystem::path portfolio, Phrase why);
    /// The program did not come to its proper end last time: which module was at work, what is safe, and what to do.
    void tell(std::vector<loader::Incident>);
    /// A file was dropped on the window: a portfolio is opened, a document goes into the form that is open, anything else is imported.
    void take_file(std::filesystem::path const&);
    /// Where one is, for task bars: "Projets – Passerelle"; a point in front while something typed is not saved.
    [[nodiscard]] std::string title() const;
    [[nodiscard]] Look const& look() const;
    /// From now on everything on the screen is described, not only what has the keyboard.
    void describe();
    [[nodiscard]] std::string elements() const; ///< of the last frame, as JSON
    /// What the keyboard has come to, once; nothing where nobody listens.
    [[nodiscard]] std::optional<std::string> to_say();
    /// "": where they were last time; "home", "modules", "settings", "import", "report", "module/view", an entity id, or "entity:id" with "#tab" behind it.
    void go(std::string const& page);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace passerelle::ui
