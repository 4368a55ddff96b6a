// Built from the headers of SDK 1.0 that lie beside it, never from today's: it must go on compiling and running against every later
// program of version 1. Nothing in this folder changes any more.
#include "passerelle/frozen.h"
#include "passerelle/plugin.hpp"
#include <charconv>
#include <sstream>

namespace {

class Keeper : public psl::Plugin {
public:
    using Plugin::Plugin;

    void init() { log("init"); }
    void activate() { log("activate"); }
    void deactivate() { log("deactivate"); }

    void check(std::string_view, psl::Row const& row, psl::Issues& issues)
    {
        if (auto const grams = row.integer("grams"); grams && *grams < 0)
            issues.error("grams", tr("Un poids n’est pas négatif.", "A weight is not negative."));
    }

    void alerts(psl::Alerts& alerts)
    {
        auto db = open_db();
        auto rows = db.prepare("SELECT id, name FROM keeper_piece WHERE grams IS NULL ORDER BY id");
        while (rows.step())
            alerts.add({.rule = "unweighed", .tone = psl::Tone::warn, .what = tr("Peser la pièce", "Weigh the piece"), .why = rows.text(1), .entity = "keeper.piece", .id = rows.integer(0), .field = "grams"});
    }

    void answer(std::string_view, psl::Row const&, psl::Sink& sink) { sink.put("weight", {{"grams", total()}}); }

    void write_section(std::string_view, psl::Scope const& scope, psl::Page& page)
    {
        page.heading(1, tr("Salle", "Room"));
        page.text(scope.kind + " " + today().iso(), psl::Tone::muted);
        std::int64_t asked = 0;
        auto const answered = ask("harvest/1", {{"times", std::int64_t{3}}, {"by", "keeper"}}, [&](std::string_view, psl::Row const& row) { asked += 1 + row.integer("number").value_or(0); });
        page.figure(tr("Récolte", "Harvest"), psl::fact::count(asked), psl::fact::count(answered));
        auto table = page.table("pieces", tr("Pièces", "Pieces"), {tr("Nom", "Name"), tr("Valeur", "Value")});
        auto db = open_db();
        auto rows = db.prepare("SELECT id, name, value_minor, value_currency FROM keeper_piece ORDER BY name");
        while (rows.step())
            table.link(psl::fact::text(rows.string(1)), "keeper.piece", rows.integer(0)).cell(psl::fact::money(rows.money(2)));
    }

    void draw(std::string_view, psl::Scope const&, psl::Ui& ui)
    {
        ui.input_text("name", tr("Nom", "Name"), m_name, 40);
        ui.toggle("heavy", tr("Lourde", "Heavy"), m_heavy);
        ui.input_int("grams", tr("Grammes", "Grams"), m_grams, 0, 1000);
        ui.choice("shelf", tr("Rayon", "Shelf"), {"A", "B"}, m_shelf);
        {
            auto const group = ui.group(tr("Gestes", "Gestures"));
            if (ui.button("add", tr("Ajouter", "Add"))) {
                psl::Changes changes;
                changes.insert("keeper.piece").set("name", m_name).set("grams", m_grams).money("value", psl::Money{1250, "EUR"});
                records().submit(tr("pièce ajoutée", "piece added"), changes, [this](psl_status status, std::vector<std::int64_t> const& ids) { m_said = std::to_string(status) + "/" + std::to_string(ids.size()); });
            }
            if (ui.button("work", tr("Travailler", "Work")))
                jobs().start("work", [this](psl::Job& job) { job.go_on(0.5, "half"); m_weighed = total(); }, [this](psl_status status) { m_said = "job " + std::to_string(status) + " " + std::to_string(m_weighed); });
        }
        ui.entity_table("keeper.piece");
        {
            auto matrix = ui.matrix("weights", {tr("Pièce", "Piece"), tr("Grammes", "Grams")});
            auto db = open_db();
            auto rows = db.prepare("SELECT id, name, grams FROM keeper_piece ORDER BY name");
            while (rows.step())
                matrix.link(psl::fact::text(rows.string(1)), "keeper.piece", rows.integer(0)).field(rows.is_null(2) ? psl::Fact{} : psl::fact::count(rows.integer(2)), {"keeper.piece", rows.integer(0), "grams"});
        }
        ui.page().text("said " + m_said);
        ui.page().chart(psl::ChartKind::bars, "weight", tr("Poids", "Weight"), {"total"}, {{"g", {psl::fact::count(total())}}});
    }

    int recognise(std::string_view, std::string_view head) { return head.substr(0, 6) == "PIECES" ? 80 : 0; }

    void import_file(std::string_view, psl::Reader& reader, psl::Importer& importer, psl::Job& job)
    {
        std::istringstream lines(reader.read_all(1 << 20));
        std::int64_t number = 0;
        for (std::string line; std::getline(lines, line);) {
            job.go_on(-1);
            auto const cut = line.find(';');
            if (++number == 1)
                continue;
            if (cut == std::string::npos)
                importer.problem(psl::Level::warning, number, line, tr("Il manque un poids.", "A weight is missing."));
            else {
                std::int64_t grams = 0;
                bool const counted = std::from_chars(line.data() + cut + 1, line.data() + line.size(), grams).ec == std::errc{};
                importer.put("keeper.piece", psl::Fields{{"name", line.substr(0, cut)}, {"grams", counted ? psl::Value(grams) : psl::Value()}});
            }
        }
    }

    void export_file(std::string_view, psl::Scope const&, psl::Writer& writer, psl::Job& job)
    {
        writer.write("PIECES\n");
        auto db = open_db();
        auto rows = db.prepare("SELECT name, grams FROM keeper_piece ORDER BY name");
        while (rows.step()) {
            job.go_on(-1);
            writer.write(rows.string(0) + ";" + (rows.is_null(1) ? "" : std::to_string(rows.integer(1))) + "\n");
        }
    }

    void run_command(std::string_view, psl::Scope const&, psl::Job& job, psl::Issues& told)
    {
        job.go_on(0.1, "weighing");
        auto db = open_db();
        psl::Changes changes;
        auto rows = db.prepare("SELECT id FROM keeper_piece WHERE grams IS NULL");
        std::int64_t count = 0;
        for (; rows.step(); ++count)
            changes.update("keeper.piece", rows.integer(0)).set("grams", std::int64_t{7});
        if (count > 0)
            (void)records().apply(tr("pesée", "weighing"), changes);
        told.note("", std::to_string(count) + tr(" pièces pesées", " pieces weighed"));
    }

private:
    std::int64_t total() const
    {
        auto db = open_db();
        return db.integer("SELECT coalesce(sum(min(grams, 1000000000)), 0) FROM keeper_piece").value_or(0);
    }
    std::string m_name = "amphore", m_said = "-";
    bool m_heavy = false;
    std::int64_t m_grams = 3, m_weighed = 0;
    std::int32_t m_shelf = 0;
};

} // namespace

PSL_PLUGIN(Keeper)
