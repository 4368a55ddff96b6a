// Declarations from outside: what is read, and that every fault is refused quickly with its line and what to do.
#include "host/model/manifest.hpp"
#include "host/model/registry.hpp"
#include "host/model/strict_json.hpp"
#include <chrono>
#include <ctime>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <string>

using namespace passerelle;
using namespace passerelle::model;
namespace filesystem = std::filesystem;

namespace {

class Folder {
public:
    Folder() : m_path(filesystem::temp_directory_path() / ("passerelle-manifest-" + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count())))
    {
        filesystem::create_directories(m_path / "lists");
        write("lists/sector.csv", "code;fr;en\nA;Artisanat;Crafts\nB;Bâtiment;Building\n");
    }
    ~Folder() { filesystem::remove_all(m_path); }
    void write(std::string const& name, std::string_view text) const { std::ofstream{m_path / name, std::ios::binary} << text; }
    [[nodiscard]] filesystem::path const& path() const { return m_path; }

private:
    filesystem::path m_path;
};

constexpr std::string_view guide = R"json({
  "manifest": 1,
  "id": "sn.dakar.incubateurs",
  "version": "1.4.0",
  "namespace": "incub",
  "name":  { "fr": "Incubateurs de Dakar", "en": "Dakar incubators" },
  "about": { "fr": "Cohortes et capital engagé." },
  "maintainer": { "name": "Ville de Dakar", "contact": "ess@example.org", "support": "https://example.org/incub" },
  "license": "MIT",
  "library": "incub",
  "needs":    { "psl.db": 1, "psl.records": 1 },
  "uses":     { "psl.transfer": 1 },
  "requires": { "org.passerelle.projects": "^0.1" },
  "provides": { "metrics": 1 },
  "asks":     { "evidence": 1 },
  "publishes": { "incub.cohort": ["id", "name", "city"] },
  "accepts": { "incub.cohort": ["*"] },
  "permissions": { "read": { "core.territory": ["id", "name"] }, "write": ["core.organisation"], "files": ["import"], "network": [] },
  "entities": [
    { "id": "incub.cohort", "title": "{name} ({opened})", "label": { "fr": "Cohorte", "en": "Cohort" }, "plural": { "fr": "Cohortes", "en": "Cohorts" },
      "key": ["name"], "parent": "city",
      "fields": [
        { "id": "name",    "type": "text", "required": true, "max": 120, "label": { "fr": "Nom" } },
        { "id": "city",    "type": "link", "to": "core.territory", "required": true, "on_delete": "delete", "label": { "fr": "Ville" } },
        { "id": "sector",  "type": "choice", "list": "incub.sector", "default": "A", "transitions": { "A": ["B"] }, "label": { "fr": "Filière" } },
        { "id": "opened",  "type": "date", "min": "2000-01-01", "label": { "fr": "Ouverture" } },
        { "id": "share",   "type": "percent", "scale": 1, "min": 0, "max": 100, "label": { "fr": "Part" } },
        { "id": "capital", "type": "money", "was": "amount", "label": { "fr": "Capital engagé" } },
        { "id": "members", "type": "count", "by": ["sex", "age"], "suppress_below": 11, "total": "joined", "total_reason": "why", "label": { "fr": "Membres" } },
        { "id": "joined",  "type": "integer", "label": { "fr": "Adhésions" } },
        { "id": "why",     "type": "text", "label": { "fr": "Motif" } }
      ],
      "table": { "columns": ["name", "city"], "sort": ["-opened"] },
      "form":  [["name", "city"], ["sector", "opened"], ["capital"], ["members"]] }
  ],
  "lists":   [ { "id": "incub.sector", "file": "lists/sector.csv", "editable": true, "label": { "fr": "Filières", "en": "Sectors" } } ],
  "views":   [ { "id": "overview", "place": "dashboard", "label": { "fr": "Incubateurs" } } ],
  "sections": [ { "id": "cohorts", "order": 500, "scopes": ["project", "home"], "label": { "fr": "Cohortes" } } ],
  "formats": [ { "id": "cohort-csv", "import": true, "extensions": [".csv"], "label": { "fr": "Liste de cohorte (CSV)" } } ]
})json";

std::string with(std::string_view from, std::string_view to)
{
    std::string text{guide};
    auto const at = text.find(from);
    REQUIRE_MESSAGE(at != std::string::npos, std::string{from});
    return text.replace(at, from.size(), to);
}

#if defined __SANITIZE_ADDRESS__
constexpr std::clock_t most_ms = 1000;
#else
constexpr std::clock_t most_ms = 100;
#endif

/// The French sentence of a refusal.
std::string refusal(std::string_view json, Folder const& folder)
{
    auto const start = std::clock(); // time of this process: other programs on the machine do not count
    auto const manifest = parse_manifest(json, folder.path());
    CHECK((std::clock() - start) * 1000 / CLOCKS_PER_SEC <= most_ms);
    if (manifest)
        return "(accepted)";
    CHECK_FALSE(manifest.error().sentence.en.empty());
    return manifest.error().sentence.fr;
}

bool holds(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("the guide's example reads whole")
{
    Folder const folder;
    folder.write("plugin.json", guide);
    auto const read = read_manifest(folder.path() / "plugin.json");
    REQUIRE_MESSAGE(read.ok(), (read.ok() ? "" : read.error().sentence.fr));
    auto const& manifest = *read;
    CHECK(manifest.id == "sn.dakar.incubateurs");
    CHECK(manifest.about.en == "Cohortes et capital engagé."); // English falls back to French
    CHECK(manifest.needs.at("psl.db") == 1);
    CHECK(manifest.requires_.at("org.passerelle.projects") == "^0.1");
    CHECK(manifest.read.at("core.territory").contains("name"));
    CHECK(manifest.write.contains("core.organisation"));
    CHECK(manifest.accepts.at("incub.cohort").contains("*"));
    CHECK(manifest.sections[0].scopes.contains("home"));
    CHECK(manifest.formats[0].import_);
    CHECK_FALSE(manifest.formats[0].export_);
    REQUIRE(manifest.entities.size() == 1);
    auto const& cohort = manifest.entities[0];
    CHECK(cohort.table == "incub_cohort");
    CHECK(cohort.module == "sn.dakar.incubateurs");
    CHECK(cohort.field("name")->max == 120);
    CHECK(cohort.field("opened")->min == 10957); // days from 1970-01-01 to 2000-01-01
    CHECK(cohort.field("share")->max == 1000);   // scaled like the value
    CHECK(cohort.field("city")->on_delete == OnDelete::remove);
    CHECK(cohort.field("sector")->transitions.at("A") == std::vector<std::string>{"B"});
    CHECK(cohort.field("sector")->default_json == "\"A\"");
    CHECK(cohort.field("capital")->was == "amount");
    CHECK(cohort.field("members")->suppress_below == 11);
    CHECK(cohort.field("members")->total == "joined");
    CHECK(cohort.field("members")->total_reason == "why");
    CHECK(Entity::columns_of(*cohort.field("capital")) == std::vector<std::string>{"capital_minor", "capital_currency"});
    CHECK(Entity::columns_of(*cohort.field("members")).empty());
    CHECK(cohort.cells_table(*cohort.field("members")) == "incub_cohort__members");
    CHECK(manifest.lists[0].editable);
    CHECK(manifest.lists[0].find("B")->name.fr == "Bâtiment");
}

TEST_CASE("permissions as sentences for consent")
{
    Folder const folder;
    auto const manifest = parse_manifest(guide, folder.path());
    REQUIRE(manifest.ok());
    auto const ids = permissions_in_words(*manifest);
    CHECK(ids[0].fr == "Lit dans «\u00A0core.territory\u00A0»\u00A0: numéro de fiche, name.");
    auto core = read_manifest(std::string{PASSERELLE_SOURCE} + "/data/core/core.json");
    REQUIRE(core.ok());
    Registry registry;
    REQUIRE(registry.add(core->entities, core->lists).ok());
    auto const words = permissions_in_words(*manifest, &registry);
    CHECK(words[0].fr == "Lit dans «\u00A0Territoires\u00A0»\u00A0: numéro de fiche, Nom.");
    CHECK(words[1].fr == "Ajoute et modifie des fiches de «\u00A0Organisations\u00A0».");
    CHECK(words[1].en == "Adds and changes records of “Organisations”.");
}

TEST_CASE("a typing fault is named with its line and the nearest known key")
{
    Folder const folder;
    auto const key = refusal(with("\"library\"", "\"libary\""), folder);
    CHECK(holds(key, "ligne 10"));
    CHECK(holds(key, "libary"));
    CHECK(holds(key, "«\u00A0library\u00A0»"));
    CHECK(holds(refusal(with("\"type\": \"money\"", "\"type\": \"monney\""), folder), "«\u00A0money\u00A0»"));
    CHECK(holds(refusal(with("\"type\": \"money\"", "\"type\": \"monney\""), folder), "ligne 28"));
    CHECK(holds(refusal(with("\"key\": [\"name\"]", "\"key\": [\"nam\"]"), folder), "«\u00A0name\u00A0»"));
    CHECK(holds(refusal(with("{name} (", "{nom} ("), folder), "nom"));
    CHECK(holds(refusal(with("\"manifest\": 1", "\"manifest\": 2"), folder), "version plus récente"));
}

TEST_CASE("faults of shape and name are refused")
{
    Folder const folder;
    std::pair<std::string_view, std::string_view> const faults[] = {
        {"\"namespace\": \"incub\"", "\"namespace\": \"in_cub\""},
        {"\"namespace\": \"incub\"", "\"namespace\": \"in\""},
        {"\"namespace\": \"incub\"", "\"namespace\": \"Incub\""},
        {"\"namespace\": \"incub\"", "\"namespace\": \"parks\""},
        {"\"id\": \"incub.cohort\"", "\"id\": \"core.cohort\""},
        {"\"id\": \"incub.cohort\"", "\"id\": \"incub.co__hort\""},
        {"\"id\": \"incub.cohort\"", "\"id\": \"incub.cohort; DROP TABLE x\""},
        {"\"id\": \"sn.dakar.incubateurs\"", "\"id\": \"../x\""},
        {"\"id\": \"sn.dakar.incubateurs\"", "\"id\": \"dakar\""},
        {"\"version\": \"1.4.0\"", "\"version\": \"1.4\""},
        {"\"version\": \"1.4.0\"", "\"version\": \"1.4.0.0\""},
        {"\"^0.1\"", "\"latest\""},
        {"\"psl.db\": 1", "\"psl.db\": \"1\""},
        {"\"psl.db\": 1", "\"psl.db\": 1.5"},
        {"\"psl.db\": 1", "\"psl.db\": 99999999999999999999"},
        {"\"psl.db\": 1", "\"db\": 1"},
        {"\"library\": \"incub\"", "\"library\": \"../incub\""},
        {"\"library\": \"incub\"", "\"library\": \"/usr/lib/x\""},
        {"\"fr\": \"Nom\"", "\"en\": \"Name\""},
        {"\"fr\": \"Nom\"", "\"fr\": \"\""},
        {"\"fr\": \"Nom\"", "\"fr\": \"No\\u0000m\""},
        {"\"required\": true, \"max\"", "\"required\": \"yes\", \"max\""},
        {"\"max\": 120", "\"max\": -1"},
        {"\"max\": 120", "\"scale\": 2"},
        {"\"to\": \"core.territory\", \"required\"", "\"required\""},
        {"\"on_delete\": \"delete\"", "\"on_delete\": \"cascade\""},
        {"\"on_delete\": \"delete\"", "\"on_delete\": \"clear\""}, // and required
        {"\"list\": \"incub.sector\"", "\"list\": \"sector\""},
        {"\"default\": \"A\"", "\"default\": 5"},
        {"\"min\": \"2000-01-01\"", "\"min\": \"2000-02-30\""},
        {"\"scale\": 1", "\"scale\": 10"},
        {"\"min\": 0, \"max\": 100", "\"min\": 100, \"max\": 0"},
        {"\"by\": [\"sex\", \"age\"]", "\"by\": [\"sex\", \"income\"]"},
        {"\"suppress_below\": 11", "\"suppress_below\": 2"}, // may only be raised
        {"\"total\": \"joined\"", "\"total\": \"join\""},
        {"\"total\": \"joined\"", "\"total\": \"name\""},       // no number
        {"\"total\": \"joined\", ", ""},                        // a reason for nothing
        {"\"total_reason\": \"why\"", "\"total_reason\": \"opened\""},
        {"\"was\": \"amount\"", "\"total\": \"joined\""},       // of a count only
        {"\"id\": \"capital\"", "\"id\": \"id\""},
        {"\"id\": \"capital\"", "\"id\": \"rowid\""},
        {"\"id\": \"capital\"", "\"id\": \"share\""},
        {"\"id\": \"share\"", "\"id\": \"capital_minor\""},
        {"\"was\": \"amount\"", "\"was\": \"share\""},
        {"\"parent\": \"city\"", "\"parent\": \"name\""},
        {"\"key\": [\"name\"]", "\"key\": [\"capital\"]"},
        {"\"sort\": [\"-opened\"]", "\"sort\": [\"+opened\"]"},
        {"[\"capital\"], [\"members\"]", "[\"capital\"], [\"capital\"]"},
        {"{name} (", "{name ("},
        {"\"place\": \"dashboard\"", "\"place\": \"toolbar\""},
        {"\"scopes\": [\"project\", \"home\"]", "\"scopes\": [\"projet\"]"},
        {"[\".csv\"]", "[\"csv\"]"},
        {"\"network\": []", "\"network\": [\"https://example.org\"]"},
        {"\"files\": [\"import\"]", "\"files\": [\"/etc\"]"},
        {"\"write\": [\"core.organisation\"]", "\"write\": [\"incub.cohort\"]"},
        {"\"publishes\": { \"incub.cohort\"", "\"publishes\": { \"core.rate\""},
        {"[\"id\", \"name\", \"city\"]", "[\"id\", \"salary\"]"},
        {"\"entities\": [", "\"entities\": {\"a\": 1}, \"views2\": ["},
    };
    for (auto const& [from, to] : faults) {
        auto const sentence = refusal(with(from, to), folder);
        CHECK_MESSAGE(sentence != "(accepted)", std::string{to});
        CHECK_MESSAGE(holds(sentence, "ligne "), sentence);
    }
}

TEST_CASE("files of lists cannot leave the folder lists")
{
    Folder const folder;
    folder.write("secret.csv", "code;fr;en\nA;A;A\n");
    for (auto const* const file : {"../secret.csv", "lists/../secret.csv", "secret.csv", "/etc/passwd", "lists/", "lists/.csv", "lists/sub/x.csv", "lists\\\\x.csv", "lists/SECTOR.CSV", "lists/sector.csv\\u0000.txt"}) {
        auto const sentence = refusal(with("lists/sector.csv", file), folder);
        CHECK_MESSAGE(sentence != "(accepted)", file);
    }
    std::error_code problem;
    filesystem::create_symlink(folder.path() / "secret.csv", folder.path() / "lists" / "link.csv", problem);
    if (!problem)
        CHECK(holds(refusal(with("lists/sector.csv", "lists/link.csv"), folder), "fichier ordinaire"));
    CHECK(holds(refusal(with("lists/sector.csv", "lists/absent.csv"), folder), "introuvable"));
    auto const missing = read_manifest(folder.path() / "absent.json");
    REQUIRE_FALSE(missing.ok());
    CHECK(missing.error().status == Status::not_found);
    CHECK_FALSE(read_manifest(folder.path()).ok()); // a folder
}

TEST_CASE("hostile JSON is refused within 100 ms")
{
    Folder const folder;
    CHECK(holds(refusal(std::string(1'000'000, '['), folder), "256"));
    CHECK(holds(refusal(std::string(200'000, '['), folder), "16"));
    std::string objects;
    for (int depth = 0; depth < 30'000; ++depth)
        objects += "{\"a\":";
    CHECK(holds(refusal(objects, folder), "16"));
    CHECK(holds(refusal("{\"manifest\": 1, \"manifest\": 1}", folder), "figure deux fois"));
    CHECK(holds(refusal(with("\"required\": true, \"max\"", "\"required\": true, \"required\": false, \"max\""), folder), "figure deux fois"));
    CHECK(holds(refusal("{\"id\": \"caf\xE9\"}", folder), "UTF-8"));
    CHECK(holds(refusal(with("Incubateurs", "Incuba\xC0\xAFteurs"), folder), "UTF-8"));
    CHECK(holds(refusal("{\"manifest\": 1e999}", folder), "JSON"));
    CHECK(refusal("{\"manifest\": " + std::string(200'000, '9') + "}", folder) != "(accepted)");
    CHECK(refusal("{\"manifest\": 1." + std::string(200'000, '0') + "}", folder) != "(accepted)");
    std::string keys = "{";
    for (int key = 0; key < 20'000; ++key)
        keys += "\"k" + std::to_string(key) + "\":1,";
    CHECK(refusal(keys + "\"z\":1}", folder) != "(accepted)");
    CHECK(refusal("{\"" + std::string(250'000, 'k') + "\": 1}", folder) != "(accepted)");
    for (auto const* const broken : {"", " ", "null", "[]", "1", "\"x\"", "{", "{}", "{\"a\"}", "{\"a\":}", "{'a':1}", "{\"a\":1,}", "// x\n{}", "{\"a\":1} x", "{\"a\":\"\\ud800\"}", "{\"a\":\"\n\"}", "\xEF\xBB\xBF"})
        CHECK_MESSAGE(refusal(broken, folder) != "(accepted)", broken);
    std::string many = "{\"manifest\":[";
    for (int item = 0; item < 60'000; ++item)
        many += "{},";
    CHECK(refusal(many + "{}]}", folder) != "(accepted)");
}

TEST_CASE("any damage of a good declaration is refused or read, never a crash, always in time")
{
    Folder const folder;
    std::uint64_t state = 2024;
    auto const next = [&] { return (state = state * 6364136223846793005ULL + 1442695040888963407ULL) >> 33; };
    for (int round = 0; round < 3000; ++round) {
        std::string text{guide};
        for (auto changes = 1 + next() % 4; changes > 0 && !text.empty(); --changes) {
            auto const at = next() % text.size();
            switch (next() % 4) {
            case 0: text[at] = static_cast<char>(next()); break;
            case 1: text.erase(at, 1 + next() % 20); break;
            case 2: text.insert(at, text.substr(next() % text.size(), next() % 60)); break;
            default: text.resize(at + 1);
            }
        }
        auto const manifest = parse_manifest(text, folder.path());
        if (!manifest)
            REQUIRE_FALSE(manifest.error().sentence.fr.empty());
    }
}

TEST_CASE("a byte order mark is no fault")
{
    Folder const folder;
    CHECK(parse_manifest("\xEF\xBB\xBF" + std::string{guide}, folder.path()).ok());
}

TEST_CASE("strict JSON keeps numbers as written and writes what it read")
{
    auto const tree = read_json(R"({"a":[1,-2.50,0.000000001,true,null,"é\n\"\u00e9"],"b":{}})", "x");
    REQUIRE(tree.ok());
    CHECK(write_json(*tree) == "{\"a\":[1,-2.50,0.000000001,true,null,\"é\\n\\\"é\"],\"b\":{}}");
    CHECK(tree->member("a")->items[0].integer() == 1);
    CHECK_FALSE(tree->member("a")->items[1].integer());
    CHECK(json_quoted("\x01") == "\"\\u0001\"");
}
