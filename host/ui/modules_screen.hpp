// The modules: what each is, its state and reason, what it may read and write, and what to do about it. [main]
#pragma once
#include "host/loader/consent.hpp"
#include "host/ui/context.hpp"
#include <memory>
#include <optional>
#include <vector>

namespace passerelle::ui {

class ModulesScreen {
public:
    ModulesScreen();
    ~ModulesScreen();
    void draw(Context&);

private:
    struct Known; ///< what the disk says of the modules, read in a job
    void read(Context&);
    void module(Context&, loader::Module const&);
    void actions(Context&, loader::Module const&, loader::Request const*);
    void consent(Context&);
    /// Done beside the window; then the portfolio opens again, so that it takes effect.
    void change(Context&, std::function<Result<void>(loader::Places const&)>);

    std::shared_ptr<Known> m_known;
    std::optional<loader::Request> m_asked; ///< the consent dialog is about it
    bool m_changing = false;
};

} // namespace passerelle::ui
