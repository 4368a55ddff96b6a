// The parts of the module: each reads through its own Reading and writes one thing. Pure; any thread.
#pragma once
#include "projects/lists.hpp"
#include "passerelle/cpp/reading.hpp"
#include "passerelle/value/iati_names.hpp"

namespace projects {

namespace iati = psl::iati;
using psl::date_text;
using psl::days_text;
using psl::filled;
using psl::number_text;
using psl::percent_text;
using psl::projects_in;
using psl::Reading;
using psl::share;
using Filter = psl::ProjectFilter;

// checks.cpp, alerts.cpp
void check_activity(psl::Plugin const&, psl::Row const&, psl::Issues&);
void check_milestone(psl::Plugin const&, psl::Row const&, psl::Issues&);
void check_risk(psl::Plugin const&, psl::Row const&, psl::Issues&);
void tell_alerts(Reading&, psl::Alerts&);

/// Weights of the milestones reached and of all (domain 5); nothing counts where no milestone has a weight.
struct Progress {
    std::int64_t done = 0, all = 0;
};
[[nodiscard]] Progress progress_of(Reading&, Filter const&);
/// score P x I of domain 5: green to 5, amber to 12, red from 15 (13 and 14 cannot occur).
[[nodiscard]] psl::Tone tone_of_score(std::int64_t score);

// home.cpp
void write_home(Reading&, psl::Page&);
// identification.cpp
void write_identification(Reading&, psl::Scope const&, psl::Page&);
void write_narrative(Reading&, psl::Scope const&, std::string_view section, psl::Page&);
void write_locations(Reading&, psl::Scope const&, psl::Page&);
// schedule.cpp
void write_activities(Reading&, psl::Scope const&, psl::Page&);
void write_schedule(Reading&, psl::Scope const&, psl::Page&);
/// status: a code of the list; empty: all that are not cancelled; "*": all.
void write_timeline(Reading&, psl::Scope const&, std::string_view status, psl::Page&);
void write_late(Reading&, psl::Scope const&, psl::Page&);
// map.cpp
/// What a person chose above the map: 0 is all, else the place in the list of that choice.
struct MapChoice {
    std::int32_t donor = 0, theme = 0, status = 0;
    std::int32_t size = 0; ///< 0: number of projects, 1: amount committed
};
void draw_map(Reading&, MapChoice&, psl::Ui&);
// risks.cpp, partners.cpp
void write_risks(Reading&, psl::Scope const&, psl::Page&);
void write_partnership(Reading&, psl::Scope const&, psl::Page&);
void write_lessons(Reading&, psl::Scope const&, psl::Page&);

} // namespace projects
