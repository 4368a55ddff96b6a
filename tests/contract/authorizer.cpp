// A module reads what both manifests grant, and nothing else. The first case is the control: granted reads work.
#include "tests/contract/support.hpp"
#include <doctest/doctest.h>

using namespace contract;

namespace {

struct Tries {
    Bench bench{{"good"}};
    std::unique_ptr<bridge::View> view;
    Tries()
    {
        REQUIRE_MESSAGE(bench.module("org.example.guest").state == loader::State::active, bench.module("org.example.guest").reason.en);
        psl::Cells visitors;
        visitors.counts[{psl::Sex::female, psl::AgeBand::b18_24, psl::Disability::no}] = 4;
        bench.insert("garden.bed", {{"name", std::string("verger")}, {"area", model::Scaled{250, 2}}, {"value", psl::Money{1250, "EUR"}},
                                    {"visitors", visitors}});
        bench.insert("core.territory", {{"name", model::Translations{{{"fr", "Lomé"}}}}, {"kind", std::string("city")}});
        bench.insert("guest.note", {{"text", std::string("bonjour")}});
        view = bench.session().view("org.example.guest", "tries", {});
    }
    /// What came of the statement.
    std::string run(std::string const& sql)
    {
        view->set("sql", std::string_view(sql));
        std::string const words = words_of(view->elements());
        return words.substr(0, words.find('|'));
    }
};

} // namespace

TEST_CASE("granted reads work")
{
    Tries tries;
    CHECK(tries.run("SELECT name FROM garden_bed") == "rows: [verger]");
    CHECK(tries.run("SELECT text FROM guest_note") == "rows: [bonjour]");
    CHECK(tries.run("SELECT count(*) FROM guest_note") == "rows: [1]");
    CHECK(tries.run("SELECT json_extract(name, '$.fr') FROM core_territory") == "rows: [Lomé]");
    CHECK(tries.run("SELECT b.name FROM garden_bed b JOIN guest_note n ON n.text <> b.name WHERE b.id > 0") == "rows: [verger]");
    CHECK(tries.run("WITH w AS (SELECT name FROM garden_bed) SELECT count(*) FROM w") == "rows: [1]");
    CHECK(tries.run("SELECT value FROM json_each('[5]')") == "rows: [5]");
    CHECK(tries.run("SELECT max(id) > 0 FROM garden_bed") == "rows: [1]");
}

TEST_CASE("an ungranted column reads null, also inside WHERE")
{
    Tries tries;
    // Asked for, not published.
    CHECK(tries.run("SELECT value_minor FROM garden_bed") == "rows: [null]");
    CHECK(tries.run("SELECT name FROM garden_bed WHERE value_minor = 1250") == "rows:");
    CHECK(tries.run("SELECT name FROM garden_bed WHERE value_minor IS NULL") == "rows: [verger]");
    // Published, not asked for.
    CHECK(tries.run("SELECT area FROM garden_bed") == "rows: [null]");
    CHECK(tries.run("SELECT country FROM core_territory") == "rows: [null]");
}

TEST_CASE("what is not granted is refused")
{
    Tries tries;
    for (std::string const sql : {
             "SELECT name FROM garden_plant",                      // not named
             "SELECT count(*) FROM garden_plant",                  //
             "SELECT n FROM garden_bed__visitors",                 // disaggregated counts, published but not asked for
             "SELECT count(*) FROM garden_bed__visitors",          //
             "SELECT name FROM core_contact",                      //
             "SELECT label FROM core_transaction",                 // the journal
             "SELECT before FROM core_journal",                    //
             "SELECT image FROM core_image_garden_bed",            // the rows as the journal keeps them, with every column
             "SELECT text FROM core_indexed_garden_bed",           // and as the search does
             "SELECT rowid FROM core_search_garden_bed('verger')", // the index of text itself
             "SELECT count(*) FROM core_search_garden_bed_data",   //
             "SELECT name FROM sqlite_master",                     //
             "SELECT name FROM sqlite_schema",                     //
             "SELECT name FROM pragma_table_list",                 //
             "PRAGMA table_info(garden_plant)",                    //
             "PRAGMA query_only = 0",                              //
             "ATTACH ':memory:' AS other",                         //
             "VACUUM INTO '/nonexistent/copy'",                    //
             "CREATE TABLE guest_mine (a)",                        //
             "CREATE TEMP TABLE mine (a)",                         //
             "DROP TABLE guest_note",                              //
             "INSERT INTO guest_note (id, text) VALUES (1, 'a')",  // not even its own: records go through the one door
             "UPDATE garden_bed SET name = 'x'",                   //
             "DELETE FROM guest_note",                             //
             "SELECT load_extension('x')",                         //
             "SELECT readfile('/etc/hostname')",                   //
             "BEGIN",                                              //
             "SELECT name FROM garden_bed UNION SELECT name FROM garden_plant",
         }) {
        CAPTURE(sql);
        CHECK(tries.run(sql).substr(0, 7) == "status ");
    }
    CHECK(tries.bench.count("guest_note") == 1);
    CHECK(tries.bench.count("garden_bed") == 1);
}

TEST_CASE("a handle belongs to the thread that opened it")
{
    Tries tries;
    tries.view->press("thread");
    CHECK(words_of(tries.view->elements()).substr(0, 9) == "status -6"); // PSL_E_WRONG_THREAD
}
