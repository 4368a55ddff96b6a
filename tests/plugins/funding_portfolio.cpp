// The funding module at work in a portfolio: policies, ratios, financing plans, shares, alerts, ECB rates. Figures by hand from
// the domain brief (3.2 to 3.4).
#include "host/model/query.hpp"
#include "portfolio.hpp"
#include <algorithm>

using namespace testing;
using exchange::FactKind;

namespace {

/// A project of 2024-2025 with one donor; `more` is further records, each after a comma.
std::string project(std::string const& more)
{
    return R"([{"ref":"d","entity":"core.organisation","fields":{"identifier":"XX-D","name":{"fr":"Bailleur A"}}},
      {"ref":"p","entity":"projects.activity","fields":{"identifier":"XX-1","title":{"fr":"Couveuse"},"status":"2","actual_start":"2024-01-01","planned_start":"2024-01-01","planned_end":"2025-12-31"}})" +
           more + "]";
}

std::string const mad_rates = R"(,{"entity":"core.rate","fields":{"currency":"MAD","date":"2024-02-10","rate":"10.70","source":"essai","kind":"official"}},
      {"entity":"core.rate","fields":{"currency":"MAD","date":"2024-05-10","rate":"10.90","source":"essai","kind":"official"}},
      {"entity":"core.rate","fields":{"currency":"MAD","date":"2024-08-10","rate":"11.10","source":"essai","kind":"official"}},
      {"entity":"funding.transaction","fields":{"activity":"@p","type":"4","date":"2024-02-12","value_date":"2024-02-12","value":{"minor":12000000,"currency":"MAD"}}},
      {"entity":"funding.transaction","fields":{"activity":"@p","type":"4","date":"2024-05-12","value_date":"2024-05-12","value":{"minor":8000000,"currency":"MAD"}}},
      {"entity":"funding.transaction","fields":{"activity":"@p","type":"4","date":"2024-08-12","value_date":"2024-08-12","value":{"minor":5000000,"currency":"MAD"}}})";

std::int64_t spend_under(std::string const& agreement)
{
    Portfolio portfolio;
    portfolio.add(project(mad_rates + agreement));
    auto const document = portfolio.report("project:XX-1");
    auto const* const spend = figure(document.blocks, "Dépenses");
    REQUIRE(spend);
    CHECK(spend->value.kind == FactKind::money);
    CHECK(spend->value.text == "EUR");
    return spend->value.number;
}

} // namespace

TEST_CASE("each exchange policy gives its own total")
{
    std::string const agreement = R"(,{"ref":"g","entity":"funding.agreement","fields":{"reference":"C1","donor":"@d","activity":"@p","term":{"from":"2024-01-01","to":"2024-12-31"},"local_currency":"MAD","fx_policy":")";
    CHECK(spend_under("") == 2'305'890);
    CHECK(spend_under(agreement + R"(value_date"}})") == 2'305'890);
    CHECK(spend_under(agreement + R"(period_average"}})") == 2'293'578);
    CHECK(spend_under(agreement + R"(month_rate"}})") == 2'305'890); // one rate in each month
    CHECK(spend_under(agreement + R"(fixed_contract","contract_rate":"10.88"}})") == 2'297'794);
    CHECK(spend_under(agreement + R"(weighted_transfers"}},
        {"entity":"funding.transfer","fields":{"agreement":"@g","date":"2024-01-05","paid":{"minor":1000000,"currency":"EUR"},"received":{"minor":10700000,"currency":"MAD"}}},
        {"entity":"funding.transfer","fields":{"agreement":"@g","date":"2024-06-05","paid":{"minor":1500000,"currency":"EUR"},"received":{"minor":16500000,"currency":"MAD"}}})") == 2'297'794);
}

TEST_CASE("without a rate an amount is not converted, and the total says so")
{
    Portfolio portfolio;
    portfolio.add(project(R"(,{"entity":"funding.transaction","fields":{"activity":"@p","type":"3","date":"2024-03-01","value_date":"2024-03-01","value":{"minor":100000,"currency":"LBP"}}},
        {"entity":"funding.transaction","fields":{"activity":"@p","type":"3","date":"2024-03-01","value_date":"2024-03-01","value":{"minor":10000000,"currency":"XOF"}}})"));
    auto const document = portfolio.report("project:XX-1");
    auto const* const spend = figure(document.blocks, "Dépenses");
    REQUIRE(spend);
    CHECK(spend->value.number == 1'524'490);
    CHECK(spend->tone == exchange::Tone::warn);
    CHECK(paragraphs(document.blocks).find("Montants en LBP non convertis") != std::string::npos);
    auto const alerts = portfolio.session().alerts();
    CHECK(std::any_of(alerts.begin(), alerts.end(), [](auto const& alert) { return alert.rule == "not-converted" && alert.what.find("LBP") != std::string::npos; }));
}

TEST_CASE("a rate serves after 31 days, with a warning, and never before its date")
{
    Portfolio portfolio;
    portfolio.add(project(R"(,{"entity":"core.rate","fields":{"currency":"CHF","date":"2024-01-31","rate":"0.95","source":"essai","kind":"official"}},
        {"entity":"funding.transaction","fields":{"activity":"@p","type":"4","date":"2024-03-02","value_date":"2024-03-02","value":{"minor":8000000,"currency":"CHF"}}})"));
    auto document = portfolio.report("project:XX-1");
    CHECK(figure(document.blocks, "Dépenses")->value.number == 8'421'053);
    CHECK(paragraphs(document.blocks).find("31 jours") == std::string::npos); // 31 days exactly
    portfolio.add(R"([{"entity":"core.rate","fields":{"currency":"MAD","date":"2024-04-01","rate":"10.80","source":"essai","kind":"official"}}])");
    portfolio.add(R"([{"ref":"p","entity":"projects.activity","fields":{"identifier":"XX-2","title":{"fr":"Autre"},"status":"2","actual_start":"2024-01-01"}},
        {"entity":"funding.transaction","fields":{"activity":"@p","type":"4","date":"2024-05-03","value_date":"2024-05-03","value":{"minor":25000000,"currency":"MAD"}}},
        {"entity":"funding.transaction","fields":{"activity":"@p","type":"4","date":"2024-03-31","value_date":"2024-03-31","value":{"minor":25000000,"currency":"MAD"}}}])");
    document = portfolio.report("project:XX-2");
    CHECK(figure(document.blocks, "Dépenses")->value.number == 2'314'815);
    CHECK(paragraphs(document.blocks).find("plus de 31 jours") != std::string::npos);
    CHECK(paragraphs(document.blocks).find("Montants en MAD non convertis") != std::string::npos);
}

TEST_CASE("burn index, ratios, pledges and guarantees apart")
{
    Portfolio portfolio;
    portfolio.add(project(R"(,{"entity":"funding.budget","fields":{"activity":"@p","type":"1","status":"2","period":{"from":"2024-01-01","to":"2024-12-31"},"value":{"minor":24000000,"currency":"EUR"},"value_date":"2024-01-01"}},
        {"entity":"funding.budget","fields":{"activity":"@p","type":"1","status":"2","period":{"from":"2025-01-01","to":"2025-12-31"},"value":{"minor":20000000,"currency":"EUR"},"value_date":"2024-01-01"}},
        {"entity":"funding.budget","fields":{"activity":"@p","type":"2","status":"2","period":{"from":"2025-01-01","to":"2025-12-31"},"value":{"minor":24000000,"currency":"EUR"},"value_date":"2024-01-01"}},
        {"entity":"funding.transaction","fields":{"activity":"@p","type":"1","date":"2024-02-01","value":{"minor":20000000,"currency":"EUR"}}},
        {"entity":"funding.transaction","fields":{"activity":"@p","type":"2","date":"2024-02-01","value":{"minor":36000000,"currency":"EUR"}}},
        {"entity":"funding.transaction","fields":{"activity":"@p","type":"3","date":"2024-03-01","value":{"minor":19000000,"currency":"EUR"},"justified":true}},
        {"entity":"funding.transaction","fields":{"activity":"@p","type":"3","date":"2024-04-01","value":{"minor":-1000000,"currency":"EUR"}}},
        {"entity":"funding.transaction","fields":{"activity":"@p","type":"10","date":"2024-03-01","value":{"minor":99900000,"currency":"EUR"}}},
        {"entity":"funding.transaction","fields":{"activity":"@p","type":"12","date":"2024-03-01","value":{"minor":88800000,"currency":"EUR"}}})"));
    auto const document = portfolio.report("project:XX-1");
    auto const number = [&](std::string_view label) {
        auto const* const found = figure(document.blocks, label);
        REQUIRE_MESSAGE(found, label);
        return found->value.number;
    };
    CHECK(number("Budget") == 48'000'000); // the revised line replaces the original of its period
    CHECK(number("Dépenses") == 18'000'000);
    CHECK(number("Taux d’engagement") == 750);           // 360 000 / 480 000
    CHECK(number("Taux de décaissement") == 500);        // 180 000 / 360 000
    CHECK(number("Taux d’exécution budgétaire") == 375); // 180 000 / 480 000
    CHECK(number("Taux d’absorption") == 950);           // 190 000 justified / 200 000 received
    CHECK(number("Trésorerie") == 2'000'000);
    CHECK(number("Indice de consommation") == 749);
    CHECK(figure(document.blocks, "Indice de consommation")->tone == exchange::Tone::warn);
    CHECK(number("Dépense estimée à l’achèvement") == 35'950'820);
    auto const* const apart = table(document.blocks, "apart");
    REQUIRE(apart);
    CHECK(apart->rows.size() == 2);
    auto const alerts = portfolio.session().alerts();
    CHECK(std::any_of(alerts.begin(), alerts.end(), [](auto const& alert) { return alert.rule == "burn-light" && alert.what == "Vérifier la dépense, trop lente\u00a0: indice 0,75" &&
                   alert.why.ends_with("37,5\u00a0% du budget dépensés pour 50,1\u00a0% du temps") && alert.entity == "funding.budget" && alert.field == "value"; }));
}

TEST_CASE("a budget is shared over a report's period by days")
{
    Portfolio portfolio("2025-03-31");
    portfolio.add(project(R"(,{"entity":"funding.budget","fields":{"activity":"@p","type":"1","period":{"from":"2024-01-01","to":"2024-12-31"},"value":{"minor":24000000,"currency":"EUR"},"value_date":"2024-01-01"}})"));
    auto const document = portfolio.report("project:XX-1", "2024-10-01", "2025-03-31");
    auto const* const budget = table(document.blocks, "budget");
    REQUIRE(budget);
    CHECK(budget->rows.back().at(2).fact.number == 6'032'787);
}

TEST_CASE("an empty denominator is not 0 %")
{
    Portfolio portfolio;
    portfolio.add(project(R"(,{"entity":"funding.transaction","fields":{"activity":"@p","type":"3","date":"2024-03-01","value":{"minor":100,"currency":"EUR"}}})"));
    auto const document = portfolio.report("project:XX-1");
    for (std::string_view const label : {"Taux d’engagement", "Taux de décaissement", "Taux d’exécution budgétaire", "Taux d’absorption"}) {
        REQUIRE(figure(document.blocks, label));
        CHECK_MESSAGE(figure(document.blocks, label)->value.kind == FactKind::not_computable, label);
    }
}

TEST_CASE("financing plan: cash and in kind apart, shares of the fund and of the city, rules that may be edited")
{
    Portfolio portfolio;
    portfolio.add(project(R"(,{"entity":"funding.plan","fields":{"activity":"@p","total_cost":{"minor":25000000,"currency":"EUR"}}},
        {"entity":"funding.cofinancing","fields":{"activity":"@p","source_name":"Réseau","source_kind":"network_fund","kind":"cash","amount":{"minor":19000000,"currency":"EUR"}}},
        {"entity":"funding.cofinancing","fields":{"activity":"@p","source_name":"Ville","source_kind":"city","kind":"cash","amount":{"minor":2500000,"currency":"EUR"}}},
        {"entity":"funding.cofinancing","fields":{"activity":"@p","source_name":"Ville","source_kind":"city","kind":"in_kind","amount":{"minor":3500000,"currency":"EUR"}}})"));
    auto document = portfolio.report("project:XX-1");
    auto text = paragraphs(document.blocks);
    CHECK(text.find("76,0\u00a0% du coût total (au plus 80,0\u00a0%)") != std::string::npos);
    CHECK(text.find("24,0\u00a0% du coût total (au moins 20,0\u00a0%)") != std::string::npos);
    CHECK(text.find("Le plan de financement est bouclé") != std::string::npos);
    auto const alerts = portfolio.session().alerts();
    CHECK(std::none_of(alerts.begin(), alerts.end(), [](auto const& alert) { return alert.rule == "plan-open" || alert.rule == "share-rule"; }));

    portfolio.add(R"([{"entity":"funding.share_rule","fields":{"name":"Valorisation","source_kind":"city","base":"own_in_kind","most":"50","source_note":"essai"}}])");
    document = portfolio.report("project:XX-1");
    text = paragraphs(document.blocks);
    CHECK(text.find("58,3\u00a0% (au plus 50,0\u00a0%)") != std::string::npos);
    CHECK(text.find("76,0") == std::string::npos); // the portfolio's own rules stand in place of the defaults
    auto const broken = portfolio.session().alerts();
    CHECK(std::count_if(broken.begin(), broken.end(), [](auto const& alert) { return alert.rule == "share-rule"; }) == 1);
}

TEST_CASE("a plan that does not close is an alert with the gap")
{
    Portfolio portfolio;
    portfolio.add(project(R"(,{"entity":"funding.plan","fields":{"activity":"@p","total_cost":{"minor":10000000,"currency":"EUR"}}},
        {"entity":"funding.cofinancing","fields":{"activity":"@p","source_name":"État","source_kind":"state","kind":"cash","amount":{"minor":8750000,"currency":"EUR"}}})"));
    auto const alerts = portfolio.session().alerts();
    CHECK(std::any_of(alerts.begin(), alerts.end(), [](auto const& alert) { return alert.what == "Boucler le plan de financement" &&
                      alert.why.ends_with("plan non bouclé\u00a0: il manque 12\u202f500,00\u00a0EUR") && alert.entity == "funding.plan" && alert.field == "total_cost"; }));
}

TEST_CASE("the history of the ECB is imported once, and a second time changes nothing")
{
    Portfolio portfolio;
    std::string const csv = "Date,USD,MAD,CHF,\r\n2024-03-01,1.0813,N/A,0.9568,\r\n2024-02-29,1.0826,10.9,0.9534,\r\nnot a date,1,2,3,\r\n2024-02-28,x,10.91,0.9519,\r\n";
    auto const preview = portfolio.import("eurofxref-hist.csv", csv, bridge::ImportMode::preview);
    CHECK(preview.created == 7);
    auto const first = portfolio.import("eurofxref-hist.csv", csv);
    CHECK(first.created == 7); // 2 + 3 + 2
    CHECK(first.problems_total == 2);
    auto const second = portfolio.import("eurofxref-hist.csv", csv);
    CHECK(second.created == 0);
    CHECK(second.changed == 0);
    CHECK(second.unchanged == 7);
}

TEST_CASE("an empty portfolio shows no figure instead of zeroes")
{
    Portfolio portfolio;
    auto const home = portfolio.session().dashboard(Language::fr);
    REQUIRE(home);
    CHECK(paragraphs(home->blocks).find("Aucun projet pour l’instant") != std::string::npos);
    CHECK(!figure(home->blocks, "Engagements"));
    CHECK(portfolio.session().alerts().empty());
    auto const document = portfolio.report("portfolio");
    CHECK(!document.blocks.empty());
}

TEST_CASE("the home page shares a project's money among its countries")
{
    Portfolio portfolio;
    portfolio.add(project(R"(,{"entity":"projects.country","fields":{"activity":"@p","code":"SN","percentage":"66.67"}},{"entity":"projects.country","fields":{"activity":"@p","code":"TN","percentage":"33.33"}},
        {"entity":"funding.transaction","fields":{"activity":"@p","type":"2","date":"2024-02-01","value":{"minor":10000,"currency":"EUR"}}})"));
    auto const home = portfolio.session().dashboard(Language::fr);
    REQUIRE(home);
    auto const* const countries = table(home->blocks, "funding-by-country");
    REQUIRE(countries);
    REQUIRE(countries->rows.size() == 3);
    CHECK(countries->total_rows == 1);
    CHECK(countries->rows[2][1].fact.number == 10'000);
    CHECK(countries->rows[0][0].fact.text == "Sénégal");
    CHECK(countries->rows[0][1].fact.number == 6667);
    CHECK(countries->rows[1][1].fact.number == 3333);
}

TEST_CASE("by country, city, donor, theme and status: each amount stands in one line, and what belongs to none is told")
{
    Portfolio portfolio("2025-06-30");
    // P: 100,00 EUR, 90 % of which in Senegal, Tunisia without a figure; agreement of A. Q: 50,00 EUR, no country, two themes, donor B named as participant. R: pounds without a rate.
    portfolio.add(R"([{"ref":"a","entity":"core.organisation","fields":{"identifier":"XX-A","name":{"fr":"Bailleur A"}}},
        {"ref":"b","entity":"core.organisation","fields":{"identifier":"XX-B","name":{"fr":"Bailleur B"}}},
        {"ref":"lome","entity":"core.territory","fields":{"name":{"fr":"Lomé"},"kind":"city","country":"TG"}},
        {"ref":"p","entity":"projects.activity","fields":{"identifier":"XX-1","title":{"fr":"P"},"status":"2","actual_start":"2024-01-01","city":"@lome","theme":["water"]}},
        {"ref":"q","entity":"projects.activity","fields":{"identifier":"XX-2","title":{"fr":"Q"},"status":"2","actual_start":"2024-01-01","theme":["waste","energy"]}},
        {"ref":"r","entity":"projects.activity","fields":{"identifier":"XX-3","title":{"fr":"R"},"status":"6","actual_start":"2024-01-01"}},
        {"entity":"projects.country","fields":{"activity":"@p","code":"SN","percentage":"90"}},
        {"entity":"projects.country","fields":{"activity":"@r","code":"LB","percentage":"100"}},
        {"entity":"projects.participation","fields":{"activity":"@q","organisation":"@b","role":"1"}},
        {"ref":"g","entity":"funding.agreement","fields":{"reference":"G1","donor":"@a"}},
        {"entity":"funding.transaction","fields":{"activity":"@p","type":"2","date":"2024-02-01","agreement":"@g","value":{"minor":10000,"currency":"EUR"}}},
        {"entity":"funding.transaction","fields":{"activity":"@p","type":"3","date":"2024-03-01","agreement":"@g","value":{"minor":4001,"currency":"EUR"}}},
        {"entity":"funding.transaction","fields":{"activity":"@q","type":"2","date":"2024-02-01","value":{"minor":5001,"currency":"EUR"}}},
        {"entity":"funding.transaction","fields":{"activity":"@r","type":"2","date":"2024-02-01","value":{"minor":700,"currency":"LBP"}}}])");
    auto const home = portfolio.session().dashboard(Language::fr);
    REQUIRE(home);
    struct Expected {
        char const* by;
        std::vector<std::pair<char const*, std::int64_t>> lines; ///< name, committed in cents; -1: not converted
    };
    // By hand: 90 % of 100,00 is 90,00, the other 10,00 is nobody's; 50,01 in two equal parts is 25,01 and 25,00.
    std::vector<Expected> const all{{"country", {{"Sénégal", 9'000}, {"Liban", -1}, {"Non réparti", 6'001}}},
                                    {"city", {{"Lomé", 10'000}, {"Sans ville partenaire", 5'001}}},
                                    {"donor", {{"Bailleur A", 10'000}, {"Bailleur B", 5'001}, {"Non réparti", -1}}},
                                    {"theme", {{"Eau et assainissement", 10'000}, {"Déchets et recyclage", 2'501}, {"Énergie", 2'500}, {"Sans thème", -1}}},
                                    {"status", {{"En cours", 15'001}, {"Suspendu", -1}}}};
    for (auto const& [by, lines] : all) {
        CAPTURE(by);
        auto const* const shown = table(home->blocks, std::string("funding-by-") + by);
        REQUIRE(shown);
        REQUIRE(shown->bars);
        REQUIRE(shown->rows.size() == lines.size() + 1);
        std::int64_t committed = 0, disbursed = 0;
        for (std::size_t row = 0; row < lines.size(); ++row) {
            auto const& cells = shown->rows[row];
            CHECK(cells[0].fact.text == lines[row].first);
            bool const converted = lines[row].second >= 0;
            CHECK(cells[1].fact.kind == (converted ? FactKind::money : FactKind::not_converted));
            if (converted)
                CHECK(cells[1].fact.number == lines[row].second);
            committed += cells[1].fact.number;
            disbursed += cells[2].fact.number;
            REQUIRE(shown->behind.contains(row));
            CHECK(shown->behind.at(row).entity == "funding.transaction");
        }
        CHECK(committed == 15'001);
        CHECK(disbursed == 4'001);
        CHECK(shown->rows.back()[1].fact.number == 15'001);
        CHECK(shown->rows.back()[3].fact.number == 3);
    }
    CHECK(std::count_if(home->blocks.begin(), home->blocks.end(), [](auto const& block) { return std::holds_alternative<exchange::Tab>(block); }) == 6); // five, and the end
    // What a line opens is what the line holds: the two transactions of the city's project, of 4.
    auto const* const cities = table(home->blocks, "funding-by-city");
    auto const count = [&](std::string const& conditions) {
        model::Query query;
        query.entity = portfolio.session().registry().entity("funding.transaction");
        std::string_view rest = conditions;
        while (!rest.empty()) {
            auto const end = rest.find('\n');
            auto filter = model::parse_filter(portfolio.session().registry(), *query.entity, rest.substr(0, end));
            REQUIRE(filter);
            query.filters.push_back(std::move(*filter));
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        }
        auto const found = model::count(portfolio.session().portfolio().reader(), portfolio.session().registry(), query);
        REQUIRE(found);
        return *found;
    };
    CHECK(count(cities->behind.at(0).filter) == 2);
    CHECK(count(cities->behind.at(1).filter) == 2); // Q and R have no city
    CHECK(count(figure(home->blocks, "Engagements")->behind.filter) == 3);
    CHECK(figure(home->blocks, "Engagements")->tone == exchange::Tone::warn);
    CHECK(figure(home->blocks, "Engagements")->note == "Partiel\u00a0: 1 sur 3 non convertis");
}

TEST_CASE("reports to donors: to send, late, returned; the agreement's own date reminds only while the register does not")
{
    Portfolio portfolio("2026-03-12");
    portfolio.add(R"([{"ref":"a","entity":"core.organisation","fields":{"identifier":"XX-A","name":{"fr":"Union européenne"}}},
        {"ref":"p","entity":"projects.activity","fields":{"identifier":"XX-1","title":{"fr":"Marché couvert"},"status":"2","actual_start":"2024-01-01"}},
        {"ref":"g","entity":"funding.agreement","fields":{"reference":"C-1","donor":"@a","activity":"@p","report_due":"2026-02-28"}},
        {"ref":"h","entity":"funding.agreement","fields":{"reference":"C-2","donor":"@a","report_due":"2026-03-20"}},
        {"ref":"i","entity":"funding.agreement","fields":{"reference":"C-3","donor":"@a","state":"cancelled","report_due":"2026-03-20"}},
        {"entity":"funding.report","fields":{"agreement":"@g","kind":"interim","number":"1","due":"2025-02-28","state":"accepted","sent":"2025-02-20","accepted":"2025-04-01"}},
        {"entity":"funding.report","fields":{"agreement":"@g","kind":"interim","number":"2","due":"2026-02-28","state":"to_write"}},
        {"entity":"funding.report","fields":{"agreement":"@g","kind":"final","due":"2026-04-11","state":"to_write"}},
        {"entity":"funding.report","fields":{"agreement":"@g","kind":"annual","due":"2026-04-12","state":"to_write"}},
        {"entity":"funding.report","fields":{"agreement":"@g","kind":"financial","due":"2026-01-31","state":"returned","sent":"2026-01-30","returned":"2026-03-02","correction":"Joindre les relevés.\nSigner."}},
        {"entity":"funding.report","fields":{"agreement":"@i","kind":"final","due":"2026-01-01","state":"to_write"}}])");
    auto const alerts = portfolio.session().alerts();
    auto const one = [&](std::string_view what) {
        auto const found = std::find_if(alerts.begin(), alerts.end(), [&](auto const& alert) { return alert.what == what; });
        REQUIRE_MESSAGE(found != alerts.end(), what);
        return *found;
    };
    auto const late = one("Envoyer le rapport intermédiaire n°\u00a02 à Union européenne");
    CHECK(late.why == "Marché couvert – échéance dépassée de 12\u00a0jours"); // 28 February to 12 March 2026
    CHECK(late.tone == exchange::Tone::bad);
    CHECK(late.due == "2026-02-28");
    CHECK(late.entity == "funding.report");
    CHECK(late.field == "sent");
    auto const soon = one("Envoyer le rapport final à Union européenne");
    CHECK(soon.tone == exchange::Tone::warn);
    CHECK(soon.why.ends_with("échéance dans 30\u00a0jours"));
    auto const returned = one("Corriger le rapport financier pour Union européenne");
    CHECK(returned.field == "correction");
    CHECK(returned.why == "Marché couvert – renvoyé le 02/03/2026\u00a0: Joindre les relevés.");
    // C-1 has a report due on its own date, C-2 has none, C-3 is cancelled; the annual report is 31 days away.
    auto const reminder = one("Envoyer le rapport attendu par Union européenne");
    CHECK(reminder.entity == "funding.agreement");
    CHECK(reminder.field == "report_due");
    CHECK(std::count_if(alerts.begin(), alerts.end(), [](auto const& alert) { return alert.rule.starts_with("report-"); }) == 4);
}

TEST_CASE("a report's dates go in order, and a returned report says what must be corrected")
{
    Portfolio portfolio("2026-03-12");
    portfolio.add(R"([{"ref":"a","entity":"core.organisation","fields":{"identifier":"XX-A","name":{"fr":"A"}}},{"entity":"funding.agreement","fields":{"reference":"C-1","donor":"@a"}}])");
    auto const refused = [&](std::string_view fields) {
        return portfolio.refusal(std::string(R"([{"ref":"a","entity":"core.organisation","fields":{"identifier":"XX-B","name":{"fr":"B"}}},{"ref":"g","entity":"funding.agreement","fields":{"reference":"C-2","donor":"@a"}},)") +
                                 R"({"entity":"funding.report","fields":{"agreement":"@g","kind":"interim",)" + std::string(fields) + "}}]");
    };
    CHECK(refused(R"("state":"returned","sent":"2026-01-10","returned":"2026-02-01")").find("notez ce qu’il faut corriger") != std::string::npos);
    CHECK(refused(R"("state":"returned","sent":"2026-02-10","returned":"2026-02-01","correction":"x")").find("Le renvoi précède l’envoi") != std::string::npos);
    CHECK(refused(R"("state":"accepted","sent":"2026-02-10","accepted":"2026-02-01")").find("L’acceptation précède l’envoi") != std::string::npos);
    CHECK(refused(R"("state":"accepted","sent":"2026-01-10","returned":"2026-02-01","accepted":"2026-01-31")").find("L’acceptation précède le renvoi") != std::string::npos);
    CHECK(refused(R"("period":{"from":"2026-01-31","to":"2026-01-01"})") != "");
    CHECK(refused(R"("state":"returned","sent":"2026-01-10","returned":"2026-01-10","correction":"x")").empty());
}

TEST_CASE("the budget table adds up where spend has no heading, and spend that is not reported is not 0 %")
{
    Portfolio portfolio;
    portfolio.add(project(R"(,{"entity":"funding.budget","fields":{"activity":"@p","heading":"1","type":"1","period":{"from":"2024-01-01","to":"2024-12-31"},"value":{"minor":1000000,"currency":"EUR"},"value_date":"2024-01-01"}},
        {"entity":"funding.transaction","fields":{"activity":"@p","type":"4","date":"2024-03-01","value":{"minor":300000,"currency":"EUR"}}})"));
    auto const document = portfolio.report("project:XX-1");
    auto const* const budget = table(document.blocks, "budget");
    REQUIRE(budget);
    REQUIRE(budget->rows.size() == 3);
    std::int64_t sum = 0;
    for (std::size_t row = 0; row < 2; ++row) {
        REQUIRE(budget->rows[row][5].fact.kind == FactKind::money);
        sum += budget->rows[row][5].fact.number;
        CHECK(budget->rows[row][6].fact.kind == FactKind::not_computable); // one side or the other is not reported
    }
    CHECK(sum == 700'000); // 10 000 − 3 000
    CHECK(budget->rows[2][5].fact.number == 700'000);
    CHECK(budget->rows[2][6].fact.number == 300); // 30,0 %
}

TEST_CASE("a cent of rounding is neither an overspend nor an advance from own funds")
{
    for (auto const& [over, alarms] : {std::pair{1, false}, {10, true}}) {
        Portfolio portfolio;
        portfolio.add(project(R"(,{"entity":"funding.budget","fields":{"activity":"@p","type":"1","period":{"from":"2024-01-01","to":"2024-12-31"},"value":{"minor":10000,"currency":"EUR"},"value_date":"2024-01-01"}},
            {"entity":"funding.transaction","fields":{"activity":"@p","type":"1","date":"2024-02-01","value":{"minor":10000,"currency":"EUR"}}},
            {"entity":"funding.transaction","fields":{"activity":"@p","type":"4","date":"2024-03-01","value":{"minor":)" + std::to_string(10'000 + over) + R"(,"currency":"EUR"}}})"));
        auto const alerts = portfolio.session().alerts();
        for (std::string const rule : {"budget-exceeded", "cash-negative"})
            CHECK(std::any_of(alerts.begin(), alerts.end(), [&](auto const& alert) { return alert.rule == rule; }) == alarms);
    }
}

TEST_CASE("budget and spend over time: day by day of the budget, spend as far as it is known")
{
    Portfolio portfolio("2024-09-30");
    portfolio.add(project(R"(,{"entity":"funding.budget","fields":{"activity":"@p","period":{"from":"2024-01-01","to":"2024-12-31"},"value":{"minor":24000000,"currency":"EUR"}}},
        {"entity":"funding.budget","fields":{"activity":"@p","value":{"minor":100,"currency":"EUR"}}},
        {"entity":"funding.transaction","fields":{"activity":"@p","type":"4","date":"2024-04-10","value_date":"2024-04-10","value":{"minor":100000,"currency":"EUR"}}},
        {"entity":"funding.transaction","fields":{"activity":"@p","type":"3","date":"2024-08-05","value_date":"2024-08-05","value":{"minor":200000,"currency":"EUR"}}},
        {"entity":"funding.transaction","fields":{"activity":"@p","type":"1","date":"2024-08-05","value_date":"2024-08-05","value":{"minor":900000,"currency":"EUR"}}})"));
    auto const document = portfolio.report("project:XX-1");
    auto const* const curve = chart(document.blocks, "curve");
    REQUIRE(curve);
    CHECK(curve->kind == exchange::ChartKind::line);
    CHECK(curve->labels == std::vector<std::string>{"T1 2024", "T2 2024", "T3 2024", "T4 2024"});
    REQUIRE(curve->values.size() == 8);
    CHECK(curve->values[0].kind == FactKind::not_reported); // no spend yet is not a spend of 0
    CHECK(curve->values[1].number == 100'000);
    CHECK(curve->values[2].number == 300'000); // funds received are no spend
    CHECK(curve->values[3].kind == FactKind::not_reported); // after the last day of the report
    CHECK(curve->values[4].number == 5'967'213);  // 240 000 × 91 ÷ 366
    CHECK(curve->values[5].number == 11'934'426); // × 182 ÷ 366
    CHECK(curve->values[6].number == 17'967'213); // × 274 ÷ 366
    CHECK(curve->values[7].number == 24'000'000);
    auto const said = [&](std::string_view words) {
        return std::any_of(document.blocks.begin(), document.blocks.end(), [&](auto const& block) {
            auto const* const text = std::get_if<exchange::Paragraph>(&block);
            return text && text->text.find(words) != std::string::npos;
        });
    };
    CHECK(said("faute de date ou de taux\u00a0: 1 ligne")); // the budget without a period
}
