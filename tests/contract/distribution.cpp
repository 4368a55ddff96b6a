// The modules of the distribution keep the contract: every view and every report of the demonstration is drawn, in both
// languages, without a word of misbehaviour, without a refused read, and from the keyboard of a test.
#include "host/bridge/demo.hpp"
#include "tests/contract/support.hpp"
#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>
#include <map>
#include <random>
#include <regex>
#include <set>
#include <sstream>

using namespace contract;

namespace {

class Distribution {
public:
    explicit Distribution(std::string today = "2026-11-22") : m_folder(std::filesystem::temp_directory_path() / ("passerelle-distribution-" + std::to_string(std::random_device{}())))
    {
        std::filesystem::create_directories(m_folder);
        bridge::SessionOptions options;
        options.core = std::filesystem::path(PASSERELLE_SOURCE) / "data" / "core";
        options.modules.folders = {std::filesystem::path(PASSERELLE_BUILD) / "modules"};
        options.today = std::move(today);
        options.store.automatic_backups = false;
        auto made = bridge::Session::create(m_folder / "demo.passerelle", std::move(options));
        if (!made)
            FAIL(made.error().sentence.en);
        m_session = std::move(*made);
        for (auto const& module : m_session->modules())
            REQUIRE_MESSAGE(module.state == loader::State::active, module.manifest.id << ": " << module.reason.en);
        auto const loaded = bridge::load_demo(*m_session);
        REQUIRE_MESSAGE(loaded.ok(), loaded.error().sentence.en);
    }
    ~Distribution()
    {
        m_session.reset();
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }
    bridge::Session& session() { return *m_session; }

    std::vector<std::int64_t> ids(std::string const& table)
    {
        std::vector<std::int64_t> all;
        auto statement = m_session->portfolio().reader().prepare("SELECT id FROM " + table + " ORDER BY id");
        REQUIRE(statement);
        for (;;) {
            auto const row = statement->step();
            REQUIRE(row);
            if (!*row)
                return all;
            all.push_back(statement->integer(0));
        }
    }
    /// Every scope that the demonstration offers, at most a few of each kind.
    std::vector<bridge::Scope> scopes()
    {
        std::vector<bridge::Scope> all(1);
        auto const add = [&](std::string const& kind, std::string const& table, std::size_t most) {
            auto const found = ids(table);
            for (std::size_t at = 0; at < found.size() && at < most; ++at) {
                bridge::Scope scope;
                scope.kind = kind;
                scope.id = found[at];
                all.push_back(scope);
            }
        };
        add("project", "projects_activity", 100);
        add("donor", "core_organisation", 12);
        add("city", "core_territory", 12);
        bridge::Scope country;
        country.kind = "country";
        country.code = "SN";
        all.push_back(country);
        bridge::Scope period;
        period.from = "2024-01-01";
        period.to = "2024-12-31";
        period.as_of = "2025-01-31";
        period.currency = "XOF";
        all.push_back(period);
        return all;
    }
    void expect_peace()
    {
        for (auto const& line : m_session->log())
            if (line.level >= bridge::LogLevel::warning)
                FAIL_CHECK(line.module << ": " << line.text);
    }

private:
    std::filesystem::path m_folder;
    std::unique_ptr<bridge::Session> m_session;
};

bool any_bad_end(exchange::Document const& document)
{
    // A section that failed leaves the host's sentence about the module.
    std::string const words = words_of(document);
    return words.find("s’est arrêté") != std::string::npos || words.find("stopped. Your data") != std::string::npos ||
           words.find("module absent") != std::string::npos;
}

} // namespace

TEST_CASE("a donor's template orders, names and leaves out the sections of a report")
{
    Distribution distribution;
    bridge::Progress progress;
    model::ReportTemplate form;
    form.title = {"Compte rendu", "Account"};
    form.sections = {{15, {"Argent", "Money"}}, {1, {"Qui", "Who"}}, {4, {}}};
    auto const headings = [](exchange::Document const& document) {
        std::vector<std::string> all;
        for (auto const& block : document.blocks)
            if (auto const* const heading = std::get_if<exchange::Heading>(&block); heading && heading->level == 1)
                all.push_back(heading->text);
        return all;
    };
    auto const has = [](std::vector<std::string> const& all, std::string_view words) { return std::find(all.begin(), all.end(), words) != all.end(); };
    auto const whole = distribution.session().report({}, Language::fr, progress);
    REQUIRE(whole);
    auto const formed = distribution.session().report({}, Language::fr, progress, form);
    REQUIRE(formed);
    CHECK(formed->subtitle == "Compte rendu");
    auto const all = headings(*whole), chosen = headings(*formed);
    CHECK(has(all, "Risques et mesures"));
    CHECK_FALSE(has(chosen, "Risques et mesures"));
    REQUIRE(chosen.size() >= 3);
    CHECK(chosen.front() == "Argent");
    auto const who = std::find(chosen.begin(), chosen.end(), "Qui");
    REQUIRE(who != chosen.end());
    CHECK(has({who, chosen.end()}, "Résultats\u00A0: matrice du cadre logique")); // its own words, after "Qui"
    distribution.expect_peace();
}

TEST_CASE("every report of the demonstration is whole, in both languages")
{
    Distribution distribution;
    bridge::Progress progress;
    for (auto const& scope : distribution.scopes())
        for (Language const language : {Language::fr, Language::en}) {
            auto const report = distribution.session().report(scope, language, progress);
            REQUIRE_MESSAGE(report.ok(), report.error().sentence.en);
            CAPTURE(scope.kind);
            CAPTURE(scope.id);
            CHECK_FALSE(any_bad_end(*report));
            CHECK_FALSE(report->title.empty());
            CHECK(report->notice.find("–") != std::string::npos); // marked as demonstration
        }
    for (Language const language : {Language::fr, Language::en}) {
        auto const home = distribution.session().dashboard(language);
        REQUIRE(home);
        CHECK_FALSE(home->blocks.empty());
    }
    CHECK_FALSE(distribution.session().alerts().empty());
    distribution.expect_peace();
}

TEST_CASE("every view of the demonstration draws, and every button may be pressed")
{
    Distribution distribution;
    auto& session = distribution.session();
    auto const projects = distribution.ids("projects_activity");
    for (auto const& module : session.modules())
        for (auto const& declared : module.manifest.views) {
            CAPTURE(declared.id);
            std::vector<bridge::Scope> scopes(1);
            if (declared.place.starts_with("sheet:")) {
                scopes.clear();
                std::string const entity = declared.place.substr(6);
                std::string table = entity;
                std::replace(table.begin(), table.end(), '.', '_');
                for (auto const id : distribution.ids(table)) {
                    bridge::Scope scope;
                    scope.kind = entity == "core.organisation" ? "donor" : entity == "core.territory" ? "city" : "project";
                    scope.id = id;
                    scopes.push_back(scope);
                    if (scopes.size() == 15)
                        break;
                }
            }
            for (auto const& scope : scopes) {
                auto const view = session.view(module.manifest.id, declared.id, scope);
                CHECK_FALSE(view->elements().empty());
                auto const elements = view->elements();
                for (auto const& element : elements) {
                    if (auto const* toggle = std::get_if<bridge::Toggle>(&element))
                        view->set(toggle->id, !toggle->value);
                    else if (auto const* choice = std::get_if<bridge::ChoiceInput>(&element))
                        for (std::size_t at = 0; at < choice->items.size() && at < 5; ++at)
                            view->choose(choice->id, static_cast<std::int32_t>(at));
                    else if (auto const* text = std::get_if<bridge::TextInput>(&element))
                        view->set(text->id, std::string_view("été «\u00a0x\u00a0» ' ; --"));
                    else if (auto const* number = std::get_if<bridge::IntegerInput>(&element))
                        view->set(number->id, number->most);
                }
                for (auto const& element : elements)
                    if (auto const* button = std::get_if<bridge::Button>(&element))
                        view->press(button->id);
                session.pump();
                view->refresh();
                CHECK(words_of(view->elements()).find("s’est arrêté") == std::string::npos);
            }
        }
    distribution.expect_peace();
}

namespace {

/// Every kind of alert that the modules can raise: the quoted names with a hyphen in their alerts.cpp.
std::set<std::string> declared_alerts()
{
    std::set<std::string> rules;
    std::regex const name(R"re("([a-z]+(?:-[a-z]+)+)")re");
    for (char const* const source_file : {"projects/src/alerts.cpp", "funding/src/alerts.cpp", "funding/src/reports.cpp", "inclusion/src/alerts.cpp"}) {
        std::ifstream file(std::filesystem::path(PASSERELLE_SOURCE) / "plugins" / source_file);
        REQUIRE(file);
        std::ostringstream text;
        text << file.rdbuf();
        std::string const source = text.str();
        for (std::sregex_iterator at(source.begin(), source.end(), name), end; at != end; ++at)
            rules.insert((*at)[1]);
    }
    return rules;
}

exchange::Table const* table_named(std::vector<exchange::Block> const& blocks, std::string_view id)
{
    for (auto const& block : blocks)
        if (auto const* const table = std::get_if<exchange::Table>(&block); table != nullptr && table->id == id)
            return table;
    return nullptr;
}

} // namespace

TEST_CASE("the demonstration shows every kind of alert, every light and every currency of the brief")
{
    Distribution distribution("2026-11-22");
    auto& session = distribution.session();

    auto const declared = declared_alerts();
    CHECK(declared.size() >= 23); // were the search broken, it would find nothing
    std::map<std::string, std::set<exchange::Tone>> seen;
    for (auto const& alert : session.alerts())
        seen[alert.rule].insert(alert.tone);
    for (auto const& rule : declared)
        CHECK_MESSAGE(seen.contains(rule), rule);
    CHECK(seen["burn-light"] == std::set{exchange::Tone::warn, exchange::Tone::bad});
    CHECK(seen["report-due"] == std::set{exchange::Tone::warn, exchange::Tone::bad});
    CHECK(seen["milestone-late"] == std::set{exchange::Tone::warn, exchange::Tone::bad});

    bridge::Progress progress;
    auto const report = session.report({}, Language::fr, progress);
    REQUIRE(report);
    auto const tones_in = [&](std::string_view table_id, std::string_view column) {
        std::set<exchange::Tone> tones;
        auto const* const table = table_named(report->blocks, table_id);
        REQUIRE_MESSAGE(table, table_id);
        auto const at = static_cast<std::size_t>(std::find(table->columns.begin(), table->columns.end(), column) - table->columns.begin());
        REQUIRE(at < table->columns.size());
        for (auto const& row : table->rows)
            tones.insert(row[at].tone);
        return tones;
    };
    using exchange::Tone;
    for (Tone const tone : {Tone::good, Tone::warn, Tone::bad, Tone::muted}) // results: green, amber, red, grey
        CHECK(tones_in("logframe", "Feu").contains(tone));
    for (Tone const tone : {Tone::good, Tone::warn, Tone::bad}) { // risks; then the speed of spending, project by project
        CHECK(tones_in("risks", "Note").contains(tone));
        bool found = false;
        for (auto const id : distribution.ids("projects_activity")) {
            bridge::Scope scope;
            scope.kind = "project";
            scope.id = id;
            auto const one = session.report(scope, Language::fr, progress);
            REQUIRE(one);
            for (auto const& block : one->blocks)
                if (auto const* const figure = std::get_if<exchange::Figure>(&block); figure != nullptr && figure->label == "Indice de consommation")
                    found = found || figure->tone == tone;
        }
        CHECK(found);
    }

    for (char const* const currency : {"XOF", "XAF", "MAD", "TND", "MGA", "VND", "CAD", "CHF", "KMF", "LBP"}) {
        auto rows = session.portfolio().reader().prepare("SELECT count(*) FROM funding_transaction WHERE value_currency = ?1");
        REQUIRE(rows);
        rows->bind(1, std::string_view(currency));
        REQUIRE(rows->step());
        CHECK_MESSAGE(rows->integer(0) > 0, currency);
    }
    for (char const* const status : {"1", "2", "3", "4", "5", "6"}) {
        auto rows = session.portfolio().reader().prepare("SELECT count(*) FROM projects_activity WHERE status = ?1");
        REQUIRE(rows);
        rows->bind(1, std::string_view(status));
        REQUIRE(rows->step());
        CHECK_MESSAGE(rows->integer(0) > 0, status);
    }
}

TEST_CASE("the demonstration shows every way in which a headcount is masked")
{
    Distribution distribution("2026-11-22");
    auto& session = distribution.session();
    bool small = false, protecting = false, share = false, total = false;
    std::set<std::string> thresholds;
    bridge::Progress progress;
    for (auto const id : distribution.ids("projects_activity")) {
        bridge::Scope scope;
        scope.kind = "project";
        scope.id = id;
        auto const leaves = session.report(scope, Language::fr, progress);
        REQUIRE(leaves);
        auto const words = words_of(*leaves);
        for (char const* const threshold : {"publié\u00a0: 5, ou 11", "publié\u00a0: 11."})
            if (words.find(threshold) != std::string::npos)
                thresholds.insert(threshold);
        auto const screen = session.view("org.passerelle.inclusion", "inclusion", scope);
        std::vector<exchange::Block> inside;
        for (auto const& element : screen->elements())
            if (auto const* const block = std::get_if<exchange::Block>(&element))
                inside.push_back(*block);
        for (char const* const name : {"by-sex", "by-age", "by-disability", "crossing"}) {
            auto const* const masked = table_named(leaves->blocks, name);
            auto const* const whole = table_named(inside, name);
            if (masked == nullptr || whole == nullptr)
                continue;
            REQUIRE(masked->rows.size() == whole->rows.size());
            for (std::size_t row = 0; row < masked->rows.size(); ++row)
                for (std::size_t column = 1; column < masked->rows[row].size(); ++column) {
                    auto const& true_value = whole->rows[row][column].fact;
                    CHECK(true_value.kind != exchange::FactKind::suppressed); // the internal screen shows all
                    if (masked->rows[row][column].fact.kind != exchange::FactKind::suppressed)
                        continue;
                    bool const margin = row + 1 == masked->rows.size() || (std::string_view(name) == "crossing" && column == 4);
                    if (true_value.kind == exchange::FactKind::percent)
                        share = true;
                    else if (margin)
                        total = true;
                    else if (true_value.number > 0 && true_value.number < 11)
                        small = true;
                    else
                        protecting = true;
                }
        }
    }
    CHECK(small);      // 1 ≤ n < k
    CHECK(protecting); // large enough, or zero, but it would give a small one away
    CHECK(share);      // a percentage of a masked count
    CHECK(total);      // a margin
    CHECK(thresholds.contains("publié\u00a0: 5, ou 11"));
    CHECK(thresholds.contains("publié\u00a0: 11.")); // a town of fewer than 20,000 inhabitants
}
