// The modules of the program itself, with the demonstration's portfolio: every report, every view and every alert is word for word the
// same apart as in process, down to what is behind a figure.
#include "host/bridge/demo.hpp"
#include "tests/apart/support.hpp"
#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace contract;

namespace {

std::string text(exchange::Fact const& fact) { return fmt::format("<{} {} {} {}>", static_cast<int>(fact.kind), fact.scale, fact.number, fact.text); }
std::string text(exchange::Behind const& behind) { return fmt::format("[{}|{}|{}]", behind.definition, behind.entity, behind.filter); }

struct Writer {
    std::string all = {};
    template<typename... Args>
    void line(Args const&... args)
    {
        ((all += fmt::format("{} ", args)), ...);
        all += '\n';
    }
    void operator()(exchange::Heading const& one) { line("heading", one.level, one.text); }
    void operator()(exchange::Paragraph const& one) { line("text", static_cast<int>(one.tone), one.text); }
    void operator()(exchange::Figure const& one)
    {
        line("figure", one.label, text(one.value), text(one.target), static_cast<int>(one.tone), one.note, text(one.behind));
    }
    void operator()(exchange::Table const& one)
    {
        line("table", one.id, one.caption, fmt::format("{}", fmt::join(one.columns, "|")), one.total_rows, one.bars ? one.bars->whole : 999);
        for (auto const& row : one.rows)
            for (auto const& cell : row)
                line("cell", text(cell.fact), static_cast<int>(cell.tone), cell.entity, cell.id);
        for (auto const& [row, behind] : one.behind)
            line("behind", row, text(behind));
    }
    void operator()(exchange::Chart const& one)
    {
        line("chart", static_cast<int>(one.kind), one.id, one.caption, fmt::format("{}", fmt::join(one.labels, "|")), fmt::format("{}", fmt::join(one.series, "|")));
        for (auto const& value : one.values)
            line(text(value));
    }
    void operator()(exchange::Map const& one)
    {
        line("map", one.id, one.caption, one.discs, one.squares);
        for (auto const& place : one.places)
            line(place.latitude, place.longitude, place.label, text(place.value), static_cast<int>(place.shape), place.entity, place.id);
        for (auto const& kind : one.kinds)
            line(kind.label, static_cast<int>(kind.line));
        for (auto const& link : one.links)
            line(link.from, link.to, link.kind, link.label, link.entity, link.id);
    }
    void operator()(exchange::Timeline const& one)
    {
        line("timeline", one.id, one.caption);
        for (auto const& row : one.rows) {
            line(row.label, row.beside, row.planned_from, row.planned_to, row.actual_from, row.actual_to, row.expected_end, row.entity, row.id,
                 static_cast<int>(row.tone), row.level, row.closed);
            for (auto const& moment : row.moments)
                line(moment.label, moment.planned, moment.actual, moment.entity, moment.id);
        }
    }
    void operator()(exchange::Tab const& one) { line("tab", one.set, one.label); }
    void operator()(exchange::Block const& one) { std::visit(*this, one); }
    void operator()(bridge::Button const& one) { line("button", one.id, one.label); }
    void operator()(bridge::Toggle const& one) { line("toggle", one.id, one.label, one.value); }
    void operator()(bridge::IntegerInput const& one) { line("integer", one.id, one.label, one.value, one.least, one.most); }
    void operator()(bridge::TextInput const& one) { line("input", one.id, one.label, one.value, one.capacity); }
    void operator()(bridge::ChoiceInput const& one) { line("choice", one.id, one.label, fmt::format("{}", fmt::join(one.items, "|")), one.at); }
    void operator()(bridge::EntityTable const& one) { line("register", one.entity, one.link_field, one.linked_id); }
    void operator()(bridge::EntityForm const& one) { line("form", one.entity, one.id); }
    void operator()(bridge::GroupBegin const& one) { line("group", one.title); }
    void operator()(bridge::GroupEnd const&) { line("group end"); }
    void operator()(bridge::Matrix const& one)
    {
        line("matrix", one.id, fmt::format("{}", fmt::join(one.columns, "|")));
        for (auto const& row : one.rows) {
            line("band", row.band, row.entity, row.id);
            for (auto const& cell : row.cells)
                line(text(cell.fact), static_cast<int>(cell.tone), cell.entity, cell.field, cell.fields, cell.id);
        }
    }
};

struct Seen {
    std::map<std::string, std::string> all; ///< what was asked for -> what came
    double open_ms = 0, report_ms = 0, views_ms = 0;
};

std::vector<std::filesystem::path> own_modules() { return {std::filesystem::path(PASSERELLE_BUILD) / "modules"}; }
constexpr char today[] = "2026-11-20"; // after the last day of the demonstration

Seen see(bool apart, std::filesystem::path const& copy_of)
{
    auto const start = std::chrono::steady_clock::now();
    Portfolio portfolio({}, apart, own_modules(), today, copy_of);
    double const open_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    bridge::Session& session = portfolio.session();
    for (auto const& module : session.modules())
        REQUIRE_MESSAGE(module.state == loader::State::active, module.manifest.id << ": " << module.reason.en);
    std::vector<std::string> scopes{"portfolio"};
    for (auto const& [kind, table] : {std::pair("project", "projects_activity"), std::pair("donor", "core_organisation"), std::pair("city", "core_territory")}) {
        auto statement = session.portfolio().reader().prepare(fmt::format("SELECT id FROM {} ORDER BY id LIMIT 2", table));
        REQUIRE(statement);
        for (auto row = statement->step(); row && *row; row = statement->step())
            scopes.push_back(fmt::format("{}:{}", kind, statement->integer(0)));
    }
    REQUIRE(scopes.size() == 7);
    Seen seen;
    seen.open_ms = open_ms;
    bridge::Progress progress;
    auto const from = std::chrono::steady_clock::now();
    for (std::string const& name : scopes)
        for (auto const language : {Language::fr, Language::en}) {
            auto const report = session.report(*session.parse_scope(name), language, progress);
            REQUIRE(report);
            Writer writer;
            for (auto const& block : report->blocks)
                writer(block);
            seen.all[fmt::format("report {} {}", name, static_cast<int>(language))] = writer.all;
        }
    seen.report_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count();
    auto const home = session.dashboard(Language::fr);
    REQUIRE(home);
    Writer dashboard;
    for (auto const& block : home->blocks)
        dashboard(block);
    seen.all["home"] = dashboard.all;
    for (auto const& module : session.modules())
        for (auto const& declared : module.manifest.views)
            for (std::string const& where : {scopes[0], scopes[1], scopes[2]}) {
                auto const view = session.view(module.manifest.id, declared.id, *session.parse_scope(where));
                Writer writer;
                for (auto const& element : view->elements())
                    std::visit(writer, element);
                seen.views_ms += view->last_ms();
                seen.all[module.manifest.id + " " + declared.id + " " + where] = writer.all;
            }
    Writer alerts;
    for (auto const& alert : session.alerts())
        alerts.line(alert.module, alert.rule, static_cast<int>(alert.tone), alert.what, alert.why, alert.entity, alert.id, alert.field, alert.due);
    seen.all["alerts"] = alerts.all;
    return seen;
}

} // namespace

TEST_CASE("reports, views and alerts of the program's own modules are the same apart, word for word")
{
    auto const copy = std::filesystem::temp_directory_path() / ("passerelle-apart-demo-" + std::to_string(std::random_device{}()));
    {
        Portfolio portfolio({}, false, own_modules(), today);
        auto const loaded = bridge::load_demo(portfolio.session());
        REQUIRE_MESSAGE(loaded, (loaded ? "" : loaded.error().sentence.en));
        REQUIRE(portfolio.session().portfolio().backup_to(copy));
    }
    auto const here = see(false, copy);
    auto const there = see(true, copy);
    std::filesystem::remove(copy);
    REQUIRE(here.all.size() == there.all.size());
    std::size_t bytes = 0;
    for (auto const& [what, came] : here.all) {
        CAPTURE(what);
        bytes += came.size();
        REQUIRE(there.all.contains(what));
        CHECK(there.all.at(what) == came);
    }
    CHECK(here.all.size() >= 20);
    CHECK(bytes > 100'000); // there was something to compare
    MESSAGE(here.all.size() << " documents, " << bytes << " bytes; opening " << here.open_ms << " ms in process, " << there.open_ms << " ms apart; reports " << here.report_ms << " ms in process, " << there.report_ms
                            << " ms apart; views " << here.views_ms << " ms, " << there.views_ms << " ms");
}
