// A reader who follows the guide word for word gets what it promises, in both languages.
#include "host/bridge/session.hpp"
#include "tests/folder.hpp"
#include "tests/guide/pages.hpp"
#include <algorithm>
#include <cstdlib>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <sstream>
#include <thread>

using namespace passerelle;

namespace {

std::filesystem::path const pages = std::filesystem::path(PASSERELLE_SOURCE) / "sdk" / "guide";
std::map<std::string, std::string> const in_english{{"1-premier-registre.md", "1-first-register.md"},
                                                     {"2-regles-et-fichiers.md", "2-rules-and-files.md"},
                                                     {"3-vues-et-rapports.md", "3-views-and-reports.md"},
                                                     {"4-publier.md", "4-publishing.md"}};

/// A module's folder made from the pages, and a portfolio with it.
struct Reader {
    Folder folder;
    std::filesystem::path module = folder.path / "modules" / "incubateurs";
    std::unique_ptr<bridge::Session> session;

    void follow(std::string const& page)
    {
        guide::follow(pages / "fr" / page, module, [&](std::string const& text, int line) {
            auto const read = model::parse_manifest(text, module);
            CHECK_MESSAGE((read || text.find("lists/sector.csv") != std::string::npos), page << " line " << line << ": " << (read ? "" : read.error().sentence.en));
        });
        auto const whole = model::read_manifest(module / "plugin.json");
        REQUIRE_MESSAGE(whole, whole.error().sentence.en);
    }
    void build()
    {
        auto const command = fmt::format("'{}' -std=c++20 -shared -fPIC -fvisibility=hidden -Wall -Wextra -Werror -Wno-restrict -I '{}/sdk/include' '{}' -o '{}'", PASSERELLE_COMPILER, PASSERELLE_SOURCE,
                                         (module / "src" / "incub.cpp").string(), (module / "incub.so").string());
        REQUIRE(std::system(command.c_str()) == 0);
    }
    void open()
    {
        bridge::SessionOptions options;
        options.core = std::filesystem::path(PASSERELLE_SOURCE) / "data" / "core";
        options.modules.folders = {folder.path / "modules"};
        options.today = "2026-06-30";
        options.store.automatic_backups = false;
        auto made = bridge::Session::create(folder.path / "essai.passerelle", std::move(options));
        REQUIRE_MESSAGE(made, made.error().sentence.en);
        session = std::move(*made);
        REQUIRE(session->modules().size() == 1);
        REQUIRE_MESSAGE(session->modules()[0].state == loader::State::active, session->modules()[0].reason.en);
    }
    std::variant<model::Applied, model::Refusal> add(std::vector<std::pair<std::string, model::Value>> fields)
    {
        model::Change change;
        change.kind = model::ChangeKind::insert;
        change.entity = "incub.venture";
        change.fields = std::move(fields);
        return session->editor().apply({"essai", "test"}, {change});
    }
    /// Three ventures: 10 jobs of which 4 are women's; 5 jobs, women not reported; nothing reported, review late.
    void fill()
    {
        REQUIRE(std::holds_alternative<model::Applied>(add({{"name", std::string("Karité")}, {"sector", std::string("1")}, {"jobs", std::int64_t{10}}, {"women_jobs", std::int64_t{4}}})));
        REQUIRE(std::holds_alternative<model::Applied>(add({{"name", std::string("Tri")}, {"sector", std::string("2")}, {"jobs", std::int64_t{5}}})));
        REQUIRE(std::holds_alternative<model::Applied>(add({{"name", std::string("Bogolan")}, {"review", *psl::Date::parse("2026-06-01")}})));
    }
    std::string report()
    {
        bridge::Progress progress;
        auto const document = session->report({}, Language::fr, progress);
        REQUIRE(document);
        std::string all;
        for (auto const& block : document->blocks) {
            if (auto const* heading = std::get_if<exchange::Heading>(&block))
                all += "# " + heading->text + "\n";
            else if (auto const* text = std::get_if<exchange::Paragraph>(&block))
                all += text->text + "\n";
            else if (auto const* figure = std::get_if<exchange::Figure>(&block))
                all += fmt::format("{}={}\n", figure->label, figure->value.number);
        }
        return all;
    }
};

} // namespace

TEST_CASE("the two languages show the same files and type the same commands")
{
    for (auto const& [french, english] : in_english) {
        CAPTURE(french);
        auto const fr = guide::blocks_of(pages / "fr" / french), en = guide::blocks_of(pages / "en" / english);
        REQUIRE(fr.size() == en.size());
        for (std::size_t at = 0; at < fr.size(); ++at) {
            CHECK(fr[at].file == en[at].file);
            CHECK(fr[at].text == en[at].text);
        }
    }
}

TEST_CASE("page 1: a register without code, its figures, its chapter, its alert")
{
    Reader reader;
    reader.follow("1-premier-registre.md");
    reader.open();
    reader.fill();
    auto const report = reader.report();
    CHECK(report.find("# Entreprises incubées\n3 entreprises sont accompagnées.\n") != std::string::npos);
    CHECK(report.find("Emplois=15\n") != std::string::npos);
    CHECK(report.find("Emplois occupés par des femmes=4\n") != std::string::npos);
    auto const alerts = reader.session->alerts();
    auto const late = std::find_if(alerts.begin(), alerts.end(), [](bridge::Alert const& alert) { return alert.what == "Faire le bilan de Bogolan"; });
    REQUIRE(late != alerts.end());
    CHECK(late->field == "review");
    CHECK(late->due == "2026-06-01");
    auto const view = reader.session->view("sn.dakar.incubateurs", "overview", {});
    bool map = false, chart = false;
    for (auto const& element : view->elements())
        if (auto const* block = std::get_if<exchange::Block>(&element)) {
            map |= std::holds_alternative<exchange::Map>(*block);
            chart |= std::holds_alternative<exchange::Chart>(*block);
        }
    CHECK(map);
    CHECK(chart);
}

TEST_CASE("the sentence about a slip of the keyboard is the one that the program says")
{
    Reader reader;
    reader.follow("1-premier-registre.md");
    auto const blocks = guide::blocks_of(pages / "fr" / "1-premier-registre.md");
    auto const first = std::find_if(blocks.begin(), blocks.end(), [](auto const& block) { return block.file == "plugin.json"; });
    REQUIRE(first != blocks.end());
    std::string text = first->text;
    auto const at = text.find("\"label\": {\"fr\": \"Entreprise\"");
    REQUIRE(at != std::string::npos);
    text.replace(at, 7, "\"lable\"");
    auto const refused = model::parse_manifest(text, reader.module);
    REQUIRE_FALSE(refused);
    std::ifstream page(pages / "fr" / "1-premier-registre.md");
    std::string const said{std::istreambuf_iterator<char>(page), {}};
    std::string sentence = refused.error().sentence.fr;
    for (auto blank = sentence.find("\u00a0"); blank != std::string::npos; blank = sentence.find("\u00a0"))
        sentence.replace(blank, 2, " ");
    CHECK_MESSAGE(said.find("> " + sentence) != std::string::npos, sentence);
}

TEST_CASE("page 2: a rule refuses, a file comes in and goes out again")
{
    Reader reader;
    reader.follow("1-premier-registre.md");
    reader.follow("2-regles-et-fichiers.md");
    reader.build();
    reader.open();
    auto const refused = reader.add({{"name", std::string("Trop")}, {"jobs", std::int64_t{3}}, {"women_jobs", std::int64_t{4}}});
    REQUIRE(std::holds_alternative<model::Refusal>(refused));
    auto const file = reader.folder.path / "liste.csv";
    std::string const list = "Entreprise;Filière;Emplois\r\nBogolan;3;7\r\nKarité;1;\r\n";
    std::ofstream(file, std::ios::binary) << list;
    bridge::Progress progress;
    auto const imported = reader.session->import_file(file, {}, bridge::ImportMode::apply, progress);
    REQUIRE_MESSAGE(imported, imported.error().sentence.en);
    CHECK(imported->created == 2);
    auto const out = reader.folder.path / "copie.csv";
    REQUIRE(reader.session->export_file("ventures-csv", {}, Language::fr, out, progress));
    CHECK(Folder::read(out) == list); // an empty cell is still empty: not reported is not 0
}

TEST_CASE("page 3: a page that draws, a button that works beside the window, a chapter in code")
{
    Reader reader;
    reader.follow("1-premier-registre.md");
    reader.follow("2-regles-et-fichiers.md");
    reader.follow("3-vues-et-rapports.md");
    reader.build();
    reader.open();
    reader.fill();
    CHECK(reader.report().find("# Entreprises incubées\nEmplois=15\n") != std::string::npos);
    auto const view = reader.session->view("sn.dakar.incubateurs", "overview", {});
    view->press("ask-review");
    auto const asked = [&] {
        auto statement = reader.session->portfolio().reader().prepare("SELECT count(*) FROM incub_venture WHERE review = '2026-06-30'");
        REQUIRE(statement);
        REQUIRE(statement->step());
        return statement->integer(0);
    };
    for (int times = 0; times < 500 && asked() == 0; ++times) {
        reader.session->pump();
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    CHECK(asked() == 2); // the third had a date of its own
    REQUIRE(reader.session->editor().undo());
    CHECK(asked() == 0);
}

TEST_CASE("the console commands of page 2 do what they say")
{
    Reader reader;
    reader.follow("1-premier-registre.md");
    reader.follow("2-regles-et-fichiers.md");
    reader.build();
    auto const where = reader.folder.path;
    std::filesystem::create_directories(where / "build");
    std::filesystem::rename(where / "modules", where / "build" / "modules");
    std::ofstream(where / "liste.csv", std::ios::binary) << "Entreprise;Filière;Emplois\nBogolan;3;7\n";
    int typed = 0;
    for (auto const& block : guide::blocks_of(pages / "fr" / "2-regles-et-fichiers.md")) {
        std::istringstream lines(block.language == "sh" ? block.text : "");
        for (std::string line; std::getline(lines, line);) {
            if (!line.starts_with("passerelle-cli"))
                continue;
            auto const command = fmt::format("cd '{0}' && HOME='{0}' XDG_CONFIG_HOME= XDG_DATA_HOME= PATH='{1}/bin':\"$PATH\" {2} >> said.txt 2>&1", where.string(), PASSERELLE_BUILD, line);
            CHECK_MESSAGE(std::system(command.c_str()) == 0, line << "\n" << Folder::read(where / "said.txt"));
            ++typed;
        }
    }
    CHECK(typed == 4);
    CHECK(std::filesystem::is_regular_file(where / "incubateurs" / "CMakeLists.txt"));
    CHECK(Folder::read(where / "copie.csv") == "Entreprise;Filière;Emplois\r\n"); // the preview wrote nothing
}

TEST_CASE("the reference names every structure of the headers and every key of the declaration, with what they say of it")
{
    auto const reference = Folder::read(std::filesystem::path(PASSERELLE_BUILD) / "sdk" / "reference.md");
    auto const sdk = std::filesystem::path(PASSERELLE_SOURCE) / "sdk";
    std::size_t structures = 0;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(sdk / "include" / "passerelle")) {
        if (entry.path().extension() != ".h")
            continue;
        std::istringstream lines(Folder::read(entry.path()));
        for (std::string line, word, kind, name; std::getline(lines, line);) {
            std::istringstream words(line);
            words >> word;
            if (word == "typedef")
                words >> word;
            if (word != "struct" || !line.ends_with("{") || !(words >> name))
                continue;
            CHECK_MESSAGE(reference.find("### `" + name + "`") != std::string::npos, name);
            ++structures;
        }
    }
    CHECK(structures >= 20);
    std::function<void(nlohmann::json const&)> const keys_of = [&](nlohmann::json const& node) {
        if (node.is_object() && node.contains("properties"))
            for (auto const& [key, value] : node["properties"].items()) {
                CHECK_MESSAGE(reference.find("| `" + key + "`") != std::string::npos, key);
                keys_of(value);
            }
        for (char const* below : {"items", "$defs", "oneOf", "anyOf"})
            if (node.is_object() && node.contains(below))
                for (auto const& one : node[below].is_object() && std::string(below) == "items" ? nlohmann::json::array({node[below]}) : node[below])
                    keys_of(one);
    };
    keys_of(nlohmann::json::parse(Folder::read(sdk / "schema" / "plugin.schema.json")));
    CHECK(reference.find("this thread's own handle; the host closes it") != std::string::npos);
}
