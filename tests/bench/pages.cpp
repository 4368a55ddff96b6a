// The home dashboard and reports on the stress portfolio of the domain brief, section 6.
#include "host/bridge/session.hpp"
#include "host/exchange/writers.hpp"
#include "host/model/query.hpp"
#include "tests/bench/promises.hpp"
#include <fstream>
#include <stdexcept>

namespace bench {

namespace {

double resident_mb()
{
    std::ifstream status("/proc/self/status");
    std::string word;
    while (status >> word)
        if (word == "VmRSS:") {
            double kb = 0;
            status >> kb;
            return kb / 1024;
        }
    return 0;
}

} // namespace

void bench_dashboard_and_reports(Settings const& settings, Promises& promises)
{
    using namespace passerelle;
    double const before = resident_mb();
    auto const file = stress_portfolio(settings, 300);
    bridge::SessionOptions options;
    options.store.automatic_backups = false;
    options.today = "2026-11-22";
    auto session = bridge::Session::open(file, options);
    if (!session)
        throw std::runtime_error(session.error().sentence.en);
    auto const dashboard = [&] {
        if (auto made = (*session)->dashboard(Language::fr); !made || made->blocks.empty())
            throw std::runtime_error("no dashboard");
    };
    dashboard();
    promises.add({"home dashboard, 300 projects, 20,000 transactions, 250,000 cells", 1000 * median_seconds(7, dashboard), 30.0, "ms", ""});

    auto const ids = model::order((*session)->portfolio().reader(), (*session)->registry(), {(*session)->registry().entity("projects.activity"), {}, "", {}});
    if (!ids || ids->empty())
        throw std::runtime_error("no projects");
    bridge::Progress progress;
    progress.report = [](double, std::string const&) {};
    auto const paper = settings.folder / "report.pdf";
    auto const write = [&](bridge::Scope scope) {
        auto document = (*session)->report(scope, Language::fr, progress);
        if (!document)
            throw std::runtime_error(document.error().sentence.en);
        if (auto written = exchange::write_pdf(*document, paper); !written)
            throw std::runtime_error(written.error().sentence.en);
    };
    bridge::Scope one;
    one.kind = "project";
    one.id = ids->front();
    write(one);
    promises.add({"report of one project to PDF", 1000 * median_seconds(5, [&] { write(one); }), 150.0, "ms", ""});
    promises.add({"report of the portfolio of 300 projects to PDF", 1000 * median_seconds(3, [&] { write(bridge::Scope{}); }), 5000.0, "ms", ""});
    promises.add({"resident memory with the stress portfolio open (console)", resident_mb() - before, 150.0, "MB", ""});
}

} // namespace bench
