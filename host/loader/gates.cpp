#include "host/loader/gates.hpp"
#include "host/loader/incidents.hpp"
#include "host/loader/prober.hpp"

namespace passerelle::loader {

std::optional<Phrase> guard(SearchPaths& paths, Places const& places)
{
    auto notice = ask_for_consent(paths, places);
    paths.gates.push_back(quarantine_gate(Incidents::read(places.incidents)));
    paths.gates.push_back(probe({.cache = places.incidents / "modules-tried.json", .trusted = places.program, .beside = paths.folders}));
    return notice;
}

} // namespace passerelle::loader
