// A module that tries everything: each statement that the test types is run, and what came of it is written on the page.
#include "passerelle/plugin.hpp"
#include <thread>

namespace {

class Guest : public psl::Plugin {
public:
    using Plugin::Plugin;

    std::string attempt(std::string const& sql)
    {
        try {
            auto db = open_db();
            auto rows = db.prepare(sql);
            std::string all = "rows:";
            while (rows.step())
                all += " [" + (rows.is_null(0) ? std::string("null") : rows.string(0).empty() ? std::to_string(rows.integer(0)) : rows.string(0)) + "]";
            return all;
        } catch (psl::Error const& error) {
            return "status " + std::to_string(error.status());
        }
    }

    std::string write(std::string_view entity, psl::Fields const& fields)
    {
        psl::Changes changes;
        auto& item = changes.insert(entity);
        for (auto const& [name, value] : fields.values())
            item.set(name, value);
        try {
            records().submit("try", changes, [this](psl_status status, auto const&) { m_done = "done " + std::to_string(status); });
            return "submitted";
        } catch (psl::Error const& error) {
            return "status " + std::to_string(error.status());
        }
    }

    void write_section(std::string_view, psl::Scope const&, psl::Page& page)
    {
        std::string asked;
        auto const count = ask("harvest/1", {{"times", 2}, {"by", "guest"}}, [&](std::string_view kind, psl::Row const& row) {
            asked += std::string(kind) + std::to_string(row.integer("number").value_or(-1)) + row.text_or_empty("asked") + " ";
        });
        page.text("answered " + std::to_string(count) + " " + asked);
        try {
            ask("unnamed/1", {}, [](std::string_view, psl::Row const&) {});
            page.text("unnamed allowed");
        } catch (psl::Error const& error) {
            page.text("unnamed " + std::to_string(error.status()));
        }
    }

    void draw(std::string_view, psl::Scope const&, psl::Ui& ui)
    {
        if (ui.input_text("sql", "SQL", m_sql, 4000))
            m_result = attempt(m_sql);
        if (ui.button("plant", "")) {
            auto const bed = open_db().integer("SELECT id FROM garden_bed LIMIT 1");
            m_result = write("garden.plant", {{"bed", bed}, {"name", "laitue"}});
        }
        if (ui.button("bed", ""))
            m_result = write("garden.bed", {{"name", "à moi"}});
        if (ui.button("territory", ""))
            m_result = write("core.territory", {{"name", "{\"fr\":\"Lomé\"}"}});
        if (ui.button("note", ""))
            m_result = write("guest.note", {{"text", "bonjour"}});
        if (ui.button("no-field", ""))
            m_result = write("guest.note", {{"colour", "vert"}});
        if (ui.button("thread", "")) {
            auto db = open_db();
            auto rows = db.prepare("SELECT 1");
            std::thread([&] {
                try {
                    (void)rows.step();
                    m_result = "stepped";
                } catch (psl::Error const& error) {
                    m_result = "status " + std::to_string(error.status());
                }
            }).join();
        }
        if (ui.button("matrix", "")) {
            m_matrix = true;
        } else if (m_matrix) { // in the draw after the press: its three faults are the last that a view may have
            auto matrix = ui.matrix("m", {"A", "B"});
            matrix.cell(psl::fact::count(1)); // and no second
            matrix.band("100 %s ##x", "no.such", 7);
            matrix.field(psl::fact::text("note"), {"guest.note", 0, "text", "{not json"}).cell(psl::fact::text(""));
            ui.page().text("between"); // ends the matrix
            matrix.cell(psl::fact::count(2));
        }
        ui.page().text(m_result + "|" + m_done);
    }

private:
    std::string m_sql, m_result, m_done;
    bool m_matrix = false;
};

} // namespace

PSL_PLUGIN(Guest)
