// What a declaration says of figures, content and alerts: read strictly, each fault with its line and the nearest known name; relative
// dates; and the schema that editors complete from, in step with the reader.
#include "host/model/manifest.hpp"
#include "host/model/query.hpp"
#include "host/model/registry.hpp"
#include "host/model/relative_date.hpp"
#include "host/model/strict_json.hpp"
#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

using namespace passerelle;
using namespace passerelle::model;

namespace {

/// A manifest with two registers; `more` stands on line 12 and after.
std::string manifest(std::string const& more)
{
    return R"({"manifest": 1, "id": "org.example.incub", "version": "1.0.0", "namespace": "incub", "name": {"fr": "I"},
"permissions": {"read": {"core.territory": ["name"]}},
"entities": [
 {"id": "incub.cohort", "label": {"fr": "Cohorte"}, "fields": [
  {"id": "name", "type": "text", "label": {"fr": "Nom"}},
  {"id": "city", "type": "link", "to": "core.territory", "label": {"fr": "Ville"}},
  {"id": "opened", "type": "date", "label": {"fr": "Ouverture"}},
  {"id": "members", "type": "count", "label": {"fr": "Membres"}}]},
 {"id": "incub.venture", "label": {"fr": "Entreprise"}, "fields": [
  {"id": "cohort", "type": "link", "to": "incub.cohort", "label": {"fr": "Cohorte"}}, {"id": "jobs", "type": "integer", "label": {"fr": "Emplois"}}]}],
"license": "MIT",
)" + more + "}";
}

std::string refusal(std::string const& more)
{
    auto const read = parse_manifest(manifest(more), {});
    return read ? std::string{} : read.error().sentence.en;
}

std::string figure(std::string const& keys) { return R"("figures": [{"id": "a", "label": {"fr": "A"}, )" + keys + "}]"; }

} // namespace

TEST_CASE("a figure is one of four, over registers and fields that there are")
{
    CHECK(refusal(figure(R"("count": "incub.venture")")).empty());
    CHECK(refusal(figure(R"("sum": "jobs", "of": "incub.venture", "where": "cohort.opened < today-1y")")).empty());
    CHECK(refusal(figure(R"("cuont": "incub.venture")")) == "plugin.json, line 12: the key “cuont” is not known. The nearest is “count”.");
    CHECK(refusal(figure(R"("count": "incub.vanture")")).find("The nearest is “incub.venture”.") != std::string::npos);
    CHECK(refusal(figure(R"("note": {"fr": "n"})")).find("needs one of the keys count, sum, share or rate") != std::string::npos);
    CHECK(refusal(figure(R"("count": "incub.venture", "sum": "jobs")")).find("not two") != std::string::npos);
    CHECK(refusal(figure(R"("sum": "jbos", "of": "incub.venture")")).find("The nearest is “jobs”.") != std::string::npos);
    CHECK(refusal(figure(R"("sum": "opened", "of": "incub.cohort")")).find("does not add up") != std::string::npos);
    CHECK(refusal(figure(R"("sum": "jobs")")).find("the key “of” is missing") != std::string::npos);
    CHECK(refusal(figure(R"("count": "incub.venture", "by": "members")")).find("which incub.venture does not have") != std::string::npos);
    CHECK(refusal(figure(R"("count": "incub.cohort", "by": "members")")).find("cannot be grouped") != std::string::npos);
    CHECK(refusal(figure(R"("count": "incub.venture", "chart": "bars")")).find("beside “by”") != std::string::npos);
    CHECK(refusal(figure(R"("count": "incub.venture", "per": 10)")).find("the key “per” does not suit") != std::string::npos);
    CHECK(refusal(figure(R"("sum": "jobs", "of": "incub.venture", "among": {"sex": ["F"]})")).find("only suits a field of type count") != std::string::npos);
    CHECK(refusal(figure(R"("sum": "members", "of": "incub.cohort", "among": {"sex": ["W"]})")).find("is not one of its codes") != std::string::npos);
    CHECK(refusal(figure(R"("count": "core.organisation")")).find("does not ask to read it (permissions.read)") != std::string::npos);
    CHECK(refusal(figure(R"("count": "incub.venture", "where": "cohort.city.population > 3")")).find("“population” of core.territory must be asked for") != std::string::npos);
}

TEST_CASE("conditions are checked where they stand")
{
    auto const where = [](std::string const& condition) { return refusal(figure(R"("count": "incub.venture", "where": [")" + condition + R"("])")); };
    CHECK(where("jobs >= 3").empty());
    CHECK(where("jobs >= three").find("line 12: “where”: “Emplois” cannot be compared with “three”.") != std::string::npos);
    CHECK(where("jobs is nul").find("cannot be read") != std::string::npos);
    CHECK(where("job > 3").find("The nearest is “jobs”.") != std::string::npos);
    CHECK(where("jobs.x > 3").find("is no link") != std::string::npos);
    CHECK(where("cohort.opened < todai").find("cannot be compared") != std::string::npos);
}

TEST_CASE("shares and rates name counts and sums of the module")
{
    auto const two = [](std::string const& second) { return refusal(R"("figures": [{"id": "all", "label": {"fr": "A"}, "count": "incub.venture"}, {"id": "jobs", "label": {"fr": "J"}, "sum": "jobs", "of": "incub.venture"}, {"id": "b", "label": {"fr": "B"}, )" + second + "}]"); };
    CHECK(two(R"("share": "all", "of": "all")").empty());
    CHECK(two(R"("rate": "jobs", "of": "all", "per": 100)").empty());
    CHECK(two(R"("share": "al", "of": "all")").find("The nearest is “all”.") != std::string::npos);
    CHECK(two(R"("share": "b", "of": "all")").find("“b” is no count and no sum") != std::string::npos); // nothing goes round in circles
    CHECK(two(R"("share": "jobs", "of": "all")").find("write a rate") != std::string::npos);
}

TEST_CASE("content and alerts name what there is")
{
    std::string const one = R"("figures": [{"id": "all", "label": {"fr": "A"}, "count": "incub.venture"}],)";
    auto const content = [&](std::string const& items) { return refusal(one + R"("views": [{"id": "v", "place": "dashboard", "label": {"fr": "V"}, "content": [)" + items + "]}]"); };
    CHECK(content(R"({"text": {"fr": "{all}"}}, {"table": {"of": "incub.venture", "columns": ["jobs"], "sort": ["-jobs"]}}, {"map": {"of": "incub.cohort"}})").empty());
    CHECK(content(R"({"figure": "al"})").find("no figure is called “al”. The nearest is “all”.") != std::string::npos);
    CHECK(content(R"({"text": {"fr": "{al}"}})").find("no figure is called “al”") != std::string::npos);
    CHECK(content(R"({"text": {"fr": "{all"}})").find("a brace is not closed") != std::string::npos);
    CHECK(content(R"({"figure": "all", "heading": {"fr": "H"}})").find("holds one key") != std::string::npos);
    CHECK(content(R"({"map": {"of": "incub.venture"}})").find("no field of type point") != std::string::npos);
    CHECK(content(R"({"table": {"of": "incub.venture", "columns": []}})").find("names no field") != std::string::npos);
    CHECK(content("").find("is empty") != std::string::npos);
    auto const alert = [&](std::string const& keys) { return refusal(R"("alerts": [{"id": "r", "of": "incub.venture", "where": ["jobs = 0"], )" + keys + "}]"); };
    CHECK(alert(R"("what": {"fr": "{cohort.name} {jobs}"})").empty());
    CHECK(alert(R"("what": {"fr": "{job}"})").find("The nearest is “jobs”.") != std::string::npos);
    CHECK(alert(R"("what": {"fr": "w"}, "due": "jobs")").find("field of type date") != std::string::npos);
    CHECK(alert(R"("what": {"fr": "w"}, "tone": "red")").find("bad, warn or info") != std::string::npos);
    CHECK(alert(R"("waht": {"fr": "w"})").find("The nearest is “what”.") != std::string::npos);
}

TEST_CASE("locale/en.json gives the English of a declaration written in French")
{
    auto const folder = std::filesystem::temp_directory_path() / "passerelle-locale-test";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder / "locale");
    auto const read = [&](std::string const& file, std::string const& text) {
        std::ofstream(folder / "locale" / file) << text;
        return parse_manifest(manifest(R"("about": {"fr": "Nom", "en": "Said here"})"), folder);
    };
    auto const whole = read("en.json", R"({"Cohorte": "Cohort", "Nom": "Name", "Emplois": "Jobs"})");
    REQUIRE_MESSAGE(whole, whole.error().sentence.en);
    CHECK(whole->entities[0].label.en == "Cohort");
    CHECK(whole->entities[0].fields[0].label == Phrase{"Nom", "Name"});
    CHECK(whole->entities[1].label.en == "Entreprise"); // not translated: the French
    CHECK(whole->about.en == "Said here");             // what plugin.json says itself stays
    auto const refusal_of = [&](std::string const& text) { return read("en.json", text).error().sentence.en; };
    CHECK(refusal_of("{\n\"Cohort\": \"Cohort\"}") == "locale/en.json, line 2: no text of plugin.json is “Cohort”. The nearest is “Cohorte”.");
    CHECK(refusal_of(R"({"Nom": ""})").find("the translation is empty") != std::string::npos);
    CHECK(refusal_of(R"({"Nom": ["a"]})").find("expects a text") != std::string::npos);
    CHECK(refusal_of(R"(["Nom"])").find("an object { } is expected") != std::string::npos);
    (void)read("en.json", "{}");
    CHECK(read("pt.json", "{}").error().sentence.en.find("only locale/en.json is read") != std::string::npos);
    std::filesystem::remove_all(folder);
}

TEST_CASE("dates count from today by days, weeks, months and years")
{
    auto const day = [](char const* text) {
        auto const date = relative_date(text, "2024-03-31");
        return date ? date->iso() : std::string{};
    };
    CHECK(day("today") == "2024-03-31");
    CHECK(day("today-30d") == "2024-03-01");
    CHECK(day("today + 2w") == "2024-04-14");
    CHECK(day("today-1m") == "2024-02-29"); // February of a leap year has no 31st
    CHECK(day("today-13m") == "2023-02-28");
    CHECK(day("today+1y") == "2025-03-31");
    for (auto const* const bad : {"tomorrow", "today-", "today-d", "today-3", "today3d", "today-3q", "today-99999d", "today--3d", "today-9999y"})
        CHECK_MESSAGE(day(bad).empty(), bad);

    auto const read = parse_manifest(manifest(R"("about": {"fr": "x"})"), {});
    REQUIRE(read);
    Registry registry;
    REQUIRE(registry.add(read->entities, read->lists));
    auto const& venture = *registry.entity("incub.venture");
    auto const text = [&](char const* condition) {
        auto const absolute = absolute_condition(registry, venture, condition, "2024-03-31");
        return absolute ? *absolute : absolute.error().sentence.en;
    };
    CHECK(text("cohort.opened < today-30d") == "cohort.opened < 2024-03-01");
    CHECK(text("cohort.opened in today, today+1d") == "cohort.opened in 2024-03-31,2024-04-01");
    CHECK(text("cohort.name ~ today") == "cohort.name ~ today"); // a word, not a date
    CHECK(text("jobs > 3") == "jobs > 3");
}

// Source and schema, key for key: whoever adds one to the reader adds it to what editors complete from, and says what it is for.
TEST_CASE("the schema has every key that the reader knows, with a description, and no other")
{
    std::set<std::set<std::string>> read;
    for (auto const& entry : std::filesystem::directory_iterator(std::filesystem::path(PASSERELLE_SOURCE) / "host" / "model")) {
        auto const name = entry.path().filename().string();
        if (entry.path().extension() != ".cpp" || name == "report_template.cpp" || name == "manifest_locale.cpp")
            continue;
        std::ifstream in(entry.path());
        std::stringstream text;
        text << in.rdbuf();
        std::string const source = text.str();
        std::regex const call(R"re([.>!]object\([^{};]*,\s*\{([^{}]*)\}\))re"), quoted(R"re("([^"]+)")re");
        for (std::sregex_iterator at(source.begin(), source.end(), call), end; at != end; ++at) {
            std::string const keys = (*at)[1];
            std::set<std::string> set;
            for (std::sregex_iterator key(keys.begin(), keys.end(), quoted); key != end; ++key)
                set.insert((*key)[1]);
            read.insert(set);
        }
    }
    REQUIRE(read.size() > 15);
    std::ifstream in(std::filesystem::path(PASSERELLE_SOURCE) / "sdk" / "schema" / "plugin.schema.json");
    std::stringstream text;
    text << in.rdbuf();
    auto const schema = read_json(text.str(), "plugin.schema.json", {1 << 20, 32});
    REQUIRE(schema);
    std::set<std::set<std::string>> written;
    std::vector<std::string> undescribed;
    auto const walk = [&](auto const& self, JsonNode const& node) -> void {
        for (auto const& item : node.items)
            self(self, item);
        auto const* const keys = node.member("properties");
        auto const* const closed = node.member("additionalProperties");
        if (keys && closed && closed->kind == JsonNode::Kind::boolean) {
            std::set<std::string> set;
            for (auto const& [key, value] : keys->members) {
                set.insert(key);
                auto const* const words = value.member("description");
                if (!words || words->text.size() < 8 || !value.member("$comment"))
                    undescribed.push_back(key);
            }
            written.insert(set);
        }
        for (auto const& [key, value] : node.members)
            self(self, value);
    };
    walk(walk, *schema);
    auto const shown = [](std::set<std::set<std::string>> const& left, std::set<std::set<std::string>> const& right) {
        std::string words;
        for (auto const& set : left)
            if (!right.contains(set)) {
                for (auto const& key : set)
                    words += key + " ";
                words += "| ";
            }
        return words;
    };
    CHECK(shown(read, written) == "");
    CHECK(shown(written, read) == "");
    CHECK(undescribed.empty());
}
