#include "host/base/atomic_file.hpp"
#include "host/exchange/records_file.hpp"
#include "host/model/manifest.hpp"
#include <doctest/doctest.h>
#include <set>

using namespace passerelle;
using namespace passerelle::exchange;

namespace {

model::Registry const& registry()
{
    static model::Registry const made = [] {
        model::Registry all;
        for (auto const* file : {"/data/core/core.json", "/plugins/projects/plugin.json", "/plugins/funding/plugin.json", "/plugins/inclusion/plugin.json"}) {
            auto manifest = model::read_manifest(std::string{PASSERELLE_SOURCE} + file);
            REQUIRE(manifest);
            REQUIRE(all.add(manifest->entities, manifest->lists));
        }
        REQUIRE(all.check());
        return all;
    }();
    return made;
}
model::Value const* field(model::Change const& change, std::string_view name)
{
    for (auto const& [id, value] : change.fields)
        if (id == name)
            return &value;
    return nullptr;
}

} // namespace

TEST_CASE("records are put in the order of their links")
{
    auto const plan = plan_records(R"([{"ref":"ville","entity":"core.territory","fields":{"name":{"fr":"V"},"parent":"@pays"}},
        {"ref":"pays","entity":"core.territory","fields":{"name":{"fr":"P"},"kind":"country"}}])", registry());
    REQUIRE(plan);
    CHECK(plan->refs == std::vector<std::string>{"pays", "ville"});
    auto const* parent = field(plan->changes[1], "parent");
    REQUIRE(parent);
    CHECK(std::get<model::RecordId>(*parent).value == -1);
}

TEST_CASE("what does not fit is refused with the record's mark")
{
    auto const refused = [](std::string const& json, std::string_view named) {
        auto const plan = plan_records(json, registry());
        REQUIRE_FALSE(plan);
        CHECK(plan.error().sentence.fr.find(named) != std::string::npos);
        CHECK_FALSE(plan.error().sentence.en.empty());
    };
    refused(R"([{"ref":"a","entity":"core.nothing","fields":{}}])", "core.nothing");
    refused(R"([{"ref":"a","entity":"core.territory","fields":{"colour":"red"}}])", "colour");
    refused(R"([{"ref":"a","entity":"core.territory","fields":{"parent":"@b"}}])", "@b");
    refused(R"([{"ref":"a","entity":"core.territory","fields":{"parent":12}}])", "parent");
    refused(R"([{"ref":"a","entity":"core.territory","fields":{"parent":"@b"}},{"ref":"b","entity":"core.territory","fields":{"parent":"@a"}}])", "«\u00A0a\u00A0»");
    refused(R"([{"ref":"a","entity":"core.territory","fields":{}},{"ref":"a","entity":"core.territory","fields":{}}])", "«\u00A0a\u00A0»");
    refused(R"([{"ref":"o","entity":"core.organisation","fields":{}},{"ref":"a","entity":"core.territory","fields":{"parent":"@o"}}])", "core.territory");
    refused(R"([{"ref":"a","entity":"core.territory","fields":{"population":"many"}}])", "«\u00A0a\u00A0»");
    refused(R"({"ref":"a"})", "liste");
    refused(std::string(100'000, '['), "profondément");
    refused("[", "Détail technique");
}

TEST_CASE("the demonstration portfolio holds what it promises")
{
    auto const json = read_whole_file(std::string{PASSERELLE_SOURCE} + "/data/demo/demo.json", 1u << 22);
    REQUIRE(json);
    auto const plan = plan_records(*json, registry());
    if (!plan)
        FAIL(plan.error().sentence.en);
    std::map<std::string, int> entities, statuses;
    std::set<std::string> currencies, directions, significances;
    int unscreened = 0, donors = 0;
    for (auto const& change : plan->changes) {
        ++entities[change.entity];
        auto const* identifier = field(change, "identifier");
        if (identifier)
            CHECK(std::get<std::string>(*identifier).starts_with("XX-DEMO-"));
        if (change.entity == "projects.activity") {
            ++statuses[std::get<std::string>(*field(change, "status"))];
            currencies.insert(std::get<std::string>(*field(change, "currency")));
        }
        if (change.entity == "projects.partnership")
            directions.insert(std::get<std::string>(*field(change, "direction")));
        if (change.entity == "core.organisation" && std::get<std::string>(*identifier).starts_with("XX-DEMO-B-"))
            ++donors;
        if (change.entity == "core.rate")
            CHECK(std::get<std::string>(*field(change, "source")) == "démonstration");
        if (change.entity == "inclusion.marker") {
            if (auto const* significance = field(change, "significance"))
                significances.insert(std::get<std::string>(*significance));
            else
                ++unscreened;
        }
        // Every code is of its list.
        for (auto const& [name, value] : change.fields)
            if (auto const& declared = *registry().entity(change.entity)->field(name); declared.type == model::FieldType::choice && !model::is_null(value))
                CHECK_MESSAGE(registry().list(declared.list)->find(std::get<std::string>(value)), change.entity, ".", name, " ", std::get<std::string>(value));
    }
    CHECK(entities["projects.activity"] == 12);
    CHECK(donors == 8);
    CHECK(statuses == std::map<std::string, int>{{"1", 2}, {"2", 5}, {"3", 1}, {"4", 2}, {"5", 1}, {"6", 1}});
    CHECK(currencies == std::set<std::string>{"XOF", "XAF", "MAD", "TND", "MGA", "VND", "CAD", "CHF", "KMF", "LBP"});
    CHECK(directions == std::set<std::string>{"north_north", "north_south", "south_south", "triangular"});
    CHECK(significances == std::set<std::string>{"0", "1", "2"});
    CHECK(unscreened == 3);
}

TEST_CASE("the reference data set of 141 persons is in the demonstration portfolio")
{
    auto const json = read_whole_file(std::string{PASSERELLE_SOURCE} + "/data/demo/demo.json", 1u << 22);
    REQUIRE(json);
    auto const plan = plan_records(*json, registry());
    REQUIRE(plan);
    bool found = false;
    for (auto const& change : plan->changes) {
        auto const* cells = field(change, "actual_cells");
        if (!cells)
            continue;
        std::int64_t all = 0, women = 0, disabled = 0, young_disabled_women = 0;
        for (auto const& [key, n] : std::get<psl::Cells>(*cells).counts) {
            all += n;
            women += key.sex == psl::Sex::female ? n : 0;
            disabled += key.disability == psl::Disability::yes ? n : 0;
            young_disabled_women += key.sex == psl::Sex::female && key.disability == psl::Disability::yes && key.age <= psl::AgeBand::b18_24 ? n : 0;
        }
        if (all != 141)
            continue;
        found = true; // domain 2.4
        CHECK(women == 90);
        CHECK(disabled == 15);
        CHECK(young_disabled_women == 4);
    }
    CHECK(found);
}
