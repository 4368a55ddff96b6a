// The modules: what each is, its state and reason, what it may read and write, and what to do about it. [main]
#pragma once
#include "host/loader/installation.hpp"
#include "host/ui/context.hpp"
#include "host/ui/file_picker.hpp"
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <map>
#include <set>
#include <string>

namespace passerelle::ui {

class ModulesScreen {
public:
    ModulesScreen();
    ~ModulesScreen();
    void draw(Context&);
    /// A package was dropped or chosen: it is opened beside the window, then shown; nothing is installed before the person agrees.
    void take_package(Context&, std::filesystem::path const&);
    /// How long a module took to draw one of its pages: slow ones are named beside it.
    void drawn(std::string const& module, std::string const& view, double milliseconds);
    /// The consent dialog, over whatever page is shown.
    void draw_dialog(Context&);

private:
    struct Known; ///< what the disk says of the modules, read in a job
    void read(Context&);
    void module(Context&, loader::Module const&);
    void actions(Context&, loader::Module const&, loader::Request const*);
    void agree(Context&);
    /// Done beside the window; then the portfolio opens again, so that it takes effect.
    void change(Context&, std::function<Result<void>(loader::Places const&)>);

    std::shared_ptr<Known> m_known;
    std::optional<loader::Request> m_asked; ///< the consent dialog is about it
    std::shared_ptr<loader::Package> m_package; ///< and about what comes in with it
    std::string m_removing; ///< the id that a second press takes out
    std::set<std::string> m_unfolded;
    std::map<std::pair<std::string, std::string>, double> m_slow; ///< module, view: milliseconds, beyond what a view may take
    FilePicker m_file;
    bool m_changing = false;
};

} // namespace passerelle::ui
