// What every screen is given: the session, the look, and where to go next. Lives as long as the shell. [main]
#pragma once
#include "host/bridge/session.hpp"
#include "host/ui/theme.hpp"
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace passerelle::loader {
struct Places;
}

namespace passerelle::ui {

class Desk;

/// What a new record begins with, such as the link to where one came from.
using Preset = std::vector<std::pair<std::string, model::Value>>;

enum class Page { home, register_, sheet, module_view, modules, settings, import_, report };

struct Place {
    Page page = Page::home;
    std::string entity;  ///< register, sheet
    std::int64_t id = 0; ///< sheet; 0 with Page::sheet: a new record
    std::string module, view;
    std::string field;   ///< sheet: the field to bring into view
    Preset preset = {};  ///< of a new record
    std::string filter = {}, about = {}; ///< register: only the records behind a figure: its conditions (exchange::Behind) and its name
    friend bool operator==(Place const&, Place const&) = default;
};

/// How a portfolio is opened: as it is, made anew, or the demonstration (made where it is not there yet).
enum class Begin { existing, fresh, demonstration };

struct Context {
    bridge::Session& session;
    Desk& desk;
    Theme const* theme = nullptr;
    Fonts fonts;
    float zoom = 1;
    Language language = Language::fr;
    long data_state = 0; ///< grows whenever stored data changed: screens read again

    loader::Places const* places = nullptr; ///< where modules and what was chosen about them lie (host/loader/consent.hpp)

    std::function<void(Place)> go;
    std::function<void(Phrase, exchange::Tone)> tell; ///< a toast
    /// Text from a spreadsheet over the cells of a register, looked at before anything is written.
    std::function<void(std::string text, std::string entity, std::vector<std::int64_t> ids, std::vector<std::string> fields)> paste;
    /// Another portfolio in place of this one, once the frame is over.
    std::function<void(std::filesystem::path, Begin)> open_portfolio;
    /// This portfolio again: what was chosen about modules takes effect. without_code: no module's code runs until the next time.
    std::function<void(bool without_code)> reopen;
    /// The same after the portfolio was made again what a backup of it holds.
    std::function<void(std::filesystem::path portfolio, std::filesystem::path backup)> go_back;

    [[nodiscard]] char const* tr(char const* fr, char const* en) const { return language == Language::fr ? fr : en; }
    [[nodiscard]] std::string const& in(Phrase const& phrase) const
    {
        std::string const& text = phrase.in(language);
        return text.empty() ? phrase.fr : text;
    }
    [[nodiscard]] float px(float pixels) const { return pixels * zoom; }
};

} // namespace passerelle::ui
