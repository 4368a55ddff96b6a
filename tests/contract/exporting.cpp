// A file out through a module: the old file or the new one, never a half, and nothing that the person stopped.
#include "tests/contract/support.hpp"
#include <doctest/doctest.h>
#include <fstream>
#include <thread>

using namespace contract;

namespace {

std::string content(std::filesystem::path const& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::size_t files_in(std::filesystem::path const& folder)
{
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

} // namespace

TEST_CASE("what a module writes is what its import reads; the scope and the day reach it")
{
    Bench bench({"good"});
    bench.insert("garden.bed", {{"name", std::string("verger")}, {"area", model::Scaled{250, 2}}, {"value", psl::Money{1250, "EUR"}}});
    bench.insert("garden.bed", {{"name", std::string("serre")}});
    bridge::Progress progress;
    auto const out = bench.folder() / "liste.beds";
    bridge::Scope scope;
    scope.as_of = "2025-03-31";
    auto const bytes = bench.session().export_file("garden-list", scope, Language::fr, out, progress);
    REQUIRE_MESSAGE(bytes, bytes.error().sentence.en);
    std::string const wanted = "GARDEN portfolio 2025-03-31\nbed;serre;;;\nbed;verger;2.50;1250;EUR\n";
    CHECK(content(out) == wanted);
    CHECK(*bytes == wanted.size());
    auto const again = bench.session().import_file(out, {}, bridge::ImportMode::apply, progress);
    REQUIRE(again);
    CHECK(again->unchanged == 2);
    CHECK(again->created + again->changed + again->removed == 0);
    CHECK(bench.session().export_file("org.example.garden/garden-list", scope, Language::fr, out, progress));
}

TEST_CASE("an export that does not come to its end leaves the file that was there, and no rest beside it")
{
    Bench bench({"good"});
    auto const out = bench.file("liste.beds", "what was there");
    auto const beside = files_in(bench.folder());
    bridge::Progress progress;

    auto const unknown = bench.session().export_file("no-such-format", {}, Language::fr, out, progress);
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().sentence.fr == "Aucun module actif n’écrit le format «\u00a0no-such-format\u00a0». Rien n’a été écrit.");
    CHECK_FALSE(bench.session().export_file("org.example.guest/garden-list", {}, Language::fr, out, progress));

    bench.insert("garden.bed", {{"name", std::string("a")}});
    auto const refusing = bench.insert("garden.bed", {{"name", std::string("refuse")}});
    auto const refused = bench.session().export_file("garden-list", {}, Language::fr, out, progress);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().sentence.fr == "La parcelle « refuse » n’a pas de surface.");

    CHECK_FALSE(bench.session().export_file("garden-list", {}, Language::fr, bench.folder() / "nulle-part" / "x.beds", progress));

    model::Change away;
    away.kind = model::ChangeKind::remove;
    away.entity = "garden.bed";
    away.id = refusing;
    REQUIRE(std::holds_alternative<model::Applied>(bench.session().editor().apply({"essai", "test"}, {away})));
    bench.insert("garden.bed", {{"name", std::string("many")}});
    std::thread stops([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        progress.cancel = true;
    });
    auto const stopped = bench.session().export_file("garden-list", {}, Language::fr, out, progress);
    stops.join();
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().status == passerelle::Status::cancelled);

    CHECK(content(out) == "what was there");
    CHECK(files_in(bench.folder()) == beside);
}
