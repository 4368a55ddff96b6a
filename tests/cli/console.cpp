// The console program from outside: words in, sentences, files and exit status out.
#include "tests/cli/console_program.hpp"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using json = nlohmann::json;
using test::ConsoleProgram;

namespace {

char const* const one_activity = R"(<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03">
  <iati-activity xml:lang="fr" default-currency="EUR">
    <iati-identifier>XX-TEST-1-MARCHE</iati-identifier>
    <reporting-org ref="XX-TEST-1" type="22"><narrative>Réseau d’essai</narrative></reporting-org>
    <title><narrative>Marché couvert</narrative><narrative xml:lang="en">Covered market</narrative></title>
    <description type="1"><narrative>Équité dans les halles de Nouakchott.</narrative></description>
    <participating-org role="1" type="40"><narrative>Bailleur d’essai</narrative></participating-org>
    <activity-status code="2"/>
    <activity-date type="1" iso-date="2024-01-01"/>
    <activity-date type="3" iso-date="2025-12-31"/>
    <recipient-country code="MR"/>
    <sector vocabulary="1" code="32130"/>
    <budget type="1" status="2">
      <period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/>
      <value currency="EUR" value-date="2024-01-01">240000.50</value>
    </budget>
    <transaction>
      <transaction-type code="3"/><transaction-date iso-date="2024-06-15"/>
      <value currency="XOF" value-date="2024-06-16">32797850</value>
    </transaction>
    <result type="1">
      <title><narrative>Formations</narrative></title>
      <indicator measure="1" ascending="1">
        <title><narrative>Personnes formées</narrative></title>
        <baseline year="2023" value="0"/>
        <period><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/><target value="150"/><actual value="141"/></period>
        <period><period-start iso-date="2025-01-01"/><period-end iso-date="2025-12-31"/><target value="200"/></period>
      </indicator>
    </result>
  </iati-activity>
</iati-activities>
)";

json records(ConsoleProgram const& cli, std::string const& words)
{
    auto const listed = cli.on("list " + words + " --format json");
    REQUIRE_MESSAGE(listed.status == 0, listed.error);
    return json::parse(listed.out);
}

} // namespace

TEST_CASE("help speaks French and English, wrong usage ends with 2, refusals with 1")
{
    ConsoleProgram const cli;
    auto const french = cli("--lang fr --help");
    CHECK(french.status == 0);
    CHECK(french.out.find("Emploi") != std::string::npos);
    CHECK(french.out.find("Crée un portefeuille") != std::string::npos);
    auto const english = cli("--lang en --help");
    CHECK(english.status == 0);
    CHECK(english.out.find("Makes a portfolio") != std::string::npos);
    CHECK(cli("").status == 2);
    CHECK(cli("frobnicate").status == 2);
    CHECK(cli("list projects.activity").status == 2);

    auto const missing = cli.on("list projects.activity");
    CHECK(missing.status == 1);
    CHECK(!missing.error.empty());
    REQUIRE(cli("new '" + cli.portfolio() + "'").status == 0);
    auto const again = cli("new '" + cli.portfolio() + "'");
    CHECK_MESSAGE(again.status == 1, "a portfolio that is there is never replaced");
    CHECK(cli.on("list projects.nothing").status == 1);
    CHECK(cli.on("list projects.activity --where 'nothing = 1'").status == 1);
    CHECK(cli.on("list projects.activity --sort nothing").status == 1);
    CHECK(cli.on("show projects.activity XX-NONE").status == 1);
    CHECK(cli.on("list projects.activity --format yaml").status == 2);
    CHECK(cli.on("report --scope project:XX-NONE --format pdf --out x.pdf").status == 1);
}

TEST_CASE("a published file goes in once, as it says, and comes out again")
{
    ConsoleProgram const cli;
    REQUIRE(cli("new '" + cli.portfolio() + "'").status == 0);
    cli.write("un.xml", one_activity);
    std::string const file = "'" + (cli / "un.xml").string() + "'";

    auto const preview = cli.on("import " + file + " --preview");
    REQUIRE_MESSAGE(preview.status == 0, preview.error);
    CHECK(records(cli, "projects.activity").empty());

    auto const imported = cli.on("import " + file);
    REQUIRE_MESSAGE(imported.status == 0, imported.error);
    auto const activities = records(cli, "projects.activity");
    REQUIRE(activities.size() == 1);
    CHECK(activities[0]["identifier"] == "XX-TEST-1-MARCHE");
    CHECK(activities[0]["title"]["fr"] == "Marché couvert");
    CHECK(activities[0]["title"]["en"] == "Covered market");
    CHECK(activities[0]["status"] == "2");

    auto const transactions = records(cli, "funding.transaction");
    REQUIRE(transactions.size() == 1);
    CHECK(transactions[0]["type"] == "3");
    CHECK(transactions[0]["date"] == "2024-06-15");
    CHECK(transactions[0]["value_date"] == "2024-06-16");
    CHECK(transactions[0]["value"] == json{{"minor", 32797850}, {"currency", "XOF"}}); // XOF has no decimals (ISO 4217)
    CHECK(transactions[0]["activity"] == activities[0]["id"]);
    auto const budgets = records(cli, "funding.budget");
    REQUIRE(budgets.size() == 1);
    CHECK(budgets[0]["value"] == json{{"minor", 24000050}, {"currency", "EUR"}});

    auto const periods = records(cli, "inclusion.period");
    REQUIRE(periods.size() == 2);
    int without_actual = 0;
    for (auto const& period : periods)
        without_actual += period["actual"].is_null();
    CHECK_MESSAGE(without_actual == 1, "an actual that was not reported is null, never 0");

    SUBCASE("the same file again changes nothing")
    {
        auto const entries = cli.on("history --limit 100000").out;
        REQUIRE(cli.on("import " + file).status == 0);
        CHECK(cli.on("history --limit 100000").out == entries);
        CHECK(records(cli, "funding.transaction").size() == 1);
    }
    SUBCASE("filters, sorting and search")
    {
        CHECK(records(cli, "funding.transaction --where 'type = 3'").size() == 1);
        CHECK(records(cli, "funding.transaction --where 'type = 2'").empty());
        CHECK(records(cli, "projects.activity --where 'planned_end < 2025-12-31'").empty());
        CHECK(records(cli, "inclusion.period --where 'actual is null'").size() == 1);
        auto const found = cli.on("find 'nouakchott equite'");
        CHECK(found.status == 0);
        CHECK_MESSAGE(found.out.find("March") != std::string::npos, found.out);
    }
    SUBCASE("undo takes the whole import back, redo brings it again")
    {
        REQUIRE(cli.on("undo").status == 0);
        CHECK(records(cli, "projects.activity").empty());
        CHECK(records(cli, "funding.transaction").empty());
        REQUIRE(cli.on("redo").status == 0);
        CHECK(records(cli, "projects.activity") == activities);
        CHECK(records(cli, "funding.transaction") == transactions);
        CHECK(cli.on("verify").status == 0);
    }
    SUBCASE("a backup can be gone back to")
    {
        std::string const copy = "'" + (cli / "copie.passerelle").string() + "'";
        REQUIRE(cli.on("backup --out " + copy).status == 0);
        REQUIRE(cli.on("undo").status == 0);
        REQUIRE(cli.on("restore " + copy).status == 0);
        CHECK(records(cli, "projects.activity") == activities);
        CHECK(cli.on("verify").status == 0);
    }
    SUBCASE("reports are written in every format")
    {
        for (std::string const format : {"pdf", "html", "xlsx"})
            for (std::string const scope : {"portfolio", "project:XX-TEST-1-MARCHE"}) {
                auto const path = cli / ("rapport." + format);
                auto const written = cli.on("report --scope " + scope + " --lang fr --format " + format + " --out '" + path.string() + "'");
                REQUIRE_MESSAGE(written.status == 0, written.error);
                auto const bytes = ConsoleProgram::text_of(path);
                CHECK(bytes.substr(0, 4) == (format == "pdf" ? "%PDF" : format == "xlsx" ? "PK\x03\x04" : "<!DO"));
                if (format == "html")
                    CHECK(bytes.find("March") != std::string::npos);
            }
    }
}

TEST_CASE("a file that is broken, hostile or something else changes nothing and is told in a sentence")
{
    ConsoleProgram const cli;
    REQUIRE(cli("new '" + cli.portfolio() + "'").status == 0);
    std::string half = one_activity;
    half.resize(half.find("<result"));
    cli.write("half.xml", half);
    cli.write("doctype.xml", "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"b\">]><iati-activities version=\"2.03\"/>");
    cli.write("other.xml", "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel/></rss>");
    cli.write("empty.xml", "");
    for (std::string const name : {"half.xml", "doctype.xml", "other.xml", "empty.xml", "absent.xml"}) {
        CAPTURE(name);
        auto const refused = cli.on("import '" + (cli / name).string() + "'");
        CHECK(refused.status == 1);
        CHECK(refused.error.size() > 20);
    }
    CHECK(records(cli, "projects.activity").empty());
    CHECK(cli.on("verify").status == 0);
}

TEST_CASE("the demonstration portfolio shows its alerts, figures and reports, all marked as fictitious")
{
    ConsoleProgram const cli;
    auto const made = cli("new '" + cli.portfolio() + "' --demo");
    REQUIRE_MESSAGE(made.status == 0, made.error);
    CHECK(records(cli, "projects.activity").size() == 12);
    auto const alerts = cli.on("--today 2026-11-22 check");
    CHECK(alerts.status == 0);
    CHECK(alerts.out.find("■") != std::string::npos);
    auto const dashboard = cli.on("--today 2026-11-22 dashboard");
    CHECK(dashboard.status == 0);
    CHECK(dashboard.out.find("fictives") != std::string::npos);
    auto const path = cli / "rapport.html";
    REQUIRE(cli.on("report --scope portfolio --format html --out '" + path.string() + "'").status == 0);
    CHECK(ConsoleProgram::text_of(path).find("fictives") != std::string::npos);
    CHECK(cli.on("verify").status == 0);
}
