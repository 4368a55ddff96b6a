#include "host/loader/incidents.hpp"
#include "tests/folder.hpp"
#include <doctest/doctest.h>

using namespace passerelle;
using namespace passerelle::loader;

namespace {

Incident one(Phase phase, std::int64_t start, End end = End::crash)
{
    Incident incident;
    incident.module = "org.example.gardens";
    incident.identity = "1.0.0";
    incident.phase = phase;
    incident.end = end;
    incident.start = start;
    incident.at = "2026-11-23 17:05";
    incident.what = "overview";
    return incident;
}

bool held(Incidents const& incidents, std::string_view identity = "1.0.0") { return incidents.quarantines("org.example.gardens", identity) != nullptr; }

} // namespace

TEST_CASE("one crash in the first steps is enough; a later one counts when it is the second within five starts; closing never does")
{
    Folder const folder;
    for (Phase const phase : {Phase::migrate, Phase::load, Phase::create, Phase::init, Phase::activate}) {
        auto incidents = Incidents::read(folder.path);
        incidents.begin_start();
        incidents.add(one(phase, 1));
        CHECK(held(incidents));
        CHECK_FALSE(held(incidents, "1.0.1")); // a corrected version begins anew
        CHECK(incidents.quarantines("org.example.other", "1.0.0") == nullptr);
    }
    for (Phase const phase : {Phase::draw, Phase::section, Phase::check, Phase::alerts, Phase::answer, Phase::recognise, Phase::import_file,
                              Phase::export_file, Phase::job, Phase::done, Phase::command}) {
        auto incidents = Incidents::read(folder.path);
        auto const first = incidents.begin_start();
        incidents.add(one(phase, first));
        CHECK_FALSE(held(incidents));
        for (int more = 0; more < 4; ++more)
            incidents.begin_start();
        auto far = incidents; // five starts later the first has been forgiven
        far.begin_start();
        far.add(one(phase, far.starts()));
        CHECK_FALSE(held(far));
        incidents.add(one(phase, incidents.starts())); // starts 1 and 5: two in five
        CHECK(held(incidents));
    }
    auto incidents = Incidents::read(folder.path);
    incidents.begin_start();
    for (int times = 0; times < 5; ++times)
        incidents.add(one(Phase::closing, 1));
    CHECK_FALSE(held(incidents));
}

TEST_CASE("a process that was ended from outside during the first steps is no proof by itself, a second one is")
{
    Folder const folder;
    auto incidents = Incidents::read(folder.path);
    incidents.begin_start();
    incidents.add(one(Phase::init, 1, End::cut));
    CHECK_FALSE(held(incidents));
    incidents.add(one(Phase::init, 1, End::cut));
    CHECK(held(incidents));
}

TEST_CASE("a person may try again: what was before no longer counts, what comes after does; all of it survives the file")
{
    Folder const folder;
    auto incidents = Incidents::read(folder.path);
    incidents.begin_start();
    incidents.add(one(Phase::init, 1));
    incidents.lift("org.example.gardens");
    CHECK_FALSE(held(incidents));
    REQUIRE(incidents.write());
    auto again = Incidents::read(folder.path);
    CHECK_FALSE(held(again));
    CHECK(again.starts() == 1);
    REQUIRE(again.all().size() == 1);
    CHECK(again.all()[0].what == "overview");
    CHECK(again.all()[0].phase == Phase::init);
    again.add(one(Phase::init, 1));
    CHECK(held(again));
}

TEST_CASE("a quarantined module is held with what happened and what to do; declarations alone never are")
{
    Folder const folder;
    auto incidents = Incidents::read(folder.path);
    incidents.begin_start();
    incidents.add(one(Phase::activate, 1));
    auto const gate = quarantine_gate(incidents);
    Module module;
    module.manifest.id = "org.example.gardens";
    module.manifest.version = "1.0.0";
    module.manifest.name = {"Jardins", "Gardens"};
    gate(module);
    CHECK(module.held == Held::no);
    module.manifest.library = "gardens";
    gate(module);
    CHECK(module.state == State::held);
    CHECK(module.held == Held::quarantined);
    CHECK(module.reason.fr == "Le module «\u00a0Jardins\u00a0» a arrêté le programme le 23/11/2026 à 17\u00a0h\u00a005, à son démarrage (overview). Il est suspendu, et ses "
                              "fiches restent accessibles. Installez une version corrigée, ou rétablissez-le pour essayer de nouveau.");
    CHECK(module.reason.en.find("The module “Gardens” stopped the program on 23/11/2026 at 17:05, while it started (overview).") == 0);
}
