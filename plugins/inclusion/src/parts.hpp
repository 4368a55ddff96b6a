// The parts of the module; each reads through its own Reading and writes one thing. Pure; any thread.
#pragma once
#include "inclusion/lists.hpp"
#include "measures.hpp"
#include "passerelle/cpp/reading.hpp"
#include "passerelle/cpp/ui.hpp"
#include "passerelle/value/iati_names.hpp"
#include "passerelle/value/suppression.hpp"
#include <map>
#include <string>
#include <vector>

namespace inclusion {

using psl::filled;
using Filter = psl::ProjectFilter;
using psl::Reading;

/// What an indicator says over its periods, by the rules of domain 2.5.
struct Summary {
    std::int64_t id = 0, result = 0, activity = 0;
    std::string title, result_title, level, verification, unit, project; ///< level: IATI result type; project: identifier
    int measure = 0;                                                     ///< IATI IndicatorMeasure, 0: not reported
    bool ascending = true, stock = false, unique_persons = false, disjoint = false;
    bool persons = false;                              ///< it counts people: its figure is the sum of its cells
    std::optional<int> baseline_year;
    std::optional<psl::Exact> baseline, target, actual;
    std::optional<psl::Exact> least, most;             ///< unique persons over several periods: the range that holds the true figure
    std::optional<psl::Exact> numerator, denominator;  ///< percentage: of the actual shown
    std::int64_t periods = 0, with_actual = 0, missing = 0; ///< missing: over, and no figure
    std::int64_t latest = 0;                                ///< the period whose figure is shown, where only one is
    std::int64_t first_missing = 0;                         ///< the period, where missing > 0
    std::optional<psl::Date> missing_since;                 ///< its end
    std::vector<std::string> comments;
    std::string variance;
    std::optional<psl::Exact> elapsed;                 ///< of its project
    bool overdue_plan = false;
    [[nodiscard]] bool qualitative() const { return measure == 5; }
};
/// In order of project, level, result, indicator. `until`: periods that begin later do not count.
[[nodiscard]] std::vector<Summary> read_summaries(Reading&, Filter const& on_activity, psl::Date until);
/// The figure as people read it: number, percent, text of a range.
[[nodiscard]] psl::Fact shown(Reading&, Summary const&, std::optional<psl::Exact> const&);
/// The value as a decimal with no more decimals than it has (at most 6).
[[nodiscard]] psl::Fact decimal_of(psl::Exact const&);

struct Thresholds {
    std::int64_t green = 90, amber = 60, least_cell = 5;
};
[[nodiscard]] Thresholds thresholds(Reading&, psl::Scope const&);

/// Progress or achievement as a percentage with one decimal.
[[nodiscard]] psl::Fact percent_of(std::optional<psl::Exact> const& share);
/// "de 120 à 250": unique persons over several periods.
[[nodiscard]] psl::Fact range_of(Reading&, Summary const&);
[[nodiscard]] psl::Tone tone_of(Light);
/// Colour plus a letter, so that a black-and-white print tells as much.
[[nodiscard]] std::string letter_of(Reading&, Light);
void write_logframe(Reading&, psl::Scope const&, psl::Page&);

struct IndicatorPeriod {
    std::optional<psl::Date> from, to;
    friend bool operator==(IndicatorPeriod const&, IndicatorPeriod const&) = default;
};
/// The periods that a project's indicators have, in order, and the one that follows the last, for figures to come.
[[nodiscard]] std::vector<IndicatorPeriod> periods_of(Reading&, std::int64_t activity);
/// The latest that has begun; else the first.
[[nodiscard]] std::size_t current_period(std::vector<IndicatorPeriod> const&, psl::Date today);
[[nodiscard]] std::string period_name(Reading&, IndicatorPeriod const&);
/// The matrix of one project to be filled in; without a period, its figures over all of them, to be read.
void edit_logframe(Reading&, psl::Scope const&, IndicatorPeriod const*, psl::Ui&);
/// Nothing where no indicator has a target and a figure.
void write_progress_chart(Reading&, std::vector<Summary> const&, Thresholds const&, psl::Page&);
void explain_logframe(Reading&, Thresholds const&, psl::Page&);

/// All cells of the actuals in scope, up to a day.
[[nodiscard]] psl::Cells read_cells(Reading&, Filter const& on_activity, std::optional<psl::Date> from, psl::Date until);
void write_inclusion(Reading&, psl::Scope const&, psl::Page&);
/// Tables of one set of cells: whole on an internal screen, masked where the page leaves the machine (domain 2.6).
void write_people(Reading&, psl::Cells const&, std::int64_t k_raised, std::optional<std::int64_t> inhabitants, psl::Page&);
void write_markers(Reading&, psl::Scope const&, psl::Page&);
void write_home(Reading&, psl::Page&);

void check_period(psl::Plugin const&, psl::Row const&, psl::Issues&);
void check_marker(psl::Plugin const&, psl::Row const&, psl::Issues&);
void check_washington(psl::Plugin const&, psl::Row const&, psl::Issues&);
void check_threshold(psl::Plugin const&, psl::Row const&, psl::Issues&);
/// The highest score whose criteria are all ticked; nothing where not even those of 0 are (domain 2.2).
[[nodiscard]] std::optional<int> proposed_score(std::string_view criteria_json);
void tell_alerts(Reading&, psl::Alerts&);

} // namespace inclusion
