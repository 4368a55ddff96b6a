// A module that crashes, hangs or breaks the protocol apart: its call comes back with a sentence that names it, nothing half-done is
// stored, and the program, the portfolio and the other modules go on.
#include "tests/apart/support.hpp"
#include <doctest/doctest.h>
#include <fstream>

using namespace contract;

namespace {

constexpr char crashed[] = "Le module «\u00a0Fragile\u00a0» s’est arrêté brusquement. Vos données sont intactes.";
constexpr char silent[] = "Le module «\u00a0Fragile\u00a0» ne répondait plus et a été arrêté. Vos données sont intactes.";
constexpr char broken[] = "Le module «\u00a0Fragile\u00a0» ne respectait pas son contrat et a été arrêté. Vos données sont intactes.";

/// The rest of the program, with that module gone.
void check_that_the_rest_goes_on(Portfolio& portfolio)
{
    auto const before = portfolio.count("garden_bed");
    CHECK(std::holds_alternative<model::Applied>(portfolio.insert("garden.bed", {{"name", "plate-bande " + std::to_string(before)}})));
    CHECK(portfolio.count("garden_bed") == before + 1);
    auto const garden = portfolio.session().view("org.example.garden", "beds", {});
    CHECK(words_of(garden->elements()).find("state 77") != std::string::npos);
    bridge::Progress progress;
    auto const report = portfolio.session().report({}, Language::fr, progress);
    REQUIRE(report);
    auto const words = words_of(*report);
    CHECK(words.find("# Parcelles") != std::string::npos);
    CHECK(words.find("Le module «\u00a0Fragile\u00a0»") != std::string::npos); // in the place of its section
    // Its records still stand, are read and written; the check that nobody can make is said.
    auto const outcome = portfolio.insert("fragile.note", {{"text", std::string("après")}});
    CHECK(std::holds_alternative<model::Applied>(outcome));
    CHECK(portfolio.count("fragile_note") >= 1);
}

std::string last_error(Portfolio& portfolio)
{
    std::string last;
    for (auto const& line : portfolio.session().log())
        if (line.level == bridge::LogLevel::error)
            last = line.text;
    return last;
}

} // namespace

TEST_CASE("a crash or a hang in a view closes that module's views with its name, and nothing else")
{
    struct Case {
        char const* press;
        char const* sentence;
        char const* logged;
    };
    for (auto const& [press, sentence, logged] : {Case{"crash", crashed, "signal 11"}, Case{"abort", crashed, "signal 6"}, Case{"exit", crashed, "code 0"},
                                                  Case{"hang", silent, "no answer"}, Case{"garbage", broken, "protocol"}, Case{"forged", broken, "protocol"}}) {
        CAPTURE(std::string(press));
        Portfolio portfolio({"good", "fragile"}, true);
        auto const view = portfolio.session().view("org.example.fragile", "falls", {});
        CHECK(words_of(view->elements()) == "drawn 1 done 0\nend\n");
        auto const from = std::chrono::steady_clock::now();
        view->press(press);
        CHECK(std::chrono::steady_clock::now() - from < std::chrono::seconds(8)); // 2 s of silence, on a busy machine
        CHECK(words_of(view->elements()).find(sentence) != std::string::npos);
        CHECK(last_error(portfolio).find(logged) != std::string::npos);
        auto const again = std::chrono::steady_clock::now();
        view->refresh(); // at once, from now on
        CHECK(std::chrono::steady_clock::now() - again < std::chrono::seconds(1));
        CHECK(words_of(view->elements()).find(sentence) == 0);
        portfolio.session().set_language(Language::en);
        view->refresh();
        CHECK(words_of(view->elements()).find("The module “Fragile”") == 0);
        portfolio.session().set_language(Language::fr);
        check_that_the_rest_goes_on(portfolio);
    }
}

TEST_CASE("a crash or a hang in a job ends the job alone")
{
    for (char const* const how : {"job-crash", "job-hang"}) {
        CAPTURE(std::string(how));
        Portfolio portfolio({"good", "fragile"}, true);
        auto const view = portfolio.session().view("org.example.fragile", "falls", {});
        view->press("run");
        portfolio.pump_until([&] { return portfolio.session().running_jobs().empty(); });
        while (portfolio.session().pump()) {
        }
        view->refresh();
        CHECK(words_of(view->elements()).find("done 1\n") != std::string::npos);
        view->press(how);
        if (std::string_view(how) == "job-hang") { // beside it, its views still draw; stopped by the person, it has five seconds
            view->refresh();
            CHECK(words_of(view->elements()).find("end\n") != std::string::npos);
            portfolio.session().cancel_job(portfolio.session().running_jobs().front().id);
        }
        auto const from = std::chrono::steady_clock::now();
        portfolio.pump_until([&] { return portfolio.session().running_jobs().empty(); });
        CHECK(std::chrono::steady_clock::now() - from < std::chrono::seconds(15));
        view->refresh();
        CHECK(words_of(view->elements()).find(std::string_view(how) == "job-crash" ? crashed : silent) == 0);
        check_that_the_rest_goes_on(portfolio);
    }
}

TEST_CASE("an import that crashes or is stopped while it hangs stores nothing")
{
    Portfolio portfolio({"good", "fragile"}, true);
    auto const import = [&](std::string const& content, bool stop) {
        std::ofstream(portfolio.folder() / "list.notes") << content;
        bridge::Progress progress;
        std::thread person;
        if (stop)
            person = std::thread([&] {
                std::this_thread::sleep_for(std::chrono::milliseconds(500));
                progress.cancel = true;
            });
        auto report = portfolio.session().import_file(portfolio.folder() / "list.notes", {}, bridge::ImportMode::apply, progress);
        if (stop)
            person.join();
        return report;
    };
    auto const first = import("NOTES\nun\ndeux\n", false);
    REQUIRE(first);
    CHECK(first->created == 2);
    auto const history = portfolio.count("core_transaction");

    bool const hangs = [&] {
        SUBCASE("crash") { return false; }
        SUBCASE("hang, and a person stops it") { return true; }
        return false;
    }();
    auto const second = import(hangs ? "NOTES\ntrois\nhang\nquatre\n" : "NOTES\ntrois\ncrash\nquatre\n", hangs);
    REQUIRE_FALSE(second);
    CHECK(second.error().sentence.fr.find(hangs ? silent : crashed) == 0);
    CHECK(portfolio.count("fragile_note") == 2);
    CHECK(portfolio.count("core_transaction") == history);
    check_that_the_rest_goes_on(portfolio);
}

TEST_CASE("a check that crashes or hangs keeps the record, and says that nobody checked it")
{
    for (char const* const text : {"crash", "hang"}) {
        CAPTURE(std::string(text));
        Portfolio portfolio({"good", "fragile"}, true);
        CHECK(std::holds_alternative<model::Refusal>(portfolio.insert("fragile.note", {{"text", std::string("refuse")}})));
        auto const outcome = portfolio.insert("fragile.note", {{"text", std::string(text)}});
        auto const* const applied = std::get_if<model::Applied>(&outcome);
        REQUIRE(applied != nullptr);
        REQUIRE(applied->issues.size() == 1);
        CHECK(applied->issues[0].sentence.fr == "Le module «\u00a0Fragile\u00a0» n’a pas pu vérifier cette fiche. La fiche est enregistrée.");
        CHECK(portfolio.count("fragile_note") == 1);
        check_that_the_rest_goes_on(portfolio);
    }
}

TEST_CASE("a module's own thread reads and logs apart as in process")
{
    Portfolio portfolio({"fragile"}, true);
    auto const view = portfolio.session().view("org.example.fragile", "falls", {});
    view->press("thread");
    CHECK(words_of(view->elements()).find("drawn 103 ") != std::string::npos); // two draws before, one hundred from the thread, one after
    portfolio.pump_until([&] { // it is told beside the view's own words
        auto const log = portfolio.session().log();
        return std::any_of(log.begin(), log.end(), [](auto const& line) { return line.text == "from a thread of its own"; });
    });
}

TEST_CASE("a view that never ends is ended, also where it never stops telling")
{
    Portfolio portfolio({"good", "fragile"}, true);
    auto const view = portfolio.session().view("org.example.fragile", "falls", {});
    auto const from = std::chrono::steady_clock::now();
    view->press("chatter");
    CHECK(std::chrono::steady_clock::now() - from < std::chrono::seconds(60)); // 20 s of its own, on a busy machine
    CHECK(words_of(view->elements()).find(silent) != std::string::npos);
    check_that_the_rest_goes_on(portfolio);
}

TEST_CASE("a section of two thousand cells")
{
    // What it costs apart; the figures stand in the output, the bound is wide enough for a busy machine.
    double ms[2] = {};
    for (bool const apart : {false, true}) {
        Portfolio portfolio({"fragile"}, apart);
        bridge::Progress progress;
        for (int turn = 0; turn < 6; ++turn) {
            auto const from = std::chrono::steady_clock::now();
            auto const report = portfolio.session().report({}, Language::fr, progress);
            double const took = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count();
            ms[apart] = turn == 0 ? took : std::min(ms[apart], took);
            REQUIRE(report);
            auto const tables = tables_of(*report);
            REQUIRE(tables.size() == 1);
            REQUIRE(tables[0].rows.size() == 1000);
            CHECK(tables[0].rows[999][1].fact.text == "row 1000");
        }
    }
    MESSAGE("in process " << ms[0] << " ms, apart " << ms[1] << " ms");
    CHECK(ms[1] < ms[0] + 50);
}
