// The home dashboard and reports on the stress portfolio of 300 projects, 20,000 transactions and 250,000 cells.
#include "host/exchange/writers.hpp"
#include "host/model/query.hpp"
#include "tests/bench/stage.hpp"
#include <algorithm>
#include <stdexcept>

namespace bench {

void add_dashboard_and_reports(Stage& stage)
{
    using namespace passerelle;
    Size const size = stage.settings().quick ? Size{20, 1'340} : Size{};
    stage.add("dashboard/300_projects", [&stage, size](benchmark::State& state) {
             auto& session = stage.session(size);
             auto const dashboard = [&] {
                 if (auto made = session.dashboard(Language::fr); !made || made->blocks.empty())
                     throw std::runtime_error("no dashboard");
             };
             dashboard();
             stage.promises().add({"home dashboard, 300 projects, 20,000 transactions, 250,000 cells", timed(state, dashboard), 30.0, "ms", 0, ""});
         })
        ->UseManualTime()
        ->Unit(benchmark::kMillisecond)
        ->Iterations(stage.settings().quick ? 1 : 9);

    // Every page and every tab of a project's sheet that a module draws: the window waits for these.
    stage.add("views/300_projects", [&stage, size](benchmark::State& state) {
             auto& session = stage.session(size);
             auto const ids = model::order(session.portfolio().reader(), session.registry(), {session.registry().entity("projects.activity"), {}, "", {}, Language::fr});
             if (!ids || ids->empty())
                 throw std::runtime_error("no projects");
             double slowest = 0;
             for (auto _ : state) {
                 double all = 0;
                 for (auto const& module : session.modules())
                     for (auto const& view : module.manifest.views) {
                         bool const page = view.place == "dashboard", sheet = view.place == "sheet:projects.activity";
                         if (!page && !sheet)
                             continue;
                         bridge::Scope scope;
                         if (sheet) {
                             scope.kind = "project";
                             scope.id = ids->front();
                         }
                         auto const recorded = session.view(module.manifest.id, view.id, scope);
                         recorded->refresh();
                         recorded->refresh();
                         state.counters[module.manifest.id + "/" + view.id + "_ms"] = recorded->last_ms();
                         slowest = std::max(slowest, recorded->last_ms());
                         all += recorded->last_ms();
                     }
                 state.SetIterationTime(all / 1000);
             }
             state.counters["slowest_ms"] = slowest;
         })
        ->UseManualTime()
        ->Unit(benchmark::kMillisecond)
        ->Iterations(1);

    auto const write = [&stage, size](bridge::Scope const& scope) {
        bridge::Progress progress;
        progress.report = [](double, std::string const&) {};
        auto document = stage.session(size).report(scope, Language::fr, progress);
        if (!document)
            throw std::runtime_error(document.error().sentence.en);
        if (auto written = exchange::write_pdf(*document, stage.settings().folder / "report.pdf"); !written)
            throw std::runtime_error(written.error().sentence.en);
    };
    stage.add("report/one_project_pdf", [&stage, size, write](benchmark::State& state) {
             auto& session = stage.session(size);
             auto const ids = model::order(session.portfolio().reader(), session.registry(), {session.registry().entity("projects.activity"), {}, "", {}, Language::fr});
             if (!ids || ids->empty())
                 throw std::runtime_error("no projects");
             bridge::Scope one;
             one.kind = "project";
             one.id = ids->front();
             write(one);
             stage.promises().add({"report of one project to PDF", timed(state, [&] { write(one); }), 150.0, "ms", 0, ""});
         })
        ->UseManualTime()
        ->Unit(benchmark::kMillisecond)
        ->Iterations(stage.settings().quick ? 1 : 7);
    stage.add("report/portfolio_300_projects_pdf", [&stage, write](benchmark::State& state) {
             stage.promises().add({"report of the portfolio of 300 projects to PDF", timed(state, [&] { write(bridge::Scope{}); }), 5000.0, "ms", 0, ""});
         })
        ->UseManualTime()
        ->Unit(benchmark::kMillisecond)
        ->Iterations(stage.settings().quick ? 1 : 3);
}

} // namespace bench
