// The program's own declaration: it must read, link up, and hold the codes that files use.
#include "host/model/manifest.hpp"
#include "host/model/registry.hpp"
#include <doctest/doctest.h>
#include <string>

using namespace passerelle;
using namespace passerelle::model;

static Manifest core()
{
    auto manifest = read_manifest(std::string{PASSERELLE_SOURCE} + "/data/core/core.json");
    if (!manifest)
        FAIL(manifest.error().sentence.fr);
    return *manifest;
}

TEST_CASE("the core declaration reads and its links and lists are declared")
{
    auto manifest = core();
    CHECK(manifest.id == "org.passerelle.core");
    CHECK(manifest.ns == "core");
    CHECK(manifest.entities.size() == 11);
    Registry registry;
    REQUIRE(registry.add(manifest.entities, manifest.lists).ok());
    auto const checked = registry.check();
    CHECK_MESSAGE(checked.ok(), (checked.ok() ? "" : checked.error().sentence.fr));
    auto const* const rate = registry.entity("core.rate");
    REQUIRE(rate);
    CHECK(rate->field("rate")->scale == 9);
    CHECK(rate->field("rate")->min == 1); // 10^-9: a rate is above 0
    CHECK(rate->key == std::vector<std::string>{"currency", "date", "source", "kind"});
    CHECK(registry.entity_of_table("core_territory") == registry.entity("core.territory"));
    CHECK(registry.links_to("core.territory").size() == 2); // an organisation's, and a territory's parent
}

TEST_CASE("the lists of the standard hold their codes, in both languages")
{
    Registry registry;
    auto manifest = core();
    REQUIRE(registry.add(std::move(manifest.entities), std::move(manifest.lists)).ok());
    auto const name = [&](char const* list, char const* code) {
        auto const* const found = registry.list(list);
        REQUIRE_MESSAGE(found, list);
        CHECK(found->open);
        auto const* const entry = found->find(code);
        REQUIRE_MESSAGE(entry, code);
        return entry->name;
    };
    CHECK(name("core.activity_status", "2") == Phrase{"En cours", "Implementation"});
    CHECK(name("core.transaction_type", "3") == Phrase{"Décaissement", "Disbursement"});
    CHECK(name("core.country", "SN") == Phrase{"Sénégal", "Senegal"});
    CHECK(name("core.country", "CD").fr == "République démocratique du Congo");
    CHECK(name("core.currency", "XOF").fr == "Franc CFA (UEMOA)");
    CHECK(name("core.currency", "XAF").fr == "Franc CFA (CEMAC)");
    CHECK(name("core.policy_marker", "11") == Phrase{"Handicap", "Disability"});
    CHECK(name("core.policy_significance", "0").fr == "Objectif non visé");
    CHECK(name("core.organisation_role", "4") == Phrase{"Mise en œuvre", "Implementing"});
    CHECK(name("core.sector", "15112").en == "Decentralisation and support to subnational government");
    CHECK(registry.list("core.transaction_type")->codes.size() == 13);
    CHECK(registry.list("core.sector")->find("11220")->parent == "112");
    CHECK(registry.list("core.currency")->find("MRO")->withdrawn);
    CHECK_FALSE(registry.list("core.currency")->find("MRU")->withdrawn);
    for (auto const* const list : {"core.activity_date_type", "core.organisation_type", "core.indicator_measure", "core.result_type", "core.region", "core.language",
                                   "core.document_category", "core.budget_type", "core.budget_status", "core.sector_vocabulary", "core.finance_type", "core.aid_type",
                                   "core.flow_type", "core.tied_status", "core.collaboration_type", "core.related_activity_type", "core.unsdg_goals", "core.location_type"})
        CHECK_MESSAGE(registry.list(list), list);
}
