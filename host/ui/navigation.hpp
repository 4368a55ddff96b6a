// The column at left: what to do, the modules' dashboards, the registers by group. [main]
#pragma once
#include "host/model/entity.hpp"
#include "host/ui/context.hpp"
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::ui {

class Navigation {
public:
    explicit Navigation(Context const&);
    /// The place that was pressed, if any. `alerts`: how many things wait.
    [[nodiscard]] std::optional<Place> draw(Context&, Place const& here, std::size_t alerts);
    /// 208, or a rail of 56 where the window is narrower than 1200 logical pixels.
    [[nodiscard]] static float width(Context const&, float window_width);

private:
    struct Group {
        Phrase name;
        std::vector<model::Entity const*> registers; ///< those that others lead to most come first
    };
    std::vector<Group> m_groups;
    std::set<std::string> m_opened; ///< groups shown whole, by French name
};

/// The icon beside a register's name.
[[nodiscard]] std::string_view icon_of(model::Entity const&);

} // namespace passerelle::ui
