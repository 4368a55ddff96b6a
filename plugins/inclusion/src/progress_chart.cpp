// Progress of indicators against their targets, on one scale: the target is 100 %.
#include "parts.hpp"
#include <algorithm>

namespace inclusion {

void write_progress_chart(Reading& reading, std::vector<Summary> const& all, Thresholds const& limits, psl::Page& page)
{
    constexpr std::size_t most = 20;
    std::vector<std::string> labels;
    psl::Series is{reading.tr("Avancement", "Progress"), {}}, aim{reading.tr("Cible", "Target"), {}};
    std::size_t counted = 0, green = 0;
    for (Summary const& one : all) {
        if (one.qualitative() || !one.target)
            continue;
        auto const p = progress(one.baseline, one.target, one.actual, one.ascending);
        auto const rate = p ? p : achievement(one.target, one.actual);
        if (rate) {
            ++counted;
            green += light(rate, one.elapsed, limits.green, limits.amber) == Light::green ? 1 : 0;
        }
        if (labels.size() == most)
            continue;
        labels.push_back(one.title.empty() ? reading.tr("sans titre", "without title") : one.title);
        is.values.push_back(rate ? percent_of(rate) : psl::fact::not_reported());
        aim.values.push_back(psl::fact::percent(1000, 1));
    }
    if (counted == 0)
        return;
    page.chart(psl::ChartKind::target, "progress",
               filled(reading.tr("Avancement par rapport à la cible\u00a0: au vert, {1} sur {2}", "Progress against target: green, {1} of {2}"), {std::to_string(green), std::to_string(counted)}), labels, {is, aim});
}

} // namespace inclusion
