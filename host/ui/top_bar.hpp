// The strip on top: where one is, search, undo and redo with what they would do. [main]
#pragma once
#include "host/model/editor.hpp"
#include "host/ui/context.hpp"
#include <optional>
#include <string>
#include <vector>

namespace passerelle::ui {

enum class TopAction { none, back, search, undo, redo, import, report, language };

struct PathStep {
    std::string words;
    std::optional<Place> place; ///< none: here
};

class TopBar {
public:
    [[nodiscard]] TopAction draw(Context&, std::vector<PathStep> const& path, bool may_go_back, std::optional<model::Editor::Step> const& undo, std::optional<model::Editor::Step> const& redo);
};

} // namespace passerelle::ui
