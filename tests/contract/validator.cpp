// The validator names each fault by the id of its test, says where it struck, and survives it; good modules pass.
#include "host/loader/archive.hpp"
#include "host/loader/child_process.hpp"
#include "host/loader/symbols.hpp"
#include "tests/contract/support.hpp"
#include <doctest/doctest.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

using namespace contract;

namespace {

std::filesystem::path const built = PASSERELLE_BUILD;

struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("passerelle-validator-" + std::to_string(std::random_device{}()));
    Folder() { std::filesystem::create_directories(path); }
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    std::filesystem::path write(std::string const& name, std::string const& content) const
    {
        std::filesystem::create_directories((path / name).parent_path());
        std::ofstream(path / name, std::ios::binary) << content;
        return path / name;
    }
};

loader::ChildEnd validator(std::vector<std::string> words, std::chrono::seconds within = std::chrono::seconds{300})
{
    loader::ChildCall call;
    call.program = built / "bin" / "plugin-validator";
    call.arguments = std::move(words);
    call.within = within;
    call.environment = {{"LC_ALL", "C.UTF-8"}};
    return loader::run_child(call);
}

struct Told {
    int status = -1;
    nlohmann::json tests;
    [[nodiscard]] nlohmann::json named(std::string const& id) const
    {
        for (auto const& one : tests)
            if (one["id"] == id)
                return one;
        return {};
    }
    [[nodiscard]] std::string details(std::string const& id) const
    {
        std::string all;
        if (auto const one = named(id); one.is_object())
            for (auto const& detail : one["details"])
                all += detail.get<std::string>() + "\n";
        return all;
    }
};

Told validated(std::filesystem::path const& module, std::vector<std::string> further)
{
    Folder const folder;
    auto const file = folder.path / "told.json";
    std::vector<std::string> words{"validate", module.string(), "--lang", "en", "--json", file.string()};
    words.insert(words.end(), further.begin(), further.end());
    auto const end = validator(words);
    Told told;
    told.status = end.how == loader::ChildEnd::How::exited ? end.code : -1;
    CAPTURE(end.error);
    std::ifstream in(file);
    auto const tree = nlohmann::json::parse(in, nullptr, false);
    REQUIRE_MESSAGE(tree.is_object(), end.out << end.error);
    told.tests = tree["tests"];
    return told;
}

std::filesystem::path misdeed(std::string const& name) { return built / "contract" / ("misdeed-" + name) / name; }

void must_name(std::filesystem::path const& module, std::string const& id, std::string const& part, std::vector<std::string> further = {})
{
    CAPTURE(module.string());
    CAPTURE(id);
    further.insert(further.end(), {"--level", "3", "--only", "^" + id + "$"});
    auto const told = validated(module, further);
    CHECK(told.status == 1);
    REQUIRE(told.tests.size() == 1);
    CHECK(told.tests[0]["id"] == id);
    CHECK(told.tests[0]["verdict"] == "fail");
    CHECK_MESSAGE(told.details(id).find(part) != std::string::npos, told.details(id));
}

} // namespace

TEST_CASE("each fault of a library is named by its test")
{
    must_name(built / "contract/wrong_abi/wrong_abi", "entry-abi", "contract 2, here 1");
    must_name(built / "contract/no_create/no_create", "entry-abi", "entry point is empty");
    must_name(built / "contract/no_entry/no_entry", "library-one-export", "does not show psl_plugin_entry");
    must_name(built / "contract/own_sqlite/own_sqlite", "library-no-sqlite", "sqlite3_");
    must_name(misdeed("hidden-sqlite"), "library-no-sqlite", "hidden copy");
    must_name(misdeed("toolkit-always"), "library-no-imgui", "Dear ImGui");
    must_name(misdeed("shown-always"), "library-one-export", "psl_shown_too_much");
    must_name(misdeed("early-load"), "entry-abi", "SIGABRT");
    must_name(misdeed("anything-always"), "entry-unknown-id-null", "psl.unknown/1");
    must_name(built / "contract/refuses_activate/refuses_activate", "activate-on-empty-store", "Il manque une licence.");
    must_name(built / "contract/half_made/half_made", "activate-on-empty-store", "a function is missing");
    must_name(built / "contract/unbalanced/unbalanced", "views-balanced", "misbehaviour: a table left open");
}

TEST_CASE("a module that throws is named with the function that it threw from, whichever it is")
{
    for (char const* const phase : {"create", "init", "activate", "deactivate", "destroy", "get", "draw", "section", "check", "alerts", "answer", "recognise", "import", "export", "command", "job", "job-done", "change-done"})
        must_name(misdeed(std::string("throw-") + phase), "exceptions-stay-inside", std::string("thrown in ") + phase);
}

TEST_CASE("a module that falls, ends the program or hangs is named with the signal and the phase; the validator goes on")
{
    struct Case {
        char const *name, *id, *part, *phase;
    };
    for (Case const& one : std::vector<Case>{{"segv-create", "activate-on-empty-store", "SIGSEGV", "create"},
                                             {"segv-init", "activate-on-empty-store", "SIGSEGV", "init"},
                                             {"segv-activate", "activate-on-empty-store", "SIGSEGV", "activate"},
                                             {"segv-get", "activate-on-empty-store", "SIGSEGV", "get"},
                                             {"segv-deactivate", "activate-on-empty-store", "SIGSEGV", "deactivate"},
                                             {"segv-destroy", "create-destroy-50-times", "SIGSEGV", "destroy"},
                                             {"segv-draw", "views-draw-empty", "SIGSEGV", "draw main"},
                                             {"segv-section", "sections-over-full-data", "SIGSEGV", "section main"},
                                             {"segv-check", "checks-over-full-data", "SIGSEGV", "check segvcheck.thing"},
                                             {"segv-alerts", "alerts-over-full-data", "SIGSEGV", "alerts"},
                                             {"segv-answer", "answers-are-pure", "SIGSEGV", "answer mischief/1"},
                                             {"segv-recognise", "import-empty-file", "SIGSEGV", "recognise"},
                                             {"segv-import", "import-random-bytes", "SIGSEGV", "import"},
                                             {"segv-export", "export-reproducible", "SIGSEGV", "export"},
                                             {"segv-command", "threads-tagged", "SIGSEGV", "command main"},
                                             {"segv-job", "threads-tagged", "SIGSEGV", "job travail"},
                                             {"segv-job-done", "threads-tagged", "SIGSEGV", "job done travail"},
                                             {"segv-change-done", "threads-tagged", "SIGSEGV", "change done"},
                                             {"abort-create", "activate-on-empty-store", "SIGABRT", "create"},
                                             {"abort-draw", "views-draw-empty", "SIGABRT", "draw main"},
                                             {"exit-create", "activate-on-empty-store", "ended the program (exit 0)", "create"},
                                             {"exit-draw", "views-draw-empty", "ended the program (exit 0)", "draw main"}}) {
        must_name(misdeed(one.name), one.id, one.part);
        must_name(misdeed(one.name), one.id, one.phase);
    }
    must_name(misdeed("hang-create"), "activate-on-empty-store", "during “create”", {"--time-limit", "4"});
    must_name(misdeed("hang-draw"), "views-draw-empty", "during “draw main”", {"--time-limit", "4"});
    must_name(misdeed("hang-job"), "threads-tagged", "job travail", {"--time-limit", "6"});
    // The tests after the one that fell take place all the same.
    auto const told = validated(misdeed("segv-draw"), {"--only", "^(views-draw-empty|alerts-over-full-data|manifest-schema)$"});
    CHECK(told.named("views-draw-empty")["verdict"] == "fail");
    CHECK(told.named("alerts-over-full-data")["verdict"] == "pass");
    CHECK(told.named("manifest-schema")["verdict"] == "pass");
}

TEST_CASE("a module that takes what it was not given, or the wrong thread, or too much, is named")
{
    must_name(misdeed("foreign-always"), "permissions-enough", "Write refused: core.organisation");
    must_name(misdeed("attach-always"), "permissions-enough", "ATTACH DATABASE");
    must_name(misdeed("column-always"), "permissions-enough", "core_organisation.identifier");
    must_name(misdeed("leak-always"), "handles-closed-at-deactivate", "Read left open: SELECT id FROM leakalways_thing");
    must_name(misdeed("leak-always"), "handles-closed-at-deactivate", "psl.db step called after deactivate");
    must_name(misdeed("thread-always"), "threads-tagged", "psl.db prepare");
    must_name(misdeed("worker-always"), "threads-tagged", "psl.records submit");
    must_name(misdeed("unbalanced-always"), "views-balanced", "a group left open");
    must_name(misdeed("slow-always"), "views-budget", "40 at most");
    must_name(misdeed("unsteady-always"), "export-reproducible", "differ");
    // Ten megabytes in a page are cut, and the author is told; the program keeps its feet.
    must_name(misdeed("long-always"), "texts-bounded", "a text of 10485760 bytes was cut [main]");
    CHECK(validated(misdeed("long-always"), {"--level", "3", "--only", "^views-draw-empty$"}).named("views-draw-empty")["verdict"] == "pass");
}

TEST_CASE("every kind of error in a declaration is named, with its line")
{
    std::string const head = R"({"manifest": 1, "id": "org.example.decl", "version": "1.0.0", "namespace": "decl", "name": {"fr": "D", "en": "D"})";
    auto const entity = [&](std::string const& field, std::string const& further = "") {
        return head + ",\n\"entities\": [{\"id\": \"decl.thing\", \"label\": {\"fr\": \"C\", \"en\": \"C\"}, \"fields\": [" + field + "]" + further + "}]}";
    };
    std::string const name = R"({"id": "name", "type": "text", "label": {"fr": "N", "en": "N"}})";
    std::string deep;
    for (int at = 0; at < 40; ++at)
        deep += "[";
    struct Case {
        std::string text, part;
    };
    for (Case const& one : std::vector<Case>{
             {head + ",\n\"entites\": []}", "line 2: the key “entites” is not known. The nearest is “entities”."},
             {head + ",\n\"entities\": 3}", "line 2: “entities” expects a list"},
             {head + ",\n\"license\": 3}", "line 2: “license” expects a text"},
             {head + ",\n\"version\": \"2.0.0\"}", "twice"},
             {head + ",\n\"entities\": " + deep, ""},
             {head + ",\n\"license\": \"" + std::string(300'000, 'x') + "\"}", "larger than 256 KiB"},
             {head + ",\n\"license\": \"" + std::string(300, 'x') + "\"}", "longer than 200 bytes"},
             {head, ""},
             {R"({"manifest": 1, "id": "Decl", "version": "1.0.0", "namespace": "decl", "name": {"fr": "D"}})", "reversed name"},
             {R"({"manifest": 1, "id": "org.example.decl", "version": "1", "namespace": "decl", "name": {"fr": "D"}})", "three numbers"},
             {R"({"manifest": 1, "id": "org.example.decl", "version": "1.0.0", "namespace": "de_cl", "name": {"fr": "D"}})", "no underscore"},
             {R"({"manifest": 2, "id": "org.example.decl", "version": "1.0.0", "namespace": "decl", "name": {"fr": "D"}})", "newer version of Passerelle"},
             {R"({"manifest": 1, "id": "org.example.decl", "version": "1.0.0", "namespace": "decl"})", "the key “name” is missing"},
             {head + ",\n\"library\": \"../evil\"}", "“library” expects a file name"},
             {entity(R"({"id": "name", "type": "txt", "label": {"fr": "N"}})"), "line 2"},
             {entity(R"({"id": "name", "type": "text", "label": {"en": "N"}})"), "needs a French text"},
             {entity(name, R"(, "form": [["nom"]])"), "names the field “nom”"},
             {entity(name, R"(, "title": "{nam}")"), "The nearest is “name”"},
             {entity(name + ", " + name), "two fields take the name"},
             {entity(R"({"id": "c", "type": "choice", "label": {"fr": "C"}})"), "the key “list” is missing"},
             {head + ",\n\"lists\": [{\"id\": \"decl.sector\", \"file\": \"lists/sector.csv\"}]}", "cannot be found"},
             {head + ",\n\"lists\": [{\"id\": \"decl.sector\", \"file\": \"../sector.csv\"}]}", "line 2"},
             {head + ",\n\"permissions\": {\"network\": [\"example.org\"]}}", "no access to the network"}}) {
        Folder const folder;
        folder.write("plugin.json", one.text);
        CAPTURE(one.text.substr(0, 400));
        must_name(folder.path, "manifest-schema", one.part);
    }
    Folder clash;
    clash.write("plugin.json", R"({"manifest": 1, "id": "org.example.decl", "version": "1.0.0", "namespace": "projects", "name": {"fr": "D", "en": "D"}})");
    must_name(clash.path, "manifest-namespace", "already belongs to the module org.passerelle.projects");
}

TEST_CASE("a package is checked as the folder that it holds; one whose names leave that folder is named")
{
    Folder const folder;
    auto const good = folder.path / "incub.passerelle-plugin";
    REQUIRE(loader::pack(built / "contract/declared/incub", good));
    auto const told = validated(good, {"--level", "1"});
    CHECK(told.status == 0);
    CHECK(told.named("package-opens")["verdict"] == "pass");
    CHECK(told.named("manifest-schema")["verdict"] == "pass");
    CHECK(validated(built / "contract/declared/incub", {"--only", "^package-opens$"}).named("package-opens")["verdict"] == "not-applicable");
    // The first local name and the directory's name, both eleven bytes long, are turned into one that climbs.
    std::ifstream in(good, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    std::string const name = "plugin.json", climbs = "../igin.jso";
    int turned = 0;
    for (auto at = bytes.find(name); at != std::string::npos; at = bytes.find(name, at + 1), ++turned)
        bytes.replace(at, name.size(), climbs);
    REQUIRE(turned == 2);
    auto const bad = folder.write("bad.passerelle-plugin", bytes);
    must_name(bad, "package-opens", "../igin.jso");
    CHECK(validated(bad, {"--level", "3"}).tests.size() == 1);
}

TEST_CASE("what was released may not change its ids, nor lose records")
{
    auto const declaration = [](std::string const& version, std::string const& field) {
        return R"({"manifest": 1, "id": "org.example.decl", "version": ")" + version + R"(", "namespace": "decl", "name": {"fr": "D", "en": "D"},
            "entities": [{"id": "decl.thing", "label": {"fr": "C", "en": "C"}, "fields": [{"id": "name", "type": "text", "label": {"fr": "N", "en": "N"}}, )" + field + "]}]}";
    };
    Folder const folder;
    folder.write("old/plugin.json", declaration("1.0.0", R"({"id": "size", "type": "integer", "label": {"fr": "T", "en": "S"}})"));
    folder.write("gone/plugin.json", declaration("1.1.0", R"({"id": "height", "type": "integer", "label": {"fr": "H", "en": "H"}})"));
    folder.write("renamed/plugin.json", declaration("1.1.0", R"({"id": "height", "was": "size", "type": "integer", "label": {"fr": "H", "en": "H"}})"));
    folder.write("retyped/plugin.json", declaration("1.1.0", R"({"id": "size", "type": "text", "label": {"fr": "T", "en": "S"}})"));
    std::string const old = (folder.path / "old").string();
    must_name(folder.path / "gone", "ids-unchanged-since-release", "The field decl.thing.size is gone", {"--released", old});
    must_name(folder.path / "retyped", "ids-unchanged-since-release", "was of type integer", {"--released", old});
    auto const renamed = validated(folder.path / "renamed", {"--released", old, "--only", "release"});
    CHECK(renamed.status == 0);
    CHECK(renamed.named("ids-unchanged-since-release")["verdict"] == "pass");
    CHECK(renamed.named("migrations-from-each-release")["verdict"] == "pass");
    must_name(folder.path / "retyped", "migrations-from-each-release", "From version 1.0.0", {"--released", old});
    folder.write("converted/plugin.json", declaration("1.1.0", R"({"id": "size", "type": "text", "converted_from": "integer", "label": {"fr": "T", "en": "S"}})"));
    CHECK(validated(folder.path / "converted", {"--released", old, "--only", "release"}).status == 0);
}

TEST_CASE("a migration that leaves its namespace, or does what migrations may not, is named")
{
    Folder const folder;
    std::string const declared = R"({"manifest": 1, "id": "org.example.decl", "version": "1.1.0", "namespace": "decl", "name": {"fr": "D", "en": "D"},
        "entities": [{"id": "decl.thing", "label": {"fr": "C", "en": "C"}, "fields": [{"id": "name", "type": "text", "label": {"fr": "N", "en": "N"}}]}]})";
    for (auto const& [sql, part] : {std::pair{"ALTER TABLE decl_thing RENAME TO roads_wood;", "0001_away.sql was not done: it changes the shape of a table"},
                                    std::pair{"UPDATE core_territory SET name = NULL;", "0001_away.sql was not done"},
                                    std::pair{"ATTACH 'other.db' AS other;", "0001_away.sql was not done"}}) {
        folder.write("m/plugin.json", declared);
        folder.write("m/migrations/0001_away.sql", sql);
        must_name(folder.path / "m", "migrations-stay-in-namespace", part);
    }
}

TEST_CASE("what the tests’ own modules try on purpose is named")
{
    auto const garden = built / "contract/good/garden", guest = built / "contract/good/guest";
    must_name(garden, "threads-tagged", "psl.records apply called where it may not be [draw beds]");
    must_name(garden, "fields-fuzz", "[import garden-list]"); // reads a number without a look at it
    must_name(guest, "permissions-enough", "Write refused: core.territory");
    must_name(guest, "views-balanced", "a matrix left open");
    auto const passed = validated(garden, {"--only", "^(export-import-round-trip|views-draw-full|handles-closed-at-deactivate)$"});
    CHECK(passed.status == 0);
    CHECK(passed.named("export-import-round-trip")["verdict"] == "pass");
    CHECK(validated(guest, {"--only", "^export-reproducible$"}).named("export-reproducible")["verdict"] == "not-applicable");
}

TEST_CASE("the program’s own modules pass level 3")
{
    for (char const* const name : {"projects", "funding", "inclusion", "iati"}) {
        CAPTURE(name);
        auto const told = validated(built / "modules" / name, {"--level", "3"});
        for (auto const& one : told.tests)
            if (one["verdict"] == "fail" || one["verdict"] == "could-not-run")
                MESSAGE(one.dump());
        CHECK(told.status == 0);
        CHECK(told.tests.size() >= 42);
        CHECK(told.named("asan-ubsan")["verdict"] != "pass"); // an ordinary build proves nothing there
    }
}

TEST_CASE("what cannot take place is neither a pass nor a failure")
{
    CHECK(validator({"validate", "/no/such/folder"}).code == 2);
    CHECK(validator({"validate"}).code == 2);
    CHECK(validator({"explain", "no-such-test"}).code == 2);
    CHECK(validator({"validate", (built / "modules/projects").string(), "--only", "^no-such-test$"}).code == 2);
    CHECK(validator({"validate", (built / "modules/projects").string(), "--only", "("}).code == 2);
    Folder const folder; // requires a module that is nowhere
    folder.write("m/plugin.json", R"({"manifest": 1, "id": "org.example.decl", "version": "1.0.0", "namespace": "decl", "name": {"fr": "D", "en": "D"}, "requires": {"org.example.nowhere": "^1.0"}})");
    auto const told = validated(folder.path / "m", {"--only", "activate-on-empty-store"});
    CHECK(told.status == 2);
    CHECK(told.named("activate-on-empty-store")["verdict"] == "could-not-run");
}

TEST_CASE("each test explains itself in both languages; reports are whole")
{
    auto const list = validator({"list", "--lang", "fr"});
    REQUIRE(list.code == 0);
    std::istringstream lines(list.out);
    int count = 0;
    for (std::string level, id, rest; lines >> level >> id && std::getline(lines, rest); ++count) {
        auto const fr = validator({"explain", id, "--lang", "fr"}), en = validator({"explain", id, "--lang", "en"});
        CHECK(fr.code == 0);
        CHECK(fr.out.find(id) == 0);
        CHECK(fr.out != en.out);
        CHECK(fr.out.size() > 100);
    }
    CHECK(count >= 42);
    Folder const folder;
    auto const file = folder.path / "junit.xml";
    CHECK(validator({"validate", misdeed("hang-create").string(), "--only", "^(manifest-schema|entry-abi|library-no-sqlite)$", "--junit", file.string()}).code == 0);
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    CHECK(text.str().find("tests=\"3\" failures=\"0\" errors=\"0\" skipped=\"0\"") != std::string::npos);
    folder.write("m/plugin.json", R"({"manifest": 1, "<&\"]]>": 1})");
    CHECK(validator({"validate", (folder.path / "m").string(), "--only", "^manifest-schema$", "--junit", file.string()}).code == 1);
    text.str("");
    text << std::ifstream(file).rdbuf();
    CHECK(text.str().find("&lt;&amp;&quot;]]&gt;") != std::string::npos);
    CHECK(text.str().find("<&") == std::string::npos);
}

TEST_CASE("symbols of hostile files are refused, not believed")
{
    Folder const folder;
    std::ifstream in(built / "contract/good/garden/garden.so", std::ios::binary);
    std::string const good{std::istreambuf_iterator<char>(in), {}};
    REQUIRE(good.size() > 1000);
    auto const whole = loader::symbols_of(built / "contract/good/garden/garden.so");
    REQUIRE(whole);
    CHECK(whole->exported == std::vector<std::string>{"psl_plugin_entry"});
    CHECK_FALSE(loader::symbols_of(folder.write("empty", "")));
    CHECK_FALSE(loader::symbols_of(folder.write("text", "hello, world")));
    std::mt19937 dice(7);
    for (int round = 0; round < 400; ++round) { // none of these may read beyond the file or go on for ever
        std::string bytes = good.substr(0, 1 + dice() % good.size());
        for (int hit = 0; hit < 20; ++hit)
            bytes[dice() % std::min<std::size_t>(bytes.size(), hit < 10 ? 4096 : bytes.size())] = static_cast<char>(dice());
        bytes.replace(0, std::min<std::size_t>(4, bytes.size()), "\x7f" "ELF");
        auto const read = loader::symbols_of(folder.write("hostile", bytes));
        if (read)
            CHECK(read->exported.size() < 2'000'001);
    }
}
