// A module that crashes, hangs or breaks the protocol where the test says.
#include "passerelle/plugin.hpp"
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <sstream>
#include <string>
#include <thread>
#include <unistd.h>

namespace {

void crash()
{
    static std::uintptr_t volatile nowhere = 16;
    *reinterpret_cast<int volatile*>(nowhere) = 1;
}

void hang()
{
    static bool volatile for_ever = true;
    while (for_ever) {
    }
}

class Fragile : public psl::Plugin {
public:
    using Plugin::Plugin;

    void check(std::string_view, psl::Row const& row, psl::Issues& issues)
    {
        auto const text = row.text_or_empty("text");
        if (text == "crash")
            crash();
        if (text == "hang")
            hang();
        if (text == "refuse")
            issues.error("text", "non");
    }

    void write_section(std::string_view, psl::Scope const& scope, psl::Page& page)
    {
        page.heading(1, "Rows " + scope.kind);
        auto db = open_db();
        auto rows = db.prepare("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) SELECT i, 'row ' || i FROM n", 1000);
        auto table = page.table("rows", "Rows", {"N", "Text"});
        while (rows.step())
            table.cell(psl::fact::count(rows.integer(0))).cell(psl::fact::text(rows.string(1)));
    }

    void draw(std::string_view, psl::Scope const&, psl::Ui& ui)
    {
        ui.page().text("drawn " + std::to_string(++m_draws) + " done " + std::to_string(m_done));
        if (ui.button("crash", "Crash"))
            crash();
        if (ui.button("hang", "Hang"))
            hang();
        if (ui.button("exit", "Exit"))
            std::_Exit(0);
        if (ui.button("abort", "Abort"))
            std::abort();
        if (ui.button("garbage", "Garbage")) { // what a hostile module would write on the line itself
            char const noise[] = "\xff\xff\xff\xff\x07\x07\x07\x07 no frame at all";
            for (int line = 3; line < 12; ++line)
                (void)!::write(line, noise, sizeof noise);
        }
        if (ui.button("forged", "Forged")) { // a whole frame that names a page which was never given: op 300, object 7, level 1, no text
            unsigned char const frame[] = {14, 0, 0, 0, 3, 0, 44, 1, 44, 1, 7, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0};
            (void)!::write(3, frame, sizeof frame);
        }
        if (ui.button("chatter", "Chatter")) // never silent, never done
            for (;;)
                ui.page().text("and on");
        if (ui.button("thread", "Thread")) { // a thread of the module's own reads and logs
            std::thread([&] {
                auto db = open_db();
                m_draws += static_cast<int>(db.integer("SELECT 100").value_or(0));
                log("from a thread of its own");
            }).join();
        }
        for (char const* const how : {"run", "job-crash", "job-hang"})
            if (ui.button(how, how))
                jobs().start("work", [what = std::string(how)](psl::Job& job) {
                    if (what == "job-crash")
                        crash();
                    if (what == "job-hang")
                        hang();
                    job.go_on(0.5);
                }, [this](psl_status status) { m_done = status == PSL_OK ? 1 : status; });
        ui.page().text("end");
    }

    int recognise(std::string_view, std::string_view head) { return head.substr(0, 5) == "NOTES" ? 90 : 0; }
    void import_file(std::string_view, psl::Reader& reader, psl::Importer& importer, psl::Job&)
    {
        std::istringstream lines(reader.read_all(std::size_t{1} << 24));
        for (std::string line; std::getline(lines, line);) {
            if (line == "crash")
                crash();
            if (line == "hang")
                hang();
            if (line != "NOTES")
                importer.put("fragile.note", {{"text", line}});
        }
    }

private:
    int m_draws = 0;
    int m_done = 0;
};

} // namespace

PSL_PLUGIN(Fragile)
