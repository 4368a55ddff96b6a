// A register of incubators without a line of code: figures, sections, views and alerts from the declaration alone. Expected figures are
// added up by hand from the records below.
#include "host/exchange/facts.hpp"
#include "tests/contract/support.hpp"
#include <algorithm>
#include <doctest/doctest.h>

using namespace contract;
using exchange::Fact;
using exchange::FactKind;

namespace {

psl::Cells cells(std::vector<std::pair<char const*, std::int64_t>> counts)
{
    psl::Cells all;
    for (auto const& [code, n] : counts)
        all.counts[*psl::cell_coded(code)] = n;
    return all;
}

model::Value text(char const* words) { return std::string(words); }

/// Two cities, two cohorts, six ventures:
///   name    cohort  state  jobs  trained  capital       due
///   Alpha   A       2      10    40       1 000 000 XOF 2025-06-01
///   Bêta    A       2      5     -        500.00 EUR    2025-07-15
///   Gamma   A       1      -     20       250 000 XOF   2025-12-31
///   Delta   B       3      3     12       -             2025-01-01
///   Epsilon B       2      0     8        -             -
///   %s##,=1 B       -      -     -        -             2025-06-29
struct Incubators {
    Bench bench{{"declared"}};
    std::int64_t dakar, tunis, a, b, alpha;

    Incubators()
    {
        for (auto const& module : bench.session().modules())
            REQUIRE_MESSAGE(module.state == loader::State::active, module.reason.fr);
        dakar = bench.insert("core.territory", {{"name", model::Translations{{{"fr", "Dakar"}}}}, {"country", text("SN")}, {"population", std::int64_t{1'100'000}}, {"location", model::Point{14.7, -17.4}}});
        tunis = bench.insert("core.territory", {{"name", model::Translations{{{"fr", "Tunis"}}}}, {"country", text("TN")}, {"population", std::int64_t{1'000'000}}});
        a = bench.insert("incub.cohort", {{"name", text("A")}, {"city", model::RecordId{dakar}}, {"opened", *psl::Date::parse("2024-03-01")},
                                          {"members", cells({{"F|18-24|no", 30}, {"F|25-35|no", 10}, {"M|18-24|no", 20}})}});
        b = bench.insert("incub.cohort", {{"name", text("B")}, {"city", model::RecordId{tunis}}, {"opened", *psl::Date::parse("2025-03-01")}, {"members", cells({{"F|18-24|no", 3}})}});
        alpha = venture("Alpha", a, "2", 10, 40, psl::Money{1'000'000, "XOF"}, "2025-06-01", model::Point{14.69, -17.44});
        venture("Bêta", a, "2", 5, {}, psl::Money{50'000, "EUR"}, "2025-07-15", {});
        venture("Gamma", a, "1", {}, 20, psl::Money{250'000, "XOF"}, "2025-12-31", {});
        venture("Delta", b, "3", 3, 12, {}, "2025-01-01", {});
        venture("Epsilon", b, "2", 0, 8, {}, "", {});
        venture("%s##,=1\u202Etxt", b, "", {}, {}, {}, "2025-06-29", {});
    }

    std::int64_t venture(char const* name, std::int64_t cohort, char const* state, std::optional<std::int64_t> jobs, std::optional<std::int64_t> trained, std::optional<psl::Money> capital,
                         char const* due, std::optional<model::Point> place)
    {
        std::vector<std::pair<std::string, model::Value>> fields{{"name", text(name)}, {"cohort", model::RecordId{cohort}}};
        if (*state)
            fields.emplace_back("state", text(state));
        if (jobs)
            fields.emplace_back("jobs", *jobs);
        if (trained)
            fields.emplace_back("trained", *trained);
        if (capital)
            fields.emplace_back("capital", *capital);
        if (*due)
            fields.emplace_back("due", *psl::Date::parse(due));
        if (place)
            fields.emplace_back("place", *place);
        return bench.insert("incub.venture", std::move(fields));
    }

    exchange::Document report(bridge::Scope const& scope, Language language = Language::fr)
    {
        bridge::Progress progress;
        auto made = bench.session().report(scope, language, progress);
        REQUIRE(made);
        return *made;
    }
};

std::vector<exchange::Figure> figures_of(std::vector<exchange::Block> const& blocks)
{
    std::vector<exchange::Figure> all;
    for (auto const& block : blocks)
        if (auto const* const figure = std::get_if<exchange::Figure>(&block))
            all.push_back(*figure);
    return all;
}

std::vector<exchange::Block> blocks_of(std::vector<bridge::Element> const& elements)
{
    std::vector<exchange::Block> all;
    for (auto const& element : elements)
        if (auto const* const block = std::get_if<exchange::Block>(&element))
            all.push_back(*block);
    return all;
}

std::vector<Fact> values(std::vector<exchange::Figure> const& figures, std::string const& label)
{
    std::vector<Fact> all;
    for (auto const& figure : figures)
        if (figure.label == label)
            all.push_back(figure.value);
    return all;
}

exchange::Figure figure(std::vector<exchange::Figure> const& figures, std::string const& label)
{
    auto const found = std::find_if(figures.begin(), figures.end(), [&](auto const& one) { return one.label == label; });
    REQUIRE_MESSAGE(found != figures.end(), label);
    return *found;
}

exchange::Table table(exchange::Document const& document, std::string const& id)
{
    for (auto const& one : tables_of(document))
        if (one.id == id)
            return one;
    FAIL("no table " << id);
    return {};
}

} // namespace

TEST_CASE("declared figures of a whole portfolio")
{
    Incubators data;
    auto const document = data.report({});
    auto const words = words_of(document);
    CHECK(words.find("# Entreprises incubées\n6 entreprises, dont 3 en activité.\n") != std::string::npos);
    auto const figures = figures_of(document.blocks);
    CHECK(figure(figures, "Entreprises suivies").value == Fact{FactKind::count, 0, 6, {}});
    CHECK(figure(figures, "Entreprises suivies").note == "Toutes filières");
    // 10 + 5 + 3 + 0; two ventures report nothing.
    CHECK(figure(figures, "Emplois").value == Fact{FactKind::count, 0, 18, {}});
    CHECK(figure(figures, "Emplois").note == "Renseigné dans 4 fiches sur 6");
    // Each currency for itself, the more used first.
    CHECK(values(figures, "Capital") == std::vector<Fact>{{FactKind::money, 0, 1'250'000, "XOF"}, {FactKind::money, 0, 50'000, "EUR"}});
    CHECK(figure(figures, "Part en activité").value == Fact{FactKind::percent, 1, 500, {}}); // 3 of 6
    CHECK(figure(figures, "Entreprises suivies").behind.entity == "incub.venture");
    CHECK(figure(figures, "Entreprises suivies").behind.definition == "Nombre de fiches du registre «\u00a0Entreprises\u00a0».");
}

TEST_CASE("a declared table shows its first records and says how many there are; groups have a total and bars")
{
    Incubators data;
    auto const document = data.report({});
    auto const tables = tables_of(document);
    auto const shown = table(document, "table-1");
    REQUIRE(shown.rows.size() == 2); // Alpha 10, Bêta 5; Delta with 3 is left out
    CHECK(shown.columns == std::vector<std::string>{"Nom", "État", "Emplois"});
    CHECK(shown.rows[0][0].fact.text == "Alpha");
    CHECK(shown.rows[0][0].id == data.alpha);
    CHECK(shown.rows[0][1].fact.text == "En activité");
    CHECK(shown.rows[1][2].fact == Fact{FactKind::count, 0, 5, {}});
    CHECK(words_of(document).find("Les 2 premières fiches sur 3 sont montrées.") != std::string::npos);

    auto const groups = table(document, "by_state");
    REQUIRE(groups.rows.size() == 5); // three states, not reported, total
    std::vector<std::pair<std::string, std::int64_t>> rows;
    for (auto const& row : groups.rows)
        rows.emplace_back(row[0].fact.text, row[1].fact.number);
    CHECK(rows == std::vector<std::pair<std::string, std::int64_t>>{{"Idée", 1}, {"En activité", 3}, {"Fermée", 1}, {"Non renseigné", 1}, {"Total", 6}});
    CHECK(groups.total_rows == 1);
    CHECK(groups.behind.at(1).filter == "state = 2");
    CHECK(groups.behind.at(3).filter == "state is null");
    CHECK(std::any_of(document.blocks.begin(), document.blocks.end(), [](auto const& block) {
        auto const* const chart = std::get_if<exchange::Chart>(&block);
        return chart && chart->id == "by_state-chart" && chart->values.size() == 4 && chart->values[1].number == 3;
    }));
    auto const map = std::find_if(document.blocks.begin(), document.blocks.end(), [](auto const& block) { return std::holds_alternative<exchange::Map>(block); });
    REQUIRE(map != document.blocks.end());
    CHECK(std::get<exchange::Map>(*map).caption == "Où elles sont");
    REQUIRE(std::get<exchange::Map>(*map).places.size() == 1);
    CHECK(std::get<exchange::Map>(*map).places[0].label == "Alpha");
    CHECK(words_of(document).find("5 fiches sans coordonnées ne sont pas sur la carte.") != std::string::npos);
}

TEST_CASE("a report's scope holds declared figures within a city, a country and a period")
{
    Incubators data;
    bridge::Scope scope;
    scope.kind = "city";
    scope.id = data.tunis;
    auto const tunis = figures_of(data.report(scope).blocks);
    CHECK(figure(tunis, "Entreprises suivies").value.number == 3);
    CHECK(figure(tunis, "Emplois").value.number == 3); // Delta 3, Epsilon 0
    CHECK(figure(tunis, "Capital").value.kind == FactKind::not_reported); // of three records none, which is not 0
    CHECK(figure(tunis, "Capital").note == "Renseigné dans 0 fiches sur 3");
    CHECK(figure(tunis, "Entreprises suivies").behind.filter == "cohort.city = " + std::to_string(data.tunis));

    bridge::Scope country;
    country.kind = "country";
    country.code = "SN";
    CHECK(figure(figures_of(data.report(country).blocks), "Emplois").value.number == 15);

    bridge::Scope year;
    year.from = "2025-01-01";
    year.to = "2025-12-31";
    auto const dated = figures_of(data.report(year).blocks);
    CHECK(figure(dated, "Entreprises suivies").value.number == 6); // ventures have no date of their own, and say so
    CHECK(figure(dated, "Entreprises suivies").note == "Toutes filières. Toutes dates confondues");
    CHECK(figure(dated, "Membres").value.kind == FactKind::suppressed); // cohort B alone: 3

    // Cohorts lead to no project: nothing is shown rather than everybody's.
    bridge::Scope project;
    project.kind = "project";
    project.id = 1;
    auto const words = words_of(data.report(project));
    CHECK(words.find("Le registre «\u00a0Cohortes\u00a0» n’est pas rattaché à un projet\u00a0: rien n’est montré ici.") != std::string::npos);
    CHECK(figures_of(data.report(project).blocks).empty());
}

TEST_CASE("small counts of people are masked where a page leaves the machine, with what would tell them")
{
    Incubators data;
    bridge::Scope scope;
    scope.kind = "city";
    scope.id = data.dakar;
    auto const dakar = figures_of(data.report(scope).blocks);
    CHECK(figure(dakar, "Membres").value == Fact{FactKind::count, 0, 60, {}});
    CHECK(figure(dakar, "Part des femmes").value == Fact{FactKind::percent, 1, 667, {}}); // 40 of 60: 66.67

    // Women 43, men 2: the men are hidden, and the women with them, for 45 − 43 would tell.
    data.bench.insert("core.organisation", {{"name", model::Translations{{{"fr", "O"}}}}});
    Bench& bench = data.bench;
    auto const lome = bench.insert("core.territory", {{"name", model::Translations{{{"fr", "Lomé"}}}}});
    bench.insert("incub.cohort", {{"name", text("C")}, {"city", model::RecordId{lome}}, {"members", cells({{"F|18-24|no", 43}, {"M|18-24|no", 2}})}});
    scope.id = lome;
    auto const hidden = figures_of(data.report(scope).blocks);
    CHECK(figure(hidden, "Hommes").value.kind == FactKind::suppressed);
    CHECK(figure(hidden, "Femmes").value.kind == FactKind::suppressed);
    CHECK(figure(hidden, "Part des femmes").value.kind == FactKind::suppressed);
    CHECK(figure(hidden, "Membres").value == Fact{FactKind::count, 0, 45, {}});

    // A line of groups with its total: B (3) is hidden, and the least other with it (C, 45 of 60 and 45).
    auto const groups = table(data.report({}), "members_by_cohort");
    REQUIRE(groups.rows.size() == 4);
    CHECK(groups.rows[0][1].fact == Fact{FactKind::count, 0, 60, {}});
    CHECK(groups.rows[1][1].fact.kind == FactKind::suppressed);
    CHECK(groups.rows[2][1].fact.kind == FactKind::suppressed);
    CHECK(groups.rows[3][1].fact == Fact{FactKind::count, 0, 108, {}});

    // A place of fewer than 20 000 inhabitants: the threshold is 11.
    auto const village = bench.insert("core.territory", {{"name", model::Translations{{{"fr", "V"}}}}, {"population", std::int64_t{4000}}});
    bench.insert("incub.cohort", {{"name", text("D")}, {"city", model::RecordId{village}}, {"members", cells({{"F|18-24|no", 9}})}});
    scope.id = village;
    CHECK(figure(figures_of(data.report(scope).blocks), "Membres").value.kind == FactKind::suppressed);
    // In the window they are seen.
    auto const view = bench.session().view("org.example.incub", "overview", {});
    CHECK(figures_of(blocks_of(view->elements())).size() > 0);
}

TEST_CASE("a declared view: shares and rates over what both sides report, refusals in their place, the map of cities")
{
    Incubators data;
    auto const view = data.bench.session().view("org.example.incub", "overview", {});
    auto const blocks = blocks_of(view->elements());
    auto const figures = figures_of(blocks);
    // Jobs for 1,000 trained, over the records that report both: Alpha 10/40, Delta 3/12, Epsilon 0/8: 13 / 60.
    CHECK(figure(figures, "Emplois pour 1 000 formés").value == Fact{FactKind::decimal, 1, 2167, {}});
    CHECK(figure(figures, "Capital moyen").value.kind == FactKind::not_computable);
    CHECK(figure(figures, "Capital moyen").value.text == "plusieurs monnaies, qui ne s’additionnent pas");
    CHECK(figure(figures, "Personnes formées").value.number == 80);
    // The module asks for the addresses of contacts, which the host does not publish: their count would be a lie.
    CHECK(words_of(view->elements()).find("Contacts\u00a0: Ce module n’a pas la permission de lire «\u00a0Courriel professionnel\u00a0»") != std::string::npos);
    auto const map = std::find_if(blocks.begin(), blocks.end(), [](auto const& block) { return std::holds_alternative<exchange::Map>(block); });
    REQUIRE(map != blocks.end());
    REQUIRE(std::get<exchange::Map>(*map).places.size() == 1);
    CHECK(std::get<exchange::Map>(*map).places[0].label == "Dakar");
    CHECK(std::get<exchange::Map>(*map).places[0].entity == "core.territory");

    bridge::Scope sheet;
    sheet.kind = "incub.cohort";
    sheet.id = data.a;
    auto const of_a = figures_of(blocks_of(data.bench.session().view("org.example.incub", "cohort", sheet)->elements()));
    CHECK(figure(of_a, "Entreprises suivies").value.number == 3);
    CHECK(figure(of_a, "Emplois").value.number == 15);
}

TEST_CASE("a share of nothing is not computable, and says why")
{
    Bench bench({"declared"});
    bridge::Progress progress;
    auto const report = bench.session().report({}, Language::fr, progress);
    REQUIRE(report);
    auto const figures = figures_of(report->blocks);
    CHECK(figure(figures, "Entreprises suivies").value == Fact{FactKind::count, 0, 0, {}}); // none was counted: that is 0
    CHECK(figure(figures, "Emplois").value.kind == FactKind::not_reported);
    auto const share = figure(figures, "Part en activité");
    CHECK(share.value.kind == FactKind::not_computable);
    CHECK(share.value.text == "le dénominateur est nul");
    CHECK(share.note == "le dénominateur est nul");
    CHECK(figure(figures, "Part des femmes").value.text == "le numérateur n’est pas renseigné");
    CHECK(words_of(*report).find("Aucune fiche.") != std::string::npos);
}

TEST_CASE("sums beyond 64 bits are said, never wrapped")
{
    Incubators data;
    for (int at = 0; at < 3; ++at)
        data.venture("G", data.a, "2", std::int64_t{4'000'000'000'000'000'000}, {}, {}, "", {});
    auto const jobs = figure(figures_of(data.report({}).blocks), "Emplois");
    CHECK(jobs.value.kind == FactKind::not_computable);
    CHECK(jobs.value.text == "somme trop grande");
}

TEST_CASE("declared alerts count from today and show hostile text as text")
{
    Incubators data; // today is 2025-06-30
    std::vector<bridge::Alert> mine;
    for (auto const& alert : data.bench.session().alerts())
        if (alert.module == "org.example.incub")
            mine.push_back(alert);
    REQUIRE(mine.size() == 3);
    CHECK(mine[0].what == "Alpha\u00a0: échéance du 01/06/2025 dépassée");
    CHECK(mine[0].why == "Cohorte A, ville Dakar.");
    CHECK(mine[0].rule == "late");
    CHECK(mine[0].tone == exchange::Tone::bad);
    CHECK(mine[0].due == "2025-06-01");
    CHECK(mine[0].entity == "incub.venture");
    CHECK(mine[0].id == data.alpha);
    CHECK(mine[0].field == "due");
    CHECK(mine[1].what.find("%s##,=1") == 0); // 29 June; Delta is closed
    CHECK(mine[2].rule == "soon");            // Bêta, 15 July
    CHECK(mine[2].what == "Bêta arrive à échéance");
}
