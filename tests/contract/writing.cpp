// A module writes its own records, and those of others where both sides grant it; through jobs and buttons.
#include "tests/contract/support.hpp"
#include <algorithm>
#include <doctest/doctest.h>

using namespace contract;

TEST_CASE("writing to others takes the permission and the owner's acceptance")
{
    Bench bench({"good"});
    bench.insert("garden.bed", {{"name", std::string("verger")}});
    auto const view = bench.session().view("org.example.guest", "tries", {});
    auto const press = [&](std::string const& id) {
        view->press(id);
        std::string const words = words_of(view->elements());
        return words.substr(0, words.find('|'));
    };
    SUBCASE("control: its own and what is accepted")
    {
        CHECK(press("note") == "submitted");
        bench.pump_until([&] { return view->refresh(), words_of(view->elements()).find("done 0") != std::string::npos; });
        CHECK(bench.count("guest_note") == 1);
        CHECK(press("plant") == "submitted");
        bench.pump_until([&] { return bench.count("garden_plant") == 1; });
    }
    SUBCASE("permission without acceptance")
    {
        CHECK(press("bed") == "status -2"); // PSL_E_DENIED
        CHECK(bench.count("garden_bed") == 1);
    }
    SUBCASE("acceptance without permission")
    {
        CHECK(press("territory") == "status -2");
        CHECK(bench.count("core_territory") == 0);
    }
    SUBCASE("a field that nobody declared") { CHECK(press("no-field") == "status -3"); }
}

TEST_CASE("a button submits a set of changes with a link between them; undo takes it back")
{
    Bench bench({"good"});
    auto const view = bench.session().view("org.example.garden", "beds", {});
    view->set("name", std::string_view("serre"));
    view->press("add");
    bench.pump_until([&] { return view->refresh(), words_of(view->elements()).find("state 0 made 2") != std::string::npos; });
    auto& reader = bench.session().portfolio().reader();
    auto row = reader.prepare("SELECT b.name, b.value_minor, b.value_currency, p.name FROM garden_bed b JOIN garden_plant p ON p.bed = b.id");
    REQUIRE(row);
    REQUIRE(row->step());
    CHECK(row->text(0) == "serre");
    CHECK(row->integer(1) == 1250);
    CHECK(row->text(2) == "EUR");
    CHECK(row->text(3) == "tomate");
    row->reset();
    auto const step = bench.session().editor().undo();
    REQUIRE(step);
    CHECK(step->label.fr == "ajout d’une parcelle");
    CHECK(bench.count("garden_bed") == 0);
    CHECK(bench.count("garden_plant") == 0);
}

TEST_CASE("a job writes from its worker and is done on the main thread")
{
    Bench bench({"good"});
    auto const view = bench.session().view("org.example.garden", "beds", {});
    view->press("work");
    bench.pump_until([&] { return view->refresh(), words_of(view->elements()).find("state 0 made 1") != std::string::npos; });
    CHECK(bench.count("garden_bed") == 1);
}

TEST_CASE("waiting for a commit on the main thread is refused and shown")
{
    Bench bench({"good"});
    auto const view = bench.session().view("org.example.garden", "beds", {});
    view->press("wrong");
    bool logged = false;
    for (auto const& line : bench.session().log())
        logged = logged || line.text.find("psl.records apply while a view is drawn") != std::string::npos;
    CHECK(logged);
    CHECK(bench.count("garden_bed") == 0);
}

TEST_CASE("a module's check refuses, warns, and sees the record as it was")
{
    Bench bench({"good"});
    model::Change change;
    change.kind = model::ChangeKind::insert;
    change.entity = "garden.bed";
    change.fields = {{"name", std::string("verger")}, {"area", model::Scaled{0, 2}}};
    auto const refused = bench.session().editor().apply({"essai", "test"}, {change});
    auto const* refusal = std::get_if<model::Refusal>(&refused);
    REQUIRE(refusal != nullptr);
    CHECK(refusal->error.sentence.fr.find("La surface est positive.") != std::string::npos);
    CHECK(refusal->error.sentence.en.find("The area is positive.") != std::string::npos);
    CHECK(bench.count("garden_bed") == 0);

    change.fields = {{"name", std::string("verger")}, {"area", model::Scaled{500, 2}}, {"value", psl::Money{100001, "EUR"}}};
    auto const made = bench.session().editor().apply({"essai", "test"}, {change});
    auto const* applied = std::get_if<model::Applied>(&made);
    REQUIRE(applied != nullptr);
    REQUIRE(applied->issues.size() == 1);
    CHECK(applied->issues[0].field == "value");
    CHECK(applied->issues[0].level == model::IssueLevel::warning);

    change.kind = model::ChangeKind::update;
    change.id = applied->ids.at(0);
    change.fields = {{"area", model::Scaled{400, 2}}, {"value", psl::Money{5, "EUR"}}};
    auto const updated = bench.session().editor().apply({"essai", "test"}, {change});
    REQUIRE(std::get_if<model::Applied>(&updated) != nullptr);
    REQUIRE(std::get<model::Applied>(updated).issues.size() == 1);
    CHECK(std::get<model::Applied>(updated).issues[0].level == model::IssueLevel::note);
    CHECK(std::get<model::Applied>(updated).issues[0].sentence.fr == "La parcelle rétrécit.");
}

TEST_CASE("a matrix that a module leaves open or short is shown as far as it goes, in its place")
{
    Bench bench({"good"});
    auto const view = bench.session().view("org.example.guest", "tries", {});
    view->press("matrix");
    auto const& elements = view->elements();
    auto const found = std::find_if(elements.begin(), elements.end(), [](auto const& one) { return std::holds_alternative<passerelle::bridge::Matrix>(one); });
    REQUIRE(found != elements.end());
    auto const& matrix = std::get<passerelle::bridge::Matrix>(*found);
    CHECK(matrix.columns == std::vector<std::string>{"A", "B"});
    REQUIRE(matrix.rows.size() == 3);
    REQUIRE(matrix.rows[0].cells.size() == 2);
    CHECK(matrix.rows[0].cells[0].fact.number == 1);
    CHECK(matrix.rows[0].cells[1].fact.kind == passerelle::exchange::FactKind::not_reported);
    CHECK(matrix.rows[1].band == "100 %s ##x");
    REQUIRE(matrix.rows[2].cells.size() == 2);
    CHECK(matrix.rows[2].cells[0].field == "text");
    CHECK(matrix.rows[2].cells[0].id == 0);
    // The text that ended it follows it; a cell after its end is nowhere.
    REQUIRE(std::next(found) != elements.end());
    CHECK(words_of({*std::next(found)}).find("between") != std::string::npos);
}

TEST_CASE("a view drawn beside the window: it asks and goes on, presses are kept in order, and what a draw submits is answered")
{
    Bench bench({"good"});
    auto const view = bench.session().view("org.example.garden", "beds", {}, passerelle::bridge::Drawing::beside);
    CHECK(view->version() == 0); // nothing is drawn on this thread
    bench.pump_until([&] { return view->version() > 0; });
    REQUIRE_FALSE(view->elements().empty());
    view->set("name", std::string_view("serre"));
    view->press("add"); // before the first has been drawn
    bench.pump_until([&] { return bench.count("garden_plant") == 1; });
    CHECK(bench.count("garden_bed") == 1);
    CHECK(bench.session().portfolio().reader().prepare("SELECT 1 FROM garden_bed WHERE name = 'serre'")->step());
    // One that goes away while it is drawn takes nothing with it.
    {
        auto const gone = bench.session().view("org.example.garden", "beds", {}, passerelle::bridge::Drawing::beside);
    }
    bench.pump_until([&] { return bench.session().running_jobs().empty(); });
    CHECK(view->version() > 0);
}
