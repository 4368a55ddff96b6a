// What every wizard has: numbered steps on top, one footer at the bottom. [main]
#pragma once
#include "host/ui/context.hpp"
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::ui {

/// Title and, beside it, what it is about; the steps at right, those before `now` with a check. Returns the step that was pressed
/// among those that are done, else `now`.
[[nodiscard]] std::size_t wizard_head(Context const&, std::string_view title, std::string_view about, std::vector<std::string> const& steps, std::size_t now);
/// A line above the footer; the cursor stands where its row begins. `height`: of what stands above, measured before it.
[[nodiscard]] float wizard_foot_height(Context const&);
void wizard_foot_line(Context const&);
/// A thin bar, 0 to 1; negative: unknown.
void progress_bar(Context const&, double share, float width);

} // namespace passerelle::ui
