// The inclusion and projects modules at work in a portfolio: logframe, masking of what leaves, raw internal views, markers,
// milestones, risks, alerts and refusals. Figures by hand from the domain brief.
#include "host/bridge/view.hpp"
#include "portfolio.hpp"
#include <algorithm>
#include <chrono>
#include <thread>

using namespace testing;
using exchange::FactKind;

namespace {

std::string const people = R"([{"ref":"p","entity":"projects.activity","fields":{"identifier":"XX-1","title":{"fr":"Couveuse","en":"Incubator"},"status":"2","actual_start":"2024-01-01","planned_end":"2025-12-31"}},
  {"ref":"r","entity":"inclusion.result","fields":{"activity":"@p","type":"1","title":{"fr":"Porteurs de projet formés"}}},
  {"ref":"i","entity":"inclusion.indicator","fields":{"result":"@r","measure":"1","ascending":true,"title":{"fr":"Personnes formées"},"baseline_value":"0","baseline_year":2023}},
  {"ref":"q","entity":"inclusion.period","fields":{"indicator":"@i","period":{"from":"2024-01-01","to":"2024-12-30"},"target":"150","actual":"141","actual_cells":{
    "F|18-24|yes":4,"F|18-24|no":46,"F|25-35|yes":3,"F|25-35|no":27,"F|36-59|yes":2,"F|36-59|no":8,
    "M|18-24|yes":3,"M|18-24|no":29,"M|25-35|yes":2,"M|25-35|no":12,"M|36-59|yes":1,"M|36-59|no":4}}}])";

std::vector<exchange::Cell> const* row_named(exchange::Table const& table, std::size_t column, std::string_view text)
{
    for (auto const& row : table.rows)
        if (row.at(column).fact.text == text)
            return &row;
    return nullptr;
}

} // namespace

TEST_CASE("logframe: progress and light of the reference project")
{
    Portfolio portfolio;
    portfolio.add(people);
    auto const document = portfolio.report("project:XX-1");
    auto const* const logframe = table(document.blocks, "logframe");
    REQUIRE(logframe);
    REQUIRE(logframe->rows.size() == 1);
    auto const& row = logframe->rows[0];
    CHECK(row[3].fact.number == 0);   // baseline
    CHECK(row[5].fact.number == 150); // target
    CHECK(row[6].fact.number == 141);
    CHECK(row[7].fact.kind == FactKind::percent);
    CHECK(row[7].fact.number == 940);
    CHECK(row[8].tone == exchange::Tone::good);
}

TEST_CASE("what leaves the machine is masked; the internal view is whole and says so")
{
    Portfolio portfolio;
    portfolio.add(people);
    auto const document = portfolio.report("project:XX-1");
    CHECK(figure(document.blocks, "Part des femmes")->value.number == 638);
    CHECK(figure(document.blocks, "Personnes en situation de handicap")->value.number == 106);
    CHECK(figure(document.blocks, "Jeunes, 15 à 24 ans (ONU)")->value.number == 582);
    CHECK(figure(document.blocks, "Jeunes, 15 à 35 ans (Union africaine)")->value.number == 894);
    CHECK(!figure(document.blocks, "Jeunes femmes en situation de handicap, 15 à 24 ans"));
    auto const* const crossing = table(document.blocks, "crossing");
    REQUIRE(crossing);
    // Disability crosses another dimension: k = 11 hides 4, 5, 3 and 3, then their neighbours, for margins are shown.
    for (std::string_view const group : {"Femmes, 15 à 24 ans", "Femmes, autres âges", "Hommes, 15 à 24 ans", "Hommes, autres âges"}) {
        auto const* const row = row_named(*crossing, 0, group);
        REQUIRE_MESSAGE(row, group);
        CHECK(row->at(1).fact.kind == FactKind::suppressed);
        CHECK(row->at(2).fact.kind == FactKind::suppressed);
    }
    CHECK(row_named(*crossing, 0, "Femmes, 15 à 24 ans")->at(4).fact.number == 50);
    CHECK(crossing->rows.back().at(1).fact.number == 15);
    CHECK(crossing->rows.back().at(4).fact.number == 141);

    auto scope = portfolio.session().parse_scope("project:XX-1");
    REQUIRE(scope);
    auto const view = portfolio.session().view("org.passerelle.inclusion", "inclusion", *scope);
    REQUIRE(view);
    view->refresh();
    auto const blocks = blocks_of(*view);
    CHECK(paragraphs(blocks).find("Données internes") != std::string::npos);
    CHECK(figure(blocks, "Jeunes femmes en situation de handicap, 15 à 24 ans")->value.number == 4);
    CHECK(row_named(*table(blocks, "crossing"), 0, "Femmes, 15 à 24 ans")->at(1).fact.number == 4);
}

TEST_CASE("a group under the threshold hides itself and its protector, and its share")
{
    Portfolio portfolio;
    portfolio.add(R"([{"ref":"p","entity":"projects.activity","fields":{"identifier":"XX-1","title":{"fr":"Petit"},"status":"2","actual_start":"2024-01-01"}},
      {"ref":"r","entity":"inclusion.result","fields":{"activity":"@p","type":"1","title":{"fr":"R"}}},
      {"ref":"i","entity":"inclusion.indicator","fields":{"result":"@r","measure":"1","title":{"fr":"I"}}},
      {"entity":"inclusion.period","fields":{"indicator":"@i","period":{"from":"2024-01-01","to":"2024-12-30"},"actual":"23","actual_cells":{"F|18-24|no":3,"M|18-24|no":20}}}])");
    auto const document = portfolio.report("project:XX-1");
    CHECK(figure(document.blocks, "Part des femmes")->value.kind == FactKind::suppressed);
    auto const* const sexes = table(document.blocks, "by-sex");
    REQUIRE(sexes);
    CHECK(sexes->rows[0][1].fact.kind == FactKind::suppressed);
    CHECK(sexes->rows[1][1].fact.kind == FactKind::suppressed);
    CHECK(sexes->rows[2][1].fact.number == 0); // nobody: shown
    CHECK(sexes->rows.back()[1].fact.number == 23);
}

TEST_CASE("flows add up, a missing period is not 0, unique persons give a range, stocks take the latest")
{
    Portfolio portfolio("2025-01-15");
    portfolio.add(R"([{"ref":"p","entity":"projects.activity","fields":{"identifier":"XX-1","title":{"fr":"P"},"status":"2","actual_start":"2024-01-01","planned_end":"2025-12-31"}},
      {"ref":"r","entity":"inclusion.result","fields":{"activity":"@p","type":"1","title":{"fr":"R"}}},
      {"ref":"a","entity":"inclusion.indicator","fields":{"result":"@r","measure":"1","position":1,"title":{"fr":"Flux"},"baseline_value":"0"}},
      {"entity":"inclusion.period","fields":{"indicator":"@a","period":{"from":"2024-01-01","to":"2024-03-31"},"target":"30","actual":"30"}},
      {"entity":"inclusion.period","fields":{"indicator":"@a","period":{"from":"2024-04-01","to":"2024-06-30"},"target":"50","actual":"45"}},
      {"entity":"inclusion.period","fields":{"indicator":"@a","period":{"from":"2024-07-01","to":"2024-09-30"},"target":"40","actual":"20"}},
      {"entity":"inclusion.period","fields":{"indicator":"@a","period":{"from":"2024-10-01","to":"2024-12-31"}}},
      {"ref":"b","entity":"inclusion.indicator","fields":{"result":"@r","measure":"1","position":2,"title":{"fr":"Uniques"},"count_mode":"unique_persons"}},
      {"entity":"inclusion.period","fields":{"indicator":"@b","period":{"from":"2024-01-01","to":"2024-03-31"},"actual":"120"}},
      {"entity":"inclusion.period","fields":{"indicator":"@b","period":{"from":"2024-04-01","to":"2024-06-30"},"actual":"80"}},
      {"entity":"inclusion.period","fields":{"indicator":"@b","period":{"from":"2024-07-01","to":"2024-09-30"},"actual":"50"}},
      {"ref":"c","entity":"inclusion.indicator","fields":{"result":"@r","measure":"1","position":3,"nature":"stock","title":{"fr":"Stock"}}},
      {"entity":"inclusion.period","fields":{"indicator":"@c","period":{"from":"2024-01-01","to":"2024-06-30"},"actual":"10"}},
      {"entity":"inclusion.period","fields":{"indicator":"@c","period":{"from":"2024-07-01","to":"2024-12-31"},"actual":"12"}},
      {"ref":"d","entity":"inclusion.indicator","fields":{"result":"@r","measure":"2","position":4,"title":{"fr":"Taux"}}},
      {"entity":"inclusion.period","fields":{"indicator":"@d","period":{"from":"2024-01-01","to":"2024-12-31"},"actual_numerator":"45","actual_denominator":"60"}}])");
    auto const document = portfolio.report("project:XX-1");
    auto const* const logframe = table(document.blocks, "logframe");
    REQUIRE(logframe);
    REQUIRE(logframe->rows.size() == 4);
    CHECK(logframe->rows[0][6].fact.number == 95);
    CHECK(logframe->rows[0][7].fact.number == 792);
    CHECK(logframe->rows[0][10].fact.text.find("1 période manquante") != std::string::npos);
    CHECK(logframe->rows[1][6].fact.text == "de 120 à 250");
    CHECK(logframe->rows[2][6].fact.number == 12);
    CHECK(logframe->rows[3][6].fact.kind == FactKind::percent);
    CHECK(logframe->rows[3][6].fact.number == 750);
    auto const alerts = portfolio.session().alerts();
    CHECK(std::any_of(alerts.begin(), alerts.end(), [](auto const& alert) { return alert.rule == "period-missing"; }));
}

TEST_CASE("percentages are pooled over projects, or refused")
{
    Portfolio portfolio("2025-01-15");
    auto const project = [](std::string const& id, std::string const& values) {
        return R"([{"ref":"p","entity":"projects.activity","fields":{"identifier":")" + id + R"(","title":{"fr":"P"},"status":"2","actual_start":"2024-01-01"}},
          {"ref":"r","entity":"inclusion.result","fields":{"activity":"@p","type":"2","title":{"fr":"R"}}},{"ref":"i","entity":"inclusion.indicator","fields":{"result":"@r","measure":"2","title":{"fr":"Part"}}},
          {"entity":"inclusion.period","fields":{"indicator":"@i","period":{"from":"2024-01-01","to":"2024-12-31"},)" + values + "}}]";
    };
    portfolio.add(project("XX-1", R"("actual_numerator":"45","actual_denominator":"60")"));
    portfolio.add(project("XX-2", R"("actual_numerator":"30","actual_denominator":"90")"));
    auto document = portfolio.report("portfolio");
    auto const* shared = table(document.blocks, "aggregates");
    REQUIRE(shared);
    CHECK(shared->rows[0][2].fact.number == 500); // 75 / 150, not the mean 54.2
    portfolio.add(project("XX-3", R"("actual":"80")"));
    document = portfolio.report("portfolio");
    shared = table(document.blocks, "aggregates");
    REQUIRE(shared);
    CHECK(shared->rows[0][2].fact.kind == FactKind::not_computable);
}

TEST_CASE("marker shares weigh commitments; not screened is not zero")
{
    Portfolio portfolio;
    auto const project = [](std::string const& id, std::string const& thousands, std::string const& significance) {
        return R"([{"ref":"p","entity":"projects.activity","fields":{"identifier":")" + id + R"(","title":{"fr":"P"},"status":"2","actual_start":"2024-01-01"}},
          {"entity":"inclusion.marker","fields":{"activity":"@p","vocabulary":"1","code":"1","justification":"essai","screened_on":"2024-01-01")" + significance + R"(}},
          {"entity":"funding.transaction","fields":{"activity":"@p","type":"2","date":"2024-02-01","value":{"minor":)" + thousands + R"(00000,"currency":"EUR"}}}])";
    };
    portfolio.add(project("XX-1", "500", R"(,"significance":"2")"));
    portfolio.add(project("XX-2", "300", R"(,"significance":"1")"));
    portfolio.add(project("XX-3", "200", R"(,"significance":"0")"));
    portfolio.add(project("XX-4", "400", ""));
    auto const document = portfolio.report("portfolio");
    auto const* const shares = table(document.blocks, "marker-shares");
    REQUIRE(shares);
    CHECK(shares->rows[0][1].fact.number == 714);
    CHECK(shares->rows[0][2].fact.number == 800);
    CHECK(shares->rows[0][3].fact.number == 500);
    CHECK(shares->rows[0][4].fact.number == 620);
    CHECK(shares->rows[1][2].fact.kind == FactKind::not_computable); // disability: nothing screened
}

TEST_CASE("a disaggregation above its total is refused with the number to remove")
{
    Portfolio portfolio;
    std::string const sentence = portfolio.refusal(R"([{"ref":"p","entity":"projects.activity","fields":{"identifier":"XX-1","title":{"fr":"P"}}},
      {"ref":"r","entity":"inclusion.result","fields":{"activity":"@p","type":"1","title":{"fr":"R"}}},{"ref":"i","entity":"inclusion.indicator","fields":{"result":"@r","measure":"1","title":{"fr":"I"}}},
      {"entity":"inclusion.period","fields":{"indicator":"@i","actual":"141","actual_cells":{"F|18-24|no":92,"M|18-24|no":51}}}])");
    CHECK(sentence.find("143 personnes pour un total de 141. Retirez-en 2") != std::string::npos);
}

TEST_CASE("milestones late, projects overdue, red risks; physical progress by weight")
{
    Portfolio portfolio("2025-06-30");
    portfolio.add(R"([{"ref":"p","entity":"projects.activity","fields":{"identifier":"XX-1","title":{"fr":"P"},"status":"2","actual_start":"2024-01-01","planned_end":"2025-03-25"}},
      {"entity":"projects.milestone","fields":{"activity":"@p","name":"Convention signée","planned":"2024-01-10","actual":"2024-01-20","weight":3}},
      {"entity":"projects.milestone","fields":{"activity":"@p","name":"Réception provisoire","planned":"2025-03-01","revised":"2025-06-20","weight":1}},
      {"entity":"projects.milestone","fields":{"activity":"@p","name":"Clôture","planned":"2025-12-01","weight":1}},
      {"entity":"projects.risk","fields":{"activity":"@p","title":"Élections","probability":3,"impact":5,"measure":"Suivi"}},
      {"entity":"projects.risk","fields":{"activity":"@p","title":"Change","probability":3,"impact":4}}])");
    auto const alerts = portfolio.session().alerts();
    auto const told = [&](std::string_view what) { return std::count_if(alerts.begin(), alerts.end(), [&](auto const& alert) { return alert.what == what; }); };
    auto const why = [&](std::string_view what) {
        auto const found = std::find_if(alerts.begin(), alerts.end(), [&](auto const& alert) { return alert.what == what; });
        return found == alerts.end() ? std::string() : found->why + " | " + found->entity + " " + found->field;
    };
    CHECK(why("Prolonger ou clôturer le projet") == "P – fin prévue dépassée de 97\u00a0jours | projects.activity planned_end");
    CHECK(told("Dater le jalon «\u00a0Réception provisoire\u00a0»") == 1);
    CHECK(why("Dater le jalon «\u00a0Réception provisoire\u00a0»") == "P – prévu le 20/06/2025, soit 10\u00a0jours de retard | projects.milestone actual");
    CHECK(why("Traiter le risque «\u00a0Élections\u00a0»") == "P – risque rouge, 15 sur 25 | projects.risk measure");
    CHECK(std::count_if(alerts.begin(), alerts.end(), [](auto const& alert) { return alert.rule == "risk-red"; }) == 1);
    auto const document = portfolio.report("project:XX-1");
    CHECK(figure(document.blocks, "Avancement physique")->value.number == 600); // 3 of 5
    auto const* const milestones = table(document.blocks, "milestones");
    REQUIRE(milestones);
    CHECK(row_named(*milestones, 0, "Convention signée")->at(5).fact.number == 10);
    CHECK(row_named(*milestones, 0, "Réception provisoire")->at(5).fact.number == 121); // from the planned day to today
    CHECK(row_named(*milestones, 0, "Clôture")->at(5).fact.kind == FactKind::not_applicable);
}

TEST_CASE("a status moves by a button, and the move is kept in its history")
{
    Portfolio portfolio("2025-06-30");
    portfolio.add(R"([{"entity":"projects.activity","fields":{"identifier":"XX-1","title":{"fr":"P"},"status":"1","planned_start":"2025-01-01"}}])");
    auto scope = portfolio.session().parse_scope("project:XX-1");
    REQUIRE(scope);
    auto const view = portfolio.session().view("org.passerelle.projects", "overview", *scope);
    view->refresh();
    std::vector<std::string> buttons;
    for (auto const& element : view->elements())
        if (auto const* const button = std::get_if<bridge::Button>(&element))
            buttons.push_back(button->id);
    CHECK(buttons == std::vector<std::string>{"status-2", "status-5"});
    view->press("status-2");
    for (int turn = 0; turn < 200; ++turn) {
        (void)portfolio.session().pump();
        auto statement = portfolio.session().portfolio().reader().prepare("SELECT status FROM projects_activity WHERE id = ?1");
        REQUIRE(statement);
        statement->bind(1, scope->id);
        auto const row = statement->step();
        REQUIRE((row && *row));
        if (statement->text(0) == "2")
            break;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    auto kept = portfolio.session().portfolio().reader().prepare("SELECT from_status, to_status, date FROM projects_status_history");
    REQUIRE(kept);
    auto const row = kept->step();
    REQUIRE((row && *row));
    CHECK(kept->text(0) == "1");
    CHECK(kept->text(1) == "2");
    CHECK(kept->text(2) == "2025-06-30");
}

TEST_CASE("the logframe to be filled in: bands, cells bound to their records, the figures of the chosen period")
{
    Portfolio portfolio("2025-06-30");
    portfolio.add(R"([{"ref":"p","entity":"projects.activity","fields":{"identifier":"XX-1","title":{"fr":"P"},"actual_start":"2025-01-01","planned_end":"2025-12-31"}},
      {"ref":"o","entity":"inclusion.result","fields":{"activity":"@p","type":"2","title":{"fr":"Autonomie"}}},
      {"ref":"r","entity":"inclusion.result","fields":{"activity":"@p","type":"1","title":{"fr":"Formation"}}},
      {"ref":"i","entity":"inclusion.indicator","fields":{"result":"@r","measure":"1","title":{"fr":"Personnes formées"},"count_mode":"unique_persons","baseline_value":"0"}},
      {"ref":"s","entity":"inclusion.indicator","fields":{"result":"@r","measure":"2","title":{"fr":"Satisfaction"}}},
      {"entity":"inclusion.period","fields":{"indicator":"@i","period":{"from":"2025-01-01","to":"2025-06-30"},"target":"150","actual_cells":{"F|18-24|no":90,"M|18-24|no":51}}},
      {"entity":"inclusion.period","fields":{"indicator":"@s","period":{"from":"2024-07-01","to":"2024-12-31"},"actual_numerator":"3","actual_denominator":"4"}}])");
    auto scope = portfolio.session().parse_scope("project:XX-1");
    REQUIRE(scope);
    auto const view = portfolio.session().view("org.passerelle.inclusion", "logframe", *scope);
    view->refresh();
    auto const matrix = [&]() -> bridge::Matrix const& {
        for (auto const& element : view->elements())
            if (auto const* found = std::get_if<bridge::Matrix>(&element))
                return *found;
        FAIL("no matrix");
        throw 0;
    };
    auto const choice = [&]() -> bridge::ChoiceInput const& {
        for (auto const& element : view->elements())
            if (auto const* found = std::get_if<bridge::ChoiceInput>(&element))
                return *found;
        FAIL("no choice");
        throw 0;
    };
    // Two periods, the one that follows, and the whole project; the latest that has begun is chosen.
    REQUIRE(choice().items.size() == 4);
    CHECK(choice().items[1] == "du 01/01/2025 au 30/06/2025");
    CHECK(choice().items[2] == "du 01/07/2025 au 31/12/2025"); // six months, as the last
    CHECK(choice().at == 1);
    std::vector<std::string> bands;
    bridge::MatrixRow const* people = nullptr;
    for (auto const& row : matrix().rows) {
        if (!row.band.empty())
            bands.push_back(row.band);
        else if (row.cells[0].fact.text == "Personnes formées")
            people = &row;
    }
    CHECK(bands == std::vector<std::string>{"Effet\u00a0: Autonomie", "Produit\u00a0: Formation", "Nouveau résultat"});
    REQUIRE(people);
    CHECK(people->cells[3].field == "actual_cells");
    CHECK(people->cells[3].fact.number == 141); // the sum of its cells: no total was typed
    CHECK(people->cells[3].id > 0);
    CHECK(people->cells[2].field == "target");
    CHECK(people->cells[6].fact.number == 940); // (141 − 0) ÷ (150 − 0) = 94,0 %
    // Another period: nothing is reported, and a figure typed there makes its record.
    view->choose("period", 2);
    for (auto const& row : matrix().rows)
        if (row.band.empty() && row.cells[0].fact.text == "Personnes formées") {
            CHECK(row.cells[3].fact.kind == FactKind::not_reported);
            CHECK(row.cells[3].id == 0);
            CHECK(row.cells[3].fields.find(R"("period":{"from":"2025-07-01","to":"2025-12-31"})") != std::string::npos);
        }
    // Percentages from their two numbers: 3 of 4.
    view->choose("period", 0);
    for (auto const& row : matrix().rows)
        if (row.band.empty() && row.cells[0].fact.text == "Satisfaction") {
            CHECK(row.cells[3].fact.number == 750);
            CHECK(row.cells[4].field == "actual_numerator");
        }
    // The whole project is read, not written.
    view->choose("period", 3);
    for (auto const& row : matrix().rows)
        if (row.band.empty() && row.cells[0].fact.text == "Personnes formées")
            CHECK(row.cells[3].field.empty());
}

TEST_CASE("charts: progress within the target, groups as shares of all persons counted")
{
    Portfolio portfolio("2025-12-31"); // all of its time has gone: the index is the progress
    portfolio.add(people);
    auto const document = portfolio.report("project:XX-1");
    auto const* const progress = chart(document.blocks, "progress");
    REQUIRE(progress);
    CHECK(progress->kind == exchange::ChartKind::target);
    CHECK(progress->caption == "Avancement par rapport à la cible\u00a0: au vert, 1 sur 1");
    REQUIRE(progress->values.size() == 2);
    CHECK(progress->values[0].number == 940);
    CHECK(progress->values[1].number == 1000); // 100,0 %
    auto const* const groups = chart(document.blocks, "groups");
    REQUIRE(groups);
    REQUIRE(groups->values.size() == 8);
    CHECK(groups->values[0].number == 638);
    CHECK(groups->values[1].number == 582);
    CHECK(groups->values[2].number == 894);
    CHECK(groups->values[3].number == 106);
    CHECK(groups->values[4].number == 0); // counted, none unknown
}
