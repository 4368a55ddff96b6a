// A module built from the headers of an earlier SDK works in today's program, through every interface; and those headers say today what
// they said then.
#include "tests/contract/support.hpp"
#include <doctest/doctest.h>
#include <fstream>
#include <future>
#include <set>

using namespace contract;

namespace {

namespace fs = std::filesystem;

fs::path const here = fs::path(PASSERELLE_SOURCE) / "tests" / "museum", sdk = fs::path(PASSERELLE_SOURCE) / "sdk" / "include";

/// The declarations alone: without comments, every run of blanks one blank.
std::string declarations(fs::path const& header)
{
    std::ifstream in(header, std::ios::binary);
    REQUIRE_MESSAGE(in.good(), header.string());
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text.compare(at, 2, "/*") == 0) {
            at = text.find("*/", at) + 1;
            continue;
        }
        if (text.compare(at, 2, "//") == 0) {
            at = text.find('\n', at) - 1;
            continue;
        }
        bool const blank = text[at] == ' ' || text[at] == '\n' || text[at] == '\t';
        if (!blank)
            out += text[at];
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    return out;
}

} // namespace

TEST_CASE("the C headers of a released SDK never change; what is new has a file of its own")
{
    std::set<std::string> const whole{"frozen.h"}; // names the others: it grows with them
    int compared = 0;
    for (auto const& release : fs::directory_iterator(here)) {
        if (!release.is_directory())
            continue;
        auto const include = release.path() / "include";
        for (auto const& entry : fs::recursive_directory_iterator(include))
            if (entry.path().extension() == ".h" && !whole.contains(entry.path().filename().string())) {
                auto const name = fs::relative(entry.path(), include);
                CAPTURE(name.string());
                REQUIRE_MESSAGE(fs::exists(sdk / name), "a released header is gone");
                CHECK(declarations(sdk / name) == declarations(entry.path()));
                ++compared;
            }
    }
    CHECK(compared >= 12);
}

TEST_CASE("a module of SDK 1.0 works through every interface")
{
    Bench bench({"museum", "good"});
    auto const& module = bench.module("org.example.keeper");
    REQUIRE_MESSAGE(module.state == loader::State::active, module.reason.en);

    // records submit, done, ui
    auto const view = bench.session().view("org.example.keeper", "room", {});
    view->set("name", std::string_view("vase"));
    view->set("grams", std::int64_t{5});
    view->press("add");
    bench.pump_until([&] { return view->refresh(), words_of(view->elements()).find("said 0/1") != std::string::npos; });
    CHECK(bench.count("keeper_piece WHERE name = 'vase' AND grams = 5 AND value_minor = 1250 AND value_currency = 'EUR'") == 1);
    auto const step = bench.session().editor().next_undo();
    REQUIRE(step);
    CHECK(step->label.fr == "pièce ajoutée");

    // jobs
    view->press("work");
    bench.pump_until([&] { return view->refresh(), words_of(view->elements()).find("said job 0 5") != std::string::npos; });

    // checks
    model::Change change;
    change.kind = model::ChangeKind::insert;
    change.entity = "keeper.piece";
    change.fields = {{"name", std::string("plume")}, {"grams", std::int64_t{-1}}};
    auto const outcome = bench.session().editor().apply({"essai", "test"}, {change});
    auto const* const refusal = std::get_if<model::Refusal>(&outcome);
    REQUIRE(refusal != nullptr);
    CHECK(bench.count("keeper_piece") == 1);

    // transfer, in and out
    bridge::Progress progress;
    auto const file = bench.file("liste.pieces", "PIECES\nurne;2\nsans poids\n");
    auto const report = bench.session().import_file(file, {}, bridge::ImportMode::apply, progress);
    REQUIRE(report);
    CHECK(report->created == 1);
    REQUIRE(report->problems.size() == 1);
    auto const out = bench.folder() / "export.pieces";
    REQUIRE(bench.session().export_file("pieces", {}, Language::fr, out, progress));
    std::ifstream written(out);
    CHECK(std::string{std::istreambuf_iterator<char>(written), {}} == "PIECES\nurne;2\nvase;5\n");

    // alerts, then the command that mends them, in one step
    bench.insert("keeper.piece", {{"name", std::string("amphore")}});
    auto const alerts = bench.session().alerts();
    REQUIRE(alerts.size() == 1);
    CHECK(alerts[0].why == "amphore");
    auto const told = std::async(std::launch::async, [&] { return bench.session().run_command("weigh", {}, Language::fr, progress); }).get();
    REQUIRE_MESSAGE(told, told.error().sentence.en);
    REQUIRE(told->size() == 1);
    CHECK((*told)[0].sentence == "1 pièces pesées");
    CHECK(bench.session().alerts().empty());

    // sections, page, and ask: the garden answers three times, with 0, 1 and 2
    auto const document = bench.session().report({}, Language::fr, progress);
    REQUIRE(document);
    CHECK(words_of(*document).find("portfolio 2025-06-30") != std::string::npos);
    bool found = false;
    for (auto const& table : tables_of(*document))
        found |= table.id == "pieces" && table.rows.size() == 3;
    CHECK(found);
    bool harvested = false;
    for (auto const& block : document->blocks)
        if (auto const* const figure = std::get_if<exchange::Figure>(&block); figure != nullptr && figure->label == "Récolte")
            harvested = figure->value.number == 6 && figure->target.number == 1;
    CHECK(harvested);

    // and once more after it was closed
    bench.reopen({"museum", "good"});
    CHECK(bench.module("org.example.keeper").state == loader::State::active);
    CHECK(bench.count("keeper_piece") == 3);
}
