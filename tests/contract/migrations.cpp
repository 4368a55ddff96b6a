// A module's next version: fields renamed, retyped and retired, data turned by numbered migrations; and every fault of a migration, each of
// which holds the module with a sentence and leaves the portfolio as it was.
#include "host/model/history.hpp"
#include "tests/contract/support.hpp"
#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <fstream>
#include <random>

using namespace contract;

namespace {

/// A folder of modules that the test writes itself.
class Modules {
public:
    Modules() : m_path(std::filesystem::temp_directory_path() / ("passerelle-versions-" + std::to_string(std::random_device{}()))) {}
    ~Modules()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    Modules(Modules const&) = delete;
    Modules& operator=(Modules const&) = delete;
    void write(std::string const& file, std::string const& content) const
    {
        auto const path = m_path / "incub" / file;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << content;
    }
    void version(std::string const& fields) const
    {
        write("lists/state.csv", "code;fr;en\n1;Idée;Idea\n2;En activité;Active\n");
        write("plugin.json", R"({"manifest": 1, "id": "org.example.incub", "version": "1.0.0", "namespace": "incub", "name": {"fr": "Incubateurs"},
            "lists": [{"id": "incub.state", "file": "lists/state.csv"}],
            "entities": [{"id": "incub.venture", "title": "{name}", "label": {"fr": "Entreprise"}, "fields": [{"id": "name", "type": "text", "label": {"fr": "Nom"}}, )" +
                                 fields + "]}]}");
    }
    void clear(std::string const& file) const { std::filesystem::remove_all(m_path / "incub" / file); }
    std::string path() const { return m_path.string(); }

private:
    std::filesystem::path m_path;
};

std::string const first = R"({"id": "state", "type": "text", "label": {"fr": "État"}}, {"id": "jobs", "type": "text", "label": {"fr": "Emplois"}}, {"id": "parent", "type": "link", "to": "incub.venture", "label": {"fr": "Mère"}})";

/// All rows of the register, as text.
std::string rows(Bench& bench, std::string const& columns)
{
    auto statement = bench.session().portfolio().reader().prepare("SELECT " + columns + " FROM incub_venture ORDER BY id");
    REQUIRE(statement);
    std::string text;
    while (true) {
        auto const row = statement->step();
        REQUIRE(row);
        if (!*row)
            return text;
        for (int at = 0; at < statement->columns(); ++at)
            text += (statement->is_null(at) ? "-" : std::string(statement->text(at))) + (at + 1 < statement->columns() ? " " : "\n");
    }
}

void fill(Bench& bench)
{
    for (auto const& [name, state, jobs] : std::vector<std::array<char const*, 3>>{{"A", "actif", "12"}, {"B", "projet", "1 200"}, {"C", "", ""}}) {
        std::vector<std::pair<std::string, model::Value>> fields{{"name", std::string(name)}};
        if (*state)
            fields.emplace_back("state", std::string(state));
        if (*jobs)
            fields.emplace_back("jobs", std::string(jobs));
        bench.insert("incub.venture", fields);
    }
}

void check_sound(Bench& bench)
{
    auto const verified = bench.session().portfolio().verify();
    REQUIRE(verified);
    CHECK_MESSAGE(verified->intact, (verified->findings.empty() ? "" : verified->findings.front().en));
}

} // namespace

TEST_CASE("a new version renames, converts and retires fields, after its migrations have cleaned the data")
{
    Modules modules;
    modules.version(first);
    Bench bench({modules.path()});
    fill(bench);
    auto const backups = bench.session().portfolio().backups().size();

    modules.version(R"({"id": "stage", "was": "state", "type": "choice", "list": "incub.state", "converted_from": "text", "label": {"fr": "État"}},
        {"id": "jobs", "type": "integer", "converted_from": "text", "label": {"fr": "Emplois"}}, {"id": "size", "type": "text", "label": {"fr": "Taille"}},
        {"id": "parent", "type": "link", "to": "incub.venture", "hidden": true, "label": {"fr": "Mère"}})");
    // The old text under its new name, and the field that is new, are both there.
    modules.write("migrations/0001_stages.sql", "-- mots libres\nUPDATE incub_venture SET stage = CASE stage WHEN 'actif' THEN 'En activité' WHEN 'projet' THEN '1' END;\n");
    modules.write("migrations/0002_sizes.sql", "WITH big AS (SELECT id FROM incub_venture WHERE length(jobs) > 2) UPDATE incub_venture SET size = 'grande' WHERE id IN (SELECT id FROM big);");
    bench.reopen({modules.path()});
    REQUIRE_MESSAGE(bench.module("org.example.incub").state == loader::State::active, bench.module("org.example.incub").reason.fr);
    CHECK(rows(bench, "name, stage, jobs, typeof(jobs), size") == "A 2 12 integer -\nB 1 1200 integer grande\nC - - null -\n");
    CHECK(bench.session().portfolio().backups().size() == backups + 1);
    CHECK(bench.count("core_migration WHERE module = 'org.example.incub' AND number IN (1, 2) AND length(hash) = 64 AND at LIKE '20%Z'") == 2);
    check_sound(bench);
    CHECK(bench.count("core_transaction WHERE kind = 'schema' AND module = 'org.example.incub' AND label LIKE '%0002_sizes.sql%' AND entries > 0") == 1);
    // Search follows, and the form writes the field under its new type.
    auto const found = model::search(bench.session().portfolio().reader(), bench.session().registry(), "grande");
    REQUIRE(found);
    CHECK(found->size() == 1);

    // Once is enough.
    bench.reopen({modules.path()});
    CHECK(bench.module("org.example.incub").state == loader::State::active);
    CHECK(bench.session().portfolio().backups().size() == backups + 1);

    // What was run may not change, and may not go.
    modules.write("migrations/0002_sizes.sql", "UPDATE incub_venture SET size = NULL;");
    bench.reopen({modules.path()});
    CHECK(bench.module("org.example.incub").state == loader::State::held);
    CHECK(bench.module("org.example.incub").reason.en.find("migrations/0002_sizes.sql has changed") != std::string::npos);
    CHECK(bench.module("org.example.incub").readable); // its records are as it declares them
    modules.clear("migrations/0002_sizes.sql");
    bench.reopen({modules.path()});
    CHECK(bench.module("org.example.incub").reason.en.find("newer version of the module (migration 0002_sizes.sql)") != std::string::npos);
    CHECK(rows(bench, "size") == "-\ngrande\n-\n");
}

TEST_CASE("a value that does not convert leaves everything as it was, and is named")
{
    Modules modules;
    modules.version(first);
    Bench bench({modules.path()});
    fill(bench);
    bench.insert("incub.venture", {{"name", std::string("D")}, {"jobs", std::string("une dizaine")}});
    auto const before = rows(bench, "*");
    modules.version(R"({"id": "state", "type": "text", "label": {"fr": "État"}}, {"id": "jobs", "type": "integer", "converted_from": "text", "label": {"fr": "Emplois"}},
        {"id": "parent", "type": "link", "to": "incub.venture", "label": {"fr": "Mère"}}, {"id": "size", "type": "text", "label": {"fr": "Taille"}})");
    bench.reopen({modules.path()});
    CHECK(bench.module("org.example.incub").state == loader::State::held);
    CHECK(bench.module("org.example.incub").reason.fr.find("« une dizaine »") != std::string::npos);
    CHECK(rows(bench, "*") == before);
    check_sound(bench);
    // Undeclared, the same change is refused too.
    modules.version(R"({"id": "state", "type": "text", "label": {"fr": "État"}}, {"id": "jobs", "type": "integer", "label": {"fr": "Emplois"}}, {"id": "parent", "type": "link", "to": "incub.venture", "label": {"fr": "Mère"}})");
    bench.reopen({modules.path()});
    CHECK(bench.module("org.example.incub").reason.en.find("cannot become integer without \"converted_from\"") != std::string::npos);
    modules.version(first);
    bench.reopen({modules.path()});
    CHECK(bench.module("org.example.incub").state == loader::State::active);
    CHECK(rows(bench, "*") == before);
}

TEST_CASE("decimals gain places, one becomes several, numbers become text")
{
    Modules modules;
    modules.version(R"({"id": "rate", "type": "decimal", "scale": 2, "label": {"fr": "Taux"}}, {"id": "state", "type": "choice", "list": "incub.state", "label": {"fr": "État"}}, {"id": "number", "type": "integer", "label": {"fr": "Numéro"}})");
    Bench bench({modules.path()});
    bench.insert("incub.venture", {{"rate", model::Scaled{1250, 2}}, {"state", std::string("2")}, {"number", std::int64_t{7}}});
    modules.version(R"({"id": "rate", "type": "decimal", "scale": 3, "converted_from": "decimal", "label": {"fr": "Taux"}}, {"id": "state", "type": "choices", "list": "incub.state", "converted_from": "choice", "label": {"fr": "État"}},
        {"id": "number", "type": "text", "converted_from": "integer", "label": {"fr": "Numéro"}})");
    bench.reopen({modules.path()});
    REQUIRE_MESSAGE(bench.module("org.example.incub").state == loader::State::active, bench.module("org.example.incub").reason.fr);
    CHECK(rows(bench, "rate, state, number, typeof(number)") == "12500 [\"2\"] 7 text\n");
    check_sound(bench);
}

TEST_CASE("a migration that does anything else is rolled back whole, and says what it did")
{
    struct Fault {
        char const* sql;
        char const* reason;
    };
    for (auto const& fault : std::initializer_list<Fault>{
             {"ALTER TABLE incub_venture RENAME TO roads_venture;", "changes the shape of a table"},
             {"ALTER TABLE incub_venture ADD COLUMN more TEXT;", "changes the shape of a table"},
             {"ALTER TABLE incub_venture DROP COLUMN jobs;", "changes the shape of a table"},
             {"DROP TABLE incub_venture;", "changes the shape of a table"},
             {"CREATE TRIGGER t AFTER INSERT ON incub_venture BEGIN DELETE FROM core_territory; END;", "changes the shape of a table"},
             {"CREATE TEMP TABLE scratch(a);", "changes the shape of a table"},
             {"UPDATE core_territory SET note = 'x';", "touches “core_territory”"},
             {"UPDATE incub_venture SET name = (SELECT value FROM core_setting LIMIT 1);", "touches “core_setting”"},
             {"DELETE FROM core_journal;", "touches “core_journal”"},
             {"DELETE FROM core_search_incub_venture;", "touches “core_search_incub_venture”"},
             {"DELETE FROM core_search_incub_venture_data;", "its SQL is refused"},
             {"UPDATE sqlite_schema SET sql = '';", "The portfolio is as before"},
             {"UPDATE incub_venture SET id = id + 1;", "touches “id”"},
             {"ATTACH 'other.db' AS other;", "a migration may not do"},
             {"PRAGMA writable_schema = ON;", "a migration may not do"},
             {"COMMIT;", "a migration may not do"},
             {"SAVEPOINT s;", "a migration may not do"},
             {"VACUUM INTO 'copy.db';", "The portfolio is as before"},
             {"SELECT load_extension('x');", "The portfolio is as before"},
             {"UPDATE incub_venture SET nmae = 'x';", "no such column: nmae"},
             {"UPDATE incub_venture SET name = 'x'; UPDATE incub_venture SET parent = 99;", "would lead to a record that does not exist"},
             {"UPDATE incub_venture SET parent = 'x';", "would hold a value that does not suit"},
             {"UPDATE incub_venture SET name = 'x'; ROLLBACK;", "a migration may not do"}}) {
        std::string const what = fault.sql;
        CAPTURE(what);
        Modules modules;
        modules.version(first);
        Bench bench({modules.path()});
        fill(bench);
        auto const before = rows(bench, "*");
        auto const entries = bench.count("core_journal");
        modules.write("migrations/0001_fine.sql", "UPDATE incub_venture SET name = upper(name) || '!';");
        modules.write("migrations/0002_fault.sql", fault.sql);
        bench.reopen({modules.path()});
        auto const& module = bench.module("org.example.incub");
        CHECK(module.state == loader::State::held);
        CHECK_MESSAGE(module.reason.en.find(fault.reason) != std::string::npos, module.reason.en);
        CHECK(rows(bench, "*") == before); // the first one too
        CHECK(bench.count("core_journal") == entries);
        CHECK(bench.count("core_migration WHERE module <> 'core'") == 0);
        CHECK(bench.session().registry().entity("incub.venture") != nullptr); // held, its records are read all the same
        check_sound(bench);
    }
}

TEST_CASE("the folder of migrations is read strictly")
{
    struct Fault {
        char const *file, *reason;
    };
    for (auto const& fault : std::initializer_list<Fault>{{"0002_b.sql", "the number 0001 is missing"}, {"1_a.sql", "is named 0001_name.sql"}, {"0001_A.sql", "is named 0001_name.sql"},
                                                          {"note.txt", "is named 0001_name.sql"}, {"0000_a.sql", "is named 0001_name.sql"}}) {
        std::string const what = fault.file;
        CAPTURE(what);
        Modules modules;
        modules.version(first);
        modules.write(std::string("migrations/") + fault.file, "SELECT 1;");
        Bench bench({modules.path()});
        REQUIRE(bench.session().modules().size() == 1);
        CHECK(bench.session().modules()[0].state == loader::State::held);
        CHECK_MESSAGE(bench.session().modules()[0].reason.en.find(fault.reason) != std::string::npos, bench.session().modules()[0].reason.en);
    }
}
