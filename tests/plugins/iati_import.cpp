// Whole files through the mapping, into a host that lives in memory. Expected counts are counted by hand in the texts below.
#include "iati_fake_importer.hpp"
#include <doctest/doctest.h>
#include <string>

using iati_test::FakeHost;
using iati_test::Fields;

namespace {

std::string file(std::string_view activities, std::string_view version = "2.03")
{
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<iati-activities version=\"" + std::string(version) + "\">" + std::string(activities) + "</iati-activities>";
}
std::string activity(std::string_view inside, std::string_view identifier = "XX-DEMO-1-1", std::string_view attributes = "xml:lang=\"fr\" default-currency=\"XOF\"")
{
    return "<iati-activity " + std::string(attributes) + "><iati-identifier>" + std::string(identifier) + "</iati-identifier>" + std::string(inside) + "</iati-activity>";
}

/// One activity of 2.03 with one or two of nearly everything.
constexpr std::string_view full = R"(
<reporting-org ref="XX-DEMO-1" type="22" secondary-reporter="0"><narrative>Réseau</narrative><narrative xml:lang="en">Network</narrative></reporting-org>
<title><narrative>Marché couvert</narrative><narrative xml:lang="en">Covered market</narrative><narrative xml:lang="vi">Chợ có mái</narrative></title>
<description type="1"><narrative>Texte général</narrative></description>
<description type="2"><narrative>Objectifs</narrative></description>
<participating-org role="1" ref="XX-DEMO-2" type="10"><narrative>Fondation</narrative></participating-org>
<participating-org role="4" type="11"><narrative>Ville de Clairbourg</narrative></participating-org>
<other-identifier ref="2024-17" type="A1"><owner-org ref="XX-DEMO-1"><narrative>Réseau</narrative></owner-org></other-identifier>
<activity-status code="2"/>
<activity-date type="1" iso-date="2024-01-01"/><activity-date type="2" iso-date="2024-02-01"/><activity-date type="3" iso-date="2026-12-31"/>
<contact-info type="1"><person-name><narrative>Service</narrative></person-name><email>contact@example.org</email></contact-info>
<activity-scope code="7"/>
<recipient-country code="SN" percentage="60"/><recipient-region code="298" percentage="40"/>
<location ref="L1"><name><narrative>Quartier nord</narrative></name><point><pos>14.72 -17.2</pos></point><exactness code="1"/></location>
<sector vocabulary="1" code="43030" percentage="66.67"/><sector vocabulary="1" code="15112" percentage="33.33"/>
<tag vocabulary="1" code="3"/>
<country-budget-items vocabulary="4"><budget-item code="1.2" percentage="100"/></country-budget-items>
<humanitarian-scope type="1" vocabulary="1-2" code="EQ-1"/>
<policy-marker vocabulary="1" code="1" significance="0"/><policy-marker vocabulary="1" code="11"/>
<default-aid-type code="C01"/><default-aid-type code="2" vocabulary="2"/>
<budget type="1" status="2"><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/><value value-date="2024-01-01">384000000</value></budget>
<planned-disbursement type="1"><period-start iso-date="2024-03-01"/><value currency="EUR" value-date="2024-01-01">1500.50</value><receiver-org type="11"><narrative>VILLE DE CLAIRBOURG</narrative></receiver-org></planned-disbursement>
<capital-spend percentage="88.8"/>
<transaction ref="T1"><transaction-type code="3"/><transaction-date iso-date="2024-03-02"/><value currency="EUR" value-date="2024-03-02">-152.449</value><sector vocabulary="1" code="43030"/><sector vocabulary="99" code="A"><narrative>Propre</narrative></sector></transaction>
<transaction><transaction-type code="4"/><transaction-date iso-date="2024-03-02"/><value>100</value></transaction>
<transaction><transaction-type code="4"/><transaction-date iso-date="2024-03-02"/><value>200</value></transaction>
<document-link format="application/pdf" url="https://example.org/a.pdf"><title><narrative>Rapport</narrative></title><category code="A01"/><category code="A02"/><language code="fr"/><document-date iso-date="2024-05-01"/></document-link>
<related-activity ref="XX-DEMO-1-2" type="1"/>
<legacy-data name="Statut" value="7" iati-equivalent="activity-status"/>
<conditions attached="1"><condition type="1"><narrative>Cofinancement</narrative></condition></conditions>
<result type="1" aggregation-status="1"><title><narrative>Formation</narrative></title>
 <indicator measure="1" ascending="1"><title><narrative>Personnes formées</narrative></title><baseline year="2023" value="0"/>
  <period><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/><target value="150"/><actual value="141"/>
   <actual value="90"><dimension name="sexe" value="femmes"/></actual><actual value="51"><dimension name="sexe" value="hommes"/></actual></period>
 </indicator>
 <indicator measure="5"><title><narrative>Récit</narrative></title><period><actual value="Le marché est ouvert."/></period></indicator>
</result>
<crs-add><loan-status year="2024" currency="EUR" value-date="2024-01-01"><interest-received>10.5</interest-received></loan-status></crs-add>
<fss extraction-date="2024-05-06"><forecast year="2025" value-date="2024-07-03" currency="EUR">10000</forecast></fss>)";

} // namespace

TEST_CASE("an activity of 2.03 lands in records of every kind")
{
    FakeHost host;
    REQUIRE(host.import(file(activity(full))));
    CHECK(host.problems.empty() == false); // one amount is rounded: said
    CHECK(host.problems_with("rounded") == 1);
    CHECK(host.problems.size() == 1);

    CHECK(host.count("projects.activity") == 1);
    CHECK(host.count("core.organisation") == 3); // Réseau, Fondation, Ville de Clairbourg (written twice in two ways)
    CHECK(host.count("projects.participation") == 2);
    CHECK(host.count("projects.description") == 1);
    CHECK(host.count("projects.other_identifier") == 1);
    CHECK(host.count("projects.contact") == 1);
    CHECK(host.count("projects.country") == 1);
    CHECK(host.count("projects.region") == 1);
    CHECK(host.count("projects.location") == 1);
    CHECK(host.count("projects.sector") == 2);
    CHECK(host.count("projects.tag") == 1);
    CHECK(host.count("projects.humanitarian_scope") == 1);
    CHECK(host.count("projects.document") == 1);
    CHECK(host.count("projects.related") == 1);
    CHECK(host.count("projects.condition") == 1);
    CHECK(host.count("funding.country_budget_item") == 1);
    CHECK(host.count("funding.budget") == 1);
    CHECK(host.count("funding.planned_disbursement") == 1);
    CHECK(host.count("funding.transaction") == 3);
    CHECK(host.count("funding.transaction_sector") == 2);
    CHECK(host.count("inclusion.marker") == 2);
    CHECK(host.count("inclusion.result") == 1);
    CHECK(host.count("inclusion.indicator") == 2);
    CHECK(host.count("inclusion.period") == 2);
    CHECK(host.count("inclusion.value") == 3); // two by sex, one text
    // legacy-data, loan-status and its amount, fss and its forecast
    CHECK(host.count("projects.activity_detail") == 5);

    Fields const project = host.all("projects.activity").front();
    CHECK(project.at("identifier") == "XX-DEMO-1-1");
    CHECK(project.at("title") == R"({"en":"Covered market","fr":"Marché couvert","vi":"Chợ có mái"})");
    CHECK(project.at("status") == "2");
    CHECK(project.at("planned_start") == "2024-01-01");
    CHECK(project.at("actual_start") == "2024-02-01");
    CHECK(project.at("planned_end") == "2026-12-31");
    CHECK(project.count("actual_end") == 0);
    CHECK(project.at("currency") == "XOF");
    CHECK(project.at("default_aid_type") == "C01");
    CHECK(project.at("other_aid_types") == "2:2");
    CHECK(project.at("capital_spend") == "88.8");
    CHECK(project.at("conditions_attached") == "1");

    Fields const payment = host.find("funding.transaction", "ref", "T1");
    CHECK(payment.at("type") == "3");
    CHECK(payment.at("value.minor") == "-15245"); // negative amounts are corrections; EUR has two decimals
    CHECK(payment.at("value.currency") == "EUR");
    CHECK(payment.at("value_date") == "2024-03-02");
    CHECK(host.find("funding.transaction", "value.minor", "100").at("value.currency") == "XOF"); // no decimals, default currency
    CHECK(host.all("funding.budget").front().at("value.minor") == "384000000");

    CHECK(host.find("inclusion.marker", "code", "1").at("significance") == "0");
    CHECK(host.find("inclusion.marker", "code", "11").count("significance") == 0); // not screened is not 0

    Fields const year = host.find("inclusion.period", "target", "150");
    CHECK(year.at("actual") == "141");
    CHECK(year.at("actual_cells") == R"({"F|?|?":90,"M|?|?":51})");
    CHECK(host.find("inclusion.value", "dimensions", "sexe=femmes").at("value") == "90");
    CHECK(host.find("inclusion.value", "value_text", "Le marché est ouvert.").at("kind") == "actual");
    CHECK(host.find("inclusion.indicator", "baseline_year", "2023").at("baseline_value") == "0");
    CHECK(host.all("projects.location").front().at("point.lat").substr(0, 5) == "14.72");
}

TEST_CASE("the same file twice changes nothing, in pieces of any size")
{
    FakeHost host;
    REQUIRE(host.import(file(activity(full))));
    std::size_t const records = host.records.size();
    for (std::size_t const piece : {0u, 1u, 7u, 4096u}) {
        REQUIRE(host.import(file(activity(full)), piece));
        CHECK(host.created == 0);
        CHECK(host.changed == 0);
        CHECK(host.removed == 0);
        CHECK(host.records.size() == records);
    }
}

TEST_CASE("the next version of a file changes, adds and removes what it changes, adds and removes")
{
    std::string const before = activity("<title><narrative>A</narrative></title><sector code=\"1\"/><sector code=\"2\"/>"
                                        "<transaction ref=\"a\"><transaction-type code=\"3\"/><value>1</value></transaction>"
                                        "<transaction ref=\"b\"><transaction-type code=\"3\"/><value>2</value></transaction>");
    std::string const after = activity("<title><narrative>A</narrative></title><sector code=\"2\"/>"
                                       "<transaction ref=\"b\"><transaction-type code=\"3\"/><value>5</value></transaction>"
                                       "<transaction ref=\"c\"><transaction-type code=\"3\"/><value>3</value></transaction>");
    FakeHost host;
    REQUIRE(host.import(file(before)));
    REQUIRE(host.import(file(after)));
    CHECK(host.created == 1);  // transaction c
    CHECK(host.changed == 1);  // transaction b
    CHECK(host.removed == 2);  // sector 1, transaction a
    CHECK(host.find("funding.transaction", "ref", "b").at("value.minor") == "5");
    // another file says nothing of this activity: it stays
    REQUIRE(host.import(file(activity("", "XX-DEMO-1-9"))));
    CHECK(host.removed == 0);
    CHECK(host.count("projects.activity") == 2);
}

TEST_CASE("what is gone from the activity itself becomes not reported")
{
    FakeHost host;
    REQUIRE(host.import(file(activity("<activity-status code=\"2\"/>"))));
    REQUIRE(host.import(file(activity(""))));
    CHECK(host.changed == 1);
    CHECK(host.all("projects.activity").front().count("status") == 0);
}

TEST_CASE("version 1.03 is mapped to today's codes")
{
    FakeHost host;
    REQUIRE(host.import(file(activity(R"(<reporting-org ref="R" type="21">Alpha</reporting-org>
<title>One</title><title xml:lang="en">Two</title>
<activity-status>Implementation</activity-status>
<activity-date type="start-planned" iso-date="2009-12-31"/><activity-date type="end-actual">2010-12-30</activity-date>
<participating-org role="Funding" type="10">Donor</participating-org>
<other-identifier owner-ref="GB-1" owner-name="Owner">105838-1</other-identifier>
<location percentage="85"><name>Herat</name><coordinates latitude="34.3" longitude="62.2" precision="1"/><administrative country="AF" adm1="KAN">K</administrative></location>
<sector vocabulary="DAC" code="13040"/><policy-marker vocabulary="DAC" code="04" significance="2"/>
<transaction><transaction-type code="C"/><transaction-date iso-date="2010-05-27"/><value>700000</value></transaction>
<result type="output"><title>R</title><indicator measure="1"><title>I</title><period><target value="N=42"/></period></indicator></result>)"),
                             "1.03")));
    Fields const project = host.all("projects.activity").front();
    CHECK(project.at("title") == R"({"en":"Two","fr":"One"})");
    CHECK(project.at("status") == "2");
    CHECK(project.at("planned_start") == "2009-12-31");
    CHECK(project.at("actual_end") == "2010-12-30");
    CHECK(host.all("projects.participation").front().at("role") == "1");
    CHECK(host.all("projects.other_identifier").front().at("ref") == "105838-1");
    CHECK(host.all("projects.other_identifier").front().at("owner_name") == R"({"fr":"Owner"})");
    CHECK(host.all("projects.location").front().at("administrative") == ":0:AF;:1:KAN");
    CHECK(host.all("projects.sector").front().at("vocabulary") == "1");
    CHECK(host.all("inclusion.marker").front().at("code") == "4");
    CHECK(host.all("funding.transaction").front().at("type") == "2");
    CHECK(host.all("inclusion.result").front().at("type") == "1");
    CHECK(host.all("inclusion.value").front().at("value_text") == "N=42");
}

TEST_CASE("every interpretation is told with its line and activity")
{
    FakeHost host;
    REQUIRE(host.import(file(activity("\n<activity-status code=\"9\"/>\n<activity-date type=\"1\" iso-date=\"2014-02-31\"/>"
                                      "\n<transaction><transaction-type code=\"3\"/><transaction-date iso-date=\"31/12/2014\"/><value>12</value></transaction>"
                                      "\n<transaction><transaction-type code=\"3\"/><transaction-date iso-date=\"2014-01-01T00:00:00\"/><value currency=\"EUR\">384 000,00</value></transaction>"
                                      "\n<transaction><transaction-type code=\"3\"/><transaction-date iso-date=\"2014-01-02\"/><value currency=\"EUR\">beaucoup</value></transaction>",
                                      "XX-DEMO-1-1", ""))));
    auto const told = [&](std::int64_t line, std::string_view part) {
        for (auto const& problem : host.problems)
            if (problem.line == line && problem.identifier == "XX-DEMO-1-1" && problem.sentence.find(part) != std::string::npos)
                return true;
        return false;
    };
    // the first line is the XML declaration, the activity begins on the second
    CHECK(told(3, "not a code"));
    CHECK(told(4, "2014-02-31"));
    CHECK(told(5, "31/12/2014"));
    CHECK(told(5, "no currency"));
    CHECK(told(6, "time of day"));
    CHECK(told(6, "read as 384000"));
    CHECK(told(7, "not an amount"));
    CHECK(host.count("funding.transaction") == 3); // kept; what could not be read is not reported
    CHECK(host.find("funding.transaction", "date", "2014-01-01").at("value.minor") == "38400000");
    CHECK(host.find("funding.transaction", "date", "2014-01-02").count("value.minor") == 0);
    CHECK(host.all("projects.activity").front().count("status") == 0);
}

TEST_CASE("lines are counted whatever ends them, also across the pieces in which a file is read")
{
    // 20,000 lines of a comment, longer than a piece: the faulty date of the activity is on the line after them.
    std::string filler = "<!--";
    for (int at = 0; at < 20'000; ++at)
        filler += "\nvingt et une lettres.";
    filler += "\n-->";
    std::string const plain = file(filler + activity("<activity-date type=\"1\" iso-date=\"2014-02-31\"/>", "XX-DEMO-1-1", ""));
    // The declaration's line, then those of the comment, on the last of which the activity stands.
    constexpr std::int64_t expected = 2 + 20'000 + 1;
    for (std::string const ending : {"\n", "\r\n", "\r"}) {
        std::string text;
        for (char const c : plain)
            c == '\n' ? text += ending : text += c;
        FakeHost host;
        REQUIRE(host.import(text));
        bool told = false;
        for (auto const& problem : host.problems)
            told = told || (problem.line == expected && problem.sentence.find("2014-02-31") != std::string::npos);
        CHECK_MESSAGE(told, "ending of " << ending.size() << " bytes, first " << static_cast<int>(ending[0]));
    }
}

TEST_CASE("activities without an identifier and repeated ones are not imported, and said")
{
    FakeHost host;
    REQUIRE(host.import(file(activity("<title><narrative>first</narrative></title>", "A") + activity("<title><narrative>second</narrative></title>", "A") +
                             activity("", " ") + "<iati-activity/>")));
    CHECK(host.count("projects.activity") == 1);
    CHECK(host.all("projects.activity").front().at("title") == R"({"fr":"first"})");
    CHECK(host.problems_with("already holds") == 1);
    CHECK(host.problems_with("no identifier") == 2);
}

TEST_CASE("a publisher's own elements are skipped, with one note for each name")
{
    FakeHost host;
    std::string const own = "<usg:account xmlns:usg=\"u\"><title><narrative>no</narrative></title></usg:account>";
    REQUIRE(host.import(file(activity("<title><narrative>a <b>bold</b> word</narrative></title>" + own + own + "<sector xmlns=\"http://elsewhere\" code=\"1\"/>"))));
    CHECK(host.problems_with("usg:account") == 1);
    CHECK(host.all("projects.activity").front().at("title") == R"({"fr":"a bold word"})");
    CHECK(host.count("projects.sector") == 0);
}

TEST_CASE("languages: the narrative's, else the element's, else the activity's, else the file's, else unknown")
{
    FakeHost host;
    REQUIRE(host.import("<iati-activities version=\"2.03\" xml:lang=\"pt\">" +
                        activity("<title><narrative>x</narrative><narrative xml:lang=\"EN-gb\">y</narrative><narrative xml:lang=\"1!\">z</narrative></title>", "A", "") +
                        "</iati-activities>"));
    CHECK(host.all("projects.activity").front().at("title") == R"({"en":"y","pt":"x","und":"z"})");
    FakeHost none;
    REQUIRE(none.import(file(activity("<title><narrative>say \"a\\b\"</narrative></title>", "A", ""))));
    CHECK(none.all("projects.activity").front().at("title") == R"({"und":"say \"a\\b\""})");
}

TEST_CASE("organisation files")
{
    std::string const text = R"(<iati-organisations version="2.03"><iati-organisation default-currency="EUR" xml:lang="en">
<organisation-identifier>XX-DEMO-1</organisation-identifier><name><narrative>Network</narrative><narrative xml:lang="fr">Réseau</narrative></name>
<reporting-org ref="XX-DEMO-1" type="22"><narrative>Network</narrative></reporting-org>
<total-budget status="2"><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/><value value-date="2024-01-01">250000</value>
 <budget-line ref="1"><value value-date="2024-01-01">200000</value><narrative>Line</narrative></budget-line></total-budget>
<recipient-org-budget><recipient-org ref="XX-DEMO-2"><narrative>Town</narrative></recipient-org><value>10</value></recipient-org-budget>
<recipient-country-budget><recipient-country code="SN"/><value>20</value></recipient-country-budget>
<total-expenditure><value>30</value><expense-line ref="2"><value>5</value></expense-line></total-expenditure>
<document-link url="https://example.org/b.pdf"><category code="B01"/></document-link>
</iati-organisation></iati-organisations>)";
    FakeHost host;
    REQUIRE(host.import(text));
    CHECK(host.count("core.organisation") == 2);
    CHECK(host.find("core.organisation", "identifier", "XX-DEMO-1").at("name") == R"({"en":"Network","fr":"Réseau"})");
    CHECK(host.find("core.organisation", "identifier", "XX-DEMO-1").at("type") == "22");
    CHECK(host.count("funding.organisation_budget") == 4);
    CHECK(host.count("funding.organisation_budget_line") == 2);
    CHECK(host.count("funding.organisation_document") == 1);
    CHECK(host.find("funding.organisation_budget", "kind", "total").at("value.minor") == "25000000");
    REQUIRE(host.import(text));
    CHECK(host.created + host.changed + host.removed == 0);
}

TEST_CASE("a mention of an organisation never changes what the portfolio knows of it")
{
    FakeHost host;
    REQUIRE(host.import(file(activity("<reporting-org ref=\"R\" type=\"22\"><narrative>Full name</narrative></reporting-org>"))));
    REQUIRE(host.import(file(activity("<participating-org ref=\"R\" role=\"1\"><narrative>Short</narrative></participating-org>", "B"))));
    CHECK(host.count("core.organisation") == 1);
    CHECK(host.all("core.organisation").front().at("name") == R"({"fr":"Full name"})");
    // known by its reference first, by its name later in the same file
    FakeHost later;
    REQUIRE(later.import(file(activity("<participating-org ref=\"S\" role=\"1\"/><participating-org ref=\"S\" role=\"2\"><narrative>Name</narrative></participating-org>"))));
    CHECK(later.all("core.organisation").front().at("name") == R"({"fr":"Name"})");
}

TEST_CASE("addresses of documents: repaired where it is plain how, else left out")
{
    FakeHost host;
    REQUIRE(host.import(file(activity("<document-link url=\"http:www.example.org/a\"/><document-link url=\"www.example.org/b\"/>"
                                      "<document-link url=\"HTTPS://example.org/c\"/><document-link url=\"ftp://example.org/d\"/><document-link url=\"\"/>"))));
    auto const documents = host.all("projects.document");
    REQUIRE(documents.size() == 5); // none is lost
    CHECK(documents[0].at("file") == R"({"name":"http://www.example.org/a","url":"http://www.example.org/a"})");
    CHECK(documents[1].at("file") == R"({"name":"http://www.example.org/b","url":"http://www.example.org/b"})");
    CHECK(documents[2].at("file") == R"({"name":"https://example.org/c","url":"https://example.org/c"})");
    CHECK(documents[3].count("file") == 0);
    CHECK(host.problems_with("not a web address") == 1);
    CHECK(host.problems_with("has no address") == 1);
}

TEST_CASE("an activity larger than a part comes through whole, and again unchanged")
{
    std::string inside = "<title><narrative>Large</narrative></title>";
    for (int at = 0; at < 60'000; ++at)
        inside += "<transaction><transaction-type code=\"3\"/><transaction-date iso-date=\"2024-01-01\"/><value>" + std::to_string(at) + "</value></transaction>";
    FakeHost host;
    std::string const text = file(activity(inside));
    std::int64_t puts = 0, completed = 0;
    std::size_t at = 0;
    struct Count {
        std::int64_t* puts;
        std::int64_t* completed;
    } count{&puts, &completed};
    psl_importer table{&count,
                       [](psl_importer* self, psl_str, psl_str const*, psl_value const*, std::uint32_t, std::int64_t* id) -> psl_status {
                           *id = ++*static_cast<Count*>(self->impl)->puts;
                           return PSL_OK;
                       },
                       [](psl_importer* self, psl_str entity, std::int64_t) -> psl_status {
                           *static_cast<Count*>(self->impl)->completed += psl::from_c(entity) == "projects.activity" ? 1 : 0;
                           return PSL_OK;
                       },
                       [](psl_importer*, std::int32_t, std::int64_t, psl_str, psl_str) {}};
    iati::Source source;
    source.read = [&](void* into, std::size_t capacity) {
        std::size_t const size = std::min(capacity, text.size() - at);
        std::memcpy(into, text.data() + at, size);
        at += size;
        return size;
    };
    iati::import_iati(source, &table, iati::Words{true});
    CHECK(puts == 60'001); // the activity once, each transaction once
    CHECK(completed == 1);
}
