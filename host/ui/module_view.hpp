// Draws a module's recorded view: the reading blocks and the acting words. [main]
#pragma once
#include "host/bridge/view.hpp"
#include "host/ui/context.hpp"
#include "host/ui/picture_actions.hpp"
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace passerelle::ui {

class MapView;
class MatrixView;
class RegisterScreen;

class ModuleView {
public:
    ModuleView(Context&, std::string module, std::string view, bridge::Scope);
    ~ModuleView();
    void draw(Context&, std::string_view above = {}); ///< above: the title over it
    /// How long the module took for what is shown; 0: nothing is shown yet.
    [[nodiscard]] double milliseconds() const { return m_recorded->version() == 0 ? 0 : m_recorded->last_ms(); }

private:
    std::string m_module, m_view;
    bridge::Scope m_scope;
    std::unique_ptr<bridge::View> m_recorded;
    long m_data_state = -1;
    Language m_language = Language::fr;
    std::vector<std::pair<std::string, std::unique_ptr<RegisterScreen>>> m_tables;
    PictureActions m_pictures;
    std::map<std::string, std::unique_ptr<MatrixView>> m_matrices; ///< by their ids
    std::map<std::string, std::unique_ptr<MapView>> m_maps;        ///< by their ids
    std::map<std::string, std::optional<std::string>> m_typed;     ///< what is being typed in a module's own fields, by their ids
};

} // namespace passerelle::ui
